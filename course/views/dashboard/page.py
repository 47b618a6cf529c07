"""A page that somebody composed, as HTML: its tiles on screen, its static twin, and a file of its own that needs nothing else."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from html import escape
from pathlib import Path

from course.dashboards.compose import BEFORE, Composed
from course.dashboards.describe import Kpi
from course.grade.form.boards.show import Run, Shown, ask, look
from course.verdict import code_html
from course.views.dashboard import parts
from course.views.dashboard.picture import picture
from course.views.dashboard.plot import Plot, place
from course.views.stills import tokens

WIDTH = 400  # px of a picture: two of them fit beside each other on A4
TILES = "<!-- tiles -->"
LEVEL, OWN_LEVEL = 'aria-level="4"', 'aria-level="2"'
"""How deep the headings of tiles are: below an exercise, and in a file of their own."""


def tiles_html(tiles: list[Composed], run: Run = ask) -> list[str]:
    """Each tile of a page as HTML."""
    return [tile_html(number, look(tile, run)) for number, tile in enumerate(tiles, 1)]


def tile_html(number: int, shown: Shown) -> str:
    """A tile: its question, its figure or the reason why there is none, and one click away its values and its query."""
    tile = shown.tile
    title = escape(tile.question or f"Tile {number}: no question yet")
    head = f'<div class="course-chart-title" role="heading" {LEVEL}>{title}</div>'
    if shown.problem:
        return _article(number, f'{head}<p class="course-page-problem"><strong>!</strong> {code_html(shown.problem)}</p>{_note(tile)}')  # fmt: skip
    plot = _plot(shown)
    subtitle = f'<div class="course-note">{escape(plot.subtitle)}</div>'
    figure = _number(plot) if tile.chart == "number" else parts.legend(plot) + picture(plot)
    words = [_compared(plot) if tile.compare == BEFORE else "", _target(plot, tile.chart == "number")]
    lines = "".join(f'<p class="course-page-line">{escape(line)}</p>' for line in words if line)
    odd = f'<p class="course-page-problem"><strong>!</strong> {code_html(shown.differs)}</p>' if shown.differs else ""
    remark = f'<p class="course-note">{escape(shown.remark)}</p>' if shown.remark else ""
    foot = parts.chart_foot(_plot(shown, note=""), shown.chart.sql)
    return _article(number, f"{head}{subtitle}{figure}{lines}{odd}{_note(tile)}{remark}{foot}")


def page_html(title: str, subtitle: str, tiles: list[Composed], run: Run = ask) -> str:
    """The page as one file: no script, nothing from elsewhere, light and dark, and fit for printing on A4."""
    tiles_text = "".join(tiles_html(tiles, run)).replace(LEVEL, OWN_LEVEL)
    return page_frame(title, subtitle).replace(TILES, tiles_text)


def page_frame(title: str, subtitle: str) -> str:
    """The file around the tiles, which belong at the place of ``TILES``."""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{_export_rules()}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{escape(title)}</h1>\n<p>{escape(subtitle)}</p>\n"
        f'<div class="course-dashboard course-page">\n{TILES}\n</div>\n</main>\n</body>\n</html>\n'
    )


@cache
def page_rules() -> str:
    """The style of a page, as text: that of dashboards, and its own."""
    return _text("dashboard.css") + _text("page.css")


@cache
def _export_rules() -> str:
    return tokens() + page_rules() + _text("export.css")


def _text(file: str) -> str:
    return Path(__file__).with_name(file).read_text(encoding="utf-8")


def _article(number: int, html: str) -> str:
    return f'<article class="course-page-tile course-chart" aria-label="Tile {number}">{html}</article>'


def _plot(shown: Shown, **changes: object) -> Plot:
    return Plot(replace(shown.chart, **changes), shown.result, WIDTH)


def _number(plot: Plot) -> str:
    """The last value, large, and the time that it is of."""
    last = plot.rows[-1]
    unit = "" if plot.chart.unit in ("%", "€") else f' <span class="course-unit">{escape(plot.chart.unit)}</span>'
    where = escape(place(last[plot.chart.x]))
    return f'<div class="course-value">{escape(plot.label(last[plot.chart.y]))}{unit}</div><div class="course-of">{where}</div>'


def _compared(plot: Plot) -> str:
    """How the last value differs from the one before, for each name."""
    chart, sentences = plot.chart, []
    for name in plot.names or [None]:
        rows = [row for row in plot.rows if name is None or row[chart.series] == name]
        if len(rows) > 1:
            before, now = rows[-2:]
            change = parts.Figure(
                Kpi("", chart.unit, decimals=chart.decimals), chart.unit, "", now[chart.y], before[chart.y]
            ).change
            sentences.append(f"{f'{name}: ' if name else ''}{change}")
    if not sentences:
        return "There is no period before to compare with."
    *_, before, now = plot.xs
    return f"{place(now)} against {place(before)}: {'; '.join(sentences)}."


def _target(plot: Plot, is_number: bool) -> str:
    """The target in words, where it is not drawn."""
    is_drawn = plot.target is not None and not is_number
    return "" if plot.chart.target is None or is_drawn else f"{plot.target_words}."


def _note(tile: Composed) -> str:
    return f'<p class="course-page-line">{escape(tile.note)}</p>' if tile.note else ""
