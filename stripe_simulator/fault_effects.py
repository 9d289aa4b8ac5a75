"""What a fault does when it strikes. See faults.py for when, README.md for the kinds."""

import asyncio
import os
import signal

from .answers import Answer
from .errors import StripeError
from .rate_limit import LockTimeout, RateLimited

GARBAGE = (
    b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n"
)


class Dropped(Exception):
    """The connection closes without an answer, or `midway` through one."""

    def __init__(self, midway=False):
        self.midway = midway

    async def drop(self, scope, send):
        transport = scope["simulator.transport"]
        if self.midway:
            headers = [(b"content-type", b"application/json"), (b"content-length", b"4000")]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send({"type": "http.response.body", "body": b'{"id": "', "more_body": True})
            await asyncio.sleep(0.02)
        transport.abort()


async def before(fault, exchange):
    """Wait, drop, refuse or kill before there is an effect. An answer here is given instead of the real one."""
    if fault is None or (not fault.is_at("before") and fault.kind not in ("429", "lock_timeout")):
        return None
    if fault.kind in ("latency", "hang"):
        await asyncio.sleep(_seconds(fault))
    elif fault.kind == "drop":
        raise Dropped
    elif fault.kind == "kill":
        _kill(fault)
        raise Dropped
    elif fault.kind == "429":
        raise RateLimited(fault.options.get("reason", "global-rate"))
    elif fault.kind == "lock_timeout":
        raise LockTimeout
    else:
        return _broken_answer(fault, exchange, keep=bool(fault.options.get("stored")))
    return None


def instead_of(fault, exchange, answer):
    """Replace the answer of an effect that is done; the 500 is what the idempotency key then remembers."""
    if fault is not None and fault.kind == "500" and fault.is_at("after"):
        return _broken_answer(fault, exchange, keep=fault.options.get("stored", True))
    return answer


async def after(fault, exchange, answer):
    """Wait, drop, kill or garble once the effect is done and stored."""
    if fault is None or fault.is_at("before"):
        return answer
    if fault.kind in ("latency", "hang") and fault.is_at("after"):
        await asyncio.sleep(_seconds(fault))
    elif fault.kind == "drop":
        raise Dropped(midway=fault.is_at("during"))
    elif fault.kind == "kill" and fault.when in ("before_answer", "after"):
        _kill(fault)
        raise Dropped
    elif fault.kind == "garbage":
        return _broken_answer(fault, exchange, keep=False)
    return answer


async def after_answer(fault, scope):
    """Kill the asker when the last byte of the answer has left this process."""
    if fault is None or fault.kind != "kill" or not fault.is_at("after_answer"):
        return
    transport = scope["simulator.transport"]
    while not transport.is_closing() and transport.get_write_buffer_size():
        await asyncio.sleep(0.001)
    await asyncio.sleep(fault.options.get("seconds", 0))
    _kill(fault)


def _broken_answer(fault, exchange, *, keep):
    if fault.kind == "garbage":
        body = fault.options.get("body", GARBAGE.decode()).encode()
        return Answer(fault.options.get("status", 502), body, headers={"Content-Type": "text/html"})
    message = "An unknown error occurred (a fault was asked for)."
    error = StripeError(message, status=fault.options.get("status", 500), type="api_error")
    headers = {}
    if "should_retry" in fault.options:
        headers["Stripe-Should-Retry"] = str(bool(fault.options["should_retry"])).lower()
    return Answer(error.status, error.body(exchange.log_url()), headers=headers, keep=keep)


def _seconds(fault) -> float:
    return float(fault.options.get("seconds", 60 if fault.kind == "hang" else 1))


def _kill(fault):
    number = getattr(signal, f"SIG{fault.options.get('signal', 'KILL')}")
    try:
        os.kill(int(fault.options["pid"]), number)
    except ProcessLookupError:
        pass
