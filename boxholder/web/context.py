"""What every page knows."""

from django.conf import settings
from django.http import HttpRequest


def stripe(request: HttpRequest) -> dict:
    return {
        "operator": getattr(request, "operator", None),
        "stripe_simulated": bool(settings.STRIPE_SIMULATOR_URL),
        "stripe_simulator_url": settings.STRIPE_SIMULATOR_URL,
    }
