"""An Operator is the tenant: one business, one currency, one brand, one Stripe account at a time."""

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.urls import get_script_prefix, reverse, set_script_prefix
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from boxholder.prepared import Prepared

if TYPE_CHECKING:
    from boxholder.operators.models.space import Space

# First path segments that belong to the installation, so no operator may have them as its address.
RESERVED_SLUGS = {
    "static",
    "setup",
    "demo",
    "specimen",
    "health",
    "media",
    "api",
    "admin",
    "desk",
    "account",
    "csp-reports",
}


class Operator(models.Model):
    slug = models.SlugField(_("Address"), max_length=40, unique=True)
    name = models.CharField(_("Name"), max_length=120)
    email = models.EmailField(_("E-mail for renters"))
    currency = models.CharField(_("Currency"), max_length=3, default="USD")
    brand_colour = models.CharField(
        _("Brand colour"),
        max_length=7,
        default="#2456a6",
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$", _("Write the colour as # and six digits, such as #2456a6."))],
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(currency__regex=r"^[A-Z]{3}$"), name="currency_is_three_capitals")
        ]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def spaces_by_name(self) -> list["Space"]:
        """All of them, asked for once."""
        spaces = SPACES.all(self.pk)
        for space in spaces:
            space.operator = self
        return spaces

    @property
    def reply_to_email(self) -> str:
        return self.email

    @property
    def time_zone(self) -> ZoneInfo:
        """The zone of the first space: what "today" means where no space is at hand."""
        first = min(self.spaces_by_name, key=lambda space: space.pk, default=None)
        return ZoneInfo(first.time_zone if first else settings.TIME_ZONE)

    def url(self, name: str, *args, **kwargs) -> str:
        """The absolute address of a page, for e-mails: built from the operator, never from a request."""
        return settings.BASE_URL + self.path(name, *args, **kwargs)

    def path(self, name: str, *args, **kwargs) -> str:
        prefix = get_script_prefix()
        set_script_prefix(f"/{self.slug}/")
        try:
            return reverse(name, urlconf=settings.OPERATOR_URLCONF, args=args, kwargs=kwargs)
        finally:
            set_script_prefix(prefix)


SPACES = Prepared(lambda operator: Operator(pk=operator).spaces.order_by("name"))
