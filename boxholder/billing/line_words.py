"""How the lines of an invoice are said."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from boxholder.billing.cycle import Period, month_of
from boxholder.billing.money import Money


def describe(offering: str, period: Period) -> str:
    words = {
        "offering": offering,
        "month": date_format(period.start, "F Y"),
        "first": period.start.day,
        "last": period.last_day.day,
        "days": period.days,
        "of": month_of(period.start).days,
    }
    if period.is_whole_month:
        return _("%(offering)s, %(month)s") % words
    return _("%(offering)s, %(month)s, %(first)d to %(last)d (%(days)d of %(of)d days)") % words


def say(lines: list[dict], currency: str) -> list[dict]:
    """As a page or a letter says them: each with its `amount` as Money and, of a charge, its day as a date."""
    return [
        line
        | {"amount": Money(line["amount_minor"], currency)}
        | ({"on": date.fromisoformat(line["on"])} if "on" in line else {})
        for line in lines
    ]
