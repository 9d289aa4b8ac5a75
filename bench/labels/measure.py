"""How well Boxholder reads the labelled pictures, and how fast.

    .venv/bin/python -m bench.labels.make                              # first, once
    .venv/bin/python -m bench.labels.measure --split tune
    .venv/bin/python -m bench.labels.measure --split all --json var/labels/figures.json

`--reuse-readings` keeps what was read (text, barcodes and the time it took) beside the pictures and takes it from there
the next time: for working on the matching. It does not notice that the reading has changed; delete the folder then.
"""

import argparse
import hashlib
import json
import time
from collections.abc import Iterator
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path

from PIL import Image

from bench.labels import directory, pieces
from bench.labels.make import FOLDER
from bench.labels.verdicts import Outcome, percent, table
from boxholder.mail.recognition import Entry, LabelText, propose, read

READINGS = "readings"


def main() -> None:
    wanted = _arguments()
    truths = [truth for truth in _truths(wanted.folder) if _is_wanted(truth, wanted)]
    began = time.perf_counter()
    with get_context("spawn").Pool(wanted.processes) as pool:
        judge = partial(_judge, wanted.folder, wanted.reuse_readings)
        outcomes = list(pool.imap(judge, truths))
    elapsed = time.perf_counter() - began
    for split in dict.fromkeys(truth["split"] for truth in truths):
        of_split = [outcome for outcome in outcomes if outcome.truth["split"] == split]
        print(f"\n### {split}\n\n{table(of_split)}\n\n{_against_the_goals(of_split)}")
    print(f"\n{elapsed:.0f} s for {len(outcomes)} pieces in {wanted.processes} processes.")
    print("\n".join(["\n### Wrong proposals\n", *_wrong_proposals(outcomes, wanted.folder)]))
    print("\n".join(["\n### Wrong tracking numbers\n", *_wrong_numbers(outcomes, wanted.folder)]))
    if wanted.show_open:
        print("\n".join(["\n### Left open, though the mailbox could be found\n", *_left_open(outcomes, wanted.folder)]))
    if wanted.json:
        told = {"seconds": elapsed, "processes": wanted.processes, "outcomes": [one.to_json() for one in outcomes]}
        wanted.json.write_text(json.dumps(told, indent=1, ensure_ascii=False), encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--split", choices=(*pieces.SPLITS, "all"), default="tune")
    parser.add_argument("--family", choices=pieces.FAMILIES)
    parser.add_argument("--processes", type=int, default=1, help="each reads with the threads it takes by itself")
    parser.add_argument("--limit", type=int, help="only the first so many of each family and split")
    parser.add_argument("--reuse-readings", action="store_true")
    parser.add_argument("--show-open", action="store_true", help="list what was left open without need")
    parser.add_argument("--json", type=Path, help="write every outcome there")
    return parser.parse_args()


def _truths(folder: Path) -> list[dict]:
    file = folder / "labels.json"
    if not file.exists():
        raise SystemExit(f"There is no {file}: draw the pictures first, with python -m bench.labels.make")
    return json.loads(file.read_text(encoding="utf-8"))


def _is_wanted(truth: dict, wanted: argparse.Namespace) -> bool:
    number = int(Path(truth["image"]).stem.split("-")[1].rstrip("p"))
    return (
        wanted.split in (truth["split"], "all" if truth["split"] != "sealed_2" else "sealed_2")
        and wanted.family in (None, truth["family"])
        and number < (wanted.limit or 1_000_000)
    )


def _judge(folder: Path, reuse_readings: bool, truth: dict) -> Outcome:
    label, seconds, cpu_seconds = _reading(folder, folder / truth["image"], reuse_readings)
    began, cpu_began = time.perf_counter(), time.process_time()
    proposal = propose(label, _entries(), space_address=directory.ADDRESS.splitlines())
    seconds += time.perf_counter() - began
    cpu_seconds += time.process_time() - cpu_began
    best = proposal.candidates[0] if proposal.candidates else None
    return Outcome(
        truth=truth,
        proposed=best.mailbox_id if best and proposal.is_confident else None,
        automatic=proposal.is_certain,
        best=best.mailbox_id if best else None,
        confidence=best.confidence if best else 0,
        reasons=tuple(f"{reason.kind} {reason.said!r}={reason.found!r}" for reason in best.reasons) if best else (),
        carrier=proposal.carrier,
        tracking_number=proposal.tracking_number,
        seconds=seconds,
        cpu_seconds=cpu_seconds,
    )


def _reading(folder: Path, picture: Path, reuse: bool) -> tuple[LabelText, float, float]:
    kept = folder / READINGS / f"{hashlib.sha256(picture.read_bytes()).hexdigest()}.json"
    if reuse and kept.exists():
        told = json.loads(kept.read_text(encoding="utf-8"))
        return LabelText.from_json(told["label"]), told["seconds"], told["cpu_seconds"]
    _warm_up()
    with Image.open(picture) as image:
        image.load()
    began, cpu_began = time.perf_counter(), time.process_time()
    label = read(image)
    seconds, cpu_seconds = time.perf_counter() - began, time.process_time() - cpu_began
    if reuse:
        kept.parent.mkdir(exist_ok=True)
        told = {"label": label.to_json(), "seconds": seconds, "cpu_seconds": cpu_seconds}
        kept.write_text(json.dumps(told), encoding="utf-8")
    return label, seconds, cpu_seconds


@cache
def _warm_up() -> None:
    """The models are loaded once a process, before the clock runs."""
    read(Image.new("RGB", (320, 240), "white"))


@cache
def _entries() -> tuple[Entry, ...]:
    return tuple(
        Entry(
            mailbox_id=box.id,
            pmb=box.pmb,
            company=box.company,
            people=box.people,
            aliases=box.aliases,
            status="closed" if box.status == "closed" else "active",
        )
        for box in directory.mailboxes()
    )


def _against_the_goals(outcomes: list[Outcome]) -> str:
    printed = [outcome for outcome in outcomes if outcome.truth["writing"] == "printed"]
    findable = [outcome for outcome in printed if outcome.is_findable]
    plain = [outcome for outcome in findable if outcome.truth["automatic"]]
    wrong = sum(outcome.proposal == "wrong" for outcome in printed)
    return (
        f"Printed labels whose mailbox exists, proposed right: {_share_right(findable)}; "
        f"those of them that do not contradict themselves: {_share_right(plain)}. "
        f"Printed labels proposed wrong: {percent(wrong, len(printed))} % of {len(printed)}."
    )


def _share_right(outcomes: list[Outcome]) -> str:
    return f"{percent(sum(one.proposal == 'right' for one in outcomes), len(outcomes))} % of {len(outcomes)}"


def _wrong_proposals(outcomes: list[Outcome], folder: Path) -> Iterator[str]:
    for outcome in outcomes:
        if outcome.proposal == "wrong":
            sent = "automatically " if outcome.automatic else ""
            yield f"- {_described(outcome, folder)} was {sent}proposed {_box(outcome.proposed)}{_why(outcome)}"


def _left_open(outcomes: list[Outcome], folder: Path) -> Iterator[str]:
    for outcome in outcomes:
        if outcome.proposal == "open" and outcome.is_findable:
            yield f"- {_described(outcome, folder)}; best {_box(outcome.best)}{_why(outcome)}"


def _wrong_numbers(outcomes: list[Outcome], folder: Path) -> Iterator[str]:
    for outcome in outcomes:
        if outcome.tracking == "wrong":
            yield (
                f"- {folder / outcome.truth['image']}: {outcome.carrier} {outcome.tracking_number}, "
                f"should be {outcome.truth['tracking_number']}"
            )


def _described(outcome: Outcome, folder: Path) -> str:
    truth = outcome.truth
    address = " / ".join(truth["address"])
    return f"{folder / truth['image']} ({truth['remark']}; “{address}”; is for {_box(truth['mailbox'])})"


def _why(outcome: Outcome) -> str:
    return f" at {outcome.confidence:.2f}: {'; '.join(outcome.reasons) or 'no reason'}"


def _box(mailbox_id: int | None) -> str:
    if mailbox_id is None:
        return "nobody"
    box = next(box for box in directory.mailboxes() if box.id == mailbox_id)
    return (
        f"PMB {box.pmb} ({', '.join(filter(None, (box.company, *box.people)))}{', closed' * (box.status == 'closed')})"
    )


if __name__ == "__main__":
    main()
