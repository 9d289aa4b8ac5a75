from django.db import migrations, models
from django.db.models import Count


def count(apps, schema_editor):
    questions = apps.get_model("mail", "PostageQuestion").objects.annotate(found=Count("requests"))
    for question in questions:
        question.asked_about = question.found
        question.save(update_fields=["asked_about"])


class Migration(migrations.Migration):
    dependencies = [("mail", "0027_mailbox_by_state")]

    operations = [
        migrations.AddField(
            model_name="postagequestion",
            name="asked_about",
            field=models.PositiveIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.RunPython(count, migrations.RunPython.noop),
    ]
