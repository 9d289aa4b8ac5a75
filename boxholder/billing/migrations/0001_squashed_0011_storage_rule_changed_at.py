import django.db.models.deletion
import django.db.models.expressions
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("billing", "0001_initial"),
        ("billing", "0002_connection_check"),
        ("billing", "0003_runs_and_clock"),
        ("billing", "0004_card_forms_per_person"),
        ("billing", "0005_reconciliation"),
        ("billing", "0006_announcements"),
        ("billing", "0007_charges_and_rules"),
        ("billing", "0008_a_plan_may_start_later"),
        ("billing", "0009_one_invoice_per_mailbox_and_run"),
        ("billing", "0010_storage_rule_since"),
        ("billing", "0011_storage_rule_changed_at"),
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
            name="Announcement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("without_card", "Renters without a card"),
                            ("untold", "Renters without a card who have not had such an e-mail yet"),
                            ("all", "All renters"),
                        ],
                        default="without_card",
                        max_length=15,
                    ),
                ),
                ("subject", models.CharField(max_length=150, verbose_name="Subject")),
                ("text", models.TextField(verbose_name="Text")),
                ("started_at", models.DateTimeField(null=True)),
                ("cards_from", models.DateField(null=True)),
                ("posted_at", models.DateTimeField(null=True)),
                ("rounds", models.PositiveSmallIntegerField(default=0)),
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
                    "operator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="announcements",
                        to="operators.operator",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("started_at", None)),
                        fields=("operator",),
                        name="one_draft_announcement_per_operator",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AnnouncementRecipient",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "announcement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recipients",
                        to="billing.announcement",
                    ),
                ),
                (
                    "email",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="notifications.outboxemail",
                    ),
                ),
                (
                    "renter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="announcements", to="mailboxes.renter"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("announcement", "renter"), name="each_renter_is_told_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="BillingRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("through", models.DateField()),
                (
                    "status",
                    models.CharField(
                        choices=[("previewed", "Preview"), ("running", "Running"), ("finished", "Finished")],
                        default="previewed",
                        max_length=10,
                    ),
                ),
                ("charges_cards", models.BooleanField()),
                ("previewed_at", models.DateTimeField()),
                ("started_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("claimed_until", models.DateTimeField(null=True)),
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
                    "operator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="billing_runs",
                        to="operators.operator",
                    ),
                ),
            ],
            options={
                "ordering": ["-previewed_at"],
            },
        ),
        migrations.CreateModel(
            name="BillingSettings",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("bill_from", models.DateField(blank=True, null=True, verbose_name="Bill from")),
                (
                    "card_may_be_put_off",
                    models.BooleanField(default=True, verbose_name="Renters may choose Later when asked for a card"),
                ),
                ("prorates", models.BooleanField(default=True, verbose_name="Prorate first and last months by day")),
                ("clock_looked_on", models.DateField(editable=False, null=True)),
                (
                    "operator",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="billing_settings",
                        to="operators.operator",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Charge",
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
                            ("postage", "Postage"),
                            ("storage_days", "Storage by the day"),
                            ("storage_count", "Storage at month end"),
                            ("one_off", "One-off charge"),
                        ],
                        max_length=20,
                    ),
                ),
                ("description", models.CharField(max_length=300)),
                ("amount_minor", models.PositiveBigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("quantity", models.PositiveIntegerField(default=1)),
                ("unit_price_minor", models.PositiveBigIntegerField(null=True)),
                ("happened_on", models.DateField()),
                ("posted_at", models.DateTimeField()),
                ("cause_label", models.CharField(max_length=60)),
                ("cause_id", models.CharField(max_length=40)),
                ("part", models.CharField(blank=True, max_length=40)),
                ("facts", models.JSONField(default=dict)),
                ("invoiced_at", models.DateTimeField(null=True)),
                ("waived_at", models.DateTimeField(null=True)),
                ("waived_reason", models.CharField(blank=True, max_length=500)),
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
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="charges",
                        to="mailboxes.mailbox",
                    ),
                ),
                (
                    "operator",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="charges",
                        to="operators.operator",
                    ),
                ),
                (
                    "waived_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["happened_on", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("invoiced_at", None), ("waived_at", None)),
                        fields=["operator", "mailbox", "happened_on"],
                        name="charge_waiting",
                    ),
                    models.Index(fields=["mailbox", "-happened_on", "-id"], name="charge_of_mailbox_newest_first"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("cause_label", "cause_id", "kind", "part"), name="a_charges_cause_is_charged_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("unit_price_minor", None),
                            (
                                "amount_minor",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("unit_price_minor"), "*", models.F("quantity")
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="charge_is_quantity_times_unit_price",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("invoiced_at", None), ("waived_at", None), _connector="OR"),
                        name="a_charge_is_invoiced_or_waived_not_both",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("waived_at", None), models.Q(("waived_reason", ""), _negated=True), _connector="OR"
                        ),
                        name="a_waiver_has_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Invoice",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("year", models.PositiveSmallIntegerField()),
                ("number", models.PositiveIntegerField()),
                ("label", models.CharField(max_length=20, verbose_name="Number")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("open", "Open"),
                            ("paid", "Paid"),
                            ("void", "Void"),
                            ("uncollectible", "Uncollectible"),
                        ],
                        default="draft",
                        max_length=15,
                    ),
                ),
                ("currency", models.CharField(max_length=3)),
                ("subtotal_minor", models.PositiveBigIntegerField()),
                ("tax_minor", models.PositiveBigIntegerField(default=0)),
                ("total_minor", models.PositiveBigIntegerField()),
                ("bill_to", models.TextField()),
                ("issued_on", models.DateField()),
                ("issued_at", models.DateTimeField()),
                ("paid_at", models.DateTimeField(null=True)),
                (
                    "paid_by",
                    models.CharField(
                        blank=True,
                        choices=[("card", "Card"), ("hand", "By hand"), ("nothing", "Nothing was owed")],
                        max_length=10,
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("voided_at", models.DateTimeField(null=True)),
                (
                    "closing",
                    models.CharField(
                        blank=True,
                        choices=[("", "Nothing"), ("void", "Void"), ("by_hand", "Paid by hand")],
                        default="",
                        max_length=10,
                    ),
                ),
                (
                    "closing_by",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="invoices", to="mailboxes.mailbox"
                    ),
                ),
                (
                    "operator",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invoices",
                        to="operators.operator",
                    ),
                ),
                (
                    "renter",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invoices",
                        to="mailboxes.renter",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invoices",
                        to="billing.billingrun",
                    ),
                ),
            ],
            options={
                "ordering": ["-issued_at", "-year", "-number"],
                "indexes": [
                    models.Index(fields=["operator", "-issued_at", "-number"], name="invoice_newest_first"),
                    models.Index(fields=["operator", "status", "-issued_at"], name="invoice_by_status"),
                    models.Index(fields=["renter", "-issued_at"], name="invoice_of_renter"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("operator", "year", "number"), name="invoice_number_once_per_operator_and_year"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "total_minor",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("subtotal_minor"), "+", models.F("tax_minor")
                                ),
                            )
                        ),
                        name="invoice_total_is_subtotal_plus_tax",
                    ),
                    models.UniqueConstraint(fields=("run", "mailbox"), name="a_run_bills_a_mailbox_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "paid"), _negated=True), ("paid_at__isnull", False), _connector="OR"
                        ),
                        name="paid_invoice_has_a_date",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InvoiceCounter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField()),
                ("last_number", models.PositiveIntegerField(default=0)),
                (
                    "operator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="operators.operator"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("operator", "year"), name="one_counter_per_operator_and_year")
                ],
            },
        ),
        migrations.CreateModel(
            name="Offering",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100, verbose_name="Name")),
                ("description", models.CharField(blank=True, max_length=300, verbose_name="Description")),
                ("price_minor", models.PositiveBigIntegerField(verbose_name="Price per month")),
                ("currency", models.CharField(max_length=3)),
                ("archived_at", models.DateTimeField(blank=True, null=True)),
                (
                    "operator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="offerings", to="operators.operator"
                    ),
                ),
            ],
            options={
                "ordering": ["price_minor", "name"],
                "constraints": [
                    models.UniqueConstraint(fields=("operator", "name"), name="offering_name_once_per_operator")
                ],
            },
        ),
        migrations.CreateModel(
            name="RequestRule",
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
                ("is_allowed", models.BooleanField(default=True)),
                ("free_per_month", models.PositiveSmallIntegerField(default=0)),
                ("price_minor", models.PositiveBigIntegerField(default=0)),
                (
                    "offering",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="request_rules", to="billing.offering"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("offering", "kind"), name="one_rule_per_offering_and_kind")
                ],
            },
        ),
        migrations.CreateModel(
            name="RunRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("total_minor", models.PositiveBigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("lines", models.JSONField()),
                ("card_label", models.CharField(blank=True, max_length=60)),
                ("warnings", models.JSONField(default=list)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Waiting"),
                            ("issued", "Invoiced"),
                            ("changed", "Held back: changed since the preview"),
                            ("billed_before", "Was already billed"),
                            ("carried_over", "Waits for the next invoice"),
                        ],
                        default="",
                        max_length=15,
                    ),
                ),
                ("found_minor", models.PositiveBigIntegerField(null=True)),
                (
                    "invoice",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="run_row",
                        to="billing.invoice",
                    ),
                ),
                (
                    "mailbox",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mailboxes.mailbox"
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="billing.billingrun",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["run", "outcome"], name="run_row_by_outcome")],
                "constraints": [models.UniqueConstraint(fields=("run", "mailbox"), name="one_row_per_mailbox_and_run")],
            },
        ),
        migrations.CreateModel(
            name="StorageDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("cause_label", models.CharField(max_length=60)),
                ("cause_id", models.CharField(max_length=40)),
                ("day", models.DateField()),
                (
                    "charge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="storage_days", to="billing.charge"
                    ),
                ),
            ],
            options={
                "ordering": ["day"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("cause_label", "cause_id", "day"), name="a_pieces_day_is_charged_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StorageRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("none", "Storage is free"),
                            ("days", "By the day: some days are free, each further one costs a fee"),
                            ("count", "By the count: more pieces than a threshold at month end cost a flat fee"),
                        ],
                        default="none",
                        max_length=5,
                    ),
                ),
                ("free_days_correspondence", models.PositiveSmallIntegerField(default=30)),
                ("free_days_package", models.PositiveSmallIntegerField(default=10)),
                ("day_fee_correspondence_minor", models.PositiveBigIntegerField(default=0)),
                ("day_fee_package_minor", models.PositiveBigIntegerField(default=0)),
                ("threshold_correspondence", models.PositiveIntegerField(default=50)),
                ("threshold_package", models.PositiveIntegerField(default=5)),
                ("flat_fee_correspondence_minor", models.PositiveBigIntegerField(default=0)),
                ("flat_fee_package_minor", models.PositiveBigIntegerField(default=0)),
                ("changed_at", models.DateTimeField(null=True)),
                (
                    "offering",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="storage_rule", to="billing.offering"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StorageThreshold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("correspondence", models.PositiveIntegerField(blank=True, null=True, verbose_name="Correspondence")),
                ("package", models.PositiveIntegerField(blank=True, null=True, verbose_name="Packages")),
                (
                    "mailbox",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="storage_threshold",
                        to="mailboxes.mailbox",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StripeAccount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("account_id", models.CharField(max_length=255, verbose_name="Account ID")),
                ("livemode", models.BooleanField()),
                ("publishable_key", models.CharField(max_length=255, verbose_name="Public ID")),
                ("sealed_secret", models.TextField()),
                ("secret_hint", models.CharField(max_length=20)),
                ("connected_at", models.DateTimeField(auto_now_add=True)),
                (
                    "operator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stripe_accounts",
                        to="operators.operator",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("operator", "account_id", "livemode"), name="stripe_account_once_per_mode"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Reconciliation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("done_at", models.DateTimeField(null=True)),
                ("problem", models.TextField(blank=True)),
                ("next_try_at", models.DateTimeField(null=True)),
                ("claimed_until", models.DateTimeField(null=True)),
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reconciliation",
                        to="billing.stripeaccount",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StripeCustomer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("stripe_id", models.CharField(max_length=255, null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="customers",
                        to="billing.stripeaccount",
                    ),
                ),
                (
                    "renter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stripe_customers",
                        to="mailboxes.renter",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("account", "renter"), name="one_customer_per_renter_and_account"),
                    models.UniqueConstraint(fields=("account", "stripe_id"), name="stripe_customer_once_per_account"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Payment",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("amount_minor", models.PositiveBigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("new", "Waiting to be charged"),
                            ("created", "Being charged"),
                            ("confirming", "Being charged"),
                            ("unknown", "Waiting for Stripe's answer"),
                            ("declined", "Declined"),
                            ("needs_authentication", "Waiting for the renter to confirm"),
                            ("succeeded", "Charged"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="new",
                        max_length=20,
                    ),
                ),
                ("intent_id", models.CharField(max_length=255, null=True, unique=True)),
                ("charge_id", models.CharField(blank=True, max_length=255)),
                ("create_n", models.PositiveSmallIntegerField(default=1)),
                ("create_sent_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("settled_at", models.DateTimeField(null=True)),
                ("problem", models.TextField(blank=True)),
                ("next_check_at", models.DateTimeField(null=True)),
                ("checks", models.PositiveSmallIntegerField(default=0)),
                ("claimed_until", models.DateTimeField(null=True)),
                (
                    "invoice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="payments", to="billing.invoice"
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="billing.stripecustomer",
                    ),
                ),
            ],
            options={
                "ordering": ["created_at"],
                "indexes": [models.Index(fields=["next_check_at"], name="payment_due")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ["succeeded", "cancelled"]), _negated=True),
                        fields=("invoice",),
                        name="one_unsettled_payment_per_invoice",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "succeeded")),
                        fields=("invoice",),
                        name="one_succeeded_payment_per_invoice",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentMethod",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("stripe_id", models.CharField(max_length=255)),
                ("brand", models.CharField(max_length=30, verbose_name="Brand")),
                ("last4", models.CharField(max_length=4, verbose_name="Last four digits")),
                ("exp_month", models.PositiveSmallIntegerField()),
                ("exp_year", models.PositiveSmallIntegerField()),
                ("is_default", models.BooleanField(default=False)),
                ("refused_for_good", models.BooleanField(default=False)),
                ("added_at", models.DateTimeField(auto_now_add=True)),
                ("removed_at", models.DateTimeField(null=True)),
                ("detach_at", models.DateTimeField(null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payment_methods",
                        to="billing.stripecustomer",
                    ),
                ),
            ],
            options={
                "ordering": ["-is_default", "-added_at"],
                "constraints": [
                    models.UniqueConstraint(fields=("customer", "stripe_id"), name="card_once_per_customer"),
                    models.UniqueConstraint(
                        condition=models.Q(("is_default", True), ("removed_at", None)),
                        fields=("customer",),
                        name="one_default_card_per_customer",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentAttempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("n", models.PositiveSmallIntegerField()),
                ("on_session", models.BooleanField(default=False)),
                ("started_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("pending", "Underway"),
                            ("succeeded", "Charged"),
                            ("declined", "Declined"),
                            ("needs_authentication", "Needs the renter's confirmation"),
                            ("refused", "Refused by Stripe"),
                            ("abandoned", "Not finished"),
                        ],
                        default="pending",
                        max_length=20,
                    ),
                ),
                ("request_id", models.CharField(blank=True, max_length=80)),
                ("charge_id", models.CharField(blank=True, max_length=255)),
                ("code", models.CharField(blank=True, max_length=80)),
                ("decline_code", models.CharField(blank=True, max_length=80)),
                ("advice_code", models.CharField(blank=True, max_length=80)),
                ("network_advice_code", models.CharField(blank=True, max_length=20)),
                ("message", models.TextField(blank=True)),
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
                    "payment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attempts", to="billing.payment"
                    ),
                ),
                (
                    "payment_method",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attempts",
                        to="billing.paymentmethod",
                    ),
                ),
            ],
            options={
                "ordering": ["n"],
                "constraints": [
                    models.UniqueConstraint(fields=("payment", "n"), name="attempt_number_once_per_payment"),
                    models.UniqueConstraint(
                        condition=models.Q(("outcome", "pending")),
                        fields=("payment",),
                        name="one_pending_attempt_per_payment",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CardSetup",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("intent_id", models.CharField(max_length=255, null=True, unique=True)),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "Open"), ("succeeded", "Succeeded"), ("cancelled", "Cancelled")],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("next_check_at", models.DateTimeField(null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("agreement", models.TextField(blank=True)),
                ("agreed_at", models.DateTimeField(null=True)),
                ("consent_note", models.CharField(blank=True, max_length=300)),
                (
                    "agreed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "payment_method",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="card_setups",
                        to="billing.paymentmethod",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="card_setups",
                        to="billing.stripecustomer",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status", "open")),
                        fields=("customer", "opened_by"),
                        name="one_open_card_setup_per_customer_and_person",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StripeIntegration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("bills_renters", models.BooleanField(default=False, verbose_name="Bill mailbox renters with Stripe?")),
                ("ask_for_cards_from", models.DateField(blank=True, null=True, verbose_name="Ask for cards from")),
                ("report", models.JSONField(default=list)),
                ("checked_at", models.DateTimeField(null=True)),
                ("pending_account_id", models.CharField(blank=True, max_length=255)),
                ("pending_publishable_key", models.CharField(blank=True, max_length=255)),
                ("pending_sealed_secret", models.TextField(blank=True)),
                ("pending_secret_hint", models.CharField(blank=True, max_length=20)),
                ("pending_report", models.JSONField(default=list)),
                ("pending_since", models.DateTimeField(null=True)),
                ("pending_bills_renters", models.BooleanField(default=False)),
                ("checking_until", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="billing.stripeaccount",
                    ),
                ),
                (
                    "operator",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stripe_integration",
                        to="operators.operator",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("bills_renters", False), ("account__isnull", False), _connector="OR"),
                        name="billing_with_stripe_needs_an_account",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Subscription",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_on", models.DateField(blank=True, null=True)),
                ("ends_on", models.DateField(blank=True, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "mailbox",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="subscriptions",
                        to="mailboxes.mailbox",
                    ),
                ),
                (
                    "offering",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="subscriptions", to="billing.offering"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ends_on", None)),
                        fields=("mailbox",),
                        name="one_running_subscription_per_mailbox",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="InvoiceLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("description", models.CharField(max_length=300)),
                ("period_start", models.DateField(null=True)),
                ("period_end", models.DateField(null=True)),
                ("price_minor", models.PositiveBigIntegerField()),
                ("amount_minor", models.PositiveBigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                (
                    "charge",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invoice_line",
                        to="billing.charge",
                    ),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="billing.invoice",
                    ),
                ),
                (
                    "subscription",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="billing.subscription",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("subscription", "period_start"), name="subscription_period_is_invoiced_once"
                    ),
                    models.UniqueConstraint(fields=("invoice", "position"), name="line_position_once_per_invoice"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("charge", None),
                                ("period_end__isnull", False),
                                ("period_start__isnull", False),
                                ("subscription__isnull", False),
                            ),
                            models.Q(
                                ("charge__isnull", False),
                                ("period_end", None),
                                ("period_start", None),
                                ("subscription", None),
                            ),
                            _connector="OR",
                        ),
                        name="line_bills_a_month_or_a_charge",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("period_end__gt", models.F("period_start"))),
                        name="line_period_is_not_empty",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UnknownCharge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("intent_id", models.CharField(max_length=255)),
                ("amount_minor", models.PositiveBigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("customer", models.CharField(blank=True, max_length=255)),
                ("number", models.CharField(blank=True, max_length=100, verbose_name="Number")),
                ("pmb", models.CharField(blank=True, max_length=100)),
                ("charged_at", models.DateTimeField()),
                ("found_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField(null=True)),
                ("placed_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="unknown_charges",
                        to="billing.stripeaccount",
                    ),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="billing.invoice"
                    ),
                ),
                (
                    "mailbox",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mailboxes.mailbox"
                    ),
                ),
                (
                    "seen_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["charged_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("account", "intent_id"), name="unknown_charge_once_per_account")
                ],
            },
        ),
        migrations.CreateModel(
            name="AllowanceUse",
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
                ("month", models.DateField()),
                ("slot", models.PositiveSmallIntegerField()),
                ("cause_label", models.CharField(max_length=60)),
                ("cause_id", models.CharField(max_length=40)),
                ("reserved_at", models.DateTimeField(auto_now_add=True)),
                (
                    "mailbox",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="allowance_uses",
                        to="mailboxes.mailbox",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("mailbox", "kind", "month", "slot"), name="a_free_request_is_taken_once"
                    ),
                    models.UniqueConstraint(
                        fields=("cause_label", "cause_id", "kind"), name="a_cause_takes_one_free_request"
                    ),
                ],
            },
        ),
    ]
