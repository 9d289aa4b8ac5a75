"""The phone as a camera: a page for the thumb."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from boxholder.operator_site.views.mail.intake.spaces import chosen_space
from boxholder.web.access import Permission, staff_may


@staff_may(Permission.MAIL)
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    context = {"space": chosen_space(request), "spaces_to_choose": request.operator.spaces.order_by("name")}
    answer = render(request, "operator_site/mail/intake/camera.html", context)
    answer["Permissions-Policy"] = "camera=(self), microphone=(), geolocation=()"
    return answer
