"""May 2026 at Dock Street, from the last days of April to the run of July 1: all that is asked for, done and owed.

Every amount here was worked out by hand from the plans below; nothing of it is asked of the product.
"""

from datetime import UTC, date, datetime

import pytest
import time_machine

from boxholder.billing import rules
from boxholder.billing.models import BillingSettings, Charge, InvoiceLine, RequestRule, StorageRule
from boxholder.mail.models import ActionRequest, Automation, MailItem
from boxholder.mailboxes.models import Address
from boxholder.notifications.models import OutboxEmail
from tests.mail.day_by_day import Mailroom
from tests.mail.invoices_in_words import as_invoiced, as_previewed, invoiced
from tests.support.on_file import put_on_file

pytestmark = pytest.mark.django_db(transaction=True)

APRIL_28 = datetime(2026, 4, 28, 16, tzinfo=UTC)
# What Basic (19.00 USD a month) allows: how many are free a month, and the price after, in cents.
BASIC = {
    "open_and_scan": (2, 300),
    "forward": (0, 500),
    "local_delivery": (0, 400),
    "onsite_pickup": (1, 100),
    "shred": (1, 150),
    "recycle": (0, 0),
    "return_to_sender": (0, 250),
    "hold": (0, 100),
    "deposit_cheque": (0, 600),
}
# Parcels lie free for five days, then cost 0.50 USD a day.
BY_DAY = {"basis": "days", "free_days_package": 5, "day_fee_package_minor": 50}
# Plus (29.00 USD): more than one parcel at the end of a month costs 7.00 USD; requests are free.
BY_COUNT = {"basis": "count", "threshold_package": 1, "flat_fee_package_minor": 700}
HOME = "Rosa Reyes\n4 Elm Road\nAlbany"


def april(day: int) -> date:
    return date(2026, 4, day)


def may(day: int) -> date:
    return date(2026, 5, day)


def june(day: int) -> date:
    return date(2026, 6, day)


JULY_1 = date(2026, 7, 1)


@pytest.fixture
def clock():
    with time_machine.travel(APRIL_28, tick=False) as clock:
        yield clock


@pytest.fixture
def room(clock, harbor, dock, basic, plus, olivia, carl, rosa, ben, connected, run_tasks) -> Mailroom:
    """It bills from May 1. Rosa (101) is on Basic and has a card on file, Ben (102) is on Plus and has none."""
    BillingSettings.objects.create(operator=harbor, bill_from=may(1))
    requests = [RequestRule(kind=kind, free_per_month=free, price_minor=minor) for kind, (free, minor) in BASIC.items()]
    rules.change(basic, requests=requests, storage=StorageRule(**BY_DAY), by=olivia, now=APRIL_28)
    rules.change(plus, requests=[], storage=StorageRule(**BY_COUNT), by=olivia, now=APRIL_28)
    put_on_file(rosa)
    return Mailroom(dock, carl, clock, run_tasks, begins=april(28))


@pytest.fixture
def automated(room, rosa, box_101) -> None:
    """Large envelopes are scanned, magazines held for ten days, what the bank sends is forwarded each Friday."""
    home = Address.objects.add(box_101, name="Rosa Reyes", street="4 Elm Road", city="Albany", by=rosa.user)
    for rule in (
        {"does": "open_and_scan", "which": "types", "types": ["large_envelope"]},
        {"does": "hold", "which": "types", "types": ["magazine"], "hold_days": 10},
        {"does": "forward", "which": "sender", "sender": "bank", "address": home, "often": "weekly", "weekday": 4},
    ):
        Automation.objects.add(box_101, by=rosa.user, now=APRIL_28, **rule)


