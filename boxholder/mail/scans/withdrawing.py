"""The wrong scan goes, all of it and at once: also when the request is done, and the renter has opened it.

The request stays as it is, and so does its charge: what was worked is for people to judge, who may waive it. The right
scan can be added to the same request.
"""

from django.db import transaction

from boxholder.mail.models import ActionRequest, MailItem, Picture
from boxholder.mail.pictures import storing
from boxholder.mail.scans.pages import kept


@transaction.atomic
def withdraw(request: ActionRequest, *, by, reason: str) -> int:
    """How many pages went. Said twice is once.

    The rows go with the commit, and every address of a page leads nowhere from then on; the files go right after it. A
    process that dies in between leaves files that no row names: the sweep finds them.
    """
    [item] = MailItem.objects.lock(request.item_id)
    # Held, so that nobody turns a page meanwhile and leaves a file behind.
    pages = list(kept(item).select_for_update())
    if not pages:
        return 0
    Picture.objects.filter(pk__in=[page.pk for page in pages]).delete()
    item.remember("mail.scan_withdrawn", by=by, pages=len(pages), reason=reason)
    files = [name for page in pages for name in page.file_names.values()]
    transaction.on_commit(lambda: storing.remove(files), robust=True)
    return len(pages)
