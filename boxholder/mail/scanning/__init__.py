"""Scanner batches: a PDF is kept whole first, then taken apart in the background.

Of new pieces, and then it may be undone; or of what was inside many, each page filed to its request.
"""

from boxholder.mail.scanning.completing import complete, ready
from boxholder.mail.scanning.settling import discard, discard_old_blanks, file_by_hand
from boxholder.mail.scanning.taking_apart import carry_on
from boxholder.mail.scanning.taking_in import take_in_pdf, take_in_requests
from boxholder.mail.scanning.undoing import undo

__all__ = [
    "carry_on",
    "complete",
    "discard",
    "discard_old_blanks",
    "file_by_hand",
    "ready",
    "take_in_pdf",
    "take_in_requests",
    "undo",
]
