"""Settings, Offerings: what a month costs."""

import pytest

from boxholder.billing.models import Offering, RequestRule, StorageRule
from boxholder.history.models import Event
from tests.paths import desk


def filled(page) -> dict:
    """What the page's forms hold, as the browser would send it."""
    fields = [field for name in ("form", "rules_form") for field in page.context[name]]
    return {
        field.html_name: field.value() for field in fields if field.value() is not None and field.value() is not False
    }


@pytest.fixture
def save(log_in, harbor, olivia, basic):
    """`save(price="21")`: Olivia changes this on Basic's page and saves it."""

    def save(**typed):
        browser, page = log_in(olivia), desk(harbor, f"settings/offerings/{basic.pk}/")
        typed = {name: value for name, value in (filled(browser.get(page)) | typed).items() if value is not None}
        return browser.post(page, typed)

    return save


def test_settings_open_with_the_offerings(log_in, harbor, olivia, basic, box_101):
    assert log_in(olivia).get(desk(harbor, "settings/"))["Location"] == desk(harbor, "settings/offerings/")

    page = log_in(olivia).get(desk(harbor, "settings/offerings/")).content.decode()
    assert "Basic" in page
    assert "19.00\N{NO-BREAK SPACE}USD" in page


def test_one_is_added_in_the_operators_currency(log_in, harbor, olivia):
    browser, page = log_in(olivia), desk(harbor, "settings/offerings/new/")
    typed = {"name": "Gold", "price": "1,284.50", "shred_price": "0.50"}
    browser.post(page, filled(browser.get(page)) | typed)

    gold = harbor.offerings.get(name="Gold")
    assert str(gold.price) == "1,284.50 USD"
    assert RequestRule.objects.of(gold)["shred"].words == "0.50 USD"


def test_a_new_price_is_remembered(save, basic):
    save(price="21")

    basic.refresh_from_db()
    assert basic.price_minor == 2100
    assert Event.objects.about(basic).get().sentence == "Price changed from 19.00 USD to 21.00 USD a month"


def test_rules_and_storage_are_saved_and_remembered(save, basic):
    save(open_and_scan_free="2", open_and_scan_price="3", forward_allowed=None, basis="days", day_fee_package="1.50")

    said = RequestRule.objects.of(basic)
    assert said["open_and_scan"].words == "2 free a month, then 3.00 USD"
    assert not said["forward"].is_allowed
    assert StorageRule.objects.of(basic).words_of("package") == "10 days free, then 1.50 USD a day"
    assert [event.kind for event in Event.objects.about(basic)] == [
        "offering.rule_changed",
        "offering.rule_changed",
        "offering.storage_changed",
    ]


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("shred_price", "cheap", "Write the price as a number, such as 3.00."),
        ("shred_free", "-1", "greater than or equal to 0"),
        ("shred_free", "two", "Write a whole number."),
        ("flat_fee_package", "", "This field is required."),
        ("basis", "weekly", "is not one of the available choices"),
    ],
)
def test_one_wrong_rule_and_nothing_is_saved(save, basic, field, typed, says):
    page = save(**{"name": "Bronze", "hold_price": "5", field: typed})

    assert says in str(page.context["rules_form"].errors[field])
    assert page.context["form"]["name"].value() == "Bronze"
    assert page.context["rules_form"]["hold_price"].value() == "5"
    basic.refresh_from_db()
    assert basic.name == "Basic"
    assert not RequestRule.objects.exists()


def test_a_form_with_half_its_fields_forbids_nothing_by_accident(log_in, harbor, olivia, basic):
    log_in(olivia).post(desk(harbor, f"settings/offerings/{basic.pk}/"), {"name": "Basic", "price": "21"})

    basic.refresh_from_db()
    assert basic.price_minor == 1900


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
