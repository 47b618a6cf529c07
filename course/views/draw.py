"""Shapes and words of pictures as SVG, and figure tiles as HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape


def drawing(width: float, height: float, content: str, label: str, **look: object) -> str:
    """A picture of its own, described by its label, which ``course.views.stills`` can turn into an image."""
    size = {"viewBox": f"0 0 {width:g} {height:g}", "role": "img", "aria_label": label}
    return element("svg", content, **size, **look)


def element(tag: str, content: str = "", **attributes: object) -> str:
    """An SVG element. Names of attributes are written as Python can: ``class_``, ``text_anchor``.

    >>> element("circle", r=3, class_="course-now")
    '<circle r="3" class="course-now"/>'
    """
    attribute_text = "".join(f' {_name(name)}="{escape(str(value))}"' for name, value in attributes.items())
    return f"<{tag}{attribute_text}>{content}</{tag}>" if content else f"<{tag}{attribute_text}/>"


def text(x: float, y: float, words: str, anchor: str = "start", **look: object) -> str:
    """Words on one line, with their baseline at y."""
    return element("text", escape(words), x=f"{x:.1f}", y=f"{y:.1f}", text_anchor=anchor, **look)


def bar(x: float, y: float, width: float, height: float, **look: object) -> str:
    """A rectangle, given by its upper left corner and its size."""
    size = {"x": x, "y": y, "width": max(width, 0), "height": height}
    return element("rect", **{name: f"{value:.1f}" for name, value in size.items()}, **look)


def line(start: tuple[float, float], end: tuple[float, float], **look: object) -> str:
    (x1, y1), (x2, y2) = start, end
    return element("line", x1=_pixels(x1), x2=_pixels(x2), y1=_pixels(y1), y2=_pixels(y2), **look)


def point(x: float, y: float, radius: float, **look: object) -> str:
    return element("circle", cx=_pixels(x), cy=_pixels(y), r=radius, **look)


def path(points: Iterable[tuple[float, float]], colour: str, **look: object) -> str:
    """A line through many points."""
    coordinates = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return element("polyline", points=coordinates, fill="none", stroke=colour, **look)


def scale(low: float, high: float, start: float, end: float) -> Callable[[float], float]:
    """A function from a value to its position: ``low`` is at ``start``, ``high`` at ``end``.

    >>> scale(0, 10, 100, 200)(5)
    150.0
    """
    return lambda value: start + (end - start) * (value - low) / ((high - low) or 1)


def upright_axis(labels: Mapping[float, str], ends: tuple[float, float], grid: Mapping, words: Mapping) -> str:
    """Lines from left to right with their labels at the left; ``labels`` are by place, ``ends`` those of the lines."""
    left, right = ends
    return "".join(
        line((left, y), (right, y), **grid) + text(left - 8, y + 4, label, "end", **words)
        for y, label in labels.items()
    )


def level_axis(labels: Mapping[float, str], ends: tuple[float, float], grid: Mapping, words: Mapping) -> str:
    """Lines from top to foot with their labels below; ``labels`` are by position, ``ends`` are those of the lines."""
    top, foot = ends
    return "".join(
        line((x, top), (x, foot), **grid) + text(x, foot + 18, label, "middle", **words) for x, label in labels.items()
    )


def figures(tiles: Iterable[Sequence[str]]) -> str:
    """Figures in a row: each with its label, its value and, if there is one, a note."""
    return f'<div class="course-figures">{"".join(_figure(*tile) for tile in tiles)}</div>'


def _figure(label: str, value: str, note: str = "") -> str:
    note_html = f'<div class="course-note">{escape(note)}</div>' if note else ""
    return (
        f'<div class="course-figure"><div class="course-figure-label">{escape(label)}</div>'
        f'<div class="course-figure-value">{escape(value)}</div>{note_html}</div>'
    )


def _name(name: str) -> str:
    return name.rstrip("_").replace("_", "-")


def _pixels(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.1f}"
