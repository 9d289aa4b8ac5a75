from django.urls import include, path

from boxholder.operator_site.views.settings.integrations import integrations
from boxholder.operator_site.views.settings.integrations.stripe import checks, discards, switch_off
from boxholder.operator_site.views.settings.integrations.stripe import integration as stripe

urlpatterns = [
    path("", integrations.index, name="integrations"),
    path("stripe/", stripe.edit, name="stripe_integration"),
    path("stripe/check/", checks.create, name="stripe_check"),
    path("stripe/discard/", discards.create, name="discard_stripe_values"),
    path(
        "stripe/announcements/",
        include("boxholder.operator_site.views.settings.integrations.stripe.announcements.urls"),
    ),
    path("stripe/switch-off/", switch_off.create, name="switch_stripe_off"),
]
