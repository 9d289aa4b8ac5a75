"""A mailbox's plans, one after the other: which offering it is on, day by day."""

from datetime import date

from boxholder.billing.models.offering import Offering
from boxholder.mailboxes.models import Mailbox


class Plans:
    def __init__(self, mailbox: Mailbox) -> None:
        self.space = mailbox.space
        self.plans = list(mailbox.subscriptions.select_related("offering").order_by("-pk"))

    def on(self, day: date) -> Offering | None:
        """None on the days between two plans, and after the last. The first goes back as far as the mailbox does."""
        first = self.plans[-1] if self.plans else None
        for plan in self.plans:
            has_begun = plan is first or self.space.today(plan.created_at) <= day
            if has_begun and (plan.ends_on is None or day < plan.ends_on):
                return plan.offering
        return None
