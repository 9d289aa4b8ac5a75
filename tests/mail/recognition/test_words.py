import pytest

from boxholder.mail.recognition import Reason, words

PMB = Reason("pmb", "PMB 234", "234")
ACME = Reason("company", "ACME LLC", "Acme LLC")
ROSA = Reason("person", "ROSA REYES", "Rosa Reyes")


@pytest.mark.parametrize(
    ("reasons", "sentence"),
    [
        ([PMB], "PMB 234 matches"),
        ([PMB, ACME], "PMB 234 and ‘Acme LLC’ both match"),
        ([PMB, ACME, ROSA], "PMB 234, ‘Acme LLC’ and ‘Rosa Reyes’ all match"),
        ([Reason("company_close", "ACNE LLC", "Acme LLC")], "the label says ‘ACNE LLC’; ‘Acme LLC’ is close to it"),
        ([ROSA, Reason("closed")], "‘Rosa Reyes’ matches; this mailbox is closed"),
        (
            [PMB, Reason("other_name", "Ed Ek")],
            "PMB 234 matches; the label says ‘Ed Ek’, a name this mailbox does not have",
        ),
    ],
)
def test_reasons_make_a_sentence(reasons, sentence):
    assert words(reasons) == sentence
