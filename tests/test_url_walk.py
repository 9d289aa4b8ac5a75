"""Every address of an operator: first its rightful visitor with a real object, by every method; then everyone else.

An address without a case here fails the walk, so a new page is not forgotten.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from boxholder.accounts.models import User
from boxholder.billing import announcing, cards, charges, collection, runs
from boxholder.billing.agreement import agreement
from boxholder.billing.importing.reading import read
from boxholder.billing.importing.running import take_in
from boxholder.billing.models import Invoice, Payment
from boxholder.billing.money import Money
from boxholder.mail import fulfilment, intake, picture_links, postage, scanning, scans
from boxholder.mail.fulfilment import Sending
from boxholder.mail.models import ActionRequest, Alias, Automation, MailItem, PostageLimit, ScannedPage
from boxholder.mail.pictures import packing
from boxholder.mailboxes.models import Address, MailboxInvitation, MailboxPerson, Renter
from boxholder.notifications.models import OutboxEmail
from boxholder.operators.models import Staff, StaffInvitation
from tests.billing.conftest import bill, give_card
from tests.support import photographs

__all__ = ["bill", "give_card"]
pytestmark = pytest.mark.django_db(transaction=True)

# allauth's own addresses below account/ ask for no role; its tests are tests/accounts.
OPEN_TO_ALL = {"home", "renter:home", "renter:brand", "renter:invitation_renewed"}
# 201: a file that was taken in. 202: a card form whose page has not been through at Stripe yet.
WELL = {200, 201, 202, 204, 302}


@dataclass
class Door:
    """`objects` names what fills the address, `methods` what each method is sent; "=piece" is the world's piece."""

    objects: list[str] = field(default_factory=list)
    methods: dict[str, dict] = field(default_factory=lambda: {"get": {}})
    # An invitation's link is its own key: whoever holds it may come in.
    has_its_own_key: bool = False


def form(*objects: str, **data) -> Door:
    return Door(list(objects), {"get": {}, "post": data})


def act(*objects: str, **data) -> Door:
    return Door(list(objects), {"post": data})


def page(*objects: str) -> Door:
    return Door(list(objects))


def key(token: str, methods: dict[str, dict]) -> Door:
    return Door([token], methods, has_its_own_key=True)


def invitation(methods: dict[str, dict]) -> Door:
    return key("token", methods)


