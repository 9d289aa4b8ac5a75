"""Harbor Mail, the demo operator: two spaces, three offerings, some 40 mailboxes and months of history.

The history is made by the product's own code, month after month: what was due was run, and the owner marked it as
paid by hand. So the demo starts where a real operator stands on the day they connect Stripe.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from boxholder.accounts.models import User
from boxholder.billing import closing, runs
from boxholder.billing.cycle import month_of
from boxholder.billing.models import BillingSettings, Invoice, Offering, Subscription
from boxholder.demo import mailroom
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
    offerings = _offerings(harbor)
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
    _live_through_the_months(harbor, olivia, today)
    mailroom.fill(harbor, carl)
    mailroom.sample_mail()


def _staff(harbor: Operator, name: str, email: str, role: str, password: str) -> User:
    user = User.objects.create(email=email, name=name, password=password)
    Staff.objects.create(operator=harbor, user=user, role=role)
    return user


def _offerings(harbor: Operator) -> dict[str, Offering]:
    plans = [
        ("Basic", 1900, "A street address, mail received and photographed."),
        ("Plus", 2900, "Basic, with parcels and more scans."),
        ("Pro", 5900, "For companies: registered address and priority handling."),
    ]
    return {
        name: Offering.objects.create(
            operator=harbor, name=name, price_minor=price, currency=harbor.currency, description=description
        )
        for name, price, description in plans
    }


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
