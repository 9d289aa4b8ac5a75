"""The photograph of a parcel as it was packed, for staff."""

from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from boxholder.web.access import Permission, staff_may
from boxholder.web.pictures import respond


@staff_may(Permission.MAIL)
@require_safe
def show(request: HttpRequest, pk: UUID, size: str) -> HttpResponseBase:
    return respond(get_object_or_404(request.operator.packing_photos, pk=pk), size)
