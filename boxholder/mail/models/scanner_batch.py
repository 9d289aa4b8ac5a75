"""A ScannerBatch: a PDF with many pieces, taken apart page by page in the background."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boxholder.operators.models import Operator, Space


class ScannerBatchQuerySet(models.QuerySet["ScannerBatch"]):
    def unfinished(self) -> "ScannerBatchQuerySet":
        return self.filter(finished_at=None)

    def unclaimed(self, now) -> "ScannerBatchQuerySet":
        return self.unfinished().filter(models.Q(claimed_until=None) | models.Q(claimed_until__lt=now))


class ScannerBatch(models.Model):
    class Split(models.TextChoices):
        PAGE = "page", _("Every page is a piece")
        BLANK = "blank", _("A blank page or a cover sheet stands between two pieces")
        DOCUMENT = "document", _("The whole file is one piece")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    operator = models.ForeignKey(Operator, on_delete=models.PROTECT, related_name="scanner_batches")
    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="scanner_batches")
    file_name = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    byte_size = models.PositiveBigIntegerField()
    split = models.CharField(max_length=10, choices=Split.choices, default=Split.PAGE)
    # Name in the storage until it is taken apart.
    file = models.CharField(max_length=200, blank=True)
    pages = models.PositiveIntegerField(default=0)
    pages_done = models.PositiveIntegerField(default=0)
    # [{"page": 7, "what": "torn"}]: what could not be read; the rest went in.
    problems = models.JSONField(default=list)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    claimed_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = ScannerBatchQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["operator", "fingerprint"],
                condition=models.Q(finished_at=None),
                name="scanner_batch_is_taken_in_once",
            )
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None