DOORS = {
    "desk:home": page(),
    "desk:requests": page(),
    "desk:notices": form(how="digest", hour="7"),
    "desk:complete_requests": act(),
    "desk:end_holds": act(),
    "desk:new_request": Door(methods={"get": {"item": "=own_mail_item"}}),
    "desk:request": page("own_request"),
    "desk:begin_request": act("own_request"),
    "desk:put_request_back": act("own_request"),
    "desk:waiting_requests": page(),
    "desk:request_news": page(),
    "desk:work_list": page(),
    "desk:parcel_paper": act("sent_request", "parcel_paper"),
    "desk:request_sheets": Door(methods={"get": {}, "post": {"request": "=scan_request"}}),
    "desk:new_request_batch": act(),
    "desk:request_batch": page("request_batch"),
    "desk:request_batch_progress": page("request_batch"),
    "desk:request_batch_pdf": page("request_batch"),
    "desk:scanned_page": page("request_batch", "loose_page", "picture_size"),
    "desk:file_scanned_pages": act("request_batch"),
    "desk:discard_scanned_pages": act("request_batch"),
    "desk:complete_scanned": act("request_batch"),
    "desk:packing_photo": page("packing_photo", "picture_size"),
    "desk:add_scan": act("scan_request"),
    "desk:move_scan_page": act("scan_request", "scan_page", to="1"),
    "desk:turn_scan_page": act("scan_request", "scan_page"),
    "desk:remove_scan_page": act("scan_request", "scan_page"),
    "desk:withdraw_scan": act("scan_request", reason="The wrong letter"),
    "desk:complete_request": act("own_request"),
    "desk:ask_postage": act("forward_request", carrier="ups", postage="14.20"),
    "desk:withdraw_postage_question": act("question"),
    "desk:note_postage_answer": act("question", answer="yes"),
    "desk:refuse_request": act("own_request", reason="It is empty"),
    "desk:mailboxes": page(),
    "desk:new_mailbox": form(),
    "desk:new_import": form(),
    "desk:import_template": page(),
    "desk:mailbox_import": page("mailbox_import"),
    "desk:start_import": act("mailbox_import"),
    "desk:import_progress": page("mailbox_import"),
    "desk:refused_lines": page("mailbox_import"),
    "desk:send_invitations": act(until="0"),
    "desk:mailbox_sheets": page(),
    "desk:mailbox": page("mailbox"),
    "desk:edit_mailbox": form("mailbox", company="Reyes Ceramics LLC"),
    "desk:new_alias": form("mailbox", name="ACME LLC"),
    "desk:remove_alias": act("mailbox", "alias"),
    "desk:deactivate_mailbox": act("second_mailbox"),
    "desk:reactivate_mailbox": act("second_mailbox"),
    "desk:invite": act("invited_mailbox"),
    "desk:revoke_invitation": act("invited_mailbox"),
    "desk:new_card": page("mailbox"),
    "desk:default_card": act("mailbox", "spare_card"),
    "desk:card_forms": act("mailbox"),
    "desk:card_form": page("mailbox", "staff_form"),
    "desk:card_form_consent": act("mailbox", "staff_form", agreement="…", how="phone", note="By phone."),
    "desk:card_form_card": act("mailbox", "staff_form"),
    "desk:mail": page(),
    "desk:assign_mail": act(mailbox="101"),
    "desk:unassign_mail": act(),
    "desk:shelve_mail": act(shelf="B-7"),
    "desk:delete_selection": act(reason="Photographed twice"),
    "desk:recover_selection": act(),
    "desk:hand_out_mail": act(),
    "desk:ask_for_mail": act(),
    "desk:label_mail": act(),
    "desk:mailbox_suggestions": page(),
    "desk:intake": form(),
    "desk:intake_files": act(file="=letter_file"),
    "desk:camera": page(),
    "desk:quick_log": form(entry="101"),
    "desk:quick_mailboxes": page(),
    "desk:scanner_batch": page("scanner_batch"),
    "desk:scanner_batch_progress": page("scanner_batch"),
    "desk:undo_scanner_batch": act("scanner_batch"),
    "desk:cover_sheet": page(),
    "desk:charges": page("mailbox"),
    "desk:new_charge": form("mailbox", description="Key", amount="15", key="2f1c8c4e-4a6a-4f0e-9a51-5c1b3a0f7d11"),
    "desk:charge": page("mailbox", "charge"),
    "desk:storage_thresholds": form("mailbox", package="7"),
    "desk:waive_charge": form("mailbox", "charge", reason="Our mistake"),
    "desk:renters": page(),
    "desk:renter": page("renter"),
    "desk:edit_renter": form("renter"),
    "desk:invoices": page(),
    "desk:unknown_charges": page(),
    "desk:go_on_billing": act(),
    "desk:invoice": page("invoice"),
    "desk:charge_invoice": act("declined_invoice"),
    "desk:void_invoice": form("voidable_invoice", reason="Moved out"),
    "desk:pay_invoice_by_hand": form("payable_invoice", note="Cash"),
    "desk:withdraw_closing": act("closing_invoice"),
    "desk:runs": page(),
    "desk:new_run": form(through="2026-12-01"),
    "desk:run": page("run"),
    "desk:start_run": act("run"),
    "desk:run_progress": page("run"),
    "desk:settings": page(),
    "desk:offerings": page(),
    "desk:new_offering": form(),
    "desk:offering": form("offering"),
    "desk:archive_offering": act("offering"),
    "desk:billing_settings": form(),
    "desk:mail_settings": form(),
    "desk:team": page(),
    "desk:invite_staff": form(email="nell@harbor.example", role="clerk"),
    "desk:staff": form("colleague", role="clerk"),
    "desk:deactivate_staff": act("colleague"),
    "desk:reactivate_staff": act("colleague"),
    "desk:renew_staff_invitation": act("staff_invitation"),
    "desk:revoke_staff_invitation": act("staff_invitation"),
    "desk:join": key("staff_token", {"get": {}, "post": {"name": "Nell Nova"}}),
    "desk:accept_staff_invitation": key("staff_token", {"post": {}}),
    "desk:mail_server": form(),
    "desk:discard_mail_server": act(),
    "desk:remove_mail_server": act(),
    "desk:send_test_mail": act(),
    "desk:try_mail_again": act("failed_mail"),
    "desk:dismiss_mail": act("dismissible_mail"),
    "desk:try_all_mail_again": act(),
    "desk:integrations": page(),
    "desk:stripe_integration": form(),
    "desk:stripe_check": act(),
    "desk:discard_stripe_values": act(),
    "desk:switch_stripe_off": form(),
    "desk:new_announcement": form(),
    "desk:announcement_preview": act(),
    "desk:test_announcement": act(),
    "desk:announcement_recipients": page(),
    "desk:announcement": page("announcement"),
    "desk:announcement_progress": page("announcement"),
    "desk:start_announcement": act("announcement"),
    "desk:repeat_announcement": act("announcement"),
    "desk:picture": page("picture", "picture_size"),
    "desk:assigning": page(),
    "desk:assigning_cards": page(),
    "desk:assigning_choice": Door(["pictured_piece"], {"get": {"mailbox": "=mailbox"}}),
    "desk:assigning_grid": page(),
    "desk:assign": act("pictured_piece", other="101"),
    "desk:unassign": act("pictured_piece"),
    "desk:assigning_not_ours": act("pictured_piece"),
    "desk:assign_many": act(),
    "desk:assign_many_to": act(mailbox="101"),
    "desk:unassign_many": act(),
    "desk:mail_item": page("piece"),
    "desk:edit_mail_item": form("piece", sender="Water Board"),
    "desk:reassign": form("piece", mailbox="150"),
    "desk:move_mail": form("moved_piece", space="=other_space"),
    "desk:pick_up": Door(methods={"get": {"item": "=piece"}, "post": {"item": "=piece", "mailbox": "=mailbox"}}),
    "desk:undo_pickup": act("pickup"),
    "desk:return_mail": act("piece"),
    "desk:not_ours": act("piece"),
    "desk:bring_back": act("piece"),
    "desk:delete_mail": form("moved_piece", reason="Photographed twice"),
    "desk:recover_mail": act("moved_piece"),
    "desk:add_picture": act("moved_piece"),
    "desk:turn_picture": act("pictured_piece", "picture"),
    "desk:remove_picture": act("pictured_piece", "picture"),
    "desk:shelf_labels": Door(methods={"get": {"item": "=piece", "paper": "roll"}}),
    "renter:billing": page(),
    "renter:invoices": page(),
    "renter:invoice": page("invoice"),
    "renter:receipt": page("paid_invoice"),
    "renter:pay_invoice": act("declined_invoice"),
    "renter:finish_payment": form("declined_invoice"),
    "renter:open_payments": form(),
    "renter:new_card": page(),
    "renter:default_card": act("spare_card"),
    "renter:delete_card": act("spare_card"),
    "renter:card_forms": act(),
    "renter:card_form": page("own_form"),
    "renter:card_form_consent": act("own_form", agreement="…"),
    "renter:card_form_card": act("own_form"),
    "renter:settings": form(),
    "renter:mailbox_settings": page(),
    "renter:notifications": form(
        new_mail="off", request_done="off", parcel_sent="off", request_declined="off", postage="off", storage="off"
    ),
    "renter:requests": page(),
    "renter:new_request": Door(methods={"get": {"item": "=own_mail_item"}}),
    "renter:request": page("own_request"),
    "renter:packing_photo": page("packing_photo", "picture_size"),
    "renter:cancel_request": act("own_request"),
    "renter:answer_postage": act("own_question", answer="yes"),
    "renter:people": page(),
    "renter:new_person": form(role="pickup", name="Paul Porter"),
    "renter:person_role": act("person", role="manager"),
    "renter:remove_person": act("person"),
    "renter:invite_person": act("invited_person"),
    "renter:automations": page(),
    "renter:new_automation": Door(methods={"get": {"does": "open_and_scan"}, "post": {"which": "everything"}}),
    "renter:automation": form("automation", which="everything"),
    "renter:move_automation_up": act("automation"),
    "renter:switch_automation": act("automation"),
    "renter:remove_automation": act("automation"),
    "renter:addresses": page(),
    "renter:new_address": form(),
    "renter:postage_limit": act("mailbox", above="10"),
    "renter:address": form("address"),
    "renter:default_address": act("address"),
    "renter:remove_address": act("address"),
    "renter:join": key("person_token", {"get": {}, "post": {"name": "Max Moss"}}),
    "renter:accept_person_invitation": key("person_token", {"post": {}}),
    "renter:mail": page(),
    "renter:mail_item": page("own_mail_item"),
    "renter:scan_pdf": page("scanned_piece"),
    "renter:picture": page("own_picture", "picture_size"),
    "renter:e_mailed_picture": key("picture_token", {"get": {}}),
    "renter:mail_archives": page(),
    "renter:mail_archive": page(),
    "renter:activate_mailbox": act("second_mailbox"),
    "renter:activation": invitation({"get": {}, "post": {"name": "Ina Ivanova"}}),
    "renter:activation_address": invitation({"get": {}, "post": {}}),
    "renter:activation_password": invitation({"get": {}, "post": {}}),
    "renter:accept_invitation": invitation({"post": {}}),
    "renter:renew_invitation": invitation({"post": {}}),
}

