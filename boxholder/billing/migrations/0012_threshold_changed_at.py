from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("billing", "0011_storage_rule_changed_at"),
    ]

    operations = [
        migrations.AddField("storagethreshold", "changed_at", models.DateTimeField(null=True)),
    ]
