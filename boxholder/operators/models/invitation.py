"""An invitation: a secret link, sent by e-mail, that lives 14 days. Staff and renters are invited the same way."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import TypeVar, cast

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boxholder.operators.errors import InvitationClosed

LIFETIME = timedelta(days=14)


def digest(token: str) -> str:
    """Only the digest is stored: who reads the database cannot accept an invitation."""
    return hashlib.sha256(token.encode()).hexdigest()


def unguessable() -> str:
    """A digest no link leads to: what an invitation has until it is sent."""
    return digest(secrets.token_urlsafe(32))


def runs_out() -> datetime:
    return timezone.now() + LIFETIME


Some = TypeVar("Some", bound="Invitation")


class InvitationQuerySet(models.QuerySet[Some]):
    def with_token(self, token: str):
        return self.filter(token_digest=digest(token))

    def pending(self):
        return self.filter(accepted_at=None, revoked_at=None)

    def sendable(self):
        """Pending, and what it invites to is still there."""
        return self.pending()

    def acceptable(self, now):
        return self.sendable().filter(sent_at__isnull=False, expires_at__gt=now)


class Invitation(models.Model):
    class Status(models.TextChoices):
        HELD = "held", _("Not sent yet")
        PENDING = "pending", _("Pending")
        EXPIRED = "expired", _("Expired")
        ACCEPTED = "accepted", _("Accepted")
        REVOKED = "revoked", _("Revoked")

    email = models.EmailField(_("E-mail"))
    token_digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    # None: held back, as after an import, until staff send it.
    sent_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        abstract = True

    @property
    def status(self) -> "Invitation.Status":
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
        sent = self._rows().sendable().filter(pk=self.pk)
        if not sent.update(token_digest=digest(token), sent_at=now, expires_at=now + LIFETIME):
            raise InvitationClosed

        self.refresh_from_db()
        self._mail(token)
        self._remember("invited" if is_first else "invitation_renewed", by=by)

    @transaction.atomic
    def revoke(self, *, by) -> None:
        """The link stops working. Raises InvitationClosed where it was accepted or revoked meanwhile."""
        if not self._rows().pending().filter(pk=self.pk).update(revoked_at=timezone.now()):
            raise InvitationClosed

        self.refresh_from_db()
        self._remember("invitation_revoked", by=by)

    def claim(self) -> None:
        """The UPDATE is the claim: two tabs or two clicks have one outcome. Raises InvitationClosed."""
        now = timezone.now()
        if not self._rows().acceptable(now).filter(pk=self.pk).update(accepted_at=now):
            raise InvitationClosed
        self.refresh_from_db(fields=["accepted_at"])

    def _rows(self) -> InvitationQuerySet:
        return cast(InvitationQuerySet, type(self)._default_manager.all())

    def _mail(self, token: str) -> None:
        raise NotImplementedError

    def _remember(self, what: str, *, by) -> None:
        raise NotImplementedError
