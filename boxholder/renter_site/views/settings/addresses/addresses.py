"""The address book of a mailbox: where its mail is forwarded to, and what that may cost without asking."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boxholder.mail.models import Automation, PostageLimit
from boxholder.mailboxes.models import Address
from boxholder.renter_site.forms.addresses import AddressForm
from boxholder.renter_site.forms.postage import PostageLimitForm
from boxholder.renter_site.views.settings.tabs import tabs
from boxholder.web.access import Right, mailbox_may
from boxholder.web.card_forms import safe_next


@mailbox_may(Right.MANAGE)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return _page(request)


def _page(request: HttpRequest, *, refused: PostageLimitForm | None = None) -> HttpResponse:
    """`refused`: what was typed stays, and what is wrong with it is said."""
    mailboxes = list(request.reach(Right.MANAGE).open().select_related("renter").by_pmb())
    addresses = list(_addresses(request))
    automations = Automation.objects.kept().filter(address__in=addresses).select_related("address")
    for address in addresses:
        address.used_by = [automation for automation in automations if automation.address_id == address.pk]
    for mailbox in mailboxes:
        mailbox.book = [address for address in addresses if address.mailbox_id == mailbox.pk]
        mailbox.operator = request.operator
        is_refused = refused is not None and refused.mailbox == mailbox
        mailbox.postage_form = refused if is_refused else PostageLimitForm(mailbox=mailbox)
    context = {"mailboxes": mailboxes, "tabs": tabs(request)}
    return render(request, "renter_site/settings/addresses/index.html", context)


@mailbox_may(Right.MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """`?next=`: who came from a request that needs one goes back there."""
    mailboxes = request.reach(Right.MANAGE).open().select_related("space", "operator").by_pmb()
    if not mailboxes:
        raise Http404
    initial = {"country": mailboxes[0].space.country, "mailbox": request.GET.get("mailbox")}
    form = AddressForm(request.POST or None, mailboxes=mailboxes, initial=initial)
    came_from = safe_next(request, reverse("renter:addresses"))
    if form.is_valid():
        address = Address.objects.add(**form.cleaned_data, by=request.user)
        messages.success(request, _("%(name)s is in the address book.") % {"name": address.name})
        return redirect(came_from)
    context = {"form": form, "tabs": tabs(request), "came_from": came_from}
    return render(request, "renter_site/settings/addresses/edit.html", context)


@mailbox_may(Right.MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    address = _find(request, pk)
    mailboxes = request.reach(Right.MANAGE).filter(pk=address.mailbox_id)
    initial = {name: getattr(address, name) for name in AddressForm.base_fields if name != "mailbox"}
    form = AddressForm(request.POST or None, mailboxes=mailboxes, initial=initial)
    if form.is_valid():
        details = {name: value for name, value in form.cleaned_data.items() if name != "mailbox"}
        address.change(**details, by=request.user)
        messages.success(request, _("Saved. What is under way already goes to the earlier address."))
        return redirect("renter:addresses")
    context = {"form": form, "address": address, "tabs": tabs(request), "came_from": reverse("renter:addresses")}
    return render(request, "renter_site/settings/addresses/edit.html", context)


@mailbox_may(Right.MANAGE)
@require_POST
def limit_postage(request: HttpRequest, pk: int) -> HttpResponse:
    """Of a mailbox."""
    mailbox = get_object_or_404(request.reach(Right.MANAGE).open().select_related("operator"), pk=pk)
    form = PostageLimitForm(request.POST, mailbox=mailbox)
    if not form.is_valid():
        return _page(request, refused=form)
    PostageLimit.objects.choose(mailbox, form.cleaned_data["above"], by=request.user)
    messages.success(request, _("Saved."))
    return redirect("renter:addresses")


@mailbox_may(Right.MANAGE)
@require_POST
def make_default(request: HttpRequest, pk: int) -> HttpResponse:
    address = _find(request, pk)
    address.make_default(by=request.user)
    messages.success(request, _("%(name)s is the default address now.") % {"name": address.name})
    return redirect("renter:addresses")


@mailbox_may(Right.MANAGE)
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    address = _find(request, pk)
    address.remove(by=request.user)
    messages.success(request, _("%(name)s was taken out of the address book.") % {"name": address.name})
    return redirect("renter:addresses")


def _addresses(request: HttpRequest):
    return Address.objects.kept().filter(mailbox__in=request.reach(Right.MANAGE)).select_related("mailbox__operator")


def _find(request: HttpRequest, pk: int) -> Address:
    return get_object_or_404(_addresses(request), pk=pk)
