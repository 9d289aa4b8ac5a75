from django.urls import path

from boxholder.renter_site.views.settings import details, mailboxes, notifications

urlpatterns = [
    path("", details.edit, name="settings"),
    path("mailboxes/", mailboxes.index, name="mailbox_settings"),
    path("notifications/", notifications.edit, name="notifications"),
]
