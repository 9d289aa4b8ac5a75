"""What a person may do with a mailbox. The renter who pays may do everything; the others what their role says."""

import enum


class Right(enum.Enum):
    RECEIVE = "see its mail"
    REQUEST = "ask for something to be done with it"
    MANAGE = "keep its address book, people and automations"


# A pickup person has none of them: only a name, for the counter.
OF_ROLE = {
    "manager": {Right.RECEIVE, Right.REQUEST, Right.MANAGE},
    "recipient": {Right.RECEIVE, Right.REQUEST},
    "pickup": set[Right](),
}


def roles_with(right: Right) -> list[str]:
    return [role for role, rights in OF_ROLE.items() if right in rights]
