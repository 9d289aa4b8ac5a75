"""The text engine: rapidocr with the models its wheel carries, told where they are so that it never looks elsewhere.

It is not thread-safe: it keeps what it is working on in itself.
"""

from __future__ import annotations

import os
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from rapidocr import RapidOCR

FIND_SIDE = 1280
ASKED_FOR_DIRECTION = 9
TALL = 2.0


@cache
def engine() -> RapidOCR:
    # Loading takes a second and some 200 MB: only a process that reads shall pay for it.
    from rapidocr import RapidOCR

    return RapidOCR(params=_settings())


def _settings() -> dict[str, Any]:
    models = _package() / "models"
    return {
        "Global.log_level": "error",
        "Det.model_path": str(models / "PP-OCRv6_det_small.onnx"),
        "Cls.model_path": str(models / "ch_ppocr_mobile_v2.0_cls_mobile.onnx"),
        "Rec.model_path": str(models / "PP-OCRv6_rec_small.onnx"),
        "Det.limit_type": "max",
        "Det.limit_side_len": FIND_SIDE,
        "EngineConfig.onnxruntime.intra_op_num_threads": int(os.environ.get("BOXHOLDER_READING_THREADS", "-1")),
    }


def _package() -> Path:
    spec = find_spec("rapidocr")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("rapidocr")
    return Path(spec.origin).parent


def find_lines(pixels: NDArray) -> NDArray:
    """The four corners of each line, in no particular order."""
    found: Any = engine()(pixels, use_det=True, use_cls=False, use_rec=False)
    return np.empty((0, 4, 2), np.float32) if found.boxes is None else np.asarray(found.boxes, dtype=np.float32)


def cut_out(pixels: NDArray, quads: NDArray) -> list[NDArray]:
    """Each line laid flat. `quads` begin where their line begins."""
    return [_cut_out(pixels, quad) for quad in quads]


def _cut_out(pixels: NDArray, quad: NDArray) -> NDArray:
    import cv2

    width, height = (max(int(np.linalg.norm(quad[0] - quad[corner])), 1) for corner in (1, 3))
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    cutting = cv2.warpPerspective(
        pixels,
        cv2.getPerspectiveTransform(quad.astype(np.float32), flat),
        (width, height),
        borderMode=cv2.BORDER_REPLICATE,
        flags=cv2.INTER_CUBIC,
    )
    # A line across the others' direction, as beside a stamp.
    return np.rot90(cutting) if height >= TALL * width else cutting


def are_upside_down(cuttings: list[NDArray]) -> bool:
    """The longest lines vote: one answer for the whole picture, as a single line is easily mistaken."""
    longest = sorted(cuttings, key=lambda cutting: cutting.shape[1] / cutting.shape[0])[-ASKED_FOR_DIRECTION:]
    _, answer = engine().cls_and_rotate(longest)
    return sum(score if "180" in label else -score for label, score in answer.cls_res or ()) > 0


def recognize(cuttings: list[NDArray]) -> list[tuple[str, float]]:
    """Each line's text and how sure of it the engine is, from 0 to 1."""
    answer = engine().recognize_txt(cuttings)
    return list(zip(answer.txts or (), answer.scores or (), strict=True))
