"""Links to a picture in an e-mail: who holds one sees it without logging in, as long as it is that mailbox's.

The token names picture and mailbox. So a piece that goes to another mailbox, or is deleted, takes the pictures in the
e-mails along: their addresses lead nowhere at once. It names the person, too, with whom the mailbox is shared: once it
is not any more, theirs lead nowhere either.
"""

from datetime import timedelta

from django.core import signing

from boxholder.mail.models import Picture
from boxholder.mailboxes.models import MailboxPerson

LAST = timedelta(days=90)
SALT = "boxholder.mail.picture"


def link(picture: Picture, person: MailboxPerson | None = None) -> str:
    """The absolute address; the picture's piece is in a mailbox. `person` None: it is the renter's."""
    whose = [person.pk] if person else []
    token = signing.dumps([picture.pk.hex, picture.item.mailbox_id, *whose], salt=SALT)
    return picture.item.operator.url("renter:e_mailed_picture", token)


def find(operator, token: str) -> Picture | None:
    """The picture, where the token is ours and young enough, and nothing has changed since."""
    try:
        pk, mailbox_id, *whose = signing.loads(token, salt=SALT, max_age=LAST)
    except signing.BadSignature:
        return None
    if whose and not MailboxPerson.objects.present().filter(pk=whose[0]).exists():
        return None
    held = Picture.objects.filter(operator=operator, item__mailbox=mailbox_id, item__deleted_at=None)
    return held.exclude(small="").filter(pk=pk).first()
