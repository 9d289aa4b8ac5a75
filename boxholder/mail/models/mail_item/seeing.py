"""Whether a piece has been seen: it is new to all who read its mailbox until one of them opens it."""

from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils import timezone

from boxholder.history.models import Event

if TYPE_CHECKING:
    from boxholder.mail.models.mail_item import MailItem


class Seeing(models.Model):
    class Meta:
        abstract = True

    @transaction.atomic
    def see(self: "MailItem", *, by) -> None:
        """The renter, or somebody with whom the mailbox is shared, opens it; only the first time counts. Where it is
        somebody else's by now, nothing is written."""
        new = type(self).objects.unseen().filter(pk=self.pk, mailbox=self.mailbox_id)
        if self.mailbox and self.seen_at is None and new.update(seen_at=timezone.now()):
            self.refresh_from_db(fields=["seen_at"])
            kind = "mail.seen" if by == self.mailbox.renter.user else "mail.seen_by_other"
            self.remember(kind, by=by, at=self.seen_at, pmb=self.mailbox.pmb, who=str(by))

    @property
    def first_look(self: "MailItem") -> Event | None:
        """Who opened it first; None for who has not been written down."""
        looks = Event.objects.about(self).filter(kind__in=["mail.seen", "mail.seen_by_other"], at=self.seen_at)
        return looks.last() if self.seen_at else None
