"""How an operator wants its mail handled."""

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boxholder.history.models import record
from boxholder.operators.models import Operator


class MailSettingsManager(models.Manager["MailSettings"]):
    def of(self, operator: Operator) -> "MailSettings":
        return self.get_or_create(operator=operator)[0]


class MailSettings(models.Model):
    operator = models.OneToOneField(Operator, on_delete=models.CASCADE, related_name="mail_settings")
    assigns_certain = models.BooleanField(gettext_lazy("Assign certain matches automatically"), default=False)

    objects = MailSettingsManager()

    def __str__(self) -> str:
        return f"mail of {self.operator}"

    @transaction.atomic
    def change(self, *, assigns_certain: bool, by) -> None:
        """For what is read from now on."""
        if assigns_certain == self.assigns_certain:
            return
        self.assigns_certain = assigns_certain
        self.save(update_fields=["assigns_certain"])
        said = str(_("yes") if assigns_certain else _("no"))
        record("mail.settings_changed", operator=self.operator, subject=self, by=by, assigns_certain=said)
