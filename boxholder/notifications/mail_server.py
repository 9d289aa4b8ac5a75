"""An operator's own mail server: entered, checked by connecting, used for all its mail."""

import json
import socket
import ssl
from dataclasses import asdict, dataclass, replace
from smtplib import SMTPAuthenticationError, SMTPException, SMTPNotSupportedError, SMTPServerDisconnected

from django.conf import settings
from django.core.mail import get_connection
from django.utils import timezone
from django.utils.translation import gettext as _

from boxholder.encryption import SecretUnreadable, seal, unseal
from boxholder.notifications import smtp
from boxholder.notifications.models import MailServer

# A person waits for the check; a server that takes longer than this for a step would make every mail late.
SECONDS = 8

Security = MailServer.Security


class PasswordUnreadable(SMTPException):
    """The stored password was sealed with a key this installation no longer has: enter it again."""


@dataclass(frozen=True)
class Values:
    """What is entered. An empty password is none, where there is no user; else the kept one."""

    host: str
    port: int
    security: str
    user: str
    password: str
    from_address: str

    def __repr__(self) -> str:
        return f"<Values {self.host}:{self.port}>"


@dataclass(frozen=True)
class Problem:
    """What the check found: said beside this field."""

    field: str
    text: str


def connection_for(operator_id: int | None):
    """The mail backend for this operator's mail, not opened yet, and the address it is sent from.

    The demo always keeps its mail in files. Raises PasswordUnreadable.
    """
    server = MailServer.objects.of(operator_id) if operator_id else MailServer()
    if settings.DEMO or not server.is_set:
        return get_connection(), settings.DEFAULT_FROM_EMAIL
    return _backend(values_of(server), timeout=settings.EMAIL_TIMEOUT), server.from_address


def values_of(server: MailServer) -> Values:
    """Those in use. Raises PasswordUnreadable."""
    try:
        password = unseal(server.sealed_password) if server.sealed_password else ""
    except SecretUnreadable as error:
        raise PasswordUnreadable(_("The mail server's stored password cannot be opened: enter it again.")) from error
    return Values(server.host, server.port, server.security, server.user, password, server.from_address)


def pending_of(server: MailServer) -> Values | None:
    """What was typed last and did not pass."""
    if not server.sealed_pending:
        return None
    try:
        return Values(**json.loads(unseal(server.sealed_pending)))
    except SecretUnreadable:
        return None


def enter(server: MailServer, typed: Values) -> Problem | None:
    """Keep what was typed, whatever comes of it; put it to use where the check passes. Takes up to half a minute.

    Without a password in it, the one kept before stays, as long as there is a user to log in.
    """
    typed = replace(typed, password=typed.password or _kept_password(server) if typed.user else "")
    server.sealed_pending = seal(json.dumps(asdict(typed)))
    server.save()
    problem = check(typed)
    if problem is None:
        server.host, server.port, server.security = typed.host, typed.port, typed.security
        server.user, server.from_address = typed.user, typed.from_address
        server.sealed_password = seal(typed.password) if typed.password else ""
        server.sealed_pending, server.checked_at = "", timezone.now()
        server.save()
    return problem


def discard(server: MailServer) -> None:
    """Forget what did not pass."""
    MailServer.objects.filter(pk=server.pk).update(sealed_pending="")


def remove(server: MailServer) -> None:
    """From now on the installation's server again."""
    MailServer.objects.filter(pk=server.pk).delete()


def keeps_password(server: MailServer) -> bool:
    """Whether a password is kept, so that the field may be left empty."""
    return bool(_kept_password(server))


def _kept_password(server: MailServer) -> str:
    pending = pending_of(server)
    if pending and pending.password:
        return pending.password
    try:
        return values_of(server).password
    except PasswordUnreadable:
        return ""


def _backend(values: Values, *, timeout: int) -> smtp.EmailBackend:
    return smtp.EmailBackend(
        host=values.host,
        port=values.port,
        username=values.user,
        password=values.password,
        use_tls=values.security == Security.STARTTLS,
        use_ssl=values.security == Security.TLS,
        timeout=timeout,
        fail_silently=False,
    )


# -- the check


def check(values: Values) -> Problem | None:
    """Connect, encrypt, log in, say goodbye; no mail is sent. None where all of it worked."""
    try:
        # Apart from SMTP: a closed port and a server that does not greet are put right in different ways.
        socket.create_connection((values.host, values.port), timeout=SECONDS).close()
    except (OSError, UnicodeError) as error:
        return _unreachable(values, error)
    backend = _backend(values, timeout=SECONDS)
    try:
        backend.open()
        backend.close()
    except (SMTPException, OSError) as error:
        return _refused(values, error)
    return None


def _unreachable(values: Values, error: Exception) -> Problem:
    if isinstance(error, socket.gaierror | UnicodeError):
        return Problem("host", _("There is no server named %(host)s.") % {"host": values.host})
    if isinstance(error, ConnectionRefusedError):
        return Problem("port", _("%(host)s does not listen on port %(port)s. Usual are 587 and 465.") % asdict(values))
    if isinstance(error, TimeoutError):
        return Problem(
            "port",
            _("%(host)s does not answer on port %(port)s. Perhaps it is another port, or a firewall is in between.")
            % asdict(values),
        )
    why = smtp.words_of(error)
    return Problem("host", _("%(host)s cannot be reached: %(why)s.") % {"host": values.host, "why": why})


def _refused(values: Values, error: Exception) -> Problem:
    said = smtp.words_of(error)
    if isinstance(error, SMTPAuthenticationError):
        return Problem(
            "password", _("The server does not take this user and password. It says: %(said)s") % {"said": said}
        )
    if isinstance(error, ssl.SSLCertVerificationError):
        return Problem(
            "host",
            _("The server's certificate is not valid for %(host)s: %(why)s.")
            % {"host": values.host, "why": error.verify_message},
        )
    if isinstance(error, SMTPNotSupportedError):
        return _not_supported(error)
    if isinstance(error, ssl.SSLError):
        return Problem("security", _("On this port the server does not begin with TLS. Choose STARTTLS, or port 465."))
    if isinstance(error, TimeoutError | SMTPServerDisconnected | ConnectionError) and values.security != Security.TLS:
        return Problem(
            "security", _("The server does not greet. Perhaps it wants TLS from the start: choose that, or port 587.")
        )
    return Problem("host", _("The server does not take part: %(why)s") % {"why": said})


def _not_supported(error: SMTPNotSupportedError) -> Problem:
    if "STARTTLS" in str(error):
        return Problem("security", _("On this port the server offers no STARTTLS. Choose TLS from the start, or none."))
    return Problem(
        "user", _("The server takes no log-in this way. Leave user and password empty, or choose an encryption.")
    )
