"""The newest mail of one mailbox, or of several of one renter, for their pages."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from boxholder.mail.models import MailItem
from boxholder.mailboxes.models import Mailbox
from boxholder.operator_site.views.mail.lists.rows import Rows, with_all_it_shows
from boxholder.operators.models.staff import Permission

FEW = 5


def newest_mail(request: HttpRequest, mailboxes: Iterable[Mailbox]) -> dict:
    """Context for `mail/lists/_newest.html`; nothing for who may not see mail."""
    if not request.staff.may(Permission.MAIL):
        return {}
    mailboxes = list(mailboxes)
    # Each mailbox has its pieces in order; all of them together would have to be put in order first.
    pks = [pk for box in mailboxes for pk in box.mail_items.kept().order_by("-pk").values_list("pk", flat=True)[:FEW]]
    items = with_all_it_shows(MailItem.objects.filter(pk__in=sorted(pks)[-FEW:])).order_by("-pk")
    return {
        "newest_mail": Rows(request.operator).of(items),
        "all_mail": [(_address(box), _words(box, len(mailboxes))) for box in mailboxes],
    }


def _address(mailbox: Mailbox) -> str:
    return f"{reverse('desk:mail')}?tab=all&mailbox={mailbox.pk}"


def _words(mailbox: Mailbox, how_many: int) -> str:
    return _("All its mail") if how_many == 1 else _("All mail of %(mailbox)s") % {"mailbox": mailbox}
