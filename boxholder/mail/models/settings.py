"""How an operator wants its mail handled."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from boxholder.operators.models import Operator


class MailSettingsManager(models.Manager["MailSettings"]):
    def of(self, operator: Operator) -> "MailSettings":
        return self.get_or_create(operator=operator)[0]


class MailSettings(models.Model):
    operator = models.OneToOneField(Operator, on_delete=models.CASCADE, related_name="mail_settings")
    assigns_certain = models.BooleanField(_("Assign certain matches automatically"), default=False)

    objects = MailSettingsManager()

    def __str__(self) -> str:
        return f"mail of {self.operator}"
