"""Scanner batches: a PDF is kept whole first, then taken apart in the background, and may be undone."""

from boxholder.mail.scanning.taking_apart import carry_on
from boxholder.mail.scanning.taking_in import take_in_pdf
from boxholder.mail.scanning.undoing import undo

__all__ = ["carry_on", "take_in_pdf", "undo"]
