"""Each tag draws what README.md promises."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
import time_machine
from django import forms
from django.template import Context, Template
from django.utils import timezone, translation

from boxholder.billing.money import Money
from boxholder.web.widgets import DatePicker


def draw(source: str, **context) -> str:
    return Template("{% load boxholder_web %}" + source).render(Context(context))


def words(source: str, **context) -> str:
    """What a reader sees, without no-break spaces."""
    return draw(source, **context).replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


class KeyForm(forms.Form):
    account_id = forms.CharField(label="Account ID", help_text="Begins with acct_.")
    secret_key = forms.CharField(label="Secret Key", required=False, widget=forms.PasswordInput)
    ask_from = forms.DateField(widget=DatePicker, required=False)
    cycle = forms.ChoiceField(choices=[("month", "Month"), ("own", "Own day")], widget=forms.RadioSelect)
    bills = forms.BooleanField(label="Bill mailbox renters with Stripe?", required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)


# --- Icons


def test_an_icon_is_silent_beside_words():
    assert 'aria-hidden="true"' in draw('{% icon "mail" %}')


def test_an_icon_alone_says_its_name():
    drawn = draw('{% icon "mail" label=label %}', label="Mail & parcels")

    assert 'aria-label="Mail &amp; parcels"' in drawn
    assert "aria-hidden" not in drawn


def test_no_icon_carries_a_style_the_policy_would_refuse():
    assert "style=" not in draw('{% icon "mail" %}')


# --- Amounts


@pytest.mark.parametrize(
    ("minor", "currency", "language", "said"),
    [
        (128400, "USD", "en", "1,284.00 USD"),
        (5, "usd", "en", "0.05 USD"),
        (-2900, "EUR", "en", "-29.00 EUR"),
        (128400, "EUR", "de", "1.284,00 EUR"),
        (1284, "JPY", "en", "1,284 JPY"),  # no minor unit
        (1284, "KWD", "en", "1.284 KWD"),  # three digits
        (500, "UGX", "en", "5.00 UGX"),  # two digits at Stripe, none in CLDR
    ],
)
def test_an_amount_is_a_number_then_its_currency_once(minor, currency, language, said):
    with translation.override(language):
        assert words("{{ amount|money }}", amount=Money(minor, currency)) == said


def test_no_amount_is_a_dash():
    assert words("{{ amount|money }}", amount=None) == "–"


def test_an_amount_in_a_page_never_wraps():
    assert words("{% money amount %}", amount=Money(2900, "USD")) == '<span class="money">29.00 USD</span>'


# --- Moments


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 11, 22), "Today"),
        (date(2026, 11, 21), "Yesterday"),
        (date(2026, 11, 23), "Tomorrow"),
        (date(2026, 11, 20), "Fri, Nov 20"),
        (date(2026, 11, 28), "Sat, Nov 28"),
        (date(2026, 11, 15), "Nov 15, 2026"),  # a weekday would mislead a week away
        (date(2025, 11, 22), "Nov 22, 2025"),
    ],
)
@time_machine.travel(datetime(2026, 11, 22, 15, tzinfo=UTC))
def test_a_near_day_is_said_by_its_weekday(day, said):
    assert f">{said}<" in words("{{ day|nice_date }}", day=day)


@time_machine.travel(datetime(2026, 11, 22, 15, tzinfo=UTC))
def test_a_moment_is_said_in_the_zone_at_hand_and_in_full_on_hover():
    late = datetime(2026, 11, 22, 3, 30, tzinfo=UTC)

    with timezone.override("America/New_York"):
        drawn = words("{{ late|nice_time }}", late=late)

    assert ">Yesterday, 10:30 PM<" in drawn
    assert 'datetime="2026-11-21T22:30:00-05:00"' in drawn
    assert 'title="Saturday, November 21, 2026' in drawn


def test_never_is_a_dash():
    assert draw("{{ when|nice_time }}", when=None) == "–"


# --- Forms


def test_a_field_ties_its_label_and_hint_to_the_input():
    drawn = draw("{% field form.account_id %}", form=KeyForm())

    assert '<label class="field__label" for="id_account_id">Account ID</label>' in drawn
    assert 'aria-describedby="id_account_id_hint"' in drawn
    assert '<p class="field__hint" id="id_account_id_hint">Begins with acct_.</p>' in drawn


def test_a_field_says_what_is_wrong_beside_it():
    drawn = draw("{% field form.account_id %}", form=KeyForm({}))

    assert 'aria-describedby="id_account_id_hint id_account_id_error"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert "This field is required." in drawn


def test_a_field_keeps_what_was_typed_and_escapes_it():
    assert 'value="&lt;b&gt;"' in draw("{% field form.account_id %}", form=KeyForm({"account_id": "<b>"}))


def test_what_may_stay_empty_says_so():
    form = KeyForm()

    assert "optional" in draw("{% field form.secret_key %}", form=form)
    assert "optional" not in draw("{% field form.account_id %}", form=form)
    assert "optional" not in draw("{% field form.bills %}", form=form)  # a box is never owed a tick


def test_choices_are_a_group_with_a_legend():
    drawn = draw("{% field form.cycle %}", form=KeyForm({}))

    assert "<legend" in drawn
    assert '<label for="id_cycle_1">Own day</label>' in drawn
    assert 'aria-describedby="id_cycle_error"' in drawn


def test_a_hidden_field_is_only_its_input():
    assert draw("{% field form.token %}", form=KeyForm()) == '<input type="hidden" name="token" id="id_token">'


def test_help_waits_in_a_disclosure():
    drawn = draw('{% field form.account_id help="Top right." help_title="Where?" %}', form=KeyForm())

    assert "<details" in drawn
    assert "Where?" in drawn


def test_a_date_is_picked_in_iso():
    drawn = draw("{% field form.ask_from %}", form=KeyForm(initial={"ask_from": date(2026, 11, 22)}))

    assert 'type="date"' in drawn
    assert 'value="2026-11-22"' in drawn


def test_the_summary_links_each_error_to_its_field():
    drawn = draw("{% form_errors form %}", form=KeyForm({}))

    assert '<a href="#id_account_id">Account ID: This field is required.</a>' in drawn
    assert '<a href="#id_cycle_0">Cycle: This field is required.</a>' in drawn
    assert "There are 2 problems" in drawn


def test_no_errors_no_summary():
    assert draw("{% form_errors form %}", form=KeyForm()).strip() == ""


def test_an_error_of_the_whole_form_stands_in_the_summary():
    form = KeyForm({"account_id": "acct_1", "cycle": "month"})
    form.add_error(None, "The key belongs to another account.")

    drawn = draw("{% form_errors form %}", form=form)

    assert "<li>The key belongs to another account.</li>" in drawn
    assert "There is a problem" in drawn


# --- Pieces


@pytest.mark.parametrize("tone", ["good", "wait", "bad", "neutral", "info"])
def test_a_status_is_a_colour_and_an_icon_and_a_word(tone):
    drawn = draw("{% chip word tone=tone %}", word="Paid <now>", tone=tone)

    assert f"chip--{tone}" in drawn
    assert "<svg" in drawn
    assert "Paid &lt;now&gt;" in drawn


def test_a_pigeonhole_links_where_it_is_told():
    assert draw('{% pigeonhole "1042" href="/m/" %}').strip().startswith('<a href="/m/" class="pigeonhole">')
    assert draw('{% pigeonhole "1042" %}').strip().startswith('<span class="pigeonhole">')


@pytest.mark.parametrize(
    ("year", "month", "is_expired"),
    [(2026, 11, False), (2026, 10, True), (2025, 12, True), (2027, 1, False)],
)
@time_machine.travel(datetime(2026, 11, 30, 12, tzinfo=UTC))
def test_a_card_is_good_through_its_last_month(year, month, is_expired):
    card = SimpleNamespace(brand="visa", last4="4242", exp_month=month, exp_year=year)

    drawn = draw("{% card_brand card %}", card=card)

    assert "Visa" in drawn
    assert "4242" in drawn
    assert ("Expired" in drawn) is is_expired


def test_a_card_of_an_unknown_brand_is_a_card():
    card = SimpleNamespace(brand="", last4="0000", exp_month=None, exp_year=None)

    assert "Card" in draw("{% card_brand card %}", card=card)


def test_a_checklist_judges_and_says_what_to_do():
    lines = [{"label": "Tokens", "verdict": "does_not_fit", "remedy": "Set Tokens to Write."}]

    drawn = draw("{% checklist lines %}", lines=lines)

    assert "Does not fit" in drawn
    assert "Set Tokens to Write." in drawn


def test_progress_counts_and_asks_again_until_it_is_told_to_stop():
    assert 'hx-get="/run/"' in draw('{% progress 12 37 url="/run/" %}')
    assert "hx-get" not in draw("{% progress 37 37 %}")
    assert "12 of 37" in draw("{% progress 12 37 %}")


def test_an_end_of_the_list_is_drawn_but_leads_nowhere():
    drawn = draw('{% pagination older="?before=7" %}')

    assert 'href="?before=7"' in drawn
    assert 'aria-disabled="true"' in drawn
    assert draw("{% pagination %}").strip() == ""


def test_a_body_is_drawn_once_and_not_escaped_twice():
    drawn = draw('{% notice "danger" title=title %}<p>{{ name }}</p>{% endnotice %}', title="A & B", name="C & D")

    assert "A &amp; B" in drawn
    assert "<p>C &amp; D</p>" in drawn
    assert 'role="alert"' in drawn


def test_a_timeline_item_keeps_its_markup():
    drawn = draw('{% timeline_item "Paid" tone="good" %} <p>Thanks</p> {% endtimeline_item %}')

    assert '<div class="timeline__body"><p>Thanks</p></div>' in drawn


def test_a_confirmation_names_what_will_happen_and_posts_it():
    drawn = draw(
        '{% confirm "Charge" title="Charge 37 cards?" action="/run/" %}<p>Now.</p>{% endconfirm %}', csrf_token="abc"
    )

    assert "Charge 37 cards?" in drawn
    assert '<form method="post" action="/run/">' in drawn
    assert 'name="csrfmiddlewaretoken" value="abc"' in drawn


def test_a_confirmation_can_send_a_form_elsewhere_on_the_page():
    drawn = draw('{% confirm "Void" form_id="bulk" action="/void/" %}{% endconfirm %}')

    assert 'form="bulk" formaction="/void/"' in drawn
    assert "<form" not in drawn
