"""Tell renters by e-mail before they are asked for a card.

A draft is written and looked at; `start` writes down who is to get it; `carry_on`, in the worker, writes the letters
into the outbox, batch by batch; notifications deliver each once at most. What is true when the process dies:

1. before `start` has committed: it is still a draft, and nobody gets anything;
2. after it: every recipient is a row, and a sweep lets `carry_on` go on with those that have no letter yet;
3. in a batch: it is whole or not there at all. A second letter to a renter is refused by the database, twice: a
   recipient is unique to its announcement, and so is the letter's dedupe key.
"""

from datetime import date, datetime

from django.db import transaction

from boxholder.billing import audience
from boxholder.billing.announcement_words import Letter, letters, suggested_subject, suggested_text
from boxholder.billing.models import Announcement, AnnouncementRecipient, StripeIntegration
from boxholder.billing.runs import today_of
from boxholder.billing.stripe_gateway import history  # noqa: F401  (its sentences)
from boxholder.history.models import record
from boxholder.notifications import outbox
from boxholder.notifications.models import OutboxEmail
from boxholder.operators.models import Operator

BATCH = 200
State = AnnouncementRecipient.State


class NotOffered(Exception):
    """There is no connection to Stripe that has passed its check, so nobody will be asked for a card yet."""


class AlreadyStarted(Exception):
    """Somebody, or another tab, has sent this one; look at its page."""


class AudienceChanged(Exception):
    """It is not as many renters as the page said; show the number and ask again."""


class AlreadySentAgain(Exception):
    """Somebody, or another tab, has just asked for the same; look at the page anew."""


def draft_of(operator: Operator) -> Announcement:
    """The one draft an operator has; the first look writes it down in the suggested words."""
    words = {"subject": suggested_subject(), "text": suggested_text()}
    return Announcement.objects.get_or_create(operator=operator, started_at=None, defaults=words)[0]


def reword(draft: Announcement, *, subject: str, text: str, audience: str) -> None:
    """Only a draft: what was sent stays as it was."""
    words = {"subject": subject, "text": text, "audience": audience}
    Announcement.objects.drafts().filter(pk=draft.pk).update(**words)
    draft.subject, draft.text, draft.audience = subject, text, audience


def cards_from(integration: StripeIntegration, now: datetime) -> date:
    """The day in `Ask for cards from`, which is today unless told."""
    return integration.ask_for_cards_from or today_of(integration.operator, now)


def renters_of(draft: Announcement, integration: StripeIntegration):
    return audience.of(draft.audience, draft.operator, integration.account)


def start(draft: Announcement, *, subject: str, text: str, audience: str, expected: int, by, now: datetime) -> None:
    """Send these words to `expected` renters. The UPDATE is the claim: two tabs, one sending.

    Raises NotOffered, AlreadyStarted, AudienceChanged.
    """
    from boxholder.billing.jobs import carry_on_announcement

    operator = draft.operator
    integration = StripeIntegration.objects.of(operator)
    if not integration.is_usable:
        raise NotOffered
    with transaction.atomic():
        claim = {"started_at": now, "by": by, "cards_from": cards_from(integration, now)}
        words = {"subject": subject, "text": text, "audience": audience}
        if not Announcement.objects.drafts().filter(pk=draft.pk).update(**claim, **words):
            raise AlreadyStarted
        draft.refresh_from_db()
        found = list(renters_of(draft, integration).values_list("pk", flat=True))
        if not found or len(found) != expected:
            raise AudienceChanged
        rows = [AnnouncementRecipient(announcement=draft, renter_id=pk) for pk in found]
        AnnouncementRecipient.objects.bulk_create(rows, batch_size=1000)
        record("announcement.started", operator=operator, subject=draft, by=by, n=len(found))
        record("stripe.announced", operator=operator, subject=integration, by=by, n=len(found))
        transaction.on_commit(lambda: carry_on_announcement(draft.pk))


def carry_on(announcement_id: int, now: datetime) -> None:
    """Write the letters that are not written yet. Safe to run twice, and twice at once."""
    announcement = Announcement.objects.select_related("operator").get(pk=announcement_id)
    while rows := list(announcement.recipients.filter(email=None).select_related("renter")[:BATCH]):
        _post(announcement, rows, now)
    Announcement.objects.started().filter(pk=announcement_id, posted_at=None).update(posted_at=now)


def _post(announcement: Announcement, rows: list[AnnouncementRecipient], now: datetime) -> None:
    """The letters are written before the transaction, to keep it short."""
    written = {letter.renter.pk: letter for letter in _letters(announcement, rows, now)}
    with transaction.atomic():
        free = announcement.recipients.select_for_update().filter(pk__in=[row.pk for row in rows], email=None)
        mine = set(free.values_list("pk", flat=True))
        rows = [row for row in rows if row.pk in mine]
        for row in rows:
            row.email = _mail(announcement, written[row.renter_id])
        outbox.post([row.email for row in rows if row.email])
        AnnouncementRecipient.objects.bulk_update(rows, ["email"])


def _letters(announcement: Announcement, rows: list[AnnouncementRecipient], now: datetime):
    return letters(
        announcement.subject,
        announcement.text,
        [row.renter for row in rows],
        operator=announcement.operator,
        cards_from=announcement.cards_from or now.date(),
        now=now,
    )


def _mail(announcement: Announcement, letter: Letter) -> OutboxEmail:
    return outbox.draft_rendered(
        "announcement",
        to=letter.renter.email,
        subject=letter.subject,
        text=letter.text,
        operator=announcement.operator,
        dedupe_key=f"announcement:{announcement.pk}:{letter.renter.pk}",
        at_most_once=True,
    )


def send_test(letter: Letter, *, operator: Operator, to: str, mark: str, remark: str) -> None:
    """One renter's letter to somebody else, marked as a test; as often as asked for."""
    outbox.post(
        [
            outbox.draft_rendered(
                "announcement_test",
                to=to,
                subject=f"{mark} {letter.subject}",
                text=f"{remark}\n\n{letter.text}",
                operator=operator,
            )
        ]
    )


def send_again(announcement: Announcement, *, state: str, after_round: int, by, now: datetime) -> int:
    """To all whose letter failed, or to all whose letter is doubtful, because somebody decided it; says to how many.

    It goes to the address the renter has now. Raises AlreadySentAgain where the page was drawn before `after_round`.
    """
    with transaction.atomic():
        claim = Announcement.objects.started().filter(pk=announcement.pk, rounds=after_round)
        if state not in {State.FAILED, State.DOUBTFUL} or not claim.update(rounds=after_round + 1):
            raise AlreadySentAgain
        rows = announcement.recipients.with_state(now).filter(state=state).select_related("renter", "email")
        sent = outbox.post_again([_readdressed(row) for row in rows], now=now)
        if sent:
            which = str(State(state).label)
            record(
                "announcement.sent_again",
                operator=announcement.operator,
                subject=announcement,
                by=by,
                n=sent,
                which=which,
            )
        return sent


def _readdressed(row: AnnouncementRecipient) -> OutboxEmail:
    assert row.email, "a letter that failed was written"
    row.email.to = row.renter.email
    return row.email
