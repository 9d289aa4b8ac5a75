"""An Address in a mailbox's address book: where its mail is forwarded to."""

from babel import Locale
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boxholder.history.models import record
from boxholder.mailboxes.models.mailbox import Mailbox


class AddressQuerySet(models.QuerySet["Address"]):
    def kept(self) -> "AddressQuerySet":
        return self.filter(removed_at=None)

    @transaction.atomic
    def add(self, mailbox: Mailbox, *, is_default: bool = False, by, **details) -> "Address":
        """The first one of a mailbox is its default."""
        address = self.create(mailbox=mailbox, **details)
        address.remember("address.added", by=by)
        if is_default or not mailbox.addresses.kept().exclude(pk=address.pk).exists():
            address.make_default(by=by)
        return address


class Address(models.Model):
    mailbox = models.ForeignKey(Mailbox, on_delete=models.CASCADE, related_name="addresses")
    name = models.CharField(_("Name"), max_length=200)
    company = models.CharField(_("Company"), max_length=200, blank=True)
    street = models.CharField(_("Street and number"), max_length=200)
    extra = models.CharField(_("Apartment, floor, building"), max_length=200, blank=True)
    city = models.CharField(_("City"), max_length=100)
    region = models.CharField(_("State or region"), max_length=60, blank=True)
    postal_code = models.CharField(_("Postal code"), max_length=20, blank=True)
    country = models.CharField(_("Country"), max_length=2, default="US")
    phone = models.CharField(_("Phone"), max_length=40, blank=True)
    is_default = models.BooleanField(_("Use this one by default"), default=False)
    created_at = models.DateTimeField(default=timezone.now)
    # Requests keep the address as it stood when they were asked.
    removed_at = models.DateTimeField(null=True)

    objects = AddressQuerySet.as_manager()

    class Meta:
        ordering = ["-is_default", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mailbox"],
                condition=models.Q(is_default=True, removed_at=None),
                name="one_default_address_per_mailbox",
            )
        ]

    def __str__(self) -> str:
        return ", ".join(self.lines)

    @property
    def lines(self) -> list[str]:
        city = " ".join(part for part in (f"{self.city},", self.region, self.postal_code) if part)
        lines = [self.name, self.company, self.street, self.extra, city, self._country_line]
        return [line for line in lines if line]

    @property
    def _country_line(self) -> str:
        """Abroad only: the last line, written in full, in capitals (USPS Publication 28, appendix A3)."""
        at_home = self.country == self.mailbox.space.country
        return "" if at_home else Locale("en").territories.get(self.country, self.country).upper()

    @property
    def text(self) -> str:
        """As it goes on the parcel."""
        return "\n".join(self.lines)

    @transaction.atomic
    def change(self, *, is_default: bool, by, **details) -> None:
        """For what is asked from now on; requests keep the address as it stood."""
        before = self.text
        for name, value in details.items():
            setattr(self, name, value)
        self.save(update_fields=list(details))
        if self.text != before:
            self.remember("address.changed", by=by)
        if is_default and not self.is_default:
            self.make_default(by=by)

    @transaction.atomic
    def make_default(self, *, by) -> None:
        Mailbox.objects.select_for_update().get(pk=self.mailbox_id)
        self.mailbox.addresses.kept().filter(is_default=True).exclude(pk=self.pk).update(is_default=False)
        self.mailbox.addresses.kept().filter(pk=self.pk).update(is_default=True)
        self.refresh_from_db()

    @transaction.atomic
    def remove(self, *, by) -> None:
        """Nobody can choose it any more; what is under way to it stays so. Removing twice is once."""
        if Address.objects.kept().filter(pk=self.pk).update(removed_at=timezone.now(), is_default=False):
            self.refresh_from_db()
            self.remember("address.removed", by=by)

    def remember(self, kind: str, *, by) -> None:
        record(kind, operator=self.mailbox.operator, subject=self.mailbox, by=by, address=str(self))
