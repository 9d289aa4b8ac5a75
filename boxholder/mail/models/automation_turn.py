"""An AutomationTurn: a piece came to a mailbox, an automation fitted it, and this is what came of it.

There is one per piece and mailbox, whoever assigns, however often: so nothing is asked twice. Waiting rows are the
queue; `boxholder.mail.automations` works it.
"""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from boxholder.mail.models.automation import Automation
from boxholder.mailboxes.models import Mailbox

TRIES_AGAIN = timedelta(hours=1)
# After that a request would surprise: it is left to the renter, or to the next day on which it is due.
GIVES_UP = timedelta(days=14)


class AutomationTurnQuerySet(models.QuerySet["AutomationTurn"]):
    def waiting(self) -> "AutomationTurnQuerySet":
        return self.filter(state=AutomationTurn.State.WAITING)

    def to_try(self, now: datetime) -> "AutomationTurnQuerySet":
        """What could not be asked for, and is tried again now."""
        return self.waiting().filter(try_at__lte=now).order_by("try_at", "pk")

    def undone(self) -> "AutomationTurnQuerySet":
        """What was wanted and not asked for."""
        as_wanted = [AutomationTurn.Why.GATHERING, AutomationTurn.Why.KEPT, AutomationTurn.Why.TAKEN_IN_HAND]
        return self.filter(state__in=["waiting", "left"]).exclude(why__in=as_wanted)

    def of(self, item) -> "AutomationTurn | None":
        """The turn of the mailbox it is in."""
        found = self.filter(item=item, mailbox=item.mailbox_id).exclude(state=AutomationTurn.State.WITHDRAWN)
        return found.select_related("automation__address", "request").first()

    def begin(self, item, automation: Automation) -> "AutomationTurn | None":
        """None where one has had its turn at this piece in this mailbox."""
        fields = {"automation": automation, "state": AutomationTurn.State.WAITING, "why": AutomationTurn.Why.GATHERING}
        turn, is_new = self.get_or_create(item=item, mailbox=item.mailbox, defaults=fields)
        withdrawn = self.filter(pk=turn.pk, state=AutomationTurn.State.WITHDRAWN)
        if not is_new and not withdrawn.update(**fields, try_at=None, trying_since=None):
            return None
        turn.refresh_from_db()
        return turn

    def withdraw(self, item) -> None:
        """The piece is taken out of its mailbox: what was done or cancelled stays so, the rest may begin anew."""
        open_still = Q(state__in=["waiting", "left"]) | Q(state="asked", request__status="pending")
        found = list(self.filter(open_still, item=item).values_list("pk", flat=True))
        self.filter(pk__in=found).update(state=AutomationTurn.State.WITHDRAWN, request=None, try_at=None)

    def leave(self) -> None:
        """Nobody asks for what has gathered."""
        self.waiting().update(state=AutomationTurn.State.LEFT, why=AutomationTurn.Why.REMOVED, try_at=None)


class AutomationTurn(models.Model):
    class State(models.TextChoices):
        WAITING = "waiting", _("Waits")
        ASKED = "asked", _("Asked for")
        LEFT = "left", _("Left to the renter")
        WITHDRAWN = "withdrawn", _("Taken out of the mailbox")

    class Why(models.TextChoices):
        """Why nothing is asked for, in words for both sites."""

        GATHERING = "gathering", _("It goes along with the next parcel.")
        KEPT = "kept", _("It is kept at the office until somebody asks for something.")
        NOT_ASKING = "not_asking", _("The mailbox takes no requests now.")
        CARD_NEEDED = "card_needed", _("A card is needed first.")
        NOT_OFFERED = "not_offered", _("The plan does not include it.")
        PENDING = "pending", _("The previous action request was still pending.")
        LACKS_ADDRESS = "lacks_address", _("Its address was taken out of the address book.")
        NOT_FREE = "not_free", _("The free ones of the month were used up.")
        DEARER = "dearer", _("It costs more than what was agreed to.")
        DOES_NOT_FIT = "does_not_fit", _("This cannot be done with such a piece.")
        FITS_NO_MORE = "fits_no_more", _("The automation is not for such a piece any more.")
        TAKEN_IN_HAND = "taken_in_hand", _("Somebody asked for something themselves meanwhile.")
        REMOVED = "removed", _("The automation was removed.")
        GONE = "gone", _("It was no longer here.")

    # What may be possible in an hour.
    PASSES = {Why.NOT_ASKING, Why.CARD_NEEDED, Why.NOT_OFFERED, Why.LACKS_ADDRESS, Why.DEARER}
    # What the next day on which it is due may change.
    WAITS_FOR_THE_DAY = {Why.GATHERING, Why.PENDING, Why.NOT_FREE}

    item = models.ForeignKey("mail.MailItem", on_delete=models.CASCADE, related_name="automation_turns")
    mailbox = models.ForeignKey(Mailbox, on_delete=models.CASCADE, related_name="+")
    automation = models.ForeignKey(Automation, on_delete=models.PROTECT, related_name="turns")
    state = models.CharField(max_length=10, choices=State.choices)
    why = models.CharField(max_length=15, choices=Why.choices, blank=True)
    request = models.OneToOneField(
        "mail.ActionRequest", null=True, on_delete=models.PROTECT, related_name="automation_turn"
    )
    # Since when, and when next, it is tried although something is in the way.
    trying_since = models.DateTimeField(null=True)
    try_at = models.DateTimeField(null=True)

    objects = AutomationTurnQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "mailbox"], name="one_turn_per_piece_and_mailbox"),
            models.CheckConstraint(
                condition=Q(state="asked", request__isnull=False) | (~Q(state="asked") & Q(request=None)),
                name="asked_turn_names_its_request",
            ),
        ]
        indexes = [
            models.Index(fields=["try_at"], condition=Q(try_at__isnull=False), name="turn_to_try"),
            models.Index(fields=["automation"], condition=Q(state="waiting"), name="turn_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.automation_id} at {self.item_id}: {self.state}"

    @property
    def is_asked(self) -> bool:
        return self.state == self.State.ASKED

    @property
    def is_gathering(self) -> bool:
        """It waits for its day, and nothing is in the way."""
        return self.state == self.State.WAITING and self.why == self.Why.GATHERING

    @property
    def is_tried_again(self) -> bool:
        return self.try_at is not None

    def put_off(self, why: "AutomationTurn.Why", now: datetime) -> None:
        """It was not asked for: tried again, left for the day it is due next, or left to the renter."""
        since = self.trying_since or now
        passes = why in self.PASSES and now - since < GIVES_UP
        waits = passes or (self.automation.gathers and why in self.WAITS_FOR_THE_DAY | self.PASSES)
        AutomationTurn.objects.waiting().filter(pk=self.pk).update(
            state=self.State.WAITING if waits else self.State.LEFT,
            why=why,
            trying_since=since if passes else None,
            try_at=now + TRIES_AGAIN if passes else None,
        )
        self.refresh_from_db()
