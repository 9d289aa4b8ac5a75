"""An Alias: another name that mail for a mailbox comes under, learnt where a person corrected the machine."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boxholder.mailboxes.models import Mailbox


class Alias(models.Model):
    mailbox = models.ForeignKey(Mailbox, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(_("Also known as"), max_length=200)
    # Lower case, single spaces: the same name is learnt once.
    folded = models.CharField(max_length=200)
    created_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["mailbox", "folded"], name="alias_once_per_mailbox")]

    def __str__(self) -> str:
        return self.name
