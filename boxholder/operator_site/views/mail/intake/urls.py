from django.urls import path

from boxholder.operator_site.views.mail.intake import batches, camera, cover_sheets, intake, quick

urlpatterns = [
    path("", intake.intake, name="intake"),
    path("files/", intake.create, name="intake_files"),
    path("camera/", camera.show, name="camera"),
    path("quick/", quick.create, name="quick_log"),
    path("quick/mailboxes/", quick.suggestions, name="quick_mailboxes"),
    path("batches/<uuid:pk>/", batches.show, name="scanner_batch"),
    path("batches/<uuid:pk>/progress/", batches.progress, name="scanner_batch_progress"),
    path("batches/<uuid:pk>/undoing/", batches.undo, name="undo_scanner_batch"),
    path("cover-sheet.pdf", cover_sheets.show, name="cover_sheet"),
]
