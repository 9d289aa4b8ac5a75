"""Assigning many: small pictures with what is proposed under each, ticked and done in one go."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from boxholder.mail.errors import MailError
from boxholder.mail.models import MailItem
from boxholder.operator_site import waivers
from boxholder.operator_site.forms.assigning import ManyForm
from boxholder.operator_site.forms.mailbox_field import SeenMailbox, seen_mailbox
from boxholder.operator_site.views.mail.assigning import troubles
from boxholder.operator_site.views.mail.assigning.assignments import must_have_been_seen, take_back
from boxholder.operator_site.views.mail.assigning.cards import deal, with_all_it_shows
from boxholder.operator_site.views.mail.assigning.pile import Pile, numbers
from boxholder.web.access import Permission, staff_may
from boxholder.web.keyset import PER_PAGE, Keyset
from boxholder.web.toasts import undoable

Whose = Callable[[MailItem], SeenMailbox]


@staff_may(Permission.MAIL)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return _page(request, ManyForm(operator=request.operator), {})


@staff_may(Permission.MAIL)
@require_POST
def assign(request: HttpRequest) -> HttpResponse:
    """Each of the ticked pieces to the mailbox that stood under it."""

    def proposed(item: MailItem) -> SeenMailbox:
        seen = seen_mailbox(item.space.mailboxes.all(), request.POST.get(f"proposed-{item.pk}", ""))
        if seen is None:
            raise troubles.NothingProposed
        return seen

    return _assign_each(request, proposed)


@staff_may(Permission.MAIL)
@require_POST
def assign_to(request: HttpRequest) -> HttpResponse:
    """All of the ticked pieces to one mailbox."""
    form = ManyForm(request.POST, operator=request.operator)
    if not form.is_valid():
        return _page(request, form, {}, status=422)
    return _assign_each(request, lambda item: form.cleaned_data["mailbox"])


@staff_may(Permission.MAIL)
@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    """Undo of either. `?pieces=` names them as they stood then; what was changed since stays."""
    standings = dict(piece.split(":", 1) for piece in request.GET.get("pieces", "").split(",") if ":" in piece)
    undone = []
    for item in _items(request, numbers(",".join(standings))):
        try:
            take_back(item, standings[str(item.pk)], by=request.user)
            undone.append(item)
        except MailError:
            messages.warning(request, f"{item}: {troubles.what_happened(item)}")
    said = ngettext("%(n)s piece is unassigned again.", "%(n)s pieces are unassigned again.", len(undone))
    messages.success(request, said % {"n": len(undone)})
    waivers.tell_undone(request, undone)
    return redirect("desk:assigning_grid")


def _assign_each(request: HttpRequest, whose: Whose) -> HttpResponse:
    """Each for itself: what fails is told, and stays ticked."""
    done, failed = [], {}
    for item in _items(request, numbers(",".join(request.POST.getlist("pk")))):
        try:
            seen = whose(item)
            must_have_been_seen(seen)
            item.assign(seen.mailbox, by=request.user, seen_status=seen.status)
            done.append(item)
        except MailError as error:
            failed[item] = troubles.in_words(error, item, getattr(error, "mailbox", None))
    _say_what_is_done(request, done)
    if failed:
        return _page(request, ManyForm(operator=request.operator), failed, status=409)
    return redirect(f"{reverse('desk:assigning_grid')}?{request.GET.urlencode()}")


def _say_what_is_done(request: HttpRequest, done: list[MailItem]) -> None:
    if not done:
        return
    said = ngettext("%(n)s piece is assigned.", "%(n)s pieces are assigned.", len(done)) % {"n": len(done)}
    pieces = ",".join(f"{item.pk}:{item.standing}" for item in done)
    undoable(request, said, f"{reverse('desk:unassign_many')}?pieces={pieces}")
    waivers.tell(request, done)


def _items(request: HttpRequest, pks: list[int]) -> list[MailItem]:
    items = list(with_all_it_shows(request.operator.mail_items.filter(pk__in=pks[:PER_PAGE])).order_by("pk"))
    for item in items:
        item.operator = item.space.operator = request.operator
    return items


def _page(request: HttpRequest, form: ManyForm, failed: dict[MailItem, str], *, status: int = 200) -> HttpResponse:
    pile = Pile(request)
    page = Keyset(request.GET, with_all_it_shows(pile.items), among=request.operator.mail_items.all(), order=["pk"])
    context = {
        "pile": pile,
        "page": page,
        "cards": deal(request, page.rows),
        "form": form,
        "failed": failed,
        "ticked": {item.pk for item in failed} or set(numbers(",".join(request.POST.getlist("pk")))),
    }
    return render(request, "operator_site/mail/assigning/grid.html", context, status=status)
