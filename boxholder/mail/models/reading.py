"""A Reading: what the machine saw on a piece, and which mailbox it proposes. It proposes; people decide.

The rows are the queue: waiting until the worker has read them, whatever becomes of the worker.
"""

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boxholder.mail.jobs import read_waiting
from boxholder.mail.models.mail_item import MailItem


class ReadingQuerySet(models.QuerySet["Reading"]):
    def waiting(self) -> "ReadingQuerySet":
        return self.filter(status=Reading.Status.WAITING)

    def unclaimed(self, now) -> "ReadingQuerySet":
        return self.waiting().filter(models.Q(claimed_until=None) | models.Q(claimed_until__lt=now))

    def of_unassigned(self) -> "ReadingQuerySet":
        """Read, and nobody has said yet whose the piece is."""
        return self.filter(status=Reading.Status.READ, item__in=MailItem.objects.unassigned())

    @transaction.atomic
    def put(self, item: MailItem) -> None:
        """The machine is to read the piece, as it looks now; what it read before no longer counts."""
        afresh = {"status": Reading.Status.WAITING, "claimed_until": None, "tries": 0, "problem": ""}
        self.update_or_create(item=item, defaults=afresh)
        # The row is what counts: a queue that cannot be written to must not deny what is committed.
        transaction.on_commit(read_waiting, robust=True)


class Reading(models.Model):
    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting to be read")
        READ = "read", _("Read")
        # Tried several times; a person reads it instead.
        FAILED = "failed", _("Could not be read")

    class Problem(models.TextChoices):
        NO_PICTURE = "no_picture", _("There is no picture to read.")
        FILE_MISSING = "file_missing", _("The picture’s file is missing.")
        BROKEN = "broken", _("The picture cannot be opened.")
        FAILED = "failed", _("The reading failed three times; the worker’s log says why.")
        STOPPED = "stopped", _("The worker stopped three times while reading it.")

    item = models.OneToOneField(MailItem, on_delete=models.CASCADE, related_name="reading")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    created_at = models.DateTimeField(default=timezone.now)
    claimed_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=20, choices=Problem.choices, blank=True)
    read_at = models.DateTimeField(null=True)
    # Lines and barcodes with their places: recognition.LabelText as JSON.
    label = models.JSONField(default=dict)
    text = models.TextField(blank=True)
    # The mark of the space's directory as it was when this was proposed.
    directory = models.CharField(max_length=16, blank=True)
    # [{"mailbox": pk, "confidence": 0.97, "reasons": [[kind, said, found], …]}], best first.
    candidates = models.JSONField(default=list)
    is_confident = models.BooleanField(default=False)
    is_certain = models.BooleanField(default=False)
    # The lines that name the recipient: where a person corrects the machine, one becomes an alias.
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

    @property
    def is_waiting(self) -> bool:
        return self.status == Reading.Status.WAITING

    @property
    def is_read(self) -> bool:
        return self.status == Reading.Status.READ

    @property
    def proposed_id(self) -> int | None:
        """The mailbox it proposes; None where it is not confident."""
        return self.candidates[0]["mailbox"] if self.is_confident and self.candidates else None
