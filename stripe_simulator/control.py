"""The control API under `/_simulator/`: for tests, not part of Stripe. Told in README.md."""

from dataclasses import asdict

from starlette.responses import JSONResponse
from starlette.routing import Route

from .accounts import DEMO, SEVEN
from .ids import new_id
from .rendering import public
from .test_cards import BEHAVIOURS


class Control:
    def __init__(self, simulator):
        self.simulator = simulator

    def routes(self) -> list[Route]:
        actions = {
            "health": {"GET": self.health}, "reset": {"POST": self.reset},
            "accounts": {"GET": self.accounts, "POST": self.open_account},
            "keys": {"POST": self.mint}, "keys/revoke": {"POST": self.revoke},
            "objects": {"GET": self.objects}, "clock": {"POST": self.clock}, "requests": {"GET": self.requests},
            "faults": {"GET": self.faults, "POST": self.add_faults, "DELETE": self.clear_faults},
            "rules": {"GET": self.rules, "POST": self.change_rules},
            "cards": {"POST": self.change_card}, "disputes": {"POST": self.dispute}, "refunds": {"POST": self.refund},
        }  # fmt: skip
        return [
            Route(f"/_simulator/{path}", _answering(handler), methods=[method])
            for path, handlers in actions.items()
            for method, handler in handlers.items()
        ]

    def health(self, given):
        objects = sum(len(world.objects) for world in self.simulator.worlds.values())
        return {"status": "ok", "now": self.simulator.clock.now(), "objects": objects}

    def reset(self, given):
        self.simulator.reset()
        return {"status": "ok"}

    def accounts(self, given):
        return {"accounts": [self._account(account) for account in self.simulator.accounts.accounts.values()]}

    def open_account(self, given):
        return self._account(self.simulator.accounts.open(id=given.get("id"), name=given.get("name", "")))

    def mint(self, given):
        key = self.simulator.accounts.mint(
            given.get("account", DEMO),
            given.get("mode", "test"),
            kind=given.get("kind", "restricted"),
            permissions=given.get("permissions", SEVEN),
            name=given.get("name", ""),
        )
        return asdict(key)

    def revoke(self, given):
        self.simulator.accounts.revoke(given["key"], given.get("how", "expired"))
        return {"status": "ok"}

    def objects(self, given):
        """Every object, oldest first; our private fields too, so that a test can see how a card behaves."""
        found = []
        for world in self.simulator.worlds.values():
            if given.get("account", world.account) == world.account and given.get("mode", world.mode) == world.mode:
                found += [_shown(world, obj, self.simulator.clock.now()) for _, obj in sorted(world.by_seq.items())]
        if type := given.get("type"):
            found = [obj for obj in found if obj["object"] == type]
        return {"objects": found}

    def clock(self, given):
        return {"now": self.simulator.advance_clock(given.get("advance", 0))}

    def requests(self, given):
        return {"requests": self.simulator.log.after(int(given.get("after", 0)))}

    def faults(self, given):
        return {"faults": [asdict(rule) for rule in self.simulator.faults.rules]}

    def add_faults(self, given):
        rules = given if isinstance(given, list) else given.get("rules", [given])
        return {"faults": [asdict(self.simulator.faults.add(rule)) for rule in rules]}

    def clear_faults(self, given):
        self.simulator.faults.clear()
        return {"faults": []}

    def rules(self, given):
        return self.simulator.rules.as_dict()

    def change_rules(self, given):
        self.simulator.rules.change(given)
        return self.simulator.rules.as_dict()

    def change_card(self, given):
        """The bank changes its mind about a card: a good one runs dry, a dry one is good again."""
        if given["behaviour"] not in BEHAVIOURS:
            raise ValueError(f"A behaviour is one of {', '.join(BEHAVIOURS)}.")
        return self._change(given["payment_method"], _behaviour=given["behaviour"])

    def dispute(self, given):
        return self._change(given["charge"], disputed=True)

    def refund(self, given):
        """As in the dashboard: the refund exists, and the charge knows it."""
        world, charge = self._find(given["charge"])
        amount = int(given.get("amount", charge["amount"] - charge["amount_refunded"]))
        refunded = charge["amount_refunded"] + amount
        if amount <= 0 or refunded > charge["amount_captured"]:
            raise ValueError("A refund is more than nothing and at most what is left of the charge.")
        world.update(charge, amount_refunded=refunded, refunded=refunded == charge["amount_captured"])
        refund = world.add(_new_refund(world, charge, amount, self.simulator.clock.now()))
        self.simulator.commit()
        return public(refund, self.simulator.clock.now())

    def _account(self, account):
        keys = [asdict(key) for key in self.simulator.accounts.keys_of(account.id)]
        return {**asdict(account), "keys": keys}

    def _find(self, id):
        world, obj = self.simulator.find(id)
        if obj is None:
            raise ValueError(f"No such object: {id}")
        return world, obj

    def _change(self, id, **fields):
        world, obj = self._find(id)
        world.update(obj, **fields)
        self.simulator.commit()
        return obj


def _answering(handler):
    async def view(request):
        try:
            given = await request.json() if request.method == "POST" and await request.body() else {}
            given = given or dict(request.query_params)
            return JSONResponse(handler(given))
        except (ValueError, KeyError, TypeError) as error:
            return JSONResponse({"error": f"{type(error).__name__}: {error}"}, status_code=400)

    return view


def _shown(world, obj, now) -> dict:
    private = {name: value for name, value in obj.items() if name[0] == "_" and name != "_seq"}
    return {**public(obj, now), **private, "account": world.account, "mode": world.mode}


def _new_refund(world, charge, amount, now) -> dict:
    return {
        "id": new_id("re", world.account),
        "object": "refund",
        "amount": amount,
        "balance_transaction": new_id("txn", world.account),
        "charge": charge["id"],
        "created": now,
        "currency": charge["currency"],
        "destination_details": {"card": {"type": "refund"}, "type": "card"},
        "metadata": {},
        "payment_intent": charge["payment_intent"],
        "reason": None,
        "receipt_number": None,
        "source_transfer_reversal": None,
        "status": "succeeded",
        "transfer_reversal": None,
    }
