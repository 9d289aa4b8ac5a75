"""The labelled mail of bench/labels: always the same, with numbers that check and truths that hold.

Only what needs nothing but the standard library is tried here; the pictures are looked at by people.
"""

import os
import subprocess
import sys
from collections import Counter

import pytest

from bench.labels import directory, numbers, pieces, verdicts
from bench.labels.verdicts import Outcome


def test_the_set_is_the_same_in_every_process():
    program = "from bench.labels import pieces; print([piece.truth() for piece in pieces.pieces()])"
    elsewhere = subprocess.run(
        [sys.executable, "-c", program], env={**os.environ, "PYTHONHASHSEED": "7"}, capture_output=True, text=True
    )

    assert elsewhere.stdout.strip() == str([piece.truth() for piece in pieces.pieces()])


def test_at_least_360_pictures_from_eight_families_and_a_bad_photograph_of_each():
    splits = Counter(piece.split for piece in pieces.pieces())

    assert splits["tune"] + splits["held_out"] >= 360
    assert {piece.family for piece in pieces.pieces() if piece.split == "photo"} == set(pieces.PHOTOGRAPHED)
    assert len({*pieces.TUNE, *pieces.HELD_OUT, *pieces.SEALED, *pieces.SEALED_2}) == 3 + 5 + 4 + 7
    assert len({piece.truth()["image"] for piece in pieces.pieces()}) == len(pieces.pieces())


def test_the_sealed_set_has_families_of_its_own_and_a_quarter_photographed_in_a_hurry():
    sealed = [piece for piece in pieces.pieces() if piece.split == "sealed_2"]

    assert {piece.family for piece in sealed} == set(pieces.SEALED_2)
    assert not {piece.family for piece in pieces.pieces() if piece.split != "sealed_2"} & set(pieces.SEALED_2)
    assert len(sealed) >= 100
    assert sum(piece.hurried for piece in sealed) * 4 == len(sealed)


def test_every_truth_names_a_mailbox_of_the_directory_or_nobody():
    ids = {box.id for box in directory.mailboxes()}

    assert len(ids) == directory.SIZE
    assert len({box.pmb for box in directory.mailboxes()}) == directory.SIZE
    assert {piece.addressee.mailbox for piece in pieces.pieces()} <= {*ids, None}


def test_a_label_with_the_name_and_number_of_one_mailbox_is_for_that_mailbox():
    told = [piece for piece in pieces.pieces() if piece.addressee.remark in {"person and PMB", "company and PMB"}]

    assert len(told) > 50
    for piece in told:
        box = next(box for box in directory.mailboxes() if box.id == piece.addressee.mailbox)
        written = " ".join(piece.addressee.lines).upper().replace(".", "")
        assert box.pmb in written
        assert any(name.upper().replace(".", "") in written for name in (box.company, *box.people) if name)


def test_who_is_unknown_or_hidden_is_for_nobody_and_never_automatic():
    nobody = [piece.addressee for piece in pieces.pieces() if piece.addressee.mailbox is None]

    assert {addressee.automatic for addressee in nobody} == {False}
    assert {addressee.remark for addressee in nobody} == {
        "address hidden under a sticker or a thumb",
        "another street and town",
        "known surname, unknown given name, no PMB",
        "person with two mailboxes, no PMB",
        "surname alone, several have it",
        "unknown name at this street, no PMB",
        "unknown name, PMB of nobody",
    }


@pytest.mark.parametrize(
    ("check", "number"),
    [
        (numbers.gs1_check, "036000291452"),  # the UPC of GS1's own example
        (numbers.ups_check, "1Z999AA10123456784"),  # UPS's example
        (numbers.fedex_check, "986578788855"),
        (numbers.s10_check, "473124829"),  # RB 473124829 in the Universal Postal Union's standard
        (numbers.dhl_check, "3318810025"),
    ],
)
def test_the_last_digit_checks(check, number):
    body = number.removeprefix("1Z")

    assert check(body[:-1]) == body[-1]


def test_every_piece_by_a_carrier_has_a_number_of_the_right_shape():
    shapes = {"ups": 18, "fedex": 12, "dhl": 10, "amazon": 15}

    for piece in pieces.pieces():
        if piece.carrier in shapes:
            assert len(piece.tracking_number) == shapes[piece.carrier]
        assert (piece.carrier is None) == (piece.tracking_number is None)


def outcome(*, mailbox, proposed, automatic=False, may_be=True, tracking=("", "")):
    return Outcome(
        truth={"mailbox": mailbox, "automatic": may_be, "tracking_number": tracking[0] or None, "family": "ups"},
        proposed=proposed,
        automatic=automatic,
        best=proposed,
        confidence=1,
        reasons=(),
        carrier="",
        tracking_number=tracking[1],
        seconds=1,
        cpu_seconds=1,
    )


@pytest.mark.parametrize(
    ("mailbox", "proposed", "verdict"),
    [(7, 7, "right"), (7, 8, "wrong"), (None, 8, "wrong"), (7, None, "open"), (None, None, "open")],
)
def test_a_proposal_is_right_wrong_or_left_open(mailbox, proposed, verdict):
    assert outcome(mailbox=mailbox, proposed=proposed).proposal == verdict


def test_assigning_a_label_that_contradicts_itself_is_hasty():
    assert outcome(mailbox=7, proposed=7, automatic=True).assignment == "right"
    assert outcome(mailbox=7, proposed=7, automatic=True, may_be=False).assignment == "hasty"
    assert outcome(mailbox=7, proposed=8, automatic=True).assignment == "wrong"


def test_a_tracking_number_where_there_is_none_is_wrong():
    assert outcome(mailbox=7, proposed=7, tracking=("1Z9", "1Z9")).tracking == "right"
    assert outcome(mailbox=7, proposed=7, tracking=("1Z9", "")).tracking == "missed"
    assert outcome(mailbox=7, proposed=7, tracking=("", "1Z9")).tracking == "wrong"


def test_the_table_counts_wrong_ones_apart_from_open_ones():
    row = verdicts.Row("ups", [outcome(mailbox=7, proposed=8), outcome(mailbox=7, proposed=None)])

    assert row.cells[:6] == ["ups", "2", "0/2", "0.0", "1", "1+0"]
