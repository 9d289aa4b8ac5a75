from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from boxholder.web.access import public
from boxholder.web.contrast import legible_accent

A_YEAR = 365 * 24 * 3600


@public
@require_safe
def brand(request: HttpRequest) -> HttpResponse:
    """The operator's colour, readable in light and dark. Its address changes with it, so it is kept for a year."""
    stylesheet = _stylesheet(request.operator.brand_colour)
    return HttpResponse(
        stylesheet, content_type="text/css", headers={"Cache-Control": f"public, max-age={A_YEAR}, immutable"}
    )


@lru_cache
def _stylesheet(colour: str) -> str:
    accent = legible_accent(colour)
    return (
        f":root {{ --accent: light-dark({accent.light}, {accent.dark});"
        f" --accent-ink: light-dark({accent.ink_light}, {accent.ink_dark}); }}\n"
    )