CLERK_MAY = {name for name in DOORS if name.startswith(("desk:mailbox", "desk:renter", "desk:assign"))} | {
    "desk:requests",
    "desk:notices",
    "desk:complete_requests",
    "desk:end_holds",
    "desk:request",
    "desk:begin_request",
    "desk:put_request_back",
    "desk:waiting_requests",
    "desk:request_news",
    "desk:work_list",
    "desk:parcel_paper",
    "desk:request_sheets",
    "desk:new_request_batch",
    "desk:request_batch",
    "desk:request_batch_progress",
    "desk:request_batch_pdf",
    "desk:scanned_page",
    "desk:file_scanned_pages",
    "desk:discard_scanned_pages",
    "desk:complete_scanned",
    "desk:packing_photo",
    "desk:add_scan",
    "desk:withdraw_scan",
    "desk:move_scan_page",
    "desk:turn_scan_page",
    "desk:remove_scan_page",
    "desk:complete_request",
    "desk:ask_postage",
    "desk:withdraw_postage_question",
    "desk:note_postage_answer",
    "desk:refuse_request",
    "desk:mail",
    "desk:unassign_mail",
    "desk:shelve_mail",
    "desk:delete_selection",
    "desk:recover_selection",
    "desk:hand_out_mail",
    "desk:ask_for_mail",
    "desk:new_request",
    "desk:label_mail",
    "desk:unassign",
    "desk:unassign_many",
    "desk:new_alias",
    "desk:remove_alias",
    "desk:home",
    "desk:picture",
    "desk:mail_item",
    "desk:edit_mail_item",
    "desk:reassign",
    "desk:move_mail",
    "desk:pick_up",
    "desk:undo_pickup",
    "desk:return_mail",
    "desk:not_ours",
    "desk:bring_back",
    "desk:delete_mail",
    "desk:recover_mail",
    "desk:intake",
    "desk:intake_files",
    "desk:camera",
    "desk:quick_log",
    "desk:quick_mailboxes",
    "desk:scanner_batch",
    "desk:scanner_batch_progress",
    "desk:undo_scanner_batch",
    "desk:cover_sheet",
    "desk:add_picture",
    "desk:turn_picture",
    "desk:remove_picture",
    "desk:shelf_labels",
    "desk:new_mailbox",
    "desk:edit_mailbox",
    "desk:edit_renter",
    "desk:new_import",
    "desk:deactivate_mailbox",
    "desk:reactivate_mailbox",
    "desk:import_template",
    "desk:start_import",
    "desk:import_progress",
    "desk:refused_lines",
    "desk:send_invitations",
    "desk:invite",
    "desk:revoke_invitation",
}


