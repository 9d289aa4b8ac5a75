"""The pages of a scan, in the order in which they are read."""

from django.db import transaction

from boxholder.mail.models import MailItem, Picture


def of(item: MailItem) -> list[Picture]:
    return list(kept(item))


def kept(item: MailItem):
    return item.pictures.filter(kind=Picture.Kind.SCAN).exclude(large="")


@transaction.atomic
def move(page: Picture, to: int, *, by) -> None:
    """It becomes the page of this number; beyond the ends it is the first, or the last.

    Two clerks at once: both moves are made, one after the other. Gone meanwhile: nothing is.
    """
    [item] = MailItem.objects.lock(page.item_id)
    pages = of(item)
    if page not in pages:
        return
    order = [other for other in pages if other != page]
    order.insert(max(0, to - 1), page)
    if order == pages:
        return
    # The places stay those they had, so that no photograph of the piece gets the number of a page.
    for place, each in zip([each.position for each in pages], order, strict=True):
        Picture.objects.filter(pk=each.pk).update(position=place)
    item.remember("mail.scan_ordered", by=by)
