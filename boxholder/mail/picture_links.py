"""Links to a picture in an e-mail: who holds one sees it without logging in, as long as it is that mailbox's.

The token names picture and mailbox. So a piece that goes to another mailbox, or is deleted, takes the pictures in the
e-mails along: their addresses lead nowhere at once.
"""

from datetime import timedelta

from django.core import signing

from boxholder.mail.models import Picture

LAST = timedelta(days=90)
SALT = "boxholder.mail.picture"


def link(picture: Picture) -> str:
    """The absolute address; the picture's piece is in a mailbox."""
    token = signing.dumps([picture.pk.hex, picture.item.mailbox_id], salt=SALT)
    return picture.item.operator.url("renter:e_mailed_picture", token)


def find(operator, token: str) -> Picture | None:
    """The picture, where the token is ours and young enough, and nothing has changed since."""
    try:
        pk, mailbox_id = signing.loads(token, salt=SALT, max_age=LAST)
    except signing.BadSignature:
        return None
    held = Picture.objects.filter(operator=operator, item__mailbox=mailbox_id, item__deleted_at=None)
    return held.exclude(small="").filter(pk=pk).first()
