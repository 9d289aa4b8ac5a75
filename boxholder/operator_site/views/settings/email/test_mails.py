"""A test mail to oneself, the way every other mail goes; what came of it shows on the page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from boxholder.notifications.delivery import deliver_email
from boxholder.notifications.models import OutboxEmail
from boxholder.web.access import Permission, staff_may


@staff_may(Permission.SETTINGS)
@require_POST
def create(request: HttpRequest) -> HttpResponse:
    email = OutboxEmail.objects.create(
        kind="test_mail",
        operator_id=request.operator.pk,
        to=request.user.email,
        from_name=request.operator.name,
        reply_to=request.operator.reply_to_email,
        subject=_("Test mail from %(operator)s") % {"operator": request.operator.name},
        text=_("This is the test mail you asked for. Mail of %(operator)s goes out.") % {"operator": request.operator}
        + "\n",
    )
    deliver_email(str(email.pk))
    email.refresh_from_db()
    is_sent = email.status == OutboxEmail.Status.SENT
    request.session["test_mail"] = {
        "to": email.to,
        "error": "" if is_sent else email.error or email.get_status_display(),
    }
    if not is_sent:
        # A person looks on: it is not tried again behind their back.
        email.delete()
    return redirect("desk:mail_server")
