"""How the operator wants its mail handled."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from boxholder.mail.models import MailSettings
from boxholder.operator_site.forms.mail_settings import MailSettingsForm
from boxholder.operator_site.frame import settings_tabs
from boxholder.web.access import Permission, staff_may


@staff_may(Permission.SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest) -> HttpResponse:
    settings = MailSettings.objects.of(request.operator)
    # Not `request.POST or None`: a single box that is not ticked sends nothing.
    data = request.POST if request.method == "POST" else None
    form = MailSettingsForm(data, initial={"assigns_certain": settings.assigns_certain})
    if form.is_valid():
        settings.change(**form.cleaned_data, by=request.user)
        messages.success(request, _("Saved."))
        return redirect("desk:mail_settings")
    context = {"form": form, "tabs": settings_tabs(request)}
    return render(request, "operator_site/settings/mail/edit.html", context)
