"""Whether the renter has seen a piece: it is new to them until they open it."""

from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils import timezone

if TYPE_CHECKING:
    from boxholder.mail.models.mail_item import MailItem


class Seeing(models.Model):
    class Meta:
        abstract = True

    @transaction.atomic
    def see(self: "MailItem", *, by) -> None:
        """The renter opens it; only the first time counts. Where it is somebody else's by now, nothing is written."""
        new = type(self).objects.unseen().filter(pk=self.pk, mailbox=self.mailbox_id)
        if self.mailbox and self.seen_at is None and new.update(seen_at=timezone.now()):
            self.refresh_from_db(fields=["seen_at"])
            self.remember("mail.seen", by=by, at=self.seen_at, pmb=self.mailbox.pmb)
