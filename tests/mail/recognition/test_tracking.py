"""Tracking numbers by their check digits. The numbers are published examples (jkeen/tracking_number_data)."""

import pytest

from boxholder.mail.recognition import Barcode, tracking


def found(*texts: str, barcodes=()) -> list[tuple[str, str]]:
    return [(one.carrier, one.number) for one in tracking.find(texts, barcodes)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1Z5R89390357567127", ("ups", "1Z5R89390357567127")),
        ("TRACKING #: 1Z 410 E7W 03 9275 1591", ("ups", "1Z410E7W0392751591")),
        ("IZ879E93O346834440", ("ups", "1Z879E930346834440")),  # misread I and O
        ("9400 1112 0108 0805 4830 16", ("usps", "9400111201080805483016")),
        ("420 22153 9101026837331000039521", ("usps", "9101026837331000039521")),
        ("4201002334249200190132607600833457", ("usps", "9200190132607600833457")),
        ("11201 9361 2898 7870 0317 6337 95", ("usps", "9361289878700317633795")),  # a ZIP in the same line
        ("92748931507708513018050063", ("usps", "92748931507708513018050063")),
        ("RB 123 456 785 US", ("usps", "RB123456785US")),
        ("RB123456785GB", ("other", "RB123456785GB")),
        ("9611020987654312345672", ("fedex", "987654312345672")),
        ("9622001900000000000000776632517510", ("fedex", "776632517510")),
        ("1001901781990001000300617767839437", ("fedex", "617767839437")),
        ("61299998820821171811", ("fedex", "61299998820821171811")),
        ("TBA502887274000", ("amazon", "TBA502887274000")),
    ],
)
def test_a_number_tells_its_carrier(text, expected):
    assert found(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "1Z5R89390357567128",  # one off
        "1Z1111111111111111",
        "9400111201080805483017",
        "RB123456786US",
        "9600000000000000000001",
        "TBB000000000000",
        "Beatriz Sorensen Issue 374 P15",  # whose letters, taken for digits, check
        "(718) 555-0142",
        "20260314",
    ],
)
def test_digits_that_do_not_check_are_no_tracking_number(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("number", "beside", "carrier"),
    [
        ("790535312317", "FedEx Priority Overnight", "fedex"),
        ("0414 4176 0228 964", "FEDEX GROUND", "fedex"),
        ("33 1881 0025", "WAYBILL", "dhl"),
        ("JJD0099999999", "DHL Express", "dhl"),
        ("7196 9010 7560 0307 7385", "CERTIFIED MAIL", "usps"),
        ("0307 1790 0005 2348 3741", "USPS", "usps"),
    ],
)
def test_short_numbers_need_the_carriers_name_beside_them(number, beside, carrier):
    assert found(number) == []
    assert [name for name, _ in found(number, beside)] == [carrier]


def test_a_barcode_goes_before_the_text():
    text, barcode = "9361 2898 7870 0317 6337 95", Barcode("420112019400111201080805483016", "Code128")

    assert found(text, barcodes=[barcode])[0] == ("usps", "9400111201080805483016")


def test_fedex_two_dimensional_barcode():
    code = "[)>\x1e01\x1d0211201\x1d840\x1d01\x1d7905353123170201\x1dFDE\x1d123456789\x1e\x04"

    assert found("FedEx", barcodes=[Barcode(code, "PDF417")]) == [("fedex", "790535312317")]


def test_certified_mail_is_known_by_its_number():
    assert tracking.find(["CERTIFIED MAIL 7112 3456 7891 2345 6787"], [])[0].is_certified
    assert not tracking.find(["9400 1112 0108 0805 4830 16"], [])[0].is_certified
