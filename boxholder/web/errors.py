"""The page for what nobody expected. It asks nothing of the database, which may be what broke."""

from django.http import HttpRequest, HttpResponseServerError
from django.template.loader import render_to_string


def server_error(request: HttpRequest) -> HttpResponseServerError:
    operator = getattr(request, "operator", None)
    try:
        page = render_to_string("500.html", {"operator": operator, "operator_name": operator.name if operator else ""})
    except Exception:  # the page must come, even where the look is what broke
        return HttpResponseServerError("The server made an error.", content_type="text/plain")
    return HttpResponseServerError(page)
