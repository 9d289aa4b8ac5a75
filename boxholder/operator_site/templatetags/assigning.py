"""The types of mail, each with its key."""

from django import template

from boxholder.mail.models import MailItem

register = template.Library()

Type = MailItem.Type
# The first letter where it is free; `j`, `k`, `x` and `g` have a meaning everywhere, `n`, `r`, `s` and `u` on the page.
KEYS = {
    Type.LETTER: "l",
    Type.LARGE_ENVELOPE: "e",
    Type.PADDED_ENVELOPE: "d",
    Type.MAGAZINE: "m",
    Type.CHEQUE: "c",
    Type.LEGAL: "a",
    Type.PARCEL: "p",
    Type.OVERSIZE: "o",
}


@register.filter
def types(form) -> list[dict]:
    chosen = form["type"].value()
    return [{"value": type.value, "label": type.label, "key": KEYS[type], "is_chosen": type == chosen} for type in Type]
