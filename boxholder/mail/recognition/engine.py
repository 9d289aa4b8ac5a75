"""The text engine: rapidocr's steps with the models its wheel carries. They get sessions of our making, so that nothing
is ever downloaded, and a core that waits for the other is left to the web server instead of spinning.
"""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession
    from rapidocr.ch_ppocr_cls import TextClassifier
    from rapidocr.ch_ppocr_det import TextDetector
    from rapidocr.ch_ppocr_rec import TextRecognizer

FIND_SIDE = 1280
SEARCH_SIDE = 960
MOST_THREADS = 4  # More do not make such small models faster.
ASKED_FOR_DIRECTION = 9
TALL = 2.0


class Options(dict):
    """What rapidocr's steps ask of their settings: keys and attributes."""

    __getattr__ = dict.__getitem__


@dataclass(frozen=True)
class Engine:
    finder: TextDetector
    compass: TextClassifier
    reader: TextRecognizer


@cache
def engine() -> Engine:
    # Loading takes a second and some 200 MB: only a process that reads shall pay for it.
    from rapidocr import EngineType, OCRVersion
    from rapidocr.ch_ppocr_cls import TextClassifier
    from rapidocr.ch_ppocr_det import TextDetector
    from rapidocr.ch_ppocr_rec import TextRecognizer

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    settings = _settings()
    settings["Cls"].update(ocr_version=OCRVersion.PPOCRV4)
    steps = {
        name: Options(given, engine_type=EngineType.ONNXRUNTIME, session=_session(models()[name]))
        for name, given in settings.items()
    }
    return Engine(TextDetector(steps["Det"]), TextClassifier(steps["Cls"]), TextRecognizer(steps["Rec"]))


def _settings() -> dict[str, dict[str, Any]]:
    """rapidocr's own, but for the side."""
    return {
        "Det": {
            "limit_side_len": FIND_SIDE,
            "limit_type": "max",
            "mean": [0.5, 0.5, 0.5],
            "std": [0.5, 0.5, 0.5],
            "thresh": 0.3,
            "box_thresh": 0.5,
            "unclip_ratio": 1.6,
            "use_dilation": True,
        },
        "Cls": {"cls_batch_num": 6, "cls_thresh": 0.9, "label_list": ["0", "180"]},
        "Rec": {"lang_type": "ch", "rec_batch_num": 6, "rec_img_shape": [3, 48, 320], "font_path": None},
    }


def models() -> dict[str, Path]:
    spec = find_spec("rapidocr")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("rapidocr")
    folder = Path(spec.origin).parent / "models"
    return {
        "Det": folder / "PP-OCRv6_det_small.onnx",
        "Cls": folder / "ch_ppocr_mobile_v2.0_cls_mobile.onnx",
        "Rec": folder / "PP-OCRv6_rec_small.onnx",
    }


def _session(model: Path) -> InferenceSession:
    from onnxruntime import InferenceSession, SessionOptions

    options = SessionOptions()
    options.log_severity_level = 4
    options.enable_cpu_mem_arena = False
    options.intra_op_num_threads = _threads()
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


def _threads() -> int:
    return int(os.environ.get("BOXHOLDER_READING_THREADS", min(os.cpu_count() or 1, MOST_THREADS)))


def find_lines(pixels: NDArray, *, side: int = FIND_SIDE) -> NDArray:
    """The four corners of each line, in no particular order."""
    finder = engine().finder
    finder.limit_side_len = side
    found = finder(pixels)
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
    answer = engine().compass(longest)
    return sum(score if "180" in label else -score for label, score in answer.cls_res or ()) > 0


def recognize(cuttings: list[NDArray]) -> list[tuple[str, float]]:
    """Each line's text and how sure of it the engine is, from 0 to 1."""
    from rapidocr.ch_ppocr_rec import TextRecInput

    answer = engine().reader(TextRecInput(img=cuttings))
    return list(zip(answer.txts or (), answer.scores or (), strict=True))
