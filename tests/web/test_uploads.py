"""Large files go to the disk while they come in; a full disk and a flood are noticed there."""

import errno

import pytest
from django.core.files.uploadhandler import StopUpload
from django.test import RequestFactory

from boxholder.web import uploads
from boxholder.web.uploads import BoundedUploadHandler


@pytest.fixture
def handler():
    request = RequestFactory().post("/")
    handler = BoundedUploadHandler(request)
    handler.new_file("file", "letter.jpg", "image/jpeg", None)
    return handler


def test_a_file_arrives_whole(handler):
    handler.receive_data_chunk(b"one, ", 0)
    handler.receive_data_chunk(b"two", 5)

    assert handler.file_complete(8).read() == b"one, two"


def test_more_than_anybody_takes_is_not_written_and_its_size_is_told(handler, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_OF_A_FILE", 10)
    handler.receive_data_chunk(b"0123456789", 0)
    handler.receive_data_chunk(b"more", 10)
    file = handler.file_complete(14)

    assert file.size == 14
    assert file.read() == b"0123456789"


def test_a_flood_is_stopped(handler, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_OF_A_REQUEST", 10)
    with pytest.raises(StopUpload):
        handler.receive_data_chunk(b"more than ten", 0)

    assert handler.request.upload_was_cut


def test_a_full_disk_is_told_to_whoever_reads_the_file(handler):
    class Full:
        def write(self, data):
            raise OSError(errno.ENOSPC, "No space left on device")

        def close(self):
            pass

    handler.file = Full()
    handler.receive_data_chunk(b"data", 0)
    handler.receive_data_chunk(b"more", 4)
    file = handler.file_complete(8)

    assert (file.name, file.size) == ("letter.jpg", 8)
    with pytest.raises(OSError) as full:
        file.read()
    assert full.value.errno == errno.ENOSPC
