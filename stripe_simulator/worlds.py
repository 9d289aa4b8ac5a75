"""Objects in memory: one world per account and mode, with the indexes its lists need.

Every object carries `_seq`, its place in the world's history; `created` never falls along it, so both cursors and
`created` filters are binary searches. Names that begin with an underscore are ours and never leave in an answer.
"""

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict

# Which fields of which objects a list can be asked for. [SDK: CustomerListParams, ChargeListParams, …]
INDEXED = {
    "customer": ("email",),
    "payment_method": ("customer",),
    "payment_intent": ("customer",),
    "setup_intent": ("customer", "payment_method"),
    "charge": ("customer", "payment_intent"),
    "refund": ("charge", "payment_intent"),
}


class World:
    def __init__(self, account, mode):
        self.account, self.mode = account, mode
        self.objects, self.by_seq = {}, {}
        self.ledgers = defaultdict(list)  # (type, field, value) -> sorted seqs
        self.dirty = {}
        self.last_seq = 0

    @property
    def livemode(self) -> bool:
        return self.mode == "live"

    def add(self, obj) -> dict:
        self.last_seq += 1
        obj["_seq"] = self.last_seq
        self._remember(obj)
        self.dirty[obj["id"]] = obj
        return obj

    def load(self, obj):
        self.last_seq = max(self.last_seq, obj["_seq"])
        self._remember(obj)

    def get(self, id, type=None) -> dict | None:
        obj = self.objects.get(id)
        return obj if obj is not None and type in (None, obj["object"]) else None

    def update(self, obj, **fields) -> dict:
        """Change fields, indexes with them. Every write to an object goes through here (or `touch`)."""
        for name in INDEXED.get(obj["object"], ()):
            if name in fields and fields[name] != obj[name]:
                self._unindex(obj, name, obj[name])
                self._index(obj, name, fields[name])
        obj.update(fields)
        self.dirty[obj["id"]] = obj
        return obj

    def forget_in_lists(self, obj):
        """A deleted customer is still retrieved, but no longer listed."""
        self._unindex(obj, "", "")
        for name in INDEXED.get(obj["object"], ()):
            self._unindex(obj, name, obj.get(name))

    def ledger(self, type, field="", value="") -> list[int]:
        return self.ledgers.get((type, field, value), [])

    def list(self, type, **filters) -> list[int]:
        """Seqs of the objects of `type` for which the given indexed fields have these values, oldest first."""
        given = [self.ledger(type, name, value) for name, value in filters.items() if value is not None]
        if not given:
            return self.ledger(type)
        shortest, *others = sorted(given, key=len)
        return [seq for seq in shortest if all(_holds(other, seq) for other in others)] if others else shortest

    def between(self, seqs, *, gt=None, gte=None, lt=None, lte=None) -> tuple[int, int]:
        """The slice of `seqs` whose `created` lies within the bounds."""
        low, high = 0, len(seqs)
        for bound, side in ((gte, bisect_left), (gt, bisect_right)):
            if bound is not None:
                low = max(low, side(seqs, bound, key=self._created))
        for bound, side in ((lt, bisect_left), (lte, bisect_right)):
            if bound is not None:
                high = min(high, side(seqs, bound, key=self._created))
        return low, high

    def _created(self, seq) -> int:
        return self.by_seq[seq]["created"]

    def _remember(self, obj):
        self.objects[obj["id"]] = self.by_seq[obj["_seq"]] = obj
        if obj.get("deleted"):
            return
        self._index(obj, "", "")
        for name in INDEXED.get(obj["object"], ()):
            self._index(obj, name, obj[name])

    def _index(self, obj, field, value):
        if value is not None:
            insort(self.ledgers[obj["object"], field, value], obj["_seq"])

    def _unindex(self, obj, field, value):
        seqs = self.ledger(obj["object"], field, value)
        at = bisect_left(seqs, obj["_seq"])
        if at < len(seqs) and seqs[at] == obj["_seq"]:
            del seqs[at]


def _holds(seqs, seq) -> bool:
    at = bisect_left(seqs, seq)
    return at < len(seqs) and seqs[at] == seq
