"""What stands in each column of the file, in this mailroom's own names."""

from django.utils.translation import gettext as _

from boxholder.operators.models import Operator


def columns(operator: Operator) -> list[dict]:
    spaces = [space.name for space in operator.spaces.order_by("name")]
    offerings = [offering.name for offering in operator.offerings.available()]
    return [
        {"name": "space", "needed": len(spaces) > 1, "what": _one_of(spaces, _("the only space: %(name)s"))},
        {"name": "pmb", "needed": False, "what": _("Digits, letters, dashes. Left empty: the next free number.")},
        {"name": "name", "needed": True, "what": _("The person who rents.")},
        {"name": "email", "needed": True, "what": _("The invitation goes there, and they log in with it.")},
        {"name": "phone", "needed": False, "what": ""},
        {"name": "company", "needed": False, "what": _("Stands in the address under the person's name.")},
        {
            "name": "offering",
            "needed": len(offerings) != 1,
            "what": _one_of(offerings, _("the only offering: %(name)s")),
        },
    ]


def _one_of(names: list[str], only: str) -> str:
    if not names:
        return _("None yet.")
    if len(names) == 1:
        return _("Left empty: %(only)s.") % {"only": only % {"name": names[0]}}
    return _("One of: %(names)s.") % {"names": ", ".join(names)}
