"""The code on a request's cover sheet.

`BXR-<request>-<seal>`: the seal is made with this installation's secret, of the operator and the request. So a sheet of
another operator, or of another installation whose request has the same number, is none of ours, a code printed in a
letter cannot be guessed, and no sheet of the intake (`BX-…`) reads like one.
"""

import re

from django.utils.crypto import constant_time_compare, salted_hmac

from boxholder.billing.models import RequestKind
from boxholder.mail.models import ActionRequest
from boxholder.operators.models import Operator

_CODE = re.compile(r"BXR-(\d{1,18})-([0-9A-F]{12})")


def code_of(request: ActionRequest) -> str:
    return f"BXR-{request.pk}-{_seal(request.operator_id, request.pk)}"


def is_on(codes: set[str]) -> bool:
    """Whether this is a request's cover sheet, ours or not."""
    return any(map(_CODE.fullmatch, codes))


def request_in(codes: set[str], operator: Operator) -> ActionRequest | None:
    """Whose sheet it is; None where it is none of this operator's, or of more than one request."""
    read = {(int(match[1]), match[2]) for code in codes if (match := _CODE.fullmatch(code))}
    if len(read) != 1:
        return None
    [(number, seal)] = read
    if not constant_time_compare(seal, _seal(operator.pk, number)):
        return None
    return operator.requests.filter(pk=number, kind=RequestKind.OPEN_AND_SCAN).first()


def _seal(operator_id: int, request_id: int) -> str:
    made = salted_hmac("boxholder.mail.request_sheet", f"{operator_id}:{request_id}", algorithm="sha256")
    return made.hexdigest()[:12].upper()
