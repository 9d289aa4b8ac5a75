"""The worker runs what is enqueued, sweeps through every room, and survives what goes wrong there."""

import shutil
import signal
import subprocess
import sys
from types import ModuleType

import pytest
from django.core.cache import cache
from django.db import connections

from boxholder import worker as worker_module
from boxholder.notifications import jobs as notification_jobs
from boxholder.worker import LEASE, Worker, rooms_with_jobs, sweeps, take_the_lease
from tests.support.processes import ROOT, Environment, wait_until


def room(name: str, sweep) -> ModuleType:
    jobs = ModuleType(name)
    jobs.sweep = sweep
    sweep.__module__ = name
    return jobs


@pytest.fixture
def worker(transactional_db) -> Worker:
    return Worker()


def test_every_room_with_jobs_is_known():
    assert notification_jobs.sweep in sweeps(rooms_with_jobs())


def test_a_failing_room_does_not_keep_the_others_from_their_sweep(worker, caplog):
    swept = []

    def fail(now):
        raise RuntimeError("no such shelf")

    worker.jobs = [room("boxholder.mail.jobs", fail), room("boxholder.billing.jobs", lambda now: swept.append(now))]

    worker.sweep()

    assert len(swept) == 1
    assert "boxholder.mail.jobs" in caplog.text


def test_one_worker_sweeps_at_a_time(worker):
    swept = []
    worker.jobs = [room("boxholder.billing.jobs", lambda now: swept.append(now))]

    worker.sweep()
    Worker.sweep(worker)
    assert len(swept) == 1

    cache.delete(LEASE)
    worker.sweep()
    assert len(swept) == 2


def test_the_lease_passes_on(transactional_db, monkeypatch):
    monkeypatch.setattr(worker_module, "SWEEP_SECONDS", 1)

    assert take_the_lease()
    assert wait_until(take_the_lease, seconds=5)


def test_a_lost_database_is_met_anew(worker, caplog):
    swept = []
    worker.jobs = [room("boxholder.billing.jobs", lambda now: swept.append(now))]
    connections["default"].ensure_connection()
    connections["default"].connection.close()

    worker.sweep()
    worker.sweep()

    assert len(swept) == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_it_ends_its_task_and_leaves(migrated, tmp_path, number):
    """A real process: an e-mail in the outbox is delivered, then the worker is told to stop."""
    environment = Environment(tmp_path, BOXHOLDER_DEMO="1", BOXHOLDER_SWEEP_SECONDS="1")
    shutil.copytree(migrated, tmp_path, dirs_exist_ok=True)
    environment.shell(
        "from boxholder.notifications import outbox; "
        "outbox.write_rendered(kind='hello', to='rosa@example.com', subject='Hello', text='Hello')"
    )
    process = environment.start("worker")
    try:
        assert wait_until(lambda: list((tmp_path / "mail").glob("*.log")), seconds=20)
    finally:
        process.send_signal(number)
    assert process.wait(20) == 0


def test_the_console_says_what_it_can():
    said = subprocess.run(
        [sys.executable, "-m", "boxholder", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout

    for command in ("migrate", "web", "worker", "backup", "restore", "rotate-keys", "demo"):
        assert command in said
