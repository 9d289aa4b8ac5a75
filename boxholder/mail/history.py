"""How what happens to a piece of mail is told."""

from django.utils.translation import gettext_lazy as _

from boxholder.history.models import describe

describe(
    {
        "mail.received": _("Received at %(space)s"),
        "mail.assigned": _("Assigned to PMB %(pmb)s, %(holder)s"),
        "mail.assigned_by_itself": _("Assigned to PMB %(pmb)s, %(holder)s: %(reason)s"),
        "mail.reassigned": _("Moved from PMB %(before)s to PMB %(pmb)s, %(holder)s"),
        "mail.unassigned": _("Taken out of PMB %(before)s"),
    }
)
