"""Many mailboxes at once, for runs of some size."""

from datetime import UTC, datetime

from boxholder.billing.models import Subscription
from boxholder.mailboxes.models import Mailbox, Renter


def rent_out(space, offering, how_many: int, *, first: int = 10_000) -> None:
    """Active mailboxes from PMB `first` on, each with a renter of its own."""
    numbers = range(first, first + how_many)
    renters = Renter.objects.bulk_create(
        Renter(operator=space.operator, name=f"Renter {n}", email=f"renter{n}@example.com") for n in numbers
    )
    mailboxes = Mailbox.objects.bulk_create(
        Mailbox(
            operator=space.operator,
            space=space,
            pmb=str(n),
            renter=renter,
            activated_at=datetime(2026, 1, 1, 14, tzinfo=UTC),
        )
        for n, renter in zip(numbers, renters, strict=True)
    )
    Subscription.objects.bulk_create(Subscription(mailbox=mailbox, offering=offering) for mailbox in mailboxes)
