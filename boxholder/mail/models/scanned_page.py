"""A ScannedPage: what became of one page of a batch of requests.

Filed, it is a Picture of the piece, and this row says which. What could not be filed is kept here with its files until
somebody files it by hand, as the Picture of the same key, or discards it.
"""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from boxholder.mail.models.action_request import ActionRequest
from boxholder.mail.models.picture import Picture
from boxholder.mail.models.scanner_batch import ScannerBatch
from boxholder.mail.models.stored_picture import ThreeSizes
from boxholder.operators.models import Operator


class ScannedPageQuerySet(models.QuerySet["ScannedPage"]):
    def open(self) -> "ScannedPageQuerySet":
        """Somebody has to say what becomes of it."""
        return self.filter(settled_at=None)

    def in_the_way(self) -> "ScannedPageQuerySet":
        """Of a request with one of these nobody knows whether its scan is whole."""
        return self.open().exclude(what=ScannedPage.What.BLANK)

    def filed(self) -> "ScannedPageQuerySet":
        return self.filter(what=ScannedPage.What.FILED)


class ScannedPage(ThreeSizes, models.Model):
    class What(models.TextChoices):
        SHEET = "sheet", _("cover sheet")
        FILED = "filed", _("filed")
        UNCOVERED = "uncovered", _("no cover sheet before it")
        NOT_OURS = "not_ours", _("the cover sheet before it is not one of yours")
        OTHER_SHEET = "other_sheet", _("the sheet before it is for taking mail in, not for a request")
        BEHIND_TORN = "behind_torn", _("a broken page came before it: that may have been a cover sheet")
        CLOSED = "closed", _("the request was over when it came")
        MOVED = "moved", _("the piece is deleted, or in another mailbox by now")
        BLANK = "blank", _("blank, left out")
        TORN = "torn", _("broken, nothing can be seen on it")
        SAME = "same", _("is here already")
        DISCARDED = "discarded", _("discarded")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    operator = models.ForeignKey(Operator, on_delete=models.PROTECT, related_name="scanned_pages")
    batch = models.ForeignKey(ScannerBatch, on_delete=models.PROTECT, related_name="scanned_pages")
    number = models.PositiveIntegerField()
    what = models.CharField(max_length=12, choices=What.choices)
    # Whose cover sheet lay before it, or whose it was said to be; nobody's where no sheet of ours did.
    request = models.ForeignKey(ActionRequest, null=True, on_delete=models.PROTECT, related_name="scanned_pages")
    picture = models.OneToOneField(Picture, null=True, on_delete=models.SET_NULL, related_name="scanned_page")
    byte_size = models.PositiveBigIntegerField(default=0)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    settled_at = models.DateTimeField(null=True)
    # Nobody where the worker knew what to do with it.
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = ScannedPageQuerySet.as_manager()

    class Meta:
        ordering = ["batch", "number"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="scanned_page_is_filed_once"),
            models.CheckConstraint(
                condition=models.Q(settled_at=None) | models.Q(original="", large="", small=""),
                name="settled_page_keeps_no_files",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def file_name(self) -> str:
        return self.batch.page_name(self.number)

    @property
    def has_picture(self) -> bool:
        return bool(self.original)
