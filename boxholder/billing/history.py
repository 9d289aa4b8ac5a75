"""How billing's history reads."""

from django.utils.translation import gettext_lazy as _

from boxholder.history.models import describe

describe(
    {
        "announcement.started": _("Sending begun; renters: %(n)s"),
        "announcement.sent_again": _("Sent again, because they stood under “%(which)s”; renters: %(n)s"),
        "invoice.issued": _("Invoice %(number)s over %(total)s issued"),
        "invoice.voided": _("Voided: %(note)s"),
        "invoice.paid_by_hand": _("Marked as paid by hand: %(note)s"),
        "invoice.closing_withdrawn": _("What was asked for this invoice was taken back"),
        "invoice.closed_too_late": _(
            "The card was charged before the invoice could be closed; it counts as paid by card"
        ),
        "payment.succeeded": _("%(amount)s charged to %(card)s"),
        "payment.declined": _("%(card)s was declined: %(reason)s"),
        "payment.needs_authentication": _("The bank wants the renter to confirm the payment with %(card)s"),
        "payment.broken_off": _("Stripe broke off while charging; nothing was charged, and it is tried again"),
        "payment.left": _("The renter began to pay and did not finish"),
        "payment.refused": _("Stripe refused: %(reason)s"),
        "payment.cancelled": _("The payment was cancelled at Stripe"),
        "payment.found_after_restore": _(
            "After a backup was restored: the charge at Stripe for the lost invoice %(number)s pays this one"
        ),
        "payment.found_and_differs": _(
            "After a backup was restored: Stripe has %(amount)s for the lost invoice %(number)s, "
            "which is not this total. The card is not charged by itself"
        ),
        "billing.unknown_charges_seen": _("Charges after the restored backup looked at: %(count)s; billing goes on"),
        "payment.asked_again": _("Asked to charge %(card)s again"),
        "card.added": _("%(card)s added"),
        "card.added_for_renter": _("%(card)s added for the renter, who agreed: %(note)s"),
        "card.gone_at_stripe": _("%(card)s is gone: the customer was deleted in Stripe"),
        "card.made_default": _("%(card)s made the default card"),
        "card.removed": _("%(card)s deleted"),
        "billing.settings_changed": _(
            "Bill from %(bill_from)s; Later may be chosen: %(later)s; prorated: %(prorates)s"
        ),
        "offering.added": _("Offering %(name)s added at %(price)s a month"),
        "offering.renamed": _("Renamed from %(before)s to %(after)s"),
        "offering.repriced": _("Price changed from %(before)s to %(after)s a month"),
        "offering.archived": _("Archived"),
        "offering.rule_changed": _("%(request)s changed from “%(before)s” to “%(after)s”"),
        "offering.storage_changed": _("Storage changed from “%(before)s” to “%(after)s”"),
        "mailbox.storage_thresholds_set": _(
            "Own storage thresholds: correspondence %(correspondence)s, packages %(package)s"
        ),
        "charge.added": _("Charge added: %(description)s, %(amount)s"),
        "charge.owed_again": _("Charge owed again: %(description)s, %(amount)s"),
        "charge.waived": _("Charge waived: %(description)s, %(amount)s. %(reason)s"),
    }
)
