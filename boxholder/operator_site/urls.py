"""The operator site, `/<operator>/desk/…`: one folder of views per noun, each with its own `urls.py`.

Names are flat: `desk:mailboxes`, `desk:mailbox`, `desk:new_mailbox`, `desk:invoices`, `desk:stripe_integration`.
"""

from django.urls import include, path

from boxholder.operator_site.views.home import home

app_name = "desk"
urlpatterns = [
    path("", home, name="home"),
    path("mail/", include("boxholder.operator_site.views.mail.urls")),
    path("requests/", include("boxholder.operator_site.views.requests.urls")),
    path("mailboxes/", include("boxholder.operator_site.views.mailboxes.urls")),
    path("renters/", include("boxholder.operator_site.views.renters.urls")),
    path("invoices/", include("boxholder.operator_site.views.invoices.urls")),
    path("join/", include("boxholder.operator_site.views.joining.urls")),
    path("e-mails/", include("boxholder.operator_site.views.notices.urls")),
    path("settings/", include("boxholder.operator_site.views.settings.urls")),
]
