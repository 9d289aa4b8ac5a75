"""The pages of Stripe's own dashboard that an operator is sent to: a restricted key, the account id, the
publishable key, a payment. They look like themselves, not like Stripe's; the addresses and what they reveal are
the same.
"""

from dataclasses import asdict
from urllib.parse import urlencode

from starlette.responses import RedirectResponse
from starlette.routing import Route

from .accounts import DEMO, RESOURCES, Accounts
from .html import hidden, join, link, page, tag

LABELS = {
    "charge": "Charges and Refunds",
    "customer": "Customers",
    "payment_method": "Payment Methods",
    "payment_intent": "Payment Intents",
    "setup_intent": "Setup Intents",
    "source": "Sources",
    "token": "Tokens",
}
assert LABELS.keys() == set(RESOURCES)


class StripeDashboard:
    def __init__(self, simulator):
        self.simulator = simulator

    @property
    def accounts(self) -> Accounts:
        return self.simulator.accounts

    def routes(self) -> list[Route]:
        pages = {
            "/apikeys/create": [("GET", self.new_key), ("POST", self.create_key)],
            "/apikeys": [("GET", self.keys)],
            "/settings/account": [("GET", self.account_settings)],
            "/payments/{id}": [("GET", self.payment)],
        }
        return [
            Route(f"/dashboard{prefix}{path}", handler, methods=[method])
            for prefix in ("", "/test", "/live")
            for path, handlers in pages.items()
            for method, handler in handlers
        ]

    async def payment(self, request):
        return RedirectResponse(f"/objects/{request.path_params['id']}")

    async def new_key(self, request):
        """`?name=…&permissions[]=rak_charge_write&…` fills the form in, as on Stripe."""
        account, mode = self._where(request)
        wanted = set(request.query_params.getlist("permissions[]"))
        rows = [_choice(resource, f"rak_{resource}_write" in wanted) for resource in RESOURCES]
        others = wanted - {f"rak_{resource}_write" for resource in RESOURCES}
        form = tag(
            "form",
            _switch(request, mode),
            tag("label", "Key name", for_="name"),
            _input("name", request.query_params.get("name", "")),
            tag("fieldset", tag("legend", "Permissions: write"), *rows),
            *(hidden("permissions", slug) for slug in sorted(others)),
            *(tag("p", tag("code", slug), class_="quiet") for slug in sorted(others)),
            hidden("account", account.id),
            hidden("mode", mode),
            tag("button", "Create key"),
            method="post",
            action="/dashboard/apikeys/create",
            class_="panel",
        )
        return page("Create restricted API key", form)

    async def create_key(self, request):
        form = await request.form()
        permissions = form.getlist("permissions")
        key = self.accounts.mint(form["account"], form["mode"], permissions=permissions, name=form.get("name", ""))
        return page(
            "Your restricted key",
            tag(
                "div",
                tag("p", f"{key.name}, {key.mode} mode. It is shown once: copy it now."),
                tag("p", key.secret, class_="secret", id="restricted-key"),
                tag("p", link("Back to API keys", f"/dashboard/apikeys?{_query(key.account, key.mode)}")),
                class_="panel",
            ),
        )

    async def keys(self, request):
        account, mode = self._where(request)
        mine = [key for key in self.accounts.keys_of(account.id) if key.mode == mode and not key.revoked]
        restricted = [
            tag("p", f"{key.name}: ", tag("code", _masked(key.secret))) for key in mine if key.kind == "restricted"
        ]
        publishable = next(key.secret for key in mine if key.publishable)
        return page(
            "API keys",
            tag(
                "div",
                _switch(request, mode),
                tag("h2", "Publishable key"),
                tag("p", publishable, class_="secret", id="publishable-key"),
                tag("h2", "Restricted keys"),
                *restricted,
                tag("p", link("Create restricted key", f"/dashboard/apikeys/create?{_query(account.id, mode)}")),
                class_="panel",
            ),
        )

    async def account_settings(self, request):
        account, _ = self._where(request)
        facts = asdict(account)
        return page(
            "Account details",
            tag(
                "div",
                tag("p", facts["name"]),
                tag("h2", "Account ID"),
                tag("p", account.id, class_="secret", id="account-id"),
                class_="panel",
            ),
        )

    def _where(self, request):
        params = request.query_params
        in_path = "live" if request.url.path.startswith("/dashboard/live/") else "test"
        account = self.accounts.accounts.get(params.get("account", DEMO)) or self.accounts.accounts[DEMO]
        return account, params.get("mode", in_path)


def _choice(resource, checked):
    slug, mark = f"rak_{resource}_write", {"checked": "checked"} if checked else {}
    box = tag("input", type="checkbox", name="permissions", value=slug, **mark)
    return tag("label", box, f"{LABELS[resource]} ", tag("code", slug, class_="quiet"), class_="choice")


def _input(name, value):
    return tag("input", type="text", name=name, id=name, value=value, required="required")


def _switch(request, mode):
    """Test or live: the other one is a link that keeps everything else."""
    other = "live" if mode == "test" else "test"
    query = [(key, value) for key, value in request.query_params.multi_items() if key != "mode"]
    href = f"?{urlencode([*query, ('mode', other)])}"
    return tag("p", join([f"{mode.capitalize()} mode. ", link(f"Switch to {other} mode", href)]))


def _query(account, mode) -> str:
    return urlencode({"account": account, "mode": mode})


def _masked(secret) -> str:
    return f"{secret[:12]}…{secret[-4:]}"
