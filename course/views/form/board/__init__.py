"""A page that is composed of tiles: an editor for each tile, and below it the page as it is."""

from __future__ import annotations

from course.dashboards.compose import AXES, CHARTS, COMPARISONS
from course.dashboards.measures import ALONG, MEASURES, PERIODS, SPLITS
from course.grade.form.boards.read import MOST_TILES, is_begun, read_tiles
from course.views.dashboard.page import LEVEL, OWN_LEVEL, TILES, page_frame, page_html, page_rules, tiles_html
from course.views.form.field import OPEN
from course.views.stills import stills

SUBTITLE = "From the case data of Mandaro, a company that does not exist. Days are UTC."


def data(settings: dict, right: dict) -> dict:
    """What can be chosen in a tile, and the file around the page."""
    measures = [
        {"id": name, "label": each.label, "about": each.about, "along": list(each.along), "split": list(each.splits)}
        for name in settings["measures"]
        for each in [MEASURES[name]]
    ]
    lists = {
        "chart": list(CHARTS.items()), "along": list(ALONG.items()), "axis": list(AXES.items()), "compare": list(COMPARISONS.items()),
        "period": [(label, label) for label in PERIODS], "split": [(name, split.label) for name, split in SPLITS.items()],
    }  # fmt: skip
    frame = page_frame(settings["title"], SUBTITLE)
    return {"offered": measures, "lists": lists, "room": min(settings["most"] + 2, MOST_TILES), "style": page_rules(), "frame": frame, "place": TILES, "levels": [LEVEL, OWN_LEVEL]}  # fmt: skip


def drawn(settings: dict, answer: object) -> list[str]:
    """The tiles of the page as it is now; one in which nothing is chosen is empty."""
    tiles = read_tiles(answer)
    return [html if is_begun(tile) else "" for tile, html in zip(tiles, tiles_html(tiles), strict=True)]


def html(settings: dict, answer: object) -> str:
    """The page, with its charts as images."""
    tiles = [tile for tile in read_tiles(answer) if is_begun(tile)]
    if not tiles:
        return OPEN
    return f'<style>{page_rules()}</style><div class="course-dashboard"><div class="course-page">{stills("".join(tiles_html(tiles)))}</div></div>'


def file(settings: dict, answer: object) -> str:
    """The page as one HTML file, for a portfolio."""
    return page_html(settings["title"], SUBTITLE, [tile for tile in read_tiles(answer) if is_begun(tile)])
