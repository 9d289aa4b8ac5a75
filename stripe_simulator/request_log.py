"""What was asked and answered, for tests that must know how often the product called."""

from collections import deque


class RequestLog:
    def __init__(self, keep=20000):
        self.entries: deque[dict] = deque(maxlen=keep)
        self.n = 0

    def begin(self, **fields) -> dict:
        self.n += 1
        entry = {"n": self.n, "status": None, "replayed": False, "fault": None, **fields}
        self.entries.append(entry)
        return entry

    def after(self, n) -> list[dict]:
        return [entry for entry in self.entries if entry["n"] > n]
