"""The picture of a piece, for staff: `{% url "desk:picture" picture.pk "small" %}`."""

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
    return respond(get_object_or_404(request.operator.pictures, pk=pk), size)
