"""The process that does what was asked for is killed (SIGKILL) at every line that matters, and so is who tells of it.

Before the commit nothing of it is there, and the clerk does it again; after it everything is, once, and the sweep tells
the renter although nobody was woken.
"""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connections
from django.utils import timezone

from boxholder.billing.models import AllowanceUse, Charge, RequestRule
from boxholder.billing.money import Money
from boxholder.billing.stripe_gateway.models import StripeIntegration
from boxholder.history.models import Event
from boxholder.mail import automations, fulfilment, hold_ends
from boxholder.mail.errors import MailError
from boxholder.mail.fulfilment import Sending
from boxholder.mail.models import (
    ActionRequest,
    Automation,
    AutomationTurn,
    LeftBehind,
    MailItem,
    NewMailNotice,
    Parcel,
    Pickup,
    PieceEmail,
)
from boxholder.mailboxes.models import Address, Mailbox
from boxholder.notifications.models import OutboxEmail
from tests.faults.backends import counting
from tests.support.databases import connected_to
from tests.support.mail_server import HANG_UP, MailServer
from tests.support.processes import stop, wait_until

ENGINE = f"tests.faults.backends.{'postgresql' if settings.DATABASE_URL else 'sqlite'}"
EVERYTHING = (
    MailItem, ActionRequest, AutomationTurn, Automation, AllowanceUse, Charge, LeftBehind, Parcel, Pickup, OutboxEmail,
    PieceEmail, Event,
)  # fmt: skip
KILLED = -signal.SIGKILL


@pytest.fixture
def box(harbor, rent) -> Mailbox:
    """The first scan of a month is free."""
    for kind, free, price in (("open_and_scan", 1, 300), ("forward", 0, 500), ("shred", 0, 150)):
        RequestRule.objects.create(offering=harbor.offerings.get(), kind=kind, free_per_month=free, price_minor=price)
    return rent("101", None).mailboxes.get()


@pytest.fixture
def pieces(box) -> list[MailItem]:
    """Two, about which nothing is asked yet."""
    items = [MailItem.receive(box.space, by=None, type="letter") for _ in range(2)]
    for item in items:
        item.assign(box, by=None)
    NewMailNotice.objects.all().delete()  # they have come long ago
    return items


@pytest.fixture
def in_another_process(installation, harbor) -> Callable[..., int]:
    """`in_another_process(act, **variables)`: how the process that did it ended. It has Django loaded already."""
    harbor.url("renter:mail")  # the pages' addresses, too

    def run(act: Callable[[], object], **variables: str) -> int:
        connections["default"].close()  # it opens its own
        process = multiprocessing.get_context("fork").Process(target=there, args=(act, variables))
        process.start()
        process.join()
        return process.exitcode

    def there(act: Callable[[], object], variables: dict[str, str]) -> None:
        os.environ.update(variables)
        with connected_to({**installation.database, "ENGINE": ENGINE}):
            act()

    return run


@pytest.fixture
def killed_everywhere(in_another_process, tmp_path) -> Callable[[Callable[[], object]], int]:
    """`killed_everywhere(act)`: before its only commit nothing is there; killed right after it. How many lines."""

    def kill(act: Callable[[], object]) -> int:
        before, n = all_rows(), 1
        commits = {counting.COUNTS: str(tmp_path / f"commits of {act.__name__}"), counting.LAST: "1"}
        while in_another_process(act, **commits, **{counting.LAST_WRITE: str(n)}) == KILLED and not happened(commits):
            assert all_rows() == before, f"killed after change {n}"
            n += 1
        assert happened(commits)
        return n

    return kill


def happened(commits: dict[str, str]) -> bool:
    return os.path.exists(commits[counting.COUNTS])


def all_rows() -> list:
    return [list(model.objects.order_by("pk").values_list()) for model in EVERYTHING]


def asked(kind: str, *items: MailItem) -> list[int]:
    now = timezone.now()
    wishes = {"address": "4 Elm Road\nAlbany"} if kind == "forward" else {}
    return [ActionRequest.ask(item, kind, by=None, now=now, **wishes).pk for item in items]


