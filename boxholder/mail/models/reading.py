"""A Reading: what the machine saw on a piece, and which mailbox it proposes. It proposes; people decide.

The rows are the queue: waiting until the worker has read them, whatever becomes of the worker.
"""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boxholder.mail.models.mail_item import MailItem


class ReadingQuerySet(models.QuerySet["Reading"]):
    def waiting(self) -> "ReadingQuerySet":
        return self.filter(status=Reading.Status.WAITING)

    def unclaimed(self, now) -> "ReadingQuerySet":
        return self.waiting().filter(models.Q(claimed_until=None) | models.Q(claimed_until__lt=now))

    def put(self, item: MailItem) -> "Reading":
        """There is something to read on this piece; once, however often it is said."""
        return self.get_or_create(item=item)[0]


class Reading(models.Model):
    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting to be read")
        READ = "read", _("Read")
        # Tried several times; a person reads it instead.
        FAILED = "failed", _("Could not be read")

    item = models.OneToOneField(MailItem, on_delete=models.CASCADE, related_name="reading")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    created_at = models.DateTimeField(default=timezone.now)
    claimed_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    read_at = models.DateTimeField(null=True)
    # Lines and barcodes with their places: recognition.LabelText as JSON.
    label = models.JSONField(default=dict)
    text = models.TextField(blank=True)
    # [{"mailbox": pk, "confidence": 0.97, "reasons": […]}], best first.
    candidates = models.JSONField(default=list)
    is_confident = models.BooleanField(default=False)
    is_certain = models.BooleanField(default=False)
    # The line that names the recipient: where a person corrects the machine, it becomes an alias.
    recipient = models.CharField(max_length=300, blank=True)
    sender = models.CharField(max_length=200, blank=True)
    carrier = models.CharField(max_length=10, blank=True)
    tracking_number = models.CharField(max_length=60, blank=True)
    type = models.CharField(max_length=20, blank=True)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["claimed_until", "id"], condition=models.Q(status="waiting"), name="reading_waiting")
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.status}"
