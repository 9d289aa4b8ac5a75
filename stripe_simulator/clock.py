"""The simulator's clock: real time plus what a test has added. It never runs backwards."""

import time


class Clock:
    def __init__(self, offset=0):
        self.offset = offset

    def now(self) -> int:
        return int(time.time() + self.offset)

    def advance(self, seconds) -> int:
        if seconds < 0:
            raise ValueError("The clock only goes forward.")
        self.offset += seconds
        return self.now()
