from django.urls import include, path

urlpatterns = [
    path("intake/", include("boxholder.operator_site.views.mail.intake.urls")),
    path("assigning/", include("boxholder.operator_site.views.mail.assigning.urls")),
    path("pictures/", include("boxholder.operator_site.views.mail.pictures.urls")),
    path("pieces/", include("boxholder.operator_site.views.mail.pieces.urls")),
    path("", include("boxholder.operator_site.views.mail.lists.urls")),
]
