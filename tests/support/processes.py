"""The product as real processes, with a data folder of their own."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import requests

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
        done = subprocess.run(
            [sys.executable, "-m", "boxholder", *command], cwd=ROOT, env=self.variables, capture_output=True, text=True
        )
        assert done.returncode == 0, f"boxholder {' '.join(command)} failed:\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def shell(self, code: str) -> str:
        """Python with Django set up. Returns what it printed, less the last line break."""
        prepared = f"import django; django.setup(); {code}"
        done = subprocess.run(
            [sys.executable, "-c", prepared], cwd=ROOT, env=self.variables, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.rstrip("\n")

    def console(self) -> subprocess.Popen[str]:
        """Python with Django set up, running on; see tests/support/console.py."""
        return subprocess.Popen(
            [sys.executable, "-m", "tests.support.console"],
            cwd=ROOT,
            env=self.variables,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def start(self, *command: str) -> subprocess.Popen:
        """`boxholder <command>`, running on; its words go to `<folder>/<command>.log`."""
        with (self.folder / f"{command[0]}.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "boxholder", *command],
                cwd=ROOT,
                env=self.variables,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )


def stop(process: subprocess.Popen) -> None:
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
