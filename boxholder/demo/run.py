"""`make run`: the simulator, the web site and the worker as three processes, with a demo operator in them.

Everything lies in `var/demo`, also the simulator's ledger, so a second start carries on where the first one stopped.
"""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from boxholder.demo import words

ROOT = Path(__file__).resolve().parents[2]
STARTS_WITHIN = 60
STOPS_WITHIN = 30


class DemoCannotRun(Exception):
    """The sentence says what is in the way and what to do."""


@dataclass
class Demo:
    folder: Path
    port: int
    simulator_port: int

    @classmethod
    def from_environment(cls) -> "Demo":
        return cls(
            folder=Path(os.environ.get("BOXHOLDER_DATA", ROOT / "var" / "demo")).resolve(),
            port=int(os.environ.get("BOXHOLDER_PORT", "8000")),
            simulator_port=int(os.environ.get("STRIPE_SIMULATOR_PORT", "8090")),
        )

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def simulator_url(self) -> str:
        return f"http://127.0.0.1:{self.simulator_port}"

    @property
    def logs(self) -> Path:
        return self.folder / "log"

    @property
    def environment(self) -> dict[str, str]:
        # Always on its own SQLite: the demo's people must never land in a real database.
        inherited = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        return inherited | {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "BOXHOLDER_DATA": str(self.folder),
            "BOXHOLDER_URL": self.url,
            "BOXHOLDER_BIND": f"127.0.0.1:{self.port}",
            "BOXHOLDER_DEMO": "1",
            "BOXHOLDER_STATIC_UNHASHED": "1",
            "BOXHOLDER_SWEEP_SECONDS": os.environ.get("BOXHOLDER_SWEEP_SECONDS", "3"),
            "STRIPE_SIMULATOR_URL": self.simulator_url,
            "PYTHONUNBUFFERED": "1",
        }

    def log(self, name: str) -> Path:
        return self.logs / f"{name}.log"


def run() -> int:
    demo = Demo.from_environment()
    # A closed terminal and `kill` end it just like Ctrl-C; started in the background, Ctrl-C was switched off.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: signal.raise_signal(signal.SIGINT))
    try:
        with _processes() as children:
            _start_all(demo, children)
            print(words.welcome(demo), flush=True)
            _watch(demo, children)
    except KeyboardInterrupt:
        print("\nStopped. `make run` carries on from here; `make clean-demo` begins anew.")
    except DemoCannotRun as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    return 0


def _start_all(demo: Demo, children: dict[str, subprocess.Popen]) -> None:
    _check_ports(demo)
    demo.logs.mkdir(parents=True, exist_ok=True)

    _say("Preparing the database")
    _finish(demo, "migrate", "-m", "boxholder", "migrate")

    _say(f"Starting the Stripe simulator on port {demo.simulator_port}")
    data = str(demo.folder / "stripe-simulator")
    children["stripe-simulator"] = _start(
        demo, "stripe-simulator", "-m", "stripe_simulator", "--port", str(demo.simulator_port), "--data", data
    )
    _wait(demo, children, f"{demo.simulator_url}/_simulator/health")

    _say("Seeding the demo operator")
    _finish(demo, "seed", "-c", "import django; django.setup(); from boxholder.demo.harbor import seed; seed()")

    _say(f"Starting the web site on port {demo.port}, and the worker")
    children["worker"] = _start(demo, "worker", "-m", "boxholder", "worker")
    children["web"] = _start(demo, "web", "-m", "boxholder", "web")
    _wait(demo, children, f"{demo.url}/health/")


def _check_ports(demo: Demo) -> None:
    for port, variable in ((demo.port, "BOXHOLDER_PORT"), (demo.simulator_port, "STRIPE_SIMULATOR_PORT")):
        with socket.socket() as probe:
            # As the servers do: a port that is only winding down counts as free.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError as error:
                raise DemoCannotRun(
                    f"Port {port} is taken, perhaps by another `make run`. Stop that, or choose another port: "
                    f"{variable}={port + 1} make run"
                ) from error


def _finish(demo: Demo, name: str, *arguments: str) -> None:
    with demo.log(name).open("wb") as log:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=demo.environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if done.returncode:
        raise DemoCannotRun(_last_words(demo, name, "did not work"))


def _start(demo: Demo, name: str, *arguments: str) -> subprocess.Popen:
    """In a session of its own, so that Ctrl-C reaches us alone and we can end things in order."""
    with demo.log(name).open("ab") as log:
        return subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=demo.environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _wait(demo: Demo, children: dict[str, subprocess.Popen], url: str) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while not _answers(url):
        _check_alive(demo, children)
        if time.monotonic() > deadline:
            raise DemoCannotRun(f"{url} does not answer after {STARTS_WITHIN} seconds; see {demo.logs}.")
        time.sleep(0.1)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def _watch(demo: Demo, children: dict[str, subprocess.Popen]) -> None:
    while True:
        _check_alive(demo, children)
        time.sleep(0.5)


def _check_alive(demo: Demo, children: dict[str, subprocess.Popen]) -> None:
    for name, process in children.items():
        if process.poll() is not None:
            raise DemoCannotRun(_last_words(demo, name, "stopped by itself; so everything stops"))


def _last_words(demo: Demo, name: str, what: str) -> str:
    lines = demo.log(name).read_text(errors="replace").splitlines()[-15:]
    return "\n".join(
        [f"{name} {what}. Its last words, in full in {demo.log(name)}:", *(f"    {line}" for line in lines)]
    )


@contextmanager
def _processes() -> Iterator[dict[str, subprocess.Popen]]:
    """Whatever was started is stopped at the end, the last one first: the simulator outlives who talks to it."""
    children: dict[str, subprocess.Popen] = {}
    try:
        yield children
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl-C must not leave anything running
        for process in reversed(children.values()):
            _stop(process)


def _stop(process: subprocess.Popen) -> None:
    process.terminate()
    try:
        process.wait(STOPS_WITHIN)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _say(what: str) -> None:
    print(f"… {what}", flush=True)
