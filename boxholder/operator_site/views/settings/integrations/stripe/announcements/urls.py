from django.urls import path

from boxholder.operator_site.views.settings.integrations.stripe.announcements import (
    announcements,
    drafts,
    recipients,
    repeats,
)

urlpatterns = [
    path("new/", drafts.edit, name="new_announcement"),
    path("new/preview/", drafts.preview, name="announcement_preview"),
    path("new/test/", drafts.test, name="test_announcement"),
    path("new/recipients/", recipients.index, name="announcement_recipients"),
    path("<int:pk>/", announcements.show, name="announcement"),
    path("<int:pk>/start/", drafts.start, name="start_announcement"),
    path("<int:pk>/progress/", announcements.progress, name="announcement_progress"),
    path("<int:pk>/repeat/", repeats.create, name="repeat_announcement"),
]
