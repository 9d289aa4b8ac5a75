"""The mailroom the demo begins with."""

import io

import pytest
import zxingcpp
from PIL import Image

from boxholder.demo import envelopes
from boxholder.demo.harbor import seed
from boxholder.demo.mailroom import sample_mail
from boxholder.demo.post import ARRIVED, TO_BE_DROPPED, TO_BE_SCANNED
from boxholder.demo.wishes import WISHES
from boxholder.mail.models import ActionRequest, PostageQuestion


def test_the_same_seed_draws_the_same_photograph():
    letter = TO_BE_DROPPED[0]

    assert envelopes.photograph(letter, seed=3) == envelopes.photograph(letter, seed=3)
    assert envelopes.photograph(letter, seed=3) != envelopes.photograph(letter, seed=4)


def test_no_two_pieces_look_the_same():
    """The same bytes again would be refused as the same picture."""
    looks = [arrival.envelope for arrival in ARRIVED] + TO_BE_DROPPED + TO_BE_SCANNED

    assert len(looks) > 40
    assert len({(envelope.kind, envelope.sender, envelope.recipient, envelope.tracking) for envelope in looks}) > 35


def test_every_wish_is_about_one_piece_that_is_here():
    arrived = [(each.pmb, each.envelope.sender[0], each.type) for each in ARRIVED if each.became == "here"]
    wished = [(wish.pmb, wish.sender, wish.type) for wish in WISHES]

    assert set(wished) <= set(arrived)
    assert len(set(wished)) == len(wished)


@pytest.mark.django_db
def test_rosa_is_asked_about_the_postage_of_one_parcel(settings, tmp_path):
    settings.DATA_DIR = tmp_path

    seed()

    question = PostageQuestion.objects.unanswered().get()
    assert (question.mailbox.pmb, str(question.postage)) == ("101", "18.40 USD")
    assert question.photos
    assert ActionRequest.objects.waiting_for_renter().get().item.sender == "Windward Sailcloth"


def test_a_parcels_barcode_can_be_read():
    parcel = next(envelope for envelope in TO_BE_DROPPED if envelope.tracking)
    drawn = Image.open(io.BytesIO(envelopes.photograph(parcel, seed=1)))

    assert parcel.tracking in {code.text for code in zxingcpp.read_barcodes(drawn)}


def test_twenty_photographs_and_a_scanners_pdf_to_drop(settings, tmp_path):
    settings.DATA_DIR = tmp_path

    names = sorted(file.name for file in sample_mail().iterdir())

    assert len(names) == 21
    assert names[-1] == "scanner.pdf"
    assert sample_mail() == sample_mail()
