"""A sketch of a system: rows of lists to choose from, and beside them a picture of boxes, calls and what is written down."""

from __future__ import annotations

from pathlib import Path

from course.grade.form.field import field_kind
from course.grade.models.architecture import (
    BEFORE,
    LOG,
    MOST_CALLS,
    PARTS,
    QUEUE,
    WAITS,
    Scene,
    options,
    silences,
)  # fmt: skip
from course.views import draw
from course.views.form.field import OPEN
from course.views.markup import table
from course.views.stills import stills

LANE, LEAST_LANE, STEP, TOP, EDGE = 112, 80, 42, 58, 16
BETWEEN, HEAD_WIDTH, HEAD_HEIGHT = 8, LANE - 8, 28
HEADS = ("Row", "Call", "How", "Key", "If no answer comes", "Written down")


def data(settings: dict, right: dict) -> dict:
    """What can be chosen in a row, and the measures of the picture."""
    scene = Scene.of(settings)
    lists = {part: list(choices.items()) for part, choices in options(scene, {}).items()}
    choices = {way: list(silences(scene, way).items()) for way in scene.ways}
    measures = {"lane": LANE, "least": LEAST_LANE, "step": STEP, "top": TOP, "edge": EDGE, "between": BETWEEN, "head": HEAD_HEIGHT}  # fmt: skip
    return {"lists": lists, "silences": choices, "most": MOST_CALLS, "measures": measures}


def html(settings: dict, answer: object) -> str:
    """The picture, and a table of its calls."""
    rows = field_kind("sketch").clean(settings, answer) or []
    if not rows:
        return OPEN
    return f"{picture(settings, rows)}{_table(settings, rows)}"


def picture(settings: dict, rows: list[dict]) -> str:
    """Boxes from left to right, calls from top to bottom, as an image that is described in words."""
    scene = Scene.of(settings)
    lanes = {box: EDGE + LANE * (at + 0.5) for at, box in enumerate(scene.boxes)}
    width, foot = 2 * EDGE + LANE * len(lanes), TOP + STEP * len(rows) + 8
    boxes = "".join(_box(lanes[box], name, foot) for box, name in scene.boxes.items())
    calls = "".join(_call(scene, lanes, number, row) for number, row in enumerate(rows, 1))
    css = Path(__file__).with_name("view.css").read_text(encoding="utf-8").replace(".course-sketch-picture ", "")
    return stills(draw.drawing(width, foot + 8, boxes + calls, in_words(scene, rows)), css)


def in_words(scene: Scene, rows: list[dict]) -> str:
    """The picture in words: each call with both its boxes."""
    calls = [f"{number}: {_ends(scene, row)}" for number, row in enumerate(rows, 1)]
    return f"{len(scene.boxes)} boxes. " + ("; ".join(calls) or "No calls yet") + "."


def _ends(scene: Scene, row: dict) -> str:
    caller, callee = (scene.boxes.get(row.get(part, ""), "?") for part in ("caller", "callee"))
    act = scene.acts[row["act"]].ask if "act" in row else "?"
    return f"{caller} → {callee}: {act}"


def _box(x: float, name: str, foot: float) -> str:
    rectangle = draw.bar(x - HEAD_WIDTH / 2, 8, HEAD_WIDTH, HEAD_HEIGHT, rx=6, class_="course-sketch-box")
    lifeline = draw.line((x, 8 + HEAD_HEIGHT), (x, foot), class_="course-sketch-life")
    return lifeline + rectangle + draw.text(x, 27, name, "middle", class_="course-sketch-name")


def _call(scene: Scene, lanes: dict[str, float], number: int, row: dict) -> str:
    """The arrow of a call, its number, how it goes, and what its caller writes down."""
    if "caller" not in row or "callee" not in row or row["caller"] == row["callee"]:
        return ""
    start, end, y = lanes[row["caller"]], lanes[row["callee"]], TOP + STEP * (number - 0.5)
    sign, way = (1 if end > start else -1), row.get("way", "")
    arrow = draw.line((start, y), (end - 6 * sign, y), class_=f"course-sketch-arrow course-sketch-{way or 'open'}")
    head = draw.element("path", d=f"M{end - 9 * sign},{y - 5} L{end},{y} L{end - 9 * sign},{y + 5}", class_="course-sketch-head")  # fmt: skip
    back = draw.line((end, y + 7), (start, y + 7), class_="course-sketch-back") if way == WAITS else ""
    act = scene.acts[row["act"]].ask if "act" in row else ""
    words = " · ".join(filter(None, [f"{number} {act}".strip(), "key" if row.get("key") == "key" else ""]))
    label = draw.text(start + 12 * sign, y - 12, words, "start" if sign > 0 else "end", class_="course-sketch-words")
    return arrow + head + back + _carrier(way, end - 26 * sign, y) + label + _written(row, start, sign, y)


def _carrier(way: str, x: float, y: float) -> str:
    """Three bars for a queue, a page with lines for a log."""
    if way == QUEUE:
        return "".join(draw.line((x + 5 * at, y - 6), (x + 5 * at, y + 6), class_="course-sketch-queue") for at in (-1, 0, 1))  # fmt: skip
    if way == LOG:
        page = draw.bar(x - 7, y - 8, 14, 16, class_="course-sketch-page")
        return page + "".join(draw.line((x - 4, y + at), (x + 4, y + at), class_="course-sketch-queue") for at in (-4, 0, 4))  # fmt: skip
    return ""


def _written(row: dict, x: float, sign: int, y: float) -> str:
    """A drum at the caller's line: above the arrow what is written before it is sent, below it what is written after."""
    when, _, store = row.get("store", "").partition(":")
    if not store:
        return ""
    at = y - 13 if when == BEFORE else y + 14
    side, anchor = (x - 10 * sign, "end" if sign > 0 else "start")
    drum = f"M{x - 6},{at - 5} v10 a6,2.5 0 0 0 12,0 v-10 a6,2.5 0 0 0 -12,0 a6,2.5 0 0 0 12,0"
    return draw.element("path", d=drum, class_="course-sketch-drum") + draw.text(side, at + 4, store, anchor, class_="course-sketch-words")  # fmt: skip


def _table(settings: dict, rows: list[dict]) -> str:
    scene = Scene.of(settings)
    cells = []
    for number, row in enumerate(rows, 1):
        words = {part: choices.get(row.get(part, ""), OPEN) for part, choices in options(scene, row).items()}
        cells.append([str(number), _ends(scene, row), *(words[part] for part in PARTS[3:])])
    return table(HEADS, cells, {0})
