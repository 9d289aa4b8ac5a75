"""Draws the labelled pictures and writes down the truth about them.

    .venv/bin/python -m bench.labels.make                    # all, into var/labels
    .venv/bin/python -m bench.labels.make --family ups       # some

The same pictures every time: each piece has a random generator of its own, seeded with its name.
"""

import argparse
import json
import os
import time
from functools import partial
from multiprocessing import Pool
from pathlib import Path

from bench.labels import pieces
from bench.labels.pieces import Piece

FOLDER = Path("var/labels")


def main() -> None:
    wanted = _arguments()
    chosen = [
        piece
        for piece in pieces.pieces()
        if wanted.family in (None, piece.family) and wanted.split in (None, piece.split)
    ]
    for split in {piece.split for piece in chosen}:
        (wanted.folder / split).mkdir(parents=True, exist_ok=True)
    began = time.perf_counter()
    with Pool(wanted.processes) as pool:
        for _ in pool.imap_unordered(partial(_draw, wanted.folder), chosen, chunksize=4):
            pass
    truths = [piece.truth() for piece in pieces.pieces()]
    (wanted.folder / "labels.json").write_text(json.dumps(truths, indent=1, ensure_ascii=False), encoding="utf-8")
    print(f"{len(chosen)} pictures in {wanted.folder} after {time.perf_counter() - began:.0f} s")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--family", choices=pieces.FAMILIES)
    parser.add_argument("--split", choices=pieces.SPLITS)
    parser.add_argument("--processes", type=int, default=os.cpu_count())
    return parser.parse_args()


def _draw(folder: Path, piece: Piece) -> None:
    from bench.labels import camera, families, harms

    rng = piece.rng
    sheet = families.draw(piece, rng)
    harms.harm(sheet, piece, rng)
    picture, quality = camera.shoot(sheet, _conditions(piece, rng), rng)
    picture.save(folder / piece.truth()["image"], quality=quality)


def _conditions(piece: Piece, rng):
    from bench.labels import camera

    if piece.hurried:
        return camera.HURRY
    return camera.SCAN if piece.family != "parcel" and rng.random() < 0.3 else camera.SNAP


if __name__ == "__main__":
    main()