def test_a_month_is_lived_and_billed(room, automated, box_101, box_102, rosa, ben, olivia):
    last_days_of_april(room, box_101)
    assert invoiced(rosa, may(1)) == [
        "19.00 Basic, May 2026",
        "0.00 Shred: Old bills; asked by Rosa, done by Carl on Apr 30",
        "= 19.00, paid",
    ]
    assert invoiced(ben, may(1)) == ["29.00 Plus, May 2026", "= 29.00, open"]

    the_first_half_of_may(room, box_101, box_102)
    the_second_half_of_may(room, box_101, box_102)
    previewed = room.preview(june(1), by=olivia)
    room.until(june(1))
    assert invoiced(rosa, june(1)) == [
        "19.00 Basic, June 2026",
        # The first of April's two: what is asked for in April is April's, whenever it is done.
        "0.00 Open & scan: City Council; asked by Rosa, done by Carl on May 2",
        # May's two free ones, both by automation; then the price.
        "0.00 Open & scan: Insurance; asked by automation, done by Carl on May 5",
        "0.00 Open & scan: Tax Office; asked by automation, done by Carl on May 7",
        "3.00 Open & scan: Notary; asked by Rosa, done by Carl on May 8",
        # Two letters, asked for on Friday and sent in one parcel: each is handled, postage is paid once.
        "5.00 Forward: First Bank; asked by automation, done by Carl on May 8",
        "5.00 Forward: Second Bank; asked by automation, done by Carl on May 8",
        "9.20 Postage: First Bank; asked by automation, done by Carl on May 8",
        # One is free, the other is not.
        "0.00 Shred: Flyers; asked by Rosa, done by Carl on May 12",
        "1.50 Shred: More flyers; asked by Rosa, done by Carl on May 12",
        "1.00 Hold: Pottery Monthly; asked by automation, done by Carl on May 12",
        "4.00 Local delivery: Florist; asked by Rosa, done by Carl on May 14",
        "0.00 Onsite pickup: Kiln Works; asked by Rosa, done by Carl on May 15",
        "6.00 Deposit a cheque: Gallery; asked by Rosa, done by Carl on May 15",
        "2.50 Return to sender: Wrong Co.; asked by Rosa, done by Carl on May 19",
        "0.00 Recycle: Pottery Monthly; asked by Rosa, done by Carl on May 22",
        # Came on May 6, free until the 10th, asked for on the 31st: from the 11th to the 30th.
        "10.00 Storage: Clay Supply, 20 × 0.50; counted by the clock until May 30",
        # 19.00 + 3.00 + 5.00 + 5.00 + 9.20 + 1.50 + 1.00 + 4.00 + 6.00 + 2.50 + 10.00
        "= 66.20, paid",
    ]
    assert invoiced(ben, june(1)) == [
        "29.00 Plus, June 2026",
        "7.00 Storage: 2 pieces at the end of the month, more than 1; counted by the clock until May 31",
        "= 36.00, open",
    ]
    assert as_previewed(previewed) == as_invoiced(june(1))

    june_goes_by(room, box_101, box_102)
    room.until(JULY_1)
    assert invoiced(rosa, JULY_1) == [
        "19.00 Basic, July 2026",
        # Asked for in May, when the free ones were used up: May's price, and none of June's free ones.
        "3.00 Open & scan: Court; asked by automation, done by Carl on Jun 1",
        "5.00 Forward: Clay Supply; asked by Rosa, done by Carl on Jun 2",
        "12.40 Postage: Clay Supply; asked by Rosa, done by Carl on Jun 2",
        # June's two begin anew.
        "0.00 Open & scan: Insurance; asked by automation, done by Carl on Jun 4",
        "0.00 Open & scan: Notary; asked by Rosa, done by Carl on Jun 5",
        "3.00 Open & scan: Landlord; asked by Rosa, done by Carl on Jun 5",
        # Came on Friday, May 29, at nine; by then that Friday's had been asked for.
        "5.00 Forward: First Bank; asked by automation, done by Carl on Jun 5",
        "5.10 Postage: First Bank; asked by automation, done by Carl on Jun 5",
        "0.00 Onsite pickup: Glaze Shop; asked by Rosa, done by Carl on Jun 10",
        # Came on May 28, free until June 1, and stays: from June 2 to the 30th.
        "14.50 Storage: Oven Makers, 29 × 0.50; counted by the clock until Jun 30",
        # 19.00 + 3.00 + 5.00 + 12.40 + 3.00 + 5.00 + 5.10 + 14.50
        "= 67.00, paid",
    ]
    assert invoiced(ben, JULY_1) == [
        "29.00 Plus, July 2026",
        "0.00 Onsite pickup: Book Depot; asked by Ben, done by Carl on Jun 20",
        # One parcel is left at the end of June, and one may be.
        "= 29.00, open",
    ]

    everything_was_said_and_billed_once(room, rosa, olivia)


def last_days_of_april(room, rosas) -> None:
    room.until(april(29))
    bills = room.comes("Old bills", to=rosas)
    room.asks("shred", bills, seen="0.00 USD")

    room.until(april(30))
    room.does(bills)
    council = room.comes("City Council", to=rosas)
    room.asks("open_and_scan", council, seen="0.00 USD")

    room.until(may(2))
    room.does(council)


