"""An architecture whose nodes are chosen: ``shows`` names its graph, as in ``{"graph": "checkout"}``. For choices."""

from __future__ import annotations

from html import escape

from course.artefacts import graph
from course.views import draw
from course.views.stills import stills

COLUMN, ROW, WIDTH, HEIGHT, MARGIN = 228, 72, 196, 46, 2
STYLE = "fill:none;stroke:var(--jp-border-color0,#616161)"
CHOSEN = "fill:var(--jp-layout-color2,#eee);stroke:var(--course-info,#0860c4);stroke-width:2"


def data(settings: dict) -> dict:
    """The positions of boxes and arrows, in pixels: ``boxes`` by name, ``lines`` as [x1, y1, x2, y2]."""
    description = graph(settings["shows"]["graph"])
    boxes = {node["name"]: _box(node) for node in description["nodes"]}
    size = {
        end: max(box[start] + box[end] for box in boxes.values()) + MARGIN
        for start, end in (("x", "width"), ("y", "height"))
    }
    return {
        "title": description["title"],
        **size,
        "boxes": list(boxes.values()),
        "lines": [_line(boxes[source], boxes[target]) for source, target in description["edges"]],
    }


def html(settings: dict, answer: object) -> str:
    """The graph as a picture with the chosen nodes marked, and the choice as a list."""
    drawing_data, choices = data(settings), answer if isinstance(answer, list) else []
    lines = "".join(_arrow(*line) for line in drawing_data["lines"])
    boxes = "".join(_node(box, box["name"] in choices) for box in drawing_data["boxes"])
    names = "".join(f"<li>{escape(name)}</li>" for name in choices) or "<li>—</li>"
    label = f"{drawing_data['title']}. Chosen: {', '.join(choices) or 'nothing'}."
    return (
        f"{stills(draw.drawing(drawing_data['width'], drawing_data['height'], lines + boxes, label))}<ul>{names}</ul>"
    )


def _box(node: dict) -> dict:
    return {
        "name": node["name"],
        "says": node["says"],
        "fixed": bool(node.get("fixed")),
        "x": MARGIN + node["column"] * COLUMN,
        "y": MARGIN + node["row"] * ROW,
        "width": WIDTH,
        "height": HEIGHT,
    }


def _line(source: dict, target: dict) -> list[float]:
    """From the lower edge to the upper one; within a row, from side to side."""
    if source["y"] == target["y"]:
        right = source["x"] < target["x"]
        y = source["y"] + HEIGHT / 2
        return [source["x"] + WIDTH * right, y, target["x"] + WIDTH * (not right), y]
    return [source["x"] + WIDTH / 2, source["y"] + HEIGHT, target["x"] + WIDTH / 2, target["y"]]


def _arrow(x1: float, y1: float, x2: float, y2: float) -> str:
    """A line with a head, drawn as a path: markers need an id, and ids must be unique in a page."""
    length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
    along, across = ((x2 - x1) / length, (y2 - y1) / length), ((y1 - y2) / length, (x2 - x1) / length)
    left, right = (
        (x2 - 8 * along[0] + side * 4 * across[0], y2 - 8 * along[1] + side * 4 * across[1]) for side in (1, -1)
    )
    head = f"M{left[0]:.1f},{left[1]:.1f} L{x2:g},{y2:g} L{right[0]:.1f},{right[1]:.1f}"
    return draw.element("path", d=f"M{x1:g},{y1:g} L{x2:g},{y2:g} {head}", style=STYLE)


def _node(box: dict, is_chosen: bool) -> str:
    x, middle, y = box["x"], box["x"] + WIDTH / 2, box["y"]
    style, sign = (CHOSEN, "✓ ") if is_chosen else (STYLE, "")
    return (
        draw.bar(x, y, WIDTH, HEIGHT, rx=6, style=style)
        + draw.text(middle, y + 19, f"{sign}{box['name']}", "middle", fill="currentColor", font_size=14)
        + draw.text(middle, y + 36, box["says"], "middle", fill="currentColor", font_size=11)
    )
