"""Real processes that need not import every library anew: half of what starting the product takes.

One process imports what the product stands on, none of the product itself, and waits. Each process asked for is a fork
of it that takes over its environment and files and then runs `-m module` or `-c code` from the first line, as a fresh
interpreter would. It has a number of its own, can be killed, and ends as it would have ended.

    process = forks.start(["-m", "boxholder", "worker"], environment, stdout=log, stderr=log)
"""

import contextlib
import gc
import importlib
import json
import os
import runpy
import select
import signal
import socket
import struct
import subprocess
import sys
import threading
import types
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).resolve().parents[2]
# Nothing here may read Django's settings: they are each process's own.
LIBRARIES = """
    PIL.ImageOps PIL.JpegImagePlugin babel.numbers cryptography.fernet csp.constants dj_database_url
    django.contrib.auth.hashers django.contrib.staticfiles.finders django.core.cache.backends.db
    django.core.management.commands.migrate django.db.backends.postgresql.base django.db.backends.sqlite3.base
    django.db.migrations.executor django.forms django.template.backends.django django.test.client django.views.generic
    huey.consumer numpy pillow_heif psycopg pypdfium2 rapidfuzz.distance rapidfuzz.process requests segno stripe
    whitenoise zxingcpp
""".split()
LENGTH = struct.Struct("!I")
STATUS = struct.Struct("!i")


class Process:
    """What tests ask of a `subprocess.Popen`."""

    def __init__(self, told: socket.socket, stdin: IO[str] | None, stdout: IO[str] | None):
        self.told = told
        self.stdin, self.stdout = stdin, stdout
        self.pid = STATUS.unpack(_exactly(told, STATUS.size))[0]
        self.returncode: int | None = None

    def poll(self) -> int | None:
        return self._look(0)

    def wait(self, timeout: float | None = None) -> int:
        code = self._look(timeout)
        if code is None:
            raise subprocess.TimeoutExpired(f"process {self.pid}", timeout or 0)
        return code

    def _look(self, timeout: float | None) -> int | None:
        if self.returncode is None and select.select([self.told], [], [], timeout)[0]:
            self.returncode = os.waitstatus_to_exitcode(STATUS.unpack(_exactly(self.told, STATUS.size))[0])
            self.told.close()
        return self.returncode

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


AnyProcess = Process | subprocess.Popen


class Stem:
    """The process that the others are forks of."""

    def __init__(self) -> None:
        self.one_at_a_time = threading.Lock()
        self.line, theirs = socket.socketpair()
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.support.forks", str(theirs.fileno())],
                cwd=ROOT,
                # A library's own threads would not be there after a fork.
                env={**os.environ, "PYTHONUNBUFFERED": "1", "OPENBLAS_NUM_THREADS": "1"},
                stdin=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
            )

    def fork(self, arguments: list[str], environment: dict[str, str], files: list[int], session: bool) -> socket.socket:
        told, theirs = socket.socketpair()
        with theirs:
            body = json.dumps({"arguments": arguments, "environment": environment, "session": session}).encode()
            with self.one_at_a_time:
                socket.send_fds(self.line, [LENGTH.pack(len(body))], [*files, theirs.fileno()])
                self.line.sendall(body)
        return told

    def end(self) -> None:
        self.line.close()
        self.process.wait()


_stem: Stem | None = None
_one_stem = threading.Lock()


def _the_stem() -> Stem:
    global _stem
    with _one_stem:
        _stem = _stem or Stem()
    return _stem


def start(
    arguments: list[str],
    environment: dict[str, str],
    *,
    stdin: int = subprocess.DEVNULL,
    stdout: Any = None,
    stderr: Any = None,
    start_new_session: bool = False,
) -> AnyProcess:
    """`python <arguments>` in the checkout's folder. PIPE, for the first two, is a pipe of text."""
    if not hasattr(os, "pidfd_open"):
        return subprocess.Popen(
            [sys.executable, *arguments], cwd=ROOT, env=environment, text=True,
            stdin=stdin, stdout=stdout, stderr=stderr, start_new_session=start_new_session,
        )  # fmt: skip
    with contextlib.ExitStack() as theirs:
        reads, writes = None, None
        if stdin == subprocess.PIPE:
            end, writes = os.pipe()
            given = theirs.enter_context(open(end, "rb"))
        else:
            given = theirs.enter_context(open(os.devnull, "rb"))
        if stdout == subprocess.PIPE:
            reads, end = os.pipe()
            stdout = theirs.enter_context(open(end, "wb"))
        files = [given.fileno(), stdout.fileno() if stdout else 1, stderr.fileno() if stderr else 2]
        told = _the_stem().fork(arguments, environment, files, start_new_session)
    return Process(
        told,
        open(writes, "w") if writes is not None else None,
        open(reads) if reads is not None else None,
    )


def end() -> None:
    global _stem
    if _stem:
        _stem.end()
        _stem = None


def _exactly(line: socket.socket, size: int) -> bytes:
    got = b""
    while len(got) < size:
        more = line.recv(size - len(got))
        if not more:
            raise EOFError
        got += more
    return got


# --- In the process that waits


def serve(line: socket.socket) -> list[str]:
    """Returns in each fork, with its arguments; never in the process that waits."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    children: dict[int, tuple[int, socket.socket]] = {}
    while True:
        for ready in select.select([line, *children], [], [])[0]:
            if ready is not line:
                _tell(*children.pop(ready))
                os.close(ready)
                continue
            length, files, *_ = socket.recv_fds(line, LENGTH.size, 4)
            if not length:
                sys.exit()
            asked = json.loads(_exactly(line, LENGTH.unpack(length)[0]))
            pid = os.fork()
            if not pid:
                _forget(line, children)
                _take_over(files, asked)
                return asked["arguments"]
            told = socket.socket(fileno=files.pop())
            told.sendall(STATUS.pack(pid))
            children[os.pidfd_open(pid)] = (pid, told)
            for file in files:
                os.close(file)


def _tell(pid: int, told: socket.socket) -> None:
    status = os.waitpid(pid, 0)[1]
    with told, contextlib.suppress(BrokenPipeError):
        told.sendall(STATUS.pack(status))


def _forget(line: socket.socket, children: dict[int, tuple[int, socket.socket]]) -> None:
    line.close()
    for ended, (_, told) in children.items():
        os.close(ended)
        told.close()


def _take_over(files: list[int], asked: dict) -> None:
    for number, file in enumerate(files[:3]):
        os.dup2(file, number)
    for file in files:
        os.close(file)
    os.environ.clear()
    os.environ.update(asked["environment"])
    if asked["session"]:
        os.setsid()
    signal.signal(signal.SIGINT, signal.default_int_handler)


def become(arguments: list[str]) -> None:
    option, what, *rest = arguments
    if option == "-m":
        sys.argv = [what, *rest]
        runpy.run_module(what, run_name="__main__", alter_sys=True)
    else:
        sys.argv = ["-c", *rest]
        main = sys.modules["__main__"] = types.ModuleType("__main__")
        exec(what, main.__dict__)


if __name__ == "__main__":
    for library in LIBRARIES:
        importlib.import_module(library)
    gc.freeze()
    become(serve(socket.socket(fileno=int(sys.argv[1]))))
