"""A Renter rents mailboxes at one operator, and pays for them."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from boxholder.operators.models import Operator


class Renter(models.Model):
    operator = models.ForeignKey(Operator, on_delete=models.PROTECT, related_name="renters")
    # None until the invitation is accepted.
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="renter_roles")
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("Name"), max_length=200)
    email = models.EmailField(_("E-mail"))
    phone = models.CharField(_("Phone"), max_length=40, blank=True)
    street = models.CharField(_("Street and number"), max_length=200, blank=True)
    city = models.CharField(_("City"), max_length=100, blank=True)
    region = models.CharField(_("State or region"), max_length=60, blank=True)
    postal_code = models.CharField(_("Postal code"), max_length=20, blank=True)
    country = models.CharField(_("Country"), max_length=2, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["operator", "user"], name="renter_once_per_operator"),
            models.UniqueConstraint(fields=["operator", "email"], name="renter_email_once_per_operator"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def first_name(self) -> str:
        return self.name.split(" ")[0]

    @property
    def is_activated(self) -> bool:
        return self.user_id is not None
