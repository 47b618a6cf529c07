"""Where the data are that queries are judged on: the only place in which the judge meets the case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from course.case import database as case


def database(seed: int = 0, focus: tuple = ()) -> Path:
    """The practice data for seed 0, else a hidden data set built around the literals in ``focus``."""
    return case.variant_database(seed, focus) if seed else case.practice_database()


def example_database(tables: Mapping[str, Sequence[tuple]]) -> Path | None:
    """A data set of the given rows and no others; None if it cannot be built, for no verdict depends on it."""
    try:
        return case.example_database(tables)
    except case.CaseError:
        return None
