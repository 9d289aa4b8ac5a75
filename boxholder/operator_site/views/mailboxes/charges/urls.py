from django.urls import path

from boxholder.operator_site.views.mailboxes.charges import charges

urlpatterns = [
    path("", charges.index, name="charges"),
    path("new/", charges.create, name="new_charge"),
    path("<int:charge>/", charges.show, name="charge"),
    path("<int:charge>/waiver/", charges.waive, name="waive_charge"),
]
