"""The pages for what nobody expected."""

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string


def only_a_form(request: HttpRequest, allowed: str) -> HttpResponse:
    """Somebody came by its address, perhaps by a reload, to where only a form is sent: a browser shows them nothing."""
    page = render(request, "405.html", status=405)
    page["Allow"] = allowed
    return page


def server_error(request: HttpRequest) -> HttpResponseServerError:
    """It asks nothing of the database, which may be what broke."""
    operator = getattr(request, "operator", None)
    try:
        page = render_to_string("500.html", {"operator": operator, "operator_name": operator.name if operator else ""})
    except Exception:  # the page must come, even where the look is what broke
        return HttpResponseServerError("The server made an error.", content_type="text/plain")
    return HttpResponseServerError(page)
