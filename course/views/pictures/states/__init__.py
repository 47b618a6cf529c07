"""A state machine as a graph beside its table of transitions: every arrow is drawn from the current table."""

from __future__ import annotations

from html import escape
from math import cos, hypot, pi, sin
from pathlib import Path

from course.views import draw
from course.views.markup import Markup, note, table
from course.views.stills import stills

WIDTH, HEIGHT = 640, 300
ACROSS, DOWN = 300, 140  # half axes of the ellipse whose 45° points are the corners for four states
BOX_WIDTH, BOX_HEIGHT = 152, 56
BEND = 26


def data(settings: dict) -> dict:
    """The position of each state, and the numbers of the events that name the arrows."""
    events = [column["id"] for column in settings["columns"] if column["id"] not in settings["outputs"]]
    return {
        "places": {state: _place(number, len(settings["rows"])) for number, state in enumerate(settings["rows"])},
        "numbers": {event: number for number, event in enumerate(events, 1)},
        "size": [WIDTH, HEIGHT],
        "box": [BOX_WIDTH, BOX_HEIGHT],
        "bend": BEND,
    }


def html(settings: dict, answer: object) -> str:
    """The graph and the table of an answer."""
    transitions = answer if isinstance(answer, dict) else {}
    return f'<div class="course-states">{graph(settings, transitions)}{_legend(settings)}{_table(settings, transitions)}</div>'


def graph(settings: dict, answer: dict) -> str:
    """The graph as a static picture, with its arrows as a sentence for people who cannot see it."""
    drawing_data = data(settings)
    arrows = "".join(
        _arrow(drawing_data["places"][start], drawing_data["places"][end], numbers)
        for (start, end), numbers in moves(settings, answer).items()
        if start != end
    )
    boxes = "".join(_box(settings, answer, state, drawing_data["places"][state]) for state in settings["rows"])
    css = Path(__file__).with_name("view.css").read_text(encoding="utf-8").replace(".course-states svg", "svg")
    return stills(draw.drawing(WIDTH, HEIGHT, arrows + boxes, in_words(settings, answer)), css)


def moves(settings: dict, answer: dict) -> dict[tuple[str, str], list[int]]:
    """The numbers of the events by the states that they connect."""
    numbers_by_move: dict[tuple[str, str], list[int]] = {}
    numbers = data(settings)["numbers"]
    for state in settings["rows"]:
        for event, number in numbers.items():
            end = (answer.get(state) or {}).get(event)
            if end in settings["rows"]:
                numbers_by_move.setdefault((state, end), []).append(number)
    return numbers_by_move


def in_words(settings: dict, answer: dict) -> str:
    """The graph in words."""
    arrows = [f"{start} to {end} on {_list(numbers)}" for (start, end), numbers in moves(settings, answer).items()]
    return f"State machine that starts in {settings['start']}. " + ("; ".join(arrows) or "No arrows yet") + "."


def _place(number: int, count: int) -> list[int]:
    angle = pi * (1.25 + 2 * number / count)
    return [round(WIDTH / 2 + ACROSS * cos(angle)), round(HEIGHT / 2 + DOWN * sin(angle))]


def _arrow(start: list[int], end: list[int], numbers: list[int]) -> str:
    """A bent line that ends at the box, its head, and the numbers at its middle."""
    across, down = end[0] - start[0], end[1] - start[1]
    length = hypot(across, down)
    aside = [-down / length * BEND, across / length * BEND]
    middle = [(start[0] + end[0]) / 2 + 2 * aside[0], (start[1] + end[1]) / 2 + 2 * aside[1]]
    leave, arrive = _edge(start, middle), _edge(end, middle)
    distance = hypot(arrive[0] - middle[0], arrive[1] - middle[1])
    direction = [(arrive[0] - middle[0]) / distance * 10, (arrive[1] - middle[1]) / distance * 10]
    back = [arrive[0] - direction[0], arrive[1] - direction[1]]
    head = [
        (back[0] - direction[1] / 2, back[1] + direction[0] / 2),
        (back[0] + direction[1] / 2, back[1] - direction[0] / 2),
    ]
    points = " ".join(f"{x:.0f},{y:.0f}" for x, y in ((arrive[0], arrive[1]), *head))
    label = [(leave[0] + 2 * middle[0] + arrive[0]) / 4, (leave[1] + 2 * middle[1] + arrive[1]) / 4]
    curve = f"M{leave[0]:.0f},{leave[1]:.0f} Q{middle[0]:.0f},{middle[1]:.0f} {arrive[0]:.0f},{arrive[1]:.0f}"
    return (
        draw.element("path", d=curve)
        + draw.element("polygon", points=points)
        + draw.text(label[0], label[1] + 5, _list(numbers), "middle", class_="course-states-number")
    )


def _edge(box: list[int], toward: list[float]) -> list[float]:
    """Where the line from the middle of a box to a point leaves the box."""
    across, down = toward[0] - box[0], toward[1] - box[1]
    share = min(BOX_WIDTH / 2 / (abs(across) or 1e-9), BOX_HEIGHT / 2 / (abs(down) or 1e-9))
    return [box[0] + across * share, box[1] + down * share]


def _box(settings: dict, answer: dict, state: str, place: list[int]) -> str:
    loops = moves(settings, answer).get((state, state), [])
    loop_text = f"stays on {_list(loops)}" if loops else ""
    start = " course-states-start" if state == settings["start"] else ""
    left, top = place[0] - BOX_WIDTH / 2, place[1] - BOX_HEIGHT / 2
    return (
        draw.bar(left, top, BOX_WIDTH, BOX_HEIGHT, rx=6, class_=f"course-states-box{start}")
        + draw.text(place[0], place[1] + (-2 if loops else 5), state, "middle")
        + draw.text(place[0], place[1] + 17, loop_text, "middle", class_="course-states-small")
    )


def _legend(settings: dict) -> str:
    numbers = data(settings)["numbers"]
    asks = {column["id"]: column["ask"] for column in settings["columns"]}
    entries = " · ".join(f"<strong>{number}</strong> {escape(asks[event])}" for event, number in numbers.items())
    return note(Markup(entries))


def _table(settings: dict, answer: dict) -> str:
    columns = settings["columns"]
    heads = ["State", *(column["ask"] for column in columns)]
    rows = [
        [state, *(str((answer.get(state) or {}).get(column["id"]) or "–") for column in columns)]
        for state in settings["rows"]
    ]
    return table(heads, rows)


def _list(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers))
