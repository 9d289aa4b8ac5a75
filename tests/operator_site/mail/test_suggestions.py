"""Whose piece it is, in a few keys: suggestions while typing, and what a form makes of what was typed."""

from datetime import date

import pytest
from django import forms
from django.conf import settings
from django.urls import set_urlconf

from boxholder.mail.models import Alias
from boxholder.mailboxes.models import Mailbox
from boxholder.operator_site.forms.mailbox_field import MailboxField
from boxholder.web.widgets import Pick
from tests.paths import desk


@pytest.fixture
def boxes(box_101, box_102, box_103):
    Alias.objects.create(mailbox=box_102, name="Brooks & Daughters", folded="brooks & daughters")
    return box_101, box_102, box_103


def suggested(browser, harbor, query: str) -> list[str]:
    page = browser.get(desk(harbor, f"mail/mailboxes/{query}"))
    return [option["mailbox"].pmb for option in page.context["options"]]


@pytest.mark.parametrize(
    ("typed", "pmbs"),
    [
        ("10", ["101", "102", "103"]),
        ("101", ["101"]),
        ("PMB 101", ["101"]),
        ("%23101", ["101"]),  # "#101"
        ("pmb101", ["101"]),
        ("ceram", ["101"]),
        ("reyes rosa", ["101"]),
        ("daughters", ["102"]),  # an alias
        ("ina", ["103"]),
        ("nobody", []),
        ("%25", []),  # a lone "%" is no wildcard
        ("nobody%00", []),
    ],
)
def test_mailboxes_are_suggested(log_in, harbor, carl, boxes, typed, pmbs):
    assert suggested(log_in(carl), harbor, f"?q={typed}") == pmbs


def test_that_very_number_comes_first_and_open_before_closed(log_in, harbor, carl, dock, rosa, boxes):
    for pmb in ("1010", "1", "10"):
        Mailbox.objects.create(operator=harbor, space=dock, pmb=pmb, renter=rosa)
    Mailbox.objects.filter(pmb="101").update(closed_on=date(2026, 5, 1))
    Mailbox.objects.create(operator=harbor, space=dock, pmb="101", renter=rosa, company="Next Inc")

    assert suggested(log_in(carl), harbor, "?q=101") == ["101", "101", "1010"]
    assert "Next Inc" in log_in(carl).get(desk(harbor, "mail/mailboxes/?q=101")).context["options"][0]["text"]


def test_a_space_suggests_its_own(log_in, harbor, carl, pier, boxes):
    box = Mailbox.objects.create(operator=harbor, space=pier, pmb="101", renter=boxes[0].renter)
    browser = log_in(carl)

    assert suggested(browser, harbor, f"?q=101&space={pier.pk}") == ["101"]
    assert browser.get(desk(harbor, f"mail/mailboxes/?q=101&space={pier.pk}")).context["options"][0]["mailbox"] == box


def test_each_says_how_it_stands(log_in, harbor, carl, boxes):
    page = log_in(carl).get(desk(harbor, "mail/mailboxes/?q=103")).content.decode()

    assert "Invited" in page
    assert f'data-key="{boxes[2].pk}.invited"' in page


def test_a_neighbours_mailboxes_are_not_suggested(log_in, summit, sam, boxes):
    assert suggested(log_in(sam), summit, "?q=10") == []


# --- The field


@pytest.fixture
def _at_the_desk():
    """Addresses as below an operator's path."""
    set_urlconf(settings.OPERATOR_URLCONF)
    yield
    set_urlconf(None)


class Assigning(forms.Form):
    mailbox = MailboxField()

    def __init__(self, space, **data) -> None:
        super().__init__(data)
        self.fields["mailbox"].of(space)


@pytest.mark.usefixtures("_at_the_desk")
@pytest.mark.parametrize(
    ("typed", "pmb"),
    [("101", "101"), (" pmb 102 ", "102"), ("#103", "103"), ("Ceramics", "101"), ("10", None), ("", None), ("x", None)],
)
def test_what_was_typed_is_understood_where_it_can_only_mean_one(dock, boxes, typed, pmb):
    form = Assigning(dock, mailbox=typed)

    assert form.is_valid() is bool(pmb)
    if pmb:
        assert form.cleaned_data["mailbox"].mailbox.pmb == pmb
        assert form.cleaned_data["mailbox"].status is None
    else:
        assert form["mailbox"].value() == Pick(typed.strip(), "")


@pytest.mark.usefixtures("_at_the_desk")
def test_what_was_chosen_brings_how_it_was_seen(dock, boxes):
    form = Assigning(dock, mailbox="101 · Reyes Ceramics LLC", mailbox_key=f"{boxes[0].pk}.active")

    assert form.is_valid()
    assert (form.cleaned_data["mailbox"].mailbox, form.cleaned_data["mailbox"].status) == (boxes[0], "active")


@pytest.mark.usefixtures("_at_the_desk")
@pytest.mark.parametrize("key", ["999.active", "x", "١.active", "9" * 30])
def test_a_key_that_leads_nowhere_is_as_if_it_were_typed(dock, boxes, key):
    assert Assigning(dock, mailbox="102", mailbox_key=key).is_valid()


@pytest.mark.usefixtures("_at_the_desk")
def test_a_strangers_mailbox_cannot_be_chosen(dock, summit, rita):
    stranger = rita.mailboxes.get()

    assert not Assigning(dock, mailbox="101", mailbox_key=f"{stranger.pk}.active").is_valid()


@pytest.mark.usefixtures("_at_the_desk")
def test_what_is_wrong_is_said(dock, boxes):
    assert "may be PMB 101, 102, 103" in Assigning(dock, mailbox="10").errors["mailbox"][0]
    assert "called “x”" in Assigning(dock, mailbox="x").errors["mailbox"][0]
