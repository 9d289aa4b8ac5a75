from django.urls import path

from boxholder.operator_site.views.mailboxes.imports import files, imports

urlpatterns = [
    path("new/", imports.create, name="new_import"),
    path("template.csv", files.template, name="import_template"),
    path("<int:pk>/", imports.show, name="mailbox_import"),
    path("<int:pk>/start/", imports.start, name="start_import"),
    path("<int:pk>/progress/", imports.progress, name="import_progress"),
    path("<int:pk>/not-imported.csv", files.refused, name="refused_lines"),
]
