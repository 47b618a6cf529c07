"""An order with what waiting costs: a bar for each item, as long as it takes to be done and as high as a week costs.

For a plan with one control, an order whose options begin with the ids of backlog items: ``shows`` has the ``deadlines``,
and perhaps ``fold``, the words behind which the items are folded away until somebody asks for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from html import escape

from course.grade.models import backlog
from course.views import draw
from course.views.markup import table
from course.views.stills import stills

WIDTH, LEFT, RIGHT, TOP, SLOT, HIGH = 640, 44, 88, 44, 18, 3.6
WORDS = "fill:var(--jp-content-font-color1,#212121)"
QUIET = "fill:var(--jp-content-font-color2,#5b5b5b)"
WAITS = "fill:var(--course-info);fill-opacity:.14;stroke:var(--course-info);stroke-dasharray:3 3"
WORKS = "fill:var(--course-info);fill-opacity:.55;stroke:var(--course-info)"
INPUTS = ("Item", "Weeks of work", "A week of waiting costs, k€", "Note")
LATE = "stroke:var(--course-attention);stroke-width:2"


def data(settings: dict) -> dict:
    """The items by id, their deadlines, and the words to fold them away behind."""
    items = backlog.chosen_of(backlog.read_items(), [option[:3] for option in settings["controls"][0]["options"]]).items
    known = [list(INPUTS), *inputs(items, settings["shows"]["deadlines"])]
    return {"items": {item.id: asdict(item) for item in items}, "inputs": known, "fold": "", **settings["shows"]}


def html(settings: dict, answer: object) -> str:
    """The order with its bars and its arithmetic."""
    order = answer.get(settings["controls"][0]["id"]) if isinstance(answer, dict) else None
    by_id = {item.id: item for item in backlog.read_items()}
    ids = [str(option)[:3] for option in order] if isinstance(order, list) else []
    if not ids or not set(ids) <= set(by_id):
        return "—"
    items = [by_id[id] for id in ids]
    chart = stills(bars(items, settings["shows"]["deadlines"]))
    rows = inputs(backlog.chosen_of(by_id.values(), ids).items, settings["shows"]["deadlines"])
    known = table(INPUTS, rows, {1, 2})
    return f"{known}<p>{escape(f'Waiting costs €{backlog.waiting(items):,.1f}k.')}</p>{chart}{arithmetic(items)}"


def inputs(items: Sequence[backlog.Item], deadlines: dict[str, int]) -> list[list[str]]:
    """What an order is made from, a row for each item; the rate is left to find. Titles are in the list to move.

    >>> inputs([backlog.Item("B07", "Reasons", 0, 3, 0, requires="B05", delay=2.5)], {"B07": 12})
    [['B07', '3', '2.5', 'needs B05, done by week 12']]
    """
    rows = []
    for item in items:
        due = f"done by week {deadlines[item.id]}" if item.id in deadlines else ""
        note = ", ".join(filter(None, [item.requires and f"needs {item.requires}", due]))
        rows.append([item.id, str(item.weeks), f"{item.delay or 0:.1f}", note])
    return rows


def arithmetic(order: Sequence[backlog.Item]) -> str:
    """What each item loses: the weeks until it is done, times its cost of delay."""
    rows = [
        [f"{item.id} {item.title}", str(end), f"{item.delay or 0:.1f}", f"{end * (item.delay or 0):.1f}"]
        for item, end in zip(order, backlog.finished(order), strict=True)
    ]
    rows.append(["together", "", "", f"{backlog.waiting(order):.1f}"])
    return table(("In this order", "Done in week", "k€ a week", "Lost, k€"), rows, {1, 2, 3})


def _legend() -> list[str]:
    """What the two halves of a bar are."""
    halves = ((LEFT, WAITS, "dashed: it waits"), (LEFT + 152, WORKS, "solid: the crew is on it"))
    return [
        shape
        for x, look, words in halves
        for shape in (draw.bar(x, 22, 24, 10, style=look), draw.text(x + 32, 31, words, style=QUIET))
    ]


def bars(order: Sequence[backlog.Item], deadlines: dict[str, int]) -> str:
    """A bar for each item: pale while it waits, full while it is worked on. Its area is what it loses."""
    ends = backlog.finished(order)
    x = draw.scale(0, ends[-1], LEFT, WIDTH - RIGHT)
    what = "weeks until it is done; the height is what a week costs" + (
        "; the line across is the last week" if deadlines else ""
    )
    shapes, y = [draw.text(LEFT, 12, what, style=QUIET), *_legend()], TOP
    for item, end in zip(order, ends, strict=True):
        height = max(2.0, HIGH * (item.delay or 0))
        slot = max(SLOT, height + 4)
        top, middle, begin = y + (slot - height) / 2, y + slot / 2 + 4, end - item.weeks
        shapes.append(draw.text(LEFT - 8, middle, item.id, "end", style=WORDS))
        shapes.append(draw.bar(x(0), top, x(begin) - x(0), height, style=WAITS))
        shapes.append(draw.bar(x(begin), top, x(end) - x(begin), height, style=WORKS))
        beside = x(end)
        if item.id in deadlines:
            due = x(deadlines[item.id])
            shapes.append(draw.line((due, y), (due, y + slot), style=LATE))
            beside = max(beside, due) if due < beside + 48 else beside
        shapes.append(draw.text(beside + 6, middle, f"{end * (item.delay or 0):.1f}", style=WORDS))
        y += slot
    shapes.append(draw.text(LEFT, y + 14, "0", "middle", style=QUIET))
    shapes.append(draw.text(x(ends[-1]), y + 14, f"week {ends[-1]}", "middle", style=QUIET))
    label = f"Waiting costs €{backlog.waiting(order):,.1f}k: {', '.join(item.id for item in order)}."
    return draw.drawing(WIDTH, y + 22, "".join(shapes), label, class_="course-queued-bars")
