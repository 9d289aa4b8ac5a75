"""What `make run` prints once everything runs."""

import json
import os
import urllib.request
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from boxholder.demo.run import Demo

# Any future date, any three digits. The simulator's own page lists them all.
TEST_CARDS = [
    ("4242 4242 4242 4242", "works"),
    ("4000 0025 0000 3155", "the bank asks the renter to confirm (3-D Secure)"),
    ("4000 0000 0000 0341", "can be saved, is declined when charged"),
    ("4000 0000 0000 9995", "is declined at once: insufficient funds"),
]


def welcome(demo: "Demo") -> str:
    # Only now are the demo's people known: their module needs models.
    os.environ.update(demo.environment)
    import django

    django.setup()
    from boxholder.demo.harbor import LOG_INS, SLUG

    return "\n".join(
        [
            "",
            f"Boxholder runs at {demo.url}: begin there.",
            *_table(
                "Addresses",
                [
                    ("Operator site", f"{demo.url}/{SLUG}/desk/"),
                    ("Renter site", f"{demo.url}/{SLUG}/"),
                    ("Stripe simulator", demo.simulator_url),
                    ("E-mails sent", f"{demo.url}/demo/e-mails/"),
                    ("What each process says", str(demo.logs)),
                    ("Photographs of mail to drop", str(demo.folder / "sample-mail")),
                ],
            ),
            *_table("Log-ins", [(who, f"{email}   {password}") for who, email, password in LOG_INS]),
            *_table(
                "For Settings → Integrations → Stripe (from the simulator; no real money moves)",
                list(_stripe_values(demo).items()),
            ),
            *_table(
                "Test cards: any future date, any CVC", [*TEST_CARDS, ("more", f"{demo.simulator_url}/test-cards")]
            ),
            "",
            "Ctrl-C stops everything.",
        ]
    )


def _table(title: str, rows: list[tuple[str, str]]) -> list[str]:
    width = max(len(name) for name, _ in rows)
    return ["", title, *(f"  {name:<{width}}   {value}" for name, value in rows)]


def _stripe_values(demo: "Demo") -> dict[str, str]:
    with urllib.request.urlopen(f"{demo.simulator_url}/_simulator/accounts", timeout=10) as answer:
        return key_values(json.load(answer))


def key_values(answer: dict) -> dict[str, str]:
    """The three values of the form, from the simulator's list: its first account's test keys."""
    account = answer["accounts"][0]
    keys = {key["kind"]: key["secret"] for key in reversed(account["keys"]) if key["mode"] == "test"}
    return {"Account ID": account["id"], "Public ID": keys["publishable"], "Secret Key": keys["restricted"]}
