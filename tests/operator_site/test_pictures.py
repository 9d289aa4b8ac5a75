"""How a picture is handed out at the desk."""

import pytest

from boxholder.mail import intake
from tests.paths import desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture(dock, carl, photograph):
    return intake.take_in(dock, photograph(), by=carl, name="Foto d'été.HEIC").picture


def test_it_never_runs_as_a_page_and_nothing_keeps_a_copy(log_in, carl, harbor, picture):
    answer = log_in(carl).get(desk(harbor, f"mail/pictures/{picture.pk}/small/"))

    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "private, no-store"
    assert "attachment" not in answer["Content-Disposition"]
    assert b"".join(answer.streaming_content).startswith(b"\xff\xd8")


def test_the_original_is_a_download_under_its_own_name(log_in, carl, harbor, picture):
    answer = log_in(carl).get(desk(harbor, f"mail/pictures/{picture.pk}/original/"))

    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''Foto%20d%27%C3%A9t%C3%A9.jpg"


def test_there_are_no_other_sizes(log_in, carl, harbor, picture):
    assert log_in(carl).get(desk(harbor, f"mail/pictures/{picture.pk}/huge/")).status_code == 404


def test_a_purged_picture_is_not_found(log_in, carl, harbor, picture):
    type(picture).objects.update(original="", large="", small="")

    assert log_in(carl).get(desk(harbor, f"mail/pictures/{picture.pk}/large/")).status_code == 404


def test_strangers_find_no_picture(log_in, sam, rosa, harbor, picture):
    for stranger in (sam, rosa):
        assert log_in(stranger).get(desk(harbor, f"mail/pictures/{picture.pk}/small/")).status_code == 404