def charged() -> list[tuple[str, int]]:
    return list(Charge.objects.order_by("kind", "pk").values_list("kind", "amount_minor"))


def told() -> list[str]:
    return list(OutboxEmail.objects.filter(status="waiting").order_by("kind").values_list("kind", flat=True))


# --- Who does it


def test_a_parcel_with_its_postage(killed_everywhere, pieces):
    requests = asked("forward", *pieces)

    def packs() -> None:
        found = [ActionRequest.objects.get(pk=pk) for pk in requests]
        fulfilment.send(found, by=None, now=timezone.now(), sending=Sending(postage=Money(920, "USD")))

    assert killed_everywhere(packs) > 10
    assert charged() == [("forward", 500), ("forward", 500), ("postage", 920)]
    assert told() == ["parcel_sent", "parcel_sent"]
    with pytest.raises(MailError):  # the clerk saw no answer, and presses again
        packs()
    assert (len(charged()), len(told()), Parcel.objects.count()) == (3, 2, 1)


def test_a_scan_completed(killed_everywhere, pieces):
    first, second = asked("open_and_scan", *pieces)
    ActionRequest.objects.get(pk=first).complete(by=None, now=timezone.now())

    def completes() -> None:
        ActionRequest.objects.get(pk=second).complete(by=None, now=timezone.now())

    assert killed_everywhere(completes) > 3
    assert charged() == [("open_and_scan", 0), ("open_and_scan", 300)]
    assert AllowanceUse.objects.count() == 1
    with pytest.raises(MailError):
        completes()
    assert (len(charged()), told()) == (2, ["request_done", "request_done"])


def test_a_letter_shredded(killed_everywhere, pieces):
    [request] = asked("shred", pieces[0])

    def shreds() -> None:
        fulfilment.do_at_once(ActionRequest.objects.get(pk=request), by=None)

    assert killed_everywhere(shreds) > 4
    assert charged() == [("shred", 150)]
    assert told() == ["request_done"]


def test_what_was_a_slip_brought_back(killed_everywhere, pieces):
    [request] = asked("shred", pieces[0])
    fulfilment.do_at_once(ActionRequest.objects.get(pk=request), by=None)

    assert killed_everywhere(lambda: MailItem.objects.get(pk=pieces[0].pk).bring_back(by=None)) > 5
    assert not Charge.objects.waiting().exists()
    assert ActionRequest.objects.pending().get().pk == request
    assert not OutboxEmail.objects.filter(withdrawn_at=None).exists()

    fulfilment.do_at_once(ActionRequest.objects.get(pk=request), by=None)
    assert [charge.amount_minor for charge in Charge.objects.waiting()] == [150]
    assert OutboxEmail.objects.filter(withdrawn_at=None).count() == 1


def test_taken_out_by_mistake_and_put_back(killed_everywhere, pieces, box, rent):
    """A scan is charged and another, free, is done; a third thing is still to do."""
    other = rent("102", None).mailboxes.get()
    piece = pieces[0]
    [free], [priced] = asked("open_and_scan", pieces[1]), asked("open_and_scan", piece)
    for pk in (free, priced):
        ActionRequest.objects.get(pk=pk).complete(by=None, now=timezone.now())
    [pending] = asked("shred", piece)

    def takes_out() -> None:
        MailItem.objects.get(pk=piece.pk).reassign(other, by=None)

    assert killed_everywhere(takes_out) > 7
    assert [charge.amount_minor for charge in Charge.objects.waiting()] == [0]

    def puts_back() -> None:
        MailItem.objects.get(pk=piece.pk).reassign(box, by=None)

    assert killed_everywhere(puts_back) > 7
    for _same_again in range(2):
        assert [charge.amount_minor for charge in Charge.objects.waiting().order_by("pk")] == [0, 300]
        assert ActionRequest.objects.pending().get().pk == pending
        assert not LeftBehind.objects.waiting().exists()
        puts_back()


