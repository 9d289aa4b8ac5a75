"""Two at the same moment: one request, one free one taken."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from boxholder.billing.models import RequestRule
from boxholder.billing.models.allowance import AllowanceUse
from boxholder.mail import automations
from boxholder.mail.errors import MailError
from boxholder.mail.models import ActionRequest, Automation, AutomationTurn, MailItem
from boxholder.mailboxes.models import Address, Mailbox

pytestmark = pytest.mark.django_db(transaction=True)

NOW = datetime(2026, 5, 12, 15, tzinfo=UTC)


def together(*acts: Callable[[], None]) -> None:
    """All of them begin at the same moment, each on a connection of its own."""
    start, failed = threading.Barrier(len(acts), timeout=20), []

    def run(act):
        try:
            start.wait()
            act()
        except MailError:
            pass  # the other was faster
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []


@pytest.fixture
def scanning(rosa, box_101, basic):
    RequestRule.objects.create(offering=basic, kind="open_and_scan", free_per_month=5, price_minor=300)
    return Automation.objects.add(box_101, by=rosa.user, now=NOW, does="open_and_scan")


def test_two_clerks_assign_it_at_once(scanning, letter, box_101, carl, olivia):
    def assigned(by):
        return lambda: MailItem.objects.get(pk=letter.pk).assign(box_101, by=by)

    for _n in range(5):
        together(assigned(carl), assigned(olivia))

        assert letter.requests.pending().count() == AllowanceUse.objects.count() == 1
        MailItem.objects.get(pk=letter.pk).unassign(by=carl)

    assert AutomationTurn.objects.count() == 1


def test_two_workers_try_it_again_at_once(scanning, letter, box_101, carl):
    Mailbox.objects.update(closed_on=NOW.date())
    letter.assign(box_101, by=carl)
    Mailbox.objects.update(closed_on=None)
    turn, later = AutomationTurn.objects.get(), timezone.now() + timedelta(hours=2)

    together(*[lambda: automations.try_again(turn.pk, later)] * 2)

    assert ActionRequest.objects.count() == AllowanceUse.objects.count() == 1


def test_two_workers_gather_at_once(rosa, box_101, carl):
    home = Address.objects.add(box_101, name="Rosa Reyes", street="4 Elm Road", city="Albany", by=rosa.user)
    weekly = Automation.objects.add(
        box_101, by=rosa.user, now=NOW, does="forward", address=home, often="weekly", weekday=4
    )
    for _n in range(3):
        MailItem.receive(box_101.space, by=carl, type="letter").assign(box_101, by=carl)

    together(*[lambda: automations.ask_gathered(weekly.pk, NOW + timedelta(days=3))] * 2)

    assert ActionRequest.objects.count() == 3
    weekly.refresh_from_db()
    assert weekly.next_on.isoformat() == "2026-05-22"


def test_gathered_while_a_clerk_takes_it_out(rosa, box_101, box_102, carl):
    home = Address.objects.add(box_101, name="Rosa Reyes", street="4 Elm Road", city="Albany", by=rosa.user)
    weekly = Automation.objects.add(
        box_101, by=rosa.user, now=NOW, does="forward", address=home, often="weekly", weekday=4
    )
    item = MailItem.receive(box_101.space, by=carl, type="letter")
    item.assign(box_101, by=carl)

    together(
        lambda: automations.ask_gathered(weekly.pk, NOW + timedelta(days=3)),
        lambda: MailItem.objects.get(pk=item.pk).reassign(box_102, by=carl),
    )

    assert not item.requests.pending().exists()
