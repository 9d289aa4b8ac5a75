"""Large files go to the disk as they come in, never into memory, and never more of them than anybody means to send."""

import errno
import io
from contextlib import suppress

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler

# A file larger than anything that is taken here is not written any further; its size is told all the same.
MOST_OF_A_FILE = 51 * 1024 * 1024
MOST_OF_A_REQUEST = 1024 * 1024 * 1024
_FULL = {errno.ENOSPC, errno.EDQUOT}


class BoundedUploadHandler(TemporaryFileUploadHandler):
    """In the place of Django's own. `request.upload_was_cut` says that the last files did not come through.

    Where the disk is full, the file becomes one that says so when it is read: whoever reads it knows what to say.
    """

    def __init__(self, request=None):
        super().__init__(request)
        self.received = 0

    def new_file(self, *args, **kwargs):
        self.full: OSError | None = None
        self.__dict__.pop("file", None)  # the one before has been handed over
        try:
            super().new_file(*args, **kwargs)
        except OSError as error:
            self._give_up(error)

    def receive_data_chunk(self, raw_data, start):
        self.received += len(raw_data)
        if self.received > MOST_OF_A_REQUEST:
            if self.request is not None:
                self.request.upload_was_cut = True
            raise StopUpload
        if self.full or start + len(raw_data) > MOST_OF_A_FILE:
            return
        try:
            super().receive_data_chunk(raw_data, start)
        except OSError as error:
            self._give_up(error)

    def file_complete(self, file_size):
        if self.full:
            return Unreadable(self.full, name=self.file_name, content_type=self.content_type, size=file_size)
        try:
            self.file.flush()
        except OSError as error:
            self._give_up(error)
            return self.file_complete(file_size)
        return super().file_complete(file_size)

    def _give_up(self, error: OSError) -> None:
        if error.errno not in _FULL:
            raise error
        self.full = error
        if hasattr(self, "file"):
            with suppress(OSError):  # what is still in its buffer finds no room either
                self.file.close()


class Unreadable(UploadedFile):
    """A file for which there was no room; reading it says so."""

    def __init__(self, error: OSError, **facts):
        super().__init__(file=io.BytesIO(), **facts)
        self.error = error

    def read(self, *size):
        raise self.error
