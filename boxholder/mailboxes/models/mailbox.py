"""A Mailbox is what is rented: a PMB (private mailbox number) at a space's street address."""

from datetime import date, timedelta

from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boxholder.history.models import record
from boxholder.mailboxes.models.renter import Renter
from boxholder.mailboxes.rights import Right, roles_with
from boxholder.operators.models import Operator, Space

FIRST_PMB = 101
# A closed box's mail is sent on for six months, so its number rests that long: USPS DMM 508.1.8.3.
RESTS = timedelta(days=183)


class MailboxQuerySet(models.QuerySet["Mailbox"]):
    def active(self) -> "MailboxQuerySet":
        return self.filter(activated_at__isnull=False, closed_on=None)

    def open(self) -> "MailboxQuerySet":
        return self.filter(closed_on=None)

    def invited(self) -> "MailboxQuerySet":
        return self.filter(activated_at=None, closed_on=None)

    def not_sent_yet(self) -> "MailboxQuerySet":
        """Their invitation is held back until staff send it, as after an import."""
        return self.invited().filter(
            invitations__isnull=False,
            invitations__sent_at=None,
            invitations__accepted_at=None,
            invitations__revoked_at=None,
        )

    def knowing_what_waits(self) -> "MailboxQuerySet":
        """Each says in `is_not_sent_yet` whether its invitation is held back."""
        held = Mailbox.objects.not_sent_yet().filter(pk=models.OuterRef("pk"))
        return self.annotate(is_not_sent_yet=models.Exists(held))

    def reached_by(self, user, right: Right) -> "MailboxQuerySet":
        """The renter's own, and those where a role gives the person this right."""
        roles = {"people__user": user, "people__role__in": roles_with(right), "people__removed_at": None}
        shared = Mailbox.objects.filter(**roles).values("pk")
        return self.filter(models.Q(renter__user=user) | models.Q(pk__in=shared))

    def closed(self) -> "MailboxQuerySet":
        return self.exclude(closed_on=None)

    def lock(self, *mailboxes: int) -> "dict[int, Mailbox]":
        """These as they stand, and so they stay until the commit; a charge or a piece may still come to them."""
        locked = self.filter(pk__in=mailboxes).order_by("pk").select_for_update(no_key=True)
        return {mailbox.pk: mailbox for mailbox in locked}

    def by_pmb(self) -> "MailboxQuerySet":
        """In the order of the pigeonholes: 99 before 101."""
        return self.order_by(Length("pmb"), "pmb", "pk")

    def holding(self, pmb: str, *, on: date) -> "MailboxQuerySet":
        """The boxes that keep this number from being given out on that day."""
        return self.filter(models.Q(closed_on=None) | models.Q(closed_on__gt=on - RESTS), pmb__iexact=pmb)

    def search(self, words: str) -> "MailboxQuerySet":
        """Every word must be found in the PMB, the company, the person or the e-mail."""
        found = self
        for word in words.split():
            found = found.filter(
                models.Q(pmb__istartswith=word.lstrip("#"))
                | models.Q(company__icontains=word)
                | models.Q(renter__name__icontains=word)
                | models.Q(renter__email__icontains=word)
            )
        return found


class Mailbox(models.Model):
    class Status(models.TextChoices):
        INVITED = "invited", _("Invited")
        ACTIVE = "active", _("Active")
        CLOSED = "closed", _("Closed")

    class MailStatus(models.TextChoices):
        """How it stands for whoever holds a piece of mail addressed to it."""

        INVITED = "invited", _("Invited")
        ACTIVE = "active", _("Active")
        RECENTLY_CLOSED = "recently_closed", _("Closed less than six months ago")
        CLOSED = "closed", _("Closed")

    operator = models.ForeignKey(Operator, on_delete=models.PROTECT, related_name="mailboxes")
    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="mailboxes")
    pmb = models.CharField(
        _("PMB"),
        max_length=10,
        validators=[RegexValidator(r"^[0-9A-Za-z-]+$", _("A PMB has digits, letters and dashes only."))],
    )
    renter = models.ForeignKey(Renter, on_delete=models.PROTECT, related_name="mailboxes")
    company = models.CharField(_("Company"), max_length=200, blank=True)
    # Shown to whoever assigns a piece of its mail.
    instructions = models.CharField(_("Instructions for the mailroom"), max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    # Nothing is charged before the mailbox can be used.
    activated_at = models.DateTimeField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    objects = MailboxQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["space", "pmb"], condition=models.Q(closed_on=None), name="pmb_once_per_space_while_open"
            )
        ]

    def __str__(self) -> str:
        return f"PMB {self.pmb}"

    @property
    def status(self) -> "Mailbox.Status":
        if self.closed_on is not None:
            return Mailbox.Status.CLOSED
        return Mailbox.Status.ACTIVE if self.activated_at else Mailbox.Status.INVITED

    @property
    def is_active(self) -> bool:
        return self.status == Mailbox.Status.ACTIVE

    @property
    def mail_status(self) -> "Mailbox.MailStatus":
        """As `status`, told apart by whether mail of a closed box is still sent on. Reads the space: select it, too."""
        if self.forwards_until is not None and self.space.today(timezone.now()) <= self.forwards_until:
            return Mailbox.MailStatus.RECENTLY_CLOSED
        return Mailbox.MailStatus(self.status.value)

    @property
    def forwards_until(self) -> date | None:
        """The last day on which mail of a closed box is sent on; the day after, its number is free again."""
        return self.closed_on + RESTS - timedelta(days=1) if self.closed_on else None

    def may_request(self) -> bool:
        """Whether requests are taken for its mail. Compliance will ask more here."""
        return self.is_active

    @property
    def holder(self) -> str:
        """Whose name stands on the mail."""
        return self.company or self.renter.name

    @property
    def holder_at_the_end(self) -> str:
        """As the last word of a sentence, whose full stop follows: it has none of its own."""
        return self.holder.removesuffix(".")

    @property
    def activated_on(self) -> date | None:
        """The date of activation in the space's time zone: billing starts with it."""
        return self.space.today(self.activated_at) if self.activated_at else None

    @property
    def address_lines(self) -> list[str]:
        """The address mail is sent to, three or four lines."""
        lines = [self.renter.name, self.company, f"{self.space.street} PMB {self.pmb}", self.space.city_line]
        return [line for line in lines if line]

    @property
    def address_text(self) -> str:
        return "\n".join(self.address_lines)

    @transaction.atomic
    def change_company(self, company: str, *, by) -> None:
        before = self.company
        if company == before:
            return
        self.company = company
        self.save(update_fields=["company"])
        record(
            "mailbox.company_changed",
            operator=self.operator,
            subject=self,
            by=by,
            before=before or "–",
            after=company or "–",
        )

    @transaction.atomic
    def change_instructions(self, instructions: str, *, by) -> None:
        before = self.instructions
        if instructions == before:
            return
        self.instructions = instructions
        self.save(update_fields=["instructions"])
        record(
            "mailbox.instructions_changed",
            operator=self.operator,
            subject=self,
            by=by,
            before=before or "–",
            after=instructions or "–",
        )


def next_free_pmb(space: Space) -> str:
    """The lowest number from 101 that no box of this space has, boxes closed within six months included."""
    taken = set(space.mailboxes.values_list("pmb", flat=True))
    number = FIRST_PMB
    while str(number) in taken:
        number += 1
    return str(number)
