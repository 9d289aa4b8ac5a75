"""A whole installation with a database of its own: this process is its web site, `Worker` its worker, both real.

Time: nobody waits for the hours that the product waits. The test moves the moments in the rows into the past instead:
`leases_run_out` after a death, `time_passes` while something waits. The verbs under test are not touched.
"""

import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connections
from django.db.models import F
from django.db.utils import load_backend
from django.utils import timezone

from boxholder.billing.models import BillingRun, Payment
from tests.support.forks import AnyProcess
from tests.support.processes import Environment, stop

Status = Payment.Status


@contextmanager
def connected_to(database: dict) -> Iterator[None]:
    """In this process and thread, `default` is that database."""
    before = connections["default"]
    connection = load_backend(database["ENGINE"]).DatabaseWrapper(database, "default")
    connections["default"] = connection
    ContentType.objects.clear_cache()
    try:
        yield
    finally:
        connection.close()
        connections["default"] = before
        ContentType.objects.clear_cache()


class Template:
    """A migrated, empty database; a copy of it takes milliseconds."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.copies = 0
        self.database = self._database("template")
        self._sql('CREATE DATABASE "{NAME}"', self.database)
        with connected_to(self.database):
            call_command("migrate", interactive=False, verbosity=0)
            call_command("createcachetable")

    def copy(self) -> dict:
        self.copies += 1
        copy = self._database(f"copy-{self.copies}")
        if settings.DATABASE_URL:
            self._sql(f'CREATE DATABASE "{{NAME}}" TEMPLATE "{self.database["NAME"]}"', copy)
        else:
            shutil.copy(self.database["NAME"], copy["NAME"])
        return copy

    def drop(self, database: dict) -> None:
        self._sql('DROP DATABASE IF EXISTS "{NAME}" WITH (FORCE)', database)

    def _database(self, name: str) -> dict:
        own = {**connections.databases["default"], "TEST": {}}
        if settings.DATABASE_URL:
            return {**own, "NAME": f"faults-{os.getpid()}-{name}", "CONN_MAX_AGE": 0}
        folder = self.folder / name
        folder.mkdir(parents=True)
        return {**own, "NAME": str(folder / "boxholder.sqlite3")}

    def _sql(self, statement: str, database: dict) -> None:
        if settings.DATABASE_URL:
            with connected_to({**database, "NAME": "postgres"}), connections["default"].cursor() as cursor:
                cursor.execute(statement.format(**database))


class Installation:
    """Enter it as a context: then the ORM and the product's verbs speak to its database."""

    def __init__(self, database: dict, folder: Path, stripe: str):
        self.database, self.folder = database, folder
        self.variables = {
            "BOXHOLDER_SECRETS_KEYS": ",".join(settings.SECRETS_KEYS),
            "BOXHOLDER_SWEEP_SECONDS": "0.2",
            "STRIPE_SIMULATOR_URL": stripe,
        }
        if settings.DATABASE_URL:
            self.variables["DATABASE_URL"] = (
                urlsplit(settings.DATABASE_URL)._replace(path=f"/{database['NAME']}").geturl()
            )
        self.environment = Environment(folder, **self.variables)

    def another(self, **variables: str) -> Environment:
        """The environment of one more process of this installation."""
        return Environment(self.folder, **self.variables, **variables)


class Worker:
    """`boxholder worker`, started anew when it was killed. One money thread: what it does comes in one order."""

    def __init__(self, installation: Installation, **variables: str):
        self.installation = installation
        self.deaths: list[int] = []
        # What somebody does while it works; called again and again.
        self.meanwhile: Callable[[], object] = lambda: None
        self.process = self._start(**variables)

    def _start(self, **variables: str) -> AnyProcess:
        # Nobody delivers e-mail here: what is counted is what money does.
        threads = {"BOXHOLDER_MONEY_THREADS": "1", "BOXHOLDER_REST_THREADS": "0"}
        return self.installation.another(**{**threads, **variables}).start("worker")

    def work_until(self, settled: Callable[[], bool], *, seconds: float = 90) -> None:
        deadline = time.monotonic() + seconds
        while not (done := settled()) or self.process.poll() is not None:
            if self.process.poll() is not None:
                self.bury()
                if done:
                    return
            if time.monotonic() > deadline:
                pytest.fail(f"not settled after {seconds} s\n{self.log()[-4000:]}")
            time_passes()
            self.meanwhile()
            time.sleep(0.1)

    def bury(self) -> None:
        self.deaths.append(self.process.returncode)
        assert self.deaths == [-signal.SIGKILL], self.log()[-4000:]
        leases_run_out()
        self.process = self._start()

    def must_have_been_killed(self) -> None:
        """Once; the last commit of all may go unnoticed until now."""
        if not self.deaths:
            self.process.wait(10)
            self.bury()

    def log(self) -> str:
        return (self.installation.folder / "worker.log").read_text()

    def stop(self) -> None:
        stop(self.process)


def leases_run_out() -> None:
    """Their owner is dead: five minutes later anybody may claim what it had claimed, and take up its run."""
    Payment.objects.update(claimed_until=None)
    run = {"started_at": F("started_at") - timedelta(minutes=5), "claimed_until": None}
    BillingRun.objects.filter(started_at__isnull=False).update(**run)


def time_passes() -> None:
    """What waits for its next look gets it; what waits for a create to show up in the list has waited two hours."""
    now = timezone.now()
    waiting = Payment.objects.filter(status__in=[Status.NEW, Status.CREATED, *Payment.IN_FLIGHT], claimed_until=None)
    waiting.filter(status=Status.NEW, checks__gte=2, create_sent_at__gt=now - timedelta(hours=1)).update(
        create_sent_at=F("create_sent_at") - timedelta(hours=2)
    )
    waiting.filter(next_check_at__gt=now).update(next_check_at=now)


def all_is_settled() -> bool:
    """Every run is finished, and no payment waits for the worker."""
    return (
        BillingRun.objects.exists()
        and not BillingRun.objects.exclude(status=BillingRun.Status.FINISHED).exists()
        and not Payment.objects.filter(status__in=[Status.NEW, Status.CREATED, *Payment.IN_FLIGHT]).exists()
        and not Payment.objects.filter(claimed_until__isnull=False).exists()
    )
