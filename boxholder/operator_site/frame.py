"""The frame of the operator site: its navigation, as the visitor's role sees it."""

from django.http import HttpRequest


def context(request: HttpRequest) -> dict:
    return {}
