"""The data on which queries are judged: the only place where the judge meets the case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from course.case import database as case


def database(seed: int = 0, focus: tuple = ()) -> Path:
    """The practice data for seed 0, otherwise a hidden data set built around the literals in ``focus``."""
    return case.variant_database(seed, focus) if seed else case.practice_database()


example_schema = case.example_schema


def example_database(examples: Sequence[Mapping[str, Sequence[tuple]]]) -> Path | None:
    """Data sets of exactly these rows, each in its schema; None if they cannot be built, since no verdict depends on it."""
    try:
        return case.example_database(examples)
    except case.CaseError:
        return None
