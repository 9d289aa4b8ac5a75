"""A Space is a physical mailroom with its address and time zone."""

import zoneinfo

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from boxholder.operators.models.operator import Operator


def validate_time_zone(name: str) -> None:
    if name not in zoneinfo.available_timezones():
        raise ValidationError(_("%(name)s is not a time zone; write it like America/New_York."), params={"name": name})


class Space(models.Model):
    operator = models.ForeignKey(Operator, on_delete=models.PROTECT, related_name="spaces")
    name = models.CharField(_("Name"), max_length=120)
    street = models.CharField(_("Street and number"), max_length=200)
    city = models.CharField(_("City"), max_length=100)
    region = models.CharField(_("State or region"), max_length=60, blank=True)
    postal_code = models.CharField(_("Postal code"), max_length=20)
    country = models.CharField(_("Country"), max_length=2, default="US")
    time_zone = models.CharField(
        _("Time zone"), max_length=60, default="America/New_York", validators=[validate_time_zone]
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["operator", "name"], name="space_name_once_per_operator")]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    def today(self, now):
        """The date in this space at the moment `now`."""
        return now.astimezone(self.zone).date()

    @property
    def city_line(self) -> str:
        return " ".join(part for part in (f"{self.city},", self.region, self.postal_code) if part)
