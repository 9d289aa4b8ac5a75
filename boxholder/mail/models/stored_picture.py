"""What a picture is, whatever it shows: the file as it came, turned upright and without its place, and two sizes."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class ThreeSizes(models.Model):
    """A row that names a picture's files."""

    class Size(models.TextChoices):
        """Longest edge: as it came, 1600 and 400 pixels."""

        ORIGINAL = "original", _("Original")
        LARGE = "large", _("Large")
        SMALL = "small", _("Small")

    # Names in the storage; empty where there is no file, or none any more.
    original = models.CharField(max_length=200, blank=True)
    large = models.CharField(max_length=200, blank=True)
    small = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True

    @property
    def file_names(self) -> dict[str, str]:
        return {size.value: self.name_of(size) for size in self.Size}

    def name_of(self, size: "ThreeSizes.Size") -> str:
        return getattr(self, size.value)

    def name_files(self, files: dict[str, str]) -> None:
        """It names these from now on; not saved here."""
        self.original, self.large, self.small = (files[size.value] for size in self.Size)


class StoredPicture(ThreeSizes):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file_name = models.CharField(max_length=255)
    byte_size = models.PositiveBigIntegerField()
    # Of the original, upright.
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
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
