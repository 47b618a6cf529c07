"""Measures what guessing earns in a form: random answers from the options, and numbers of a plausible size."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from course.case.pull_requests import lines
from course.grade.form import FormExpectation, judge_form
from course.grade.form.choices import ids
from course.grade.form.date import near
from course.grade.form.file import sides
from course.grade.form.plan import slider_values
from course.verdict import Outcome

TRIES = 2_000
MOST = 0.25


@dataclass(frozen=True)
class Guessing:
    """What random answers earn: the mean score and the share that passes."""

    tries: int
    score: float
    passed: float

    @property
    def bounded(self) -> bool:
        return self.score <= MOST

    @property
    def text(self) -> str:
        """
        >>> Guessing(2000, 0.173, 0.002).text
        '2,000 random answers score 17.3 % on average, 25 % is the most; 0.2 % pass.'
        """
        words = f"score {self.score:.1%} on average, {MOST:.0%} is the most; {self.passed:.1%} pass."
        return f"{self.tries:,} random answers {words}".replace("%", " %")


def guessing(expected: FormExpectation, tries: int = TRIES, seed: int = 5) -> Guessing:
    """What so many random answers earn, the same for the same seed."""
    random = Random(seed)
    verdicts = [judge_form(expected, guess(expected, random)) for _ in range(tries)]
    score = sum(verdict.score for verdict in verdicts) / tries
    return Guessing(tries, score, sum(verdict.outcome is Outcome.PASSED for verdict in verdicts) / tries)


def guess(expected: FormExpectation, random: Random) -> dict[str, object]:
    """One random answer to every field."""
    return {field.id: GUESSES[field.kind](field.settings, expected.right(field), random) for field in expected.fields}


def _number(settings: dict, right: dict, random: Random) -> str:
    """A stop of the slider, else a number of the right size: from half to one and a half times, at least ±5 steps."""
    if settings["slider"]:
        return str(random.choice(slider_values(settings["slider"])))
    reach = max(abs(right["value"]) / 2, 5 * 10 ** -settings["decimals"])
    return f"{right['value'] + random.uniform(-reach, reach):.{settings['decimals']}f}"


def _choices(settings: dict, right: object, random: Random) -> list[str]:
    return [option for option in ids(settings) if random.random() < 0.5]


def _match(settings: dict, right: object, random: Random) -> dict[str, str]:
    return {item: random.choice(settings["classes"]) for item in settings["items"]}


def _table(settings: dict, right: dict, random: Random) -> dict:
    columns = {column["id"]: column for column in settings["columns"]}

    def cell(name: str, expected: object) -> object:
        return GUESSES[columns[name]["kind"]](columns[name], expected, random)

    return {row: {name: cell(name, expected) for name, expected in cells.items()} for row, cells in right.items()}


def _logic(settings: dict, right: object, random: Random) -> list[dict]:
    def rule() -> dict:
        when = {name: random.choice(["", *values]) for name, values in settings["inputs"].items()}
        return {"when": when, "then": random.choice(settings["outcomes"])}

    return [rule() for _ in range(settings["rules"])]


def _plan(settings: dict, right: object, random: Random) -> dict:
    return {control["id"]: GUESSES[control["kind"]](control, None, random) for control in settings["controls"]}


def _review(settings: dict, right: object, random: Random) -> dict:
    marked = (line.id for line in lines(settings["pull_request"]) if random.random() < 0.5)
    comment = {"category": settings["categories"], "severity": settings["severities"]}
    return {id: {name: random.choice(options) for name, options in comment.items()} for id in marked}


GUESSES: dict[str, Callable[[dict, object, Random], object]] = {
    "number": _number,
    "text": lambda settings, right, random: "a guess",
    "date": lambda settings, right, random: near(right, random.randint(-14, 14)),
    "choice": lambda settings, right, random: random.choice(settings["options"]),
    "choices": _choices,
    "marks": _choices,
    "order": lambda settings, right, random: random.sample(settings["options"], len(settings["options"])),
    "match": _match,
    "table": _table,
    "states": _table,
    "logic": _logic,
    "plan": _plan,
    "file": lambda settings, right, random: random.choice(sides(settings["starter"])),
    "review": _review,
    "confidence": lambda settings, right, random: random.randint(50, 100),
    "ranges": lambda settings, right, random: {},  # they earn for being given: nothing in them can be guessed
}
