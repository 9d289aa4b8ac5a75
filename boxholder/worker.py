"""The worker: runs the tasks of both queues and sweeps for whatever is due.

A task is only a wake-up and may be lost with a killed worker. So every few seconds one worker of the installation
looks through the rows (each room's `jobs.sweep`) and enqueues what is due. The lease that elects it only saves work:
claims on the rows are leases too, so a second sweep at the same time is harmless.
"""

import importlib
import importlib.util
import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from datetime import datetime
from types import ModuleType

from django.apps import apps
from django.core.cache import cache
from django.db import close_old_connections
from django.utils import timezone
from huey.api import Huey
from huey.consumer import Consumer

from boxholder import queues

logger = logging.getLogger("boxholder.worker")

SWEEP_SECONDS = float(os.environ.get("BOXHOLDER_SWEEP_SECONDS", "15"))
THREADS = {
    "money": int(os.environ.get("BOXHOLDER_MONEY_THREADS", "8")),
    "rest": int(os.environ.get("BOXHOLDER_REST_THREADS", "2")),
}
# How long running tasks may take to end once we are told to stop. What is cut off is taken up by the next sweep.
STOP_SECONDS = float(os.environ.get("BOXHOLDER_STOP_SECONDS", "25"))
LEASE = "worker:sweep"


class QueueConsumer(Consumer):
    def _set_signal_handlers(self) -> None:
        """The worker has them: two consumers share one process."""


class Worker:
    def __init__(self) -> None:
        self.stopping = threading.Event()
        self.jobs = rooms_with_jobs()
        self.consumers = [consumer_of(queue) for queue in (queues.money, queues.rest)]

    def run(self) -> None:
        """Until SIGTERM or SIGINT; then the tasks under way are ended, and no new one is begun."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        for consumer in self.consumers:
            consumer.start()
        logger.info("Working with %s; sweeping every %g s", THREADS, SWEEP_SECONDS)

        while not self.stopping.is_set():
            self.sweep()
            for consumer in self.consumers:
                consumer.check_worker_health()
            self.stopping.wait(SWEEP_SECONDS)

        self._end()

    def sweep(self) -> None:
        """One round over all rooms, whatever happens in one of them; a lost database is met anew the next time."""
        close_old_connections()
        try:
            if not take_the_lease():
                return
            for sweep in sweeps(self.jobs):
                self._sweep_room(sweep)
        except Exception:
            logger.exception("The sweep failed; the next one is in %g s", SWEEP_SECONDS)
        finally:
            close_old_connections()

    def _sweep_room(self, sweep: Callable[[datetime], None]) -> None:
        try:
            sweep(timezone.now())
        except Exception:
            logger.exception("The sweep of %s failed; the others go on", sweep.__module__)

    def _stop(self, number: int, frame) -> None:
        self.stopping.set()

    def _end(self) -> None:
        logger.info("Stopping: ending the tasks under way")
        for consumer in self.consumers:
            consumer.stop_flag.set()
        deadline = time.monotonic() + STOP_SECONDS
        for consumer in self.consumers:
            consumer.shutdown_timeout = max(0.0, deadline - time.monotonic())
            consumer.stop(graceful=True)


def rooms_with_jobs() -> list[ModuleType]:
    """Every room's `jobs.py`, loaded, so that its tasks are known."""
    names = [f"{room.name}.jobs" for room in apps.get_app_configs() if room.name.startswith("boxholder.")]
    return [importlib.import_module(name) for name in names if importlib.util.find_spec(name)]


def sweeps(jobs: list[ModuleType]) -> list[Callable[[datetime], None]]:
    return [room.sweep for room in jobs if hasattr(room, "sweep")]


def consumer_of(queue: Huey) -> Consumer:
    """Idle, it looks for a task at least twice a second; on PostgreSQL it is told."""
    queue.pre_execute("open")(_mind_the_connection)
    queue.post_execute("close")(_mind_the_connection)
    return QueueConsumer(
        queue, workers=THREADS[queue.name], periodic=False, initial_delay=0.05, max_delay=0.5, check_worker_health=True
    )


def _mind_the_connection(*task_and_outcome) -> None:
    """Around each task: a connection that is too old or was lost is closed, and the next query opens another."""
    close_old_connections()


def take_the_lease() -> bool:
    """Only one worker of the installation sweeps at a time; the cache lies in the database all of them share."""
    return cache.add(LEASE, f"{socket.gethostname()}:{os.getpid()}", timeout=SWEEP_SECONDS * 0.9)
