from django.urls import path

from boxholder.operator_site.views.mail.lists import suggestions

urlpatterns = [
    path("mailboxes/", suggestions.index, name="mailbox_suggestions"),
]
