"""The diagnostic of module 1: its ten strands, and the path through the course that its answers suggest."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from course import sequence
from course import sheet as sheets
from course.grade.form import FormExpectation
from course.grade.form.samples import SURE, Sample, answered, first_strands, samples_of
from course.learner.saved import Saved

MODULE, EXERCISE = 1, "1.1"


@dataclass(frozen=True)
class Strand:
    """A theme of the course: the field of its sample, its name, its modules, and whether they need the data strand."""

    id: str
    name: str
    modules: tuple[int, ...]
    needs_data: bool = False

    @property
    def label(self) -> str:
        """What a verdict calls it.

        >>> STRANDS[3].label
        'Questions to data (modules 5 and 7)'
        """
        numbers = " and ".join(map(str, self.modules))
        return f"{self.name} (module{'s' if len(self.modules) > 1 else ''} {numbers})"


DATA = "data"
STRANDS = (
    Strand("systems", "What a product runs on", (2,)),
    Strand("change", "How a change reaches customers", (3,)),
    Strand("interfaces", "APIs", (4,)),
    Strand(DATA, "Questions to data", (5, 7)),
    Strand("money", "Payments and the ledger", (6,), needs_data=True),
    Strand("risk", "Lending and risk", (8,), needs_data=True),
    Strand("measures", "Metrics and tests", (9, 10), needs_data=True),
    Strand("requirements", "Requirements", (11, 12)),
    Strand("choices", "Trade-offs and priorities", (13, 14)),
    Strand("reliability", "Reliability and platforms", (15,)),
)


class Place(Enum):
    """Where a module comes on a suggested path."""

    FIRST = "first"
    IN_TURN = "in its turn"
    SKIM = "you may skim"


@dataclass(frozen=True)
class Advice:
    """What the diagnostic suggests for a module, and why, in a sentence."""

    place: Place
    reason: str


def suggest(samples: Iterable[Sample]) -> dict[int, Advice]:
    """The suggested path: advice for each module that a strand leads to.

    Sure and wrong comes first, because nobody looks up what they believe they know. Sure and right may be skimmed.
    All else has its turn: the modules build on one another.

    >>> suggest([Sample("interfaces", "APIs", False, 90)])[4].place
    <Place.FIRST: 'first'>
    """
    by_id = {sample.id: sample for sample in samples}
    first = {sample.id for sample in first_strands(list(by_id.values()))}
    needed = any(strand.needs_data for strand in STRANDS if strand.id in first)
    path: dict[int, Advice] = {}
    for strand in STRANDS:
        if strand.id in by_id:
            advice = _advice(by_id[strand.id], strand.id in first, needed and strand.id == DATA)
            path |= dict.fromkeys(strand.modules, advice)
    return path


def _advice(sample: Sample, is_first: bool, is_needed: bool) -> Advice:
    sure = f"{sample.sure:g}% sure"
    if is_first:
        return Advice(Place.FIRST, f"You were {sure}, and the sample turned out otherwise.")
    if not sample.is_right and is_needed:
        return Advice(Place.FIRST, "Another module of your first ones asks questions to data.")
    if not sample.is_right:
        return Advice(Place.IN_TURN, f"The sample turned out otherwise; you were {sure}.")
    if sample.sure < SURE:
        return Advice(Place.IN_TURN, f"Your answer held, and you were {sure}.")
    return Advice(Place.SKIM, f"Your answer held, and you were {sure}. Skim the lesson and do the exercises.")


def read_path(root: Path, saved: Callable[[Path], Saved]) -> dict[int, Advice]:
    """The path that the saved diagnostic suggests; empty until it was checked with all its samples complete."""
    exercises = sequence.exercises(root, MODULE)
    if exercises is None:
        return {}
    entry = saved(exercises)[EXERCISE]
    if entry.best_score < 1 or not isinstance(entry.best, dict):
        return {}
    try:
        expected = sheets.expectation(sheets.load(exercises.parent)[EXERCISE])
        return suggest(read_samples(expected, entry.best))
    except (sheets.SheetError, AttributeError, KeyError, TypeError, ValueError):  # a damaged sheet suggests nothing
        return {}


def read_samples(expected: FormExpectation, answer: dict[str, object]) -> list[Sample]:
    """The samples of a complete diagnostic; none if the form has no strands or is not complete."""
    fields = [expected[field.settings["of"]] for field in samples_of(expected)]
    marks = {
        field.id: field.rule.judge(field.settings, expected.right(field), answer.get(field.id)) for field in fields
    }
    samples = answered(expected, marks, answer)
    return samples if len(samples) == len(fields) else []
