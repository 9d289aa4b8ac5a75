"""What the list of requests says about scanning many in one go."""

from datetime import timedelta

from django.http import HttpRequest
from django.utils import timezone

from boxholder.mail.models import ScannedPage
from boxholder.operator_site.views.mail.intake.batches import ShownBatch, shown

RECENT = timedelta(hours=12)


def batches(request: HttpRequest) -> list[ShownBatch]:
    """Those under way, those of today, and those of which pages still wait for somebody, however old."""
    every = request.operator.scanner_batches.of_requests()
    waiting = ScannedPage.objects.in_the_way().filter(operator=request.operator).values("batch")
    new = every.unfinished() | every.filter(finished_at__gt=timezone.now() - RECENT)
    return [shown(batch) for batch in new | every.filter(pk__in=waiting)]
