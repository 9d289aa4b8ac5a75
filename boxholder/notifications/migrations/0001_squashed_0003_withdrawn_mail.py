import django.utils.timezone
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("notifications", "0001_initial"),
        ("notifications", "0002_mail_server"),
        ("notifications", "0003_withdrawn_mail"),
    ]

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="MailServer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("operator_id", models.BigIntegerField(unique=True)),
                ("host", models.CharField(blank=True, max_length=255, verbose_name="Server")),
                ("port", models.PositiveIntegerField(default=587, verbose_name="Port")),
                (
                    "security",
                    models.CharField(
                        choices=[
                            ("starttls", "STARTTLS (usually port 587)"),
                            ("tls", "TLS from the start (usually port 465)"),
                            ("none", "None (only to this machine or in your own network)"),
                        ],
                        default="starttls",
                        max_length=10,
                        verbose_name="Encryption",
                    ),
                ),
                ("user", models.CharField(blank=True, max_length=255, verbose_name="User")),
                ("sealed_password", models.TextField(blank=True)),
                ("from_address", models.EmailField(blank=True, max_length=254, verbose_name="From address")),
                ("checked_at", models.DateTimeField(null=True)),
                ("sealed_pending", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="OutboxEmail",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("operator_id", models.BigIntegerField(db_index=True, null=True)),
                ("kind", models.CharField(max_length=60)),
                ("dedupe_key", models.CharField(max_length=200, null=True, unique=True)),
                ("to", models.EmailField(max_length=254)),
                ("from_name", models.CharField(blank=True, max_length=200)),
                ("reply_to", models.EmailField(blank=True, max_length=254)),
                ("subject", models.CharField(max_length=300)),
                ("text", models.TextField()),
                ("html", models.TextField(blank=True)),
                ("at_most_once", models.BooleanField(default=False)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("sent", "Sent"),
                            ("failed", "Failed"),
                            ("doubtful", "Perhaps sent"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("next_try_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("claimed_until", models.DateTimeField(null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("sent_at", models.DateTimeField(null=True)),
                ("error", models.TextField(blank=True)),
                ("dismissed_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-created_at"],
                "indexes": [
                    models.Index(fields=["status", "next_try_at"], name="outbox_due"),
                    models.Index(
                        condition=models.Q(("withdrawn_at__isnull", False)),
                        fields=["withdrawn_at"],
                        name="outbox_withdrawn",
                    ),
                ],
            },
        ),
    ]
