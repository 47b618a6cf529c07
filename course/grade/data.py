"""The data on which queries are judged: the only place where the judge meets the case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from course.case import database as case


def database(seed: int = 0, focus: tuple = ()) -> Path:
    """The practice data for seed 0, otherwise a hidden data set built around the literals in ``focus``."""
    return case.variant_database(seed, focus) if seed else case.practice_database()


def example_database(tables: Mapping[str, Sequence[tuple]]) -> Path | None:
    """A data set of exactly these rows; None if it cannot be built, since no verdict depends on it."""
    try:
        return case.example_database(tables)
    except case.CaseError:
        return None
