"""The entity diagram: tables as boxes and references as lines, as SVG for the page and as a standalone picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from course.case.schema import Table
from course.grade.count import quantity
from course.views import draw
from course.views.demos.schema.layout import MARGIN, PADDING, Box, Edge, Layout, arrange
from course.views.demos.schema.references import connections, neighbours, references

FOOT = 9  # px, the distance of the fork and the bar from a box
LEGEND = "A line leads from a column to the row that it names: the fork is at the side with many rows, the bar at the side with one."


def diagram(tables: Sequence[Table], counts: Mapping[str, int], chosen: str) -> str:
    """The diagram as an SVG element for the page: boxes are buttons, the chosen table and its neighbours are highlighted."""
    layout = arrange([table.name for table in tables], references(tables))
    neighbour_names = neighbours(chosen, references(tables))
    boxes = "".join(
        f'<g class="{_state(box.table, chosen, neighbour_names)}" role="button" tabindex="{0 if box.table == chosen else -1}" '
        f'aria-pressed="{str(box.table == chosen).lower()}" data-table="{escape(box.table)}" '
        f'aria-label="{escape(box.table)}, {quantity(counts[box.table], "row")}">{_box(box, counts[box.table])}</g>'
        for box in layout.boxes.values()
    )
    return _svg(layout, _lines(layout, chosen) + boxes, tables, 'role="group"')


def picture(tables: Sequence[Table], counts: Mapping[str, int]) -> str:
    """The diagram as a standalone picture, without anything to choose."""
    layout = arrange([table.name for table in tables], references(tables))
    boxes = "".join(f'<g class="course-box">{_box(box, counts[box.table])}</g>' for box in layout.boxes.values())
    label = escape(f"Diagram of {len(tables)} tables. {_words(tables)}")
    return _svg(layout, _lines(layout, "") + boxes, tables, f'role="img" aria-label="{label}"')


def _svg(layout: Layout, content: str, tables: Sequence[Table], role: str) -> str:
    label = ""
    if layout.apart is not None:
        label = draw.text(MARGIN, layout.apart - 8, "Not connected to another table", class_="course-box-note")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="course-diagram" {role} aria-labelledby="course-diagram-title" '
        f'aria-describedby="course-diagram-words" viewBox="0 0 {layout.width:g} {layout.height:g}" '
        f'width="{layout.width:g}" height="{layout.height:g}">'
        '<title id="course-diagram-title">How the tables are connected</title>'
        f'<desc id="course-diagram-words">{escape(_words(tables))}</desc>{content}{label}</svg>'
    )


def _words(tables: Sequence[Table]) -> str:
    all_references = references(tables)
    references_by_table = {
        table.name: [reference for reference in all_references if reference.child == table.name] for table in tables
    }
    return " ".join(connections(name, pointers) for name, pointers in references_by_table.items() if pointers)


def _state(name: str, chosen: str, neighbour_names: frozenset[str]) -> str:
    return "course-box" + (" course-chosen" if name == chosen else " course-near" if name in neighbour_names else "")


def _box(box: Box, count: int) -> str:
    """A rectangle with the table's name and its number of rows."""
    left = box.x + PADDING
    return (
        draw.bar(box.x, box.y, box.width, box.height, rx=4)
        + draw.text(left, box.y + 16, box.table, class_="course-box-name")
        + draw.text(left, box.y + 31, quantity(count, "row"), class_="course-box-note")
    )


def _lines(layout: Layout, chosen: str) -> str:
    # The chosen table's lines come last, so that they are above the others.
    edges = sorted(layout.edges, key=lambda edge: chosen in (edge.child, edge.parent))
    return "".join(
        f'<path class="course-line{" course-near" if chosen in (edge.child, edge.parent) else ""}" d="{_path(edge)}"/>'
        for edge in edges
    )


def _path(edge: Edge) -> str:
    """The line with a fork at the child and a bar at the parent."""
    (left, top), (right, bottom) = edge.points[0], edge.points[-1]
    side = 1 if edge.child == edge.parent else -1
    fork = "".join(f"M{left + side * FOOT:g},{top:g}L{left:g},{top + spread:g}" for spread in (-4, 4))
    bar = f"M{right + FOOT:g},{bottom - 4:g}v8"
    return f"M{left:g},{top:g}{_curves(edge, side)}{fork}{bar}"


def _curves(edge: Edge, side: int) -> str:
    """Curves through the gutters between the layers, straight lines through a layer."""
    if edge.child == edge.parent:
        (x, top), (_, bottom) = edge.points
        return f"C{x + 4 * FOOT:g},{top:g} {x + 4 * FOOT:g},{bottom:g} {x:g},{bottom:g}"
    parts = []
    for index, ((x, y), (to_x, to_y)) in enumerate(zip(edge.points, edge.points[1:], strict=False)):
        middle = (x + to_x) / 2
        parts.append(f"L{to_x:g},{to_y:g}" if index % 2 else f"C{middle:g},{y:g} {middle:g},{to_y:g} {to_x:g},{to_y:g}")
    return "".join(parts)
