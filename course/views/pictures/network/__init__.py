"""A network of parts: who needs what, drawn as it is entered, with the longest chain on demand. For a precedence graph.

``shows`` names the parts, as in ``{"parts": "slice"}``. The options of the field are their ids.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from html import escape

from course.grade.count import quantity
from course.grade.models.parts import SETS, Part, days_of, on_longest, ordered
from course.views import draw
from course.views.markup import table
from course.views.stills import stills

ACROSS, DOWN, WIDTH, HEIGHT, MARGIN, LETTERS = 152, 68, 128, 54, 2, 19
LANE, LANES = 3, 4  # pixels between the ways that run between two rows, and how many there is room for
WORDS = "fill:var(--jp-content-font-color1,#212121)"
BOX = "fill:var(--jp-layout-color0,#fff);stroke:var(--jp-border-color0,#616161)"
CHAIN = "fill:var(--jp-layout-color2,#eee);stroke:var(--course-info,#0860c4);stroke-width:3"
ARROW = "fill:none;stroke:var(--jp-content-font-color2,#5b5b5b)"
LINK = "fill:none;stroke:var(--course-info,#0860c4);stroke-width:3"
Graph = Mapping[str, Sequence[str]]


def data(settings: dict) -> dict:
    """The parts with their notes and the lines of their titles, and the sizes of the drawing."""
    parts = [asdict(part) | {"needs": [], "lines": lines(part.title)} for part in SETS[settings["shows"]["parts"]]]
    return {
        "parts": parts,
        "across": ACROSS,
        "down": DOWN,
        "width": WIDTH,
        "height": HEIGHT,
        "margin": MARGIN,
        "lane": LANE,
        "lanes": LANES,
    }


def html(settings: dict, answer: object) -> str:
    """The network as a picture, and what each part needs as a table."""
    parts, graph = SETS[settings["shows"]["parts"]], _graph(settings, answer)
    rows = [[f"{part.id} {part.title}", part.owner, str(part.days), ", ".join(graph[part.id]) or "—"] for part in parts]
    listed = table(("Part", "Owner", "Days", "Needs first"), rows, {2}, {0, 3})
    try:
        return (stills(network(parts, graph)) if any(graph.values()) else "") + listed
    except ValueError as error:
        return f"<p>! These wait for each other: {escape(str(error))}.</p>{listed}"


def network(parts: Sequence[Part], graph: Graph, chain: bool = False) -> str:
    """The drawing of all parts that have an arrow; with ``chain`` those without slack stand out. Raises ValueError for a circle."""
    places = place([part.id for part in parts], graph)
    longest = on_longest(graph, {part.id: part.days for part in parts}) if chain else []
    drawn = [part for part in parts if part.id in places]
    shapes = [
        _arrow(places[needed], places[part.id], (at + 1) / (len(needs) + 1), needed in longest and part.id in longest)
        for part in drawn
        for needs in [sorted(graph.get(part.id, ()), key=lambda id: places[id][1])]
        for at, needed in enumerate(needs)
    ]
    shapes += [_box(part, places[part.id], part.id in longest) for part in drawn]
    width = max((x for x, _ in places.values()), default=0) + WIDTH + MARGIN
    height = max((y for _, y in places.values()), default=0) + DOWN
    return draw.drawing(width, height, "".join(shapes), in_words(graph), class_="course-network")


def place(ids: Sequence[str], graph: Graph) -> dict[str, tuple[int, int]]:
    """The upper left corner of each part that has an arrow: a column further right than all that it needs.

    Raises ValueError for a circle.
    """
    columns: dict[str, int] = {}
    for id in ordered(graph, ids):
        columns[id] = max((columns[needed] + 1 for needed in graph.get(id, ())), default=0)
    needed_by_others = {needed for needs in graph.values() for needed in needs}
    shown = [id for id in ids if graph.get(id) or id in needed_by_others]
    rows = {id: sum(columns[other] == columns[id] for other in shown[: shown.index(id)]) for id in shown}
    return {id: (MARGIN + columns[id] * ACROSS, MARGIN + rows[id] * DOWN) for id in shown}


def in_words(graph: Graph) -> str:
    """What needs what, for people who cannot see it."""
    needs = [f"{id} needs {' and '.join(needed)}" for id, needed in graph.items() if needed]
    return f"{'; '.join(needs)}." if needs else "Nothing needs anything yet: all can begin at once."


def lines(title: str) -> list[str]:
    """A title in lines that fit into a box.

    >>> lines("Contract that fits on a phone")
    ['Contract that fits', 'on a phone']
    """
    found = [""]
    for word in title.split():
        longer = f"{found[-1]} {word}".strip()
        found = [*found[:-1], longer] if len(longer) <= LETTERS else [*found, word]
    return found


def _graph(settings: dict, answer: object) -> dict[str, list[str]]:
    chosen = answer if isinstance(answer, dict) else {}
    options = list(days_of(settings["shows"]["parts"]))
    return {
        id: [other for other in options if isinstance(chosen.get(id), list) and other in chosen[id] and other != id]
        for id in options
    }


def _box(part: Part, corner: tuple[int, int], is_on: bool) -> str:
    x, y = corner
    return (
        draw.bar(x, y, WIDTH, HEIGHT, rx=6, style=CHAIN if is_on else BOX)
        + draw.text(x + 8, y + 16, f"{part.id} · {quantity(part.days, 'day')}", style=f"{WORDS};font-weight:600")
        + "".join(
            draw.text(x + 8, y + 31 + 14 * n, words, style=f"{WORDS};font-size:11px")
            for n, words in enumerate(lines(part.title))
        )
    )


def _arrow(start: tuple[int, int], end: tuple[int, int], share: float, is_on: bool) -> str:
    """From the right edge of a box to the left edge of another, with a head, so that no two arrows share a way.

    It ends at that share of the box's height. Past other columns it runs between the rows, each column on a lane of its own.
    """
    x1, y1, x2, y2 = start[0] + WIDTH, start[1] + HEIGHT / 2, end[0], end[1] + HEIGHT * share
    lane = start[1] + (HEIGHT + DOWN) / 2 + LANE * ((start[0] - MARGIN) // ACROSS % LANES - (LANES - 1) / 2)
    bend = f"M{x1:g},{y1:g} C{x1 + 20:g},{y1:g} {x2 - 20:g},{y2:g} {x2 - 2:g},{y2:g}"
    if end[0] - start[0] > ACROSS:
        leave = f"M{x1:g},{y1:g} C{x1 + 14:g},{y1:g} {x1 + 6:g},{lane:g} {x1 + 22:g},{lane:g}"
        bend = f"{leave} L{x2 - 22:g},{lane:g} C{x2 - 8:g},{lane:g} {x2 - 16:g},{y2:g} {x2 - 2:g},{y2:g}"
    head = f"M{x2 - 8:g},{y2 - 4:g} L{x2 - 1:g},{y2:g} L{x2 - 8:g},{y2 + 4:g}"
    return draw.element("path", d=f"{bend} {head}", style=LINK if is_on else ARROW)
