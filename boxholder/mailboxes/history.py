"""How what happens to a mailbox is told."""

from django.utils.translation import gettext_lazy as _

from boxholder.history.models import describe

describe(
    {
        "mailbox.opened": _("PMB %(pmb)s opened for %(holder)s"),
        "mailbox.invited": _("Invitation sent to %(email)s"),
        "mailbox.invitation_renewed": _("New invitation link sent to %(email)s; the earlier link stopped working"),
        "mailbox.invitation_revoked": _("Invitation to %(email)s revoked"),
        "mailbox.deactivated": _("Closed"),
        "mailbox.reactivated": _("Opened again"),
        "mailbox.activated": _("Activated by %(holder)s"),
        "mailbox.company_changed": _("Company changed from %(before)s to %(after)s"),
        "mailbox.instructions_changed": _("Instructions for the mailroom changed from “%(before)s” to “%(after)s”"),
        "person.added": _("%(name)s added as %(role)s"),
        "person.joined": _("%(name)s joined as %(role)s"),
        "person.role_changed": _("%(name)s changed from %(before)s to %(role)s"),
        "person.removed": _("%(name)s removed; was %(role)s"),
        "address.added": _("Address added: %(address)s"),
        "address.changed": _("Address changed: %(address)s"),
        "address.removed": _("Address removed: %(address)s"),
        "renter.name_changed": _("Name changed from %(before)s to %(after)s"),
        "renter.email_changed": _("E-mail changed from %(before)s to %(after)s"),
        "renter.phone_changed": _("Phone changed from %(before)s to %(after)s"),
        "renter.address_changed": _("Home address changed from %(before)s to %(after)s"),
    }
)
