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

ACROSS, DOWN, WIDTH, HEIGHT, MARGIN, LETTERS = 164, 68, 128, 54, 2, 19
LANE, LANES = 3, 4  # pixels between the ways that run between two rows, and how many there is room for
TURN, TURNS, LAST = 5, 19, 9  # pixels between turns before a box, from the first to the last of them, and after that
CORNER = 4  # the radius of a turn
WORDS = "fill:var(--jp-content-font-color1,#212121)"
BOX = "fill:var(--jp-layout-color0,#fff);stroke:var(--jp-border-color0,#616161)"
CHAIN = "fill:var(--jp-layout-color2,#eee);stroke:var(--course-info,#0860c4);stroke-width:3"
ARROW = "fill:none;stroke:var(--jp-content-font-color2,#5b5b5b)"
LINK = "fill:none;stroke:var(--course-info,#0860c4);stroke-width:3"
Graph = Mapping[str, Sequence[str]]
Point = tuple[float, float]


def data(settings: dict) -> dict:
    """The parts with their notes and the lines of their titles, and the sizes of the drawing."""
    parts = [asdict(part) | {"needs": [], "lines": lines(part.title)} for part in SETS[settings["shows"]["parts"]]]
    sizes = {
        "across": ACROSS, "down": DOWN, "width": WIDTH, "height": HEIGHT, "margin": MARGIN, "lane": LANE, "lanes": LANES,
        "turn": TURN, "turns": TURNS, "last": LAST, "corner": CORNER,
    }  # fmt: skip
    return {"parts": parts, **sizes}


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
        _arrow(way, needed in longest and id in longest)
        for needed, id, way in ways(places, {part.id: graph.get(part.id, ()) for part in drawn})
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


def ways(places: Mapping[str, tuple[int, int]], graph: Graph) -> list[tuple[str, str, list[Point]]]:
    """Each arrow as the part that is needed, the part that needs it, and its corners: from the right edge of the one to the left edge of the other.

    No two of different parts share a way: each ends at a height of its own and turns at a place of its own. Past other columns an arrow runs
    between the rows, each column on its own lane.
    """
    arrows = []
    for id, (x2, top) in places.items():
        needs = sorted(graph.get(id, ()), key=lambda needed: places[needed][1])
        for at, needed in enumerate(needs):
            x, y = places[needed]
            is_far = x2 - x > ACROSS
            lane = y + (HEIGHT + DOWN) / 2 + LANE * ((x - MARGIN) // ACROSS % LANES - (LANES - 1) / 2)
            start = (x + WIDTH, y + HEIGHT / 2)
            past = [(x + WIDTH + CORNER, start[1]), (x + WIDTH + CORNER, lane)] if is_far else []
            arrows.append((needed, id, [start, *past], (x2, top + HEIGHT * (at + 1) / (len(needs) + 1))))
    found = []
    for column in sorted({end[0] for *_, end in arrows}):
        here = [arrow for arrow in arrows if arrow[3][0] == column]
        turning = sorted((arrow for arrow in here if arrow[2][-1][1] != arrow[3][1]), key=_turns)
        step = min(TURN, TURNS / max(1, len(turning) - 1))
        for needed, id, start, (x2, y2) in here:
            after = next((len(turning) - 1 - n for n, arrow in enumerate(turning) if arrow[:2] == (needed, id)), 0)
            turn = x2 - LAST - step * after
            found.append((needed, id, [*start, (turn, start[-1][1]), (turn, y2), (x2, y2)]))
    return found


def _turns(arrow: tuple[str, str, list[Point], Point]) -> tuple[bool, float]:
    """The order in which arrows before a box turn, so that few of them cross: those that fall, the lowest first; then those that rise, the highest first."""
    y1, y2 = arrow[2][-1][1], arrow[3][1]
    return y1 > y2, y1 if y1 > y2 else -y1


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


def _arrow(way: Sequence[Point], is_on: bool) -> str:
    """A way with round corners, and a head at its end."""
    x2, y2 = way[-1]
    bend = f"M{way[0][0]:g},{way[0][1]:g}"
    for before, at, after in zip(way, way[1:], way[2:], strict=False):
        first, second = _toward(at, before), _toward(at, after)
        bend += f" L{first[0]:g},{first[1]:g} Q{at[0]:g},{at[1]:g} {second[0]:g},{second[1]:g}"
    bend += f" L{x2 - 2:g},{y2:g}"
    head = f"M{x2 - 8:g},{y2 - 4:g} L{x2 - 1:g},{y2:g} L{x2 - 8:g},{y2 + 4:g}"
    return draw.element("path", d=f"{bend} {head}", style=LINK if is_on else ARROW)


def _toward(at: Point, other: Point) -> Point:
    """The point of a way where the turn at a corner begins, or ends."""
    length = abs(other[0] - at[0]) + abs(other[1] - at[1])  # ways run along or down
    share = min(CORNER, length / 2) / length if length else 0
    return at[0] + (other[0] - at[0]) * share, at[1] + (other[1] - at[1]) * share
