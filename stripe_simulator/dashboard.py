"""The pages that show what the simulator holds."""

import json
import time

from starlette.responses import FileResponse
from starlette.routing import Route

from . import bank, html, stripe_dashboard
from .html import link, money, page, status, table, tag
from .rendering import public
from .stories import story
from .test_cards import BEHAVIOURS, CARDS

SHOWN = 100


class Dashboard:
    def __init__(self, simulator):
        self.simulator = simulator

    def routes(self) -> list[Route]:
        return [
            Route("/", self.accounts),
            Route("/accounts/{account}/{mode}", self.account),
            Route("/objects/{id}", self.object),
            Route("/test-cards", self.test_cards),
            Route("/static/simulator.css", lambda request: FileResponse(html.STYLESHEET)),
            *stripe_dashboard.StripeDashboard(self.simulator).routes(),
            *bank.Bank(self.simulator).routes(),
        ]

    async def accounts(self, request):
        rows = [
            [
                link(account.name, f"/accounts/{account.id}/{mode}"),
                tag("code", account.id),
                mode,
                *self._counts(account.id, mode),
            ]
            for account in self.simulator.accounts.accounts.values()
            for mode in ("test", "live")
        ]
        head = ["Account", "Account ID", "Mode", "Customers", "Payments", "Charges"]
        return page("Accounts", table(head, rows), _clock(self.simulator))

    async def account(self, request):
        id, mode = request.path_params["account"], request.path_params["mode"]
        if id not in self.simulator.accounts.accounts or mode not in ("test", "live"):
            return page("Not here", tag("p", f"There is no account {id}."), status_code=404)
        world = self.simulator.world(id, mode)
        return page(
            f"{self.simulator.accounts.accounts[id].name}, {mode} mode",
            *_section("Customers", ["Customer", "Name", "E-mail", "Since"], _latest(world, "customer", _customer_row)),
            *_section(
                "Payments",
                ["Payment", "Amount", "Status", "Customer", "At"],
                _latest(world, "payment_intent", _intent_row),
            ),
            *_section("Charges", ["Charge", "Amount", "Status", "Why", "At"], _latest(world, "charge", _charge_row)),
            *_section("Saved cards", ["Setup", "Status", "Customer", "At"], _latest(world, "setup_intent", _setup_row)),
        )

    async def object(self, request):
        id, now = request.path_params["id"], self.simulator.clock.now()
        world, obj = self.simulator.find(id)
        if obj is None:
            return page("Not here", tag("p", f"There is no object {id}."), status_code=404)
        calls = [entry for entry in self.simulator.log.entries if f"/{id}" in entry["path"]]
        return page(
            id,
            tag("p", link(f"{world.account}, {world.mode} mode", f"/accounts/{world.account}/{world.mode}")),
            tag("h2", "Story"),
            table(
                ["At", "What happened", "Object"],
                [[_moment(at), what, link(which, f"/objects/{which}")] for at, what, which in story(world, obj)],
            ),
            tag("h2", "Requests"),
            table(["At", "Request", "Status", "Request ID"], [_call_row(entry) for entry in calls[-SHOWN:]]),
            tag("h2", "JSON"),
            tag("pre", json.dumps(public(obj, now), indent=2, ensure_ascii=False)),
        )

    async def test_cards(self, request):
        rows = [
            [
                tag("code", _grouped(card.number)),
                tag("code", ", ".join(card.ids)),
                BEHAVIOURS[card.behaviour].says,
                tag("code", card.behaviour),
            ]
            for card in CARDS
        ]
        intro = (
            "Any expiry in the future, any security code of 3 digits (4 for American Express). "
            "The ids exist in test mode only."
        )
        return page("Test cards", tag("p", intro), table(["Number", "Ids", "What it does", "Behaviour"], rows))

    def _counts(self, account, mode):
        world = self.simulator.world(account, mode)
        return [len(world.ledger(type)) for type in ("customer", "payment_intent", "charge")]


def _section(title, head, rows):
    return tag("h2", title), table(head, rows)


def _latest(world, type, row):
    return [row(world.by_seq[seq]) for seq in reversed(world.ledger(type)[-SHOWN:])]


def _customer_row(customer):
    return [_to(customer["id"]), customer["name"] or "", customer["email"] or "", _moment(customer["created"])]


def _intent_row(intent):
    return [
        _to(intent["id"]),
        money(intent),
        status(intent["status"]),
        _to(intent["customer"]),
        _moment(intent["created"]),
    ]


def _charge_row(charge):
    why = charge["outcome"]["reason"] or ("disputed" if charge["disputed"] else "")
    return [_to(charge["id"]), money(charge), status(charge["status"]), why, _moment(charge["created"])]


def _setup_row(intent):
    return [_to(intent["id"]), status(intent["status"]), _to(intent["customer"]), _moment(intent["created"])]


def _call_row(entry):
    replayed = " (replayed)" if entry["replayed"] else ""
    return [
        _moment(entry["at"]),
        f"{entry['method']} {entry['path']}",
        f"{entry['status']}{replayed}",
        entry["request_id"],
    ]


def _to(id):
    return link(id, f"/objects/{id}") if id else ""


def _grouped(number) -> str:
    return " ".join(number[at : at + 4] for at in range(0, len(number), 4))


def _moment(seconds) -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(seconds))


def _clock(simulator):
    text = f"The clock says {_moment(simulator.clock.now())} UTC"
    return tag(
        "p", text + (f", {simulator.clock.offset} seconds ahead." if simulator.clock.offset else "."), class_="quiet"
    )
