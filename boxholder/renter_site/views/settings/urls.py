from django.urls import include, path

from boxholder.renter_site.views.settings import details, mailboxes, notifications

urlpatterns = [
    path("", details.edit, name="settings"),
    path("mailboxes/", mailboxes.index, name="mailbox_settings"),
    path("people/", include("boxholder.renter_site.views.settings.people.urls")),
    path("addresses/", include("boxholder.renter_site.views.settings.addresses.urls")),
    path("automations/", include("boxholder.renter_site.views.settings.automations.urls")),
    path("notifications/", notifications.edit, name="notifications"),
]
