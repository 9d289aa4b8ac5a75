"""Misconfiguration speaks at start-up: every command and every process runs these first."""

from urllib.parse import urlsplit

from cryptography.fernet import Fernet
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connections

SQLITE_PRAGMAS = {
    "journal_mode": ("wal", "boxholder.E011", "readers would wait for writers", "journal_mode=WAL"),
    "synchronous": (2, "boxholder.E012", "a power cut could undo a payment Stripe has made", "synchronous=FULL"),
    "foreign_keys": (1, "boxholder.E013", "rows could point to nothing", "foreign_keys=ON"),
}


@register(Tags.security)
def secrets_keys_are_readable(app_configs, **kwargs) -> list[CheckMessage]:
    for number, key in enumerate(settings.SECRETS_KEYS, start=1):
        try:
            Fernet(key.strip())
        except ValueError:
            return [
                Error(
                    f"Key {number} of BOXHOLDER_SECRETS_KEYS is not a Fernet key, so stored secrets cannot be opened.",
                    hint="Make one: python -c 'from cryptography.fernet import Fernet; "
                    "print(Fernet.generate_key().decode())'. Several are separated by commas, the newest first.",
                    id="boxholder.E001",
                )
            ]
    return []


@register()
def base_url_is_sane(app_configs, **kwargs) -> list[CheckMessage]:
    address = urlsplit(settings.BASE_URL)
    if address.scheme not in {"http", "https"} or not address.hostname or address.path or address.query:
        return [
            Error(
                f"BOXHOLDER_URL is {settings.BASE_URL!r}, which is not the address of a site.",
                hint="Write scheme and host, and nothing after: https://mail.example.com",
                id="boxholder.E002",
            )
        ]
    if address.scheme == "http" and address.hostname not in {"localhost", "127.0.0.1", "::1"}:
        return [
            Warning(
                f"BOXHOLDER_URL is {settings.BASE_URL}: log-ins and card pages would travel unencrypted.",
                hint="Put a reverse proxy with a certificate in front, and write https://… here.",
                id="boxholder.W002",
            )
        ]
    return []


@register(Tags.database)
def sqlite_is_safe(app_configs, databases=None, **kwargs) -> list[CheckMessage]:
    """Asked of the open connection, not of the settings: SQLite takes a wrong PRAGMA without a word."""
    return [
        message
        for alias in databases or []
        if connections[alias].vendor == "sqlite"
        for message in _unsafe_pragmas(connections[alias])
    ]


def _unsafe_pragmas(connection) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    with connection.cursor() as cursor:
        for pragma, (wanted, id, danger, cure) in SQLITE_PRAGMAS.items():
            cursor.execute(f"PRAGMA {pragma}")
            value = cursor.fetchone()[0]
            if value != wanted:
                found.append(
                    Error(
                        f"SQLite's {pragma} is {value!r}: {danger}.",
                        hint=f"Keep PRAGMA {cure} in the database's init_command; is the folder on a network drive?",
                        id=id,
                    )
                )
    return found