def the_first_half_of_may(room, rosas, bens) -> None:
    room.until(may(4))
    insurance = room.comes("Insurance", type="large_envelope", to=rosas)
    room.until(may(5))
    room.does(insurance)
    first_bank = room.comes("First Bank", to=rosas)

    room.until(may(6))
    room.comes("Clay Supply", type="parcel", to=rosas)
    tax = room.comes("Tax Office", type="large_envelope", to=rosas)
    room.until(may(7))
    room.does(tax)
    notary, second_bank = room.comes("Notary", to=rosas), room.comes("Second Bank", to=rosas)
    room.asks("open_and_scan", notary, seen="3.00 USD")

    room.until(may(8))  # a Friday
    room.does(notary)
    room.does(first_bank, second_bank, postage=920)

    room.until(may(11))
    flyers = [room.comes("Flyers", to=rosas), room.comes("More flyers", to=rosas)]
    room.asks("shred", *flyers, seen="1.50 USD")
    room.until(may(12))
    room.does(*flyers)
    magazine = room.comes("Pottery Monthly", type="magazine", to=rosas)
    room.does(magazine)

    room.until(may(13))
    kiln, florist = room.comes("Kiln Works", type="parcel", to=rosas), room.comes("Florist", to=rosas)
    room.asks("onsite_pickup", kiln, seen="0.00 USD")
    room.asks("local_delivery", florist, seen="4.00 USD", address=HOME)
    room.until(may(14))
    room.does(florist)
    cheque = room.comes("Gallery", type="cheque", to=rosas)
    room.asks("deposit_cheque", cheque, seen="6.00 USD")
    room.comes("Book Depot", type="parcel", to=bens)
    room.until(may(15))
    room.does(kiln)
    room.does(cheque)


def the_second_half_of_may(room, rosas, bens) -> None:
    room.until(may(18))
    wrong = room.comes("Wrong Co.", to=rosas)
    room.asks("return_to_sender", wrong, seen="2.50 USD")
    room.until(may(19))
    room.does(wrong)
    keeps = room.comes("Museum", to=rosas)
    room.asks("shred", keeps, seen="1.50 USD")
    room.cancels(keeps)

    room.until(may(20))
    room.asks("forward", keeps, seen="5.00 USD", address=HOME)
    room.declines(keeps, "The museum has asked for it back")
    room.comes("Seed Catalogue", type="parcel", to=bens)

    room.until(may(22))
    magazine = MailItem.objects.get(sender="Pottery Monthly")
    room.asks("recycle", magazine, seen="0.00 USD")
    room.does(magazine)

    room.until(may(28))
    room.comes("Oven Makers", type="parcel", to=rosas)
    room.until(may(29))  # a Friday, but the worker has asked for that day's
    room.comes("First Bank", to=rosas)
    room.until(may(30))
    room.comes("Court", type="large_envelope", to=rosas)
    room.until(may(31))
    room.asks("forward", MailItem.objects.get(sender="Clay Supply"), seen="5.00 USD", address=HOME)


def june_goes_by(room, rosas, bens) -> None:
    room.does(MailItem.objects.get(sender="Court"))
    room.until(june(2))
    room.does(MailItem.objects.get(sender="Clay Supply"), postage=1240)

    room.until(june(3))
    insurance = room.comes("Insurance", type="large_envelope", to=rosas)
    room.until(june(4))
    room.does(insurance)
    notary, landlord = room.comes("Notary", to=rosas), room.comes("Landlord", to=rosas)
    room.asks("open_and_scan", notary, landlord, seen="3.00 USD")
    room.until(june(5))  # a Friday
    room.does(notary, landlord)
    room.does(MailItem.objects.here().get(sender="First Bank"), postage=510)

    room.until(june(10))
    glaze = room.comes("Glaze Shop", type="parcel", to=rosas)
    room.asks("onsite_pickup", glaze, seen="0.00 USD")
    room.does(glaze)
    room.until(june(20))
    books = MailItem.objects.get(sender="Book Depot")
    room.asks("onsite_pickup", books, seen="0.00 USD")
    room.does(books)


def everything_was_said_and_billed_once(room, rosa, olivia) -> None:
    warned = OutboxEmail.objects.filter(kind="storage_begins").order_by("created_at")
    assert [(email.to, room.space.today(email.sent_at)) for email in warned] == [
        (rosa.email, may(8)),  # the first cent of Clay Supply: May 11
        (rosa.email, may(30)),  # of Oven Makers: June 2
    ]
    automated = ActionRequest.objects.filter(automation__isnull=False).order_by("pk")
    assert [f"{each.kind} {each.item.sender}" for each in automated] == [
        "open_and_scan Insurance",
        "open_and_scan Tax Office",
        "forward First Bank",
        "forward Second Bank",
        "hold Pottery Monthly",
        "open_and_scan Court",
        "open_and_scan Insurance",
        "forward First Bank",
    ]
    assert not OutboxEmail.objects.exclude(status="sent").exists()
    # All that was posted is billed; nothing is left for another run.
    assert not Charge.objects.waiting().exists()
    assert InvoiceLine.objects.exclude(charge=None).count() == Charge.objects.count()
    assert not room.preview(date(2026, 7, 2), by=olivia).rows.exists()
