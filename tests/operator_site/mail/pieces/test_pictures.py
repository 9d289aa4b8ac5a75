"""One more picture, one turned, a wrong one removed."""

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from boxholder.mail import pictures
from boxholder.mail.models import Reading

pytestmark = pytest.mark.django_db


def test_a_picture_is_added(at_the_desk, letter, photograph):
    at_the_desk("post", letter, "pictures/", picture=photograph())

    assert letter.pictures.count() == 1


def test_what_is_no_picture_is_refused_by_name(at_the_desk, letter, said):
    answer = at_the_desk("post", letter, "pictures/", picture=SimpleUploadedFile("list.txt", b"eggs"))

    assert "list.txt: Not a picture" in said(answer)
    assert not letter.pictures.exists()


def test_the_same_picture_again_says_where_it_is(at_the_desk, letter, photographed, photograph, said):
    again = photograph(seed=7)
    at_the_desk("post", photographed, "pictures/", picture=again)
    again.seek(0)

    assert f"is here already, with {photographed}" in said(at_the_desk("post", letter, "pictures/", picture=again))


def test_it_is_turned_in_place_or_with_the_page(at_the_desk, photographed, log_in, carl, harbor):
    picture = photographed.cover
    path = f"pictures/{picture.pk}/turn/"
    assert at_the_desk("post", photographed, path).status_code == 302
    answer = log_in(carl).post(f"/harbor/desk/mail/pieces/{photographed.pk}/{path}", headers={"X-In-Place": "true"})

    assert answer.status_code == 204
    picture.refresh_from_db()
    assert picture.quarter_turns == 2


def test_a_turn_that_is_sent_again_turns_it_once(photographed, log_in, carl, harbor):
    path = f"/harbor/desk/mail/pieces/{photographed.pk}/pictures/{photographed.cover.pk}/turn/"
    for _ in range(2):
        answer = log_in(carl).post(path, {"to": "1"}, headers={"X-In-Place": "1"})

        assert answer.status_code == 204
        assert photographed.pictures.get().quarter_turns == 1


def test_a_wrong_picture_is_removed_for_good_and_the_rest_read_anew(
    at_the_desk, photographed, photograph, carl, django_capture_on_commit_callbacks
):
    wrong = photographed.cover
    right = pictures.add(photographed, photograph(), by=carl, name="right.jpg")
    Reading.objects.filter(item=photographed).update(status="read", text="Somebody else entirely")
    with django_capture_on_commit_callbacks(execute=True):
        at_the_desk("post", photographed, f"pictures/{wrong.pk}/removal/")

    assert list(photographed.pictures.all()) == [right]
    assert not any(default_storage.exists(wrong.name_of(size)) for size in type(wrong).Size)
    assert (Reading.objects.get(item=photographed).status, Reading.objects.get(item=photographed).text) == (
        "waiting",
        "",
    )


def test_the_only_picture_goes_only_when_that_is_said(at_the_desk, photographed, said):
    picture = photographed.cover
    path = f"pictures/{picture.pk}/removal/"
    assert "it is the only picture" in said(at_the_desk("post", photographed, path))
    assert photographed.pictures.exists()

    at_the_desk("post", photographed, path, only="yes")
    assert not photographed.pictures.exists()
    assert not Reading.objects.filter(item=photographed).exists()


def test_a_picture_of_another_piece_is_404(at_the_desk, photographed, letter):
    assert at_the_desk("post", letter, f"pictures/{photographed.cover.pk}/removal/").status_code == 404
    assert photographed.pictures.exists()