def test_that_a_hold_ends_is_told(killed_everywhere, pieces, box):
    now, until = timezone.now(), timezone.localdate()
    for piece in pieces:
        held = ActionRequest.ask(piece, "hold", by=None, now=now, hold_until=until)
        ActionRequest.objects.get(pk=held.pk).complete(by=None, now=now)
    OutboxEmail.objects.all().delete()
    morning = (now + timedelta(days=1)).replace(hour=15)

    def tells() -> None:
        for mailbox in hold_ends.due_mailboxes(morning):
            hold_ends.tell(mailbox, morning)

    assert killed_everywhere(tells) > 3
    for _restarted in range(2):
        assert told() == ["hold_ends"]
        tells()


def test_what_an_automation_has_gathered(killed_everywhere, box):
    home = Address.objects.add(box, name="Rosa Reyes", street="4 Elm Road", city="Albany", by=None)
    now = timezone.now()
    rules = {"does": "forward", "address": home, "often": "monthly", "month_day": 1}
    monthly = Automation.objects.add(box, by=None, now=now - timedelta(days=40), **rules)
    for _ in range(2):
        MailItem.receive(box.space, by=None, type="letter").assign(box, by=None)

    assert killed_everywhere(lambda: automations.ask_gathered(monthly.pk, now)) > 6
    automations.ask_gathered(monthly.pk, now)
    assert [request.price.minor for request in ActionRequest.objects.pending()] == [500, 500]


# --- Who tells of it


@pytest.fixture
def mail_server():
    server = MailServer()
    yield server
    server.shutdown()
    server.server_close()


def test_the_renter_is_told_by_whoever_sweeps_next(installation, in_another_process, pieces, mail_server):
    """The clerk's process dies right after the commit, two workers die while they hand the e-mail over."""
    StripeIntegration.objects.update(bills_renters=False)  # no invoice is told of
    [request] = asked("open_and_scan", pieces[0])
    [other] = asked("shred", pieces[1])

    def completes() -> None:
        ActionRequest.objects.get(pk=request).complete(by=None, now=timezone.now())

    commits = {counting.COUNTS: str(installation.folder / "commits"), counting.LAST: "1"}
    assert in_another_process(completes, **commits) == KILLED
    assert told() == ["request_done"]

    killed_at(installation, mail_server, "MAIL")
    assert mail_server.came == []
    killed_at(installation, mail_server, ".")
    [first] = mail_server.came
    worker = start_worker(installation, mail_server)
    try:
        assert wait_until(lambda: OutboxEmail.objects.get().status == "sent", seconds=60)
        fulfilment.do_at_once(ActionRequest.objects.get(pk=other), by=None)
        assert wait_until(lambda: not told(), seconds=60)
    finally:
        stop(worker)

    # The server had it when the second died, so it comes once more, and says that it is the same.
    assert [message["Message-ID"] for message in mail_server.came[:2]] == [first["Message-ID"]] * 2
    assert len(mail_server.came) == 3
    assert charged() == [("open_and_scan", 0), ("shred", 150)]


def killed_at(installation, mail_server, verb: str) -> None:
    workers, dead = [], threading.Event()

    def kill() -> object:
        workers[0].kill()
        workers[0].wait()
        dead.set()
        return HANG_UP

    mail_server.answers = {verb: kill}
    workers.append(start_worker(installation, mail_server))
    assert dead.wait(60)
    assert workers[0].returncode == KILLED
    mail_server.answers = {}
    claimed = OutboxEmail.objects.filter(claimed_until__isnull=False)
    assert claimed.update(claimed_until=timezone.now() - timedelta(seconds=1)) == 1  # five minutes later


def start_worker(installation, mail_server):
    threads = {"BOXHOLDER_MONEY_THREADS": "1", "BOXHOLDER_REST_THREADS": "1"}
    smtp = f"smtp://127.0.0.1:{mail_server.port}"
    return installation.another(**threads, BOXHOLDER_SMTP_URL=smtp).start("worker")
