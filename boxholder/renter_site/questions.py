"""What the mailroom has asked the visitor, and waits for: may the postage be so much?"""

from dataclasses import dataclass

from django.http import HttpRequest

from boxholder.mail.models import ActionRequest, PostageQuestion
from boxholder.mailboxes.rights import Right


@dataclass(frozen=True)
class Asked:
    question: PostageQuestion
    requests: list[ActionRequest]

    @property
    def first(self) -> ActionRequest:
        return self.requests[0]

    @property
    def others(self) -> int:
        """How many pieces more are to go along."""
        return len(self.requests) - 1


def waiting_questions(request: HttpRequest) -> list[Asked]:
    """Those the visitor may answer, who waits longest first."""
    unanswered = PostageQuestion.objects.unanswered().of_mailboxes(request.reach(Right.REQUEST)).order_by("pk")
    found = unanswered.prefetch_related("requests__item")
    asked = [Asked(question, sorted(question.requests.all(), key=lambda each: each.pk)) for question in found]
    return [each for each in asked if each.requests]
