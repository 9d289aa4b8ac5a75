"""What every page knows."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse


def stripe(request: HttpRequest) -> dict:
    return {
        "operator": getattr(request, "operator", None),
        "stripe_simulated": bool(settings.STRIPE_SIMULATOR_URL),
        "stripe_simulator_url": settings.STRIPE_SIMULATOR_URL,
    }


def brand(request: HttpRequest) -> dict:
    """Whose site this is. The colour is part of the stylesheet's address, so a browser may keep it for ever."""
    operator = getattr(request, "operator", None)
    if operator is None:
        return {}
    return {
        "operator_name": operator.name,
        "home_url": reverse("home"),
        "brand_css_url": f"{reverse('renter:brand')}?{operator.brand_colour.lstrip('#').lower()}",
    }


def person(request: HttpRequest) -> dict:
    user = getattr(request, "user", None)
    if getattr(request, "operator", None) is None or user is None or not user.is_authenticated:
        return {}
    return {"person_name": str(user), "person_email": user.email, "log_out_url": reverse("account_logout")}
