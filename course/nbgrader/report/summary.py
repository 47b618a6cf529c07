"""What a class's work adds up to: numbers per exercise, mistakes, who is stuck, and a plain list of what to talk about.

Difficulty and discrimination are those of classical test theory (L. Crocker and J. Algina, Introduction to Classical and
Modern Test Theory, chapter 14): the mean share of the points, and the correlation of an exercise with all the others.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import StatisticsError, correlation, mean, median

from course.grade.kind import kind
from course.learner.entry import MOST_CHECKS, Entry
from course.nbgrader.report.alike import Pair, pairs
from course.nbgrader.report.data import ClassWork, Try
from course.sheet import ExerciseSheet

FEWEST = 10  # students: a correlation over fewer is chance
MANY_TRIES = 5
LONGEST_PAUSE = timedelta(hours=2)  # what takes longer is a pause, not work
LONG = 60  # minutes: whoever tries for longer than that without passing needs a person
LONGEST_EXAMPLE = 400
MOST_MISTAKES = 3
HARD, FLAT, OFTEN, MUCH_HELP, LEFT_OUT = 0.5, 0.1, 0.15, 0.5, 0.3
NUMBER = re.compile(r"\d[\d,.]*")
BANDS = 10


@dataclass(frozen=True)
class Mistake:
    """What a verdict said first to how many, and one answer that it was said of."""

    sentence: str
    count: int
    example: str


@dataclass(frozen=True)
class ExerciseSummary:
    """One exercise. ``difficulty`` and the shares run from 0 to 1, ``discrimination`` from -1 to 1; None is unknown.

    ``minutes`` is the median time from passing the exercise before to passing this one, where that was within two hours.
    ``between`` is the median of the minutes from one try to the next, such pauses left out, and ``until_pass`` of those from the
    first try to passing.
    """

    id: str
    title: str
    points: float
    attempted: float
    passed: float
    difficulty: float
    discrimination: float | None
    tries: float | None
    hints: float | None
    all_hints: float
    minutes: float | None
    between: float | None
    until_pass: float | None
    expected_minutes: int
    not_judged: int
    mistakes: tuple[Mistake, ...]


@dataclass(frozen=True)
class Stuck:
    """A student who tried an exercise again and again, or saw every hint, and has not passed it.

    ``minutes`` are those from the first try to the last; None is unknown.
    """

    student: str
    exercise: str
    tries: int
    hints: int
    minutes: float | None


@dataclass(frozen=True)
class Summary:
    """All of a report on one assignment. ``bands`` counts students by tenths of the points, the lowest first."""

    assignment: str
    students: int
    most: float
    mean: float
    median: float
    completion: float
    bands: tuple[int, ...]
    exercises: tuple[ExerciseSummary, ...]
    stuck: tuple[Stuck, ...]
    pairs: tuple[Pair, ...]
    talk: tuple[str, ...]
    scores: dict[str, float]


def summarise(work: ClassWork) -> Summary:
    """The report's numbers and sentences."""
    totals = {
        student: sum(tries[exercise.id].points for exercise in work.exercises)
        for student, tries in work.students.items()
    }
    most = sum(exercise.points for exercise in work.exercises)
    most = max([most, *(sum(one.most for one in tries.values()) for tries in work.students.values())])
    minutes = _minutes(work)
    exercises = tuple(_exercise(work, exercise, totals, minutes[exercise.id]) for exercise in work.exercises)
    stuck, alike = _stuck(work), tuple(_pairs(work))
    return Summary(
        work.assignment,
        len(totals),
        most,
        mean(totals.values()),
        median(totals.values()),
        mean(exercise.attempted for exercise in exercises),
        tuple(_bands(totals.values(), most)),
        exercises,
        stuck,
        alike,
        tuple(_talk(len(totals), exercises, stuck, alike)),
        totals,
    )


