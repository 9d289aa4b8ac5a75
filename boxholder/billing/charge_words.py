"""Why a charge is what it is, in sentences: how often what, the free ones before and after, the days."""

from collections.abc import Iterator
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from boxholder.billing.arrears import Owed
from boxholder.billing.models.charge import Charge


def explain(charge: Charge | Owed) -> list[str]:
    return [str(sentence) for sentence in _sentences(charge, charge.facts)]


def why(facts: dict) -> str:
    """Why a request costs what it does, before it is charged as well as after: the facts of its quote. `waived`: it was
    done before, and staff waived what it cost."""
    if facts.get("waived"):
        return _("It was waived: nothing is charged, also when it is done once more")
    if facts["free"]:
        return _allowance(facts)
    words = {"offering": facts["offering"]}
    return (_("Free in %(offering)s") if facts["is_free"] else _("The price in %(offering)s when it was asked")) % words


def _sentences(charge: Charge | Owed, facts: dict) -> Iterator[str]:
    if charge.unit_price is not None and charge.quantity > 1:
        yield _("%(quantity)d × %(price)s") % {"quantity": charge.quantity, "price": charge.unit_price}
    if facts.get("waived"):
        yield why(facts)
    elif facts.get("free"):
        yield _allowance(facts)
    if "free_days" in facts:
        words = {"n": facts["free_days"], "day": _day(facts["arrived_on"])}
        yield _("Arrived %(day)s; the first %(n)d days were free") % words
    if "pieces" in facts:
        words = {"n": facts["pieces"], "threshold": facts["threshold"]}
        yield _("%(n)d pieces at month end, %(threshold)d were free") % words
    if facts.get("which"):
        yield ", ".join(facts["which"])


def _allowance(facts: dict) -> str:
    words = {
        "free": facts["free"],
        "before": facts["used_before"],
        "after": facts["used_after"],
        "month": date_format(date.fromisoformat(facts["month"]), "F Y"),
    }
    if facts["is_free"] and facts["used_after"] > facts["used_before"]:
        return _("Free: number %(after)d of %(free)d in %(month)s") % words
    return _("All %(free)d free ones of %(month)s were used before it") % words


def _day(written: str) -> str:
    return date_format(date.fromisoformat(written), "DATE_FORMAT")
