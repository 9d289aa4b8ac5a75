"""The batch an address names, among those of this operator's requests."""

from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from boxholder.mail.models import ScannerBatch


def find(request: HttpRequest, pk: UUID) -> ScannerBatch:
    batches = request.operator.scanner_batches.of_requests().select_related("space", "by")
    return get_object_or_404(batches, pk=pk)