# What these do takes the ground from under others, so they come last.
CLOSES_A_DOOR = {
    "desk:switch_stripe_off",
    "desk:revoke_invitation",
    "desk:invite",
    "desk:renew_staff_invitation",
    "desk:revoke_staff_invitation",
    "renter:accept_invitation",
    "renter:invite_person",
    "renter:remove_person",
    "renter:remove_address",
    "renter:remove_automation",
}


@pytest.fixture
def world(
    harbor, olivia, carl, rosa, ben, ina, box_101, box_103, dock, basic, connected, give_card, bill, simulator, summit,
    sam, rita, mia, photograph, pier, parcel, letter,
):  # fmt: skip
    """Harbor Mail with one of everything: invoices of each kind, cards, card forms, an invitation, a preview."""
    spare, default = give_card(rosa), give_card(rosa, "pm_card_mastercard")
    bill()
    paid, declined = _five_more_months(harbor, rosa, simulator, default)
    one_off = charges.add_one_off(
        box_101, description="Key", amount=Money(1500, "USD"), key=uuid4(), by=olivia, now=timezone.now()
    )
    preview = runs.preview(harbor, through=datetime(2027, 6, 1).date(), by=olivia, now=timezone.now())
    token = _invite(box_103, olivia)
    second = _second_mailbox(dock, basic, rosa, olivia)
    cora = User.objects.create_user("cora@harbor.example", name="Cora Cole")
    colleague = Staff.objects.create(operator=harbor, user=cora, role="clerk")
    staff_invitation, staff_token = _invite_colleague(harbor, olivia)
    invited_person, person_token = _invite_person(box_101, rosa)
    own_picture = intake.take_in(dock, photograph(), by=carl, name="parcel.jpg").picture
    own_picture.item.assign(box_101, by=carl)
    invoices = list(Invoice.objects.filter(renter=rosa, status="open").exclude(pk=declined.pk).order_by("number"))
    Invoice.objects.filter(pk=invoices[1].pk).update(closing="void", note="Moved out", closing_by=olivia)
    taken = intake.take_in(dock, photograph(), by=carl, name="letter.jpg")
    scanned = _scanned(dock, box_101, rosa, carl)
    loose_page = _loose_page(dock, carl)
    return SimpleNamespace(
        operator=harbor,
        mailbox=box_101.pk,
        alias=Alias.objects.add(box_101, "Rosa's Kiln", by=carl).pk,
        invited_mailbox=box_103.pk,
        second_mailbox=second.pk,
        charge=one_off.pk,
        renter=rosa.pk,
        offering=basic.pk,
        spare_card=spare.pk,
        own_form=_card_form(rosa, connected, rosa.user),
        staff_form=_card_form(rosa, connected, olivia),
        invoice=invoices[0].pk,
        closing_invoice=invoices[1].pk,
        voidable_invoice=invoices[2].pk,
        payable_invoice=invoices[3].pk,
        paid_invoice=paid.pk,
        declined_invoice=declined.pk,
        run=preview.pk,
        failed_mail=_failed_mail(harbor),
        dismissible_mail=_failed_mail(harbor),
        announcement=_announcement(harbor, olivia).pk,
        token=token,
        mailbox_import=_import(harbor, olivia).pk,
        picture=taken.picture.pk,
        picture_size="small",
        letter_file=LetterFile(),
        scanner_batch=_scanner_batch(dock, carl).pk,
        pictured_piece=taken.item.pk,
        piece=parcel.pk,
        moved_piece=letter.pk,
        other_space=pier.pk,
        pickup=_picked_up(box_101, carl).pk,
        own_mail_item=own_picture.item.pk,
        own_request=_request(dock, box_101, rosa, carl).pk,
        own_picture=own_picture.pk,
        sent_request=_request(dock, box_101, rosa, carl, kind="forward", address="4 Elm Road").pk,
        parcel_paper="label",
        forward_request=_request(dock, box_101, rosa, carl, kind="forward", address="9 Kiln Lane").pk,
        question=_question(dock, box_101, rosa, carl).pk,
        own_question=_question(dock, box_101, rosa, carl).pk,
        packing_photo=_packing_photo(_request(dock, box_101, rosa, carl, kind="forward"), photograph(), carl),
        scan_request=scanned.pk,
        request_batch=loose_page.batch_id,
        loose_page=loose_page.pk,
        scanned_piece=_scanned(dock, box_101, rosa, carl).item_id,
        scan_page=scanned.item.pictures.get(kind="scan").pk,
        picture_token=picture_links.link(own_picture).split("/pictures/")[1].rstrip("/"),
        colleague=colleague.pk,
        staff_invitation=staff_invitation.pk,
        staff_token=staff_token,
        person=MailboxPerson.objects.get(user=mia).pk,
        invited_person=invited_person.pk,
        person_token=person_token,
        address=_address(box_101, rosa).pk,
        automation=_automation(box_101, rosa).pk,
    )


