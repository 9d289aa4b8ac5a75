from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("billing", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="stripeintegration",
            name="pending_bills_renters",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="stripeintegration",
            name="checking_until",
            field=models.DateTimeField(null=True),
        ),
    ]
