"""How what happens to an operator and its staff is told."""

from django.utils.translation import gettext_lazy as _

from boxholder.history.models import describe

describe(
    {
        "operator.set_up": _("%(name)s set up"),
        "mail_server.set": _("Mail goes out through %(server)s, from %(sender)s"),
        "mail_server.removed": _("Mail no longer goes out through %(server)s"),
        "staff.invited": _("%(email)s invited as %(role)s"),
        "staff.invitation_renewed": _("New link sent to %(email)s; the earlier link stopped working"),
        "staff.invitation_revoked": _("Invitation to %(email)s revoked"),
        "staff.joined": _("%(name)s joined as %(role)s"),
        "staff.role_changed": _("%(name)s changed from %(before)s to %(after)s"),
        "staff.deactivated": _("%(name)s deactivated"),
        "staff.reactivated": _("%(name)s activated again"),
    }
)
