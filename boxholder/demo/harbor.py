"""Harbor Mail, the demo operator."""

from django.db import transaction

from boxholder.accounts.models import User
from boxholder.operators.models import Operator, Staff

SLUG = "harbor"
PASSWORD = "harbor-demo-2026"
# who, e-mail, password: `make run` prints them.
LOG_INS = [("Olivia Owens, owner", "olivia@harbor.example", PASSWORD)]


@transaction.atomic
def seed() -> None:
    """Once; a second call finds everything there and leaves it as it is."""
    if Operator.objects.filter(slug=SLUG).exists():
        return
    harbor = Operator.objects.create(slug=SLUG, name="Harbor Mail", email="hello@harbor.example")
    harbor.spaces.create(name="Dock Street", street="12 Dock Street", city="Brooklyn", region="NY", postal_code="11201")
    olivia = User.objects.create_user("olivia@harbor.example", PASSWORD, name="Olivia Owens")
    Staff.objects.create(operator=harbor, user=olivia, role=Staff.Role.OWNER)
