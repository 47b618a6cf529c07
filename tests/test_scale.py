"""Figures of traffic come from the facts of size (course/case/facts/scale.py), or are projections that say why.

A figure of traffic is a number of payments, calls and the like in a stretch of time: “38 payments an hour”, “100 req/s”,
and the same as a setting of a key or of the model that it calls. A projection is listed in figures.tsv with an origin that
begins “projection:”, and the cell that uses it says so and why. A limit that is promised, or a load at which a requirement is
measured, is no traffic that comes: its origin begins “limit:”. ``python -m tests.test_scale`` prints what is missing.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import nbformat
import pytest

from course import sequence
from course.authoring.read import sources
from course.case.facts import FACTS
from course.sequence.practice import FOLDER, practice_of
from tests.test_figures import ROOT, exercises, listed, said

MODELS = ROOT / "course" / "grade" / "models"
THINGS = "payments?|requests?|attempts?|calls?|charges?|transactions?|refreshes|events?|webhooks?|orders?|messages?|tries|retries"
RATE = re.compile(
    r"(?<![\w.€])(?P<number>\d+(?:,\d{3})*(?:\.\d+)?)(?P<thousand>k|\s+(?:thousand|million))?\s"
    rf"(?:(?:[\w-]+\s){{0,2}}(?:{THINGS})\s(?:[\w-]+\s){{0,3}}?|(?=(?:an?|per|each|every)\s))"
    r"(?:an?|per|each|every|in an?|in one)\s(?:busy\s|single\s)?(?P<time>second|minute|hour|day)\b"
    r"|(?<![\w.€])(?P<short>\d+(?:,\d{3})*(?:\.\d+)?)\s?(?:(?:req|requests|calls)/|rp)(?P<unit>s|min|m|h|hour|minute|second)\b"
)
SHORT = {"s": "second", "min": "minute", "m": "minute", "h": "hour"}
TIMES = {"thousand": 1e3, "k": 1e3, "million": 1e6, None: 1}

PROJECTED = re.compile(r"\bproject(?:ions?|ed|s)\b|\b(?:if|once|when)\b[^.]*\bjoins?\b", re.IGNORECASE)
REASON = re.compile(r"\b(?:if|because|since|when|once|after|on the day|would|so that)\b", re.IGNORECASE)
NEIGHBOUR = "A worked neighbour"

SETTINGS = {"rate": "second", "per_second": "second", "per_hour": "hour", "per_day": "day"}
"""What parameters of models for traffic are called, with their time; ``per_minute`` is an amount of money there."""
CONSTANTS = {"PER_SECOND": "second", "PER_MINUTE": "minute", "PER_HOUR": "hour", "PER_DAY": "day"}


@dataclass(frozen=True)
class Traffic:
    """A figure of traffic in a module: the number, its stretch of time, and the cell in which it has to be explained."""

    module: str
    number: float
    time: str
    cell: str

    def __str__(self) -> str:
        return f"{self.module}: {self.number:g} a {self.time}"


def rates(text: str) -> list[tuple[float, str]]:
    """The figures of traffic in a text.

    >>> rates("It takes 40 payments a second, 6,000 an hour, €60 a minute and 100 req/s.")
    [(40.0, 'second'), (6000.0, 'hour'), (100.0, 'second')]
    """
    found = []
    for match in RATE.finditer(text):
        number = float((match["number"] or match["short"]).replace(",", ""))
        time = match["time"] or SHORT.get(match["unit"], match["unit"])
        found.append((number * TIMES[(match["thousand"] or "").strip() or None], time))
    return found


def in_texts() -> Iterator[Traffic]:
    """Figures in lessons, cards, things to try, and in what exercises say; their cell is the exercise's own text."""
    prompts = dict(_prompts())
    for notebook in (*(ROOT / sequence.LESSONS).glob("*.ipynb"), *sources(ROOT)):
        for cell in nbformat.read(notebook, as_version=4).cells:
            if cell.cell_type == "markdown":
                yield from _found(str(sequence.number_of(notebook)), cell.source, cell.source)
    for cards in (ROOT / sequence.LESSONS).glob("*.cards.md"):
        for card in cards.read_text(encoding="utf-8").split("\n## "):
            yield from _found(str(sequence.number_of(cards)), card, card)
    for path in FOLDER.glob("*.toml"):
        for part in practice_of(int(path.stem)).values():
            text = "\n".join(map(str, vars(part).values()))
            yield from _found(str(int(path.stem)), text, text)
    for exercise in exercises():
        for sentence in said(exercise.parts):
            if not sentence.startswith(NEIGHBOUR):
                yield from _found(exercise.id.split(".")[0], sentence, f"{sentence}\n{prompts.get(exercise.id, '')}")


def in_settings() -> Iterator[Traffic]:
    """Rates that keys pass to models, and rates that the models of an exercise hold."""
    prompts = dict(_prompts())
    for exercise in exercises():
        module, prompt = exercise.id.split(".")[0], prompts.get(exercise.id, "")
        for name, number in _settings(exercise.parts):
            yield Traffic(module, number, SETTINGS[name], prompt)
        for model in set(_models(exercise.parts)):
            for name, number in constants(model):
                yield Traffic(module, number, CONSTANTS[name], prompt)


