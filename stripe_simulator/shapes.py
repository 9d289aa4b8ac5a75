"""What a parameter may look like, and Stripe's words for what it must not.

The wording is Stripe's where it is known ("Received unknown parameter", "Missing required param", "Invalid integer",
"You passed an empty string for …"), see CONFORMANCE.md.
"""

from .errors import StripeError


class Shape:
    def check(self, value, path):
        raise NotImplementedError


class String(Shape):
    def check(self, value, path):
        if isinstance(value, dict):
            raise StripeError("Invalid string: {...}", param=path)
        if value == "":
            raise empty(path)
        return value


class Integer(Shape):
    def check(self, value, path):
        if value == "":
            raise empty(path)
        try:
            return int(value)
        except (TypeError, ValueError):
            raise StripeError(f"Invalid integer: {value}", code="parameter_invalid_integer", param=path) from None


class Number(Shape):
    def check(self, value, path):
        try:
            return float(value)
        except (TypeError, ValueError):
            raise StripeError(f"Invalid decimal: {value}", param=path) from None


class Boolean(Shape):
    def check(self, value, path):
        if value == "":
            raise empty(path)
        if value not in ("true", "false"):
            raise StripeError(f"Invalid boolean: {value}", param=path)
        return value == "true"


class Choice(Shape):
    """One of the given words. The SDK's types are open, the API is not."""

    def __init__(self, values, *, or_boolean=False):
        self.values, self.or_boolean = values, or_boolean

    def check(self, value, path):
        if self.or_boolean and value in ("true", "false"):
            return value == "true"
        if value == "":
            raise empty(path)
        if isinstance(value, dict) or value not in self.values:
            raise StripeError(f"Invalid {path}: must be one of {spoken(self.values)}", param=path)
        return value


class Emptyable(Shape):
    """May be unset with an empty string."""

    def __init__(self, shape):
        self.shape = shape

    def check(self, value, path):
        return "" if value == "" else self.shape.check(value, path)


class ListOf(Shape):
    def __init__(self, item):
        self.item = item

    def check(self, value, path):
        if not isinstance(value, dict) or not all(key.isdigit() for key in value):
            raise StripeError("Invalid array", param=path)
        return [self.item.check(item, f"{path}[{index}]") for index, item in value.items()]


class MapOf(Shape):
    """Free keys, such as metadata: an empty value unsets its key."""

    def __init__(self, item):
        self.item = item

    def check(self, value, path):
        if not isinstance(value, dict):
            raise StripeError("Invalid object", param=path)
        return {key: item and self.item.check(item, f"{path}[{key}]") for key, item in value.items()}


class Either(Shape):
    """An object, or a plain value (`created` may be `{gte: …}` or a moment)."""

    def __init__(self, structured, plain):
        self.structured, self.plain = structured, plain

    def check(self, value, path):
        return (self.structured if isinstance(value, dict) else self.plain).check(value, path)


class Fields(Shape):
    """An object with known fields."""

    def __init__(self, fields, required=()):
        self.fields, self.required = fields, frozenset(required)

    def plus(self, **fields):
        return Fields({**self.fields, **fields}, self.required)

    def check(self, value, path=""):
        if not isinstance(value, dict):
            raise StripeError("Invalid object", param=path)
        self._refuse_unknown(value, path)
        self._refuse_missing(value, path)
        return {name: self.fields[name].check(item, nested(path, name)) for name, item in value.items()}

    def _refuse_unknown(self, value, path):
        unknown = [nested(path, name) for name in value if name not in self.fields]
        if unknown:
            noun = "parameter" if len(unknown) == 1 else "parameters"
            message = f"Received unknown {noun}: {', '.join(unknown)}"
            raise StripeError(message, code="parameter_unknown", param=unknown[0])

    def _refuse_missing(self, value, path):
        for name in sorted(self.required - value.keys()):
            param = nested(path, name)
            raise StripeError(f"Missing required param: {param}.", code="parameter_missing", param=param)


def nested(path, name) -> str:
    return f"{path}[{name}]" if path else name


def empty(path) -> StripeError:
    return StripeError(
        f"You passed an empty string for '{path}'. We assume empty values are an attempt to unset a parameter; "
        f"however '{path}' cannot be unset. You should remove '{path}' from your request or supply a non-empty value.",
        code="parameter_invalid_empty",
        param=path,
    )


def spoken(words) -> str:
    *firsts, last = words
    if not firsts:
        return last
    return f"{', '.join(firsts)}{',' if len(firsts) > 1 else ''} or {last}"
