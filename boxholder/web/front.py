"""The installation's own address: it leads on to a mailroom, asks which, or has the first one set up.

And whether the server is well.
"""

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from boxholder.operators.models import Operator


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    typed = request.GET.get("mailroom", "").strip().strip("/").lower()
    slugs = list(Operator.objects.values_list("slug", flat=True)[:2])
    slug = slugs[0] if len(slugs) == 1 else Operator.objects.filter(slug=typed).values_list("slug", flat=True).first()
    if slug:
        return redirect(f"/{slug}/")
    if not slugs:
        return redirect("/setup/")
    return render(request, "web/front.html", {"typed": typed})


@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """For a load balancer: 200 while the database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("no database\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")
