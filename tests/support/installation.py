"""A whole installation with a database of its own: this process is its web site, `Worker` its worker, both real.

Time: nobody waits for the hours that the product waits. The test moves the moments in the rows into the past instead:
`leases_run_out` after a death, `time_passes` while something waits. The verbs under test are not touched.
"""

import signal
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db.models import F
from django.utils import timezone

from boxholder.billing.models import BillingRun, Payment
from tests.support.forks import AnyProcess
from tests.support.processes import Environment, stop

Status = Payment.Status


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
