"""The Stripe simulator as a real process, and its control calls by name. See stripe_simulator/README.md."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import requests

ROOT = Path(__file__).resolve().parents[2]


class Simulator:
    """`account` is a fresh one per test; `keys` are its test-mode keys, `live_keys` those of live mode."""

    def __init__(self, url: str):
        self.url = url
        self.session = requests.Session()
        self.account = ""
        self.keys: dict[str, str] = {}
        self.live_keys: dict[str, str] = {}

    def open_account(self, **fields: Any) -> str:
        """A new account becomes `account`, and its keys `keys`."""
        self.account = self.post("accounts", fields)["id"]
        of_it = next(row for row in self.get("accounts")["accounts"] if row["id"] == self.account)
        for mode, keys in (("test", self.keys), ("live", self.live_keys)):
            keys.clear()
            keys.update({key["kind"]: key["secret"] for key in of_it["keys"] if key["mode"] == mode})
        return self.account

    def mint_key(self, *, mode: str = "test", kind: str = "restricted", **fields: Any) -> str:
        """A further key of this account, e.g. `permissions=["rak_customer_write"]`."""
        return self.post("keys", {"account": self.account, "mode": mode, "kind": kind, **fields})["secret"]

    def revoke(self, key: str, how: str = "expired") -> None:
        self.post("keys/revoke", {"key": key, "how": how})

    def objects(self, type: str, *, mode: str = "test") -> list[dict]:
        """The ledger, oldest first: `objects("payment_intent")`."""
        answer = self.get("objects", account=self.account, mode=mode, type=type)
        return answer if isinstance(answer, list) else answer["objects"]

    def exchanges(self, after: int = 0) -> list[dict]:
        """The log of requests and answers."""
        answer = self.get("requests", after=after)
        return answer if isinstance(answer, list) else answer["requests"]

    def fault(self, path: str, kind: str, *, method: str = "POST", **options: Any) -> None:
        """`fault("/v1/payment_intents/*/confirm", "drop", when="after")`"""
        self.post("faults", [{"method": method, "path": path, "kind": kind, **options}])

    def no_faults(self) -> None:
        self.session.delete(f"{self.url}/_simulator/faults", timeout=10).raise_for_status()

    def rules(self, **rules: Any) -> None:
        self.post("rules", rules)

    def advance(self, seconds: float) -> None:
        self.post("clock", {"advance": seconds})

    def behave(self, payment_method: str, behaviour: str) -> None:
        """From now on this card behaves like that test card."""
        self.post("cards", {"payment_method": payment_method, "behaviour": behaviour})

    def reset(self) -> None:
        self.post("reset", {})

    def get(self, call: str, **query: Any) -> Any:
        return self._answer(self.session.get(f"{self.url}/_simulator/{call}", params=query, timeout=10))

    def post(self, call: str, body: Any) -> Any:
        return self._answer(self.session.post(f"{self.url}/_simulator/{call}", json=body, timeout=10))

    def _answer(self, response: requests.Response) -> Any:
        assert response.ok, f"{response.url} answered {response.status_code}: {response.text[:500]}"
        return response.json() if response.content else None


def start(*arguments: str, env: dict[str, str] | None = None, **popen: Any) -> tuple[subprocess.Popen, str]:
    """The process and its address, once it has printed it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "stripe_simulator", "--port", "0", *arguments],
        cwd=ROOT,
        env=env,
        stdout=subprocess.PIPE,
        text=True,
        **popen,
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    if "http" not in line:
        process.kill()
        raise RuntimeError(f"The Stripe simulator did not start; it said {line!r}")
    return process, line.split()[-1].rstrip("/")


def stop(process: subprocess.Popen) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
