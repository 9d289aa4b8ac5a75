"""Above which postage the renter of a mailbox wants to be asked first."""

from django import forms
from django.utils.translation import gettext as _

from boxholder.mail.models import PostageLimit
from boxholder.mailboxes.models import Mailbox
from boxholder.web.amount_field import AmountField


class PostageLimitForm(forms.Form):
    def __init__(self, data=None, *, mailbox: Mailbox) -> None:
        self.mailbox = mailbox
        limit = PostageLimit.objects.of(mailbox)
        # One for each mailbox stands on the page.
        super().__init__(data, auto_id=f"id_{mailbox.pk}_%s", initial={"above": limit.above.decimal} if limit else None)
        self.fields["above"] = AmountField(
            currency=mailbox.operator.currency,
            example=10,
            label=_("Ask me before postage above"),
            help_text=_(
                "Left empty, you are never asked; with 0, always. A parcel that costs more waits for your answer."
            ),
            required=False,
        )
