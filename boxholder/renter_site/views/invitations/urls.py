from django.urls import path

from boxholder.renter_site.views.invitations import acceptances, activations, renewals

urlpatterns = [
    path("renewed/", renewals.renewed, name="invitation_renewed"),
    path("<str:token>/", activations.details, name="activation"),
    path("<str:token>/address/", activations.address, name="activation_address"),
    path("<str:token>/password/", activations.password, name="activation_password"),
    path("<str:token>/acceptance/", acceptances.create, name="accept_invitation"),
    path("<str:token>/renewal/", renewals.create, name="renew_invitation"),
]
