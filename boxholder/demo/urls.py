from django.urls import path

from boxholder.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.start, name="start"),
    path("sample-mail.zip", views.sample_mail, name="sample_mail"),
    path("e-mails/", views.e_mails, name="e_mails"),
    path("e-mails/<uuid:pk>/", views.e_mail, name="e_mail"),
    path("e-mails/<uuid:pk>/html/", views.e_mail_as_html, name="e_mail_as_html"),
]
