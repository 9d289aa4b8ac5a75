from django.urls import path

from boxholder.operator_site.views.settings.email import failed_mails, mail_server, test_mails

urlpatterns = [
    path("", mail_server.edit, name="mail_server"),
    path("discard/", mail_server.discard, name="discard_mail_server"),
    path("removal/", mail_server.remove, name="remove_mail_server"),
    path("test/", test_mails.create, name="send_test_mail"),
    path("failed/again/", failed_mails.try_all_again, name="try_all_mail_again"),
    path("failed/<uuid:pk>/again/", failed_mails.try_again, name="try_mail_again"),
    path("failed/<uuid:pk>/dismissal/", failed_mails.dismiss, name="dismiss_mail"),
]
