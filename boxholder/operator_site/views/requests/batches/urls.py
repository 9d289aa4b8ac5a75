from django.urls import path

from boxholder.operator_site.views.requests.batches import aside, batches, completions, sheets

urlpatterns = [
    path("", batches.create, name="new_request_batch"),
    path("cover-sheets.pdf", sheets.show, name="request_sheets"),
    path("<uuid:pk>/", batches.show, name="request_batch"),
    path("<uuid:pk>/progress/", batches.progress, name="request_batch_progress"),
    path("<uuid:pk>/scan.pdf", batches.pdf, name="request_batch_pdf"),
    path("<uuid:pk>/pages/<uuid:page>/<slug:size>/", batches.page, name="scanned_page"),
    path("<uuid:pk>/filing/", aside.file, name="file_scanned_pages"),
    path("<uuid:pk>/discarding/", aside.discard, name="discard_scanned_pages"),
    path("<uuid:pk>/completions/", completions.create, name="complete_scanned"),
]
