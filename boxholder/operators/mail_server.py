"""The operator's own mail server, and who changed it: what notifications keeps, with a line of history."""

from django.db import transaction

from boxholder.history.models import record
from boxholder.notifications import mail_server
from boxholder.notifications.mail_server import Problem, Values
from boxholder.notifications.models import MailServer
from boxholder.operators.models import Operator


def enter(operator: Operator, typed: Values, *, by) -> Problem | None:
    """Keep, check, and put to use where it passes; else what is wrong with it. No transaction may be open."""
    problem = mail_server.enter(MailServer.objects.of(operator.pk), typed)
    if problem is None:
        server = MailServer.objects.of(operator.pk)
        record(
            "mail_server.set",
            operator=operator,
            subject=operator,
            by=by,
            server=str(server),
            sender=server.from_address,
        )
    return problem


@transaction.atomic
def remove(operator: Operator, *, by) -> None:
    server = MailServer.objects.of(operator.pk)
    mail_server.remove(server)
    if server.is_set:
        record("mail_server.removed", operator=operator, subject=operator, by=by, server=str(server))
