"""Which way the writing runs, and where its lines would stand if the picture were turned upright and straight.

A quad is a line's four corners, in pixels of the picture as taken. A direction is the angle in which one reads, in
degrees clockwise: 0 is left to right, 90 downwards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from boxholder.mail.recognition.label import Box

if TYPE_CHECKING:
    from numpy.typing import NDArray

LONG = 2.0


def direction(quads: NDArray) -> float:
    """Between -45 and 135: whether it is not the other way round, only the letters can tell."""
    along, lengths = _long_edges(quads)
    angles = np.degrees(np.arctan2(along[:, 1], along[:, 0]))
    doubled = np.radians(angles * 2)  # A line and its reverse are one direction.
    rough = np.degrees(np.arctan2((lengths * np.sin(doubled)).sum(), (lengths * np.cos(doubled)).sum())) / 2
    off = (angles - rough + 90) % 180 - 90
    return (rough + _weighted_median(off, lengths) + 45) % 180 - 45


def are_across(quads: NDArray, reading: float) -> NDArray:
    """Which of them surely run across the direction: they are long enough to have one."""
    along, lengths = _long_edges(quads)
    off = (np.degrees(np.arctan2(along[:, 1], along[:, 0])) - reading + 90) % 180 - 90
    return (np.abs(off) > 45) & (lengths >= LONG * heights(quads))


def quarter_turn(reading: float) -> int:
    """By how many degrees clockwise the picture must be turned: 0, 90, 180 or 270."""
    return round(-reading / 90) * 90 % 360


def ordered(quads: NDArray, reading: float) -> NDArray:
    """Each quad's corners clockwise from the one where its line begins, on top."""
    flat = quads @ _back(reading)
    sums, differences = flat.sum(axis=2), flat[..., 0] - flat[..., 1]
    order = np.stack([sums.argmin(1), differences.argmax(1), sums.argmax(1), differences.argmin(1)], axis=1)
    return np.take_along_axis(quads, order[:, :, None], axis=1)


def heights(quads: NDArray) -> NDArray:
    edges = np.linalg.norm(quads[:, [1, 2]] - quads[:, [0, 1]], axis=2)
    return edges.min(axis=1)


def boxes(quads: NDArray, reading: float, *, size: tuple[int, int]) -> list[Box]:
    """`size`: the picture's width and height as taken."""
    centre = np.array(size) / 2
    new_centre = centre[::-1] if quarter_turn(reading) in {90, 270} else centre
    corners = (quads - centre) @ _back(reading) + new_centre
    lows, highs = corners.min(axis=1).round().astype(int), corners.max(axis=1).round().astype(int)
    return [Box(*low, *high) for low, high in zip(lows.tolist(), highs.tolist(), strict=True)]


def _long_edges(quads: NDArray) -> tuple[NDArray, NDArray]:
    edges = quads[:, [1, 2]] - quads[:, [0, 1]]
    lengths = np.linalg.norm(edges, axis=2)
    longer = lengths.argmax(axis=1)
    return edges[np.arange(len(edges)), longer], lengths.max(axis=1)


def _weighted_median(values: NDArray, weights: NDArray) -> float:
    order = np.argsort(values)
    upto = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(upto, upto[-1] / 2)])


def _back(reading: float) -> NDArray:
    """Rotates row vectors so that `reading` becomes left to right."""
    angle = np.radians(reading)
    return np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
