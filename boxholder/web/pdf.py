"""A PDF that we have set ourselves, shown in the browser's own viewer."""

from django.http import HttpResponse


def show(content: bytes, *, name: str) -> HttpResponse:
    """Nothing on the way keeps a copy. A viewer is the browser's: it may style itself, and nothing else."""
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    answer["Content-Security-Policy"] = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
