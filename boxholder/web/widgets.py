from django import forms


class DatePicker(forms.DateInput):
    """The browser's own calendar. It speaks ISO dates in every language."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")
