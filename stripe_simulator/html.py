"""Pages without a template engine: text is escaped, `Markup` is not. No inline script or style."""

from html import escape
from pathlib import Path

from starlette.responses import HTMLResponse

STYLESHEET = Path(__file__).parent / "static" / "simulator.css"
POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action *; base-uri 'none'"


class Markup(str):
    """Already HTML."""


VOID = ("input",)


def tag(element, /, *children, **attributes) -> Markup:
    given = "".join(f' {key.strip("_").replace("_", "-")}="{escape(str(value))}"' for key, value in attributes.items())
    return Markup(f"<{element}{given}>" + ("" if element in VOID else f"{join(children)}</{element}>"))


def join(parts) -> Markup:
    return Markup("".join(part if isinstance(part, Markup) else escape(str(part)) for part in parts))


def link(text, href) -> Markup:
    return tag("a", text, href=href)


def table(head, rows) -> Markup:
    """A row is a list of cells; what is empty says so."""
    if not rows:
        return tag("p", "Nothing yet.", class_="quiet")
    headings = tag("tr", *(tag("th", cell, scope="col") for cell in head))
    body = [tag("tr", *(tag("td", cell) for cell in row)) for row in rows]
    return tag("div", tag("table", tag("thead", headings), tag("tbody", *body)), class_="scroll")


def status(word) -> Markup:
    kinds = {"succeeded": "good", "failed": "bad", "canceled": "quiet", "requires_action": "waiting"}
    return tag("span", word.replace("_", " "), class_=f"status {kinds.get(word, '')}".strip())


def hidden(name, value) -> Markup:
    return Markup(f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">')


def money(obj) -> str:
    from .currencies import ZERO_DECIMAL

    amount, currency = obj["amount"], obj["currency"]
    number = f"{amount:,}" if currency in ZERO_DECIMAL else f"{amount / 100:,.2f}"
    return f"{number} {currency.upper()}"


def page(title, *children, status_code=200) -> HTMLResponse:
    head = join(
        [
            Markup('<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'),
            tag("title", f"{title} · Stripe simulator"),
            Markup('<link rel="stylesheet" href="/static/simulator.css">'),
        ]
    )
    places = [link("Accounts", "/"), link("Test cards", "/test-cards"), link("API keys", "/dashboard/apikeys")]
    banner = tag("p", tag("strong", "Stripe simulator"), " – no real money", class_="banner")
    header = tag("header", banner, tag("nav", *places, aria_label="Pages"))
    body = tag("body", header, tag("main", tag("h1", title), *children))
    document = f'<!doctype html>\n<html lang="en"><head>{head}</head>{body}</html>'
    return HTMLResponse(document, status_code=status_code, headers={"Content-Security-Policy": POLICY})
