"""One request and what is known about it on its way through."""

import base64
from typing import Any

from . import form
from .ids import new_request_id


class Exchange:
    """`params` begins as the decoded form, and is what the endpoint's shape made of it once checked."""

    def __init__(self, simulator, scope, body):
        self.simulator = simulator
        self.scope = scope
        self.method, self.path = scope["method"], scope["path"].rstrip("/")
        self.headers = {name.decode(): value.decode("latin-1") for name, value in scope["headers"]}
        encoded = body if self.method == "POST" else scope["query_string"]
        self.raw_params = form.decode(encoded.decode("utf-8", "replace"))
        self.params = dict(self.raw_params)
        self.secret = _secret(self.headers.get("authorization", "")) or self.params.get("key", "")
        self.request_id = new_request_id()
        self.key: Any = None
        self.world: Any = None
        self.endpoint: Any = None
        self.fault: Any = None
        self.ids = ()

    @property
    def idempotency_key(self) -> str | None:
        return self.headers.get("idempotency-key") if self.method == "POST" else None

    @property
    def account(self) -> str | None:
        return self.key and self.key.account

    @property
    def now(self) -> int:
        return self.simulator.clock.now()

    @property
    def livemode(self) -> bool:
        return self.key.livemode

    @property
    def publishable(self) -> bool:
        return self.key.publishable

    @property
    def base_url(self) -> str:
        return f"{self.scope.get('scheme', 'http')}://{self.headers.get('host', 'localhost')}"

    @property
    def scope_of_idempotency(self) -> str:
        return f"{self.key.account} {self.key.mode} {self.idempotency_key}"

    @property
    def fingerprint(self) -> dict:
        params = {name: value for name, value in self.raw_params.items() if name != "key"}
        return {"path": self.path, "params": params}

    def log_url(self) -> str:
        if self.key is None:
            return f"https://dashboard.stripe.com/test/logs/{self.request_id}?t={self.now}"
        mode = "" if self.livemode else "test/"
        return f"https://dashboard.stripe.com/{self.account}/{mode}workbench/logs?object={self.request_id}"


def _secret(authorization) -> str:
    scheme, _, credentials = authorization.partition(" ")
    if scheme.lower() == "bearer":
        return credentials.strip()
    if scheme.lower() == "basic":
        try:
            return base64.b64decode(credentials).decode("latin-1").partition(":")[0]
        except ValueError:
            return ""
    return ""
