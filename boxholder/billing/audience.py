"""Who is asked for a card, and who is told of it beforehand: renters with an active mailbox."""

from django.db.models import Exists, OuterRef, QuerySet

from boxholder.billing.models.announcement import Announcement, AnnouncementRecipient
from boxholder.billing.models.payment_method import PaymentMethod
from boxholder.billing.stripe_gateway.models import StripeAccount
from boxholder.mailboxes.models import Mailbox, Renter
from boxholder.operators.models import Operator

Audience = Announcement.Audience


def tenants(operator: Operator) -> QuerySet[Renter]:
    """Who rents now: not who is only invited, and not who has gone."""
    return operator.renters.filter(Exists(Mailbox.objects.active().filter(renter=OuterRef("pk"))))


def without_card(operator: Operator, account: StripeAccount | None) -> QuerySet[Renter]:
    """With `account`, which may be none yet, so that nobody has a card."""
    return tenants(operator).filter(~Exists(_cards(account)))


def of(audience: str, operator: Operator, account: StripeAccount | None) -> QuerySet[Renter]:
    if audience == Audience.ALL:
        return tenants(operator)
    found = without_card(operator, account)
    return found.filter(~Exists(_letters())) if audience == Audience.UNTOLD else found


def told(renters: QuerySet[Renter]) -> QuerySet[Renter]:
    """Those among them who have had such an e-mail."""
    return renters.filter(Exists(_letters()))


def with_card(operator: Operator, account: StripeAccount | None) -> QuerySet[Renter]:
    return tenants(operator).filter(Exists(_cards(account)))


def invited(operator: Operator) -> QuerySet[Renter]:
    """Only invited: they are asked for a card when they have activated their mailbox."""
    open_boxes = Mailbox.objects.invited().filter(renter=OuterRef("pk"))
    return operator.renters.exclude(pk__in=tenants(operator).values("pk")).filter(Exists(open_boxes))


def gone(operator: Operator) -> QuerySet[Renter]:
    """All their mailboxes are closed."""
    return operator.renters.filter(~Exists(Mailbox.objects.open().filter(renter=OuterRef("pk"))))


def _cards(account: StripeAccount | None) -> QuerySet[PaymentMethod]:
    return PaymentMethod.objects.usable().filter(customer__renter=OuterRef("pk"), customer__account=account)


def _letters() -> QuerySet[AnnouncementRecipient]:
    return AnnouncementRecipient.objects.told().filter(renter=OuterRef("pk"))
