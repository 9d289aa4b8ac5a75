"""Settings: one folder per tab. A tab is drawn once its page exists: see `settings_tabs` in frame.py."""

from django.urls import include, path

urlpatterns = [
    path("offerings/", include("boxholder.operator_site.views.settings.offerings.urls")),
]
