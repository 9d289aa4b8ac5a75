"""An invitation to activate a mailbox: a secret link that lives 14 days."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boxholder.history.models import record
from boxholder.mailboxes import emails
from boxholder.mailboxes.errors import InvitationClosed
from boxholder.mailboxes.models.mailbox import Mailbox

LIFETIME = timedelta(days=14)


def digest(token: str) -> str:
    """Only the digest is stored: who reads the database cannot accept an invitation."""
    return hashlib.sha256(token.encode()).hexdigest()


def unguessable() -> str:
    """A digest no link leads to: what an invitation has until it is sent."""
    return digest(secrets.token_urlsafe(32))


class MailboxInvitationQuerySet(models.QuerySet["MailboxInvitation"]):
    def by_token(self, token: str) -> "MailboxInvitation | None":
        return (
            self.select_related("mailbox__renter", "mailbox__space", "mailbox__operator")
            .filter(token_digest=digest(token))
            .first()
        )

    def pending(self) -> "MailboxInvitationQuerySet":
        return self.filter(accepted_at=None, revoked_at=None)

    def acceptable(self, now) -> "MailboxInvitationQuerySet":
        return self.pending().filter(sent_at__isnull=False, expires_at__gt=now, mailbox__closed_on=None)

    def prepare(self, mailbox: Mailbox, *, by=None) -> "MailboxInvitation":
        """The mailbox's pending invitation, or a new one to its renter, held back until `send`."""
        renter = mailbox.renter
        fields = {
            "email": renter.user.email if renter.user else renter.email,
            "token_digest": unguessable(),
            "expires_at": timezone.now() + LIFETIME,
            "invited_by": by,
        }
        return self.get_or_create(mailbox=mailbox, accepted_at=None, revoked_at=None, defaults=fields)[0]


class MailboxInvitation(models.Model):
    class Status(models.TextChoices):
        HELD = "held", _("Not sent yet")
        PENDING = "pending", _("Pending")
        EXPIRED = "expired", _("Expired")
        ACCEPTED = "accepted", _("Accepted")
        REVOKED = "revoked", _("Revoked")

    mailbox = models.ForeignKey(Mailbox, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("E-mail"))
    token_digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    # None: held back, as after an import, until staff send it.
    sent_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

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
    def status(self) -> "MailboxInvitation.Status":
        if self.accepted_at:
            return self.Status.ACCEPTED
        if self.revoked_at:
            return self.Status.REVOKED
        if self.sent_at is None:
            return self.Status.HELD
        return self.Status.EXPIRED if timezone.now() >= self.expires_at else self.Status.PENDING

    @property
    def is_acceptable(self) -> bool:
        return self.status == self.Status.PENDING and self.mailbox.closed_on is None

    @property
    def is_pending(self) -> bool:
        """Neither accepted nor revoked, though perhaps not sent yet, or expired: it can be sent."""
        return self.accepted_at is None and self.revoked_at is None

    @transaction.atomic
    def send(self, *, by=None) -> None:
        """Mail a fresh link, also to replace a lost or expired one; the earlier link stops working.

        Raises InvitationClosed where it was accepted or revoked meanwhile.
        """
        token, now, is_first = secrets.token_urlsafe(32), timezone.now(), self.sent_at is None
        sent = MailboxInvitation.objects.pending().filter(pk=self.pk, mailbox__closed_on=None)
        if not sent.update(token_digest=digest(token), sent_at=now, expires_at=now + LIFETIME):
            raise InvitationClosed

        self.refresh_from_db()
        emails.invitation(self, token)
        self._remember("mailbox.invited" if is_first else "mailbox.invitation_renewed", by=by)

    @transaction.atomic
    def readdress(self, email: str, *, by) -> None:
        """Send it elsewhere, where the address was mistyped; whoever got the earlier link cannot use it."""
        MailboxInvitation.objects.pending().filter(pk=self.pk).update(email=email)
        if self.sent_at is not None:
            self.send(by=by)

    @transaction.atomic
    def revoke(self, *, by) -> None:
        """The link stops working. Raises InvitationClosed where it was accepted or revoked meanwhile."""
        if not MailboxInvitation.objects.pending().filter(pk=self.pk).update(revoked_at=timezone.now()):
            raise InvitationClosed

        self.refresh_from_db()
        self._remember("mailbox.invitation_revoked", by=by)

    def _remember(self, kind: str, *, by) -> None:
        record(kind, operator=self.mailbox.operator, subject=self.mailbox, by=by, email=self.email)
