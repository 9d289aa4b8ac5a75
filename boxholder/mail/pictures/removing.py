"""A wrong picture of a piece goes for good, though never the last one by accident."""

from django.db import transaction

from boxholder.mail.models import MailItem, Picture, Reading
from boxholder.mail.pictures import storing


class OnlyPicture(Exception):
    """The piece would have none: ask whether that is meant, and say so with `even_the_only_one`."""


@transaction.atomic
def remove(picture: Picture, *, by, even_the_only_one: bool = False) -> None:
    """What was read on it is read anew on what is left. Said twice is once. Raises OnlyPicture.

    A page of a scan is asked for by nobody, and nothing was read on it: it just goes.
    """
    # One removal of a piece's pictures at a time: two clerks who remove one each of two would leave none.
    item = MailItem.objects.select_for_update().get(pk=picture.item_id)
    is_page = picture.kind == Picture.Kind.SCAN
    others = item.pictures.filter(kind=picture.kind).exclude(pk=picture.pk).exclude(original="")
    if not even_the_only_one and not is_page and not others.exists():
        raise OnlyPicture
    if not Picture.objects.filter(pk=picture.pk).delete()[0]:
        return
    item.remember("mail.picture_removed", by=by, file=picture.file_name)
    if not is_page:
        _read_anew(item, others.exists())
    # A process that dies before this leaves files that no row names: the sweep finds them.
    transaction.on_commit(lambda: storing.remove(picture.file_names.values()), robust=True)


def _read_anew(item: MailItem, has_others: bool) -> None:
    Reading.objects.filter(item=item).delete()
    if has_others:
        Reading.objects.put(item)
