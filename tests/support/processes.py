"""The product as real processes, with a data folder of their own."""

import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import requests

from tests.support import forks
from tests.support.forks import AnyProcess

ROOT = Path(__file__).resolve().parents[2]


class Environment:
    """An installation on SQLite in `folder`; keywords are further environment variables."""

    def __init__(self, folder: Path, **variables: str):
        self.folder = folder
        self.variables = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("BOXHOLDER_", "STRIPE_", "DATABASE_URL"))},
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "BOXHOLDER_DATA": str(folder),
            "BOXHOLDER_STATIC_UNHASHED": "1",
            "PYTHONUNBUFFERED": "1",
            **variables,
        }

    def run(self, *command: str) -> str:
        """`boxholder <command>`, to its end. Returns what it printed."""
        done = self.attempt(*command)
        assert done.returncode == 0, f"boxholder {' '.join(command)} failed:\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def attempt(self, *command: str) -> subprocess.CompletedProcess[str]:
        """`boxholder <command>`, to its end, whichever it is."""
        return self._to_its_end(["-m", "boxholder", *command])

    def shell(self, code: str) -> str:
        """Python with Django set up. Returns what it printed, less the last line break."""
        done = self._to_its_end(["-c", f"import django; django.setup(); {code}"])
        assert done.returncode == 0, done.stderr
        return done.stdout.rstrip("\n")

    def _to_its_end(self, arguments: list[str]) -> subprocess.CompletedProcess[str]:
        with tempfile.TemporaryFile("w+") as stdout, tempfile.TemporaryFile("w+") as stderr:
            code = forks.start(arguments, self.variables, stdout=stdout, stderr=stderr).wait()
            said = [file.seek(0) or file.read() for file in (stdout, stderr)]
        return subprocess.CompletedProcess(arguments, code, *said)

    def talk(self, module: str) -> AnyProcess:
        """This module, running on: a line in, a line out."""
        return forks.start(["-m", module], self.variables, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def start(self, *command: str) -> AnyProcess:
        """`boxholder <command>`, running on; its words go to `<folder>/<command>.log`."""
        with (self.folder / f"{command[0]}.log").open("ab") as log:
            return forks.start(
                ["-m", "boxholder", *command], self.variables, stdout=log, stderr=log, start_new_session=True
            )


def stop(process: AnyProcess) -> None:
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(ask: Callable[[], Any], *, seconds: float = 10) -> Any:
    """The first answer that is true; the last one when time is up."""
    deadline = time.monotonic() + seconds
    while not (answer := ask()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return answer


def answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=2).status_code < 500
    except requests.ConnectionError:
        return False