def _five_more_months(harbor, rosa, simulator, card):
    """January is paid, February declined; December and the others stay open."""
    for month in (1, 2, 3, 4, 5):
        now = datetime(2027, month, 1, 12, tzinfo=UTC)
        run = runs.preview(harbor, through=now.date(), by=None, now=now)
        runs.start(run, by=None, now=now)
        runs.carry_on(run.pk, now)
    paid, declined = (Payment.objects.get(invoice__renter=rosa, invoice__issued_on__month=m) for m in (1, 2))
    Payment.objects.update(next_check_at=timezone.now())
    collection.collect(str(paid.pk))
    simulator.behave(card.stripe_id, "generic_decline_at_charge")
    collection.collect(str(declined.pk))
    return paid.invoice, declined.invoice


def _packing_photo(asked, file, carl) -> str:
    sending = Sending(photo=packing.ready(file))
    return str(fulfilment.send([asked], by=carl, now=timezone.now(), sending=sending).photo.pk)


def _failed_mail(harbor) -> str:
    email = OutboxEmail.objects.create(
        kind="receipt", operator_id=harbor.pk, to="rosa@example.com", subject="Receipt", text="…", status="failed"
    )
    return str(email.pk)


def _invite(mailbox, olivia) -> str:
    MailboxInvitation.objects.prepare(mailbox, by=olivia).send(by=olivia)
    text = OutboxEmail.objects.filter(kind="mailbox_invitation", to=mailbox.renter.email).latest("created_at").text
    return text.split("/invitations/")[1].split("/")[0]


