"""What keeping a piece will cost, said before it does: “free until June 2, then 0.50 USD a day”."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from boxholder.billing.models.storage_rule import StorageRule
from boxholder.billing.models.subscription import Subscription
from boxholder.billing.money import Money
from boxholder.billing.storage_price import first_paid_day
from boxholder.mailboxes.models import Mailbox


@dataclass(frozen=True)
class Clock:
    """The first day that costs something, and what each costs from then on."""

    first_paid_day: date
    fee: Money

    @property
    def last_free_day(self) -> date:
        return self.first_paid_day - timedelta(days=1)

    def words(self, today: date) -> str:
        if today >= self.first_paid_day:
            return _("%(fee)s a day") % {"fee": self.fee}
        last = date_format(self.last_free_day, "MONTH_DAY_FORMAT")
        return _("free until %(last)s, then %(fee)s a day") % {"last": last, "fee": self.fee}


def clock_of(rule: StorageRule, category: str, *, arrived_on: date) -> Clock | None:
    """None where days cost nothing by this rule."""
    if not rule.is_by_day or not rule.day_fee(category):
        return None
    first = first_paid_day(arrived_on, free_days=rule.free_days(category))
    return Clock(max(first, rule.since or first), rule.day_fee(category))


def storage_rules(mailboxes: Iterable[Mailbox], on: date) -> dict[int, StorageRule]:
    """The rule each mailbox is under on that day, by mailbox id; none for one without a plan. Two queries."""
    running = Subscription.objects.filter(Q(ends_on=None) | Q(ends_on__gt=on), mailbox__in=list(mailboxes))
    offerings = {plan.mailbox_id: plan.offering for plan in running.select_related("offering").order_by("pk")}
    said = {rule.offering_id: rule for rule in StorageRule.objects.filter(offering__in=set(offerings.values()))}
    for offering in offerings.values():
        said.setdefault(offering.pk, StorageRule(offering=offering)).offering = offering
    return {mailbox: said[offering.pk] for mailbox, offering in offerings.items()}
