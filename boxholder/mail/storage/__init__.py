"""Storage: which days of a piece count (`days`), posted when billing asks (`posting`), told before they cost
anything (`warning`), explained day by day (`explaining`). What they cost is billing's to say.
"""

from boxholder.mail.storage.days import ENDS_STORAGE, days_kept
from boxholder.mail.storage.explaining import Explanation, explain, explain_all
from boxholder.mail.storage.in_use import InUse, in_use
from boxholder.mail.storage.posting import post, run_up
from boxholder.mail.storage.warning import due_spaces, look

__all__ = [
    "ENDS_STORAGE",
    "Explanation",
    "InUse",
    "days_kept",
    "due_spaces",
    "explain",
    "explain_all",
    "in_use",
    "look",
    "post",
    "run_up",
]
