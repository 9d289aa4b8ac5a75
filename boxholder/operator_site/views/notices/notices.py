"""How one is told of new requests: everybody's own, clerks included, and so not under Settings."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from boxholder.mail.models import RequestNotices
from boxholder.operator_site.forms.notices import RequestNoticesForm
from boxholder.web.access import Permission, staff_may


@staff_may(Permission.MAIL)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest) -> HttpResponse:
    notices = RequestNotices.objects.of(request.staff)
    form = RequestNoticesForm(request.POST or None, initial={"how": notices.how, "hour": notices.hour})
    if form.is_valid():
        notices.choose(form.cleaned_data["how"], hour=form.cleaned_data["hour"], now=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("desk:notices")
    zone = str(request.operator.time_zone).replace("_", " ")
    return render(request, "operator_site/notices/edit.html", {"form": form, "zone": zone})
