"""What the Content-Security-Policy would refuse in the browser is refused here first; the policy itself is pinned."""

import re
from pathlib import Path

import pytest

from tests.architecture import html, sources
from tests.paths import site


def inline_code(source: str) -> list[str]:
    spoken = html.read(source)
    found = [f"{line}: {text.strip()}" for text, line in spoken.scripts if text.strip()]
    for element in spoken.elements:
        if element.tag == "style":
            found.append(f"{element.line}: <style>")
        for key, value in element.attributes:
            is_code = (
                key == "style" or re.fullmatch(r"on[a-z]+|hx-on.*", key) or value.startswith(("javascript:", "js:"))
            )
            if is_code:
                found.append(f'{element.line}: {key}="{value}"')
    return found


@pytest.mark.parametrize("path", sources.pages(), ids=sources.name)
def test_pages_hold_no_code_and_no_style(path: Path):
    assert inline_code(path.read_text()) == []


@pytest.mark.parametrize(
    ("source", "finds"),
    [
        ("<script>alert(1)</script>", True),
        ('<script type="module" src="{% static \'a.js\' %}"></script>', False),
        ("<style>p { color: red }</style>", True),
        ('<p style="color: red">', True),
        ('<button onclick="go()">', True),
        ('<button hx-on:click="go()">', True),
        ('<a href="javascript:go()">', True),
        ('<p data-on="x" class="onward">', False),
    ],
)
def test_inline_code_would_be_found(source: str, finds: bool):
    assert bool(inline_code(source)) is finds


def test_the_policy_is_this_and_nothing_else(client, harbor):
    """Without the simulator, as in production. Whoever changes it changes it here too, and says why."""
    header = client.get(site(harbor, "account/login/"))["Content-Security-Policy"]
    policy = {directive.split()[0]: set(directive.split()[1:]) for directive in header.split(";") if directive.strip()}

    assert policy == {
        "default-src": {"'none'"},
        # https://docs.stripe.com/security/guide#content-security-policy
        "script-src": {"'self'", "https://js.stripe.com", "https://*.js.stripe.com"},
        "connect-src": {"'self'", "https://api.stripe.com"},
        "frame-src": {"https://js.stripe.com", "https://*.js.stripe.com", "https://hooks.stripe.com"},
        "style-src": {"'self'"},
        "img-src": {"'self'", "data:"},
        "font-src": {"'self'"},
        "manifest-src": {"'self'"},
        "form-action": {"'self'"},
        "frame-ancestors": {"'none'"},
        "base-uri": {"'none'"},
        "object-src": {"'none'"},
    }
