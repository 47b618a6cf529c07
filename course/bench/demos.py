"""Measures demos: what a learner waits for after a change."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from course.bench.measurement import Measurement, seconds
from course.case import credit
from course.case.database import practice_database
from course.case.tables import TABLES
from course.grade.query.sandbox import run
from course.views.demos.cutoff import read_bands
from course.views.demos.joins.chain import Chain, Step, amounts, links
from course.views.demos.joins.measure import measure


def bench(root: Path) -> list[Measurement]:
    """Take every first step of the join demo, and move the cut-off of the credit demo through its range."""
    database = practice_database()

    def joined(chain: Chain) -> object:
        return measure(chain, lambda sql: run(database, sql))

    starts = [Chain(table, amount=next(iter(amounts(table)), None)) for table in TABLES]
    chains = [replace(start, steps=(Step(link),)) for start in starts for link in links(start, TABLES)]
    bands = read_bands()
    return [
        Measurement("add the slowest first join", max(seconds(joined, chain) for chain in chains), "s", 0.3),
        Measurement("compute all cut-offs", seconds(credit.outcomes, bands), "s", 0.2),
    ]
