"""The form that takes a file of mailboxes."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boxholder.billing.importing.reading import FileUnreadable, read

MOST_BYTES = 5 * 1024 * 1024


class ImportForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        allow_empty_file=True,
        widget=forms.FileInput({"accept": ".csv,.tsv,.txt,text/csv"}),
        error_messages={"required": gettext_lazy("Choose a file.")},
    )

    def clean_file(self):
        """The lines of the file wait in `sheet`."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("%(name)s is larger than 5 MB. Split it in parts.") % {"name": file.name})
        try:
            self.sheet = read(file.read())
        except FileUnreadable as error:
            raise forms.ValidationError(f"{file.name}: {error}") from error
        return file
