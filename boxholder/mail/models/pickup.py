"""A Pickup: somebody collected pieces at the counter, and signed for them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from boxholder.mailboxes.models import Mailbox
from boxholder.operators.models import Operator


class Pickup(models.Model):
    operator = models.ForeignKey(Operator, on_delete=models.PROTECT, related_name="pickups")
    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, related_name="pickups")
    who = models.CharField(_("Collected by"), max_length=200)
    # The strokes as an SVG path, in a box of 600 × 200; empty where they did not sign.
    signature = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return self.who
