"""The reader's process as the worker has it: started when there is something to read, gone when there is not."""

import json
import subprocess
import sys
import threading

from django.conf import settings

from boxholder.mail.recognition import LabelText
from boxholder.mail.recognition.__main__ import LENGTH

# Loading what it reads with takes some seconds, and it needs half a gigabyte: it waits a while for the next picture.
IDLE_SECONDS = 300
# Whoever takes longer is stuck.
LIMIT_SECONDS = 120


class BrokenPicture(Exception):
    """It cannot be decoded; trying again would not help."""


class ReaderDied(Exception):
    """It crashed over this picture, or was stuck and had to be ended. The next call starts another."""


class Reader:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.process: subprocess.Popen[bytes] | None = None
        self.idle: threading.Timer | None = None

    def read(self, data: bytes) -> LabelText:
        """Of a JPEG or PNG. Raises BrokenPicture, ReaderDied."""
        with self.lock:
            answer = self._ask(self._started(), data)
        if not answer:
            raise ReaderDied
        told = json.loads(answer)
        if "broken" in told:
            raise BrokenPicture(told["broken"])
        return LabelText.from_json(told["label"])

    def rest(self) -> None:
        """Ends the process; the next picture starts another."""
        with self.lock:
            self._end()

    def _started(self) -> "subprocess.Popen[bytes]":
        if self.idle:
            self.idle.cancel()
        if self.process is None or self.process.poll() is not None:
            command = [sys.executable, "-m", "boxholder.mail.recognition"]
            self.process = subprocess.Popen(
                command, cwd=settings.BASE_DIR, stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
        return self.process

    def _ask(self, process: "subprocess.Popen[bytes]", data: bytes) -> bytes:
        limit = _timer(LIMIT_SECONDS, process.kill)
        try:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(LENGTH.pack(len(data)) + data)
            process.stdin.flush()
            answer = process.stdout.readline()
        except BrokenPipeError:
            answer = b""
        finally:
            limit.cancel()
        self.idle = _timer(IDLE_SECONDS, self.rest)
        if not answer:
            self._end()
        return answer

    def _end(self) -> None:
        if self.process is None:
            return
        self.process.kill()
        self.process.communicate()
        self.process = None


def _timer(seconds: float, act) -> threading.Timer:
    timer = threading.Timer(seconds, act)
    timer.daemon = True
    timer.start()
    return timer
