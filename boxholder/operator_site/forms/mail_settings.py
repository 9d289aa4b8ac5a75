from django import forms

from boxholder.mail.models import MailSettings


class MailSettingsForm(forms.Form):
    assigns_certain = forms.BooleanField(
        required=False, label=MailSettings._meta.get_field("assigns_certain").verbose_name
    )
