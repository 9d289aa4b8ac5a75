"""How an invoice stands, in one word: for lists and pages, and to filter by.

An open invoice is told apart by what its one unsettled payment waits for, by whether there is a card, and by whether
billing with Stripe is on. One SQL expression, so that a list of a hundred thousand asks no more than a page of one.
"""

from collections.abc import Iterator

from django.db.models import Case, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, TextChoices, Value, When
from django.utils.translation import gettext_lazy as _

from boxholder.billing.models import Invoice, Payment, PaymentMethod, StripeIntegration


class Standing(TextChoices):
    DRAFT = "draft", _("Draft")
    PAID = "paid", _("Paid")
    VOID = "void", _("Void")
    UNCOLLECTIBLE = "uncollectible", _("Uncollectible")
    # Open, and:
    BEING_VOIDED = "being_voided", _("Being voided")
    BEING_SETTLED = "being_settled", _("Being marked as paid")
    CHARGING = "charging", _("Being charged")
    WAITING = "waiting", _("Waiting for Stripe")
    STUCK = "stuck", _("Needs a look")
    DECLINED = "declined", _("Declined")
    CONFIRMATION = "confirmation", _("Waiting for confirmation")
    NO_CARD = "no_card", _("No card")
    NOT_CHARGED = "not_charged", _("Not charged yet")
    SWITCHED_OFF = "switched_off", _("Open")

    @property
    def is_moving(self) -> bool:
        """It changes by itself, without anybody acting."""
        return self in MOVING


MOVING = {Standing.BEING_VOIDED, Standing.BEING_SETTLED, Standing.CHARGING, Standing.WAITING}
UNSETTLED = [status for status in Payment.Status if status not in Payment.SETTLED]


def with_standing(invoices: QuerySet[Invoice], integration: StripeIntegration) -> QuerySet[Invoice]:
    """The invoices of one operator, each with `standing` and `has_card`."""
    cards = PaymentMethod.objects.default().filter(
        customer__account=integration.account_id, customer__renter=OuterRef("renter")
    )
    return invoices.annotate(
        # At most one: `one_unsettled_payment_per_invoice`.
        unsettled=FilteredRelation("payments", condition=Q(payments__status__in=UNSETTLED)),
        has_card=Exists(cards),
    ).annotate(standing=Case(*_cases(integration.bills_renters), default=Value(Standing.CHARGING)))


def _cases(bills_renters: bool) -> Iterator[When]:
    """The first that fits is the answer."""
    confirming, held = Q(unsettled__status=Payment.Status.CONFIRMING), Q(unsettled__next_check_at=None)
    has_a_problem = Q(unsettled__problem__gt="")
    yield When(~Q(status=Invoice.Status.OPEN), then=F("status"))
    yield When(closing=Invoice.Closing.VOID, then=Value(Standing.BEING_VOIDED))
    yield When(closing=Invoice.Closing.BY_HAND, then=Value(Standing.BEING_SETTLED))
    yield When(unsettled__status=Payment.Status.UNKNOWN, then=Value(Standing.WAITING))
    yield When(confirming & has_a_problem, then=Value(Standing.WAITING))
    yield When(confirming, then=Value(Standing.CHARGING))
    if not bills_renters:
        yield When(status=Invoice.Status.OPEN, then=Value(Standing.SWITCHED_OFF))
    yield When(unsettled__status=Payment.Status.DECLINED, then=Value(Standing.DECLINED))
    yield When(unsettled__status=Payment.Status.NEEDS_AUTHENTICATION, then=Value(Standing.CONFIRMATION))
    yield When(has_card=False, then=Value(Standing.NO_CARD))
    yield When(unsettled__status=None, then=Value(Standing.NOT_CHARGED))
    yield When(held, then=Value(Standing.STUCK))
    yield When(has_a_problem, then=Value(Standing.WAITING))
