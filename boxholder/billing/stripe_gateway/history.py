"""How the history of the connection reads. Keys are named by their hint only (`rk_live_…a1b2`)."""

from django.utils.translation import gettext_lazy as _

from boxholder.history.models import describe

describe(
    {
        "stripe.values_entered": _("Stripe values entered: %(account)s, %(key)s"),
        "stripe.values_discarded": _("Stripe values discarded: %(key)s"),
        "stripe.connected": _("Connected to %(account)s with %(key)s"),
        "stripe.switched_on": _("Billing renters with Stripe switched on: %(account)s, billing from %(bill_from)s"),
        "stripe.switched_off": _("Billing renters with Stripe switched off"),
        "stripe.announced": _("E-mail that a card will be asked for; renters: %(n)s"),
        "stripe.cards_asked_from": _("Renters are asked for cards from %(day)s"),
    }
)
