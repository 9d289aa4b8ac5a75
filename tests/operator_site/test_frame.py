"""What the frame shows each role."""

from boxholder.mailboxes.models import Renter
from tests.paths import desk, site


def entries(response) -> list[str]:
    return [entry["label"] for entry in response.context["navigation"]]


def test_each_role_sees_what_it_may_open(log_in, harbor, olivia, carl):
    assert entries(log_in(carl).get(desk(harbor, "mailboxes/"))) == ["Mail", "Requests", "Mailboxes", "Renters"]
    assert {"Mailboxes", "Renters", "Settings"} <= set(entries(log_in(olivia).get(desk(harbor, "mailboxes/"))))


def test_no_entry_leads_nowhere(log_in, harbor, olivia):
    browser = log_in(olivia)
    page = browser.get(desk(harbor, "settings/offerings/"))

    for entry in page.context["navigation"] + page.context["tabs"]:
        assert browser.get(entry["url"]).status_code in {200, 302}, entry


def test_the_entry_of_the_page_is_marked(log_in, harbor, olivia):
    page = log_in(olivia).get(desk(harbor, "settings/offerings/"))

    assert [entry["label"] for entry in page.context["navigation"] if entry["is_current"]] == ["Settings"]
    assert [entry["label"] for entry in page.context["tabs"] if entry["is_current"]] == ["Offerings"]


def test_one_space_needs_no_switch(log_in, harbor, olivia, dock):
    assert log_in(olivia).get(desk(harbor, "mailboxes/")).context["spaces"] == []


def test_several_spaces_can_be_switched(log_in, harbor, olivia, dock, pier):
    page = log_in(olivia).get(desk(harbor, f"mailboxes/?space={pier.pk}"))

    assert [space["label"] for space in page.context["spaces"]] == ["All spaces", "Dock Street", "Pier 7"]
    assert [space["label"] for space in page.context["spaces"] if space["is_current"]] == ["Pier 7"]


def test_who_is_both_can_change_sides(log_in, harbor, carl):
    Renter.objects.create(operator=harbor, user=carl, name="Carl Clarke", email="carl@harbor.example")
    browser = log_in(carl)

    assert "Your own mailbox" in browser.get(desk(harbor, "mailboxes/")).content.decode()
    assert "Operator site" in browser.get(site(harbor), follow=True).content.decode()
