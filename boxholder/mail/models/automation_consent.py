"""What each may cost without asking its renter anew: the price that stood there when it was saved."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models

from boxholder.billing import allowances
from boxholder.billing.money import Money

if TYPE_CHECKING:
    from boxholder.mail.models.automation import Automation


class Consent(models.Model):
    # Beyond the free ones, and without postage.
    agreed_minor = models.PositiveBigIntegerField(default=0)
    agreed_currency = models.CharField(max_length=3, blank=True)

    class Meta:
        abstract = True

    @property
    def agreed(self: "Automation") -> Money:
        return Money(self.agreed_minor, self.agreed_currency)

    def price(self: "Automation", now: datetime) -> Money:
        """What each costs now, beyond the free ones and without postage."""
        if self.kind is None:
            return Money(0, self.mailbox.operator.currency)
        return allowances.full_price(self.mailbox, self.kind, self.mailbox.space.today(now))

    def agree(self: "Automation", now: datetime) -> None:
        """Whoever saves it has seen what it costs. Not saved here."""
        price = self.price(now)
        self.agreed_minor, self.agreed_currency = price.minor, price.currency

    def agrees_to(self: "Automation", price: Money) -> bool:
        """What is free needs no consent; nobody agreed to more than they saw."""
        if not price:
            return True
        is_seen = price.currency == self.agreed_currency and price.minor <= self.agreed_minor
        return is_seen and not self.only_while_free

    def is_dearer(self: "Automation", now: datetime) -> bool:
        """Whether it waits for its renter to agree, once the free ones are used up."""
        return not self.only_while_free and not self.agrees_to(self.price(now))
