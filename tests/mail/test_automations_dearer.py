"""The operator raises a price: an automation asks up to what its renter agreed to, and for more it asks them first."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from boxholder.billing.models import RequestRule
from boxholder.mail import automations
from boxholder.mail.models import ActionRequest, Automation, AutomationTurn, MailItem
from boxholder.notifications.models import OutboxEmail

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 12, 15, tzinfo=UTC)


@pytest.fixture(autouse=True)
def tuesday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def scans(basic):
    """One free scan a month, then 3.00 USD."""
    return RequestRule.objects.create(offering=basic, kind="open_and_scan", free_per_month=1, price_minor=300)


@pytest.fixture
def scanning(scans, rosa, box_101) -> Automation:
    """Rosa has everything scanned, and saw that it is 3.00 USD."""
    return Automation.objects.add(box_101, does="open_and_scan", by=rosa.user, now=NOW)


@pytest.fixture
def comes(scanning, box_101, carl):
    def one() -> MailItem:
        item = MailItem.receive(box_101.space, by=carl, type="letter")
        item.assign(box_101, by=carl)
        return item

    return one


def now_costs(minor: int) -> None:
    RequestRule.objects.update(price_minor=minor)


def prices() -> list[int]:
    return [request.price.minor for request in ActionRequest.objects.order_by("pk")]


def told() -> list[OutboxEmail]:
    return list(OutboxEmail.objects.filter(kind="automation_dearer").order_by("to"))


def test_up_to_the_price_that_was_seen_it_asks(comes):
    comes(), comes()
    now_costs(200)
    comes()

    assert prices() == [0, 300, 200]
    assert not told()


def test_raised_the_free_one_is_asked_for_and_the_next_waits(comes):
    now_costs(900)
    comes()
    waits = comes()

    turn = AutomationTurn.objects.get(item=waits)
    assert (turn.state, turn.why) == ("waiting", "dearer")
    assert prices() == [0]


def test_who_may_agree_is_told_once_and_nobody_else(comes, mia, box_101):
    now_costs(900)
    for _n in range(3):
        comes()

    assert [email.to for email in told()] == ["mia@example.com", "rosa@example.com"]
    assert "each cost 3.00 USD. Now each costs 9.00 USD" in told()[0].text
    box_101.people.update(role="recipient")
    now_costs(1000)
    comes()
    assert [email.to for email in told()].count("mia@example.com") == 1


def test_agreed_to_what_waited_is_asked_for(comes, scanning, rosa):
    now_costs(900)
    comes()
    waits = comes()

    Automation.objects.get(pk=scanning.pk).change(by=rosa.user, now=NOW, which="everything")
    automations.try_again(AutomationTurn.objects.get(item=waits).pk, NOW)

    assert prices() == [0, 900]


def test_without_an_answer_it_is_left_to_the_renter(comes):
    now_costs(900)
    comes()
    turn = AutomationTurn.objects.get(item=comes())

    automations.try_again(turn.pk, NOW + timedelta(days=14, hours=1))

    turn.refresh_from_db()
    assert (turn.state, turn.why) == ("left", "dearer")
    assert len(told()) == 1


def test_what_was_free_for_everybody_is_agreed_to_as_free_only(comes, scanning, rosa):
    now_costs(0)
    Automation.objects.get(pk=scanning.pk).change(by=rosa.user, now=NOW, which="everything")
    RequestRule.objects.update(free_per_month=0, price_minor=1)

    comes()

    assert prices() == []
    assert "When it was saved, it was free." in told()[0].text
