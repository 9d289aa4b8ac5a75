"""Settings: one folder per tab. A tab is drawn once its page exists: see `settings_tabs` in frame.py."""

from django.urls import include, path

from boxholder.operator_site.views.home import settings

urlpatterns = [
    path("", settings, name="settings"),
    path("offerings/", include("boxholder.operator_site.views.settings.offerings.urls")),
    path("billing/", include("boxholder.operator_site.views.settings.billing.urls")),
    path("mail/", include("boxholder.operator_site.views.settings.mail.urls")),
    path("integrations/", include("boxholder.operator_site.views.settings.integrations.urls")),
    path("e-mail/", include("boxholder.operator_site.views.settings.email.urls")),
    path("team/", include("boxholder.operator_site.views.settings.team.urls")),
]
