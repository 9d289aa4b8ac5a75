"""Which mailroom somebody is taking in for: chosen once, and then remembered."""

from django.http import Http404, HttpRequest

from boxholder.operators.models import Space

REMEMBERED = "intake_space"


def chosen_space(request: HttpRequest, *, remember: bool = True) -> Space:
    """Named by the request; else the one of last time; else the first. 404 for one that is not this operator's.

    `remember=False` for what a script asks on the side: a session is saved whole, so two requests at the same moment
    would undo each other's.
    """
    spaces = {str(space.pk): space for space in request.operator.spaces.order_by("name")}
    named = request.POST.get("space") or request.GET.get("space")
    if named and named not in spaces:
        raise Http404
    if remember and named and named != request.session.get(REMEMBERED):
        request.session[REMEMBERED] = named
    chosen = spaces.get(named or request.session.get(REMEMBERED, "")) or next(iter(spaces.values()), None)
    if chosen is None:
        raise Http404
    chosen.operator = request.operator
    return chosen
