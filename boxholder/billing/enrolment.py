"""Renting out a mailbox: the renter, the box, the plan and the invitation, all or nothing."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from boxholder.accounts.models import User, fold_email
from boxholder.billing.models.offering import Offering
from boxholder.billing.models.subscription import Subscription
from boxholder.history.models import record
from boxholder.mailboxes.errors import PmbTaken
from boxholder.mailboxes.models import Mailbox, MailboxInvitation, Renter
from boxholder.operators.models import Space


class OfferingArchived(Exception):
    """The offering was archived meanwhile: let staff choose another."""


@dataclass(frozen=True)
class Enrolment:
    mailbox: Mailbox
    invitation: MailboxInvitation
    # The e-mail belonged to a renter of this operator already, whose name and phone stay as they are.
    renter_was_known: bool


@transaction.atomic
def enrol(
    *,
    space: Space,
    pmb: str,
    offering: Offering,
    name: str,
    email: str,
    phone: str = "",
    company: str = "",
    invite: bool = True,
    by: User | None,
) -> Enrolment:
    """Rent a box of `space` to whoever has this e-mail, and send the invitation. Raises PmbTaken, OfferingArchived.

    Unless `invite`, the invitation is held back until staff send it.
    """
    if not Offering.objects.available().filter(pk=offering.pk, operator=space.operator).exists():
        raise OfferingArchived

    renter, is_new = _renter(space.operator, name=name, email=email, phone=phone)
    mailbox = _mailbox(space, pmb=pmb.upper(), renter=renter, company=company)
    Subscription.objects.create(mailbox=mailbox, offering=offering)
    record("mailbox.opened", operator=space.operator, subject=mailbox, by=by, pmb=mailbox.pmb, holder=mailbox.holder)
    invitation = MailboxInvitation.objects.prepare(mailbox, by=by)
    if invite:
        invitation.send(by=by)
    return Enrolment(mailbox, invitation, renter_was_known=not is_new)


def _renter(operator, *, name: str, email: str, phone: str) -> tuple[Renter, bool]:
    known = operator.renters.with_email(email).order_by("pk").first()
    if known is not None:
        return known, False
    return operator.renters.get_or_create(email=fold_email(email), defaults={"name": name, "phone": phone})


def _mailbox(space: Space, *, pmb: str, renter: Renter, company: str) -> Mailbox:
    if space.mailboxes.holding(pmb, on=space.today(timezone.now())).exists():
        raise PmbTaken

    try:
        with transaction.atomic():
            return Mailbox.objects.create(operator=space.operator, space=space, pmb=pmb, renter=renter, company=company)
    except IntegrityError as error:
        raise PmbTaken from error
