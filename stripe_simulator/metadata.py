"""Metadata: at most 50 keys of 40 characters, values of 500; an empty value unsets its key.

[DOC docs.stripe.com/api/metadata]
"""

from .errors import StripeError

KEYS, KEY_LENGTH, VALUE_LENGTH = 50, 40, 500


def check_metadata(params):
    given = params.get("metadata") or {}
    if len(given) > KEYS:
        raise StripeError(f"You can specify up to {KEYS} keys; you passed {len(given)}.", param="metadata")
    for key, value in given.items():
        _check_entry(key, value)


def _check_entry(key, value):
    if len(key) > KEY_LENGTH:
        raise StripeError(
            f"Metadata keys can have up to {KEY_LENGTH} characters, but you passed in a key that is {len(key)} "
            f"characters. Invalid key: {key}",
            param=f"metadata[{key}]",
        )
    if len(value) > VALUE_LENGTH:
        raise StripeError(
            f"Metadata values can have up to {VALUE_LENGTH} characters, but you passed in a value that is {len(value)} "
            f"characters. Invalid value: {value}",
            param="metadata",
        )


def merged(current, params) -> dict:
    """The metadata after an update: keys are merged, an empty value removes one, an empty string removes all."""
    if "metadata" not in params:
        return current
    if params["metadata"] == "":
        return {}
    return {key: value for key, value in {**current, **params["metadata"]}.items() if value != ""}
