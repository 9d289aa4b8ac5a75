"""Every piece of the shared look on one page, with made-up people. Mounted only in the demo and while developing."""

from datetime import timedelta
from types import SimpleNamespace

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from boxholder.billing.money import Money
from boxholder.web.widgets import Combobox, DatePicker

FRAMES = {name: f"web/specimen/{name}.html" for name in ("operator", "renter", "plain")}


class SpecimenForm(forms.Form):
    account_id = forms.CharField(label="Account ID", help_text="Begins with acct_.")
    secret_key = forms.CharField(label="Secret Key", widget=forms.PasswordInput(render_value=True))
    price = forms.CharField(label="Price per month", widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    ask_from = forms.DateField(label="Ask for cards from", widget=DatePicker, required=False)
    cycle = forms.ChoiceField(label="Billing cycle", choices=[("month", "Calendar month"), ("own", "Anniversary day")])
    mailbox = forms.CharField(label="Mailbox", widget=Combobox(url="#"), required=False)
    paper = forms.FileField(label="Scanned pages", required=False)
    note = forms.CharField(label="Note for the renter", widget=forms.Textarea, required=False)
    when = forms.ChoiceField(
        label="When a payment fails",
        choices=[("retry", "Try again after 3, 5 and 7 days"), ("wait", "Wait for a new card")],
        widget=forms.RadioSelect,
    )
    bill_renters = forms.BooleanField(label="Bill mailbox renters with Stripe?", required=False)


def specimen(request: HttpRequest) -> HttpResponse:
    frame = request.GET.get("frame", "operator")
    if "quiet" not in request.GET:
        messages.success(request, "Scan request for PMB 1042 completed.", extra_tags="undo:#")
    context = _frame(frame) | _pieces() | {"theme": request.GET.get("theme", "")}
    return render(request, FRAMES.get(frame, FRAMES["operator"]), context)


def _frame(frame: str) -> dict:
    return {
        "operator_name": "Harbor Mail",
        "home_url": "#",
        "navigation": _renter_navigation() if frame == "renter" else _navigation(),
        "tabs": [] if frame == "renter" else _tabs(),
        "spaces": [_entry("Pier 4, Portland", is_current=True), _entry("Old Port, Bangor")],
        "person_name": "Rosa Delgado",
        "person_email": "rosa@harbor.example",
        "account_url": "#",
        "log_out_url": "#",
        "stripe_simulated": True,
        "stripe_simulator_url": "#",
    }


def _entry(label: str, **given) -> dict:
    return {"label": label, "url": "#", "is_current": False, **given}


def _navigation() -> list[dict]:
    return [
        _entry("Dashboard", icon="layout-dashboard", shortcut="g d"),
        _entry("Mail", icon="mail", shortcut="g m"),
        _entry("Requests", icon="list-checks", badge=12, shortcut="g r"),
        _entry("Mailboxes", icon="mailbox", shortcut="g b"),
        _entry("Invoices", icon="receipt-text", shortcut="g i"),
        _entry("Renters", icon="users"),
        _entry("Spaces", icon="map-pin"),
        _entry("Settings", icon="settings", is_current=True, shortcut="g s"),
    ]


def _renter_navigation() -> list[dict]:
    return [
        _entry("Mail", icon="mail", is_current=True, badge=2),
        _entry("Requests", icon="list-checks"),
        _entry("Billing", icon="credit-card"),
        _entry("Settings", icon="settings"),
    ]


def _tabs() -> list[dict]:
    labels = ["Offerings", "Billing", "Integrations", "Access", "Brand", "Notifications"]
    return [_entry(label, is_current=label == "Integrations") for label in labels]


def _pieces() -> dict:
    return {
        "form": SpecimenForm(initial={"account_id": "acct_1Nv0FGQ9RKHgCVdK", "cycle": "month", "when": "retry"}),
        "refused": SpecimenForm({"account_id": "1Nv0FG", "price": "", "cycle": "month", "secret_key": "sk_test_1"}),
        "filters": [_entry("All", count=128, is_current=True), _entry("Open", count=9), _entry("Paid", count=117)],
        "lines": _lines(),
        "invoices": _invoices(),
        "cards": [_card("visa", "4242", year=2029), _card("mastercard", "4444", year=2024)],
        "now": timezone.now(),
        "yesterday": timezone.now() - timedelta(days=1),
        "friday": timezone.now() - timedelta(days=4),
        "long_ago": timezone.now() - timedelta(days=70),
        "due": Money(128400, "USD"),
    }


def _lines() -> list[dict]:
    remedy = "In Stripe: Developers → API keys → Restricted keys → edit this key → set Setup Intents to Write."
    return [
        {"label": "Charges", "verdict": "fits"},
        {"label": "Customers", "verdict": "fits", "detail": "Written and read back."},
        {"label": "Setup Intents", "verdict": "does_not_fit", "detail": "The key may only read.", "remedy": remedy},
        {"label": "Sources", "verdict": "not_verified", "detail": "Stripe did not answer within 20 seconds."},
    ]


def _card(brand: str, last4: str, *, year: int) -> SimpleNamespace:
    return SimpleNamespace(brand=brand, last4=last4, exp_month=4, exp_year=year)


def _invoices() -> list[dict]:
    people = [
        ("2026-0042", "1042", "Northwind Trading LLC", "paid", "good", 128400),
        ("2026-0041", "0387", "June Park", "payment declined", "bad", 2900),
        ("2026-0040", "1107", "Okonkwo & Daughters", "collecting", "wait", 4725),
        ("2026-0039", "0012", "Tidewater Studio", "open", "info", 2900),
        ("2026-0038", "2210", "A. Lindqvist", "void", "neutral", 0),
    ]
    return [
        {
            "number": number,
            "pmb": pmb,
            "company": company,
            "status": status,
            "tone": tone,
            "total": Money(minor, "USD"),
            "issued_at": timezone.now() - timedelta(days=3 * place),
        }
        for place, (number, pmb, company, status, tone, minor) in enumerate(people)
    ]
