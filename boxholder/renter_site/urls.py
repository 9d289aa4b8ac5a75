"""The renter site, `/<operator>/…`: one folder of views per noun, each with its own `urls.py`. Names are flat."""

from django.urls import include, path

from boxholder.renter_site.views.brand import brand
from boxholder.renter_site.views.home import home
from boxholder.renter_site.views.mailboxes import activate

app_name = "renter"
urlpatterns = [
    path("", home, name="home"),
    path("mailboxes/<int:pk>/activation/", activate, name="activate_mailbox"),
    path("brand.css", brand, name="brand"),
    path("billing/invoices/", include("boxholder.renter_site.views.invoices.urls")),
    path("billing/", include("boxholder.renter_site.views.billing.urls")),
    path("mail/", include("boxholder.renter_site.views.mail.urls")),
    path("requests/", include("boxholder.renter_site.views.requests.urls")),
    path("cards/", include("boxholder.renter_site.views.cards.urls")),
    path("join/", include("boxholder.renter_site.views.joining.urls")),
    path("invitations/", include("boxholder.renter_site.views.invitations.urls")),
    path("settings/", include("boxholder.renter_site.views.settings.urls")),
]
