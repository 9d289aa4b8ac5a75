"""Idempotency keys, as the API reference tells it. [DOC docs.stripe.com/api/idempotent_requests]

The first result's status and body are kept "regardless of whether it succeeds or fails", once the endpoint began
executing; not when validation failed, a permission lacked, or another request with the key was running. Keys are the
account's, per mode. They may be pruned after 24 hours: here they are, at the first use after that.
"""

from .errors import StripeError

LIFETIME = 24 * 3600
LONGEST = 255


class Idempotency:
    def __init__(self, clock):
        self.clock = clock
        self.results, self.running = {}, set()

    def load(self, row):
        self.results[row["scope"]] = row

    def claim(self, scope, key, fingerprint) -> dict | None:
        """The stored result to replay, or None and the key is held until `release`."""
        if len(key) > LONGEST:
            raise StripeError(f"Idempotency keys can be at most {LONGEST} characters long.", type="idempotency_error")
        if scope in self.running:
            raise in_use(key)
        stored = self.results.get(scope)
        if stored and self._is_expired(stored):
            stored = self.results.pop(scope) and None
        if stored:
            _refuse_other_use(stored, key, fingerprint)
            return stored
        self.running.add(scope)
        return None

    def keep(self, scope, fingerprint, answer) -> tuple:
        """Keep the result; answers the row to be stored."""
        row = {"scope": scope, "created": self.clock.now(), "fingerprint": fingerprint, **answer}
        self.results[scope] = row
        return "idempotency", scope, row

    def release(self, scope):
        self.running.discard(scope)

    def prune(self) -> list[str]:
        old = [scope for scope, row in self.results.items() if self._is_expired(row)]
        for scope in old:
            del self.results[scope]
        return old

    def _is_expired(self, row) -> bool:
        return self.clock.now() - row["created"] >= LIFETIME


def _refuse_other_use(stored, key, fingerprint):
    was, now = stored["fingerprint"], fingerprint
    if was["path"] != now["path"]:
        use = f"for the same endpoint they were first used for ('{was['path']}' vs '{now['path']}')"
    elif was["params"] != now["params"]:
        use = "with the same parameters they were first used with"
    else:
        return
    raise StripeError(
        f"Keys for idempotent requests can only be used {use}. "
        f"Try using a key other than '{key}' if you meant to execute a different request.",
        type="idempotency_error",
    )


def in_use(key) -> StripeError:
    return StripeError(
        "There is currently another in-progress request using this Idempotent Key (that probably means you submitted "
        f"twice, and the other request is still going through): {key}. Please try again later.",
        status=409,
        type="idempotency_error",
        code="idempotency_key_in_use",
    )
