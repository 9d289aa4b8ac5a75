"""Stripe's errors as they go over the wire. [DOC docs.stripe.com/api/errors]"""


class StripeError(Exception):
    """An answer with an `error` body. `extra` goes into the body beside the usual fields."""

    def __init__(self, message, *, status=400, type="invalid_request_error", code=None, param=None, **extra):
        super().__init__(message)
        self.status, self.extra = status, extra
        self.error = {"message": message, "type": type, "code": code, "param": param}

    def body(self, request_log_url) -> dict:
        error = {name: value for name, value in self.error.items() if value is not None}
        if "code" in error:
            error["doc_url"] = doc_url(error["code"])
        error.update({name: value for name, value in self.extra.items() if value is not None})
        return {"error": error | {"request_log_url": request_log_url}}


class CardError(StripeError):
    """402: the parameters were valid, the card was not."""

    def __init__(self, message, *, code, **extra):
        super().__init__(message, status=402, type="card_error", code=code, **extra)


class Unauthorized(StripeError):
    def __init__(self, message, *, code=None):
        super().__init__(message, status=401, code=code)


class Forbidden(StripeError):
    def __init__(self, message, *, code=None):
        super().__init__(message, status=403, code=code)


class NotSimulated(StripeError):
    """Stripe would do it; the simulator does not, and says so instead of guessing."""

    def __init__(self, what, *, param=None):
        super().__init__(f"The Stripe simulator does not simulate {what}.", code="not_simulated", param=param)


def doc_url(code) -> str:
    return f"https://stripe.com/docs/error-codes/{code.replace('_', '-')}"


def missing_resource(label, id, *, param="id", status=404, other_mode=None) -> StripeError:
    """`label` is Stripe's own word for it: customer, payment_intent, setupintent, PaymentMethod, charge.

    `other_mode` is the mode in which an object of this id does exist ("live" or "test").
    """
    message = f"No such {label}: '{id}'"
    if other_mode:
        used = "live" if other_mode == "test" else "test"
        message += (
            f"; a similar object exists in {other_mode} mode, but a {used} mode key was used to make this request."
        )
    return StripeError(message, status=status, code="resource_missing", param=param)
