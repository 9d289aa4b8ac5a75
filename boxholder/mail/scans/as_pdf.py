"""The pages of a scan as one PDF, to keep and to print."""

from django.core.files.storage import default_storage

from boxholder.mail.models import Picture
from boxholder.mail.pictures import binding


def as_pdf(pages: list[Picture]) -> bytes:
    """As they are looked at, turned and in their order. Raises FileNotFoundError where one was withdrawn meanwhile."""
    return binding.bound(_read(page.large) for page in pages)


def _read(name: str) -> bytes:
    with default_storage.open(name) as file:
        return file.read()
