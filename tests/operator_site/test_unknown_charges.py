"""After a restore: billing waits, says for what, and goes on when somebody has looked."""

from datetime import timedelta

import pytest
from django.utils import timezone

from boxholder.billing import collection, holds, runs
from boxholder.billing.charging import CannotCharge, card_for
from boxholder.billing.models import Payment, Reconciliation, UnknownCharge
from boxholder.operators.models import Installation
from tests.billing.conftest import FIRST_OF_DECEMBER
from tests.paths import desk

pytestmark = pytest.mark.django_db(transaction=True)

PATH = "invoices/after-restore/"


@pytest.fixture
def restored(connected):
    """A backup of yesterday was restored an hour ago."""
    now = timezone.now()
    installation = Installation.objects.current()
    installation.restored_at, installation.backed_up_at = now - timedelta(hours=1), now - timedelta(days=1)
    installation.save()
    return installation


@pytest.fixture
def charge(restored, connected, box_101):
    """Stripe was asked, and knows a charge for PMB 101 that is unknown here."""
    Reconciliation.objects.create(account=connected, done_at=timezone.now())
    return UnknownCharge.objects.create(
        account=connected,
        intent_id="pi_lost",
        amount_minor=1900,
        currency="USD",
        number="2026-00042",
        pmb="101",
        mailbox=box_101,
        charged_at=timezone.now() - timedelta(hours=3),
        found_at=timezone.now() - timedelta(minutes=1),
    )


def test_until_stripe_was_asked_nothing_moves(harbor, connected, rosa, give_card, bill, invoice_of, restored):
    """It could: the same run, the same payment before the mark was set."""
    give_card(rosa)
    restored.restored_at = None
    restored.save()
    bill()
    payment = Payment.objects.get()
    assert holds.released(Payment.objects.all()).exists()

    restored.restored_at = timezone.now()
    restored.save()
    Payment.objects.update(next_check_at=timezone.now())
    collection.collect(str(payment.pk))

    payment.refresh_from_db()
    assert payment.status == "new"
    assert payment.create_sent_at is None
    with pytest.raises(CannotCharge) as held:
        card_for(invoice_of(rosa))
    assert held.value.reason == CannotCharge.HELD
    january = FIRST_OF_DECEMBER + timedelta(days=31)
    assert runs.run_by_the_clock(harbor, january) is None
    preview = runs.preview(harbor, through=january.date(), by=None, now=january)
    with pytest.raises(holds.BillingHeld):
        runs.start(preview, by=None, now=january)


def test_the_invoices_page_says_what_it_waits_for(log_in, harbor, olivia, connected, restored):
    browser = log_in(olivia)
    assert "Billing waits a moment" in browser.get(desk(harbor, "invoices/")).content.decode()

    Reconciliation.objects.create(account=connected, problem="Stripe cannot be asked with this Secret Key: no.")
    page = browser.get(desk(harbor, "invoices/")).content.decode()
    assert "Stripe must be asked first" in page
    assert "Stripe cannot be asked with this Secret Key: no." in page
    assert desk(harbor, "settings/integrations/stripe/") in page


def test_charges_are_shown_and_billing_goes_on(log_in, harbor, olivia, charge):
    browser = log_in(olivia)
    assert "Billing waits: a card was charged" in browser.get(desk(harbor, "invoices/")).content.decode()
    page = browser.get(desk(harbor, PATH)).content.decode()
    for shown in ("2026-00042", "pi_lost", "19.00", "101"):
        assert shown in page
    assert holds.hold_on(harbor) == holds.Hold.UNKNOWN_CHARGES

    answer = browser.post(desk(harbor, PATH + "going-on/"), follow=True)

    assert "Billing goes on." in answer.content.decode()
    assert holds.hold_on(harbor) is None
    charge.refresh_from_db()
    assert charge.seen_by == olivia
    assert "Looked at" in browser.get(desk(harbor, PATH)).content.decode()


def test_a_preview_cannot_be_started_meanwhile(log_in, harbor, olivia, rosa, bill, charge):
    run = runs.preview(harbor, through=timezone.now().date() + timedelta(days=60), by=olivia, now=timezone.now())
    browser = log_in(olivia)

    assert "Billing waits: a card was charged" in browser.get(desk(harbor, f"invoices/runs/{run.pk}/")).content.decode()
    answer = browser.post(desk(harbor, f"invoices/runs/{run.pk}/start/"), follow=True)

    assert "Nothing was started: billing waits" in answer.content.decode()
    run.refresh_from_db()
    assert run.status == "previewed"


def test_a_renter_is_told_that_payments_pause(log_in, harbor, rosa, give_card, bill, invoice_of, charge):
    give_card(rosa)
    charge.seen_at = timezone.now()
    charge.save()
    bill()
    UnknownCharge.objects.update(seen_at=None)

    path = harbor.path("renter:pay_invoice", invoice_of(rosa).pk)
    browser = log_in(rosa)
    answer = browser.post(path, headers={"accept": "application/json"})

    assert answer.status_code == 409
    assert not Payment.objects.exclude(create_sent_at=None).exists()


def test_nothing_to_look_at(log_in, harbor, olivia, connected):
    assert "No unknown charges" in log_in(olivia).get(desk(harbor, PATH)).content.decode()


@pytest.mark.parametrize(("path", "method"), [(PATH, "get"), (PATH + "going-on/", "post")])
def test_clerks_and_strangers_find_nothing(log_in, harbor, carl, sam, rosa, charge, path, method):
    for person in (carl, sam, rosa):
        assert getattr(log_in(person), method)(desk(harbor, path)).status_code == 404
    assert UnknownCharge.objects.unseen().exists()


def test_the_charges_of_another_operator_stay_theirs(log_in, harbor, summit, sam, charge):
    browser = log_in(sam)

    assert "pi_lost" not in browser.get(desk(summit, PATH)).content.decode()
    browser.post(desk(summit, PATH + "going-on/"))
    assert UnknownCharge.objects.unseen().exists()


@pytest.mark.parametrize(("path", "method"), [(PATH, "post"), (PATH + "going-on/", "get")])
def test_the_wrong_method_is_refused(log_in, harbor, olivia, path, method):
    assert getattr(log_in(olivia), method)(desk(harbor, path)).status_code == 405
