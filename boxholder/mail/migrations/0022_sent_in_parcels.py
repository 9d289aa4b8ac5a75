from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('mail', '0021_parcels_sent_before'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='actionrequest',
            name='sent_tracking',
        ),
        migrations.RemoveField(
            model_name='actionrequest',
            name='sent_with',
        ),
    ]
