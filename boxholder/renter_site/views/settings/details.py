"""The renter's own details."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from boxholder.renter_site.forms.details import DetailsForm
from boxholder.renter_site.views.settings.tabs import tabs


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest) -> HttpResponse:
    renter = request.renter
    form = DetailsForm(request.POST or None, initial={name: getattr(renter, name) for name in DetailsForm.base_fields})
    if form.is_valid():
        renter.change_details(by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("renter:settings")
    return render(request, "renter_site/settings/details.html", {"form": form, "tabs": tabs(request)})
