"""The word that proves that whoever sets up the installation also runs its server.

It lies in the data folder, readable by the installation's own user only, and is printed when the server starts. It is
made when it is first asked for and is gone with the first operator. BOXHOLDER_SETUP_TOKEN names it instead, where
several machines share one database but no folder.
"""

import secrets
from pathlib import Path

from django.conf import settings

from boxholder.operators.models import Operator
from config.secrets import key_from_environment_or_file


def link() -> str:
    """Where the first operator is set up, with the word in it."""
    return f"{settings.BASE_URL}/setup/?token={current()}"


def is_needed() -> bool:
    return not Operator.objects.exists()


def current() -> str:
    return key_from_environment_or_file("BOXHOLDER_SETUP_TOKEN", _file())


def fits(typed: str) -> bool:
    """Who pastes the whole link is understood, too."""
    word = typed.strip().rpartition("token=")[2]
    return secrets.compare_digest(word.encode(), current().encode())


def forget() -> None:
    _file().unlink(missing_ok=True)


def _file() -> Path:
    return settings.DATA_DIR / "setup_token"
