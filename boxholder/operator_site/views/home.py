from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from boxholder.web.access import Permission, staff_may


@staff_may(Permission.DESK)
def home(request: HttpRequest) -> HttpResponse:
    return redirect("desk:mailboxes")


@staff_may(Permission.SETTINGS)
def settings(request: HttpRequest) -> HttpResponse:
    return redirect("desk:offerings")
