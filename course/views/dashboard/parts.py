"""The parts of a dashboard as HTML: tiles, the head and foot of a chart, its table, and the static twin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from html import escape
from pathlib import Path

from course.dashboards.describe import Dashboard, Kpi, Period, span
from course.dashboards.queries import period
from course.views import markup
from course.views.dashboard.picture import picture, spark
from course.views.dashboard.plot import Plot, number, place
from course.views.markup import folded, scrolled
from course.views.twin import style

EMPTY = (
    "<p>There is nothing to show for this choice: the data hold no such cases. Choose another period or segment.</p>"
)


@dataclass(frozen=True)
class Figure:
    """What a tile shows: the value of the period, that of the previous period, and those of its weeks."""

    kpi: Kpi
    unit: str
    denominator: str
    now: float | None
    before: float | None = None
    weeks: tuple[float, ...] = ()

    @property
    def change(self) -> str:
        """The change in words: its direction, its size, and whether that is good.

        >>> Figure(Kpi("Approval", "%", good="up", decimals=1), "%", "", 41.2, 47.5).change
        '▼ down 6.3 pp, worse'
        """
        if self.now is None or not self.before:
            return "no earlier data"
        is_share = self.unit == "%"
        size = self.now - self.before if is_share else 100 * (self.now - self.before) / self.before
        size_text = number(abs(size), "pp" if is_share else "%", self.kpi.decimals if is_share else 1)
        if abs(size) < 0.05 and size_text.startswith("0.0 "):
            return "● unchanged"
        direction = "up" if size > 0 else "down"
        verdict = {"": "", direction: ", better"}.get(self.kpi.good, ", worse")
        return f"{'▲' if size > 0 else '▼'} {direction} {size_text}{verdict}"

    @property
    def text(self) -> str:
        return f"{self.kpi.label}: {number(self.now, self.unit, self.kpi.decimals)}"


def dashboard_style() -> str:
    """The style of the course and of dashboards, as elements."""
    return style() + dashboard_rules()


@cache
def dashboard_rules() -> str:
    """The style of dashboards and their charts, as an element."""
    return f"<style>{Path(__file__).with_name('dashboard.css').read_text(encoding='utf-8')}</style>"


def head(dashboard: Dashboard) -> str:
    return (
        f'<div class="course-head"><span class="course-title">{escape(dashboard.title)}</span></div>'
        f'<p class="course-question">{escape(dashboard.question)}</p>'
    )


def tiles(dashboard: Dashboard, choice: Mapping[str, str], figures: list[Figure]) -> str:
    """The tiles, and below them their period and time zone."""
    chosen_period = period(dashboard, choice)
    tile_htmls = "".join(_tile(figure) for figure in figures)
    return f'<div class="course-tiles">{tile_htmls}</div>{markup.note(_of(chosen_period, choice.get("zone", dashboard.zone)))}'


def remark_html(sentence: str) -> str:
    """What is odd about the chosen days, below the filters; empty if nothing is."""
    return f'<p class="course-finding">{escape(sentence)}</p>' if sentence else ""


def chart_head(plot: Plot) -> str:
    return (
        f'<div class="course-chart-title">{escape(plot.chart.title)}</div>'
        f'<div class="course-note">{escape(plot.subtitle)}</div>{legend(plot) if plot.rows else EMPTY}'
    )


def chart_foot(plot: Plot, sql: str) -> str:
    """The note, the source, and, one click away, the data and the query if there is one."""
    note = f"{escape(plot.chart.note)} " if plot.chart.note else ""
    query = folded("Query", _query(plot, sql)) if sql else ""
    return (
        f'<p class="course-note">{note}Source: {escape(plot.chart.source)}.</p>'
        f'<div class="course-more">{folded("Data table", table(plot))}{query}</div>'
    )


def table(plot: Plot) -> str:
    """The data of a chart: one row per place, one column per series."""
    chart = plot.chart
    columns = plot.names or [chart.y_title]
    first_head = plot.x_title or chart.x.replace("_", " ").capitalize()
    cells = {(row[chart.x], row[chart.series] if plot.names else chart.y_title): row for row in plot.rows}
    extra_columns = [column for column in (chart.second, "" if plot.names else chart.of) if column]
    rows = [
        [place(x)]
        + [plot.row_label(cells[x, name]) if (x, name) in cells else "–" for name in columns]
        + [number(cells[x, columns[0]][column], "", 1) for column in extra_columns]
        for x in plot.xs
    ]
    heads = [
        first_head,
        *(_headed(plot, name) for name in columns),
        *(column.replace("_", " ") for column in extra_columns),
    ]
    return scrolled(f"Data of: {chart.title}", markup.table(heads, rows, numbers=range(1, len(heads))))


def static_chart(plot: Plot, sql: str) -> str:
    picture_html = picture(plot) if plot.rows else ""
    return f'<div class="course-chart">{chart_head(plot)}{picture_html}{chart_foot(plot, sql)}</div>'


def choice_in_words(dashboard: Dashboard, choice: Mapping[str, str]) -> str:
    """The filters as one line of text, for pages on which nothing can be chosen."""
    words = " · ".join(f"{filter_.label}: {choice[filter_.name]}" for filter_ in dashboard.filters)
    return markup.note(words)


def _tile(figure: Figure) -> str:
    kpi = figure.kpi
    sign = "not-yet" if figure.change.endswith("worse") else "ok" if figure.change.endswith("better") else "plain"
    change = kpi.on or figure.change
    unit = "" if figure.unit in ("%", "€") else f' <span class="course-unit">{escape(figure.unit)}</span>'
    if kpi.label.lower() == figure.unit.lower():
        unit = ""
    return (
        f'<div class="course-tile"><div class="course-label">{escape(kpi.label)}</div>'
        f'<div class="course-value">{escape(number(figure.now, figure.unit, kpi.decimals))}{unit}</div>'
        f'<div class="course-change course-{"plain" if kpi.on else sign}">{escape(change)}</div>'
        f'<div class="course-of">{escape(figure.denominator)}</div>{spark(list(figure.weeks))}</div>'
    )


def _of(chosen_period: Period, zone: str) -> str:
    days = span(date.fromisoformat(chosen_period.start), date.fromisoformat(chosen_period.end))
    return f"{days}, days in {zone}; compared with {chosen_period.before.label}. The small lines are the whole weeks of all data."


def legend(plot: Plot) -> str:
    """The names of the colours of bars; lines have theirs at their ends."""
    if plot.chart.kind not in ("columns", "histogram", "spans") or not plot.names:
        return ""
    keys = "".join(
        f'<span class="course-key"><span style="background:{plot.colour(name)}"></span>{escape(name)}</span>'
        for name in plot.names
    )
    return f'<div class="course-note">{keys}</div>'


def _headed(plot: Plot, name: str) -> str:
    return name if plot.names else plot.y_title


def _query(plot: Plot, sql: str) -> str:
    label = escape(f"Query of: {plot.chart.title}")
    return f'<pre class="course-answer" tabindex="0" role="region" aria-label="{label}">{escape(sql)}</pre>'


def reading_html(words: str, flawed: bool) -> str:
    """What a tile makes its reader believe, or what is true."""
    label, sign = ("At first glance", "not-yet") if flawed else ("What is true", "passed")
    return f'<div class="course-verdict course-{sign}"><p><strong>{label}.</strong> {escape(words)}</p></div>'
