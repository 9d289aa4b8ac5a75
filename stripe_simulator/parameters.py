"""Shapes read from the SDK's own TypedDicts (`stripe.params`), which Stripe generates from its specification.

So a parameter that the API version of the installed SDK does not know is refused here as there: since 16.0
`payment_method_types` is one of them.
"""

import inspect
import sys
import types
import typing
from functools import cache
from importlib import import_module

from . import shapes


@cache
def of(name) -> shapes.Fields:
    """`of("PaymentIntentCreateParams")`: the shape of a request."""
    return _of_typed_dict(getattr(import_module("stripe.params"), name))


@cache
def _of_typed_dict(typed_dict) -> shapes.Fields:
    return LazyFields(typed_dict)


class LazyFields(shapes.Fields):
    """Resolves its fields when first asked: the tree below a PaymentIntent is large, and mostly unused."""

    def __init__(self, typed_dict):
        self.typed_dict = typed_dict
        self.required = frozenset(typed_dict.__dict__.get("__required_keys__", ()))
        self._fields = None

    @property
    def fields(self):
        if self._fields is None:
            module = vars(sys.modules[self.typed_dict.__module__])
            own = inspect.get_annotations(self.typed_dict)
            options = import_module("stripe").RequestOptions.__annotations__
            self._fields = {
                name: Lazy(hint, module) for name, hint in own.items() if name not in options or name in ("expand",)
            }
        return self._fields


class Lazy(shapes.Shape):
    def __init__(self, hint, module):
        self.hint, self.module, self.shape = hint, module, None

    def check(self, value, path):
        if self.shape is None:
            self.shape = shape_of(_resolved(self.hint, self.module), self.module)
        return self.shape.check(value, path)


def shape_of(hint, module) -> shapes.Shape:
    hint = _resolved(hint, module)
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if _is_optional_marker(origin):
        return shape_of(arguments[0], module)
    if origin in (typing.Union, types.UnionType):
        return _of_union([_resolved(argument, module) for argument in arguments], module)
    if origin is typing.Literal:
        return _of_union([hint], module)
    if origin is list:
        return shapes.ListOf(shape_of(arguments[0], module))
    if origin is dict:
        return shapes.MapOf(shape_of(arguments[1], module))
    return _of_class(hint)


def _of_class(hint) -> shapes.Shape:
    if typing.is_typeddict(hint) or hasattr(hint, "__required_keys__"):
        return _of_typed_dict(hint)
    plain = {int: shapes.Integer, bool: shapes.Boolean, float: shapes.Number}
    return plain.get(hint, shapes.String)()


def _of_union(alternatives, module) -> shapes.Shape:
    """`Literal["", …] | str`: the empty literal means "may be unset", the others are the words allowed."""
    words = [word for one in alternatives if typing.get_origin(one) is typing.Literal for word in typing.get_args(one)]
    others = [one for one in alternatives if typing.get_origin(one) is not typing.Literal and not _is_untyped(one)]
    shape = _of_words_or([word for word in words if word], others, module)
    return shapes.Emptyable(shape) if "" in words else shape


def _of_words_or(words, others, module) -> shapes.Shape:
    if words:
        return shapes.Choice(words, or_boolean=bool in others)
    structured = [shape_of(one, module) for one in others if one not in (int, str, bool, float)]
    plain = [shape_of(one, module) for one in others if one in (int, str, bool, float)]
    if structured and plain:
        return shapes.Either(structured[0], plain[0])
    return (structured or plain or [shapes.String()])[0]


def _is_untyped(hint) -> bool:
    return "UntypedStripeObject" in str(hint)


def _is_optional_marker(origin) -> bool:
    return getattr(origin, "_name", "") in ("NotRequired", "Required")


def _resolved(hint, module):
    if isinstance(hint, typing.ForwardRef):
        hint = hint.__forward_arg__
    return eval(hint, {**vars(typing), **module}) if isinstance(hint, str) else hint
