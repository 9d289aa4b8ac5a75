"""An Announcement is one e-mail to many renters, before they are asked for a card. Each gets it once at most."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext_lazy as _

from boxholder.mailboxes.models import Renter
from boxholder.notifications.models import OutboxEmail
from boxholder.operators.models import Operator


class AnnouncementQuerySet(models.QuerySet["Announcement"]):
    def drafts(self) -> "AnnouncementQuerySet":
        return self.filter(started_at=None)

    def started(self) -> "AnnouncementQuerySet":
        return self.exclude(started_at=None).order_by("-started_at", "-pk")


class Announcement(models.Model):
    class Audience(models.TextChoices):
        WITHOUT_CARD = "without_card", _("Renters without a card")
        UNTOLD = "untold", _("Renters without a card who have not had such an e-mail yet")
        ALL = "all", _("All renters")

    operator = models.ForeignKey(Operator, on_delete=models.PROTECT, related_name="announcements")
    audience = models.CharField(max_length=15, choices=Audience.choices, default=Audience.WITHOUT_CARD)
    # With placeholders: see announcement_words.py.
    subject = models.CharField(_("Subject"), max_length=150)
    text = models.TextField(_("Text"))
    # Until it is started it is a draft, and nobody gets it. Then it is never changed again.
    started_at = models.DateTimeField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    cards_from = models.DateField(null=True)
    # When the last of its letters was written into the outbox.
    posted_at = models.DateTimeField(null=True)
    # How often some of them were sent again: the claim of doing so.
    rounds = models.PositiveSmallIntegerField(default=0)

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["operator"], condition=Q(started_at=None), name="one_draft_announcement_per_operator"
            )
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def is_draft(self) -> bool:
        return self.started_at is None


class RecipientQuerySet(models.QuerySet["AnnouncementRecipient"]):
    def with_state(self, now: datetime) -> "RecipientQuerySet":
        """Each with `state`: how far the letter to this renter is."""
        states, mails = AnnouncementRecipient.State, OutboxEmail.Status
        return self.annotate(
            state=Case(
                When(email__status=mails.SENT, then=Value(states.SENT)),
                When(email__status=mails.FAILED, then=Value(states.FAILED)),
                When(email__status=mails.DOUBTFUL, email__claimed_until__gte=now, then=Value(states.SENDING)),
                When(email__status=mails.DOUBTFUL, then=Value(states.DOUBTFUL)),
                default=Value(states.WAITING),
                output_field=models.CharField(),
            )
        )

    def told(self) -> "RecipientQuerySet":
        """Those who got it, or will, or may have."""
        return self.filter(Q(email=None) | ~Q(email__status=OutboxEmail.Status.FAILED))


class AnnouncementRecipient(models.Model):
    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")
        DOUBTFUL = "doubtful", _("Perhaps sent")

    announcement = models.ForeignKey(Announcement, on_delete=models.PROTECT, related_name="recipients")
    renter = models.ForeignKey(Renter, on_delete=models.PROTECT, related_name="announcements")
    # None until it is written.
    email = models.OneToOneField(OutboxEmail, null=True, on_delete=models.PROTECT, related_name="+")

    objects = RecipientQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["announcement", "renter"], name="each_renter_is_told_once")]

    def __str__(self) -> str:
        return f"{self.announcement} to {self.renter}"
