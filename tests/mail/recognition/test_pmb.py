import pytest

from boxholder.mail.recognition import pmb


@pytest.mark.parametrize(
    ("row", "value", "kind"),
    [
        ("12 Dock Street PMB 234", "234", "pmb"),
        ("PMB234", "234", "pmb"),
        ("12DockStreetPMB234", "234", "pmb"),
        ("P.M.B. 234", "234", "pmb"),
        ("PMB #234", "234", "pmb"),
        ("PM8 234", "234", "worn"),
        ("PB 234", "234", "worn"),
        ("PNB234", "234", "worn"),
        ("PMB_#_234", "234", "pmb"),
        ("PMB A-12", "A-12", "pmb"),
        ("12 Dock St #234", "234", "hash"),
        ("12 Dock St # 234", "234", "hash"),
        ("12 Dock St Box 234", "234", "box"),
        ("PO Box 234", "234", "po_box"),
        ("P.O. Box 234", "234", "po_box"),
        ("12 Dock St, Ste 234", "234", "unit"),
        ("5te. 234", "234", "unit"),
        ("Unit 2B4", "2B4", "unit"),
    ],
)
def test_marks(row, value, kind):
    assert [(mark.value, mark.kind) for mark in pmb.find(row)] == [(value, kind)]


@pytest.mark.parametrize(
    "row",
    [
        "12 Dock Street",
        "Brooklyn, NY 11201",
        "Invoice #234",
        "Acct # 234",
        "#RKL0697997 MAR28 257",
        "#Pvvi29i362 JA28 Jid",
        "#5QX8750204 DEC28 592",
        "Unity 4",
    ],
)
def test_other_numbers_are_no_marks(row):
    assert pmb.find(row) == []


def test_the_spaces_own_suite_is_no_mark():
    assert pmb.find("12 Dock St Ste 5 PMB 234", not_these={"5"}) == pmb.find("12 Dock St PMB 234")


def test_the_rest_of_a_line():
    assert pmb.without("Rosa Reyes PMB 234").strip() == "Rosa Reyes"


@pytest.mark.parametrize(
    ("read", "meant"), [("2E4", "2E4"), ("O1I", "011"), ("9OO", "900"), ("S01", "501"), ("B12", "812")]
)
def test_misread_digits_look_the_same(read, meant):
    assert pmb.folded(read) == pmb.folded(meant)


@pytest.mark.parametrize(
    ("one", "other", "close"),
    [("234", "284", True), ("234", "243", True), ("234", "2345", False), ("234", "289", False), ("4", "5", False)],
)
def test_one_digit_off_is_close(one, other, close):
    assert pmb.is_close(one, other) is close


def test_a_number_behind_the_street_or_alone_is_a_mark_only_there():
    assert [mark.value for mark in pmb.find("12 Dock Street 234", is_at_street=True)] == ["234"]
    assert [mark.value for mark in pmb.find("234")] == ["234"]
    assert pmb.find("12 Dock Street 234") == []
