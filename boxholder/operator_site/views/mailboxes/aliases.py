"""Other names that mail for a mailbox comes under: entered by staff, taken away again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from boxholder.mail.errors import NameBelongsElsewhere
from boxholder.mail.models import Alias
from boxholder.operator_site.forms.mailboxes import AliasForm
from boxholder.operator_site.views.mailboxes.mailboxes import find
from boxholder.web.access import Permission, staff_may


@staff_may(Permission.MAILBOXES)
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest, pk: int) -> HttpResponse:
    mailbox = find(request, pk)
    form = AliasForm(request.POST or None)
    if form.is_valid():
        try:
            alias = Alias.objects.add(mailbox, form.cleaned_data["name"], by=request.user)
        except NameBelongsElsewhere as error:
            form.refuse(error.mailbox)
        else:
            messages.success(request, _("Mail for “%(name)s” belongs to %(mailbox)s.") % _words(alias))
            return redirect("desk:mailbox", mailbox.pk)
    return render(request, "operator_site/mailboxes/new_alias.html", {"mailbox": mailbox, "form": form})


@staff_may(Permission.MAILBOXES)
@require_POST
def remove(request: HttpRequest, pk: int, alias: int) -> HttpResponse:
    mailbox = find(request, pk)
    name = get_object_or_404(mailbox.aliases, pk=alias)
    name.remove(by=request.user)
    messages.success(request, _("Mail for “%(name)s” no longer belongs to %(mailbox)s.") % _words(name))
    return redirect("desk:mailbox", mailbox.pk)


def _words(alias: Alias) -> dict:
    return {"name": alias.name, "mailbox": alias.mailbox}
