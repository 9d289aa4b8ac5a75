"""Reads a photographed mail piece and proposes its mailbox.

It knows no database: a label's text and the space's entries go in, a proposal comes out.
"""

from boxholder.mail.recognition.directory import Entry
from boxholder.mail.recognition.label import Barcode, Box, LabelText, Line
from boxholder.mail.recognition.proposal import Candidate, Proposal, Reason, propose
from boxholder.mail.recognition.reader import read
from boxholder.mail.recognition.words import words

__all__ = [
    "Barcode",
    "Box",
    "Candidate",
    "Entry",
    "LabelText",
    "Line",
    "Proposal",
    "Reason",
    "propose",
    "read",
    "words",
]
