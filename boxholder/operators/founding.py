"""The first operator of an installation, with its space and its owner: all or nothing, and only once.

Further operators are not founded here: once there is one, the page that leads here is gone.
"""

from django.db import transaction

from boxholder.accounts.models import User
from boxholder.history.models import record
from boxholder.operators import setup_token
from boxholder.operators.errors import AlreadySetUp
from boxholder.operators.models import Installation, Operator, Space, Staff


@transaction.atomic
def found(*, operator: dict[str, str], space: dict[str, str], owner: dict[str, str]) -> Staff:
    """Each is the fields of its row; `owner` is name, email and password. Raises AlreadySetUp."""
    _be_the_only_one()
    harbor = Operator.objects.create(**operator)
    Space.objects.create(operator=harbor, **space)
    user = User.objects.create_user(**owner)
    staff = Staff.objects.create(operator=harbor, user=user, role=Staff.Role.OWNER)
    record("operator.set_up", operator=harbor, subject=harbor, by=user, name=harbor.name)
    transaction.on_commit(setup_token.forget)
    return staff


def _be_the_only_one() -> None:
    """Two tabs at once: the second waits here for the first, and then finds its operator."""
    Installation.objects.select_for_update().get(pk=Installation.objects.current().pk)
    if not setup_token.is_needed():
        raise AlreadySetUp
