"""Harbor Mail, the demo operator: two spaces, three offerings, some 40 mailboxes and months of history.

The history is made by the product's own code, month after month: what was due was run, and the owner marked it as
paid by hand. So the demo starts where a real operator stands on the day they connect Stripe.
"""

from datetime import UTC, date, datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from boxholder.accounts.models import User
from boxholder.billing import charges, closing, rules, runs
from boxholder.billing.cycle import month_of
from boxholder.billing.models import (
    BillingSettings,
    Invoice,
    Offering,
    RequestKind,
    RequestRule,
    StorageRule,
    Subscription,
)
from boxholder.billing.money import Money
from boxholder.demo import mailroom, wishes
from boxholder.demo.cast import DOCK_STREET, PIER_SEVEN, Tenant
from boxholder.mailboxes.models import Mailbox, MailboxInvitation, Renter
from boxholder.notifications.models import OutboxEmail
from boxholder.operators.models import Operator, Space, Staff

SLUG = "harbor"
PASSWORD = "harbor-demo-2026"
MONTHS_OF_HISTORY = 7
# who, e-mail, password: `make run` prints them.
LOG_INS = [
    ("Olivia Owens, owner", "olivia@harbor.example", PASSWORD),
    ("Carl Clarke, mail clerk", "carl@harbor.example", PASSWORD),
    ("Rosa Reyes, renter of PMB 101", "rosa@example.com", PASSWORD),
    ("Ben Brooks, renter of PMB 102", "ben@example.com", PASSWORD),
    ("Chen Wu, renter of PMB 104", "chen@example.com", PASSWORD),
]
# What each plan has: how many are free a month, and the price after, in cents.
TERMS = {
    "Basic": {
        "open_and_scan": (2, 300), "forward": (0, 400), "local_delivery": (0, 600), "onsite_pickup": (0, 0),
        "shred": (5, 100), "recycle": (0, 0), "return_to_sender": (0, 200), "hold": (0, 0),
    },
    "Plus": {
        "open_and_scan": (10, 200), "forward": (2, 300), "local_delivery": (0, 500), "onsite_pickup": (0, 0),
        "shred": (20, 50), "recycle": (0, 0), "return_to_sender": (2, 200), "hold": (0, 0),
    },
    "Pro": {
        "open_and_scan": (30, 100), "forward": (5, 200), "local_delivery": (2, 400), "onsite_pickup": (0, 0),
        "shred": (0, 0), "recycle": (0, 0), "return_to_sender": (5, 200), "hold": (0, 0), "deposit_cheque": (3, 500),
    },
}  # fmt: skip
SAID = ["free_per_month", "price_minor"]
STORAGE = {
    "Basic": {"basis": "days", "day_fee_correspondence_minor": 25, "day_fee_package_minor": 100},
    "Plus": {
        "basis": "days", "free_days_correspondence": 60, "free_days_package": 20,
        "day_fee_correspondence_minor": 25, "day_fee_package_minor": 75,
    },
    "Pro": {"basis": "count", "flat_fee_correspondence_minor": 1000, "flat_fee_package_minor": 2500},
}  # fmt: skip
# Added by hand, months before this one: PMB at Dock Street, what for, cents.
ONE_OFFS = [(3, "104", "Courier call", 1200), (1, "109", "Replacement key", 1500), (0, "101", "Replacement key", 1500)]
HOW_PAID = ["Bank transfer", "Cheque", "Cash at the counter", "Bank transfer"]


@transaction.atomic
def seed() -> None:
    """Once; a second call finds everything there and leaves it as it is."""
    if Operator.objects.filter(slug=SLUG).exists():
        return
    harbor = Operator.objects.create(
        slug=SLUG, name="Harbor Mail", email="hello@harbor.example", brand_colour="#1f6f78"
    )
    # One hash for all: a slow hash for each of forty people would be most of the start.
    password = make_password(PASSWORD)
    olivia = _staff(harbor, "Olivia Owens", "olivia@harbor.example", Staff.Role.OWNER, password)
    carl = _staff(harbor, "Carl Clarke", "carl@harbor.example", Staff.Role.CLERK, password)
    offerings = _offerings(harbor, olivia)
    dock = harbor.spaces.create(
        name="Dock Street", street="12 Dock Street", city="Brooklyn", region="NY", postal_code="11201"
    )
    pier = harbor.spaces.create(
        name="Pier 7",
        street="7 Harbor Pier",
        city="Long Beach",
        region="CA",
        postal_code="90802",
        time_zone="America/Los_Angeles",
    )
    today = timezone.now().astimezone(harbor.time_zone).date()
    for space, tenants in ((dock, DOCK_STREET), (pier, PIER_SEVEN)):
        for tenant in tenants:
            _move_in(space, tenant, offerings[tenant.offering], today, password, olivia)
    _add_one_offs(dock, olivia, today)
    _live_through_the_months(harbor, olivia, today)
    mailroom.fill(harbor, carl)
    wishes.ask(harbor, carl)
    mailroom.sample_mail()


