"""Faults on demand: rules that strike the nth matching request. The kinds are told in README.md."""

from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from itertools import count

KINDS = ("latency", "429", "lock_timeout", "500", "drop", "hang", "garbage", "revoke_key", "kill")
MOMENTS = ("before", "after", "during", "before_answer", "after_answer")
OPTIONS = ("seconds", "status", "reason", "stored", "should_retry", "body", "how", "pid", "signal")


@dataclass
class Fault:
    kind: str
    method: str = "*"
    path: str = "*"
    when: str = "before"
    nth: int = 1
    count: int = 1
    account: str = "*"
    idempotency_key: str = "*"
    params: dict = field(default_factory=dict)
    options: dict = field(default_factory=dict)
    id: int = 0
    seen: int = 0
    fired: int = 0

    def __post_init__(self):
        self.kind = str(self.kind)
        if self.kind not in KINDS or self.when not in MOMENTS:
            raise ValueError(f"A fault's kind is one of {KINDS}, its moment one of {MOMENTS}.")
        if self.kind == "kill" and int(self.options.get("pid", 0)) <= 1:
            raise ValueError("A kill needs the pid of a process.")

    def matches(self, exchange) -> bool:
        return (
            fnmatchcase(exchange.method, self.method)
            and fnmatchcase(exchange.path, self.path)
            and fnmatchcase(exchange.account or "", self.account)
            and fnmatchcase(exchange.idempotency_key or "", self.idempotency_key)
            and all(exchange.params.get(name) == str(value) for name, value in self.params.items())
        )

    def is_due(self) -> bool:
        return self.seen >= self.nth and (self.count == 0 or self.fired < self.count)

    def is_at(self, when) -> bool:
        return self.when == when


class Faults:
    def __init__(self):
        self.rules, self.numbers = [], count(1)

    def add(self, given) -> Fault:
        options = {name: given[name] for name in OPTIONS if name in given}
        fields = {name: value for name, value in given.items() if name not in OPTIONS}
        fault = Fault(**fields, options=options, id=next(self.numbers))
        self.rules.append(fault)
        return fault

    def clear(self):
        self.rules.clear()

    def strike(self, exchange) -> Fault | None:
        """Every matching rule counts the request; the first that is due strikes."""
        due = None
        for rule in self.rules:
            if rule.matches(exchange):
                rule.seen += 1
                if due is None and rule.is_due():
                    due = rule
        if due:
            due.fired += 1
        return due
