from django.urls import path

from boxholder.operator_site.views.settings.team import invitations, staff

urlpatterns = [
    path("", staff.index, name="team"),
    path("new/", invitations.create, name="invite_staff"),
    path("<int:pk>/", staff.edit, name="staff"),
    path("<int:pk>/deactivation/", staff.deactivate, name="deactivate_staff"),
    path("<int:pk>/activation/", staff.reactivate, name="reactivate_staff"),
    path("invitations/<int:pk>/renewal/", invitations.renew, name="renew_staff_invitation"),
    path("invitations/<int:pk>/revocation/", invitations.revoke, name="revoke_staff_invitation"),
]
