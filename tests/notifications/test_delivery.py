"""One outbox row and a mail server, whatever the server does. Announcements: once at most."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.conf import settings as django_settings
from django.db import connection, connections
from django.utils import timezone

from boxholder.notifications import outbox
from boxholder.notifications.delivery import LEASE, deliver_email, give_up_on_doubtful
from boxholder.notifications.jobs import sweep
from boxholder.notifications.models import OutboxEmail
from boxholder.queues import rest
from tests.support.mail_server import HANG_UP

pytestmark = pytest.mark.django_db(transaction=True)

# What the server does → how an announcement stands, how a receipt stands, and why.
CASES = [
    ({}, "sent", "sent", "it was taken"),
    ({"QUIT": HANG_UP}, "sent", "sent", "it was taken, and only the goodbye failed"),
    ({"hello": HANG_UP}, "waiting", "waiting", "no conversation came about"),
    ({"hello": "421 Busy"}, "waiting", "waiting", "no conversation came about"),
    ({"MAIL": "451 Later"}, "waiting", "waiting", "refused before the message was offered"),
    ({"MAIL": HANG_UP}, "waiting", "waiting", "cut off before the message was offered"),
    ({"RCPT": "550 No such person"}, "failed", "failed", "this address is refused for good"),
    ({"RCPT": "450 Greylisted"}, "waiting", "waiting", "this address is refused for now"),
    ({"RCPT": HANG_UP}, "waiting", "waiting", "cut off before the message was offered"),
    ({"DATA": "451 Later"}, "waiting", "waiting", "refused for now"),
    ({".": "451 Disk full"}, "waiting", "waiting", "refused for now after it was read, and so not taken"),
    ({".": "554 Spam"}, "failed", "failed", "refused for good after it was read"),
    ({".": HANG_UP}, "doubtful", "waiting", "read, and nobody knows whether it was taken"),
    ({".": "Hm?"}, "doubtful", "waiting", "read, and the answer makes no sense"),
    ({"DATA": HANG_UP}, "doubtful", "waiting", "cut off as it was offered"),
]


@pytest.mark.parametrize(("answers", "status", "_receipt", "why"), CASES, ids=[case[-1] for case in CASES])
def test_an_announcement(mail_server, announcement, answers, status, _receipt, why):
    mail_server.answers = answers

    deliver_email(str(announcement.pk))

    announcement.refresh_from_db()
    assert announcement.status == status, why
    assert announcement.claimed_until is None
    assert bool(announcement.error) is (status != "sent")


@pytest.mark.parametrize(("answers", "_announcement", "status", "why"), CASES, ids=[case[-1] for case in CASES])
def test_a_receipt(mail_server, receipt, answers, _announcement, status, why):
    mail_server.answers = answers

    deliver_email(str(receipt.pk))

    receipt.refresh_from_db()
    assert receipt.status == status, why


def test_no_server_at_all_is_tried_again(mail_server, announcement):
    mail_server.shutdown()
    mail_server.server_close()

    deliver_email(str(announcement.pk))

    announcement.refresh_from_db()
    assert announcement.status == "waiting"
    assert announcement.error == "Connection refused"


def test_it_is_marked_before_the_server_has_it(mail_server, announcement):
    seen = []

    def look() -> str:
        seen.append(OutboxEmail.objects.get(pk=announcement.pk).status)
        connection.close()
        return "250 Taken"

    mail_server.answers = {".": look}

    deliver_email(str(announcement.pk))

    assert seen == ["doubtful"]


def test_what_is_sent_is_what_was_written(mail_server, announcement):
    deliver_email(str(announcement.pk))

    (message,) = mail_server.came
    assert (message["To"], message["Subject"]) == ("rosa@example.com", "News")
    assert message["Message-ID"] == announcement.message_id


def test_it_is_tried_again_after_a_while_and_given_up_in_the_end(mail_server, announcement):
    mail_server.answers = {"RCPT": "450 Greylisted"}
    for _try in range(10):
        OutboxEmail.objects.update(next_try_at=timezone.now())
        deliver_email(str(announcement.pk))

    announcement.refresh_from_db()
    assert (announcement.status, announcement.tries) == ("failed", 7)
    assert announcement.error == "450 Greylisted"


def test_before_its_time_it_is_not_tried(mail_server, announcement):
    mail_server.answers = {"RCPT": "450 Greylisted"}
    deliver_email(str(announcement.pk))
    mail_server.answers = {}

    deliver_email(str(announcement.pk))

    assert mail_server.came == []


def test_many_workers_send_one(mail_server, announcement):
    ready = Barrier(4)

    def work() -> None:
        ready.wait()
        deliver_email(str(announcement.pk))
        connections.close_all()

    workers = [Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert len(mail_server.came) == 1


# --- Killed in the middle

WORKER = """
import sys
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
import django
django.setup()
from boxholder.notifications.delivery import deliver_email
deliver_email(sys.argv[2])
"""


def work_in_a_process(email: OutboxEmail, port: int) -> subprocess.Popen:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "BOXHOLDER_SMTP_URL": f"smtp://127.0.0.1:{port}",
    }
    arguments = [str(connection.settings_dict["NAME"]), str(email.pk)]
    return subprocess.Popen([sys.executable, "-c", WORKER, *arguments], env=environment, cwd=django_settings.BASE_DIR)


@pytest.mark.parametrize("verb", ["MAIL", "."], ids=["before the message", "after it was read"])
def test_a_killed_worker_leaves_it_doubtful_and_nobody_sends_it_again(mail_server, announcement, verb):
    workers: list[subprocess.Popen] = []

    def kill() -> object:
        workers[0].send_signal(signal.SIGKILL)
        workers[0].wait()
        return HANG_UP

    mail_server.answers = {verb: kill}
    workers.append(work_in_a_process(announcement, mail_server.port))
    assert workers[0].wait(timeout=60) == -signal.SIGKILL
    came = len(mail_server.came)
    mail_server.answers = {}

    later = timezone.now() + LEASE + timedelta(minutes=1)
    give_up_on_doubtful(later)
    deliver_email(str(announcement.pk))
    sweep(later)

    announcement.refresh_from_db()
    assert announcement.status == "doubtful"
    assert announcement.error == "Boxholder was stopped while this was being sent."
    assert rest.pending_count() == 0
    assert len(mail_server.came) == came


def test_a_receipt_whose_worker_was_killed_is_sent_again(mail_server, receipt):
    OutboxEmail.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))

    deliver_email(str(receipt.pk))

    receipt.refresh_from_db()
    assert receipt.status == "sent"


# --- Again, because somebody decided it


def test_a_doubtful_one_is_sent_again_once_with_the_same_message_id(mail_server, announcement, run_tasks):
    mail_server.answers = {".": HANG_UP}
    deliver_email(str(announcement.pk))
    mail_server.answers = {}
    announcement.refresh_from_db()

    assert outbox.post_again([announcement], now=timezone.now()) == 1
    assert outbox.post_again([announcement], now=timezone.now()) == 0
    run_tasks()

    announcement.refresh_from_db()
    assert announcement.status == "sent"
    assert [message["Message-ID"] for message in mail_server.came] == [announcement.message_id] * 2


def test_one_that_is_being_sent_right_now_is_not_sent_again(announcement):
    OutboxEmail.objects.update(status="doubtful", claimed_until=timezone.now() + LEASE)

    assert outbox.post_again([announcement], now=timezone.now()) == 0


def test_a_late_loser_does_not_bring_back_what_was_decided_meanwhile(mail_server, announcement):
    """Refused after its claim had run out and somebody had already given it up."""

    def run_out() -> str:
        OutboxEmail.objects.update(claimed_until=None)
        connection.close()
        return "450 Later"

    mail_server.answers = {"RCPT": run_out}

    deliver_email(str(announcement.pk))

    announcement.refresh_from_db()
    assert announcement.status == "doubtful"


def test_receipts_go_before_announcements(announcement, receipt, run_tasks, mail_server):
    sweep(timezone.now())
    run_tasks()

    assert [message["Subject"] for message in mail_server.came] == ["Receipt", "News"]
