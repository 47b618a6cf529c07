"""A backlog to pack: items to tick, two bars that fill, and what has to leave for the item that was ticked last.

For a plan with one control of several options, the ids of the items: ``shows`` has the limits, ``weeks`` and ``budget``
in thousand euro, and ``having`` an item that must be in the plan.
"""

from __future__ import annotations

from dataclasses import asdict
from html import escape

from course.grade.models import backlog
from course.views import draw
from course.views.markup import table
from course.views.stills import stills

WIDTH, LEFT, TOP, ROW, BAR = 640, 4, 20, 56, 24
WORDS = "fill:var(--jp-content-font-color1,#212121)"
HELD = "fill:var(--course-info);fill-opacity:.16;stroke:var(--course-info)"
OVER = "fill:var(--course-attention);fill-opacity:.22;stroke:var(--course-attention);stroke-width:2"
LIMIT = "stroke:var(--jp-content-font-color1,#212121);stroke-width:2;stroke-dasharray:4 3"


def data(settings: dict) -> dict:
    """The items, each with what is to be noted of it, and the limits."""
    having = settings["shows"].get("having", "")
    items = [{**asdict(item), "mandatory": item.mandatory or item.id == having} for item in backlog.read_items()]
    for item in items:
        item["note"] = "must be in this plan" if item["id"] == having else "mandatory" if item["mandatory"] else ""
    return {"items": items, **_limits(settings)}


def html(settings: dict, answer: object) -> str:
    """The plan with its bars, as far as it is chosen."""
    items, limits = backlog.read_items(), _limits(settings)
    ids = answer.get(settings["controls"][0]["id"]) if isinstance(answer, dict) else None
    plan = backlog.chosen_of(items, [id for id in ids or () if isinstance(id, str)])
    rows = [[f"{item.id} {item.title}", f"{item.value}", f"{item.weeks}", f"{item.budget}"] for item in plan.items]
    chosen = table(("Chosen", "Value, k€", "Weeks", "Budget, k€"), rows, {1, 2, 3}) if rows else "<p>—</p>"
    return f"<p>{escape(sums(plan, **limits))}</p>{stills(bars(plan, **limits))}{chosen}"


def _limits(settings: dict) -> dict:
    return {name: settings["shows"][name] for name in ("weeks", "budget")}


def sums(plan: backlog.Plan, weeks: int, budget: int) -> str:
    """What a plan comes to, in a line.

    >>> sums(backlog.Plan((backlog.Item("B1", "", 60, 2, 4),)), 30, 150)
    'Value €60k. 2 of 30 weeks. €4k of €150k.'
    """
    return f"Value €{plan.value}k. {plan.weeks} of {weeks} weeks. €{plan.budget}k of €{budget}k."


def bars(plan: backlog.Plan, weeks: int, budget: int) -> str:
    """Effort and budget as two bars, item by item, each with its limit."""
    effort = f"Effort: {plan.weeks} of {weeks} weeks" + (
        f", {plan.weeks - weeks} too many" if plan.weeks > weeks else ""
    )
    money = f"Budget: €{plan.budget}k of €{budget}k" + (
        f", €{plan.budget - budget}k too much" if plan.budget > budget else ""
    )
    content = _bar(TOP, effort, weeks, [(item.id, item.weeks) for item in plan.items])
    content += _bar(TOP + ROW, money, budget, [(item.id, item.budget) for item in plan.items])
    return draw.drawing(WIDTH, TOP + 2 * ROW - 12, content, sums(plan, weeks, budget), class_="course-pack-bars")


def _bar(y: float, label: str, limit: int, parts: list[tuple[str, int]]) -> str:
    total = sum(size for _, size in parts)
    x = draw.scale(0, max(total, limit * 1.15), LEFT, WIDTH - LEFT)
    shapes, at = [draw.text(LEFT, y - 6, label, style=WORDS)], 0
    shapes.append(draw.bar(x(0), y, x(limit) - x(0), BAR, style="fill:none;stroke:var(--jp-border-color1,#9e9e9e)"))
    for id, size in parts:
        width = x(at + size) - x(at)
        shapes.append(draw.bar(x(at), y, width, BAR, style=OVER if at + size > limit else HELD))
        if width >= 26:
            shapes.append(draw.text(x(at) + width / 2, y + 16, id, "middle", style=WORDS))
        at += size
    return "".join(shapes) + draw.line((x(limit), y - 4), (x(limit), y + BAR + 4), style=LIMIT)
