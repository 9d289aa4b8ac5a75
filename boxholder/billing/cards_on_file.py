"""Which cards a renter has on the account in use, and whether they are asked for one.

Cards hang on a StripeAccount: with another account, or after the change from test to live mode, there are none.
"""

from dataclasses import dataclass
from datetime import date, datetime

from boxholder.billing.models import BillingSettings, PaymentMethod, StripeIntegration
from boxholder.billing.runs import today_of
from boxholder.mailboxes.models import Renter


@dataclass(frozen=True)
class CardsOnFile:
    renter: Renter
    cards: list[PaymentMethod]
    integration: StripeIntegration
    today: date

    @property
    def default(self) -> PaymentMethod | None:
        return next((card for card in self.cards if card.is_default), None)

    @property
    def default_is_good(self) -> bool:
        """Whether there is a card to charge that has not expired and that no bank has refused for good."""
        card = self.default
        return card is not None and not card.refused_for_good and not card.is_expired_on(self.today)

    @property
    def may_add(self) -> bool:
        return self.integration.bills_renters

    @property
    def is_asked(self) -> bool:
        """Whether the renter is asked for a card: at each log-in, until there is a good one."""
        return (
            self.integration.asks_for_cards_on(self.today)
            and not self.default_is_good
            and self.renter.mailboxes.active().exists()
        )

    @property
    def may_be_put_off(self) -> bool:
        return BillingSettings.objects.of(self.renter.operator).card_may_be_put_off

    @property
    def is_needed(self) -> bool:
        """Whether nothing can be asked for until there is a good card."""
        return self.is_asked and not self.may_be_put_off


def cards_on_file(renter: Renter, now: datetime) -> CardsOnFile:
    integration = StripeIntegration.objects.of(renter.operator)
    on_account = PaymentMethod.objects.usable().filter(customer__renter=renter, customer__account=integration.account)
    cards = list(on_account.select_related("customer__account"))
    return CardsOnFile(renter, cards, integration, today_of(renter.operator, now))
