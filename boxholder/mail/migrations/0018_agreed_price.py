from django.db import migrations, models


def agree_to_what_it_costs(apps, schema_editor):
    """Whoever made one saw the price that their plan has today."""
    subscriptions = apps.get_model("billing", "Subscription").objects.filter(ends_on=None)
    rules = apps.get_model("billing", "RequestRule").objects.filter(is_allowed=True)
    for automation in apps.get_model("mail", "Automation").objects.exclude(does="keep"):
        plan = subscriptions.filter(mailbox=automation.mailbox_id).select_related("offering").first()
        rule = rules.filter(offering=plan.offering_id, kind=automation.does).first() if plan else None
        if rule:
            automation.agreed_minor, automation.agreed_currency = rule.price_minor, plan.offering.currency
            automation.save(update_fields=["agreed_minor", "agreed_currency"])


class Migration(migrations.Migration):

    dependencies = [
        ('billing', '0012_threshold_changed_at'),
        ('mail', '0017_request_batches'),
    ]

    operations = [
        migrations.AddField(
            model_name='automation',
            name='agreed_currency',
            field=models.CharField(blank=True, max_length=3),
        ),
        migrations.AddField(
            model_name='automation',
            name='agreed_minor',
            field=models.PositiveBigIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name='automationturn',
            name='why',
            field=models.CharField(blank=True, choices=[('gathering', 'It goes along with the next parcel.'), ('kept', 'It is kept at the office until somebody asks for something.'), ('not_asking', 'The mailbox takes no requests now.'), ('card_needed', 'A card is needed first.'), ('not_offered', 'The plan does not include it.'), ('pending', 'The previous action request was still pending.'), ('lacks_address', 'Its address was taken out of the address book.'), ('not_free', 'The free ones of the month were used up.'), ('dearer', 'It costs more than what was agreed to.'), ('does_not_fit', 'This cannot be done with such a piece.'), ('fits_no_more', 'The automation is not for such a piece any more.'), ('taken_in_hand', 'Somebody asked for something themselves meanwhile.'), ('removed', 'The automation was removed.'), ('gone', 'It was no longer here.')], max_length=15),
        ),
        migrations.RunPython(agree_to_what_it_costs, migrations.RunPython.noop),
    ]
