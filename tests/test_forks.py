"""Whoever is forked is a process like one that was started: its own number, words, environment, threads and end."""

import os
import signal
import subprocess
import tempfile
import threading

import pytest

from tests.support import forks
from tests.support.processes import wait_until

pytestmark = pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="nothing is forked where Python has no pidfd")
ENVIRONMENT = {"PATH": os.environ["PATH"], "WHO": "Rosa"}


def run(code: str) -> tuple[int, str]:
    with tempfile.TemporaryFile("w+") as said:
        ended = forks.start(["-c", code], ENVIRONMENT, stdout=said, stderr=said).wait(60)
        said.seek(0)
        return ended, said.read()


@pytest.mark.parametrize(
    ("code", "ended", "said"),
    [
        ("print('done')", 0, "done\n"),
        ("import sys; sys.exit('That is not there.')", 1, "That is not there.\n"),
        ("import sys; sys.exit(3)", 3, ""),
        ("raise SystemExit", 0, ""),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", -signal.SIGKILL, ""),
        # The interpreter ends as ever: threads are waited for, and what was to be done at the exit is done.
        ("import threading, time; threading.Timer(0.1, print, ['late']).start()", 0, "late\n"),
        ("import atexit; atexit.register(print, 'at last')", 0, "at last\n"),
        ("import sys; print(__name__, sys.argv)", 0, "__main__ ['-c']\n"),
    ],
)
def test_it_ends_as_it_would_have_ended(code, ended, said):
    assert run(code) == (ended, said)


def test_what_nobody_caught_is_told():
    ended, said = run("{}['nothing']")

    assert ended == 1
    assert "KeyError: 'nothing'" in said


def test_its_environment_is_its_own():
    assert run("import os; print(dict(os.environ))") == (0, f"{ENVIRONMENT}\n")


def test_no_two_draw_the_same_lot():
    draw = "import random, uuid; print(random.random(), uuid.uuid4())"

    assert run(draw)[1] != run(draw)[1]


def test_nothing_of_the_product_and_no_settings_come_along():
    code = "import sys; from django.conf import settings; print(settings.configured, *sys.modules)"

    configured, *modules = run(code)[1].split()

    assert configured == "False"
    assert [module for module in modules if module.split(".")[0] in ("boxholder", "config")] == []


def test_it_begins_with_one_thread_and_no_files_of_others():
    talking = forks.start(["-c", "input()"], ENVIRONMENT, stdin=subprocess.PIPE)
    look = "import os; print(len(os.listdir('/proc/self/task')), sorted(map(int, os.listdir('/proc/self/fd')))[:-1])"

    said = run(look)[1]
    talking.kill()
    talking.wait()

    assert said == "1 [0, 1, 2]\n"


def test_what_is_said_to_it_comes_back_line_by_line():
    code = "while True: print(input().upper())"
    process = forks.start(["-c", code], ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    for word in ("scan", "shred"):
        process.stdin.write(f"{word}\n")
        process.stdin.flush()
        assert process.stdout.readline() == f"{word.upper()}\n"

    process.kill()
    assert process.wait(60) == -signal.SIGKILL
    assert process.stdout.readline() == ""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_a_signal_reaches_it(number):
    process = forks.start(["-c", "print('up'); import time; time.sleep(60)"], ENVIRONMENT, stdout=subprocess.PIPE)
    assert process.stdout.readline() == "up\n"
    assert process.poll() is None
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(0.01)

    process.send_signal(number)

    # An interrupted Python says so and ends by the same signal.
    assert process.wait(60) == -number
    process.kill()  # nobody is there any more


def test_asked_for_by_two_threads_at_once_each_gets_its_own():
    ended: dict[int, int] = {}

    def ask(code: int) -> None:
        ended[code] = forks.start(["-c", f"raise SystemExit({code})"], ENVIRONMENT).wait(60)

    threads = [threading.Thread(target=ask, args=[code]) for code in range(8)]
    for thread in threads:
        thread.start()

    assert wait_until(lambda: len(ended) == 8, seconds=60)
    assert ended == {code: code for code in range(8)}
