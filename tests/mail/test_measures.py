"""Weights and sizes, as people write and read them."""

import pytest

from boxholder.mail.measures import NotAMeasure, read_size, read_weight, say_size, say_weight


@pytest.mark.parametrize(
    ("words", "pounds", "grams"),
    [
        ("2 lb 3 oz", True, 992),
        ("2lbs, 3oz", True, 992),
        ("3.5 oz", True, 99),
        ("2", True, 907),
        ("250", False, 250),
        ("1.2 kg", True, 1200),
        ("1,2 kg", False, 1200),
        ("", True, None),
    ],
)
def test_a_weight_is_read(words, pounds, grams):
    assert read_weight(words, pounds=pounds) == grams


@pytest.mark.parametrize("words", ["heavy", "2 lb heavy", "2 stone", "-3 oz", "0", "9999999 kg", "lb", "1.2.3 kg"])
def test_what_is_no_weight_is_refused(words):
    with pytest.raises(NotAMeasure):
        read_weight(words, pounds=True)


@pytest.mark.parametrize(
    ("words", "inches", "edges"),
    [
        ("12 x 9 x 4 in", True, [305, 229, 102]),
        ("12x9x4", True, [305, 229, 102]),
        ('12 × 9 × 4"', True, [305, 229, 102]),
        ("30 x 20 x 10", False, [300, 200, 100]),
        ("300x200x100 mm", True, [300, 200, 100]),
        ("", True, []),
    ],
)
def test_a_size_is_read(words, inches, edges):
    assert read_size(words, inches=inches) == edges


@pytest.mark.parametrize("words", ["12 x 9", "large", "12 x 9 x 4 feet", "0 x 9 x 4"])
def test_what_is_no_size_is_refused(words):
    with pytest.raises(NotAMeasure):
        read_size(words, inches=True)


@pytest.mark.parametrize(
    ("grams", "pounds", "words"),
    [(992, True, "2 lb 3 oz"), (907, True, "2 lb"), (20, True, "0.7 oz"), (453, True, "1 lb"), (992, False, "992 g"),
     (1250, False, "1.25 kg"), (None, True, "")],
)  # fmt: skip
def test_a_weight_is_said(grams, pounds, words):
    assert say_weight(grams, pounds=pounds) == words


@pytest.mark.parametrize(
    ("edges", "inches", "words"),
    [([305, 229, 102], True, "12 × 9 × 4 in"), ([300, 200, 105], False, "30 × 20 × 10.5 cm"), ([None] * 3, True, ""),
     ([300, None, 100], False, "30 × – × 10 cm")],
)  # fmt: skip
def test_a_size_is_said(edges, inches, words):
    assert say_size(edges, inches=inches) == words


@pytest.mark.parametrize("grams", [1, 20, 99, 992, 5000, 31751])
def test_what_is_said_is_read_again_to_within_a_twentieth_of_an_ounce(grams):
    assert abs(read_weight(say_weight(grams, pounds=True), pounds=True) - grams) <= 2
