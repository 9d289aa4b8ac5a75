"""An invitation to activate a mailbox."""

from django.db import models, transaction

from boxholder.history.models import record
from boxholder.mailboxes import emails
from boxholder.mailboxes.models.mailbox import Mailbox
from boxholder.operators.models.invitation import Invitation, InvitationQuerySet, runs_out, unguessable


class MailboxInvitationQuerySet(InvitationQuerySet):
    def by_token(self, token: str) -> "MailboxInvitation | None":
        return self.with_token(token).select_related("mailbox__renter", "mailbox__space", "mailbox__operator").first()

    def sendable(self) -> "MailboxInvitationQuerySet":
        return self.pending().filter(mailbox__closed_on=None)

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
    def readdress(self, email: str, *, by) -> None:
        """Send it elsewhere, where the address was mistyped; whoever got the earlier link cannot use it."""
        MailboxInvitation.objects.pending().filter(pk=self.pk).update(email=email)
        if self.sent_at is not None:
            self.send(by=by)

    def _mail(self, token: str) -> None:
        emails.invitation(self, token)

    def _remember(self, what: str, *, by) -> None:
        record(f"mailbox.{what}", operator=self.mailbox.operator, subject=self.mailbox, by=by, email=self.email)
