"""Settings, E-mail: the operator's own server, checked by connecting, and a test mail."""

import pytest
from cryptography.fernet import Fernet

from boxholder.billing.stripe_gateway.rotation import reseal_everything
from boxholder.history.models import Event
from boxholder.notifications import mail_server as notifications
from boxholder.notifications.delivery import deliver_email
from boxholder.notifications.models import MailServer, OutboxEmail
from boxholder.operators import mail_server as operators
from tests.paths import desk
from tests.support.mail_server import HANG_UP
from tests.support.processes import free_port

pytestmark = pytest.mark.django_db(transaction=True)

PATH = "settings/e-mail/"
PASSWORD = "s3cret-app-password"


def form(port: int, **changes) -> dict:
    return {
        "host": "127.0.0.1",
        "port": port,
        "security": "none",
        "user": "mail@harbor.example",
        "password": PASSWORD,
        "from_address": "mail@harbor.example",
        **changes,
    }


@pytest.fixture
def in_use(harbor, olivia, mail_server) -> MailServer:
    """Harbor's mail goes out through the fake server."""
    values = notifications.Values(**form(mail_server.port))
    assert operators.enter(harbor, values, by=olivia) is None
    return MailServer.objects.of(harbor.pk)


def test_a_server_that_takes_the_log_in_is_used(log_in, harbor, olivia, mail_server):
    answer = log_in(olivia).post(desk(harbor, PATH), form(mail_server.port), follow=True)

    assert "From now on it goes out through it." in answer.content.decode()
    server = MailServer.objects.get(operator_id=harbor.pk)
    assert PASSWORD not in server.sealed_password
    assert server.sealed_pending == ""
    email = OutboxEmail.objects.create(kind="x", operator_id=harbor.pk, to="rosa@example.com", subject="S", text="T")
    deliver_email(str(email.pk))
    (message,) = mail_server.came
    assert message["From"] == "mail@harbor.example"
    assert Event.objects.filter(kind="mail_server.set").get().by == olivia


def test_the_password_is_never_shown_again(log_in, harbor, olivia, in_use):
    page = log_in(olivia).get(desk(harbor, PATH)).content.decode()

    assert PASSWORD not in page
    assert in_use.sealed_password not in page
    assert "A password is kept, encrypted." in page
    assert f"127.0.0.1:{in_use.port}" in page


def test_left_empty_the_password_stays(log_in, harbor, olivia, in_use, mail_server):
    log_in(olivia).post(desk(harbor, PATH), form(mail_server.port, password="", from_address="box@harbor.example"))

    server = MailServer.objects.of(harbor.pk)
    assert server.from_address == "box@harbor.example"
    assert notifications.values_of(server).password == PASSWORD


def test_what_does_not_pass_is_kept_and_not_used(log_in, harbor, olivia, in_use, mail_server):
    mail_server.answers["AUTH"] = "535 Wrong password"
    browser = log_in(olivia)
    browser.post(desk(harbor, PATH), form(mail_server.port, user="other@harbor.example", password="another"))

    page = browser.get(desk(harbor, PATH)).content.decode()
    assert "These values did not pass" in page
    assert "other@harbor.example" in page
    assert "another" not in page.replace("another one", "")
    assert notifications.values_of(MailServer.objects.of(harbor.pk)).user == "mail@harbor.example"

    mail_server.answers["AUTH"] = "235 Come in"
    browser.post(desk(harbor, PATH), form(mail_server.port, user="other@harbor.example", password=""))
    assert notifications.values_of(MailServer.objects.of(harbor.pk)).password == "another"


def test_what_did_not_pass_can_be_discarded(log_in, harbor, olivia, in_use, mail_server):
    mail_server.answers["AUTH"] = "535 Wrong password"
    browser = log_in(olivia)
    browser.post(desk(harbor, PATH), form(mail_server.port))

    browser.post(desk(harbor, PATH + "discard/"))

    assert "These values did not pass" not in browser.get(desk(harbor, PATH)).content.decode()
    assert MailServer.objects.of(harbor.pk).is_set


@pytest.mark.parametrize(
    ("answers", "changes", "field", "says"),
    [
        (
            {"AUTH": "535 5.7.8 Bad log-in"},
            {},
            "password",
            "does not take this user and password. It says: 535 5.7.8 Bad",
        ),
        ({}, {"security": "starttls"}, "security", "offers no STARTTLS"),
        ({}, {"security": "tls"}, "security", "does not begin with TLS"),
        ({"EHLO": "250 localhost"}, {}, "user", "takes no log-in this way"),
        ({"hello": HANG_UP}, {}, "security", "does not greet"),
        ({"hello": "554 Go away"}, {}, "host", "does not take part: 554 Go away"),
    ],
)
def test_a_server_that_refuses_is_said_in_plain_words(
    log_in, harbor, olivia, mail_server, answers, changes, field, says
):
    mail_server.answers.update(answers)

    page = log_in(olivia).post(desk(harbor, PATH), form(mail_server.port, **changes))

    assert says in str(page.context["form"].errors[field])
    assert not MailServer.objects.of(harbor.pk).is_set


