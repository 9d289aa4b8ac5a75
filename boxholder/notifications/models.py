"""The outbox: every e-mail is first a row, then a delivery."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class OutboxEmailQuerySet(models.QuerySet["OutboxEmail"]):
    def due(self, now) -> "OutboxEmailQuerySet":
        return self.unclaimed(now).filter(status=OutboxEmail.Status.WAITING, next_try_at__lte=now, withdrawn_at=None)

    def unclaimed(self, now) -> "OutboxEmailQuerySet":
        """Those that nobody is sending right now."""
        return self.filter(models.Q(claimed_until=None) | models.Q(claimed_until__lt=now))

    def withdrawn(self, now) -> "OutboxEmailQuerySet":
        """What will never be sent as it is; nor is it being sent right now, so that is final."""
        return self.unclaimed(now).filter(withdrawn_at__isnull=False).exclude(status=OutboxEmail.Status.SENT)

    def not_out(self) -> "OutboxEmailQuerySet":
        """What the server never took, and may yet get: by itself, or because somebody has it sent again."""
        unsent = [OutboxEmail.Status.WAITING, OutboxEmail.Status.FAILED]
        return self.filter(status__in=unsent, withdrawn_at=None)

    def of_operator(self, operator) -> "OutboxEmailQuerySet":
        return self.filter(operator_id=operator.pk)

    def failed(self, now) -> "OutboxEmailQuerySet":
        """Those that are not tried again by themselves. What is being sent right now is doubtful, too, and not one."""
        ended_badly = [OutboxEmail.Status.FAILED, OutboxEmail.Status.DOUBTFUL]
        return self.unclaimed(now).filter(status__in=ended_badly, withdrawn_at=None)

    def to_look_at(self, now) -> "OutboxEmailQuerySet":
        """Failed or doubtful, and nobody has said that it may stay so."""
        return self.failed(now).filter(dismissed_at=None)


class OutboxEmail(models.Model):
    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")
        # Sending began and its end is unknown; an announcement is not sent again.
        DOUBTFUL = "doubtful", _("Perhaps sent")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    operator_id = models.BigIntegerField(null=True, db_index=True)
    kind = models.CharField(max_length=60)
    # Writing the same message twice is one message: a job may run twice.
    dedupe_key = models.CharField(max_length=200, unique=True, null=True)
    to = models.EmailField()
    from_name = models.CharField(max_length=200, blank=True)
    reply_to = models.EmailField(blank=True)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)
    # Announcements: once at most, marked before sending. Receipts: once at least, with a stable Message-ID.
    at_most_once = models.BooleanField(default=False)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    created_at = models.DateTimeField(default=timezone.now)
    next_try_at = models.DateTimeField(default=timezone.now)
    claimed_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)
    # Somebody has seen that it failed, and leaves it at that.
    dismissed_at = models.DateTimeField(null=True)
    # What it says is not to be said any more. One that was just being sent may still get through: then it is SENT.
    withdrawn_at = models.DateTimeField(null=True)

    objects = OutboxEmailQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["status", "next_try_at"], name="outbox_due"),
            models.Index(
                fields=["withdrawn_at"], condition=models.Q(withdrawn_at__isnull=False), name="outbox_withdrawn"
            ),
        ]
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.kind} to {self.to}"

    @property
    def message_id(self) -> str:
        return f"<{self.id}@boxholder>"


class MailServerManager(models.Manager["MailServer"]):
    def of(self, operator_id: int) -> "MailServer":
        """The operator's, or an empty one that is not saved yet."""
        return self.filter(operator_id=operator_id).first() or MailServer(operator_id=operator_id)


class MailServer(models.Model):
    """Where an operator's mail goes out; without a `host` it goes through the installation's server.

    Values that have not passed the check are kept apart, sealed, and never used: mail goes on as before meanwhile.
    """

    class Security(models.TextChoices):
        STARTTLS = "starttls", _("STARTTLS (usually port 587)")
        TLS = "tls", _("TLS from the start (usually port 465)")
        NONE = "none", _("None (only to this machine or in your own network)")

    operator_id = models.BigIntegerField(unique=True)
    host = models.CharField(_("Server"), max_length=255, blank=True)
    port = models.PositiveIntegerField(_("Port"), default=587)
    security = models.CharField(_("Encryption"), max_length=10, choices=Security.choices, default=Security.STARTTLS)
    user = models.CharField(_("User"), max_length=255, blank=True)
    sealed_password = models.TextField(blank=True)
    from_address = models.EmailField(_("From address"), blank=True)
    checked_at = models.DateTimeField(null=True)
    # JSON of what was typed and did not pass, the password in it.
    sealed_pending = models.TextField(blank=True)

    objects = MailServerManager()

    def __str__(self) -> str:
        return f"{self.host}:{self.port}" if self.host else "–"

    @property
    def is_set(self) -> bool:
        return bool(self.host)
