"""The pile of a mailroom: what nobody has been named for yet, in the order it came in."""

from django.http import HttpRequest
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from boxholder.mail.models.mail_item.mail_item import MailItemQuerySet
from boxholder.web.numbers import number

# Beyond that nobody wants to know more exactly, and counting would take long.
COUNTS_TO = 1000


class Pile:
    """`?space=` leaves one space of it, `?after=` what came in after that piece, `?piece=` begins with that one."""

    def __init__(self, request: HttpRequest) -> None:
        self.space, self.after = number(request.GET.get("space")), number(request.GET.get("after"))
        unassigned = request.operator.mail_items.unassigned().order_by("pk")
        self.items: MailItemQuerySet = unassigned.filter(space=self.space) if self.space else unassigned
        self.rest = self.items.filter(pk__gt=self.after) if self.after else self.items
        if piece := number(request.GET.get("piece")):
            self.rest = self.items.filter(pk__gte=piece)

    @property
    def left(self) -> str:
        n = self.items.order_by()[: COUNTS_TO + 1].count()
        if n > COUNTS_TO:
            return _("More than %(n)s pieces are left") % {"n": number_format(COUNTS_TO)}
        return ngettext("%(n)s piece is left", "%(n)s pieces are left", n) % {"n": n}


def numbers(text: str | None) -> list[int]:
    return [pk for each in (text or "").split(",") if (pk := number(each)) is not None]
