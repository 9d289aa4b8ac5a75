"""The same photograph sent twice at the same moment is one piece."""

import threading

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection

from boxholder.mail import intake
from boxholder.mail.models import MailItem, Picture
from boxholder.mail.pictures import keeping
from boxholder.mail.pictures.errors import SamePicture
from tests.support import photographs


@pytest.mark.django_db(transaction=True)
def test_sent_twice_at_once_it_is_one_piece(dock, carl, monkeypatch):
    data, outcomes = photographs.jpeg(), []
    together = threading.Barrier(2, timeout=20)
    prepare = keeping.prepared

    def prepare_together(file, *, operator):
        """Both have seen that it is not here yet, before either writes."""
        prepared = prepare(file, operator=operator)
        together.wait()
        return prepared

    monkeypatch.setattr("boxholder.mail.pictures.prepared", prepare_together)

    def send():
        try:
            outcomes.append(intake.take_in(dock, ContentFile(data), by=carl, name="letter.jpg").item)
        except SamePicture as same:
            outcomes.append(same.item)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    item = MailItem.objects.get()
    assert outcomes == [item, item]
    picture = Picture.objects.get()
    folder = picture.original.rpartition("/")[0]
    of_both = [name for name in default_storage.listdir(folder)[1] if default_storage.size(f"{folder}/{name}")]
    assert {picture.original, picture.large, picture.small} <= {f"{folder}/{name}" for name in of_both}
