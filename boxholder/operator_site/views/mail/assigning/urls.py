from django.urls import path

from boxholder.operator_site.views.mail.assigning import assigning, assignments, choices, grid, misdeliveries

urlpatterns = [
    path("", assigning.index, name="assigning"),
    path("cards/", assigning.cards, name="assigning_cards"),
    path("grid/", grid.index, name="assigning_grid"),
    path("grid/assignments/", grid.assign, name="assign_many"),
    path("grid/assignments/one-mailbox/", grid.assign_to, name="assign_many_to"),
    path("grid/withdrawals/", grid.withdraw, name="unassign_many"),
    path("<int:pk>/", assignments.create, name="assign"),
    path("<int:pk>/choice/", choices.show, name="assigning_choice"),
    path("<int:pk>/withdrawal/", assignments.withdraw, name="unassign"),
    path("<int:pk>/misdelivery/", misdeliveries.create, name="assigning_not_ours"),
]
