from django.urls import path

from boxholder.operator_site.views.mail.lists import lists, selections, suggestions

urlpatterns = [
    path("", lists.index, name="mail"),
    path("mailboxes/", suggestions.index, name="mailbox_suggestions"),
    path("selection/mailbox/", selections.assign, name="assign_mail"),
    path("selection/mailbox/withdrawal/", selections.unassign, name="unassign_mail"),
    path("selection/shelf/", selections.shelve, name="shelve_mail"),
    path("selection/deletion/", selections.delete, name="delete_selection"),
    path("selection/recovery/", selections.recover, name="recover_selection"),
    path("selection/pickup/", selections.hand_out, name="hand_out_mail"),
    path("selection/request/", selections.ask, name="ask_for_mail"),
    path("selection/labels/", selections.label, name="label_mail"),
]
