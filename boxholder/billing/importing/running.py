"""Import what was checked: the good lines, batch by batch, each line once.

Killed at any line, a batch is either whole or not there at all, and `carry_on` goes on with the lines that have no
outcome yet. What has changed since the check (a number taken, an offering archived) is said at its line.
"""

from datetime import timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from boxholder.billing.enrolment import OfferingArchived, enrol
from boxholder.billing.importing.checking import check
from boxholder.billing.importing.reading import Sheet
from boxholder.billing.models import Offering
from boxholder.mailboxes.errors import PmbTaken
from boxholder.mailboxes.models import ImportRow, MailboxImport
from boxholder.operators.models import Operator, Space

BATCH = 20  # on SQLite everybody else who writes waits for one batch
LEASE = timedelta(minutes=2)  # longer than any batch


@transaction.atomic
def take_in(operator: Operator, sheet: Sheet, *, file_name: str, by) -> MailboxImport:
    """Keep the file with what each line would become; nothing is imported yet."""
    mailbox_import = MailboxImport.objects.create(
        operator=operator, file_name=file_name[-200:], left_out=sheet.left_out, by=by
    )
    rows = [verdict.row() for verdict in check(operator, sheet)]
    for row in rows:
        row.mailbox_import = mailbox_import
    ImportRow.objects.bulk_create(rows, batch_size=500)
    return mailbox_import


@transaction.atomic
def start(mailbox_import: MailboxImport, *, by) -> None:
    """Have the worker do it. A second click finds it started."""
    from boxholder.billing.jobs import carry_on_import

    unstarted = MailboxImport.objects.filter(pk=mailbox_import.pk, started_at=None)
    if unstarted.update(started_at=timezone.now(), by=by):
        transaction.on_commit(partial(carry_on_import, mailbox_import.pk))


def carry_on(import_id: int) -> None:
    """Safe to run twice: one worker holds the lease, and a line has one outcome."""
    now = timezone.now()
    if not MailboxImport.objects.unclaimed(now).filter(pk=import_id).update(claimed_until=now + LEASE):
        return
    mailbox_import = MailboxImport.objects.select_related("operator", "by").get(pk=import_id)
    while rows := list(mailbox_import.rows.waiting()[:BATCH]):
        _import(mailbox_import, rows)
        MailboxImport.objects.filter(pk=import_id).update(claimed_until=timezone.now() + LEASE)
    MailboxImport.objects.running().filter(pk=import_id).update(finished_at=timezone.now(), claimed_until=None)


@transaction.atomic
def _import(mailbox_import: MailboxImport, rows: list[ImportRow]) -> None:
    operator = mailbox_import.operator
    spaces = {space.pk: space for space in operator.spaces.all()}
    offerings = {offering.pk: offering for offering in operator.offerings.all()}
    for row in rows:
        # The UPDATE is the claim.
        if ImportRow.objects.waiting().filter(pk=row.pk).update(outcome=ImportRow.Outcome.IMPORTED):
            _import_row(row, spaces, offerings, by=mailbox_import.by)


def _import_row(row: ImportRow, spaces: dict[int, Space], offerings: dict[int, Offering], *, by) -> None:
    person = {name: row.meant[name] for name in ("pmb", "name", "email", "phone", "company")}
    space, offering = spaces[row.meant["space"]], offerings[row.meant["offering"]]
    try:
        enrolment = enrol(space=space, offering=offering, **person, invite=False, by=by)
    except PmbTaken:
        _refuse(row, _("PMB %(pmb)s was taken meanwhile.") % {"pmb": person["pmb"]})
    except OfferingArchived:
        _refuse(row, _("The offering “%(offering)s” was archived meanwhile.") % {"offering": offering})
    else:
        ImportRow.objects.filter(pk=row.pk).update(mailbox=enrolment.mailbox)


def _refuse(row: ImportRow, why: str) -> None:
    ImportRow.objects.filter(pk=row.pk).update(outcome=ImportRow.Outcome.REFUSED, problems=[why])
