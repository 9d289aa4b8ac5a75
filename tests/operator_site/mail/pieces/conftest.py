from collections.abc import Callable

import pytest
from django.contrib.messages import get_messages

from boxholder.mail import intake
from boxholder.mail.models import MailItem
from tests.paths import desk


@pytest.fixture
def at_the_desk(log_in, harbor, carl) -> Callable:
    """`at_the_desk("post", parcel, "return/", standing=…)`: Carl does this to the piece."""
    browser = log_in(carl)

    def ask(method: str, item: MailItem, path: str = "", **data):
        return getattr(browser, method)(desk(harbor, f"mail/pieces/{item.pk}/{path}"), data)

    return ask


@pytest.fixture
def said() -> Callable[..., str]:
    """What the answer leaves for the next page to say."""
    return lambda answer: " ".join(str(message) for message in get_messages(answer.wsgi_request))


@pytest.fixture
def photographed(dock, photograph, carl) -> MailItem:
    """A piece with one picture."""
    return intake.take_in(dock, photograph(), by=carl, name="letter.jpg").item