def test_a_certificate_nobody_vouches_for(log_in, harbor, olivia, tls_server):
    page = log_in(olivia).post(desk(harbor, PATH), form(tls_server.port, security="tls"))

    assert "certificate is not valid for 127.0.0.1" in str(page.context["form"].errors["host"])


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"host": "no-such-host.invalid"}, "host", "There is no server named no-such-host.invalid."),
        ({"host": "https://smtp.example.com"}, "host", "Write only the server"),
        ({"host": ""}, "host", "This field is required."),
        ({"port": "99999"}, "port", "less than or equal to 65535"),
        ({"password": ""}, "password", "Enter the password of this user."),
        ({"user": ""}, "user", "Enter the user this password is for."),
        ({"from_address": "harbor"}, "from_address", "valid email address"),
        ({}, "port", "does not listen on port"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(log_in, harbor, olivia, changes, field, says):
    page = log_in(olivia).post(desk(harbor, PATH), {**form(free_port()), **changes})

    assert says in str(page.context["form"].errors[field])
    assert PASSWORD not in page.content.decode()


def test_a_test_mail_to_oneself(log_in, harbor, olivia, in_use, mail_server):
    browser = log_in(olivia)

    page = browser.post(desk(harbor, PATH + "test/"), follow=True).content.decode()

    assert "The test mail to olivia@harbor.example was taken" in page
    (message,) = mail_server.came
    assert message["To"] == "olivia@harbor.example"
    assert "was taken" not in browser.get(desk(harbor, PATH)).content.decode()


def test_a_test_mail_that_does_not_go_out_says_why(log_in, harbor, olivia, in_use, mail_server):
    mail_server.answers["MAIL"] = "553 This sender is not yours"

    page = log_in(olivia).post(desk(harbor, PATH + "test/"), follow=True).content.decode()

    assert "did not go out" in page
    assert "553 This sender is not yours" in page
    assert not OutboxEmail.objects.exists()


def test_without_it_the_installations_server_is_used_again(log_in, harbor, olivia, in_use, settings):
    log_in(olivia).post(desk(harbor, PATH + "removal/"))

    assert not MailServer.objects.exists()
    _backend, sender = notifications.connection_for(harbor.pk)
    assert sender == settings.DEFAULT_FROM_EMAIL


def test_the_demo_keeps_its_mail(log_in, harbor, olivia, in_use, mail_server, settings, tmp_path):
    settings.DEMO = True
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "django.core.mail.backends.filebased.EmailBackend", tmp_path

    page = log_in(olivia).post(desk(harbor, PATH + "test/"), follow=True).content.decode()

    assert "This is the demo" in page
    assert "In the demo it lies under E-mails." in page
    assert mail_server.came == []


def test_rotating_the_keys_reseals_the_password(harbor, in_use, settings):
    new = Fernet.generate_key().decode()
    settings.SECRETS_KEYS = [new, *settings.SECRETS_KEYS]

    assert reseal_everything() == 1

    settings.SECRETS_KEYS = [new]
    assert notifications.values_of(MailServer.objects.of(harbor.pk)).password == PASSWORD


def test_a_password_that_cannot_be_opened_is_said_and_mail_waits(log_in, harbor, olivia, in_use, settings):
    settings.SECRETS_KEYS = [Fernet.generate_key().decode()]
    email = OutboxEmail.objects.create(kind="x", operator_id=harbor.pk, to="rosa@example.com", subject="S", text="T")

    deliver_email(str(email.pk))

    email.refresh_from_db()
    assert email.status == "waiting"
    assert "enter it again" in email.error
    assert log_in(olivia).get(desk(harbor, PATH)).status_code == 200


ACTS = ["", "discard/", "removal/", "test/"]


@pytest.mark.parametrize("path", ACTS)
def test_clerks_and_strangers_find_nothing(log_in, harbor, carl, sam, rosa, in_use, path):
    for person in (carl, sam, rosa):
        assert log_in(person).post(desk(harbor, PATH + path), form(1)).status_code == 404
    assert MailServer.objects.of(harbor.pk).is_set


@pytest.mark.parametrize("path", ACTS[1:])
def test_the_wrong_method_is_refused(log_in, harbor, olivia, path):
    assert log_in(olivia).get(desk(harbor, PATH + path)).status_code == 405


@pytest.mark.parametrize("path", ACTS[1:3])
def test_what_is_gone_already_does_no_harm(log_in, harbor, olivia, path):
    assert log_in(olivia).post(desk(harbor, PATH + path)).status_code == 302
