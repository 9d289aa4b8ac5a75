"""What the visitor is told by e-mail, and how; everybody who reaches a mailbox has their own choice."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from boxholder.renter_site.forms.notifications import NotificationsForm
from boxholder.renter_site.views.settings.tabs import tabs
from boxholder.web.access import Right, mailbox_may


@mailbox_may(Right.RECEIVE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest) -> HttpResponse:
    form = NotificationsForm(request.POST or None, user=request.user, operator=request.operator)
    if form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("renter:notifications")
    return render(request, "renter_site/settings/notifications.html", {"form": form, "tabs": tabs(request)})
