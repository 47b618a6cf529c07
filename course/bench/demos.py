"""Measures demos: what a learner waits for after a change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import course
from course.bench.measurement import Measurement, seconds
from course.case.database import practice_database
from course.case.tables import TABLES
from course.grade.query.sandbox import run
from course.views.demos.burn import picture as burn
from course.views.demos.joins.chain import Chain, Step, amounts, links
from course.views.demos.joins.measure import measure
from course.views.demos.queue import picture as queue

REDRAWS = {
    "burn": ("What happens", tuple(burn.TROUBLES)),
    "connectors": ("Months that building slips", (0, 3, 5, 12)),
    "cutoff": ("or type it", (500, 560, 600, 720)),
    "packer": ("Fill it by", ("week", "euro", "best", "value")),
    "queue": ("Order", tuple(queue.RULES)),
    "interview": ("1. Sam: What do the callers ask, word for word?", (True, False)),
    "peeking": ("or type it", (6, 14, 28, 9)),
    "ladder": ("or type it", (100, 500, 900, 1200)),
    "pipeline": ("Writing, people", (1, 5, 9)),
    "theatre": ("Payment", ("remittance", "lost", "refund", "paid")),
    "traces": ("Add workers, so that nobody waits (€5k)", (True, False)),
}
"""Demos with charts: a control, and values to set it to."""

LIMITS = {"burn": 0.1, "interview": 0.1, "packer": 0.1, "peeking": 0.1, "pipeline": 0.1, "queue": 0.1}
"""The seconds that a redraw may take, where it is not the usual 0.2."""


def bench(root: Path) -> list[Measurement]:
    """Take every first step of the join demo, and redraw the charts of each demo with charts."""
    database = practice_database()

    def measure_chain(chain: Chain) -> object:
        return measure(chain, lambda sql: run(database, sql))

    first_tables = [Chain(table, amount=next(iter(amounts(table)), None)) for table in TABLES]
    chains = [replace(start, steps=(Step(link),)) for start in first_tables for link in links(start, TABLES)]
    redraws = [
        Measurement(f"{name}: redraw after a change", slowest(name), "s", LIMITS.get(name, 0.2)) for name in REDRAWS
    ]
    return [
        Measurement("add the slowest first join", max(seconds(measure_chain, chain) for chain in chains), "s", 0.3),
        *redraws,
        Measurement("journey: draw twelve payments", seconds(sender("Send 12 at once"), None), "s", 0.2),
    ]


def slowest(name: str) -> float:
    """The seconds of a demo's slowest change: from the control to figures, charts and tables."""
    demo = course.demo(name)
    label, values = REDRAWS[name]
    control = demo.controls[label]
    return max(seconds(lambda value: setattr(control, "value", value), value) for value in values)


def sender(label: str) -> Callable[[object], None]:
    """A function that presses a button of the journey demo, which plays its recording."""
    control = course.demo("journey").controls[label]
    return lambda _: control.click()
