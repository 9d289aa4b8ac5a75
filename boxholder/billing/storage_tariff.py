"""What a day of a mailbox's pieces costs, and if nothing, why."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from boxholder.billing.models.storage_rule import StorageRule, StorageThreshold
from boxholder.billing.money import Money
from boxholder.billing.plans import Plans
from boxholder.billing.storage_price import first_paid_day
from boxholder.mailboxes.models import Mailbox

NOT_ACTIVE = _("Free: the mailbox was not active yet")
NO_PLAN = _("Free: the mailbox had no plan")
BEFORE_THE_RULE = _("Free by the terms that held then")
BY_COUNT = _("Counted at month end")
NO_FEE = _("Storage is free")
FREE_DAYS = _("Free: the first %(n)d days from arrival")


@dataclass(frozen=True)
class DayPrice:
    """`rule` None: that day costs nothing, `why` says what for."""

    rule: StorageRule | None = None
    said: str | Promise = ""
    free_days: int = 0

    @property
    def why(self) -> str:
        return str(self.said) % {"n": self.free_days} if self.said else ""


class Tariff:
    """The plans of one mailbox, and what each says about storage."""

    def __init__(
        self, mailbox: Mailbox, plans: Plans, rules: dict[int, StorageRule], threshold: StorageThreshold | None
    ) -> None:
        self.mailbox, self.plans, self.rules, self.own_threshold = mailbox, plans, rules, threshold
        # Asked of every day, so worked out once.
        self._known: dict[tuple[int, str], tuple[Money | None, int]] = {}
        self.begun = mailbox.activated_on
        self.held_from = {offering: rules[offering].held_from(mailbox.space) for offering in plans.offering_ids}
        self._mine = [rules[offering] for offering in plans.offering_ids]
        self._turns = {self.begun, *self.held_from.values(), *plans.turns}

    @classmethod
    def of(cls, mailboxes: Iterable[Mailbox]) -> "dict[int, Tariff]":
        """Of many, by mailbox id; three queries."""
        boxes = list(mailboxes)
        plans = Plans.of(boxes)
        offerings = {offering.pk: offering for each in plans.values() for offering in each.offerings}
        rules = {rule.offering_id: rule for rule in StorageRule.objects.filter(offering__in=offerings)}
        for offering in offerings.values():
            rules.setdefault(offering.pk, StorageRule(offering=offering)).offering = offering
        own = {each.mailbox_id: each for each in StorageThreshold.objects.filter(mailbox__in=boxes)}
        for box in boxes:
            if box.pk in own:
                own[box.pk].mailbox = box
        return {box.pk: cls(box, plans[box.pk], rules, own.get(box.pk)) for box in boxes}

    @property
    def ever_costs(self) -> bool:
        """Whether any of its plans charges for storage, by whatever rule."""
        offerings = self.plans.offerings
        return any(self.rules[offering.pk].basis != StorageRule.Basis.NONE for offering in offerings)

    def rule_on(self, day: date) -> StorageRule | None:
        """None on days without a plan."""
        offering = self.plans.on(day)
        return self.rules[offering.pk] if offering else None

    def price_of(self, day: date, *, category: str, arrived_on: date) -> DayPrice:
        """Of a piece's day, under a rule by the day. Nothing before the mailbox can be used; no rule reaches back."""
        rule = self.rule_on(day)
        if self.begun is None or day < self.begun:
            return DayPrice(said=NOT_ACTIVE)
        if rule is None:
            return DayPrice(said=NO_PLAN)
        if not self.holds(rule, day):
            return DayPrice(said=BEFORE_THE_RULE)
        if rule.is_by_count:
            return DayPrice(said=BY_COUNT)
        fee, free = self._terms(rule, category)
        if not fee:
            return DayPrice(said=NO_FEE)
        if day < first_paid_day(arrived_on, free_days=free):
            return DayPrice(said=FREE_DAYS, free_days=free)
        return DayPrice(rule)

    def paid(
        self, days: Sequence[date], *, category: str, arrived_on: date
    ) -> Iterator[tuple[Sequence[date], StorageRule]]:
        """Those of these days, which are in order, that cost something by `price_of`, in stretches of one rule.

        The price is the same between two turns, so it is asked once for each, however many days there are.
        """
        free = {first_paid_day(arrived_on, free_days=rule.free_days(category)) for rule in self._mine}
        turns = sorted(day for day in (*self._turns, *free) if day)
        cuts = [0, *(bisect_left(days, day) for day in turns), len(days)]
        for first, last in pairwise(cuts):
            if first < last and (rule := self.price_of(days[first], category=category, arrived_on=arrived_on).rule):
                yield days[first:last], rule

    def _terms(self, rule: StorageRule, category: str) -> tuple[Money | None, int]:
        """The fee of a day, None where there is none, and how many are free; asked of every day, so kept."""
        key = (rule.offering_id, category)
        if key not in self._known:
            fee = rule.day_fee(category) if rule.is_by_day else None
            self._known[key] = (fee or None, rule.free_days(category))
        return self._known[key]

    def holds(self, rule: StorageRule, day: date) -> bool:
        first = self.held_from[rule.offering_id]
        return first is None or first <= day

    def threshold(self, rule: StorageRule, category: str) -> int:
        """The mailbox's own, where it has one; else its offering's."""
        own = getattr(self.own_threshold, category, None)
        return rule.threshold(category) if own is None else own

    def fee_of_count(self, category: str, month_end: date, pieces: int) -> Money | None:
        """For so many pieces on the last day of a month; None where nothing is owed, or all is charged already."""
        rule = self.rule_on(month_end)
        if rule is None or not rule.is_by_count or not self.holds(rule, month_end) or self.begun is None:
            return None
        if self.own_threshold and not self.own_threshold.holds(month_end):
            return None
        fee = rule.flat_fee(category)
        return fee if fee and self.begun <= month_end and pieces > self.threshold(rule, category) else None
