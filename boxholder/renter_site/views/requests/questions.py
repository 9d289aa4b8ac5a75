"""May the postage be so much? The renter's answer."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from boxholder.mail.errors import QuestionOver
from boxholder.mail.models import PostageQuestion
from boxholder.web.access import Right, mailbox_may


@mailbox_may(Right.REQUEST)
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """`answer`: yes or no. The amount is the question's own, and never changes."""
    mine = PostageQuestion.objects.of_mailboxes(request.reach(Right.REQUEST))
    question = get_object_or_404(mine.select_related("operator", "mailbox"), pk=pk)
    said = request.POST.get("answer")
    if said in PostageQuestion.Answer.values:
        _answer(request, question, said)
    first = question.pieces().first()
    return redirect("renter:request", first.pk) if first else redirect("renter:requests")


def _answer(request: HttpRequest, question: PostageQuestion, said: str) -> None:
    try:
        question.settle(said, by=request.user, now=timezone.now())
    except QuestionOver:
        messages.warning(request, _over(question))
        return
    words = _("Thank you. It is sent for %(postage)s at most.")
    if question.is_refused:
        words = _("It is not sent for %(postage)s. The mailroom is told.")
    messages.success(request, words % {"postage": question.postage})


def _over(question: PostageQuestion) -> str:
    if not question.answer:
        return _("It is not asked any more.")
    said = {"answer": question.get_answer_display(), "who": question.answered_by or _("somebody else")}
    if question.is_by_phone:
        return _("It was said by phone before, and noted by %(who)s: %(answer)s.") % said
    return _("It was answered before, by %(who)s: %(answer)s.") % said
