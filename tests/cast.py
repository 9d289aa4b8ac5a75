"""Who is who. conftest.py makes each of them a fixture; `everyone()` fills a whole installation for the journeys."""

from datetime import UTC, datetime

from boxholder.accounts.models import User
from boxholder.billing.models import Offering, Subscription
from boxholder.mail.models import MailItem
from boxholder.mailboxes.models import Mailbox, MailboxPerson, Renter
from boxholder.operators.models import Operator, Space, Staff

ACTIVATED_AT = datetime(2026, 1, 1, 14, tzinfo=UTC)
PASSWORD = "correct horse battery staple"


def everyone() -> None:
    harbor = make_harbor()
    dock, _pier = make_dock(harbor), make_pier(harbor)
    make_olivia(harbor)
    make_carl(harbor)
    basic, plus, _pro = make_basic(harbor), make_plus(harbor), make_pro(harbor)
    make_rosa(dock, basic)
    make_ben(dock, plus)
    make_ina(dock, basic)
    summit = make_summit()
    make_sam(summit)
    make_rita(summit)


def make_harbor() -> Operator:
    return Operator.objects.create(slug="harbor", name="Harbor Mail", email="hello@harbor.example", currency="USD")


def make_dock(harbor: Operator) -> Space:
    return harbor.spaces.create(
        name="Dock Street", street="12 Dock Street", city="Brooklyn", region="NY", postal_code="11201"
    )


def make_pier(harbor: Operator) -> Space:
    return harbor.spaces.create(
        name="Pier 7",
        street="7 Harbor Pier",
        city="Long Beach",
        region="CA",
        postal_code="90802",
        time_zone="America/Los_Angeles",
    )


def make_summit() -> Operator:
    summit = Operator.objects.create(slug="summit", name="Summit Suites", email="hi@summit.example", currency="USD")
    summit.spaces.create(
        name="Summit Tower",
        street="900 Peak Avenue",
        city="Denver",
        region="CO",
        postal_code="80202",
        time_zone="America/Denver",
    )
    return summit


def make_olivia(harbor: Operator) -> User:
    return _staff(harbor, "owner", "Olivia Owens", "olivia@harbor.example")


def make_carl(harbor: Operator) -> User:
    return _staff(harbor, "clerk", "Carl Clarke", "carl@harbor.example")


def make_sam(summit: Operator) -> User:
    return _staff(summit, "owner", "Sam Summers", "sam@summit.example")


def make_basic(harbor: Operator) -> Offering:
    return _offering(harbor, "Basic", 1900)


def make_plus(harbor: Operator) -> Offering:
    return _offering(harbor, "Plus", 2900)


def make_pro(harbor: Operator) -> Offering:
    return _offering(harbor, "Pro", 5900)


def make_rosa(dock: Space, basic: Offering) -> Renter:
    return _renter(dock, "101", basic, "Rosa Reyes", "rosa@example.com", company="Reyes Ceramics LLC")


def make_ben(dock: Space, plus: Offering) -> Renter:
    return _renter(dock, "102", plus, "Ben Brooks", "ben@example.com")


def make_ina(dock: Space, basic: Offering) -> Renter:
    return _renter(dock, "103", basic, "Ina Ivanova", "ina@example.com", activated=False)


def make_letter(dock: Space, carl: User) -> MailItem:
    return MailItem.receive(dock, by=carl, type=MailItem.Type.LETTER, sender="Brooklyn Water Board")


def make_parcel(rosa: Renter, carl: User) -> MailItem:
    box = rosa.mailboxes.get()
    item = MailItem.receive(
        box.space, by=carl, type=MailItem.Type.PARCEL, sender="Clay Supply Co.", carrier=MailItem.Carrier.UPS
    )
    item.assign(box, by=carl)
    return item


def make_mia(rosa: Renter, role: str = "manager") -> User:
    user = _user("Mia Moreno", "mia@example.com")
    MailboxPerson.objects.create(mailbox=rosa.mailboxes.get(), role=role, name=user.name, email=user.email, user=user)
    return user


def make_rita(summit: Operator) -> Renter:
    plan = _offering(summit, "Summit Basic", 2500)
    return _renter(summit.spaces.get(), "101", plan, "Rita Rowe", "rita@example.com")


def _user(name: str, email: str) -> User:
    return User.objects.create_user(email, PASSWORD, name=name)


def _staff(operator: Operator, role: str, name: str, email: str) -> User:
    user = _user(name, email)
    Staff.objects.create(operator=operator, user=user, role=role)
    return user


def _offering(operator: Operator, name: str, price_minor: int) -> Offering:
    return Offering.objects.create(operator=operator, name=name, price_minor=price_minor, currency=operator.currency)


def _renter(
    space: Space, pmb: str, offering: Offering, name: str, email: str, *, company: str = "", activated: bool = True
) -> Renter:
    renter = Renter.objects.create(
        operator=space.operator,
        user=_user(name, email) if activated else None,
        name=name,
        email=email,
        street="4 Elm Road",
        city="Albany",
        region="NY",
        postal_code="12207",
        country="US",
    )
    mailbox = Mailbox.objects.create(
        operator=space.operator,
        space=space,
        pmb=pmb,
        renter=renter,
        company=company,
        activated_at=ACTIVATED_AT if activated else None,
    )
    Subscription.objects.create(mailbox=mailbox, offering=offering)
    return renter
