"""A Renter rents mailboxes at one operator, and pays for them."""

import uuid

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from boxholder.accounts.models import fold_email
from boxholder.history.models import record
from boxholder.operators.models import Operator

ADDRESS = ["street", "city", "region", "postal_code", "country"]


class RenterQuerySet(models.QuerySet["Renter"]):
    def with_email(self, email: str) -> "RenterQuerySet":
        """Whoever is written to, or logs in, with this address."""
        folded = fold_email(email)
        return self.filter(models.Q(email__iexact=folded) | models.Q(user__email=folded))

    def search(self, words: str) -> "RenterQuerySet":
        """Every word must be found in the name, the e-mail, the phone number, or a mailbox's PMB or company."""
        found = self
        for word in words.split():
            found = found.filter(
                models.Q(name__icontains=word)
                | models.Q(email__icontains=word)
                | models.Q(phone__icontains=word)
                | models.Q(mailboxes__pmb__istartswith=word.lstrip("#"))
                | models.Q(mailboxes__company__icontains=word)
            )
        return found.distinct()


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

    objects = RenterQuerySet.as_manager()

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

    @property
    def address_lines(self) -> list[str]:
        city = " ".join(part for part in (f"{self.city}," if self.city else "", self.region, self.postal_code) if part)
        return [line for line in (self.street, city, self.country) if line]

    @transaction.atomic
    def change_details(self, *, by, **details) -> None:
        """Save what changed and remember it. A pending invitation follows the e-mail, and its earlier link dies.

        Raises IntegrityError where another renter of this operator has the e-mail.
        """
        email, before = self.email, self._spoken_details()
        for name, value in details.items():
            setattr(self, name, fold_email(value) if name == "email" else value)
        self.save(update_fields=list(details))

        for kind, after in self._spoken_details().items():
            if after != before[kind]:
                record(
                    kind, operator=self.operator, subject=self, by=by, before=before[kind] or "–", after=after or "–"
                )
        if self.email != email and not self.is_activated:
            self._readdress_invitations(by=by)

    def _spoken_details(self) -> dict[str, str]:
        """What is remembered of a change, by the kind of event that tells it."""
        return {
            kind: ", ".join(filter(None, (getattr(self, name) for name in names))) for kind, names in CHANGES.items()
        }

    def _readdress_invitations(self, *, by) -> None:
        for mailbox in self.mailboxes.open():
            for invitation in mailbox.invitations.pending():
                invitation.readdress(self.email, by=by)


CHANGES = {
    "renter.name_changed": ["name"],
    "renter.email_changed": ["email"],
    "renter.phone_changed": ["phone"],
    "renter.address_changed": ADDRESS,
}
