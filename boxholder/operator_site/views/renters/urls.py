from django.urls import path

from boxholder.operator_site.views.renters import renters

urlpatterns = [
    path("", renters.index, name="renters"),
    path("<int:pk>/", renters.show, name="renter"),
    path("<int:pk>/edit/", renters.edit, name="edit_renter"),
]
