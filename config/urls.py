"""Addresses of the installation itself; an operator's own stand in operator_urls.py."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
