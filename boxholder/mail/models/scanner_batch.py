"""A ScannerBatch: a PDF with many pieces, or the insides of many, taken apart page by page in the background."""

import uuid
from datetime import timedelta
from pathlib import PurePath

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boxholder.mail.models.action_request import ActionRequest
from boxholder.mail.models.mail_item import MailItem
from boxholder.mail.models.mail_item.mail_item import MailItemQuerySet
from boxholder.mailboxes.models import Mailbox
from boxholder.operators.models import Operator, Space


class ScannerBatchQuerySet(models.QuerySet["ScannerBatch"]):
    def of_pieces(self) -> "ScannerBatchQuerySet":
        """Mail that has just come."""
        return self.filter(purpose=ScannerBatch.Purpose.PIECES)

    def of_requests(self) -> "ScannerBatchQuerySet":
        """What was inside pieces that are here."""
        return self.filter(purpose=ScannerBatch.Purpose.REQUESTS)

    def unfinished(self) -> "ScannerBatchQuerySet":
        return self.filter(finished_at=None)

    def unclaimed(self, now) -> "ScannerBatchQuerySet":
        return self.unfinished().filter(models.Q(claimed_until=None) | models.Q(claimed_until__lt=now))


class ScannerBatch(models.Model):
    class Purpose(models.TextChoices):
        PIECES = "pieces", _("New pieces")
        REQUESTS = "requests", _("Scans that were asked for")

    class Split(models.TextChoices):
        PAGE = "page", _("Every page is a piece")
        BLANK = "blank", _("A blank page or a cover sheet stands between two pieces")
        DOCUMENT = "document", _("The whole file is one piece")

    class PageProblem(models.TextChoices):
        TORN = "torn", _("broken, nothing can be seen on it")
        TOO_MANY_PIXELS = "pixels", _("there is too much on it to be opened")
        EMPTY = "empty", _("nothing is on it")
        SAME = "same", _("is here already")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    operator = models.ForeignKey(Operator, on_delete=models.PROTECT, related_name="scanner_batches")
    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="scanner_batches")
    purpose = models.CharField(max_length=10, choices=Purpose.choices, default=Purpose.PIECES)
    file_name = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    byte_size = models.PositiveBigIntegerField()
    split = models.CharField(max_length=10, choices=Split.choices, default=Split.PAGE)
    # Name in the storage until it is taken apart.
    file = models.CharField(max_length=200, blank=True)
    pages = models.PositiveIntegerField(default=0)
    pages_done = models.PositiveIntegerField(default=0)
    # [{"page": 7, "what": "torn"}], by PageProblem: what did not go in; the rest did.
    problems = models.JSONField(default=list)
    # Blank pages and cover sheets between two pieces.
    separators = models.PositiveIntegerField(default=0)
    # The piece that the next page still belongs to.
    item = models.ForeignKey(MailItem, null=True, on_delete=models.SET_NULL, related_name="+")
    # Whose the next piece is, where a mailbox's sheet lay before it.
    mailbox = models.ForeignKey(Mailbox, null=True, on_delete=models.SET_NULL, related_name="+")
    # Whose cover sheet came last, where requests are scanned.
    request = models.ForeignKey(ActionRequest, null=True, on_delete=models.SET_NULL, related_name="+")
    # Why no page is filed before the next cover sheet: a ScannedPage.What.
    astray = models.CharField(max_length=12, blank=True)
    # The disk was full; it goes on by itself once there is room.
    waits_for_room = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    # It was split in the wrong way, say: what nobody had dealt with is gone, and the PDF may come again.
    undone_at = models.DateTimeField(null=True)
    claimed_until = models.DateTimeField(null=True)
    # Begun so often without getting one page further.
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

    @property
    def is_of_requests(self) -> bool:
        return self.purpose == ScannerBatch.Purpose.REQUESTS

    @property
    def needs_somebody(self) -> bool:
        """Pages of it were kept aside, and not only blank ones."""
        return self.scanned_pages.in_the_way().exists()

    @property
    def pieces(self) -> MailItemQuerySet:
        """What became of its pages, in their order; also what lies in the bin or is assigned by now."""
        found = self.pictures.values("item")
        return MailItem.objects.filter(pk__in=found).order_by("pk")

    @property
    def untouched(self) -> MailItemQuerySet:
        """What nobody has dealt with yet."""
        return self.pieces.unassigned()

    @property
    def pictures(self) -> models.QuerySet:
        """Of its pages, as far as they are kept."""
        pages = self.operator.pictures.exclude(original="")
        # "$" is the character after "#": the range is found by the index.
        return pages.filter(fingerprint__gte=f"{self.fingerprint}#", fingerprint__lt=f"{self.fingerprint}$")

    def fingerprint_of(self, page: int) -> str:
        return f"{self.fingerprint}#{page}"

    def page_name(self, page: int) -> str:
        return f"{PurePath(self.file_name).stem}-{page:03}.jpg"

    def time_left(self, now) -> timedelta | None:
        """As the pages so far went; None before the first."""
        if not self.pages_done:
            return None
        return (now - self.created_at) / self.pages_done * (self.pages - self.pages_done)
