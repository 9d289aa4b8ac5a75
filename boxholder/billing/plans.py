"""A mailbox's plans, one after the other: which offering it is on, day by day."""

from collections.abc import Iterable
from datetime import date

from boxholder.billing.models.offering import Offering
from boxholder.billing.models.subscription import Subscription
from boxholder.mailboxes.models import Mailbox


class Plans:
    def __init__(self, mailbox: Mailbox, plans: list[Subscription]) -> None:
        """`plans` latest first, with their offerings."""
        self.plans = [(plan, mailbox.space.today(plan.created_at)) for plan in plans]

    @classmethod
    def of(cls, mailboxes: Iterable[Mailbox]) -> "dict[int, Plans]":
        """Of many, by mailbox id; one query."""
        boxes = list(mailboxes)
        found: dict[int, list[Subscription]] = {box.pk: [] for box in boxes}
        for plan in Subscription.objects.filter(mailbox__in=boxes).select_related("offering").order_by("-pk"):
            found[plan.mailbox_id].append(plan)
        return {box.pk: cls(box, found[box.pk]) for box in boxes}

    def on(self, day: date) -> Offering | None:
        """None on the days between two plans, and after the last. The first goes back as far as the mailbox does."""
        first = self.plans[-1][0] if self.plans else None
        for plan, begun_on in self.plans:
            has_begun = plan is first or begun_on <= day
            if has_begun and (plan.ends_on is None or day < plan.ends_on):
                return plan.offering
        return None

    @property
    def turns(self) -> set[date]:
        """The days on which `on` may begin to say something else."""
        return {day for plan, begun_on in self.plans for day in (begun_on, plan.ends_on) if day}

    @property
    def offering_ids(self) -> set[int]:
        return {plan.offering_id for plan, _begun_on in self.plans}

    @property
    def offerings(self) -> list[Offering]:
        return [plan.offering for plan, _begun_on in self.plans]
