"""Connect an operator's Stripe account: keep what was typed, check it, and put it to use once it passes.

Stripe shows a live restricted key only once, so values that do not pass are kept, sealed, as *pending*: never used for
renters, while the connection that works stays.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from boxholder.billing.stripe_gateway import switch
from boxholder.billing.stripe_gateway.connection_check import (
    SECONDS,
    Credentials,
    Line,
    Misplaced,
    blocks,
    check_connection,
    look_at,
    passes,
)
from boxholder.billing.stripe_gateway.connection_check.report import does_not_fit
from boxholder.billing.stripe_gateway.models import StripeAccount, StripeIntegration, hint
from boxholder.encryption import SecretUnreadable, seal, unseal
from boxholder.history.models import record

LEASE = timedelta(seconds=SECONDS + 10)


def keep(
    integration: StripeIntegration, credentials: Credentials, *, misplaced: Misplaced, bills_renters: bool, by
) -> None:
    """Keep what was typed as pending. Without a Secret Key the held one stays, unless something else was typed for it.

    What can be seen without Stripe is reported at once; an empty report means: not checked yet.
    """
    with transaction.atomic():
        locked = _lock(integration)
        if credentials.secret_key:
            locked.pending_sealed_secret = seal(credentials.secret_key)
            locked.pending_secret_hint = hint(credentials.secret_key)
        elif "secret_key" in misplaced:
            locked.pending_sealed_secret = locked.pending_secret_hint = ""
        elif not locked.has_pending and locked.account:
            locked.pending_sealed_secret = locked.account.sealed_secret
            locked.pending_secret_hint = locked.account.secret_hint
        locked.pending_account_id = credentials.account_id[:255]
        locked.pending_publishable_key = credentials.publishable_key[:255]
        locked.pending_bills_renters = bills_renters
        locked.pending_since, locked.checking_until = timezone.now(), None
        locked.pending_report = _as_dicts(_seen(locked, misplaced))
        locked.save()
        record(
            "stripe.values_entered",
            operator=locked.operator,
            subject=locked,
            by=by,
            account=locked.pending_account_id or "–",
            key=locked.pending_secret_hint or "–",
        )
    integration.refresh_from_db()


def _seen(locked: StripeIntegration, misplaced: Misplaced) -> list[Line]:
    try:
        lines = look_at(_held(locked), misplaced)
    except SecretUnreadable:
        return [_unreadable()]
    return lines if blocks(lines) else []


def check(integration: StripeIntegration, *, by, seconds: float = SECONDS) -> None:
    """Ask Stripe about the pending values, or, where there are none, about the connection in use.

    1. Claim the check, for as long as it may take: twice at once is once.
    2. Ask, with no transaction open.
    3. Keep what was found, unless other values were entered meanwhile.
    """
    claimed_until = timezone.now() + timedelta(seconds=seconds) + LEASE
    if not _claim(integration, until=claimed_until):
        return
    integration.refresh_from_db()
    asked_about = integration.pending_since
    try:
        lines = _lines(integration, seconds=seconds)
        _keep_findings(integration, lines, asked_about=asked_about, by=by)
    finally:
        StripeIntegration.objects.filter(pk=integration.pk, checking_until=claimed_until).update(checking_until=None)
        integration.refresh_from_db()


def _claim(integration: StripeIntegration, *, until: datetime) -> bool:
    is_free = Q(checking_until=None) | Q(checking_until__lt=timezone.now())
    is_something = Q(account__isnull=False) | Q(pending_since__isnull=False)
    return bool(StripeIntegration.objects.filter(is_free, is_something, pk=integration.pk).update(checking_until=until))


def _lines(integration: StripeIntegration, *, seconds: float) -> list[Line]:
    try:
        return check_connection(_held(integration), seconds=seconds)
    except SecretUnreadable:
        return [_unreadable()]


def _held(integration: StripeIntegration) -> Credentials:
    """The values the next check is about."""
    if integration.has_pending:
        sealed = integration.pending_sealed_secret
        return Credentials(
            account_id=integration.pending_account_id,
            publishable_key=integration.pending_publishable_key,
            secret_key=unseal(sealed) if sealed else "",
        )
    account = integration.account
    assert account, "only a connection or pending values can be checked"
    return Credentials(account.account_id, account.publishable_key, account.secret)


def _unreadable() -> Line:
    return does_not_fit(
        "secret_key",
        _("Secret Key"),
        _("This server no longer has the key with which it was encrypted."),
        _("Enter the Secret Key again, or bring back BOXHOLDER_SECRETS_KEYS as it was."),
    )


def _keep_findings(integration: StripeIntegration, lines: list[Line], *, asked_about: datetime | None, by) -> None:
    with transaction.atomic():
        locked = _lock(integration)
        if locked.pending_since != asked_about:
            return
        if not locked.has_pending:
            locked.report, locked.checked_at = _as_dicts(lines), timezone.now()
        elif passes(lines):
            _connect(locked, lines, by=by)
        else:
            locked.pending_report = _as_dicts(lines)
        locked.save()


def _connect(locked: StripeIntegration, lines: list[Line], *, by) -> None:
    """Put the pending values to use. Another account or mode is another row; the same one gets the new keys."""
    credentials = _held(locked)
    account, is_new = StripeAccount.objects.get_or_create(
        operator=locked.operator,
        account_id=credentials.account_id,
        livemode=credentials.livemode,
        defaults=_keys(credentials),
    )
    if not is_new:
        for name, value in _keys(credentials).items():
            setattr(account, name, value)
        account.save()
    was_ticked = locked.pending_bills_renters
    locked.account, locked.report, locked.checked_at = account, _as_dicts(lines), timezone.now()
    _forget_pending(locked)
    record(
        "stripe.connected",
        operator=locked.operator,
        subject=locked,
        by=by,
        account=str(account),
        key=account.secret_hint,
    )
    locked.save()
    if was_ticked:
        switch.on(locked, by=by)
    switch.wake_payments(locked)


def _keys(credentials: Credentials) -> dict[str, str]:
    return {
        "publishable_key": credentials.publishable_key,
        "sealed_secret": seal(credentials.secret_key),
        "secret_hint": hint(credentials.secret_key),
    }


def discard(integration: StripeIntegration, *, by) -> None:
    """Throw the pending values away; the connection in use is untouched."""
    with transaction.atomic():
        locked = _lock(integration)
        if not locked.has_pending:
            return
        key = locked.pending_secret_hint
        _forget_pending(locked)
        locked.save()
        record("stripe.values_discarded", operator=locked.operator, subject=locked, by=by, key=key)
    integration.refresh_from_db()


def _forget_pending(locked: StripeIntegration) -> None:
    locked.pending_account_id = locked.pending_publishable_key = ""
    locked.pending_sealed_secret = locked.pending_secret_hint = ""
    locked.pending_report, locked.pending_since, locked.pending_bills_renters = [], None, False


def _lock(integration: StripeIntegration) -> StripeIntegration:
    every = StripeIntegration.objects.select_related("operator").select_for_update(of=("self",))
    return every.get(pk=integration.pk)


def _as_dicts(lines: list[Line]) -> list[dict]:
    return [line.as_dict() for line in lines]
