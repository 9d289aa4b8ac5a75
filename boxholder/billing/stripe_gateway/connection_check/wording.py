"""Stripe's answers in words: what each one says about the connection, and what to do."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from boxholder.billing.stripe_gateway.connection_check.calls import Answer, Answers, Said
from boxholder.billing.stripe_gateway.connection_check.credentials import Credentials
from boxholder.billing.stripe_gateway.connection_check.report import Line, does_not_fit, fits, not_verified, warning
from boxholder.billing.stripe_gateway.connection_check.shape import (
    how_to_make_a_key,
    keys_of_other_accounts,
    where_is_account_id,
    where_is_publishable_key,
)

# Boxholder never writes sources or tokens; Stripe's own guide to such a key lists them.
NEEDED = ("charge", "customer", "payment_method", "payment_intent", "setup_intent")
SEVEN = (*NEEDED, "source", "token")


def permission_labels() -> dict[str, str]:
    """As Stripe's dashboard calls them."""
    return {
        "charge": _("Charges"),
        "customer": _("Customers"),
        "payment_method": _("Payment Methods"),
        "payment_intent": _("Payment Intents"),
        "setup_intent": _("Setup Intents"),
        "source": _("Sources"),
        "token": _("Tokens"),
    }


def outline() -> list[str]:
    """What a check looks at, in order, before anything is known."""
    fields = [_("Account ID"), _("Public ID"), _("Secret Key"), _("Live or test")]
    both = [_("The keys are this account's"), _("Public ID and Secret Key belong together")]
    return [*fields, *both, *(_write(permission) for permission in permission_labels().values())]


def _write(permission: str) -> str:
    return _("%(permission)s: Write") % {"permission": permission}


def say(seen: list[Line], answers: Answers, credentials: Credentials) -> list[Line]:
    """`seen` are the lines of the shape; Stripe's word on the Secret Key replaces theirs."""
    if refusal := next((answer for answer in answers.all_to_secret_key() if answer.refuses_key), None):
        return [_refused(refusal) if line.about == "secret_key" else line for line in seen]
    if all(answer.said is Said.NOTHING for answer in answers.all_to_secret_key()):
        return [*seen, _silence()]
    return [*seen, _account(answers.account, credentials), _pair(answers.pair), *_permissions(answers.permissions)]


def _refused(answer: Answer) -> Line:
    if answer.said is Said.KEY_EXPIRED:
        text = _("Stripe says that this key has expired or was revoked.")
    else:
        text = _("Stripe does not know this key: it was deleted, or is not complete.")
    return does_not_fit("secret_key", _("Secret Key"), text, how_to_make_a_key())


def _silence() -> Line:
    return not_verified(
        "stripe",
        _("Answer from Stripe"),
        _("Stripe did not answer in time, so nothing could be checked."),
        _("Look at this server's way to api.stripe.com (port 443), and at status.stripe.com; then check again."),
    )


def _account(answer: Answer, credentials: Credentials) -> Line:
    about, label = "account", _("The keys are this account's")
    if answer.account == credentials.account_id:
        text = _("Stripe names %(account)s as the owner of the key.") % {"account": answer.account}
        return fits(about, label, text, by_stripe=True)
    if answer.account:
        return does_not_fit(
            about,
            label,
            _("The Secret Key belongs to %(found)s, not to %(typed)s.")
            % {"found": answer.account, "typed": credentials.account_id},
            _("Enter the Account ID of the account the key was made in, or make the key in the other one. %(where)s")
            % {"where": where_is_account_id()},
        )
    if strangers := list(keys_of_other_accounts(credentials)):
        return warning(
            about,
            label,
            _("%(keys)s: it looks as if it were another account's, but Stripe did not say.")
            % {"keys": ", ".join(strangers)},
            _("Compare the account's name in Stripe, top left, and copy all three values from there."),
        )
    return not_verified(about, label, _unclear(answer))


def _pair(answer: Answer) -> Line:
    about, label = "pair", _("Public ID and Secret Key belong together")
    if answer.said is Said.YES:
        return fits(about, label, _("What the one made, the other could read."), by_stripe=True)
    if answer.said in (Said.NO_SUCH_OBJECT, Said.KEY_UNKNOWN, Said.KEY_EXPIRED):
        text = {
            Said.NO_SUCH_OBJECT: _("They are keys of two accounts, or of two sandboxes of one."),
            Said.KEY_UNKNOWN: _("Stripe does not know this Public ID."),
            Said.KEY_EXPIRED: _("Stripe says that this Public ID has expired."),
        }[answer.said]
        remedy = _("Copy both from the same page. %(where)s") % {"where": where_is_publishable_key()}
        return does_not_fit(about, label, text, remedy)
    if answer.said is Said.NOT_ASKED:
        return not_verified(about, label, _("This is tried with a SetupIntent, and none could be made."))
    return not_verified(about, label, _unclear(answer))


def _permissions(answers: dict[str, Answer]) -> Iterator[Line]:
    labels = permission_labels()
    for name in SEVEN:
        line = _permission(name, labels[name], answers[name])
        if name == "charge" and answers["refund"].said is Said.NOT_PERMITTED and not line.blocks:
            line = _no_refunds(line)
        yield line


def _permission(name: str, permission: str, answer: Answer) -> Line:
    about, label = f"permission:{name}", _write(permission)
    # "No such customer" is said only to whoever may write customers. Done, it cannot be: there is no such customer.
    if answer.said is Said.NO_SUCH_OBJECT:
        text = _("Tried by reading; writing would make a token.") if name == "token" else ""
        return fits(about, label, text, by_stripe=True)
    if answer.said is not Said.NOT_PERMITTED:
        return not_verified(about, label, _unclear(answer))
    if name in NEEDED:
        return does_not_fit(about, label, _("The key lacks this permission."), how_to_permit(permission))
    text = _("The key lacks this permission. Boxholder works without it.")
    return warning(about, label, text, how_to_permit(permission))


def _no_refunds(line: Line) -> Line:
    text = _("The key may write charges, but not refund them.")
    return warning(line.about, line.label, text, how_to_permit(_("Charges and Refunds")))


def how_to_permit(label: str) -> str:
    return _(
        "In Stripe: Developers → API keys → this key → Edit key; set %(permission)s to Write. The key stays the same."
    ) % {"permission": label}


def _unclear(answer: Answer) -> str:
    if answer.said is Said.NOTHING:
        return _("Stripe did not answer in time.")
    if answer.said is Said.NOT_NOW:
        return _("Stripe was too busy with this account to answer.")
    if answer.text:
        return _("Stripe's answer is not one this check knows: “%(text)s”") % {"text": answer.text}
    return _("What answered does not speak like Stripe.")
