"""The address book."""

import pytest

from tests.paths import site

pytestmark = pytest.mark.django_db

HOME = {
    "name": "Rosa Reyes",
    "country": "US",
    "street": "4 Elm Road",
    "city": "Albany",
    "region": "NY",
    "postal_code": "12207",
}


@pytest.fixture
def add(rosa, log_in, harbor, box_101):
    def one(**changes):
        log_in(rosa).post(site(harbor, "settings/addresses/new/"), HOME | changes)
        return box_101.addresses.latest("pk")

    return one


def test_the_first_address_is_the_default(add):
    assert add().is_default
    assert not add(name="Studio").is_default


def test_only_one_is_the_default(add, box_101):
    home, studio = add(), add(name="Studio", is_default="on")

    home.refresh_from_db()
    assert (home.is_default, studio.is_default) == (False, True)


def test_an_address_is_changed_and_removed(add, rosa, log_in, harbor, box_101):
    home = add()
    page = site(harbor, f"settings/addresses/{home.pk}/")

    log_in(rosa).post(page, HOME | {"street": "5 Elm Road"})
    home.refresh_from_db()
    assert home.text == "Rosa Reyes\n5 Elm Road\nAlbany, NY 12207"

    log_in(rosa).post(f"{page}removal/")
    assert not box_101.addresses.kept().exists()
    assert log_in(rosa).get(page).status_code == 404


def test_abroad_the_country_is_written_in_full(add):
    assert add(country="DE").text.endswith("\nAlbany, NY 12207\nGERMANY")


def test_what_is_missing_is_said_and_the_rest_kept(rosa, log_in, harbor):
    answer = log_in(rosa).post(site(harbor, "settings/addresses/new/"), HOME | {"postal_code": ""})

    assert "This field is required" in answer.content.decode()
    assert "4 Elm Road" in answer.content.decode()


def test_somebody_elses_book_is_not_found(add, ben, log_in, harbor):
    home = add()

    assert log_in(ben).get(site(harbor, f"settings/addresses/{home.pk}/")).status_code == 404
    assert log_in(ben).post(site(harbor, f"settings/addresses/{home.pk}/removal/")).status_code == 404