def discrimination(scores: Sequence[float], totals: Sequence[float]) -> float | None:
    """The corrected item-total correlation: Pearson's, of the score with the sum of all other scores.

    >>> discrimination([0, 0, 0, 0, 0, 1, 1, 1, 1, 1], [1, 1, 2, 2, 2, 5, 5, 6, 6, 6]) > 0.9
    True
    >>> discrimination([1] * 10, list(range(10))) is None
    True
    """
    rest = [total - score for score, total in zip(scores, totals, strict=True)]
    if len(scores) < FEWEST:
        return None
    try:
        return correlation(scores, rest)
    except StatisticsError:  # all the same
        return None


def _exercise(
    work: ClassWork, exercise: ExerciseSheet, totals: dict[str, float], minutes: list[float]
) -> ExerciseSummary:
    tries = {student: by_exercise[exercise.id] for student, by_exercise in work.students.items()}
    attempted = [one for one in tries.values() if one.is_attempted]
    counted = [one.entry.tries for one in attempted if one.entry.tries]
    hints = [one.entry.hints for one in attempted]
    gaps = [gap for one in attempted for gap in _gaps(one.entry)]
    until = [taken for one in attempted if (taken := _until_pass(one.entry)) is not None]
    all_hints = sum(bool(exercise.hints) and hint >= len(exercise.hints) for hint in hints)
    return ExerciseSummary(
        exercise.id,
        exercise.title,
        exercise.points,
        len(attempted) / len(tries),
        sum(one.is_passed for one in tries.values()) / len(tries),
        mean(one.share for one in tries.values()),
        discrimination([one.points for one in tries.values()], [totals[student] for student in tries]),
        median(counted) if counted else None,
        mean(hints) if hints else None,
        all_hints / len(attempted) if attempted else 0.0,
        median(minutes) if minutes else None,
        median(gaps) if gaps else None,
        median(until) if until else None,
        exercise.minutes,
        sum(one.awaits_a_person for one in tries.values()),
        tuple(_mistakes(attempted, exercise)),
    )


def _mistakes(tries: Iterable[Try], exercise: ExerciseSheet) -> list[Mistake]:
    """The first findings that most share, numbers aside."""
    of: dict[str, list[Try]] = defaultdict(list)
    for one in tries:
        if one.finding and not one.is_passed:
            of[NUMBER.sub("#", one.finding)].append(one)
    common = sorted(of.values(), key=len, reverse=True)[:MOST_MISTAKES]
    return [
        Mistake(same[0].finding, len(same), _example(same, exercise))
        for same in common
        if len(same) > 1 or len(common) == 1
    ]


def _example(tries: Sequence[Try], exercise: ExerciseSheet) -> str:
    """The shortest of the answers: what it shows, it shows with the least around it."""
    answers = [one.entry.answer for one in tries]
    texts = [kind(exercise.kind).text(answer) or json.dumps(answer, ensure_ascii=False) for answer in answers]
    shortest = min((text.strip() for text in texts), key=len)
    return shortest if len(shortest) <= LONGEST_EXAMPLE else f"{shortest[:LONGEST_EXAMPLE]}…"


def _minutes(work: ClassWork) -> dict[str, list[float]]:
    """The minutes from one pass to the next, by the exercise that was passed."""
    found: dict[str, list[float]] = defaultdict(list)
    for tries in work.students.values():
        passes = sorted((moment, id) for id, one in tries.items() if (moment := _moment(one.entry.passed_at)))
        for (before, _), (after, id) in zip(passes, passes[1:], strict=False):
            if after - before <= LONGEST_PAUSE:
                found[id].append(_minutes_from(before, after))
    return found


def _gaps(entry: Entry) -> Iterator[float]:
    """The minutes from one try to the next. Where the tries between are only counted, nothing is known."""
    moments = [_moment(text) for text in entry.checked_at]
    is_cut = entry.tries > len(moments) == 2 * MOST_CHECKS
    for number, (before, after) in enumerate(pairwise(moments), 1):
        if before and after and after - before <= LONGEST_PAUSE and not (is_cut and number == MOST_CHECKS):
            yield _minutes_from(before, after)


def _until_pass(entry: Entry) -> float | None:
    first, passed = _moment(next(iter(entry.checked_at), "")), _moment(entry.passed_at)
    return _minutes_from(first, passed) if first and passed and first <= passed else None


