"""Run the tiers named, one after the other, and say at the end what became of each.

    python -m tests.tiers sqlite postgresql journeys

A tier left out on purpose (`BOXHOLDER_SKIP=journeys make test`) is said aloud; one that could not be run has failed.
"""

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.support import chromium

Command = list[str]
ROOT = Path(__file__).resolve().parents[1]
PYTHON = sys.executable
PYTEST = [PYTHON, "-m", "pytest", "-q"]
IN_PARALLEL = ["-n", os.environ.get("BOXHOLDER_TEST_PROCESSES", "2")]
ON_POSTGRES = [PYTHON, "-m", "tests.on_postgres"]
# What does not touch the database, always runs on its own SQLite, or asks who may open which page, needs no second run
# on PostgreSQL.
NO_DATABASE = [
    "architecture",
    "backup",
    "bench",
    "demo",
    "mail/recognition",
    "stripe_simulator",
    "test_url_walk.py",
    "web",
]
WITHOUT_DATABASE = [f"--ignore=tests/{folder}" for folder in NO_DATABASE]


@dataclass
class Tier:
    what: str
    commands: list[Command]
    prepare: Callable[[], object] = lambda: None


def tool(name: str, *arguments: str) -> Command:
    return [os.path.join(os.path.dirname(PYTHON), name), *arguments]


TIERS = {
    "lint": Tier("ruff", [tool("ruff", "check", "."), tool("ruff", "format", "--check", ".")]),
    "types": Tier("mypy", [tool("mypy")]),
    "walls": Tier("import contracts", [tool("lint-imports")]),
    "migrations": Tier("every one is written", [[PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"]]),
    "sqlite": Tier("tests on SQLite", [[*PYTEST, *IN_PARALLEL]]),
    "postgresql": Tier("tests on PostgreSQL", [[*ON_POSTGRES, *PYTEST, *IN_PARALLEL, *WITHOUT_DATABASE]]),
    "journeys": Tier("browser journeys", [[*PYTEST, *IN_PARALLEL, "-m", "journey and not deep"]], prepare=chromium.get),
    "deep-sqlite": Tier("long proofs on SQLite", [[*PYTEST, "-m", "deep"]], prepare=chromium.get),
    "deep-postgresql": Tier("long proofs on PostgreSQL", [[*ON_POSTGRES, *PYTEST, "-m", "deep", *WITHOUT_DATABASE]]),
}


def main(names: list[str]) -> int:
    left_out = set(os.environ.get("BOXHOLDER_SKIP", "").split(","))
    results = {}
    for name in names:
        began, busy = time.monotonic(), processor_seconds()
        result = "SKIPPED" if name in left_out else run(name, TIERS[name])
        results[name] = (result, time.monotonic() - began, processor_seconds() - busy)

    print("\n──── Summary", flush=True)
    for name, (result, took, worked) in results.items():
        print(f"{result:8} {name:16} {TIERS[name].what:28} {took:5.0f} s, the processor worked {worked:.0f} s")
    return int(any(result == "FAILED" for result, *_ in results.values()))


def processor_seconds() -> float:
    """Of all that was started and has ended: how long a tier takes where nothing else runs."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def run(name: str, tier: Tier) -> str:
    print(f"\n──── {name}: {tier.what}", flush=True)
    try:
        tier.prepare()
    except chromium.Unobtainable as error:
        print(error, flush=True)
        return "FAILED"
    # All commands of a tier run, so that one look shows everything that is wrong. 5: pytest had nothing to run.
    codes = [subprocess.run(command, check=False).returncode for command in tier.commands]
    for number in {-code for code in codes if code < 0}:
        print(f"\nIt did not end by itself: {signal.Signals(number).name} ended it.", flush=True)
    if any(code == 5 for code in codes) and name.startswith("deep"):
        print("There are no such proofs yet.")
        return "NONE"
    return "FAILED" if any(codes) else "passed"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
