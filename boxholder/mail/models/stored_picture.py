"""What a picture is, whatever it shows: the file as it came, turned upright and without its place, and two sizes."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class StoredPicture(models.Model):
    class Size(models.TextChoices):
        """Longest edge: as it came, 1600 and 400 pixels."""

        ORIGINAL = "original", _("Original")
        LARGE = "large", _("Large")
        SMALL = "small", _("Small")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file_name = models.CharField(max_length=255)
    byte_size = models.PositiveBigIntegerField()
    # Of the original, upright.
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    # Names in the storage; empty once purged.
    original = models.CharField(max_length=200, blank=True)
    large = models.CharField(max_length=200, blank=True)
    small = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.file_name

    @property
    def shown_width(self) -> int:
        """In the proportions of what is looked at, so that its place is kept while it loads."""
        return self.width

    @property
    def shown_height(self) -> int:
        return self.height

    def name_of(self, size: "StoredPicture.Size") -> str:
        return {self.Size.ORIGINAL: self.original, self.Size.LARGE: self.large, self.Size.SMALL: self.small}[size]
