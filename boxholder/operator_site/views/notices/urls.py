from django.urls import path

from boxholder.operator_site.views.notices import notices

urlpatterns = [
    path("", notices.edit, name="notices"),
]
