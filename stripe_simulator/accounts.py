"""Accounts and their API keys.

A key is `<kind>_<mode>_5` + the account id without `acct_` + random, as seen in published examples: sixteen
characters are the same in account and keys. The built-in keys are derived, not written down: the same everywhere, and
no secret scanner trips.
"""

import hashlib
from dataclasses import asdict, dataclass, field

from .ids import ALPHANUMERIC, characters, new_account_id

DEMO, STRANGER = "acct_1HarborMailDemo1", "acct_1OtherAccountXY2"
MODES = ("test", "live")
PREFIXES = {"publishable": "pk", "restricted": "rk", "secret": "sk"}
RESOURCES = ("charge", "customer", "payment_method", "payment_intent", "setup_intent", "source", "token")
SEVEN = tuple(f"rak_{resource}_write" for resource in RESOURCES)
WITHOUT_PAYMENT_INTENTS = tuple(slug for slug in SEVEN if slug != "rak_payment_intent_write")


@dataclass
class Key:
    secret: str
    account: str
    mode: str
    kind: str
    name: str
    permissions: list = field(default_factory=list)
    revoked: str = ""

    @property
    def livemode(self) -> bool:
        return self.mode == "live"

    @property
    def publishable(self) -> bool:
        return self.kind == "publishable"


@dataclass
class Account:
    id: str
    name: str
    country: str = "US"
    default_currency: str = "usd"
    created: int = 1735689600


class Accounts:
    """All accounts and keys. `persist(kind, id, row)` writes a row where a restart finds it."""

    def __init__(self, persist=lambda kind, id, row: None):
        self.persist = persist
        self.accounts, self.keys = {}, {}
        for id, name in ((DEMO, "Harbor Mail Demo"), (STRANGER, "Somebody Else")):
            self.accounts[id] = Account(id, name)
            for key in builtin_keys(id):
                self.keys[key.secret] = key

    def load(self, kind, row):
        if kind == "account":
            self.accounts[row["id"]] = Account(**row)
        else:
            self.keys[row["secret"]] = Key(**row)

    def open(self, *, id=None, name="") -> Account:
        account = Account(id or new_account_id(), name or "An account")
        self.accounts[account.id] = account
        self.persist("account", account.id, asdict(account))
        for mode in MODES:
            for kind in PREFIXES:
                self.mint(account.id, mode, kind=kind, permissions=SEVEN if kind == "restricted" else ())
        return account

    def mint(self, account, mode, *, kind="restricted", permissions=SEVEN, name="") -> Key:
        secret = f"{PREFIXES[kind]}_{mode}_5{account.removeprefix('acct_')}{characters(82)}"
        key = Key(secret, account, mode, kind, name or kind, list(permissions))
        self.keys[secret] = key
        self._save(key)
        return key

    def revoke(self, secret, how="expired"):
        if key := self.keys.get(secret):
            key.revoked = how
            self._save(key)

    def keys_of(self, account) -> list[Key]:
        return [key for key in self.keys.values() if key.account == account]

    def _save(self, key):
        self.persist("key", key.secret, asdict(key))


def builtin_keys(account) -> list[Key]:
    keys = []
    for mode in MODES:
        for kind in PREFIXES:
            permissions = list(SEVEN) if kind == "restricted" else []
            keys.append(Key(builtin_key(kind, mode, account), account, mode, kind, kind, permissions))
        name = "restricted_without_payment_intents"
        secret = builtin_key(name, mode, account)
        keys.append(Key(secret, account, mode, "restricted", name, list(WITHOUT_PAYMENT_INTENTS)))
    return keys


def builtin_key(name="restricted", mode="test", account=DEMO) -> str:
    """`builtin_key("publishable")`; the other names are `secret` and `restricted_without_payment_intents`."""
    prefix = PREFIXES[name.partition("_")[0]]
    return f"{prefix}_{mode}_5{account.removeprefix('acct_')}{_derived(f'{name} {mode} {account}')}"


def _derived(seed, length=82) -> str:
    number = int.from_bytes(hashlib.shake_256(seed.encode()).digest(length), "big")
    digits = []
    for _ in range(length):
        number, digit = divmod(number, len(ALPHANUMERIC))
        digits.append(ALPHANUMERIC[digit])
    return "".join(digits)
