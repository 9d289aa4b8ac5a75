from django.urls import path

from boxholder.renter_site.views.mail import archives, pictures, pieces

urlpatterns = [
    path("", pieces.index, name="mail"),
    path("<int:pk>/", pieces.show, name="mail_item"),
    path("<int:pk>/scan.pdf", pieces.scan_pdf, name="scan_pdf"),
    path("pictures/<uuid:pk>/<slug:size>/", pictures.show, name="picture"),
    path("pictures/<str:token>/", pictures.show_e_mailed, name="e_mailed_picture"),
    path("archives/", archives.index, name="mail_archives"),
    path("archives/mail.zip", archives.download, name="mail_archive"),
]
