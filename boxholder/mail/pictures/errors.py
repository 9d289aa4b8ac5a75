"""Why a file does not become a picture. Nothing of it was kept; the door says it in its visitor's words."""

import errno

from django.db import DatabaseError

_FULL = {errno.ENOSPC, errno.EDQUOT}


class PictureRefused(Exception):
    """One of those below. The rest of what came with the file goes in."""


class NotAPicture(PictureRefused):
    """By its content it is none of the kinds taken, whatever its name says."""


class TooLarge(PictureRefused):
    """More than MOST_BYTES; it can be sent smaller."""


class TornFile(PictureRefused):
    """It begins as a picture and does not end as one: broken, or cut off on its way."""


class TooManyPixels(PictureRefused):
    """Its own header says that decoding it would take more memory than a photograph ever needs."""


class TooManyPages(PictureRefused):
    """A PDF with more pages than are taken apart in one go."""


class NothingOnIt(PictureRefused):
    """A PDF of empty pages: laid into the feeder the wrong way round, perhaps."""


class Encrypted(PictureRefused):
    """A PDF that opens with a password only."""


class StorageFull(PictureRefused):
    """There is no room on the disk: the same file can be sent again once there is."""


class SameBatch(PictureRefused):
    """This very PDF has been taken apart already, or is about to be: `batch`."""

    def __init__(self, batch) -> None:
        super().__init__(str(batch))
        self.batch = batch


class SamePicture(PictureRefused):
    """These very bytes are here already, with `item`; which may lie in the bin."""

    def __init__(self, item) -> None:
        super().__init__(str(item))
        self.item = item


def is_full(error: BaseException) -> bool:
    """A file that could not be written, or a row: "disk is full" from SQLite, 53100 from PostgreSQL."""
    if isinstance(error, DatabaseError):
        return "disk is full" in str(error) or getattr(error.__cause__, "sqlstate", None) == "53100"
    return isinstance(error, OSError) and error.errno in _FULL
