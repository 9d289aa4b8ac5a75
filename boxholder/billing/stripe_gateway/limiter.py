"""How fast one account may be asked: a token bucket per account and endpoint, in this process.

Stripe allows 100 requests/s in live and 25/s in test mode per account, and newer text says 25/s per endpoint
(docs.stripe.com/rate-limits). We start at 20/s per endpoint, rise slowly while no 429 comes, and halve when one does.
Other accounts are not slowed.
"""

import threading
import time
from dataclasses import dataclass, field

START, FLOOR, CEILING = 20.0, 1.0, 100.0


@dataclass
class Bucket:
    rate: float = START
    tokens: float = START
    filled_at: float = field(default_factory=time.monotonic)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self) -> float:
        """Take a token, going into debt where there is none; returns the seconds to wait before using it."""
        with self.lock:
            now = time.monotonic()
            self.tokens = min(self.rate, self.tokens + (now - self.filled_at) * self.rate)
            self.filled_at = now
            self.tokens -= 1
            return max(0.0, -self.tokens / self.rate)

    def faster(self) -> None:
        with self.lock:
            self.rate = min(CEILING, self.rate + 0.05)

    def slower(self) -> None:
        with self.lock:
            self.rate = max(FLOOR, self.rate / 2)
            self.tokens = min(self.tokens, 0.0)


_buckets: dict[tuple[int, str], Bucket] = {}


def bucket(account: int, endpoint: str) -> Bucket:
    return _buckets.setdefault((account, endpoint), Bucket())
