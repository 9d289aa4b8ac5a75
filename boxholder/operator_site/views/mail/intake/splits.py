"""How a scanner's PDF becomes pieces: chosen once, and then remembered."""

from django.http import HttpRequest

from boxholder.mail.models import ScannerBatch

REMEMBERED = "intake_split"


def chosen_split(request: HttpRequest) -> str:
    """Named by the request; else the one of last time; else a piece per page."""
    remembered = request.session.get(REMEMBERED, ScannerBatch.Split.PAGE.value)
    named = request.POST.get("split")
    if named not in ScannerBatch.Split.values or named == remembered:
        return remembered
    request.session[REMEMBERED] = named
    return named