def _tried_for(entry: Entry) -> float | None:
    moments = [moment for text in entry.checked_at if (moment := _moment(text))]
    return _minutes_from(min(moments), max(moments)) if len(moments) > 1 else None


def _minutes_from(before: datetime, after: datetime) -> float:
    return (after - before).total_seconds() / 60


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _stuck(work: ClassWork) -> tuple[Stuck, ...]:
    hints = {exercise.id: len(exercise.hints) for exercise in work.exercises}
    found = [
        Stuck(student, id, one.entry.tries, one.entry.hints, _tried_for(one.entry))
        for student, tries in work.students.items()
        for id, one in tries.items()
        if one.is_attempted and not one.is_passed and not one.entry.passed
        if one.entry.tries >= MANY_TRIES or (hints[id] and one.entry.hints >= hints[id])
    ]
    return tuple(sorted(found, key=lambda one: (-one.tries, -(one.minutes or 0), one.student, one.exercise)))


def _pairs(work: ClassWork) -> list[Pair]:
    found = []
    for exercise in work.exercises:
        answers = {
            student: text
            for student, tries in work.students.items()
            if tries[exercise.id].is_attempted and (text := kind(exercise.kind).text(tries[exercise.id].entry.answer))
        }
        found += pairs(exercise.id, answers, str(exercise.expectation.get("template", "")))
    often = Counter(frozenset((pair.one, pair.other)) for pair in found)
    return sorted(
        found, key=lambda pair: (-often[frozenset((pair.one, pair.other))], pair.one, pair.other, pair.exercise)
    )


def _bands(totals: Iterable[float], most: float) -> list[int]:
    bands = [0] * BANDS
    for total in totals:
        bands[min(int(total / most * BANDS), BANDS - 1) if most else 0] += 1
    return bands


def _talk(
    students: int, exercises: Sequence[ExerciseSummary], stuck: Sequence[Stuck], alike: Sequence[Pair]
) -> Iterable[str]:
    """What to talk about in the next session: the hardest first, then what is odd, then whom to see alone."""
    for one in sorted(exercises, key=lambda one: one.difficulty):
        if one.difficulty < HARD and one.attempted:
            mistake = f" Most often: {one.mistakes[0].sentence}" if one.mistakes else ""
            yield f"{one.id} {one.title}: {one.difficulty:.0%} of the points on average.{mistake}"
        elif one.mistakes and one.attempted and one.mistakes[0].count >= OFTEN * students:
            yield f"{one.id} {one.title}: {one.mistakes[0].count} made the same mistake. {one.mistakes[0].sentence}"
    for one in exercises:
        if one.discrimination is not None and one.discrimination < FLAT:
            yield f"{one.id} {one.title}: those who did well elsewhere did no better here. Read the question with the class."
        if one.attempted < 1 - LEFT_OUT:
            yield f"{one.id} {one.title}: {1 - one.attempted:.0%} left it out."
        if one.all_hints > MUCH_HELP:
            yield f"{one.id} {one.title}: {one.all_hints:.0%} needed every hint."
        if one.minutes and one.minutes > 2 * one.expected_minutes:
            yield f"{one.id} {one.title}: took {one.minutes:.0f} minutes where {one.expected_minutes} were expected."
        if one.not_judged:
            yield f"{one.id} {one.title}: {one.not_judged} still wait for a person's points."
    if people := {one.student for one in stuck}:
        yield f"{len(people)} {'learner is' if len(people) == 1 else 'learners are'} stuck: see them alone, by the list below."
    if long := {one.student for one in stuck if one.tries >= MANY_TRIES and (one.minutes or 0) > LONG}:
        yield f"{len(long)} of them tried for more than an hour: begin with {'this one' if len(long) == 1 else 'these'}."
    if both := {frozenset((pair.one, pair.other)) for pair in alike}:
        yield f"{len(both)} {'pair of learners has' if len(both) == 1 else 'pairs of learners have'} answers that are unusually alike: ask before you conclude."
