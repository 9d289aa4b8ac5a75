"""Everything one simulator holds, and how it comes back after a restart."""

from .accounts import Accounts
from .clock import Clock
from .faults import Faults
from .idempotency import Idempotency
from .rate_limit import RateLimit
from .request_log import RequestLog
from .rules import Rules
from .storage import Memory, Storage
from .worlds import World


class Simulator:
    def __init__(self, folder=None):
        self.storage = Storage(folder) if folder else Memory()
        self.rules = Rules()
        self._begin()
        self._load()

    def _begin(self):
        self.worlds = {}
        self.clock = Clock()
        self.accounts = Accounts(self._persist)
        self.idempotency = Idempotency(self.clock)
        self.faults, self.log, self.rate_limit = Faults(), RequestLog(), RateLimit()

    def reset(self):
        self.storage.clear()
        self.rules.reset()
        self._begin()

    def world(self, account, mode) -> World:
        if (account, mode) not in self.worlds:
            self.worlds[account, mode] = World(account, mode)
        return self.worlds[account, mode]

    def find(self, id):
        """The world that holds this object, whoever asks, and the object."""
        for world in self.worlds.values():
            if obj := world.get(id):
                return world, obj
        return None, None

    def commit(self, idempotent=None):
        """Write what this request changed, together with its idempotent result, before it is answered."""
        rows = [idempotent] if idempotent else []
        for world in self.worlds.values():
            if world.dirty:
                rows += [("object", id, _with_world(world, obj)) for id, obj in world.dirty.items()]
                world.dirty = {}
        if rows:
            self.storage.save(rows)

    def advance_clock(self, seconds) -> int:
        now = self.clock.advance(seconds)
        self._persist("clock", "clock", {"offset": self.clock.offset})
        self.storage.forget("idempotency", self.idempotency.prune())
        return now

    def _persist(self, kind, id, row):
        self.storage.save([(kind, id, row)])

    def _load(self):
        for row in self.storage.load("clock"):
            self.clock.offset = row["offset"]
        for kind in ("account", "key"):
            for row in self.storage.load(kind):
                self.accounts.load(kind, row)
        for row in self.storage.load("object"):
            self.world(row.pop("_account"), row.pop("_mode")).load(row)
        for row in self.storage.load("idempotency"):
            self.idempotency.load(row)


def _with_world(world, obj) -> dict:
    return obj | {"_account": world.account, "_mode": world.mode}
