"""The frames draw whatever they are given, and least of all stumble when they are given nothing."""

import re
from pathlib import Path

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory

import boxholder.web
from boxholder.web.toasts import undo_url, undoable

FRAMES = ["operator", "renter", "plain"]
TEMPLATES = Path(boxholder.web.__file__).parent / "templates"


def draw(frame: str, **context) -> str:
    page = "{% extends frame %}{% block title %}Mail & more{% endblock %}{% block content %}Here{% endblock %}"
    return Template(page).render(Context({"frame": f"web/{frame}_frame.html", **context}))


@pytest.mark.parametrize("frame", FRAMES)
def test_a_frame_needs_nothing(frame):
    assert "Here" in draw(frame)


@pytest.mark.parametrize("frame", FRAMES)
def test_a_page_names_itself_once_for_tab_and_heading(frame):
    drawn = draw(frame, operator_name="Harbor Mail")

    assert re.search(r"<title>Mail & more · Harbor Mail</title>", drawn)
    assert re.search(r"<h1[^>]*>Mail & more</h1>", drawn)


@pytest.mark.parametrize("frame", ["operator", "renter"])
def test_the_navigation_shows_where_one_is_and_what_waits(frame):
    entries = [
        {"label": "Mail", "url": "/mail/", "icon": "mail", "is_current": True},
        {"label": "Requests", "url": "/requests/", "icon": "list-checks", "badge": 12},
    ]

    drawn = draw(frame, navigation=entries)

    assert re.search(r'href="/mail/"[^>]*aria-current="page"', drawn)
    assert drawn.count('aria-current="page"') == 1
    assert drawn.count('class="badge"') == 1


@pytest.mark.parametrize("frame", FRAMES)
def test_the_simulator_is_announced(frame):
    said = "Stripe simulator: no real money moves"

    assert said in draw(frame, stripe_simulated=True, stripe_simulator_url="/sim/")
    assert said not in draw(frame)


@pytest.mark.parametrize("page", ["400.html", "403.html", "403_csrf.html", "404.html", "405.html", "500.html"])
def test_an_error_page_needs_no_context(page):
    assert "<h1>" in render_to_string(page)


def test_nothing_is_inline():
    """The Content-Security-Policy refuses it, so it would be dead."""
    inline = re.compile(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son\w+=|javascript:")
    pages = list(TEMPLATES.rglob("*.html"))

    assert inline.search('<p style="color: red">')
    assert [page.name for page in pages if inline.search(page.read_text())] == []


def test_a_toast_can_be_taken_back():
    request = RequestFactory().get("/")
    request._messages = CookieStorage(request)

    undoable(request, "Piece deleted.", "/undo/7/")
    (message,) = get_messages(request)

    assert undo_url(message) == "/undo/7/"
    assert message.level_tag == "success"
    assert 'action="/undo/7/"' in render_to_string("web/_toasts.html", {"messages": [message]})
