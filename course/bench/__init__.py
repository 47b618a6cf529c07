"""Measurements of speed and size, each beside the limit that it must meet. One module per thing to measure."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from course.bench.measurement import Measurement

BENCHES = (
    "authoring",
    "data",
    "sql",
    "lab",
    "dashboards",
    "demos",
    "documents",
    "grading",
    "python",
    "report",
    "saving",
    "scale",
    "size",
)


def bench(what: str, root: Path) -> list[Measurement]:
    """Measure one of BENCHES in the course below ``root``."""
    measurements: list[Measurement] = import_module(f"course.bench.{what}").bench(root)
    return measurements
