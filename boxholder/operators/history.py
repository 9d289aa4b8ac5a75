"""How what happens to an operator and its staff is told."""

from django.utils.translation import gettext_lazy as _

from boxholder.history.models import describe

describe(
    {
        "operator.set_up": _("%(name)s set up"),
    }
)
