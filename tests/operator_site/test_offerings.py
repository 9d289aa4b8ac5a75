"""Settings, Offerings: what a month costs."""

import pytest

from boxholder.billing.models import Offering
from boxholder.history.models import Event
from tests.paths import desk


def test_settings_open_with_the_offerings(log_in, harbor, olivia, basic, box_101):
    assert log_in(olivia).get(desk(harbor, "settings/"))["Location"] == desk(harbor, "settings/offerings/")

    page = log_in(olivia).get(desk(harbor, "settings/offerings/")).content.decode()
    assert "Basic" in page
    assert "19.00\N{NO-BREAK SPACE}USD" in page


def test_one_is_added_in_the_operators_currency(log_in, harbor, olivia):
    log_in(olivia).post(desk(harbor, "settings/offerings/new/"), {"name": "Gold", "price": "1,284.50"})

    assert str(harbor.offerings.get(name="Gold").price) == "1,284.50 USD"


def test_a_new_price_is_remembered(log_in, harbor, olivia, basic):
    log_in(olivia).post(desk(harbor, f"settings/offerings/{basic.pk}/"), {"name": "Basic", "price": "21"})

    basic.refresh_from_db()
    assert basic.price_minor == 2100
    assert Event.objects.about(basic).get().sentence == "Price changed from 19.00 USD to 21.00 USD a month"


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("price", "cheap", "Write the price as a number, such as 29.00."),
        ("price", "19.999", "Write the price as a number"),
        ("price", "-1", "Write the price as a number"),
        ("price", "", "This field is required."),
        ("name", "basic", "There is an offering of this name already"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(log_in, harbor, olivia, basic, plus, field, typed, says):
    form = {"name": "Plus", "price": "29", field: typed}
    page = log_in(olivia).post(desk(harbor, f"settings/offerings/{plus.pk}/"), form)

    assert says in str(page.context["form"].errors[field])
    plus.refresh_from_db()
    assert plus.price_minor == 2900


def test_an_archived_one_leaves_the_list(log_in, harbor, olivia, basic):
    log_in(olivia).post(desk(harbor, f"settings/offerings/{basic.pk}/archival/"))

    assert not harbor.offerings.available().exists()
    assert "1 archived offering" in log_in(olivia).get(desk(harbor, "settings/offerings/")).content.decode()


PATHS = ["settings/", "settings/offerings/", "settings/offerings/new/", "settings/offerings/{pk}/"]


@pytest.mark.parametrize("path", [*PATHS, "settings/offerings/{pk}/archival/"])
def test_clerks_and_strangers_find_nothing(log_in, harbor, carl, sam, rosa, basic, path):
    for person in (carl, sam, rosa):
        assert log_in(person).post(desk(harbor, path.format(pk=basic.pk))).status_code == 404
    assert Offering.objects.available().filter(pk=basic.pk).exists()


def test_another_operators_offering_is_not_there(log_in, harbor, summit, olivia, rita):
    theirs = summit.offerings.get()

    assert log_in(olivia).get(desk(harbor, f"settings/offerings/{theirs.pk}/")).status_code == 404
    assert log_in(olivia).post(desk(harbor, f"settings/offerings/{theirs.pk}/archival/")).status_code == 404


@pytest.mark.parametrize(("path", "method"), [("", "post"), ("{pk}/archival/", "get")])
def test_the_wrong_method_is_refused(log_in, harbor, olivia, basic, path, method):
    path = desk(harbor, f"settings/offerings/{path.format(pk=basic.pk)}")
    assert getattr(log_in(olivia), method)(path).status_code == 405
