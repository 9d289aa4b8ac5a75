"""The engine itself, on pictures drawn here."""

import pytest
import zxingcpp
from PIL import Image, ImageDraw, ImageFont

from boxholder.mail.recognition import engine, propose, read
from tests.mail.recognition.labels import DOCK, EVERYONE, ROSA

LINES = ("Rosa Reyes", "12 Dock Street PMB 234", "Brooklyn, NY 11201")


@pytest.fixture(scope="module")
def envelope() -> Image.Image:
    picture = Image.new("RGB", (900, 500), "#eee8dc")
    for place, text in enumerate(LINES):
        ImageDraw.Draw(picture).text((300, 200 + 45 * place), text, font=ImageFont.load_default(32), fill="#222")
    return picture


def test_reads_and_proposes(envelope):
    label = read(envelope)

    assert tuple(line.text for line in label.lines) == LINES
    assert propose(label, EVERYONE, space_address=DOCK).candidates[0].mailbox_id == ROSA.mailbox_id


def test_reads_a_photo_taken_sideways_and_askew(envelope):
    label = read(envelope.rotate(83, expand=True, fillcolor="#555"))

    assert label.rotation == 90
    assert tuple(line.text for line in label.lines) == LINES


def test_writing_taken_for_upside_down_is_turned_again(envelope, monkeypatch):
    monkeypatch.setattr(engine, "are_upside_down", lambda cuttings: True)

    label = read(envelope)

    assert label.rotation == 0
    assert tuple(line.text for line in label.lines) == LINES


def test_reads_barcodes_and_no_text_from_an_empty_label():
    symbol = zxingcpp.create_barcode("420112019400111201080805483016", zxingcpp.BarcodeFormat.Code128).to_image(scale=2)
    picture = Image.new("RGB", (900, 400), "white")
    picture.paste(Image.fromarray(symbol), (60, 100))

    assert [barcode.text for barcode in read(picture).barcodes] == ["420112019400111201080805483016"]


def test_the_models_come_with_the_wheel():
    assert all(model.is_file() for model in engine.models().values())


def test_reads_a_small_label_on_a_large_parcel(envelope):
    parcel = Image.new("RGB", (3000, 2250), "#a58")
    parcel.paste(envelope, (1000, 900))

    assert tuple(line.text for line in read(parcel).lines) == LINES


def test_reads_what_was_photographed_in_the_dark(envelope):
    dark = envelope.point(lambda light: round(light * 0.04))

    assert tuple(line.text for line in read(dark).lines) == LINES


@pytest.mark.parametrize("turned", [90, 270])
def test_reads_an_address_across_the_cover_of_a_magazine(envelope, turned):
    cover = Image.new("RGB", (1400, 1800), "#cde")
    for place, text in enumerate(("HARBOR WEEKLY", "Interview: the last lamplighter", "12 walks before breakfast")):
        ImageDraw.Draw(cover).text((80, 1100 + 220 * place), text, font=ImageFont.load_default(72), fill="#422")
    cover.paste(envelope.crop((250, 150, 750, 350)).rotate(turned, expand=True), (900, 300))
    label = read(cover)

    assert label.rotation == 0
    assert [line.text for line in label.lines if line.box.top < 0] == list(LINES)
    proposal = propose(label, EVERYONE, space_address=DOCK)
    assert proposal.candidates[0].mailbox_id == ROSA.mailbox_id
    assert proposal.is_certain
