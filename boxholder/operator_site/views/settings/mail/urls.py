from django.urls import path

from boxholder.operator_site.views.settings.mail import mail_settings

urlpatterns = [
    path("", mail_settings.edit, name="mail_settings"),
]
