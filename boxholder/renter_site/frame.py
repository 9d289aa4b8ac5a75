"""The frame of the renter site: its navigation."""

from django.http import HttpRequest


def context(request: HttpRequest) -> dict:
    return {}
