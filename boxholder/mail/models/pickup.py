"""A Pickup: somebody collected pieces at the counter, and signed for them."""

from django.conf import settings
from django.db import models, transaction
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

    @transaction.atomic
    def undo(self, *, by) -> int:
        """What is still gone with it is brought back; says how many. The signature stays on record.

        Raises AlreadyGone where one of them was changed at the same moment; then none is.
        """
        items = list(self.mail_items.kept().select_related("operator").order_by("pk"))
        self.mail_items.lock(*(item.pk for item in items))
        for item in items:
            item.bring_back(by=by)
        return len(items)
