"""How a form's field is drawn: which shape its widget has, and which words stand around it."""

from django import forms
from django.utils.translation import gettext as _

SHAPES = (
    (forms.RadioSelect, "choices"),
    (forms.CheckboxSelectMultiple, "choices"),
    (forms.CheckboxInput, "checkbox"),
)


def shape(bound) -> str:
    for widget, name in SHAPES:
        if isinstance(bound.field.widget, widget):
            return name
    return "box"


def describe_by(bound, *, hint) -> str:
    """The ids of the hint and the error, for `aria-describedby`."""
    ids = [f"{bound.auto_id}_hint"] * bool(hint) + [f"{bound.auto_id}_error"] * bool(bound.errors)
    return " ".join(ids)


def control(bound, *, described_by: str):
    """The widget itself, tied to its hint and error."""
    attrs = {"aria-describedby": described_by} if described_by else {}
    if bound.errors:
        attrs["aria-invalid"] = "true"
    return bound.as_widget(attrs=attrs)


def target(bound) -> str:
    """Where a link to this field lands: a group of choices has no id of its own, its first choice has."""
    return f"{bound.auto_id}_0" if shape(bound) == "choices" else bound.id_for_label


def errors_of(forms_) -> list[dict]:
    """Every error on the page in the order of the fields, each with the field it belongs to."""
    lines = []
    for form in forms_:
        lines += [{"text": text, "target": ""} for text in form.non_field_errors()]
        lines += [{"text": _named(field, text), "target": target(field)} for field in form for text in field.errors]
    return lines


def _named(field, text: str) -> str:
    """Three times "This field is required." would not say which."""
    return _("%(field)s: %(error)s") % {"field": field.label, "error": text}
