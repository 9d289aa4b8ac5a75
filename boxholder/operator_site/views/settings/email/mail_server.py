"""Settings → E-mail: whose server the mail goes through, a test mail, and what did not arrive."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from boxholder.notifications import mail_server as notifications
from boxholder.notifications.models import MailServer, OutboxEmail
from boxholder.operator_site.forms.mail_server import MailServerForm
from boxholder.operator_site.frame import settings_tabs
from boxholder.operators import mail_server
from boxholder.web.access import Permission, staff_may

MOST_SHOWN = 100


@sensitive_post_parameters("password")
@staff_may(Permission.SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest) -> HttpResponse:
    """Saving connects to the server, so it takes a moment; what does not pass is kept and not used."""
    server = MailServer.objects.of(request.operator.pk)
    form = MailServerForm(request.POST or None, server=server, operator=request.operator)
    if form.is_valid():
        problem = mail_server.enter(request.operator, form.typed, by=request.user)
        if problem is None:
            messages.success(request, _("The server takes your mail. From now on it goes out through it."))
            return redirect("desk:mail_server")
        form.add_error(problem.field, problem.text)
    return render(request, "operator_site/settings/email/edit.html", _context(request, form))


@staff_may(Permission.SETTINGS)
@require_POST
def discard(request: HttpRequest) -> HttpResponse:
    notifications.discard(MailServer.objects.of(request.operator.pk))
    messages.success(request, _("The values that did not pass are gone."))
    return redirect("desk:mail_server")


@staff_may(Permission.SETTINGS)
@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    mail_server.remove(request.operator, by=request.user)
    messages.success(request, _("From now on mail goes out through the installation's server."))
    return redirect("desk:mail_server")


def _context(request: HttpRequest, form: MailServerForm) -> dict:
    server = MailServer.objects.of(request.operator.pk)
    failed = OutboxEmail.objects.of_operator(request.operator).to_look_at(timezone.now())
    return {
        "form": form,
        "server": server,
        "pending": notifications.pending_of(server),
        "keeps_password": notifications.keeps_password(server),
        "is_demo": settings.DEMO,
        "installation_server": settings.EMAIL_CONFIG and settings.EMAIL_HOST,
        "installation_sender": settings.DEFAULT_FROM_EMAIL,
        "tested": request.session.pop("test_mail", None),
        "failed": failed[:MOST_SHOWN],
        "failed_count": failed.count(),
        "to_try_count": failed.filter(status=OutboxEmail.Status.FAILED).count(),
        "tabs": settings_tabs(request),
    }
