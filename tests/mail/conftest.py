from collections.abc import Callable

import pytest

from boxholder.history.models import Event
from boxholder.mail.models import MailItem


@pytest.fixture
def trail() -> Callable[[MailItem], list[str]]:
    """What the piece's history says, oldest first."""
    return lambda item: [event.sentence for event in Event.objects.about(item)]


@pytest.fixture
def as_another_sees() -> Callable[[MailItem], MailItem]:
    """The piece as another clerk's screen has it."""
    return lambda item: MailItem.objects.get(pk=item.pk)
