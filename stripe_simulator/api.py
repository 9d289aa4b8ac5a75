"""An API request from the socket to the answer.

The order is Stripe's, as far as it is known: key, endpoint, rate limit, idempotency key, parameters, permission, then
the object. Validation errors, 401, 403 and 429 are not kept for the idempotency key; everything the endpoint itself
answers is. [CONFORMANCE.md: keys, idempotency]
"""

import traceback

from . import authentication, endpoints, fault_effects, permissions
from .answers import Answer, refusal
from .errors import StripeError
from .exchange import Exchange
from .metadata import check_metadata

CORS = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"Request-Id, Stripe-Manage-Version, Stripe-Should-Retry"),
]
PREFLIGHT = [
    (b"access-control-allow-methods", b"GET, POST, DELETE, OPTIONS"),
    (b"access-control-allow-headers", b"*"),
    (b"access-control-max-age", b"300"),
    (b"content-length", b"0"),
]


class Api:
    def __init__(self, simulator):
        self.simulator = simulator

    async def __call__(self, scope, receive, send):
        if scope["method"] == "OPTIONS":
            await send({"type": "http.response.start", "status": 200, "headers": CORS + PREFLIGHT})
            await send({"type": "http.response.body", "body": b""})
            return
        exchange = Exchange(self.simulator, scope, await _body(receive))
        entry = self._log(exchange)
        try:
            answer = await self._answer(exchange, entry)
        except fault_effects.Dropped as dropped:
            entry["status"] = "dropped"
            await dropped.drop(scope, send)
            return
        entry["status"] = answer.status
        await self._send(exchange, answer, send)
        await fault_effects.after_answer(exchange.fault, scope)

    async def _answer(self, exchange, entry) -> Answer:
        fault = None
        try:
            authentication.authenticate(exchange)
            entry["account"], entry["mode"] = exchange.account, exchange.key.mode
            fault = exchange.fault = self.simulator.faults.strike(exchange)
            entry["fault"] = fault and fault.kind
            if fault and fault.kind == "revoke_key":
                self.simulator.accounts.revoke(exchange.secret, fault.options.get("how", "expired"))
                authentication.authenticate(exchange)
            authentication.check_account_header(exchange)
            endpoints.find(exchange)
            self.simulator.rate_limit.check(self.simulator.rules.rate_limit, exchange.world, exchange.endpoint.pattern)
            if exchange.idempotency_key and self.simulator.rules.on["idempotency"]:
                return await self._answer_once(exchange, entry, fault)
            answer = await self._execute(exchange, fault)
            self.simulator.commit()
        except StripeError as error:
            return refusal(exchange, error)
        return await fault_effects.after(fault, exchange, answer)

    async def _answer_once(self, exchange, entry, fault) -> Answer:
        """Replay the key's result, or make it: it is stored in the same breath as what it changed."""
        simulator, scope = self.simulator, exchange.scope_of_idempotency
        stored = simulator.idempotency.claim(scope, exchange.idempotency_key, exchange.fingerprint)
        if stored:
            if instead := await fault_effects.before(fault, exchange):
                return instead
            entry["replayed"] = True
            headers = {"Idempotent-Replayed": "true", "Original-Request": stored["request_id"]}
            answer = Answer(stored["status"], stored["body"].encode(), headers=headers)
            return await fault_effects.after(fault, exchange, answer)
        row = None
        try:
            answer = await self._execute(exchange, fault)
            if answer.keep:
                kept = {"status": answer.status, "body": answer.body.decode(), "request_id": exchange.request_id}
                row = simulator.idempotency.keep(scope, exchange.fingerprint, kept)
        finally:
            simulator.idempotency.release(scope)
            simulator.commit(row)
        return await fault_effects.after(fault, exchange, answer)

    async def _execute(self, exchange, fault) -> Answer:
        """The answer and its effect. A fault may strike before (no effect) or replace the answer (effect done)."""
        if instead := await fault_effects.before(fault, exchange):
            return instead
        answer = self._perform(exchange)
        return fault_effects.instead_of(fault, exchange, answer)

    def _perform(self, exchange) -> Answer:
        self._validate(exchange)
        try:
            return Answer(200, exchange.endpoint.handler(exchange), keep=True)
        except StripeError as error:
            return refusal(exchange, error, keep=error.status not in (401, 403, 429))
        except Exception:
            traceback.print_exc()
            message = "The simulator itself failed; its log says where."
            return refusal(exchange, StripeError(message, status=500, type="api_error"), keep=True)

    def _validate(self, exchange):
        endpoint = exchange.endpoint
        shape = endpoint.publishable if exchange.publishable and endpoint.publishable else endpoint.takes
        if exchange.publishable and not endpoint.publishable:
            permissions.check(exchange, endpoint.permission)
        exchange.params = shape.check(exchange.raw_params, "")
        check_metadata(exchange.params)
        if endpoint.early:
            endpoint.early(exchange)
        permissions.check(exchange, endpoint.permission)

    def _log(self, exchange) -> dict:
        return self.simulator.log.begin(
            method=exchange.method,
            path=exchange.path,
            idempotency_key=exchange.idempotency_key,
            request_id=exchange.request_id,
            at=exchange.now,
        )

    async def _send(self, exchange, answer, send):
        headers = [
            (b"content-length", str(len(answer.body)).encode()),
            (b"request-id", exchange.request_id.encode()),
            (b"stripe-version", exchange.headers.get("stripe-version", "2026-10-28.endive").encode()),
            *CORS,
            *((name.lower().encode(), value.encode()) for name, value in answer.headers.items()),
        ]
        if exchange.idempotency_key:
            headers.append((b"idempotency-key", exchange.idempotency_key.encode("latin-1")))
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        await send({"type": "http.response.body", "body": answer.body})


async def _body(receive) -> bytes:
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            return body
