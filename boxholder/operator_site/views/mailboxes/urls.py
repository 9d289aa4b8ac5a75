from django.urls import include, path

from boxholder.operator_site.views.mailboxes import aliases, deactivations, invitations, mailboxes, new, sheets, storage

urlpatterns = [
    path("", mailboxes.index, name="mailboxes"),
    path("new/", new.create, name="new_mailbox"),
    path("imports/", include("boxholder.operator_site.views.mailboxes.imports.urls")),
    path("sheets/", sheets.show, name="mailbox_sheets"),
    path("invitations/", invitations.send_all, name="send_invitations"),
    path("<int:pk>/", mailboxes.show, name="mailbox"),
    path("<int:pk>/cards/", include("boxholder.operator_site.views.mailboxes.cards.urls")),
    path("<int:pk>/charges/", include("boxholder.operator_site.views.mailboxes.charges.urls")),
    path("<int:pk>/storage/", storage.edit, name="storage_thresholds"),
    path("<int:pk>/edit/", mailboxes.edit, name="edit_mailbox"),
    path("<int:pk>/names/new/", aliases.create, name="new_alias"),
    path("<int:pk>/names/<int:alias>/removal/", aliases.remove, name="remove_alias"),
    path("<int:pk>/deactivation/", deactivations.create, name="deactivate_mailbox"),
    path("<int:pk>/reactivation/", deactivations.undo, name="reactivate_mailbox"),
    path("<int:pk>/invitation/", invitations.create, name="invite"),
    path("<int:pk>/invitation/revocation/", invitations.revoke, name="revoke_invitation"),
]
