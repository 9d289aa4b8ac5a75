"""What a line means, whoever typed it: a clerk or a scanner."""

import pytest

from boxholder.mail.quick_entry import QuickEntry, understand


@pytest.mark.parametrize(
    ("line", "entry"),
    [
        ("234", QuickEntry("234")),
        ("  parcel   234 ", QuickEntry("234", type="parcel")),
        ("234 package", QuickEntry("234", type="parcel")),
        ("Large envelope Acme", QuickEntry("Acme", type="large_envelope")),
        ("UPS parcel 234", QuickEntry("234", type="parcel", carrier="ups")),
        ("parcel UPS 234", QuickEntry("234", type="parcel", carrier="ups")),
        ("log a parcel for 234", QuickEntry("234", type="parcel")),
        ("Parcel for Acme", QuickEntry("Acme", type="parcel")),
        ("a UPS parcel for 234", QuickEntry("234", type="parcel", carrier="ups")),
        ("log a large envelope for A Better Day", QuickEntry("A Better Day", type="large_envelope")),
        ("package for 234 1Z999AA10123456784", QuickEntry("234", "parcel", "ups", "1Z999AA10123456784")),
        # A name may sound like that.
        ("Homes for Pets", QuickEntry("Homes for Pets")),
        ("A Home for Parcel", QuickEntry("A Home for", type="parcel")),
        ("Log Cabin Homes", QuickEntry("Log Cabin Homes")),
        ("letters are us", QuickEntry("letters are us")),
        ("BX-17", QuickEntry(mailbox=17)),
        ("bx-17", QuickEntry(mailbox=17)),
        ("M-1042", QuickEntry(piece=1042)),
        ("1Z999AA10123456784", QuickEntry(carrier="ups", tracking_number="1Z999AA10123456784")),
        ("234 1z999aa10123456784", QuickEntry("234", carrier="ups", tracking_number="1Z999AA10123456784")),
        ("TBA123456789000", QuickEntry(carrier="amazon", tracking_number="TBA123456789000")),
        ("9400110200881234567894", QuickEntry(carrier="", tracking_number="9400110200881234567894")),
        # Twelve digits could be anybody's; only FedEx's check fits.
        ("986578788855", QuickEntry(carrier="fedex", tracking_number="986578788855")),
        # Nobody's check fits: a number all the same, and no PMB.
        ("123456789012345678", QuickEntry(tracking_number="123456789012345678")),
        ("", QuickEntry()),
    ],
)
def test_a_line_is_understood(line, entry):
    assert understand(line) == entry
