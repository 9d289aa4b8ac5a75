"""Pictures of pieces: taken in, added, turned, and in the end really gone.

Files are written before the row that names them, and deleted after the row says so: at no moment does a row name a
file that is not there, and what a killed process leaves behind is found by the sweep.
"""

from boxholder.mail.pictures.keeping import add, keep, prepared
from boxholder.mail.pictures.purging import purge
from boxholder.mail.pictures.removing import OnlyPicture, remove
from boxholder.mail.pictures.turning import turn

__all__ = ["OnlyPicture", "add", "keep", "prepared", "purge", "remove", "turn"]
