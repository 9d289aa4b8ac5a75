"""A NewMailNotice: who reads a mailbox is to be told of a piece, a little later, so that an undo is in time.

The rows are the queue, `boxholder.mail.notices` tells. There is one per piece, mailbox and reader, and it stays once
its e-mail has gone out: so nobody is told twice, and staff see who was told of a piece that was somebody else's.
"""

from datetime import datetime, timedelta

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boxholder.mail.models.piece_email import PieceEmail
from boxholder.mail.readers import readers_of
from boxholder.mailboxes.models import Mailbox, MailboxPerson
from boxholder.notifications import outbox
from boxholder.notifications.models import OutboxEmail

# Long enough to notice a slip, and for the next pieces of the same mailbox to come along.
GATHERS = timedelta(minutes=2)


class NewMailNoticeQuerySet(models.QuerySet["NewMailNotice"]):
    def waiting(self) -> "NewMailNoticeQuerySet":
        return self.filter(due_at__isnull=False)

    def due(self, now: datetime) -> "NewMailNoticeQuerySet":
        return self.waiting().filter(due_at__lte=now)

    def put(self, item) -> None:
        """Whoever reads the item's mailbox is to be told of it; once, however often it is said."""
        due_at = timezone.now() + GATHERS
        for reader in readers_of(item.mailbox):
            whom = {"item": item, "mailbox": item.mailbox, "person": reader.person}
            if not self.filter(**whom).update(withdrawn_at=None):
                self.get_or_create(**whom, defaults={"due_at": due_at})
        PieceEmail.objects.resume(item)

    def hold_back(self, item) -> None:
        """It has left before its renter was told of it: that is news no longer."""
        self.filter(item=item, email=None).delete()

    def resume(self, item) -> None:
        """It is there again: its renter is told, unless they were before."""
        if item.is_here and item.mailbox_id is not None:
            self.put(item)

    def known_of(self, item) -> "NewMailNoticeQuerySet":
        """What staff may want to know: how its renter is told, and who else was, or may have been, told of it."""
        went_out = models.Q(email__status__in=[OutboxEmail.Status.SENT, OutboxEmail.Status.DOUBTFUL])
        found = self.filter(models.Q(mailbox=item.mailbox_id) | went_out, item=item)
        return found.select_related("email", "mailbox__renter", "person").order_by("pk")

    @transaction.atomic
    def withdraw(self, item) -> None:
        """Nobody is to be told of it. An e-mail that has not gone out is withdrawn, and the rest of it told anew.

        What has been sent has been sent: its link and its picture are gone with the piece.
        """
        # Locked: whoever is just being told of it is told first, and then we see by which e-mail.
        for notice in self.select_for_update().filter(item=item):
            if notice.email_id is None:
                notice.delete()
            elif outbox.withdraw(notice.email_id):
                self.filter(pk=notice.pk).update(withdrawn_at=timezone.now())
        PieceEmail.objects.withdraw(item)


class NewMailNotice(models.Model):
    class NotTold(models.TextChoices):
        """Why they get no e-mail about it. Who still reads the mailbox sees the piece on their site."""

        LEFT = "left", _("They do not share the mailbox any more")
        SWITCHED_OFF = "switched_off", _("They want no e-mail about new mail")
        NOT_ACTIVATED = "not_activated", _("The mailbox was not activated yet")
        CLOSED = "closed", _("The mailbox was closed over six months ago")

    class State(models.TextChoices):
        GATHERING = "gathering", _("The e-mail goes out in a few minutes")
        ON_ITS_WAY = "on_its_way", _("The e-mail is on its way")
        TOLD = "told", _("Told")
        PERHAPS_TOLD = "perhaps_told", _("Perhaps told: nobody knows whether the e-mail went out")
        FAILED = "failed", _("The e-mail could not be delivered")
        NOT_TOLD = "not_told", _("Not told")

    item = models.ForeignKey("mail.MailItem", on_delete=models.CASCADE, related_name="notices")
    mailbox = models.ForeignKey(Mailbox, on_delete=models.CASCADE, related_name="+")
    # None: the renter.
    person = models.ForeignKey(MailboxPerson, null=True, on_delete=models.CASCADE, related_name="+")
    # When it is told; None once it is, or is not to be: these rows wait.
    due_at = models.DateTimeField(null=True)
    # What tells it, or told it.
    email = models.ForeignKey(OutboxEmail, null=True, on_delete=models.PROTECT, related_name="+")
    not_told = models.CharField(max_length=15, choices=NotTold.choices, blank=True)
    # Its e-mail is not to tell of it any more; whether that was in time, the e-mail says.
    withdrawn_at = models.DateTimeField(null=True)

    objects = NewMailNoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "mailbox"], condition=models.Q(person=None), name="told_once_per_piece_and_mailbox"
            ),
            models.UniqueConstraint(fields=["item", "mailbox", "person"], name="told_once_per_piece_and_person"),
        ]
        indexes = [
            models.Index(fields=["mailbox", "due_at"], condition=models.Q(due_at__isnull=False), name="notice_waiting")
        ]

    def __str__(self) -> str:
        return f"{self.item_id} to {self.mailbox}"

    @property
    def who(self) -> str:
        """Whose name stands on it for staff."""
        return self.person.name if self.person else self.mailbox.holder

    @property
    def state(self) -> "NewMailNotice.State":
        """As staff see it. Reads the e-mail: select it, too."""
        if self.email is None:
            return self.State.NOT_TOLD if self.not_told else self.State.GATHERING
        if self.email.status == OutboxEmail.Status.WAITING:
            # What was withdrawn is told anew.
            return self.State.GATHERING if self.email.withdrawn_at else self.State.ON_ITS_WAY
        ends = {
            OutboxEmail.Status.SENT: self.State.TOLD,
            OutboxEmail.Status.DOUBTFUL: self.State.PERHAPS_TOLD,
            OutboxEmail.Status.FAILED: self.State.FAILED,
        }
        return ends[OutboxEmail.Status(self.email.status)]
