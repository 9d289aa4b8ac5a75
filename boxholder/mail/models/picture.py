"""A Picture of a piece: its outside, or a page of what was inside."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from boxholder.mail.models.mail_item import MailItem
from boxholder.mail.models.stored_picture import StoredPicture
from boxholder.operators.models import Operator


class Picture(StoredPicture):
    class Kind(models.TextChoices):
        OUTSIDE = "outside", _("Photograph")
        # What was inside, opened because the renter asked for it.
        SCAN = "scan", _("Scan")

    operator = models.ForeignKey(Operator, on_delete=models.PROTECT, related_name="pictures")
    item = models.ForeignKey(MailItem, on_delete=models.PROTECT, related_name="pictures")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.OUTSIDE)
    position = models.PositiveSmallIntegerField(default=1)
    # SHA-256 of the bytes that were sent (of a PDF's page: with "#<page>" behind it): the same again is known by it.
    fingerprint = models.CharField(max_length=80)
    # Clockwise, asked for by a person after it was taken in; the sizes are made anew, the original stays.
    quarter_turns = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["operator", "fingerprint"], condition=~models.Q(original=""), name="picture_is_stored_once"
            )
        ]

    @property
    def shown_width(self) -> int:
        return self.height if self.quarter_turns % 2 else self.width

    @property
    def shown_height(self) -> int:
        return self.width if self.quarter_turns % 2 else self.height