def _staff(harbor: Operator, name: str, email: str, role: str, password: str) -> User:
    user = User.objects.create(email=email, name=name, password=password)
    Staff.objects.create(operator=harbor, user=user, role=role)
    return user


def _offerings(harbor: Operator, olivia: User) -> dict[str, Offering]:
    plans = [
        ("Basic", 1900, "A street address, mail received and photographed."),
        ("Plus", 2900, "Basic, with parcels and more scans."),
        ("Pro", 5900, "For companies: registered address and priority handling."),
    ]
    offerings = {
        name: Offering.objects.create(
            operator=harbor, name=name, price_minor=price, currency=harbor.currency, description=description
        )
        for name, price, description in plans
    }
    began = datetime.combine(_months_back(timezone.localdate(), MONTHS_OF_HISTORY), time(9), tzinfo=harbor.time_zone)
    for name, offering in offerings.items():
        rules.change(
            offering, requests=_requests(TERMS[name]), storage=StorageRule(**STORAGE[name]), by=olivia, now=began
        )
    return offerings


def _requests(terms: dict[str, tuple[int, int]]) -> list[RequestRule]:
    return [
        RequestRule(kind=kind, is_allowed=kind in terms, **dict(zip(SAID, terms.get(kind, (0, 0)), strict=True)))
        for kind in RequestKind
    ]


def _move_in(space: Space, tenant: Tenant, offering: Offering, today: date, password: str, olivia: User) -> None:
    is_active = tenant.months_ago is not None
    user = User.objects.create(email=tenant.email, name=tenant.name, password=password) if is_active else None
    renter = Renter.objects.create(
        operator=space.operator,
        user=user,
        name=tenant.name,
        email=tenant.email,
        **({"street": f"{tenant.pmb} Elm Road", "city": space.city, "region": space.region} if is_active else {}),
    )
    mailbox = Mailbox.objects.create(
        operator=space.operator,
        space=space,
        pmb=tenant.pmb,
        renter=renter,
        company=tenant.company,
        activated_at=_activation(space, tenant, today),
    )
    Subscription.objects.create(mailbox=mailbox, offering=offering)
    if not is_active:
        MailboxInvitation.objects.prepare(mailbox, by=olivia).send(by=olivia)


def _activation(space: Space, tenant: Tenant, today: date) -> datetime | None:
    if tenant.months_ago is None:
        return None
    month = _months_back(today, tenant.months_ago)
    return datetime.combine(month.replace(day=tenant.day), time(10), tzinfo=ZoneInfo(space.time_zone)).astimezone(UTC)


def _months_back(day: date, months: int) -> date:
    for _ in range(months):
        day = month_of(day).start - timedelta(days=1)
    return day.replace(day=1)


def _add_one_offs(dock: Space, olivia: User, today: date) -> None:
    for months, pmb, description, minor in ONE_OFFS:
        day = _months_back(today, months)
        charges.add_one_off(
            dock.mailboxes.get(pmb=pmb),
            description=description,
            amount=Money(minor, dock.operator.currency),
            key=uuid5(NAMESPACE_URL, f"{pmb} {description}"),
            by=olivia,
            now=datetime.combine(day, time(10), tzinfo=dock.zone),
        )


def _live_through_the_months(harbor: Operator, olivia: User, today: date) -> None:
    settings = BillingSettings.objects.of(harbor)
    settings.bill_from = _months_back(today, MONTHS_OF_HISTORY)
    settings.save()
    for months in range(MONTHS_OF_HISTORY, -1, -1):
        _bill_month(harbor, olivia, _months_back(today, months))
    # From here on the operator decides; connecting Stripe proposes the next cycle start.
    BillingSettings.objects.filter(pk=settings.pk).update(bill_from=None)
    # The letters of those months went out long ago.
    OutboxEmail.objects.of_operator(harbor).filter(kind="invoice_is_open").delete()


def _bill_month(harbor: Operator, olivia: User, first: date) -> None:
    """What was due in this month was run at its beginning, and what began later in it with the next."""
    ran_at = datetime.combine(first, time(9), tzinfo=harbor.time_zone)
    run = runs.preview(harbor, through=first, by=olivia, now=ran_at)
    runs.start(run, by=olivia, now=ran_at)
    runs.carry_on(run.pk, ran_at)
    for n, invoice in enumerate(Invoice.objects.unpaid().filter(run=run).order_by("number")):
        paid_at = min(ran_at + timedelta(days=1 + n % 6, hours=n % 5), timezone.now())
        closing.pay_by_hand(invoice, by=olivia, note=HOW_PAID[n % len(HOW_PAID)], at=paid_at)
