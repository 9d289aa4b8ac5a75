from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.db import migrations, models


def say_the_moment(apps, schema_editor):
    """The day began at midnight in the operator's first space."""
    for rule in apps.get_model("billing", "StorageRule").objects.exclude(since=None):
        first = apps.get_model("operators", "Space").objects.filter(operator=rule.offering.operator_id).order_by("pk").first()
        zone = ZoneInfo(first.time_zone if first else "UTC")
        rule.changed_at = datetime.combine(rule.since, time.min, tzinfo=zone)
        rule.save(update_fields=["changed_at"])


class Migration(migrations.Migration):

    dependencies = [
        ("billing", "0010_storage_rule_since"),
        ("operators", "0003_staff_invitations"),
    ]

    operations = [
        migrations.AddField("storagerule", "changed_at", models.DateTimeField(null=True)),
        migrations.RunPython(say_the_moment, migrations.RunPython.noop),
        migrations.RemoveField("storagerule", "since"),
    ]
