"""An invitation to activate a mailbox: a secret link that lives 14 days."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boxholder.mailboxes.models.mailbox import Mailbox

LIFETIME = timedelta(days=14)


def digest(token: str) -> str:
    """Only the digest is stored: who reads the database cannot accept an invitation."""
    return hashlib.sha256(token.encode()).hexdigest()


class MailboxInvitationQuerySet(models.QuerySet["MailboxInvitation"]):
    def by_token(self, token: str) -> "MailboxInvitation | None":
        return self.filter(token_digest=digest(token)).first()

    def pending(self) -> "MailboxInvitationQuerySet":
        return self.filter(accepted_at=None, revoked_at=None)


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
        return self.status == self.Status.PENDING

    def renew_token(self) -> str:
        """A fresh link; the old one stops working. Returns the token, which is stored nowhere."""
        token = secrets.token_urlsafe(32)
        self.token_digest = digest(token)
        self.expires_at = timezone.now() + LIFETIME
        return token
