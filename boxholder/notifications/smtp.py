"""SMTP that remembers how far it came: whether the message itself was on its way when the conversation broke off."""

import smtplib
import ssl

from django.core.mail.backends.smtp import EmailBackend as DjangoBackend


class _Remembers(smtplib.SMTP):
    # The server may have taken whatever was offered with DATA, even if its answer was lost.
    offered = False

    def data(self, msg):
        self.offered = True
        return super().data(msg)


class _RemembersSsl(_Remembers, smtplib.SMTP_SSL):
    pass


class EmailBackend(DjangoBackend):
    @property
    def connection_class(self):
        return _RemembersSsl if self.use_ssl else _Remembers


def never_took_it(connection, error: Exception) -> bool:
    """Whether the server certainly has not taken the message. A definite no is an answer of the 400s or 500s.

    `connection`: the mail backend the error came through. Of one that does not tell how far it came, nothing is sure.
    """
    if isinstance(error, smtplib.SMTPDataError):
        return 400 <= error.smtp_code < 600
    if isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPSenderRefused):
        return True
    return not getattr(getattr(connection, "connection", None), "offered", True)


def is_final(error: Exception) -> bool:
    """Whether the server refused for good: this address, or this message. Trying the same again will not help."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(500 <= code < 600 for code, _words in error.recipients.values())
    # Not a refused sender or log-in: those are put right in the settings, and then it goes.
    return isinstance(error, smtplib.SMTPDataError) and 500 <= error.smtp_code < 600


def words_of(error: Exception) -> str:
    """What the server said, without Python around it."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "; ".join(f"{code} {_plain(words)}" for code, words in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_plain(error.smtp_error)}"
    if isinstance(error, ssl.SSLError):
        return str(error)
    return getattr(error, "strerror", None) or str(error) or type(error).__name__


def _plain(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
