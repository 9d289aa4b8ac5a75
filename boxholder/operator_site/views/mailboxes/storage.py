"""How many pieces a mailbox may keep at month end, where it is not what its offering says."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from boxholder.billing import rules
from boxholder.billing.models import StorageThreshold
from boxholder.billing.storage_tariff import Tariff
from boxholder.operator_site.forms.storage import ThresholdsForm
from boxholder.operator_site.views.mailboxes.mailboxes import find
from boxholder.web.access import Permission, staff_may


@staff_may(Permission.MONEY)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    mailbox = find(request, pk)
    own = StorageThreshold.objects.filter(mailbox=mailbox).first()
    held = {"correspondence": own.correspondence, "package": own.package} if own else {}
    form = ThresholdsForm(request.POST if request.method == "POST" else None, initial=held)
    if form.is_valid():
        rules.set_thresholds(mailbox, **form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("desk:mailbox", pk)
    rule = Tariff.of([mailbox])[pk].rule_on(mailbox.space.today(timezone.now()))
    return render(request, "operator_site/mailboxes/storage.html", {"mailbox": mailbox, "form": form, "rule": rule})
