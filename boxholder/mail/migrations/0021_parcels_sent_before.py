"""What was sent before there were parcels: requests under one tracking number went in one, each other by itself.

A migration of its own: PostgreSQL changes no table that has rows waiting to be checked.
"""

from django.db import migrations

SENT = ('forward', 'local_delivery')


def pack(apps, schema_editor):
    requests = apps.get_model('mail', 'ActionRequest').objects
    sent = requests.filter(kind__in=SENT, status='completed', parcel=None).exclude(sent_with='', sent_tracking='')
    parcels = {}
    for request in sent.order_by('closed_at', 'pk').iterator():
        number = request.sent_tracking or f'#{request.pk}'
        key = (request.mailbox_id, request.kind, request.address, request.sent_with, number)
        parcel = parcels[key] = parcels.get(key) or _parcel(apps, request)
        requests.filter(pk=request.pk).update(parcel=parcel)
        _add_postage(apps, parcel, request)


def _parcel(apps, request):
    return apps.get_model('mail', 'Parcel').objects.create(
        operator_id=request.operator_id,
        space_id=request.space_id,
        mailbox_id=request.mailbox_id,
        kind=request.kind,
        address=request.address,
        carrier=request.sent_with,
        tracking_number=request.sent_tracking,
        sent_at=request.closed_at,
        sent_by_id=request.closed_by_id,
    )


def _add_postage(apps, parcel, request):
    """It was charged with one of them."""
    cause = {'cause_label': 'mail.actionrequest', 'cause_id': str(request.pk), 'kind': 'postage'}
    charge = apps.get_model('billing', 'Charge').objects.filter(**cause, waived_at=None).first()
    if charge is not None:
        parcel.postage_minor, parcel.currency = charge.amount_minor, charge.currency
        parcel.save(update_fields=['postage_minor', 'currency'])


def unpack(apps, schema_editor):
    requests = apps.get_model('mail', 'ActionRequest').objects
    for parcel in apps.get_model('mail', 'Parcel').objects.iterator():
        said = {'sent_with': parcel.carrier, 'sent_tracking': parcel.tracking_number}
        requests.filter(parcel=parcel).update(**said)


class Migration(migrations.Migration):

    dependencies = [
        ('mail', '0020_parcels'),
        ('billing', '0011_storage_rule_changed_at'),
    ]

    operations = [
        migrations.RunPython(pack, unpack),
    ]