@cache
def constants(model: str) -> tuple[tuple[str, float], ...]:
    """The rates that a model holds, by name; a model is a file or a package."""
    files = [MODELS / f"{model}.py", *sorted((MODELS / model).glob("*.py"))]
    body = [each for file in files if file.exists() for each in ast.parse(file.read_text(encoding="utf-8")).body]
    assert body, f"There is no model {model} in {MODELS.relative_to(ROOT)}."
    assigned = (each for each in body if isinstance(each, ast.Assign) and isinstance(each.value, ast.Constant))
    named = ((target.id, each.value.value) for each in assigned for target in each.targets if hasattr(target, "id"))
    return tuple((name, float(value)) for name, value in named if name in CONSTANTS)


def is_a_fact(traffic: Traffic) -> bool:
    """Whether the register holds it, exactly or rounded to two or three digits."""
    facts = (each for each in FACTS if each.unit.endswith(f" {traffic.time}") and not isinstance(each.value, str))
    return any(traffic.number in (each.value, float(f"{each.value:.3g}"), float(f"{each.value:.2g}")) for each in facts)


def is_projected(traffic: Traffic) -> bool:
    """Whether its module lists it as a projection, and its cell says that it is one and why.

    The list holds no bare number of fewer than three digits.
    """
    is_listed = _is_listed(traffic, "projection:")
    return bool(is_listed and PROJECTED.search(traffic.cell) and REASON.search(traffic.cell))


def is_a_limit(traffic: Traffic) -> bool:
    """Whether its module lists it as a limit or as the load of a requirement."""
    return _is_listed(traffic, "limit:")


def unexplained() -> list[str]:
    """The figures of traffic that are neither a fact, nor a projection with its reason, nor a limit."""
    every = (*in_texts(), *in_settings())
    return sorted({str(each) for each in every if not (is_a_fact(each) or is_projected(each) or is_a_limit(each))})


def test_every_figure_of_traffic_is_measured_or_projected_for_a_reason():
    assert unexplained() == [], (
        "Use a fact F19 (course/case/facts/scale.py), or a projection: see this file's beginning."
    )


def test_figures_of_traffic_are_found_where_they_are():
    assert {"1", "3"} <= {each.module for each in in_texts()}
    assert {each.module for each in in_settings()} >= {"2", "3"}
    assert constants("rollout") == (("PER_MINUTE", 100.0),)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pay takes 38 payments an hour, in the busiest one 141.", [(38, "hour")]),
        ("checkout receives **40** … 40 payments a second", [(40, "second")]),
        ("6,000 requests an hour are 100 a minute", [(6000, "hour"), (100, "minute")]),
        ("If 10 payments arrive each second", [(10, "second")]),
        ("60 calls a minute, and no more", [(60, "minute")]),
        ("at most 300 req/min, or 5 rps", [(300, "minute"), (5, "second")]),
        ("€60 a minute, 12 hours a day, 5% an hour, 11 rows with a day", []),
    ],
)
def test_rates_of_a_text(text, expected):
    assert rates(text) == expected


@pytest.mark.parametrize(
    ("number", "time", "cell", "holds"),
    [
        (38, "hour", "", True),
        (1990, "hour", "", True),
        (2000, "hour", "", True),
        (38, "minute", "", False),
        (40, "second", "", False),
        (6000, "hour", "A projection: if the chain joins.", True),
        (6000, "hour", "A projection.", False),
        (6000, "hour", "6,000 requests an hour once the chain joins.", True),
        (6000, "hour", "It has 6,000 requests an hour.", False),
        (7000, "hour", "A projection: if the chain joins.", False),
    ],
)
def test_what_explains_a_figure(number, time, cell, holds):
    traffic = Traffic("3", number, time, cell)

    assert (is_a_fact(traffic) or is_projected(traffic)) == holds


def _found(module: str, text: str, cell: str) -> Iterator[Traffic]:
    return (Traffic(module, number, time, cell) for number, time in rates(text))


def _is_listed(traffic: Traffic, kind: str) -> bool:
    lines = [known for module, origin, known in listed() if module == traffic.module and origin.startswith(kind)]
    numbers = {re.sub(r"[^\d.]", "", figure) for known in lines for figure in known}
    return f"{traffic.number:.12g}" in numbers or bool(lines and traffic.number < 100)


def _prompts() -> Iterator[tuple[str, str]]:
    """The text of each exercise, by its id."""
    for notebook in sources(ROOT):
        for cell in nbformat.read(notebook, as_version=4).cells:
            if match := re.match(r"### (\d+\.\d+) ", cell.source):
                yield match[1], cell.source


def _settings(part: object) -> Iterator[tuple[str, float]]:
    if isinstance(part, dict):
        for name, value in part.items():
            if name in SETTINGS and isinstance(value, int | float):
                yield name, float(value)
            else:
                yield from _settings(value)
    elif isinstance(part, list | tuple):
        for each in part:
            yield from _settings(each)


def _models(part: object) -> Iterator[str]:
    """The files of the models that a key calls."""
    if isinstance(part, dict):
        if isinstance(part.get("model"), str):
            yield part["model"].split(".")[0]
        for value in part.values():
            yield from _models(value)
    elif isinstance(part, list | tuple):
        for each in part:
            yield from _models(each)


if __name__ == "__main__":
    print("\n".join(unexplained()))
