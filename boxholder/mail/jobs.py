"""What the worker does for mail."""

from datetime import datetime, timedelta

from django.core.cache import cache
from django.utils import timezone

from boxholder.queues import rest

# Reading takes long and nobody waits for it; an e-mail enqueued later goes first.
PATIENT = -10
DAY = timedelta(days=1)
# Mailboxes whose renters are told in one sweep; the next follows in seconds.
AT_ONCE = 500


@rest.task(priority=PATIENT)
def read_waiting() -> None:
    """One piece, and then the next: so the worker can be stopped between two, and other tasks come in between."""
    from boxholder.mail import reading

    if reading.read_next(timezone.now()):
        read_waiting()


@rest.task(priority=PATIENT)
def propose_anew(space_id: int) -> None:
    from boxholder.mail import proposing

    if proposing.propose_anew(space_id):
        propose_anew(space_id)


@rest.task()
def tell_new_mail(mailbox_id: int) -> None:
    from boxholder.mail import notices

    notices.tell(mailbox_id, timezone.now())


@rest.task()
def tell_new_requests(notices_id: int) -> None:
    from boxholder.mail import telling_staff

    telling_staff.tell(notices_id, timezone.now())


@rest.task()
def take_apart(batch_id: str) -> None:
    from boxholder.mail import scanning

    if scanning.carry_on(batch_id, timezone.now()):
        take_apart(batch_id)


@rest.task()
def clear_files() -> None:
    from boxholder.mail import scanning
    from boxholder.mail.pictures import purging

    purging.purge_the_rest()
    purging.remove_orphans(timezone.now())
    scanning.discard_old_blanks(timezone.now())


@rest.task()
def empty_bin() -> None:
    from boxholder.mail import emptying

    if emptying.empty_bin(timezone.now()):
        empty_bin()


@rest.task(priority=PATIENT)
def put_into_search() -> None:
    """A few hundred pieces, and then the next."""
    from boxholder.mail.search import index

    if index.carry_on():
        put_into_search()


@rest.task()
def look_at_storage(space_id: int) -> None:
    from boxholder.mail import storage
    from boxholder.operators.models import Space

    storage.look(Space.objects.select_related("operator").get(pk=space_id), timezone.now())


@rest.task()
def tell_hold_ends(mailbox_id: int) -> None:
    from boxholder.mail import hold_ends

    hold_ends.tell(mailbox_id, timezone.now())


@rest.task()
def let_holds_go() -> None:
    from boxholder.mail import hold_ends

    hold_ends.let_go(timezone.now())


@rest.task()
def ask_gathered(automation_id: int) -> None:
    from boxholder.mail import automations

    automations.ask_gathered(automation_id, timezone.now())


@rest.task()
def try_automation_again(turn_id: int) -> None:
    from boxholder.mail import automations

    automations.try_again(turn_id, timezone.now())


def sweep(now: datetime) -> None:
    _tell_renters(now)
    _tell_staff(now)
    _wake_scanner_batches(now)
    _wake_reading(now)
    _wake_proposing()
    _wake_emptying(now)
    _wake_search()
    _clear_files_daily()
    _look_at_storage(now)
    _look_at_holds(now)
    _wake_automations(now)


def _wake_automations(now: datetime) -> None:
    from boxholder.mail import automations
    from boxholder.mail.models import AutomationTurn

    for automation_id in automations.due(now)[:AT_ONCE]:
        ask_gathered(automation_id)
    for turn_id in AutomationTurn.objects.to_try(now).values_list("pk", flat=True)[:AT_ONCE]:
        try_automation_again(turn_id)


def _look_at_storage(now: datetime) -> None:
    from boxholder.mail import storage

    for space in storage.due_spaces(now):
        look_at_storage(space.pk)


def _look_at_holds(now: datetime) -> None:
    from boxholder.mail import hold_ends

    for mailbox_id in hold_ends.due_mailboxes(now)[:AT_ONCE]:
        tell_hold_ends(mailbox_id)
    if cache.add("mail:holds-let-go", True, timeout=DAY.total_seconds()):
        let_holds_go()


def _tell_renters(now: datetime) -> None:
    from boxholder.mail import notices
    from boxholder.mail.models import PieceEmail

    notices.withdraw_from_who_left()
    for email in notices.half_withdrawn(now):
        notices.tell_the_rest(email, now)
    PieceEmail.objects.warn_anew(now)
    for mailbox_id in notices.due_mailboxes(now)[:AT_ONCE]:
        tell_new_mail(mailbox_id)


def _tell_staff(now: datetime) -> None:
    from boxholder.mail import telling_staff

    for notices_id in telling_staff.due(now):
        tell_new_requests(notices_id)


def _wake_scanner_batches(now: datetime) -> None:
    from boxholder.mail.models import ScannerBatch

    for batch_id in ScannerBatch.objects.unclaimed(now).values_list("pk", flat=True):
        take_apart(str(batch_id))


def _wake_reading(now: datetime) -> None:
    from boxholder.mail.models import Reading

    if Reading.objects.unclaimed(now).exists():
        read_waiting()


def _wake_proposing() -> None:
    """Where mailboxes, their names or their aliases have changed since."""
    from boxholder.mail import proposing

    for space_id in proposing.outdated_spaces():
        propose_anew(space_id)


def _wake_emptying(now: datetime) -> None:
    from boxholder.mail import emptying

    if emptying.is_due(now):
        empty_bin()


def _wake_search() -> None:
    from boxholder.mail.models import SearchBacklog

    if SearchBacklog.objects.exists():
        put_into_search()


def _clear_files_daily() -> None:
    if cache.add("mail:files-cleared", True, timeout=DAY.total_seconds()):
        clear_files()