def _announcement(harbor, olivia):
    draft = announcing.draft_of(harbor)
    words = {"subject": draft.subject, "text": draft.text, "audience": "all"}
    announcing.start(draft, **words, expected=2, by=olivia, now=timezone.now())
    return draft


def _import(harbor, olivia):
    return take_in(harbor, read(b"name,email\nNina New,nina@example.com"), file_name="boxes.csv", by=olivia)


def _request(dock, box_101, rosa, carl, *, kind="shred", **wishes) -> ActionRequest:
    item = MailItem.receive(dock, by=carl, type="letter")
    item.assign(box_101, by=carl)
    return ActionRequest.ask(item, kind, by=rosa.user, now=timezone.now(), **wishes)


def _question(dock, box_101, rosa, carl):
    PostageLimit.objects.choose(box_101, Money(500, "USD"), by=rosa.user)
    asked = _request(dock, box_101, rosa, carl, kind="forward", address="5 Oak Way")
    return postage.ask([asked], by=carl, now=timezone.now(), sending=Sending(postage=Money(1420, "USD")))


def _loose_page(dock, carl) -> ScannedPage:
    """Of a batch of requests, without a cover sheet before it."""
    batch = scanning.take_in_requests(dock, ContentFile(photographs.pdf(1)), by=carl, name="pile.pdf")
    scanning.carry_on(str(batch.pk), timezone.now())
    return batch.scanned_pages.get()


