"""Kinds of mail. Each module draws one piece as a sheet: `draw(piece, rng) -> Sheet`."""

from importlib import import_module

from bench.labels.pieces import Piece


def draw(piece: Piece, rng):
    return import_module(f"{__name__}.{piece.family}").draw(piece, rng)
