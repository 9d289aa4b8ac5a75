import pytest

from boxholder.notifications.models import OutboxEmail
from tests.support.mail_server import MailServer


@pytest.fixture
def mail_server(settings):
    """The product's mail goes through it, by SMTP."""
    server = MailServer()
    settings.EMAIL_BACKEND = "boxholder.notifications.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def announcement(db) -> OutboxEmail:
    """To be sent once at most."""
    return OutboxEmail.objects.create(
        kind="news", to="rosa@example.com", subject="News", text="A card is asked for.\n", at_most_once=True
    )


@pytest.fixture
def receipt(db) -> OutboxEmail:
    """To be sent once at least."""
    return OutboxEmail.objects.create(kind="receipt", to="rosa@example.com", subject="Receipt", text="19.00 USD\n")
