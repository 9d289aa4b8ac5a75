from typing import Any, NamedTuple

from django import forms


class DatePicker(forms.DateInput):
    """The browser's own calendar. It speaks ISO dates in every language."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class Pick(NamedTuple):
    """What came from a Combobox: the words in it, and the key of the suggestion they were taken from, or ""."""

    text: str = ""
    key: str = ""


class Combobox(forms.TextInput):
    """A text field with suggestions fetched from `url`; without a script it is a plain text field.

    `url` is asked with `?q=…` and answers with `<li role="option" data-key="…" data-text="…">`: see combobox.js.
    """

    template_name = "web/widgets/combobox.html"

    def __init__(self, attrs=None, *, url: str = "", opens_up: bool = False) -> None:
        super().__init__({"autocomplete": "off", "spellcheck": "false", **(attrs or {})})
        self.url, self.opens_up = url, opens_up

    def value_from_datadict(self, data, files, name) -> Pick:
        return Pick(data.get(name, "").strip(), data.get(self._key_name(name), ""))

    def value_omitted_from_data(self, data, files, name) -> bool:
        return name not in data

    def format_value(self, value) -> str:
        return value.text if isinstance(value, Pick) else str(value or "")

    def get_context(self, name, value, attrs) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        key = value.key if isinstance(value, Pick) else ""
        context["widget"] |= {
            "url": self.url,
            "opens_up": self.opens_up,
            "key_name": self._key_name(name),
            "key": key,
        }
        return context

    def _key_name(self, name: str) -> str:
        return f"{name}_key"
