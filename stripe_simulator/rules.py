"""Stripe's protections that can be switched off, to show that a test of the product notices their absence."""

import os

PROTECTIONS = ("idempotency", "permissions", "ownership")


class Rules:
    def __init__(self):
        self.reset()

    def reset(self):
        off = os.environ.get("STRIPE_SIMULATOR_RULES_OFF", "").split(",")
        self.on = {name: name not in off for name in PROTECTIONS}
        self.rate_limit = None

    def change(self, given):
        if unknown := given.keys() - {*PROTECTIONS, "rate_limit"}:
            raise ValueError(f"No such rule: {', '.join(sorted(unknown))}")
        self.on |= {name: bool(value) for name, value in given.items() if name in PROTECTIONS}
        if "rate_limit" in given:
            self.rate_limit = _limits(given["rate_limit"])

    def as_dict(self) -> dict:
        return {**self.on, "rate_limit": self.rate_limit}


def _limits(given):
    if not given:
        return None
    return {"per_second": 100, "per_endpoint": 25, **(given if isinstance(given, dict) else {})}
