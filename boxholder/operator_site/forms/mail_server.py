"""The mail server: where, how, and as whom."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boxholder.notifications import mail_server
from boxholder.notifications.mail_server import Values
from boxholder.notifications.models import MailServer
from boxholder.operators.models import Operator

NO_HELP = {"autocomplete": "off", "autocapitalize": "none", "autocorrect": "off", "spellcheck": "false"}


class MailServerForm(forms.Form):
    """What did not pass is shown again; the password is kept, and never rendered back."""

    use_required_attribute = False

    host = forms.CharField(label=gettext_lazy("Server"), max_length=255, widget=forms.TextInput(NO_HELP))
    port = forms.IntegerField(label=gettext_lazy("Port"), min_value=1, max_value=65535)
    security = forms.ChoiceField(label=gettext_lazy("Encryption"), choices=MailServer.Security.choices)
    user = forms.CharField(label=gettext_lazy("User"), max_length=255, required=False, widget=forms.TextInput(NO_HELP))
    password = forms.CharField(
        label=gettext_lazy("Password"),
        max_length=1000,
        required=False,
        strip=False,
        widget=forms.PasswordInput({**NO_HELP, "autocomplete": "new-password"}),
    )
    from_address = forms.EmailField(label=gettext_lazy("From address"), max_length=254)

    def __init__(self, data=None, *, server: MailServer, operator: Operator) -> None:
        self.server = server
        super().__init__(data, initial=_held(server, operator))

    def clean_host(self) -> str:
        """A pasted address of a page, or `host:port`, is not a server's name."""
        host = self.cleaned_data["host"]
        if not all(part.isalnum() or part in "-._" for part in host):
            raise forms.ValidationError(_("Write only the server's name, such as smtp.example.com."))
        return host

    def clean(self) -> dict:
        data = self.cleaned_data
        if data.get("user") and not data.get("password") and not mail_server.keeps_password(self.server):
            self.add_error("password", _("Enter the password of this user."))
        if data.get("password") and not data.get("user"):
            self.add_error("user", _("Enter the user this password is for."))
        return data

    @property
    def typed(self) -> Values:
        return Values(**self.cleaned_data)


def _held(server: MailServer, operator: Operator) -> dict:
    shown = mail_server.pending_of(server) or server
    return {
        "host": shown.host,
        "port": shown.port,
        "security": shown.security,
        "user": shown.user,
        "from_address": shown.from_address or operator.email,
    }
