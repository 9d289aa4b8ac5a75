"""What an offering says about each kind of request: may it be asked, how many are free each month, the price after."""

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boxholder.billing.models.offering import Offering
from boxholder.billing.money import Money


class RequestKind(models.TextChoices):
    OPEN_AND_SCAN = "open_and_scan", gettext_lazy("Open & scan")
    FORWARD = "forward", gettext_lazy("Forward")
    LOCAL_DELIVERY = "local_delivery", gettext_lazy("Local delivery")
    ONSITE_PICKUP = "onsite_pickup", gettext_lazy("Onsite pickup")
    SHRED = "shred", gettext_lazy("Shred")
    RECYCLE = "recycle", gettext_lazy("Recycle")
    RETURN_TO_SENDER = "return_to_sender", gettext_lazy("Return to sender")
    HOLD = "hold", gettext_lazy("Hold")
    DEPOSIT_CHEQUE = "deposit_cheque", gettext_lazy("Deposit a cheque")


class RequestRuleQuerySet(models.QuerySet["RequestRule"]):
    def of(self, offering: Offering) -> dict[RequestKind, "RequestRule"]:
        """One for every kind, in the order of the kinds; the default where the offering says nothing."""
        said = {RequestKind(rule.kind): rule for rule in self.filter(offering=offering)}
        for rule in said.values():
            rule.offering = offering
        return RequestRule.defaults(offering) | said


class RequestRule(models.Model):
    offering = models.ForeignKey(Offering, on_delete=models.CASCADE, related_name="request_rules")
    kind = models.CharField(max_length=20, choices=RequestKind.choices)
    is_allowed = models.BooleanField(default=True)
    free_per_month = models.PositiveSmallIntegerField(default=0)
    # What each costs once the free ones are used up.
    price_minor = models.PositiveBigIntegerField(default=0)

    objects = RequestRuleQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["offering", "kind"], name="one_rule_per_offering_and_kind")]

    def __str__(self) -> str:
        return f"{self.offering}: {RequestKind(self.kind).label}, {self.words}"

    @classmethod
    def defaults(cls, offering: Offering) -> dict[RequestKind, "RequestRule"]:
        """Where nobody has set a price, nobody is charged one; depositing cheques is not for every operator."""
        return {
            kind: cls(offering=offering, kind=kind, is_allowed=kind != RequestKind.DEPOSIT_CHEQUE)
            for kind in RequestKind
        }

    @property
    def price(self) -> Money:
        return Money(self.price_minor, self.offering.currency)

    @property
    def words(self) -> str:
        if not self.is_allowed:
            return _("not allowed")
        if not self.price:
            return _("free of charge")
        if not self.free_per_month:
            return str(self.price)
        return _("%(free)d free a month, then %(price)s") % {"free": self.free_per_month, "price": self.price}
