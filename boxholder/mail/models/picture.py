"""A Picture of a piece: the file as it came, turned upright and without its place, and two sizes to look at."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from boxholder.mail.models.mail_item import MailItem
from boxholder.operators.models import Operator


class Picture(models.Model):
    class Kind(models.TextChoices):
        OUTSIDE = "outside", _("Photograph")
        # What was inside, opened because the renter asked for it.
        SCAN = "scan", _("Scan")

    class Size(models.TextChoices):
        """Longest edge: as it came, 1600 and 400 pixels."""

        ORIGINAL = "original", _("Original")
        LARGE = "large", _("Large")
        SMALL = "small", _("Small")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    operator = models.ForeignKey(Operator, on_delete=models.PROTECT, related_name="pictures")
    item = models.ForeignKey(MailItem, on_delete=models.PROTECT, related_name="pictures")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.OUTSIDE)
    position = models.PositiveSmallIntegerField(default=1)
    file_name = models.CharField(max_length=255)
    # SHA-256 of the bytes that were sent (of a PDF's page: with "#<page>" behind it): the same again is known by it.
    fingerprint = models.CharField(max_length=80)
    byte_size = models.PositiveBigIntegerField()
    # Of the original, upright.
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    # Names in the storage; empty once purged.
    original = models.CharField(max_length=200, blank=True)
    large = models.CharField(max_length=200, blank=True)
    small = models.CharField(max_length=200, blank=True)
    # Clockwise, asked for by a person after it was taken in; the sizes are made anew, the original stays.
    quarter_turns = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["position", "created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["operator", "fingerprint"], condition=~models.Q(original=""), name="picture_is_stored_once"
            )
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def shown_width(self) -> int:
        """In the proportions of what is looked at, so that its place is kept while it loads."""
        return self.height if self.quarter_turns % 2 else self.width

    @property
    def shown_height(self) -> int:
        return self.width if self.quarter_turns % 2 else self.height

    def name_of(self, size: "Picture.Size") -> str:
        return {Picture.Size.ORIGINAL: self.original, Picture.Size.LARGE: self.large, Picture.Size.SMALL: self.small}[
            size
        ]
