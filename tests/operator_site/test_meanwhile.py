"""An open page asks what came meanwhile: little, cheaply, and without a trace in the session."""

import html
import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from boxholder.mail.models import ActionRequest, MailItem
from boxholder.operators.models import Staff
from boxholder.operators.models.staff import _PERMISSIONS, Permission
from boxholder.web import keyset
from tests.paths import desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(rosa, box_101, carl):
    def for_a_new_piece(kind: str = "shred") -> ActionRequest:
        item = MailItem.receive(box_101.space, by=carl, type="letter")
        item.assign(box_101, by=carl)
        return ActionRequest.ask(item, kind, by=rosa.user, now=timezone.now())

    return for_a_new_piece


@pytest.fixture
def badge(harbor):
    def address(shown: object) -> str:
        return desk(harbor, f"requests/waiting/?shown={shown}")

    return address


def test_every_page_knows_where_to_ask(harbor, carl, log_in, ask, badge):
    ask()

    assert f'data-live="{badge(1)}"' in log_in(carl).get(desk(harbor, "mailboxes/")).text


def test_while_it_is_as_shown_nothing_is_answered(carl, log_in, ask, badge):
    ask()

    answer = log_in(carl).get(badge(1))

    assert (answer.status_code, answer.content) == (204, b"")


def test_what_came_meanwhile_is_counted_and_read_out(carl, log_in, ask, badge):
    ask(), ask()

    answer = log_in(carl).get(badge(1)).text

    assert re.search(r'class="badge">2<', answer)
    assert 'data-says="2 requests waiting"' in answer
    assert f'data-live="{badge(2)}"' in answer


def test_what_was_done_meanwhile_is_not_read_out(carl, log_in, ask, badge):
    ask().complete(by=carl, now=timezone.now())

    answer = log_in(carl).get(badge(1)).text

    assert "data-says" not in answer
    assert 'class="badge"' not in answer


@pytest.mark.parametrize("shown", ["", "many", "-1", "9" * 40])
def test_nonsense_is_answered_with_what_is_true(carl, log_in, ask, badge, shown):
    ask()

    assert 'class="badge">1<' in log_in(carl).get(badge(shown)).text


def test_it_costs_one_count_and_leaves_the_session_alone(carl, log_in, ask, badge, django_assert_num_queries):
    ask()
    browser = log_in(carl)
    before = Session.objects.values_list("session_data", "expire_date").get()

    # The operator and its time zone, the session, the user, both roles; then the count.
    with django_assert_num_queries(7):
        answer = browser.get(badge(0))

    assert not answer.cookies
    assert "no-store" in answer["Cache-Control"]
    assert Session.objects.values_list("session_data", "expire_date").get() == before


def test_other_operators_staff_find_nothing(sam, log_in, ask, badge):
    ask()

    assert log_in(sam).get(badge(0)).status_code == 404


def test_who_handles_no_mail_finds_nothing(carl, log_in, badge, monkeypatch):
    assert log_in(carl).get(badge(1)).status_code == 200
    monkeypatch.setitem(_PERMISSIONS, Staff.Role.CLERK, {Permission.DESK, Permission.MONEY})

    assert log_in(carl).get(badge(1)).status_code == 404


def test_logged_out_it_leads_away_which_a_script_does_not_follow(badge):
    assert Client().get(badge(1)).status_code == 302


def test_it_is_only_looked_at(carl, log_in, badge):
    assert log_in(carl).post(badge(1)).status_code == 405


def news_of(page) -> str:
    return html.unescape(re.search(r'class="request-news" data-live="([^"]+)"', page.text)[1])


def test_the_list_asks_what_came_meanwhile_and_moves_nothing(harbor, carl, log_in, ask):
    ask()
    browser = log_in(carl)
    address = news_of(browser.get(desk(harbor, "requests/")))
    assert browser.get(address).status_code == 204

    ask(), ask()

    answer = browser.get(address)
    assert "2 new requests – show" in answer.text
    assert 'data-says="2 new requests"' in answer.text
    assert browser.get(news_of(answer)).status_code == 204


def test_an_empty_list_asks_too(harbor, carl, log_in, ask):
    browser = log_in(carl)
    address = news_of(browser.get(desk(harbor, "requests/")))

    ask()

    assert "1 new request – show" in browser.get(address).text


def test_only_what_the_list_would_show_is_new(harbor, carl, log_in, ask, pier):
    browser = log_in(carl)
    scans, elsewhere = (
        news_of(browser.get(desk(harbor, f"requests/?{query}"))) for query in ("kind=open_and_scan", f"space={pier.pk}")
    )
    ask("shred")
    assert [browser.get(address).status_code for address in (scans, elsewhere)] == [204, 204]

    ask("open_and_scan")

    assert f'href="{desk(harbor, "requests/?kind=open_and_scan")}"' in browser.get(scans).text


def test_what_was_done_meanwhile_takes_the_words_back(harbor, carl, log_in, ask):
    browser = log_in(carl)
    address = news_of(browser.get(desk(harbor, "requests/")))
    asked = ask()
    shown = browser.get(address)

    asked.complete(by=carl, now=timezone.now())

    answer = browser.get(news_of(shown))
    assert answer.status_code == 200
    assert "show" not in re.sub(r"data-live=\S+", "", answer.text)
    assert "data-says" not in answer.text


def test_where_the_list_goes_on_the_link_leads_to_its_end(harbor, carl, log_in, ask, monkeypatch):
    monkeypatch.setattr(keyset, "PER_PAGE", 1)
    ask(), ask()
    browser = log_in(carl)
    address = news_of(browser.get(desk(harbor, "requests/")))

    new = ask()

    show = html.unescape(re.search(r'href="([^"]+)"', browser.get(address).text)[1])
    assert [asked.pk for asked in browser.get(show).context["page"].rows] == [new.pk]


def test_what_is_over_has_no_news(harbor, carl, log_in, ask):
    assert "request-news" not in log_in(carl).get(desk(harbor, "requests/?state=completed")).text


def test_the_news_of_harbor_are_harbors(harbor, carl, sam, log_in, ask):
    address = news_of(log_in(carl).get(desk(harbor, "requests/")))
    ask()

    assert log_in(sam).get(address).status_code == 404
    assert log_in(carl).get(address).status_code == 200
