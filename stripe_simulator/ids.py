"""Ids that look like Stripe's.

`pi_3MtwBwLkdIwHu7ix28a3tqPa` (SDK fixtures): a generation digit, five characters, the last ten characters of the
account id without `acct_`, eight more. Customers carry nothing of the account: `cus_NffrFeUfNV2Hib`.
"""

import random
import string

ALPHANUMERIC = string.digits + string.ascii_uppercase + string.ascii_lowercase
GENERATION = {"pi": "3", "ch": "3", "py": "3", "re": "3", "txn": "3"}

_random = random.Random()


def characters(count) -> str:
    return "".join(_random.choices(ALPHANUMERIC, k=count))


def new_id(prefix, account) -> str:
    if prefix == "cus":
        return f"cus_{characters(14)}"
    return f"{prefix}_{GENERATION.get(prefix, '1')}{characters(5)}{account[-10:]}{characters(8)}"


def new_client_secret(intent_id) -> str:
    return f"{intent_id}_secret_{characters(25)}"


def new_request_id() -> str:
    return f"req_{characters(14)}"


def new_account_id() -> str:
    return f"acct_1{characters(15)}"
