"""Whatever dies, and whoever acts at the same moment: each piece is told once, and to its renter."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from threading import Event, Thread

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from boxholder.mail import notices
from boxholder.mail.models import MailItem
from boxholder.notifications.delivery import deliver_email
from boxholder.notifications.models import OutboxEmail
from tests.mail.telling import told_of, works

SOON = timedelta(minutes=3)


class Killed(BaseException):
    """As SIGKILL: nothing catches it, and what was not committed is undone."""


def die_at(statement: int, act: Callable[[], None]) -> bool:
    """Whether the act was killed as it sent this statement to the database; False where it was through before."""
    sent = 0

    def count(execute, sql, params, many, context):
        nonlocal sent
        # A savepoint stands for the transaction here: it is undone or done, and not half.
        if "SAVEPOINT" not in sql:
            sent += 1
            if sent == statement:
                raise Killed
        return execute(sql, params, many, context)

    try:
        with connection.execute_wrapper(count):
            act()
    except Killed:
        return True
    return False


def at_every_statement(act: Callable[[], None], *, prepare: Callable[[], None]) -> Iterator[bool]:
    """Kill the act at each statement in turn, each time in a world of its own. The caller does what comes after."""
    statement = 0
    while True:
        statement += 1
        undo = transaction.savepoint()
        prepare()
        killed = die_at(statement, act)
        yield killed
        transaction.savepoint_rollback(undo)
        if not killed:
            return


@pytest.fixture
def ant_and_bee(dock, carl, box_101) -> dict[str, MailItem]:
    items = {name: MailItem.receive(dock, by=carl, type="parcel", sender=name) for name in ("Ant", "Bee")}
    for item in items.values():
        item.assign(box_101, by=carl)
    return items


def everything_is_delivered() -> list[OutboxEmail]:
    """Two rounds of the worker; what was sent."""
    for _round in range(2):
        works(timezone.now() + SOON)
    for email in OutboxEmail.objects.due(timezone.now()):
        deliver_email(str(email.pk))
    return list(OutboxEmail.objects.filter(status="sent").order_by("to"))


@pytest.mark.django_db
def test_killed_while_telling(ant_and_bee, box_101):
    kills = 0

    for killed in at_every_statement(lambda: notices.tell(box_101.pk, timezone.now() + SOON), prepare=lambda: None):
        kills += killed
        (sent,) = everything_is_delivered()
        assert ("Ant" in sent.text, "Bee" in sent.text) == (True, True)

    assert kills > 5


@pytest.mark.django_db
@pytest.mark.parametrize("status", ["waiting", "failed"])
def test_killed_while_a_piece_goes_to_another_mailbox(ant_and_bee, box_102, carl, status):
    """By then the e-mail is written. Either nothing has changed, or everything."""
    moved, kills = ant_and_bee["Ant"], 0

    def prepare() -> None:
        works(timezone.now() + SOON)
        OutboxEmail.objects.update(status=status)
        moved.refresh_from_db()

    for killed in at_every_statement(lambda: moved.reassign(box_102, by=carl), prepare=prepare):
        kills += killed
        moved.refresh_from_db()
        if killed:
            assert moved.mailbox.pmb == "101"
            moved.reassign(box_102, by=carl)
        bens, rosas = everything_is_delivered()
        assert ("Ant" in bens.text, "Ant" in rosas.text) == (True, False)
        assert ("Bee" in bens.text, "Bee" in rosas.text) == (False, True)

    assert kills > 5


@pytest.mark.django_db
@pytest.mark.parametrize("status", ["waiting", "doubtful"])
def test_killed_while_the_rest_is_put_in_order(ant_and_bee, box_102, carl, status):
    moved, rest, kills = ant_and_bee["Ant"], ant_and_bee["Bee"], 0

    def prepare() -> None:
        works(timezone.now() + SOON)
        OutboxEmail.objects.update(status=status)
        moved.refresh_from_db()
        moved.reassign(box_102, by=carl)

    def tell_the_rest() -> None:
        for email in notices.half_withdrawn(timezone.now()):
            notices.tell_the_rest(email, timezone.now())

    for killed in at_every_statement(tell_the_rest, prepare=prepare):
        kills += killed
        everything_is_delivered()
        (told,) = told_of(rest)
        assert (told.status, told.to) == ("sent" if status == "waiting" else "doubtful", "rosa@example.com")
        assert ("Ant" in told.text, "Bee" in told.text) == (False, True)

    assert kills >= 3


# --- At the same moment, in two connections


def hold_open(act: Callable[[], None], meanwhile: Callable[[], None]) -> None:
    """`act` in a transaction that commits only once `meanwhile` has begun in another connection."""
    begun = Event()

    def other() -> None:
        begun.set()
        meanwhile()
        connections.close_all()

    thread = Thread(target=other)
    with transaction.atomic():
        act()
        thread.start()
        begun.wait()
        # Long enough to run into the lock; where it has not yet, it finds what was committed.
        thread.join(timeout=0.4)
    thread.join(timeout=30)
    assert not thread.is_alive()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("first", ["tell", "move"])
def test_a_piece_is_moved_just_as_its_renter_is_told(ant_and_bee, box_101, box_102, carl, first):
    moved = ant_and_bee["Ant"]
    acts = {
        "tell": lambda: notices.tell(box_101.pk, timezone.now() + SOON),
        "move": lambda: moved.reassign(box_102, by=carl),
    }
    second = "move" if first == "tell" else "tell"

    hold_open(acts[first], acts[second])

    bens, rosas = everything_is_delivered()
    assert ("Ant" in bens.text, "Ant" in rosas.text) == (True, False)
    assert ("Bee" in bens.text, "Bee" in rosas.text) == (False, True)


@pytest.mark.django_db(transaction=True)
def test_two_clerks_move_two_pieces_of_one_e_mail(ant_and_bee, box_102, carl):
    works(timezone.now() + SOON)

    hold_open(
        lambda: ant_and_bee["Ant"].reassign(box_102, by=carl), lambda: ant_and_bee["Bee"].reassign(box_102, by=carl)
    )

    (bens,) = everything_is_delivered()
    assert (bens.to, "Ant" in bens.text, "Bee" in bens.text) == ("ben@example.com", True, True)


@pytest.mark.django_db(transaction=True)
def test_two_workers_tell_once(ant_and_bee, box_101):
    tell = partial(notices.tell, box_101.pk, timezone.now() + SOON)

    hold_open(tell, tell)

    assert len(everything_is_delivered()) == 1


@pytest.mark.django_db(transaction=True)
def test_it_is_sent_or_withdrawn_and_the_record_says_which(ant_and_bee, box_102, carl):
    """The piece is moved while a worker has claimed the e-mail: here the server takes it after all."""
    works(timezone.now() + SOON)
    letter = OutboxEmail.objects.get()
    moved = ant_and_bee["Ant"]
    claimed_until = timezone.now() + SOON
    OutboxEmail.objects.update(status="doubtful", claimed_until=claimed_until)

    moved.reassign(box_102, by=carl)
    works(timezone.now())
    OutboxEmail.objects.filter(pk=letter.pk).update(status="sent", claimed_until=None, withdrawn_at=None)
    everything_is_delivered()

    assert {notice.mailbox.pmb: notice.email.status for notice in moved.notices.all()} == {"101": "sent", "102": "sent"}
    assert OutboxEmail.objects.filter(to="rosa@example.com").count() == 1