def _scanned(dock, box_101, rosa, carl) -> ActionRequest:
    item = MailItem.receive(dock, by=carl, type="letter")
    item.assign(box_101, by=carl)
    request = ActionRequest.ask(item, "open_and_scan", by=rosa.user, now=timezone.now())
    scans.add(request, ContentFile(photographs.jpeg()), by=carl, now=timezone.now(), name="page.jpg")
    return request


def _invite_person(box_101, rosa) -> tuple[MailboxPerson, str]:
    person = MailboxPerson.objects.add(
        box_101, role="recipient", name="Max Moss", email="max@example.com", by=rosa.user
    )
    text = OutboxEmail.objects.filter(kind="person_invitation").latest("created_at").text
    return person, text.split("/join/")[1].split("/")[0]


def _address(box_101, rosa) -> Address:
    return Address.objects.add(box_101, name="Rosa Reyes", street="4 Elm Road", city="Albany", by=rosa.user)


def _automation(box_101, rosa) -> Automation:
    return Automation.objects.add(box_101, does="open_and_scan", by=rosa.user, now=timezone.now())


def _invite_colleague(harbor, olivia) -> tuple[StaffInvitation, str]:
    invitation = StaffInvitation.objects.invite(harbor, email="nick@harbor.example", role="clerk", by=olivia)
    text = OutboxEmail.objects.filter(kind="staff_invitation").latest("created_at").text
    return invitation, text.split("/join/")[1].split("/")[0]


def _second_mailbox(dock, basic, rosa, olivia):
    from boxholder.billing.enrolment import enrol

    return enrol(space=dock, pmb="150", offering=basic, name=rosa.name, email=rosa.email, by=olivia).mailbox


def _picked_up(mailbox, carl):
    item = MailItem.receive(mailbox.space, by=carl)
    item.assign(mailbox, by=carl)
    return MailItem.objects.pick_up([item], who="Rosa Reyes", by=carl)


def _card_form(renter, account, by) -> str:
    return str(cards.open_form(renter, account, by=by).setup.pk)


class LetterFile:
    """Another photograph whenever it is read."""

    name, content_type = "letter.jpg", "image/jpeg"

    def read(self) -> bytes:
        return photographs.jpeg()


def _scanner_batch(dock, carl):
    file = ContentFile(photographs.pdf(1))
    return scanning.take_in_pdf(dock, file, by=carl, name="scan.pdf", split="page")


def send(browser: Client, name: str, door: Door, world, method: str):
    address = world.operator.path(name, *[getattr(world, each) for each in door.objects])
    data = {name: getattr(world, said[1:]) if said[:1] == "=" else said for name, said in door.methods[method].items()}
    if "agreement" in data:
        # Worked out at the last moment, as the page does: it names the next charge.
        data["agreement"] = agreement(Renter.objects.get(pk=world.renter), timezone.now()).mark
    return getattr(browser, method)(address, data)


RECEIVED = {
    "renter:notifications",
    "renter:requests",
    "renter:packing_photo",
    "renter:new_request",
    "renter:request",
    "renter:cancel_request",
    "renter:answer_postage",
    "renter:mail",
    "renter:mail_item",
    "renter:mail_archives",
    "renter:mail_archive",
    "renter:scan_pdf",
    "renter:picture",
}
MANAGED = {
    "renter:people",
    "renter:new_person",
    "renter:person_role",
    "renter:remove_person",
    "renter:invite_person",
    "renter:automations",
    "renter:new_automation",
    "renter:automation",
    "renter:move_automation_up",
    "renter:switch_automation",
    "renter:remove_automation",
    "renter:addresses",
    "renter:new_address",
    "renter:postage_limit",
    "renter:address",
    "renter:default_address",
    "renter:remove_address",
}


