"""Run the tiers named, and say at the end what became of each.

    python -m tests.tiers sqlite postgresql journeys

The small ones run one after the other, and the tests on SQLite; beside them, from the first moment on, the other ones
that take minutes: a browser and a database server wait as much as they work.
A tier left out on purpose (`BOXHOLDER_SKIP=journeys make test`) is said aloud; one that could not be run has failed.
"""

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from tests.support import chromium

Command = list[str]
ROOT = Path(__file__).resolve().parents[1]
PYTHON = sys.executable
PYTEST = [PYTHON, "-m", "pytest", "-q"]


def in_parallel(processes: int) -> list[str]:
    """Whoever is done takes from the other what is left."""
    return ["-n", os.environ.get("BOXHOLDER_TEST_PROCESSES", str(processes)), "--dist", "worksteal"]


ON_POSTGRES = [PYTHON, "-m", "tests.on_postgres"]
# What does not touch the database, always runs on its own SQLite, or asks who may not open a page, needs no second run
# on PostgreSQL.
NO_DATABASE = [
    "architecture",
    "backup",
    "bench",
    "demo",
    "mail/recognition",
    "stripe_simulator",
    "test_forks.py",
    "test_tiers.py",
    "web",
]
REFUSED = ["another_operators", "every_address", "strangers", "who_shares"]
WITHOUT_DATABASE = [
    *[f"--ignore=tests/{where}" for where in NO_DATABASE],
    *[f"--deselect=tests/test_url_walk.py::test_{who}" for who in REFUSED],
]
# The walk opens every page on PostgreSQL, by every method; what pages ask of the rooms, the rooms' tests try there.
# What a page says in each case, `make deep` tries on PostgreSQL; so too what is slow to lay out there.
PAGES = [
    "tests/operator_site/settings",
    "tests/operator_site/test_*.py",
    "tests/operator_site/mail/pieces",
    "tests/operator_site/mail/test_ten_thousand.py",
    "tests/renter_site",
]
WITHOUT_PAGES = [f"--ignore-glob={where}" for where in PAGES]
# Only these need to be read for it.
JOURNEYS = [
    "tests/demo/test_run.py",
    "tests/journeys",
    "tests/stripe_simulator/test_browser.py",
    "tests/web/test_browser_specimen.py",
]


@dataclass
class Tier:
    what: str
    commands: list[Command]
    prepare: Callable[[], object] = lambda: None
    # It takes long, or waits as much as it works, so it begins at once.
    beside: bool = False


@dataclass
class Outcome:
    result: str = "SKIPPED"
    took: float = 0
    # By the processor for all that was started: how long a tier takes where nothing else runs.
    worked: float = 0


def tool(name: str, *arguments: str) -> Command:
    return [os.path.join(os.path.dirname(PYTHON), name), *arguments]


TIERS = {
    "lint": Tier("ruff", [tool("ruff", "check", "."), tool("ruff", "format", "--check", ".")]),
    "types": Tier("mypy", [tool("mypy")], beside=True),
    "walls": Tier("import contracts", [tool("lint-imports")]),
    "migrations": Tier("every one is written", [[PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"]]),
    # The longest, and it waits for the disk: one more than the others have.
    "sqlite": Tier("tests on SQLite", [[*PYTEST, *in_parallel(3)]]),
    "postgresql": Tier(
        "tests on PostgreSQL",
        [[*ON_POSTGRES, *PYTEST, *in_parallel(2), *WITHOUT_DATABASE, *WITHOUT_PAGES]],
        beside=True,
    ),
    "journeys": Tier(
        "browser journeys",
        [[*PYTEST, *in_parallel(2), "-m", "journey and not deep", *JOURNEYS]],
        prepare=chromium.get,
        beside=True,
    ),
    "deep-sqlite": Tier("long proofs on SQLite", [[*PYTEST, "-m", "deep"]], prepare=chromium.get),
    "deep-postgresql": Tier(
        "long proofs on PostgreSQL",
        [
            [*ON_POSTGRES, *PYTEST, "-m", "deep", *WITHOUT_DATABASE],
            [*ON_POSTGRES, *PYTEST, *in_parallel(2), "tests/operator_site", "tests/renter_site"],
        ],
    ),
}


class Beside:
    """A tier that runs meanwhile; what it says is kept until the end."""

    def __init__(self, name: str):
        self.name = name
        self.thread = threading.Thread(target=self._run)
        self.thread.start()

    def _run(self) -> None:
        with tempfile.TemporaryFile("w+", errors="replace") as to:
            self.outcome = run(self.name, to)
            to.seek(0)
            self.said = to.read()

    def end(self) -> Outcome:
        self.thread.join()
        print(self.said, end="", flush=True)
        return self.outcome


def main(names: list[str]) -> int:
    left_out = set(os.environ.get("BOXHOLDER_SKIP", "").split(","))
    outcomes = {name: Outcome() for name in names}
    to_run = [name for name in names if name not in left_out]
    beside = [Beside(name) for name in to_run if TIERS[name].beside and len(to_run) > 1]
    for name in to_run:
        if name not in [tier.name for tier in beside]:
            outcomes[name] = run(name, sys.stdout)
    for tier in beside:
        outcomes[tier.name] = tier.end()

    print("\n──── Summary", flush=True)
    for name, it in outcomes.items():
        print(f"{it.result:8} {name:16} {TIERS[name].what:28} {it.took:5.0f} s, the processor worked {it.worked:.0f} s")
    return int(any(it.result == "FAILED" for it in outcomes.values()))


def run(name: str, to: TextIO) -> Outcome:
    tier, began = TIERS[name], time.monotonic()
    print(f"\n──── {name}: {tier.what}", file=to, flush=True)
    try:
        tier.prepare()
    except chromium.Unobtainable as error:
        print(error, file=to, flush=True)
        return Outcome("FAILED")
    # All commands of a tier run, so that one look shows everything that is wrong.
    codes, worked = zip(*[carry_out(command, to) for command in tier.commands], strict=True)
    for number in {-code for code in codes if code < 0}:
        print(f"\nIt did not end by itself: {signal.Signals(number).name} ended it.", file=to, flush=True)
    return Outcome(result_of(name, codes, to), time.monotonic() - began, sum(worked))


def carry_out(command: Command, to: TextIO) -> tuple[int, float]:
    """Its exit code, and the seconds that the processor worked for it and all it had started."""
    output = {} if to is sys.stdout else {"stdout": to, "stderr": to}
    process = subprocess.Popen(command, **output)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, used.ru_utime + used.ru_stime


def result_of(name: str, codes: tuple[int, ...], to: TextIO) -> str:
    # 5: pytest had nothing to run.
    if set(codes) == {5} and name.startswith("deep"):
        print("There are no such proofs yet.", file=to)
        return "NONE"
    return "FAILED" if any(codes) else "passed"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
