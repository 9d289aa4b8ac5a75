"""What goes back: a status, a JSON body, a few headers."""

import json


class Answer:
    """`keep` says whether an idempotency key remembers it."""

    def __init__(self, status, body, *, headers=None, keep=False):
        self.status, self.keep = status, keep
        self.headers = {"Content-Type": "application/json", **(headers or {})}
        self.body = body if isinstance(body, bytes) else json.dumps(body).encode()


def refusal(exchange, error, keep=False) -> Answer:
    return Answer(error.status, error.body(exchange.log_url()), headers=getattr(error, "headers", None), keep=keep)
