"""Whatever is drawn on whatever ground can be read, light and dark. WCAG 2.2: 1.4.3 for text, 1.4.11 for edges."""

import re

import pytest

from boxholder.web.contrast import READABLE, contrast, legible_accent
from boxholder.web.tokens import CSS, DARK, LIGHT, rgb, token

SCHEMES = pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
GROUNDS = ["paper", "surface", "sunken", "hover"]
EDGE = 3.0

WRITTEN = [
    *[("ink", ground) for ground in [*GROUNDS, "accent-tint", "good-tint", "wait-tint", "bad-tint"]],
    *[("muted", ground) for ground in [*GROUNDS, "accent-tint"]],
    *[("accent", ground) for ground in [*GROUNDS, "accent-tint", "good-tint", "wait-tint", "bad-tint"]],
    *[("accent-hover", ground) for ground in [*GROUNDS, "accent-tint"]],
    *[(tone, ground) for tone in ("good", "wait", "bad") for ground in [*GROUNDS, f"{tone}-tint"]],
    ("accent-ink", "accent"),  # the primary button
    ("accent-ink", "accent-hover"),
    ("bad-ink", "bad"),  # the badge, and the button that cannot be undone
    ("bad-ink", "bad-hover"),
]


@SCHEMES
@pytest.mark.parametrize(("text", "ground"), WRITTEN)
def test_text_reads_on_its_ground(text, ground, scheme):
    assert contrast(token(text, scheme), token(ground, scheme)) >= READABLE


@SCHEMES
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("edge", ["line-strong", "accent", "bad"])
def test_the_edge_of_a_field_is_seen(edge, ground, scheme):
    assert contrast(token(edge, scheme), token(ground, scheme)) >= EDGE


@pytest.mark.parametrize(
    "brand",
    [
        "#2456a6",  # ours
        "#ffd400",  # a yellow nobody reads on white
        "#000000",
        "#ffffff",
        "#808080",
        "#e30613",
        "#00b140",
        "#0a1a5c",  # a blue nobody reads on black
    ],
)
def test_any_brand_colour_becomes_readable(brand):
    accent = legible_accent(brand)

    for scheme, colour, ink in [(LIGHT, accent.light, accent.ink_light), (DARK, accent.dark, accent.ink_dark)]:
        for ground in [*GROUNDS, "accent-tint"]:
            assert contrast(rgb(colour), token(ground, scheme, accent=rgb(colour))) >= READABLE
        assert contrast(rgb(ink), rgb(colour)) >= READABLE


def test_a_readable_brand_colour_is_left_alone():
    assert legible_accent("#2456a6").light == "#2456a6"


def test_black_on_white_is_twenty_one_to_one():
    assert contrast(rgb("#000000"), rgb("#ffffff")) == pytest.approx(21)


def test_only_the_tokens_name_raw_colours():
    raw = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch|lab)a?\(", re.IGNORECASE)
    styles = [path for path in CSS.parent.glob("*.css") if path != CSS]

    assert styles
    assert raw.search(CSS.read_text())
    assert [path.name for path in styles if raw.search(path.read_text())] == []


def test_every_token_used_is_defined():
    used = {name for path in CSS.parent.glob("*.css") for name in re.findall(r"var\(--([\w-]+)", path.read_text())}
    defined = {name for path in CSS.parent.glob("*.css") for name in re.findall(r"--([\w-]+):", path.read_text())}

    assert used - defined == set()


def test_every_style_is_linked():
    linked = set(re.findall(r'url\("([^"]+)"\)', (CSS.parent / "app.css").read_text()))

    assert linked == {path.name for path in CSS.parent.glob("*.css")} - {"app.css"}
