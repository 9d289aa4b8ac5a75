"""What can be seen without asking Stripe: which value is where, of which kind, live or test."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from boxholder.billing.stripe_gateway.connection_check.credentials import Credentials, Misplaced
from boxholder.billing.stripe_gateway.connection_check.report import Line, blocks, does_not_fit, fits, warning
from boxholder.billing.stripe_gateway.models import hint

# Stripe promises no lengths ("ids may be up to 255 characters"), so only beginning and alphabet are looked at.
ACCOUNT = re.compile(r"acct_\w+", re.ASCII)
PUBLISHABLE = re.compile(r"pk_(live|test)_\w+", re.ASCII)
SECRET = re.compile(r"(rk|sk)_(live|test)_\w+", re.ASCII)
# Not documented: a modern key is `<kind>_<mode>_5`, the account id without `acct_`, then random characters; the short
# keys of old accounts carry nothing. A hint, never a proof.
LEGACY_LENGTH = 40


def look_at(credentials: Credentials, misplaced: Misplaced | None = None) -> list[Line]:
    lines = [
        _account_id(credentials, misplaced or {}),
        _publishable_key(credentials, misplaced or {}),
        _secret_key(credentials, misplaced or {}),
    ]
    if not blocks(lines):
        lines.append(_mode(credentials))
    return lines


def labels() -> dict[str, str]:
    return {"account_id": _("Account ID"), "publishable_key": _("Public ID"), "secret_key": _("Secret Key")}


def _account_id(credentials: Credentials, misplaced: Misplaced) -> Line:
    about, label, value = "account_id", _("Account ID"), credentials.account_id
    if about in misplaced:
        return _moved(about, misplaced)
    if not value:
        return does_not_fit(about, label, _("The Account ID is missing."), where_is_account_id())
    if not ACCOUNT.fullmatch(value):
        return does_not_fit(
            about, label, _("An Account ID begins with acct_ and has letters and digits only."), where_is_account_id()
        )
    return fits(about, label, value)


def _publishable_key(credentials: Credentials, misplaced: Misplaced) -> Line:
    about, label, value = "publishable_key", _("Public ID"), credentials.publishable_key
    if about in misplaced:
        return _moved(about, misplaced)
    if not value:
        return does_not_fit(about, label, _("The Public ID is missing."), where_is_publishable_key())
    if not PUBLISHABLE.fullmatch(value):
        return does_not_fit(
            about,
            label,
            _("A Public ID begins with pk_live_ or pk_test_ and has letters and digits only."),
            where_is_publishable_key(),
        )
    return fits(about, label, hint(value))


def _secret_key(credentials: Credentials, misplaced: Misplaced) -> Line:
    about, label, value = "secret_key", _("Secret Key"), credentials.secret_key
    if about in misplaced:
        return _moved(about, misplaced)
    if not value:
        return does_not_fit(about, label, _("The Secret Key is missing."), how_to_make_a_key())
    if "whsec_" in value:
        return does_not_fit(about, label, _("This is the signing secret of a webhook, not a key."), how_to_make_a_key())
    if not SECRET.fullmatch(value):
        return does_not_fit(about, label, _not_a_key(value), how_to_make_a_key())
    if value.startswith("sk_"):
        return warning(
            about,
            label,
            _("%(key)s is the key of the whole account. It works, but whoever steals it can do everything.")
            % {"key": hint(value)},
            _("Better: %(how)s") % {"how": how_to_make_a_key()},
        )
    return fits(about, label, _("%(key)s, a restricted key") % {"key": hint(value)})


def _not_a_key(value: str) -> str:
    if re.search(r"[*•…·.]{2}|…", value):
        return _("This is the shortened form Stripe shows in its list, not the key itself.")
    return _("A Secret Key begins with rk_live_ or rk_test_ and has letters and digits only.")


def _moved(about: str, misplaced: Misplaced) -> Line:
    label, found = labels()[about], labels()[misplaced[about]]
    beginning = {"account_id": "acct_…", "publishable_key": "pk_…", "secret_key": "rk_…"}[misplaced[about]]
    if about == "secret_key" and misplaced[about] == "publishable_key" and "publishable_key" not in misplaced:
        return does_not_fit(
            about, label, _("This is a Public ID (pk_…, a publishable key), not a Secret Key."), how_to_make_a_key()
        )
    return does_not_fit(
        about,
        label,
        _("The %(found)s (%(beginning)s) was in the field %(field)s.")
        % {"field": label, "found": found, "beginning": beginning},
        _("It was moved to the field %(found)s. Look the three fields over, then save again.") % {"found": found},
    )


def _mode(credentials: Credentials) -> Line:
    public, secret = ("_live_" in key for key in (credentials.publishable_key, credentials.secret_key))
    if public != secret:
        modes = {True: _("live"), False: _("test")}
        return does_not_fit(
            "mode",
            _("Live or test"),
            _("The Public ID is of %(public)s mode, the Secret Key of %(secret)s mode.")
            % {"public": modes[public], "secret": modes[secret]},
            _("Take both from the same mode: live for real cards, test (a sandbox) to try things out."),
        )
    return fits(
        "mode",
        _("Live or test"),
        _("Live: real cards, real money") if secret else _("Test: no real money moves, only Stripe's test cards work"),
    )


def keys_of_other_accounts(credentials: Credentials) -> Iterator[str]:
    """The labels of the keys that look as if they were another account's. Undocumented: worth a warning, no more."""
    for name in ("publishable_key", "secret_key"):
        key = getattr(credentials, name)
        body = key.split("_", 2)[-1]
        if len(body) > LEGACY_LENGTH and not body.startswith("5" + credentials.account_id.removeprefix("acct_")):
            yield labels()[name]


def where_is_account_id() -> str:
    return _(
        "In Stripe: Settings → Business settings → Your business → Account details; the Account ID stands top right."
    )


def where_is_publishable_key() -> str:
    return _("In Stripe: Developers → API keys → Publishable key.")


def how_to_make_a_key() -> str:
    return _(
        "In Stripe: Developers → API keys → Restricted keys → Create restricted key, with Write for the seven "
        "permissions; then Reveal key, and copy all of it."
    )
