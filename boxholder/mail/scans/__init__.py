"""What was inside a piece, as its renter asked to see it: pictures, or the pages of a scanner's PDF."""

from boxholder.mail.scans.adding import add, hold, put
from boxholder.mail.scans.as_pdf import as_pdf
from boxholder.mail.scans.pages import move, of
from boxholder.mail.scans.withdrawing import withdraw

__all__ = ["add", "as_pdf", "hold", "move", "of", "put", "withdraw"]
