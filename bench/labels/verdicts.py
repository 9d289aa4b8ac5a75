"""What became of one label, and how many of them came out right.

- A proposal is what the clerk finds preselected (`is_confident`): right, wrong, or left open.
- Automatic is what is assigned without asking (`is_certain`). It is hasty where the mailbox is right but the label
  contradicts itself or names somebody unknown: a clerk should have looked.
- A tracking number is right, wrong (another one, or one where there is none), or missed.
"""

from dataclasses import asdict, dataclass
from statistics import median


@dataclass(frozen=True)
class Outcome:
    """`proposed` and `best` differ where the best candidate was not good enough to be proposed."""

    truth: dict
    proposed: int | None
    automatic: bool
    best: int | None
    confidence: float
    reasons: tuple[str, ...]
    carrier: str
    tracking_number: str
    seconds: float
    cpu_seconds: float

    @property
    def proposal(self) -> str:
        if self.proposed is None:
            return "open"
        return "right" if self.proposed == self.truth["mailbox"] else "wrong"

    @property
    def assignment(self) -> str:
        if not self.automatic:
            return "asked"
        if self.proposal != "right":
            return "wrong"
        return "right" if self.truth["automatic"] else "hasty"

    @property
    def tracking(self) -> str:
        if self.tracking_number == (self.truth["tracking_number"] or ""):
            return "right" if self.tracking_number else "none"
        return "wrong" if self.tracking_number else "missed"

    @property
    def is_findable(self) -> bool:
        """There is a mailbox that a careful clerk would give it to."""
        return self.truth["mailbox"] is not None

    def to_json(self) -> dict:
        return {**asdict(self), "proposal": self.proposal, "assignment": self.assignment, "tracking": self.tracking}


@dataclass(frozen=True)
class Row:
    """A line of the table: of one family, one way of writing, or all."""

    name: str
    outcomes: list[Outcome]

    def count(self, question: str, answer: str) -> int:
        return sum(getattr(outcome, question) == answer for outcome in self.outcomes)

    @property
    def cells(self) -> list[str]:
        findable = [outcome for outcome in self.outcomes if outcome.is_findable]
        right = self.count("proposal", "right")
        # Open although findable, and open as it should be.
        left = sum(outcome.proposal == "open" for outcome in findable)
        seconds, cpu = ([getattr(o, field) for o in self.outcomes] for field in ("seconds", "cpu_seconds"))
        return [
            self.name,
            str(len(self.outcomes)),
            f"{right}/{len(findable)}",
            percent(right, len(findable)),
            str(self.count("proposal", "wrong")),
            f"{left}+{self.count('proposal', 'open') - left}",
            "/".join(str(self.count("assignment", answer)) for answer in ("right", "hasty", "wrong")),
            "/".join(str(self.count("tracking", answer)) for answer in ("right", "missed", "wrong")),
            f"{median(seconds):.2f}",
            f"{percentile(seconds, 95):.2f}",
            f"{median(cpu):.2f}",
            f"{percentile(cpu, 95):.2f}",
        ]


HEADINGS = [
    "", "pieces", "right of findable", "%", "wrong", "open: findable+rightly", "automatic right/hasty/wrong",
    "tracking right/missed/wrong", "s median", "s p95", "CPU s median", "CPU s p95",
]  # fmt: skip


def table(outcomes: list[Outcome]) -> str:
    """In Markdown, so that it can go into results/ as it is."""
    rows = [Row(key, group) for key, group in _by(outcomes, "family").items()]
    rows += [Row(key, group) for key, group in _by(outcomes, "writing").items()]
    hurried = [outcome for outcome in outcomes if outcome.truth.get("hurried")]
    if 0 < len(hurried) < len(outcomes):
        rows.append(Row("of these, in a hurry", hurried))
    rows.append(Row("all", outcomes))
    lines = [HEADINGS, ["---"] * len(HEADINGS), *(row.cells for row in rows)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _by(outcomes: list[Outcome], field: str) -> dict[str, list[Outcome]]:
    groups: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        groups.setdefault(outcome.truth[field], []).append(outcome)
    return groups


def percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}" if whole else "-"


def percentile(values: list[float], percentage: int) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(percentage / 100 * len(ordered)))]
