from django.urls import path

from boxholder.operator_site.views.mail.pieces import (
    deletions,
    labels,
    leaving,
    moves,
    pickups,
    pictures,
    pieces,
    reassignments,
)

urlpatterns = [
    path("pickups/", pickups.create, name="pick_up"),
    path("pickups/<int:pk>/undoing/", pickups.undo, name="undo_pickup"),
    path("labels/", labels.show, name="shelf_labels"),
    path("<int:pk>/", pieces.show, name="mail_item"),
    path("<int:pk>/details/", pieces.edit, name="edit_mail_item"),
    path("<int:pk>/pictures/", pictures.add, name="add_picture"),
    path("<int:pk>/pictures/<uuid:picture>/turn/", pictures.turn, name="turn_picture"),
    path("<int:pk>/pictures/<uuid:picture>/removal/", pictures.remove, name="remove_picture"),
    path("<int:pk>/mailbox/", reassignments.create, name="reassign"),
    path("<int:pk>/space/", moves.create, name="move_mail"),
    path("<int:pk>/return/", leaving.return_to_sender, name="return_mail"),
    path("<int:pk>/misdelivery/", leaving.mark_not_ours, name="not_ours"),
    path("<int:pk>/bringing-back/", leaving.bring_back, name="bring_back"),
    path("<int:pk>/deletion/", deletions.create, name="delete_mail"),
    path("<int:pk>/recovery/", deletions.recover, name="recover_mail"),
]
