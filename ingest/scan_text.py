"""Pictures of text -> the lines on them: character recognition on this machine, by models that come with the package.

rapidocr is an optional part (requirements-ocr.txt). It runs PP-OCR models under onnxruntime and fetches nothing.
"""

from __future__ import annotations

import importlib.util
import math
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_PACKAGES = ("rapidocr", "onnxruntime", "cv2")
LEAST_SCORE = 0.5  # below it a line is more likely a seal or a drawing than text
_TURN_SCORE = 0.8  # a page read the right way up scores above 0.95
# 节能规划(2021-2025年) stands in print as 节能规划（2021-2025年）: the models write these signs narrow.
_NARROW = dict(zip(",:;?!()", "，：；？！（）", strict=True))
_CHINESE = re.compile(r"[\u3400-\u9fff“”‘’《》〈〉〔〕【】、。，；：？！（）％—…]")
# What is read as 一 though a dash is printed: 2021一2025年; 一一坚持系统观念 at the head of a line (but 一一对应)
_DASH = re.compile(r"(?<=[0-9A-Za-z])一(?=[0-9A-Za-z])")
_DASHES = re.compile(r"^一一(?=[\u4e00-\u9fff]{2})(?!对应|落实|列出|分解|核对)")
_CHAIN = re.compile(r"“[^”一](?:一[^”一]){2,}”")  # “甲一乙一丙” for “甲—乙—丙”
_SPECK = re.compile(r"(?<=[。；])[·.．'`,]+")  # dirt behind the end of a sentence


@dataclass(frozen=True, slots=True)
class TextLine:
    """A recognised line: its text, the recogniser's confidence (0..1) and its box in pixels of the upright picture."""

    text: str
    score: float
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Picture:
    """The lines of one picture, the quarter turns (anticlockwise) that set it upright and its lean in radians.

    Boxes are those of the picture turned and then straightened about its middle.
    """

    lines: tuple[TextLine, ...]
    turn: int
    lean: float


def available() -> bool:
    """Whether the optional packages are installed, with their models."""
    return all(importlib.util.find_spec(name) is not None for name in _PACKAGES) and _models() is not None


@cache
def _models() -> tuple[str, str] | None:
    """The models that find lines and read them, as the wheel carries them. Named outright, they are never fetched."""
    found = importlib.util.find_spec("rapidocr")
    folders = list(found.submodule_search_locations or ()) if found else []
    for folder in folders:
        names = sorted(Path(folder, "models").glob("*.onnx"))
        finders, readers = ([str(name) for name in names if part in name.name] for part in ("_det_", "_rec_"))
        if finders and readers:
            return finders[0], readers[0]
    return None


def look(picture: Any) -> Picture:
    """The text on a picture (an array of rows, columns and three colours), whichever way up it was scanned."""
    best = _looked(picture, 0)
    if _doubtful(best):
        best = max((best, *(_looked(picture, turn) for turn in (2, 1, 3))), key=lambda one: (_sense(one), -one.turn))
    return best


def _doubtful(found: Picture) -> bool:
    if not found.lines:
        return False
    tall = sum(line.bottom - line.top > 1.5 * (line.right - line.left) for line in found.lines)
    weight = sum(len(line.text) for line in found.lines)
    return _sense(found) < _TURN_SCORE * weight or tall > 0.5 * len(found.lines)


def _sense(found: Picture) -> float:
    return sum(line.score * len(line.text) for line in found.lines if line.score >= LEAST_SCORE)


def _looked(picture: Any, turn: int) -> Picture:
    import numpy as np

    turned = np.ascontiguousarray(np.rot90(picture, turn)) if turn else picture
    height, width = turned.shape[:2]
    found = _engine()(turned, use_det=True, use_cls=False, use_rec=True)
    if found.boxes is None or found.txts is None:
        return Picture((), turn, 0.0)
    boxes = [[(float(x), float(y)) for x, y in box] for box in found.boxes]
    lean = _lean(boxes)
    middle = width / 2, height / 2
    lines = []
    for box, text, score in zip(boxes, found.txts, found.scores, strict=True):
        corners = [_straight(corner, middle, lean) for corner in box]
        across, down = [x for x, _ in corners], [y for _, y in corners]
        if text.strip():
            lines.append(
                TextLine(as_printed(text.strip()), float(score), min(across), min(down), max(across), max(down))
            )
    return Picture(tuple(lines), turn, lean)


def _lean(boxes: Sequence[Sequence[tuple[float, float]]]) -> float:
    """By how much the page lies askew: the median over its lines by their length, radians, clockwise."""
    leans = sorted(
        (math.atan2(box[1][1] - box[0][1] + box[2][1] - box[3][1], wide + box[2][0] - box[3][0]), wide)
        for box in boxes
        if (wide := box[1][0] - box[0][0]) > 3 * abs(box[3][1] - box[0][1])
    )
    half = sum(wide for _, wide in leans) / 2
    for lean, wide in leans:
        half -= wide
        if half <= 0:
            return lean if abs(lean) < 0.1 and len(leans) > 2 else 0.0
    return 0.0


def _straight(corner: tuple[float, float], middle: tuple[float, float], lean: float) -> tuple[float, float]:
    x, y = corner[0] - middle[0], corner[1] - middle[1]
    return (
        middle[0] + x * math.cos(lean) + y * math.sin(lean),
        middle[1] - x * math.sin(lean) + y * math.cos(lean),
    )


def as_printed(text: str) -> str:
    """Signs as they are set in print: wide beside Chinese characters, and dashes where 一 makes no sense."""
    characters = list(text)
    for index, sign in enumerate(text):
        if sign in _NARROW:
            before, after = text[:index].rstrip()[-1:], text[index + 1 :].lstrip()[:1]
            inner = _inside(text, index) if sign in "()" else ""
            if any(_CHINESE.match(near) for near in (before, after) if near) or _CHINESE.search(inner):
                characters[index] = _NARROW[sign]
    wide = _DASH.sub("—", _DASHES.sub("——", "".join(characters)))
    return _SPECK.sub("", _CHAIN.sub(lambda chain: chain.group().replace("一", "—"), wide))


def _inside(text: str, index: int) -> str:
    """What stands between a bracket and its partner."""
    if text[index] == "(":
        stop = text.find(")", index)
        return text[index:stop] if stop >= 0 else ""
    start = text.rfind("(", 0, index)
    return text[start:index] if start >= 0 else ""


def threads() -> int:
    """Processors that this process may use."""
    limit = os.environ.get("PLANCHECK_THREADS", "")
    affinity = getattr(os, "sched_getaffinity", None)
    count = len(affinity(0)) if affinity else os.cpu_count() or 1
    return min(count, int(limit)) if limit.isdigit() and int(limit) else count


@cache
def _engine() -> Any:
    """The recogniser, loaded once a process (half a second)."""
    import onnxruntime
    from rapidocr import RapidOCR

    models = _models()
    if models is None:
        raise RuntimeError("rapidocr without its models")
    onnxruntime.disable_telemetry_events()
    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "Global.text_score": 0.0,
            "Det.model_path": models[0],
            "Rec.model_path": models[1],
            "Det.limit_type": "max",  # lines are found on a smaller picture and read on the full one
            "Det.limit_side_len": 1280,
            "EngineConfig.onnxruntime.intra_op_num_threads": threads(),
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )
