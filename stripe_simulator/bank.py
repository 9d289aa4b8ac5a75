"""The bank's page for an authentication by redirect: it asks, and leads back to the shop's `return_url`."""

from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.responses import RedirectResponse
from starlette.routing import Route

from .exchange import Exchange
from .html import hidden, money, page, tag
from .three_d_secure import finish


class Bank:
    def __init__(self, simulator):
        self.simulator = simulator

    def routes(self) -> list[Route]:
        return [Route("/_3ds/{id}", self.ask, methods=["GET"]), Route("/_3ds/{id}", self.answer, methods=["POST"])]

    async def ask(self, request):
        secret = request.query_params.get("client_secret", "")
        _, intent = self._find(request, secret)
        if intent is None:
            return _gone()
        what = f"a payment of {money(intent)}" if intent["object"] == "payment_intent" else "saving your card"
        form = tag(
            "form",
            tag("p", f"Your bank asks: do you approve {what}?"),
            hidden("client_secret", secret),
            tag(
                "div",
                _button("Complete", "authenticated"),
                _button("Fail", "failed", class_="second"),
                class_="actions",
            ),
            method="post",
            class_="panel",
        )
        return page("3D Secure", form)

    async def answer(self, request):
        form = await request.form()
        world, intent = self._find(request, form.get("client_secret", ""))
        if intent is None:
            return _gone()
        return_url = intent["next_action"]["redirect_to_url"]["return_url"]
        exchange = self._in_the_name_of(world, request)
        finish(exchange, intent, passed=form.get("outcome") == "authenticated")
        self.simulator.commit()
        return RedirectResponse(_with_result(return_url, intent), status_code=303)

    def _find(self, request, secret):
        world, intent = self.simulator.find(request.path_params["id"])
        waiting = intent is not None and (intent.get("next_action") or {}).get("type") == "redirect_to_url"
        return (world, intent) if waiting and intent["client_secret"] == secret else (None, None)

    def _in_the_name_of(self, world, request):
        exchange = Exchange(self.simulator, request.scope, b"")
        keys = self.simulator.accounts.keys_of(world.account)
        exchange.key = next(key for key in keys if key.publishable and key.mode == world.mode)
        exchange.world, exchange.params = world, {}
        return exchange


def _with_result(return_url, intent) -> str:
    type, parts = intent["object"], urlsplit(return_url)
    result = {
        type: intent["id"],
        f"{type}_client_secret": intent["client_secret"],
        "redirect_status": "succeeded" if intent["status"] == "succeeded" else "failed",
    }
    return parts._replace(query=urlencode([*parse_qsl(parts.query), *result.items()])).geturl()


def _button(text, outcome, **attributes):
    return tag("button", text, name="outcome", value=outcome, **attributes)


def _gone():
    return page("Nothing to approve", tag("p", "This payment is not waiting for an approval."), status_code=404)
