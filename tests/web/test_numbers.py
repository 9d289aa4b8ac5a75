import pytest

from boxholder.web.numbers import number, numbers
from tests.paths import desk, site

NONSENSE = ["²", "٣", "-1", "1.0", "9" * 30, "", None]


@pytest.mark.parametrize("text", NONSENSE)
def test_what_is_no_number_of_ours_is_nothing(text):
    assert number(text) is None


def test_numbers_keep_their_order():
    assert numbers(["7", "²", "3"]) == [7, 3]


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["²", "9" * 30])
def test_nonsense_in_an_address_breaks_no_page(harbor, olivia, rosa, parcel, log_in, text):
    browser = log_in(rosa)
    assert browser.get(site(harbor, "requests/new/"), {"item": text}).status_code == 404
    path = site(harbor, f"requests/new/?item={parcel.pk}&kind=hold")
    assert browser.post(path, {f"price-{parcel.pk}": text, "hold_until": "soon"}).status_code == 200

    browser = log_in(olivia)
    for page in ("requests/", "mailboxes/", "mailboxes/sheets/", "mailboxes/new/"):
        assert browser.get(desk(harbor, page), {"space": text}).status_code == 200, page
    assert browser.post(desk(harbor, "requests/completions/"), {"request": text}).status_code == 302
