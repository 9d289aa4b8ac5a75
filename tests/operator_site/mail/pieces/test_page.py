"""A piece's own page, and the form about its outside."""

import json
import re

import pytest

from boxholder.mail.models import MailItem, Reading
from tests.paths import desk

pytestmark = pytest.mark.django_db


def test_it_shows_the_piece_whose_it_is_and_what_happened(at_the_desk, parcel, box_101, olivia):
    box_101.change_instructions("Hold parcels for pick-up.", by=olivia)
    page = at_the_desk("get", parcel).content.decode()

    for words in (
        "M-",
        "Parcel",
        "Clay Supply Co.",
        "UPS",
        "Reyes Ceramics LLC",
        "Active",
        "Hold parcels for pick-up.",
    ):
        assert words in page
    assert "Assigned to PMB 101, Reyes Ceramics LLC" in page


def test_it_shows_what_the_label_said_as_words_and_nothing_else(at_the_desk, photographed):
    Reading.objects.filter(item=photographed).update(text="<b>Rosa</b>\nPMB 101")
    page = at_the_desk("get", photographed).content.decode()

    assert "&lt;b&gt;Rosa&lt;/b&gt;<br>PMB 101" in page


def test_pages_do_not_grow_with_the_trail(at_the_desk, photographed, carl, django_assert_max_num_queries):
    for n in range(20):
        photographed.change_details(by=carl, shelf=f"A{n}")

    with django_assert_max_num_queries(16):
        at_the_desk("get", photographed)


def test_another_operators_staff_find_nothing(log_in, sam, harbor, summit, parcel):
    for operator in (harbor, summit):
        assert log_in(sam).get(desk(operator, f"mail/pieces/{parcel.pk}/")).status_code == 404


def test_a_piece_that_never_was_is_404(log_in, carl, harbor, parcel):
    assert log_in(carl).get(desk(harbor, f"mail/pieces/{parcel.pk + 1}/")).status_code == 404


# --- Its details


def shown(page: str) -> str:
    """What the form brings back as seen."""
    return re.search(r'name="seen" value="([^"]*)"', page)[1].replace("&quot;", '"')


@pytest.fixture
def form(at_the_desk, parcel) -> dict[str, str]:
    """As the page has it, before anybody types."""
    seen = shown(at_the_desk("get", parcel, "details/").content.decode())
    return {"type": "parcel", "sender": "Clay Supply Co.", "carrier": "ups", "seen": seen}


def test_details_are_saved_as_people_write_them(at_the_desk, parcel, form, said):
    answer = at_the_desk("post", parcel, "details/", **form, weight="2 lb 3 oz", size="12 x 9 x 4", shelf="B2")

    parcel.refresh_from_db()
    assert said(answer) == "Saved."
    assert (parcel.weight_g, parcel.length_mm, parcel.width_mm, parcel.height_mm) == (992, 305, 229, 102)
    assert parcel.shelf == "B2"


def test_what_was_not_touched_is_not_rounded(at_the_desk, parcel, carl):
    parcel.change_details(by=carl, weight_g=993)
    page = at_the_desk("get", parcel, "details/").content.decode()
    assert 'value="2 lb 3 oz"' in page
    at_the_desk("post", parcel, "details/", weight="2 lb 3 oz", shelf="B2", seen=shown(page), type="parcel")

    parcel.refresh_from_db()
    assert parcel.weight_g == 993


@pytest.mark.parametrize(
    ("field", "words", "told"),
    [("weight", "heavy", "This is not a weight."), ("size", "large", "Write three edges with × or x between them.")],
)
def test_what_makes_no_sense_is_said_beside_the_field_and_nothing_is_lost(
    at_the_desk, parcel, form, field, words, told
):
    page = at_the_desk("post", parcel, "details/", **form, **{field: words}, shelf="B2", note="Dented").content.decode()

    assert told in page
    for typed in (words, "B2", "Dented"):
        assert typed in page
    parcel.refresh_from_db()
    assert parcel.shelf == ""


def test_what_another_clerk_wrote_is_said_and_what_was_typed_stays(at_the_desk, parcel, form, olivia):
    MailItem.objects.get(pk=parcel.pk).change_details(by=olivia, shelf="A1", sender="Clay Supply Company")
    answer = at_the_desk("post", parcel, "details/", **form, shelf="B2", note="Dented")
    page = answer.content.decode()

    assert "Olivia Owens changed this to “A1”" in page
    assert 'value="B2"' in page
    parcel.refresh_from_db()
    assert (parcel.shelf, parcel.note) == ("A1", "")

    # Saved again, with what is seen now: ours in place of theirs, and of the rest what they wrote.
    at_the_desk("post", parcel, "details/", **{**form, "seen": shown(page)}, shelf="B2", note="Dented")
    parcel.refresh_from_db()
    assert (parcel.shelf, parcel.note, parcel.sender) == ("B2", "Dented", "Clay Supply Company")


@pytest.mark.parametrize("seen", ["", "{", "[]", '{"type": 7}', json.dumps({"shelf": "B2"})])
def test_nonsense_instead_of_what_was_seen_is_what_is_there_now(at_the_desk, parcel, form, seen):
    answer = at_the_desk("post", parcel, "details/", **{**form, "seen": seen}, shelf="B2")

    assert answer.status_code == 302
    parcel.refresh_from_db()
    assert parcel.shelf == "B2"


def test_a_deleted_piece_is_not_changed(at_the_desk, parcel, form, olivia, said):
    parcel.bin(by=olivia, reason="Twice")
    answer = at_the_desk("post", parcel, "details/", **form, shelf="B2")

    assert "Olivia Owens was quicker" in said(answer)
    parcel.refresh_from_db()
    assert parcel.shelf == ""
