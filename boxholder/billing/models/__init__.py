from boxholder.billing.models.allowance import AllowanceUse
from boxholder.billing.models.announcement import Announcement, AnnouncementRecipient
from boxholder.billing.models.card_setup import CardSetup
from boxholder.billing.models.charge import Charge, ChargeKind
from boxholder.billing.models.invoice import Invoice, InvoiceCounter, InvoiceLine
from boxholder.billing.models.offering import Offering
from boxholder.billing.models.payment import Payment, PaymentAttempt
from boxholder.billing.models.payment_method import PaymentMethod
from boxholder.billing.models.reconciliation import Reconciliation, UnknownCharge
from boxholder.billing.models.request_rule import RequestKind, RequestRule
from boxholder.billing.models.run import BillingRun, RunRow
from boxholder.billing.models.settings import BillingSettings
from boxholder.billing.models.storage_rule import Category, StorageDay, StorageRule, StorageThreshold
from boxholder.billing.models.subscription import Subscription
from boxholder.billing.stripe_gateway.models import StripeAccount, StripeCustomer, StripeIntegration

__all__ = [
    "AllowanceUse",
    "Announcement",
    "AnnouncementRecipient",
    "BillingRun",
    "BillingSettings",
    "CardSetup",
    "Category",
    "Charge",
    "ChargeKind",
    "Invoice",
    "InvoiceCounter",
    "InvoiceLine",
    "Offering",
    "Payment",
    "PaymentAttempt",
    "PaymentMethod",
    "Reconciliation",
    "RequestKind",
    "RequestRule",
    "RunRow",
    "StorageDay",
    "StorageRule",
    "StorageThreshold",
    "StripeAccount",
    "StripeCustomer",
    "StripeIntegration",
    "Subscription",
    "UnknownCharge",
]
