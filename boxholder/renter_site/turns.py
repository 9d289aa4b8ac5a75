"""Long downloads take turns: each holds a thread of the web server for as long as it lasts.

So a person has one at a time, and the installation a few. A turn is a lease in the shared cache, renewed while bytes
flow: one whose process died, or whose reader went away, is free again a little later.
"""

import secrets
import time
from collections.abc import Iterator

from django.core.cache import cache

PLACES = 2
LEASE = 60  # seconds
RENEW = 15


class TakesPart(Exception):
    """This person's download is running already."""


class NoPlace(Exception):
    """Others are downloading; in a while there is a place again."""


class Turn:
    def __init__(self, user) -> None:
        """Raises TakesPart, NoPlace."""
        self.token = secrets.token_hex(8)
        self.keys: list[str] = []
        if not self._take(f"archive:user:{user.pk}"):
            raise TakesPart
        if not any(self._take(f"archive:place:{n}") for n in range(PLACES)):
            self.end()
            raise NoPlace
        self.renewed = time.monotonic()

    def last_while(self, blocks: Iterator[bytes]) -> Iterator[bytes]:
        """Hands the blocks on; the turn ends with them."""
        try:
            for block in blocks:
                self._renew()
                yield block
        finally:
            self.end()

    def end(self) -> None:
        # Not one that ran out and is somebody else's by now.
        cache.delete_many([key for key in self.keys if cache.get(key) == self.token])

    def _take(self, key: str) -> bool:
        taken = cache.add(key, self.token, LEASE)
        if taken:
            self.keys.append(key)
        return taken

    def _renew(self) -> None:
        if time.monotonic() - self.renewed > RENEW:
            self.renewed = time.monotonic()
            for key in self.keys:
                cache.touch(key, LEASE)
