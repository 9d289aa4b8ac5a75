"""How what happens to a piece of mail is told."""

from django.utils.translation import gettext_lazy as _

from boxholder.history.models import describe

describe(
    {
        "mail.received": _("Received at %(space)s"),
        "mail.assigned": _("Assigned to PMB %(pmb)s, %(holder)s"),
        "mail.assigned_by_itself": _("Assigned to PMB %(pmb)s, %(holder)s: %(reason)s"),
        "mail.reassigned": _("Moved from PMB %(before)s to PMB %(pmb)s, %(holder)s"),
        "mail.picture_added": _("Picture added"),
        "mail.picture_turned": _("Picture turned"),
        "mail.picture_removed": _("Picture %(file)s removed"),
        "mail.unassigned": _("Taken out of PMB %(before)s"),
        "mail.seen": _("First opened by the renter of PMB %(pmb)s"),
        "mail.seen_by_other": _("First opened by %(who)s, with whom PMB %(pmb)s is shared"),
        "mail.moved": _("Moved from %(before)s to %(space)s"),
        "mail.picked_up": _("Picked up by %(who)s"),
        "mail.returned": _("Returned to sender"),
        "mail.forwarded": _("Forwarded to %(to)s"),
        "mail.delivered": _("Delivered to %(to)s"),
        "mail.scan_added": _("Scan added, %(pages)s"),
        "mail.scan_from_batch": _("Scan added from the scanned batch %(file)s"),
        "mail.scan_ordered": _("Pages of the scan put in another order"),
        "mail.scan_withdrawn": _("Scan withdrawn (%(pages)s pages): %(reason)s"),
        "mail.shredded": _("Shredded"),
        "mail.recycled": _("Recycled"),
        "mail.not_ours": _("Not ours: delivered here by mistake"),
        "mail.brought_back": _("Brought back"),
        "mail.deleted": _("Deleted: %(reason)s"),
        "mail.recovered": _("Restored"),
        "mail.purged": _("Its pictures, and what was read on them, were removed for good"),
        "mail.type_changed": _("Type changed from %(before)s to %(after)s"),
        "mail.sender_changed": _("Sender changed from %(before)s to %(after)s"),
        "mail.carrier_changed": _("Carrier changed from %(before)s to %(after)s"),
        "mail.tracking_number_changed": _("Tracking number changed from %(before)s to %(after)s"),
        "mail.weight_changed": _("Weight changed from %(before)s to %(after)s"),
        "mail.size_changed": _("Size changed from %(before)s to %(after)s"),
        "mail.shelf_changed": _("Shelf changed from %(before)s to %(after)s"),
        "mail.note_changed": _("Note changed from “%(before)s” to “%(after)s”"),
        "request.asked": _("%(what)s asked for: %(price)s"),
        "request.asked_by_phone": _("%(what)s asked for the renter by the mailroom (by phone): %(price)s"),
        "request.asked_by_automation": _("%(what)s asked for by automation: %(price)s"),
        "request.begun": _("%(what)s begun"),
        "request.put_back": _("%(what)s put back"),
        "request.reopened": _("%(what)s was not done after all: to do again, and not charged"),
        "request.hold_over": _("No longer held: put among the rest"),
        "request.resumed": _("%(what)s to do again, as it was asked for: the piece is back. %(price)s"),
        "request.completed": _("%(what)s done: %(price)s"),
        "request.cancelled": _("%(what)s cancelled by the renter"),
        "request.declined": _("%(what)s cancelled: %(reason)s"),
        "request.postage_asked": _("Renter asked about the postage: %(postage)s"),
        "request.postage_agreed": _("Postage agreed to: up to %(postage)s"),
        "request.postage_refused": _("Postage not agreed to: %(postage)s"),
        "request.postage_agreed_by_phone": _(
            "Postage agreed to by the renter (by phone, noted by %(clerk)s): up to %(postage)s"
        ),
        "request.postage_refused_by_phone": _(
            "Postage not agreed to by the renter (by phone, noted by %(clerk)s): %(postage)s"
        ),
        "request.postage_withdrawn": _("Renter no longer asked about the postage: %(postage)s"),
        "mailbox.postage_limit_set": _("To be asked before postage above %(above)s"),
        "mailbox.postage_limit_removed": _("Not to be asked about postage"),
        "mailbox.automation_added": _("Automation added: %(what)s"),
        "mailbox.automation_changed": _("Automation changed from “%(before)s” to “%(what)s”"),
        "mailbox.automation_switched_on": _("Automation switched on: %(what)s"),
        "mailbox.automation_switched_off": _("Automation switched off: %(what)s"),
        "mailbox.automation_moved_up": _("Automation moved up: %(what)s"),
        "mailbox.automation_removed": _("Automation removed: %(what)s"),
        "mailbox.alias_added": _("Mail for “%(name)s” belongs here from now on"),
        "mailbox.alias_removed": _("Mail for “%(name)s” no longer belongs here"),
        "mail.settings_changed": _("Certain matches assigned automatically: %(assigns_certain)s"),
    }
)

# What makes a piece somebody else's, somewhere else, or gone.
CHANGES_STANDING = {
    "mail.assigned",
    "mail.assigned_by_itself",
    "mail.reassigned",
    "mail.unassigned",
    "mail.moved",
    "mail.picked_up",
    "mail.returned",
    "mail.shredded",
    "mail.recycled",
    "mail.not_ours",
    "mail.brought_back",
    "mail.deleted",
    "mail.recovered",
    "mail.purged",
}
