"""What is done to the ticked pieces of the list: each for itself, as it was shown. What fails is told and stays."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from boxholder.mail.errors import MailError, PastRecovery, RequestPending
from boxholder.mail.models import MailItem
from boxholder.operator_site import waivers
from boxholder.operator_site.forms.mail_list import SelectionForm
from boxholder.operator_site.forms.mailbox_field import SeenMailbox
from boxholder.operator_site.views.mail.assigning import troubles
from boxholder.operator_site.views.mail.assigning.assignments import must_have_been_seen, take_back
from boxholder.operator_site.views.mail.lists.asking import Asking
from boxholder.operator_site.views.mail.lists.lists import show
from boxholder.web.access import Permission, staff_may
from boxholder.web.keyset import PER_PAGE
from boxholder.web.numbers import number
from boxholder.web.toasts import undoable

Act = Callable[[MailItem], object]


@staff_may(Permission.MAIL)
@require_POST
def assign(request: HttpRequest) -> HttpResponse:
    form = _form(request, "mailbox")
    if not form.is_valid():
        return _again(request, form)
    seen: SeenMailbox = form.cleaned_data["mailbox"]
    were_nobodys: set[int] = set()

    def give(item: MailItem) -> None:
        must_have_been_seen(seen)
        if item.mailbox_id is None:
            were_nobodys.add(item.pk)
        item.reassign(seen.mailbox, by=request.user, seen_status=seen.status)

    done, failed = _each(request, give, seen.mailbox)
    if done:
        words = {"n": len(done), "mailbox": seen.mailbox, "holder": seen.mailbox.holder_at_the_end}
        said = ngettext(
            "%(n)s piece is in %(mailbox)s, %(holder)s.", "%(n)s pieces are in %(mailbox)s, %(holder)s.", len(done)
        )
        # Taken back, a piece is nobody's: only where it was, that is an undo.
        if were_nobodys.issuperset(item.pk for item in done):
            undoable(request, said % words, _undo(request, "desk:unassign_mail", done))
        else:
            messages.success(request, said % words)
        waivers.tell(request, done)
    return _answer(request, form, failed)


@staff_may(Permission.MAIL)
@require_POST
def unassign(request: HttpRequest) -> HttpResponse:
    """Undo of the above: of what `?pieces=` names, as they stood then."""
    done, failed = _each(request, lambda item: take_back(item, item.standing, by=request.user))
    if done:
        said = ngettext("%(n)s piece is unassigned again.", "%(n)s pieces are unassigned again.", len(done))
        messages.success(request, said % {"n": len(done)})
        waivers.tell_undone(request, done)
    return _answer(request, _form(request), failed)


@staff_may(Permission.MAIL)
@require_POST
def shelve(request: HttpRequest) -> HttpResponse:
    form = _form(request, "shelf")
    if not form.is_valid():
        return _again(request, form)
    shelf = form.cleaned_data["shelf"]
    done, failed = _each(request, lambda item: item.change_details(by=request.user, shelf=shelf))
    if done:
        said = ngettext("%(n)s piece is on shelf %(shelf)s.", "%(n)s pieces are on shelf %(shelf)s.", len(done))
        messages.success(request, said % {"n": len(done), "shelf": shelf})
    return _answer(request, form, failed)


@staff_may(Permission.MAIL)
@require_POST
def delete(request: HttpRequest) -> HttpResponse:
    form = _form(request, "reason")
    if not form.is_valid():
        return _again(request, form)
    reason = form.cleaned_data["reason"]
    done, failed = _each(request, lambda item: item.bin(by=request.user, reason=reason))
    if done:
        said = ngettext("%(n)s piece is deleted.", "%(n)s pieces are deleted.", len(done)) % {"n": len(done)}
        undoable(request, said, _undo(request, "desk:recover_selection", done))
        waivers.tell(request, done)
    return _answer(request, form, failed)


@staff_may(Permission.MAIL)
@require_POST
def recover(request: HttpRequest) -> HttpResponse:
    """Out of the bin; also undo of the above."""
    done, failed = _each(request, lambda item: item.recover(by=request.user))
    if done:
        said = ngettext("%(n)s piece is restored.", "%(n)s pieces are restored.", len(done)) % {"n": len(done)}
        messages.success(request, said)
        waivers.tell(request, done)
    return _answer(request, _form(request), failed)


@staff_may(Permission.MAIL)
@require_POST
def hand_out(request: HttpRequest) -> HttpResponse:
    """Who collects them is asked on a page of its own."""
    return _take_along(request, "desk:pick_up")


@staff_may(Permission.MAIL)
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """What, at which price, is asked on a page of its own."""
    return _take_along(request, "desk:new_request")


@staff_may(Permission.MAIL)
@require_POST
def label(request: HttpRequest) -> HttpResponse:
    """On which paper is asked on a page of its own."""
    return _take_along(request, "desk:shelf_labels")


def _take_along(request: HttpRequest, name: str) -> HttpResponse:
    pks = list(_selected(request))
    if not pks:
        return _answer(request, _form(request), {})
    return redirect(f"{reverse(name)}?" + "&".join(f"item={pk}" for pk in pks))


def _each(request: HttpRequest, act: Act, mailbox=None) -> tuple[list[MailItem], dict[MailItem, str]]:
    done: list[MailItem] = []
    failed: dict[MailItem, str] = {}
    selected = _selected(request)
    items = request.operator.mail_items.select_related("space", "mailbox__renter", "mailbox__space", "reading")
    for item in items.filter(pk__in=selected).order_by("pk"):
        item.operator = item.space.operator = request.operator
        try:
            if selected[item.pk] not in ("", item.standing):
                raise MailError
            act(item)
            done.append(item)
        except MailError as error:
            item.refresh_from_db()
            failed[item] = _in_words(error, item, mailbox)
    return done, failed


def _selected(request: HttpRequest) -> dict[int, str]:
    """The ticked pieces, or those of an undo, each with its standing as it was seen; "" where that was not said."""
    if "pieces" in request.GET:
        named = [piece.partition(":") for piece in request.GET["pieces"].split(",")]
        return {pk: standing for each, _colon, standing in named[:PER_PAGE] if (pk := number(each))}
    seen = dict(each.split(":", 1) for each in request.POST.getlist("was") if ":" in each)
    ticked = [number(each) for each in request.POST.getlist("item")[:PER_PAGE]]
    return {pk: seen.get(str(pk), "") for pk in ticked if pk}


def _in_words(error: MailError, item: MailItem, mailbox) -> str:
    if isinstance(error, RequestPending):
        return _("Something else was asked for it: %(what)s.") % {"what": error.request.get_kind_display()}
    if isinstance(error, PastRecovery):
        return _("It was deleted too long ago: its pictures are gone.")
    return troubles.in_words(error, item, mailbox)


def _undo(request: HttpRequest, name: str, items: list[MailItem]) -> str:
    query = request.GET.copy()
    query["pieces"] = ",".join(f"{item.pk}:{item.standing}" for item in items)
    return f"{reverse(name)}?{query.urlencode()}"


def _form(request: HttpRequest, needs: str = "") -> SelectionForm:
    make = partial(SelectionForm, operator=request.operator, space=Asking(request).space)
    return make(request.POST, needs=needs) if needs else make()


def _again(request: HttpRequest, form: SelectionForm) -> HttpResponse:
    return show(request, Asking(request), form=form, ticked=set(_selected(request)), status=422)


def _answer(request: HttpRequest, form: SelectionForm, failed: dict[MailItem, str]) -> HttpResponse:
    if failed:
        ticked = {item.pk for item in failed}
        return show(request, Asking(request), form=form, failed=failed, ticked=ticked, status=409)
    if not _selected(request):
        messages.info(request, _("Tick the pieces first."))
    return redirect(Asking(request).here)
