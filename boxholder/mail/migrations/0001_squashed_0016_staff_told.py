import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("mail", "0001_initial"),
        ("mail", "0002_told_and_seen"),
        ("mail", "0003_requests"),
        ("mail", "0004_proposals"),
        ("mail", "0005_scanner_batches"),
        ("mail", "0006_the_bin"),
        ("mail", "0007_scanner_sheets"),
        ("mail", "0008_search_and_lists"),
        ("mail", "0009_scans_undone"),
        ("mail", "0010_fulfilment"),
        ("mail", "0011_notices_that_wait"),
        ("mail", "0012_storage"),
        ("mail", "0013_storage_settled"),
        ("mail", "0014_automations"),
        ("mail", "0015_told_each"),
        ("mail", "0016_staff_told"),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("mailboxes", "0001_squashed_0004_people"),
        ("notifications", "0001_squashed_0003_withdrawn_mail"),
        ("operators", "0001_squashed_0003_staff_invitations"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchIndex",
            fields=[
                ("fingerprint", models.CharField(max_length=64, primary_key=True, serialize=False)),
            ],
        ),
        migrations.CreateModel(
            name="Automation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField()),
                (
                    "does",
                    models.CharField(
                        choices=[
                            ("open_and_scan", "Open & scan it"),
                            ("forward", "Forward it"),
                            ("hold", "Hold it at the office for some days"),
                            ("keep", "Keep it at the office until I ask"),
                            ("shred", "Shred it"),
                            ("recycle", "Recycle it"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "which",
                    models.CharField(
                        choices=[
                            ("everything", "Everything that comes"),
                            ("types", "Certain types"),
                            ("sender", "Certain senders"),
                        ],
                        default="everything",
                        max_length=12,
                    ),
                ),
                ("types", models.JSONField(blank=True, default=list)),
                ("sender", models.CharField(blank=True, max_length=200)),
                ("carrier", models.CharField(blank=True, max_length=60)),
                ("hold_days", models.PositiveSmallIntegerField(null=True)),
                (
                    "often",
                    models.CharField(
                        choices=[
                            ("each", "As it comes"),
                            ("weekly", "Every week"),
                            ("fortnightly", "Every two weeks"),
                            ("monthly", "Every month"),
                        ],
                        default="each",
                        max_length=12,
                    ),
                ),
                (
                    "weekday",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Monday"),
                            (1, "Tuesday"),
                            (2, "Wednesday"),
                            (3, "Thursday"),
                            (4, "Friday"),
                            (5, "Saturday"),
                            (6, "Sunday"),
                        ],
                        null=True,
                    ),
                ),
                ("month_day", models.PositiveSmallIntegerField(null=True)),
                ("next_on", models.DateField(null=True)),
                ("only_while_free", models.BooleanField(default=False)),
                ("is_on", models.BooleanField(default=True)),
                ("made_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(null=True)),
                (
                    "address",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="automations",
                        to="mailboxes.address",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "mailbox",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="automations", to="mailboxes.mailbox"
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_on", True), ("next_on__isnull", False), ("removed_at", None)),
                        fields=["next_on"],
                        name="automation_due",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("does", "forward"), _negated=True), ("address__isnull", False), _connector="OR"
                        ),
                        name="forwarding_automation_has_an_address",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("does", "hold"), _negated=True), ("hold_days__isnull", False), _connector="OR"
                        ),
                        name="holding_automation_says_how_long",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("often", "each"), ("next_on__isnull", False), _connector="OR"),
                        name="what_recurs_is_due_some_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MailSettings",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "assigns_certain",
                    models.BooleanField(default=False, verbose_name="Assign certain matches automatically"),
                ),
                (
                    "operator",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mail_settings",
                        to="operators.operator",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="NoticePreference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("new_mail", "New mail"),
                            ("request_done", "A request is done, a scan is ready"),
                            ("parcel_sent", "A parcel was sent"),
                            ("request_declined", "A request could not be done"),
                            ("storage", "Keeping a piece is about to cost something"),
                        ],
                        max_length=20,
                    ),
                ),
                ("how", models.CharField(choices=[("at_once", "At once"), ("off", "Not at all")], max_length=10)),
                (
                    "operator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="operators.operator"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("operator", "user", "kind"), name="one_preference_per_kind")
                ],
            },
        ),
        migrations.CreateModel(
            name="Pickup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("who", models.CharField(max_length=200, verbose_name="Collected by")),
                ("signature", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "mailbox",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pickups", to="mailboxes.mailbox"
                    ),
                ),
                (
                    "operator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pickups", to="operators.operator"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MailItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("storage_warned_at", models.DateTimeField(null=True)),
                ("storage_settled_at", models.DateTimeField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("here", "Here"),
                            ("picked_up", "Picked up"),
                            ("returned", "Returned to sender"),
                            ("not_ours", "Not ours"),
                            ("forwarded", "Forwarded"),
                            ("delivered", "Delivered"),
                            ("shredded", "Shredded"),
                            ("recycled", "Recycled"),
                        ],
                        default="here",
                        max_length=15,
                    ),
                ),
                (
                    "type",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("letter", "Letter"),
                            ("large_envelope", "Large envelope"),
                            ("padded_envelope", "Padded envelope"),
                            ("magazine", "Magazine"),
                            ("cheque", "Cheque envelope"),
                            ("legal", "Legal papers"),
                            ("parcel", "Parcel"),
                            ("oversize", "Oversize"),
                        ],
                        max_length=20,
                        verbose_name="Type",
                    ),
                ),
                ("sender", models.CharField(blank=True, max_length=200, verbose_name="Sender")),
                (
                    "carrier",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("usps", "USPS"),
                            ("ups", "UPS"),
                            ("fedex", "FedEx"),
                            ("dhl", "DHL"),
                            ("amazon", "Amazon"),
                            ("other", "Another carrier"),
                        ],
                        max_length=10,
                        verbose_name="Carrier",
                    ),
                ),
                ("tracking_number", models.CharField(blank=True, max_length=60, verbose_name="Tracking number")),
                ("weight_g", models.PositiveIntegerField(blank=True, null=True, verbose_name="Weight")),
                ("length_mm", models.PositiveIntegerField(blank=True, null=True, verbose_name="Length")),
                ("width_mm", models.PositiveIntegerField(blank=True, null=True, verbose_name="Width")),
                ("height_mm", models.PositiveIntegerField(blank=True, null=True, verbose_name="Height")),
                ("shelf", models.CharField(blank=True, max_length=40, verbose_name="Shelf")),
                ("note", models.TextField(blank=True, verbose_name="Note")),
                ("received_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("assigned_at", models.DateTimeField(null=True)),
                ("seen_at", models.DateTimeField(null=True)),
                ("left_at", models.DateTimeField(null=True)),
                ("deleted_at", models.DateTimeField(null=True)),
                ("deletion_reason", models.CharField(blank=True, max_length=300)),
                ("purged_at", models.DateTimeField(null=True)),
                (
                    "assigned_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "deleted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "mailbox",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mail_items",
                        to="mailboxes.mailbox",
                    ),
                ),
                (
                    "operator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="mail_items", to="operators.operator"
                    ),
                ),
                (
                    "received_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "space",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="mail_items", to="operators.space"
                    ),
                ),
                (
                    "pickup",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mail_items",
                        to="mail.pickup",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(fields=["mailbox", "-id"], name="mail_of_mailbox"),
                    models.Index(
                        condition=models.Q(("deleted_at", None)), fields=["operator", "-id"], name="mail_operator_all"
                    ),
                    models.Index(
                        condition=models.Q(("deleted_at", None), ("mailbox", None), ("state", "here")),
                        fields=["operator", "-id"],
                        name="mail_operator_unassigned",
                    ),
                    models.Index(
                        condition=models.Q(("deleted_at", None), ("mailbox__isnull", False)),
                        fields=["operator", "-id"],
                        name="mail_operator_assigned",
                    ),
                    models.Index(
                        condition=models.Q(("deleted_at", None)),
                        fields=["operator", "state", "-id"],
                        name="mail_operator_state",
                    ),
                    models.Index(
                        condition=models.Q(("deleted_at", None)),
                        fields=["operator", "type", "-id"],
                        name="mail_operator_type",
                    ),
                    models.Index(
                        condition=models.Q(("deleted_at", None)),
                        fields=["operator", "-received_at", "-id"],
                        name="mail_operator_received",
                    ),
                    models.Index(
                        condition=models.Q(("deleted_at__isnull", False), ("purged_at", None)),
                        fields=["operator", "-deleted_at", "-id"],
                        name="mail_operator_bin",
                    ),
                    models.Index(
                        condition=models.Q(("deleted_at", None)),
                        fields=["operator", "space", "-id"],
                        name="mail_space_all",
                    ),
                    models.Index(
                        condition=models.Q(("deleted_at", None), ("mailbox", None), ("state", "here")),
                        fields=["operator", "space", "-id"],
                        name="mail_space_unassigned",
                    ),
                    models.Index(
                        condition=models.Q(("deleted_at", None), ("mailbox__isnull", False)),
                        fields=["operator", "space", "-id"],
                        name="mail_space_assigned",
                    ),
                    models.Index(
                        condition=models.Q(("deleted_at", None)),
                        fields=["operator", "space", "state", "-id"],
                        name="mail_space_state",
                    ),
                    models.Index(
                        condition=models.Q(("deleted_at", None)),
                        fields=["operator", "space", "type", "-id"],
                        name="mail_space_type",
                    ),
                    models.Index(
                        condition=models.Q(("deleted_at", None)),
                        fields=["operator", "space", "-received_at", "-id"],
                        name="mail_space_received",
                    ),
                    models.Index(
                        condition=models.Q(("deleted_at__isnull", False), ("purged_at", None)),
                        fields=["operator", "space", "-deleted_at", "-id"],
                        name="mail_space_bin",
                    ),
                    models.Index(
                        condition=models.Q(("tracking_number", ""), _negated=True),
                        fields=["operator", "tracking_number"],
                        name="mail_by_tracking_number",
                    ),
                    models.Index(
                        condition=models.Q(("deleted_at", None), ("mailbox__isnull", False), ("seen_at", None)),
                        fields=["mailbox", "-id"],
                        name="mail_unseen",
                    ),
                    models.Index(
                        condition=models.Q(("deleted_at__isnull", False), ("purged_at", None)),
                        fields=["deleted_at"],
                        name="mail_in_the_bin",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("deleted_at", None), ("mailbox__isnull", False), ("storage_settled_at", None)
                        ),
                        fields=["mailbox"],
                        name="mail_storage_runs",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("mailbox", None), ("assigned_at__isnull", False), _connector="OR"),
                        name="assigned_mail_has_a_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "here"), ("left_at__isnull", False), _connector="OR"),
                        name="mail_that_left_has_a_moment",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ActionRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("open_and_scan", "Open & scan"),
                            ("forward", "Forward"),
                            ("local_delivery", "Local delivery"),
                            ("onsite_pickup", "Onsite pickup"),
                            ("shred", "Shred"),
                            ("recycle", "Recycle"),
                            ("return_to_sender", "Return to sender"),
                            ("hold", "Hold"),
                            ("deposit_cheque", "Deposit a cheque"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("pending", "Pending"), ("completed", "Completed"), ("cancelled", "Cancelled")],
                        default="pending",
                        max_length=10,
                    ),
                ),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("is_for_renter", models.BooleanField(default=False)),
                ("note", models.TextField(blank=True, verbose_name="Note for the mailroom")),
                ("address", models.TextField(blank=True, verbose_name="Address")),
                ("carrier", models.CharField(blank=True, max_length=60, verbose_name="Carrier")),
                ("hold_until", models.DateField(blank=True, null=True, verbose_name="Hold until")),
                ("quote", models.JSONField(default=dict)),
                ("begun_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("answer", models.TextField(blank=True)),
                (
                    "sent_with",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("usps", "USPS"),
                            ("ups", "UPS"),
                            ("fedex", "FedEx"),
                            ("dhl", "DHL"),
                            ("amazon", "Amazon"),
                            ("other", "Another carrier"),
                        ],
                        max_length=10,
                        verbose_name="Sent with",
                    ),
                ),
                ("sent_tracking", models.CharField(blank=True, max_length=60, verbose_name="Tracking number")),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "begun_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "mailbox",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="requests", to="mailboxes.mailbox"
                    ),
                ),
                (
                    "operator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="requests", to="operators.operator"
                    ),
                ),
                (
                    "space",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="requests", to="operators.space"
                    ),
                ),
                (
                    "automation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="mail.automation",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="requests", to="mail.mailitem"
                    ),
                ),
            ],
            options={
                "ordering": ["-asked_at", "-pk"],
                "indexes": [
                    models.Index(fields=["operator", "-asked_at", "-id"], name="request_newest_first"),
                    models.Index(
                        condition=models.Q(("status", "pending")),
                        fields=["operator", "kind", "asked_at"],
                        name="request_pending",
                    ),
                    models.Index(fields=["mailbox", "-asked_at"], name="request_of_mailbox"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status", "pending")), fields=("item",), name="one_open_request_per_piece"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("automation__isnull", False), ("status__in", ["pending", "completed"])),
                        fields=("item", "mailbox"),
                        name="automated_once_per_piece_and_mailbox",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at", None), ("status", "pending")),
                            models.Q(("status", "pending"), _negated=True),
                            _connector="OR",
                        ),
                        name="pending_request_is_not_closed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status", "pending"), ("closed_at__isnull", False), _connector="OR"),
                        name="closed_request_has_a_moment",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AutomationTurn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waits"),
                            ("asked", "Asked for"),
                            ("left", "Left to the renter"),
                            ("withdrawn", "Taken out of the mailbox"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("gathering", "It goes along with the next parcel."),
                            ("kept", "It is kept at the office until somebody asks for something."),
                            ("not_asking", "The mailbox takes no requests now."),
                            ("card_needed", "A card is needed first."),
                            ("not_offered", "The plan does not include it."),
                            ("pending", "The previous action request was still pending."),
                            ("lacks_address", "Its address was taken out of the address book."),
                            ("not_free", "The free ones of the month were used up."),
                            ("does_not_fit", "This cannot be done with such a piece."),
                            ("fits_no_more", "The automation is not for such a piece any more."),
                            ("taken_in_hand", "Somebody asked for something themselves meanwhile."),
                            ("removed", "The automation was removed."),
                            ("gone", "It was no longer here."),
                        ],
                        max_length=15,
                    ),
                ),
                ("trying_since", models.DateTimeField(null=True)),
                ("try_at", models.DateTimeField(null=True)),
                (
                    "automation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="turns", to="mail.automation"
                    ),
                ),
                (
                    "mailbox",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="mailboxes.mailbox"
                    ),
                ),
                (
                    "request",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="automation_turn",
                        to="mail.actionrequest",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="automation_turns", to="mail.mailitem"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("try_at__isnull", False)), fields=["try_at"], name="turn_to_try"),
                    models.Index(condition=models.Q(("state", "waiting")), fields=["automation"], name="turn_waiting"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("item", "mailbox"), name="one_turn_per_piece_and_mailbox"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("request__isnull", False), ("state", "asked")),
                            models.Q(models.Q(("state", "asked"), _negated=True), ("request", None)),
                            _connector="OR",
                        ),
                        name="asked_turn_names_its_request",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Alias",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, verbose_name="Also known as")),
                ("folded", models.CharField(max_length=200)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "mailbox",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="aliases", to="mailboxes.mailbox"
                    ),
                ),
                (
                    "learnt_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="learnt_aliases",
                        to="mail.mailitem",
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "constraints": [models.UniqueConstraint(fields=("mailbox", "folded"), name="alias_once_per_mailbox")],
            },
        ),
        migrations.CreateModel(
            name="Absence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("left_at", models.DateTimeField()),
                ("back_at", models.DateTimeField()),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="absences", to="mail.mailitem"
                    ),
                ),
            ],
            options={
                "ordering": ["left_at"],
            },
        ),
        migrations.CreateModel(
            name="NewMailNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("due_at", models.DateTimeField(null=True)),
                (
                    "not_told",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("left", "They do not share the mailbox any more"),
                            ("switched_off", "They want no e-mail about new mail"),
                            ("not_activated", "The mailbox was not activated yet"),
                            ("closed", "The mailbox was closed over six months ago"),
                        ],
                        max_length=15,
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "email",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="notifications.outboxemail",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notices", to="mail.mailitem"
                    ),
                ),
                (
                    "mailbox",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="mailboxes.mailbox"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="mailboxes.mailboxperson",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("due_at__isnull", False)),
                        fields=["mailbox", "due_at"],
                        name="notice_waiting",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("person", None)),
                        fields=("item", "mailbox"),
                        name="told_once_per_piece_and_mailbox",
                    ),
                    models.UniqueConstraint(
                        fields=("item", "mailbox", "person"), name="told_once_per_piece_and_person"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Picture",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("outside", "Photograph"), ("scan", "Scan")], default="outside", max_length=10
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=1)),
                ("file_name", models.CharField(max_length=255)),
                ("fingerprint", models.CharField(max_length=80)),
                ("byte_size", models.PositiveBigIntegerField()),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("original", models.CharField(blank=True, max_length=200)),
                ("large", models.CharField(blank=True, max_length=200)),
                ("small", models.CharField(blank=True, max_length=200)),
                ("quarter_turns", models.PositiveSmallIntegerField(default=0)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pictures", to="mail.mailitem"
                    ),
                ),
                (
                    "operator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pictures", to="operators.operator"
                    ),
                ),
            ],
            options={
                "ordering": ["position", "created_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("original", ""), _negated=True),
                        fields=("operator", "fingerprint"),
                        name="picture_is_stored_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PieceEmail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "email",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="notifications.outboxemail"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="mail.mailitem"
                    ),
                ),
                (
                    "mailbox",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="mailboxes.mailbox"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("item", "email"), name="an_email_tells_of_a_piece_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[("waiting", "Waiting to be read"), ("read", "Read"), ("failed", "Could not be read")],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("claimed_until", models.DateTimeField(null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                (
                    "problem",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no_picture", "There is no picture to read."),
                            ("file_missing", "The picture’s file is missing."),
                            ("broken", "The picture cannot be opened."),
                            ("failed", "The reading failed three times; the worker’s log says why."),
                            ("stopped", "The worker stopped three times while reading it."),
                        ],
                        max_length=20,
                    ),
                ),
                ("read_at", models.DateTimeField(null=True)),
                ("label", models.JSONField(default=dict)),
                ("text", models.TextField(blank=True)),
                ("directory", models.CharField(blank=True, max_length=16)),
                ("candidates", models.JSONField(default=list)),
                ("is_confident", models.BooleanField(default=False)),
                ("is_certain", models.BooleanField(default=False)),
                ("recipient", models.CharField(blank=True, max_length=300)),
                ("sender", models.CharField(blank=True, max_length=200)),
                ("carrier", models.CharField(blank=True, max_length=10)),
                ("tracking_number", models.CharField(blank=True, max_length=60)),
                ("type", models.CharField(blank=True, max_length=20)),
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reading", to="mail.mailitem"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "waiting")),
                        fields=["claimed_until", "id"],
                        name="reading_waiting",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RequestNotices",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "how",
                    models.CharField(
                        choices=[("at_once", "At once"), ("digest", "Once a day"), ("off", "Not at all")],
                        default="off",
                        max_length=10,
                        verbose_name="New requests",
                    ),
                ),
                (
                    "hour",
                    models.PositiveSmallIntegerField(
                        default=8, validators=[django.core.validators.MaxValueValidator(23)], verbose_name="At"
                    ),
                ),
                ("since", models.DateTimeField(default=django.utils.timezone.now)),
                ("digest_on", models.DateField(null=True)),
                (
                    "staff",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="request_notices",
                        to="operators.staff",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ScannerBatch",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("file_name", models.CharField(max_length=255)),
                ("fingerprint", models.CharField(max_length=64)),
                ("byte_size", models.PositiveBigIntegerField()),
                (
                    "split",
                    models.CharField(
                        choices=[
                            ("page", "Every page is a piece"),
                            ("blank", "A blank page or a cover sheet stands between two pieces"),
                            ("document", "The whole file is one piece"),
                        ],
                        default="page",
                        max_length=10,
                    ),
                ),
                ("file", models.CharField(blank=True, max_length=200)),
                ("pages", models.PositiveIntegerField(default=0)),
                ("pages_done", models.PositiveIntegerField(default=0)),
                ("problems", models.JSONField(default=list)),
                ("separators", models.PositiveIntegerField(default=0)),
                ("waits_for_room", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("finished_at", models.DateTimeField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
                ("claimed_until", models.DateTimeField(null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="mail.mailitem"
                    ),
                ),
                (
                    "mailbox",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="mailboxes.mailbox",
                    ),
                ),
                (
                    "operator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scanner_batches",
                        to="operators.operator",
                    ),
                ),
                (
                    "space",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scanner_batches",
                        to="operators.space",
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("finished_at", None)),
                        fields=("operator", "fingerprint"),
                        name="scanner_batch_is_taken_in_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchBacklog",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("below", models.BigIntegerField()),
                (
                    "mailbox",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="mailboxes.mailbox"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StorageCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("counted_on", models.DateField(null=True)),
                ("again_at", models.DateTimeField(null=True)),
                ("posted_before", models.DateField(null=True)),
                (
                    "space",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="storage_count", to="operators.space"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ToldRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "email",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="notifications.outboxemail"
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="mail.actionrequest"
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="operators.staff"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("staff", "request"), name="staff_told_once_per_request")
                ],
            },
        ),
    ]
