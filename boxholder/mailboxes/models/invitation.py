"""An invitation to activate a mailbox."""

from django.db import models, transaction
from django.utils import timezone

from boxholder.history.models import record
from boxholder.mailboxes import emails
from boxholder.mailboxes.jobs import send_queued_invitations
from boxholder.mailboxes.models.mailbox import Mailbox
from boxholder.operators.models.invitation import Invitation, InvitationQuerySet, runs_out, unguessable


class MailboxInvitationQuerySet(InvitationQuerySet["MailboxInvitation"]):
    def by_token(self, token: str) -> "MailboxInvitation | None":
        return self.with_token(token).select_related("mailbox__renter", "mailbox__space", "mailbox__operator").first()

    def sendable(self) -> "MailboxInvitationQuerySet":
        return self.pending().filter(mailbox__closed_on=None)

    def held_back(self) -> "MailboxInvitationQuerySet":
        """Waiting for staff to send them."""
        return self.sendable().filter(sent_at=None, queued_at=None)

    def queued(self) -> "MailboxInvitationQuerySet":
        return self.sendable().filter(sent_at=None, queued_at__isnull=False)

    @transaction.atomic
    def send_all(self, *, by) -> int:
        """Have every one of them that is held back sent by the worker. Says how many."""
        queued = self.held_back().update(queued_at=timezone.now(), invited_by=by)
        transaction.on_commit(send_queued_invitations)
        return queued

    def prepare(self, mailbox: Mailbox, *, by=None) -> "MailboxInvitation":
        """The mailbox's pending invitation, or a new one to its renter, held back until `send`."""
        renter = mailbox.renter
        fields = {
            "email": renter.user.email if renter.user else renter.email,
            "token_digest": unguessable(),
            "expires_at": runs_out(),
            "invited_by": by,
        }
        return self.get_or_create(mailbox=mailbox, accepted_at=None, revoked_at=None, defaults=fields)[0]


class MailboxInvitation(Invitation):
    mailbox = models.ForeignKey(Mailbox, on_delete=models.CASCADE, related_name="invitations")
    # Staff have asked for it to be sent, with many others; the worker does.
    queued_at = models.DateTimeField(null=True)

    objects = MailboxInvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mailbox"],
                condition=models.Q(accepted_at=None, revoked_at=None),
                name="one_pending_invitation_per_mailbox",
            )
        ]

    def __str__(self) -> str:
        return f"{self.email} to {self.mailbox}"

    @property
    def is_acceptable(self) -> bool:
        return super().is_acceptable and self.mailbox.closed_on is None

    @transaction.atomic
    def send_queued(self) -> None:
        """Once, whoever else tries: the UPDATE is the claim."""
        if MailboxInvitation.objects.queued().filter(pk=self.pk).update(queued_at=None):
            self.send(by=self.invited_by)

    @transaction.atomic
    def readdress(self, email: str, *, by) -> None:
        """Send it elsewhere, where the address was mistyped; whoever got the earlier link cannot use it."""
        MailboxInvitation.objects.pending().filter(pk=self.pk).update(email=email)
        if self.sent_at is not None:
            self.send(by=by)

    def _mail(self, token: str) -> None:
        emails.invitation(self, token)

    def _remember(self, what: str, *, by) -> None:
        record(f"mailbox.{what}", operator=self.mailbox.operator, subject=self.mailbox, by=by, email=self.email)
