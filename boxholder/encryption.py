"""Secrets at rest: sealed with the first key of BOXHOLDER_SECRETS_KEYS, opened with any of them."""

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class SecretUnreadable(Exception):
    """A stored secret was sealed with a key this installation no longer has; enter the secret again."""


def _keys() -> MultiFernet:
    return MultiFernet([Fernet(key.strip()) for key in settings.SECRETS_KEYS])


def seal(secret: str) -> str:
    return _keys().encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str:
    try:
        return _keys().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise SecretUnreadable from error


def reseal(sealed: str) -> str:
    """The same secret under the first key: what rotating a key does to each row."""
    return seal(unseal(sealed))
