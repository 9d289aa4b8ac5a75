from django.urls import path

from boxholder.operator_site.views.joining import joining

urlpatterns = [
    path("<str:token>/", joining.show, name="join"),
    path("<str:token>/acceptance/", joining.accept_invitation, name="accept_staff_invitation"),
]
