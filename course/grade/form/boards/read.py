"""Reads the tiles of a page from an answer, whatever is in it."""

from __future__ import annotations

from collections.abc import Mapping

from course.dashboards.compose import AXES, CHARTS, COMPARISONS, Composed
from course.dashboards.measures import ALONG, MEASURES, PERIODS, SPLITS
from course.grade.form.numbers import read_number

OFFERED = {
    "measure": MEASURES, "chart": CHARTS, "along": ALONG, "period": PERIODS, "split": SPLITS, "axis": AXES, "compare": COMPARISONS,
}  # fmt: skip
LONGEST = {"question": 120, "note": 240, "target_source": 60, "target": 24}
MOST_TILES = 12
"""More than may be on a page: the seventh tile has to be seen to be judged."""


def read_tiles(answer: object) -> list[Composed]:
    """The tiles of an answer; what cannot be read is as in a new tile."""
    given = answer[:MOST_TILES] if isinstance(answer, list) else []
    return [read_tile(tile) for tile in given if isinstance(tile, Mapping)]


def read_tile(tile: Mapping) -> Composed:
    """
    >>> read_tile({"measure": "disputes", "chart": "pie", "target": "0,65 %"}).target
    0.65
    """
    chosen = {name: str(tile[name]) for name, offered in OFFERED.items() if str(tile.get(name)) in offered}
    texts = {name: _text(tile, name)[:most] for name, most in LONGEST.items() if name != "target"}
    own = {"sql": _text(tile, "sql")} if tile.get("own") == "own" else {}
    target = _target(tile)
    words = _text(tile, "target")[: LONGEST["target"]] if target is None else ""
    return Composed(**chosen, **texts, **own, target=target, target_words=words, is_own=bool(own))


def is_begun(tile: Composed) -> bool:
    return bool(tile.measure or tile.question or tile.sql)


def _text(tile: Mapping, name: str) -> str:
    value = tile.get(name)
    return value.strip() if isinstance(value, str) else ""


def _target(tile: Mapping) -> float | None:
    reading = read_number(_text(tile, "target")[: LONGEST["target"]].replace("%", "").strip(), decimals=3)
    return reading.value if reading else None
