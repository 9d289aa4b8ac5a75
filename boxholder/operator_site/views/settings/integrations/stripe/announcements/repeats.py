"""Send it again to those whom it did not reach, or perhaps did not: only because somebody decides it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from boxholder.billing import announcing
from boxholder.web.access import Permission, staff_may


@staff_may(Permission.SETTINGS)
@require_POST
def create(request: HttpRequest, pk: int) -> HttpResponse:
    announcement = get_object_or_404(request.operator.announcements.started(), pk=pk)
    state, given = request.POST.get("state", ""), request.POST.get("round", "")
    after_round = int(given) if given.isdecimal() else -1
    try:
        sent = announcing.send_again(
            announcement, state=state, after_round=after_round, by=request.user, now=timezone.now()
        )
    except announcing.AlreadySentAgain:
        messages.info(request, _("Nothing was sent: this page had changed meanwhile. Here is how it stands now."))
    else:
        said = ngettext("Sent again to %(n)s renter.", "Sent again to %(n)s renters.", sent) % {"n": sent}
        messages.success(request, said)
    return redirect("desk:announcement", pk)