@pytest.mark.parametrize(
    ("facts", "theirs"),
    [
        ({"role": "manager"}, RECEIVED | MANAGED),
        ({"role": "recipient"}, RECEIVED),
        # Only a name at the counter, whatever else it was once.
        ({"role": "pickup"}, set()),
        ({"removed_at": timezone.now()}, set()),
    ],
    ids=["manager", "recipient", "pickup", "removed"],
)
def test_who_shares_a_mailbox_finds_what_the_role_says(facts, theirs, world, log_in, mia):
    """Mia shares Rosa's mailbox: what her role says is there, everything about money is not."""
    MailboxPerson.objects.filter(user=mia).update(**facts)
    browser, found = log_in(mia), []
    for name, door, method in sorted(
        _steps(), key=lambda step: (step[2], step[0] in CLOSES_A_DOOR, step[0] == "renter:remove_person")
    ):
        if name.startswith("renter:") and name not in OPEN_TO_ALL and not door.has_its_own_key:
            status = send(browser, name, door, world, method).status_code
            if (status in WELL) is not (name in theirs) or (name not in theirs and status != 404):
                found.append((name, method, status))

    assert not found, "\n".join(map(str, found))


def test_strangers_find_nothing(world, log_in, olivia, carl, rosa, ben, sam, rita):
    """Everyone but the rightful visitor gets 404, by every method; nobody is shown to the log-in."""
    browsers = {person: log_in(person) for person in (olivia, carl, rosa, ben, sam, rita)}
    found = []
    for name, door, method in _steps():
        if door.has_its_own_key:
            continue
        for stranger in _strangers(name, door, olivia, carl, rosa, ben, sam, rita):
            answer = send(browsers[stranger], name, door, world, method)
            if answer.status_code != 404:
                found.append((name, method, str(stranger), answer.status_code))
        answer = send(Client(), name, door, world, method)
        if answer.status_code != 302 or "/account/login/" not in answer["Location"]:
            found.append((name, method, "nobody", answer.status_code))

    assert not found, "\n".join(map(str, found))


def test_another_operators_path_leads_nowhere(world, log_in, olivia, rosa, sam, rita, summit):
    """The right objects asked for below the wrong operator's address, by their owner and by people who belong there."""
    browsers = {person: log_in(person) for person in (olivia, rosa, sam, rita)}
    found = []
    for name, door, method in _steps():
        address = summit.path(name, *[getattr(world, each) for each in door.objects])
        visitors = [rosa if name.startswith("renter:") else olivia]
        visitors += [sam, rita] if door.objects else []
        for visitor in visitors:
            answer = getattr(browsers[visitor], method)(address, door.methods[method])
            if answer.status_code != 404 and not (door.has_its_own_key and answer.status_code == 410):
                found.append((name, method, str(visitor), answer.status_code))

    assert not found, "\n".join(map(str, found))


def test_the_rightful_visitor_comes_in(world, log_in, olivia, carl, rosa):
    """By every method, with a real object; pages first, then everything that changes something."""
    browsers = {person: log_in(person) for person in (olivia, carl, rosa)}
    refused = []
    for name, door, method in sorted(_steps(), key=lambda step: (step[2], step[0] in CLOSES_A_DOOR, step[0][0] == "d")):
        visitors = [Client()] if door.has_its_own_key else [browsers[rosa if name.startswith("renter:") else olivia]]
        visitors += [browsers[carl]] if name in CLERK_MAY and method == "get" else []
        for visitor in visitors:
            answer = send(visitor, name, door, world, method)
            if answer.status_code not in WELL:
                refused.append((name, method, answer.status_code))

    assert not refused, "\n".join(map(str, refused))


def _steps():
    return [(name, door, method) for name, door in DOORS.items() for method in door.methods]


def _strangers(name: str, door: Door, olivia, carl, rosa, ben, sam, rita) -> list:
    if name.startswith("desk:"):
        return [sam, rita, rosa] + ([] if name in CLERK_MAY else [carl])
    return [sam, rita, olivia, carl] + ([ben] if door.objects else [])


def test_every_address_has_a_case():
    names = {
        f"{prefix}:{pattern.name}"
        for prefix in ("desk", "renter")
        for pattern in _patterns(get_resolver(settings.OPERATOR_URLCONF), prefix)
    }

    assert names - set(DOORS) - OPEN_TO_ALL == set()
    assert set(DOORS) - names == set()


def _patterns(resolver, namespace: str, inside: bool = False):
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from _patterns(pattern, namespace, inside or pattern.namespace == namespace)
        elif inside:
            yield pattern
