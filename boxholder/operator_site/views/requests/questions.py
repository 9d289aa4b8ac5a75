"""Asking the renter about the postage first, where they want that; noting what they say by phone; asking no more."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from boxholder.mail import errors, postage
from boxholder.mail.models import PostageQuestion
from boxholder.mail.pictures.errors import StorageFull
from boxholder.operator_site.views.requests.fulfilling import say_how_it_stands
from boxholder.operator_site.views.requests.requests import SENT, completion_form, find, page
from boxholder.web.access import Permission, staff_may
from boxholder.web.pictures import refusal


@staff_may(Permission.MAIL)
@require_POST
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """With what is typed in the form with which it would be sent."""
    asked = find(request, pk)
    if asked.kind not in SENT:
        raise Http404
    if not asked.is_pending:
        say_how_it_stands(request, asked)
        return redirect("desk:request", pk)
    form = completion_form(asked, request.POST, request.FILES)
    if form.is_valid() and form.sending.postage is None:
        form.refuse_postage(_("Write what it would cost: that is what the renter is asked."))
    if not form.is_valid() or not _is_asked(request, asked, form):
        return page(request, asked, form=form, asks_first=True)
    return redirect("desk:requests")


def _is_asked(request: HttpRequest, asked, form) -> bool:
    """False: it says on the form what is in the way, and keeps what was typed."""
    try:
        question = postage.ask([asked, *form.going_along], by=request.user, now=timezone.now(), sending=form.sending)
    except StorageFull as error:
        form.add_error("packing_photo", refusal(error))
        return False
    except errors.QuestionWaits:
        form.refuse_postage(_("The renter was asked already. Withdraw that question before you ask another."))
        return False
    except errors.NothingToAsk:
        form.refuse_postage(_("The renter need not be asked about this: it can be sent."))
        return False
    except errors.MailError:
        form.refuse_postage(
            _("Something of this parcel was done or cancelled meanwhile. Go back to the list and look.")
        )
        return False
    said = _("The renter is asked about %(postage)s. With the answer it comes back to the list.")
    messages.success(request, said % {"postage": question.postage})
    return True


@staff_may(Permission.MAIL)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    question = get_object_or_404(request.operator.postage_questions, pk=pk)
    try:
        question.withdraw(by=request.user, now=timezone.now())
    except errors.QuestionOver:
        messages.warning(request, _over(question))
    else:
        messages.success(request, _("The renter is not asked any more."))
    return _to_first(question)


@staff_may(Permission.MAIL)
@require_POST
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """What the renter says by phone: `answer` is yes or no. The amount is the question's own, and never changes."""
    every = request.operator.postage_questions.select_related("operator", "mailbox__space")
    question = get_object_or_404(every, pk=pk)
    said = request.POST.get("answer")
    if said in PostageQuestion.Answer.values:
        _note(request, question, said)
    return _to_first(question)


def _note(request: HttpRequest, question: PostageQuestion, said: str) -> None:
    try:
        question.settle(said, by=request.user, now=timezone.now(), is_by_phone=True)
    except errors.QuestionOver:
        messages.warning(request, _over(question))
        return
    if not question.is_by_phone or question.answered_by != request.user:
        # The same, but said or noted by somebody else before.
        messages.info(request, _over(question))
        return
    words = _("Noted: by phone the renter agreed to %(postage)s, and to no more. They see who noted it.")
    if question.is_refused:
        words = _("Noted: by phone the renter did not agree to %(postage)s. They see who noted it.")
    messages.success(request, words % {"postage": question.postage})


def _over(question: PostageQuestion) -> str:
    if not question.answer:
        return _("Nothing was noted: the renter is not asked any more.")
    said = {"answer": question.get_answer_display(), "who": question.answered_by or _("somebody else")}
    if question.is_by_phone:
        return _("The renter’s answer was noted meanwhile, by %(who)s: %(answer)s.") % said
    return _("The renter has answered meanwhile: %(answer)s.") % said


def _to_first(question: PostageQuestion) -> HttpResponse:
    first = question.pieces().first()
    return redirect("desk:request", first.pk) if first else redirect("desk:requests")
