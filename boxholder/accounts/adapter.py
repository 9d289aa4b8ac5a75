"""How allauth behaves here: nobody signs up, and its mail goes through the outbox."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from boxholder.accounts.models import fold_email
from boxholder.notifications import outbox


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request) -> bool:
        """People come by invitation only."""
        return False

    def clean_email(self, email: str) -> str:
        return fold_email(email)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Built from the installation's address, never from the request's Host header."""
        return settings.BASE_URL + reverse("account_reset_password_from_key", args=("0", "key")).replace("0-key", key)

    def get_password_change_redirect_url(self, request) -> str:
        return reverse("home")

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """In the name of the operator on whose pages the visitor is."""
        operator = getattr(self.request, "operator", None)
        context = {**context, "operator": operator}
        subject = render_to_string(f"{template_prefix}_subject.txt", context)
        outbox.write_rendered(
            kind=template_prefix.rsplit("/", 1)[-1],
            operator_id=operator.pk if operator else None,
            from_name=operator.name if operator else "",
            reply_to=operator.reply_to_email if operator else "",
            to=email,
            subject=" ".join(subject.split()),
            text=render_to_string(f"{template_prefix}_message.txt", context).strip() + "\n",
        )
