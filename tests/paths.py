"""Addresses as a visitor types them."""


def desk(operator, path: str = "") -> str:
    """A page of the operator site: `desk(harbor, "settings/integrations/")`."""
    return f"/{operator.slug}/desk/{path}"


def site(operator, path: str = "") -> str:
    """A page of the renter site, or of log-in: `site(harbor, "billing/")`, `site(harbor, "account/login/")`."""
    return f"/{operator.slug}/{path}"
