"""How a renter wants to be told, per kind of notice. Who has chosen nothing is told at once."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from boxholder.mailboxes.models import Renter


class NoticePreferenceManager(models.Manager["NoticePreference"]):
    def of(self, renter: Renter, kind: "NoticePreference.Kind") -> "NoticePreference.How":
        chosen = self.filter(renter=renter, kind=kind).values_list("how", flat=True).first()
        return NoticePreference.How(chosen or NoticePreference.How.AT_ONCE)

    def choose(self, renter: Renter, kind: "NoticePreference.Kind", how: str) -> None:
        self.update_or_create(renter=renter, kind=kind, defaults={"how": how})


class NoticePreference(models.Model):
    class Kind(models.TextChoices):
        NEW_MAIL = "new_mail", _("New mail")

    class How(models.TextChoices):
        AT_ONCE = "at_once", _("At once")
        OFF = "off", _("Not at all")

    renter = models.ForeignKey(Renter, on_delete=models.CASCADE, related_name="notice_preferences")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    how = models.CharField(max_length=10, choices=How.choices)

    objects = NoticePreferenceManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["renter", "kind"], name="one_preference_per_kind")]

    def __str__(self) -> str:
        return f"{self.renter}: {self.kind} {self.how}"
