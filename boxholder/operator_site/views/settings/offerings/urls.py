from django.urls import path

from boxholder.operator_site.views.settings.offerings import offerings

urlpatterns = [
    path("", offerings.index, name="offerings"),
    path("new/", offerings.create, name="new_offering"),
    path("<int:pk>/", offerings.edit, name="offering"),
    path("<int:pk>/archival/", offerings.archive, name="archive_offering"),
]
