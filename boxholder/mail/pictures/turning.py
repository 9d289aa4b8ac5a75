"""A person turns a picture that lies on its side; the original stays as it is."""

from django.core.files.storage import default_storage
from django.db import transaction

from boxholder.mail.models import Picture
from boxholder.mail.pictures import decoding, preparing, storing


def turn(picture: Picture, quarter_turns: int, *, by) -> None:
    """Clockwise, by so many quarters more. Raises StorageFull.

    Two people who turn it at once have turned it once: both looked at the same picture.
    """
    before, after = picture.quarter_turns, (picture.quarter_turns + quarter_turns) % 4
    if after == before or not picture.original:
        return
    with default_storage.open(picture.original) as file:
        photograph = decoding.look_at(file.read())
    large, small = preparing.sizes_of(photograph, quarter_turns=after)
    old = [picture.large, picture.small]
    with storing.written(picture, {"large": large, "small": small}) as names, transaction.atomic():
        same = Picture.objects.filter(pk=picture.pk, quarter_turns=before, large=picture.large)
        if same.update(quarter_turns=after, **names):
            picture.item.remember("mail.picture_turned", by=by)
            transaction.on_commit(lambda: storing.remove(old), robust=True)
        else:
            transaction.on_commit(lambda: storing.remove(names.values()), robust=True)
    picture.refresh_from_db()
