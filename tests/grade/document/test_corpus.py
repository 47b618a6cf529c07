"""Texts as people write them, judged by the exercises that they were written for: each falls into its band.

`python -m tests.grade.document.test_corpus [FOLDER]` prints what each text gets, and where it loses points.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from course.authoring.document.kind import KIND
from course.authoring.read import read, sources
from course.grade.document import DocumentExpectation, judge_document, report
from course.verdict import Verdict

ROOT = Path(__file__).parents[3]
CORPUS = Path(__file__).with_name("corpus")
BANDS = {"strong": (0.9, 1.0), "sound": (0.85, 1.0), "hollow": (0.0, 0.5), "wrong": (0.0, 0.999)}

# What the verdict on a wrong text has to name.
NAMED = {
    "11.1/wrong-two-numbers": ("4 working days", "60 requests"),
    "11.2/wrong-start-day": ("14 November", "a year"),
    "11.2/wrong-payments-called-people": ("not people",),
    "11.6/wrong-lost-meaning": ("the load", "which share"),
    "12.1/wrong-only-complaints": ("has to ask", "168"),
    "12.2/wrong-silence-is-failure": ("the answer is “pending”", "the answer is “conflict”"),
    "12.3/wrong-conflict-and-dates": ("18 November", "“conflict”"),
    "12.6/wrong-dates-swapped": ("2026-06-30", "2026-05-04"),
    "13.4/wrong-data-scientist-dirty-volume": ("the model puts the other option ahead", "Measure against the plan"),
    "16.5/wrong-week-without-output": ("2026-05-04", "2026-05-25", "2026-06-31"),
    "9.5/wrong-risk-tightened": ("tightened",),
    "12.3/wrong-ledger-and-shall-not": ("RB5", "gets the first answer"),
    "12.6/wrong-invalid-example": ("9184", "waits for the old one"),
    "11.1/wrong-data-scientist-units": ("60 requests a minute", "at most an hour"),
    "11.2/wrong-guests-and-dates": ("not people",),
    "12.2/wrong-confident-engineer": ("the answer is “conflict”", "never answers “failed”"),
    "12.3/wrong-data-scientist-key-alone": (
        "It is 100; a customer whom we know made the other 86",
        "by merchant and key",
    ),
    "12.3/wrong-hurried-founder-button": ("RB5", "#482"),
    "12.6/wrong-swapped-dates": ("2026-06-30", "2026-05-04"),
    "9.5/wrong-hurried-founder": ("Risk has not tightened",),
    "9.5/wrong-change-reversed": ("moved the other way", "It is a breach"),
    "9.5/wrong-country": ("It is KE2",),
    "9.5/wrong-mix-and-fall": ("It is 6.31 points",),
    "11.2/wrong-shares-swapped": ("It is 71 of 100",),
    "11.2/wrong-ledger-and-checkout": ("It is 24%",),
    "11.6/wrong-a-day-and-thirteen": ("1 day", "13 days"),
    "12.3/wrong-fourteen-for-seventy-eight": ("It is 14",),
    "12.3/wrong-forty-one": ("It is 14",),
    "12.6/wrong-thirty-a-minute": ("120 requests a minute",),
    "13.4/wrong-options-swapped": ("building is worth", "buying is worth", "€60,000 are gone"),
    "13.4/wrong-break-even": ("1.75 million for the break-even volume",),
}


@dataclass(frozen=True)
class Text:
    """A text of the corpus: its exercise, its band, its name, and its words without the comment above them."""

    exercise: str
    band: str
    name: str
    words: str

    @property
    def id(self) -> str:
        return f"{self.exercise}/{self.band}-{self.name}"

    def is_in_band(self, verdict: Verdict) -> bool:
        lowest, highest = BANDS[self.band]
        return lowest <= verdict.score <= highest


def texts(folder: Path) -> list[Text]:
    """All texts of a corpus, one folder per exercise."""
    return [_text(path) for path in sorted(folder.glob("*/*.md"))]


def _text(path: Path) -> Text:
    band, _, name = path.stem.partition("-")
    comment, _, words = path.read_text(encoding="utf-8").partition("\n")
    assert comment.startswith("<!--"), path
    return Text(path.parent.name, band, name, words)


@cache
def expectations() -> dict[str, DocumentExpectation]:
    """What each document exercise expects, by its id."""
    exercises = [exercise for path in sources(ROOT) for exercise in read(path) if exercise.kind == "document"]
    return {exercise.id: KIND.compile(exercise) for exercise in exercises}


@cache
def _texts_by_id() -> dict[str, Text]:
    return {text.id: text for text in texts(CORPUS)}


@pytest.mark.parametrize("id", _texts_by_id())
def test_a_text_falls_into_its_band(id):
    text = _texts_by_id()[id]

    assert text.is_in_band(judge_document(expectations()[text.exercise], text.words))


@pytest.mark.parametrize("id", NAMED)
def test_the_verdict_names_what_is_wrong(id):
    text = _texts_by_id()[id]

    findings = " ".join(finding.text for finding in judge_document(expectations()[text.exercise], text.words).findings)

    assert [words for words in NAMED[id] if words not in findings] == []


def test_a_third_of_the_corpus_is_hollow_or_wrong():
    bands = [text.band for text in _texts_by_id().values()]

    assert len(bands) >= 64 and 3 * sum(band in ("hollow", "wrong") for band in bands) >= len(bands)


def _lines(text: Text):
    """The table's line of a text, then what costs it points."""
    expected = expectations()[text.exercise]
    verdict, judged = judge_document(expected, text.words), report(expected, text.words)
    yield f"{'in ' if text.is_in_band(verdict) else 'OUT'} {100 * verdict.score:5.1f} {verdict.outcome.value:8} {text.id}"
    for finding in judged.capped:
        yield f"        {finding.text}"
    for check in judged.checks:
        if not check.full:
            yield f"    {check.check.id} −{check.lost_points:.1f} of {check.check.points:g}"
            yield from (f"        {finding.text}" for finding in check.result.findings[:6])


if __name__ == "__main__":
    for each in texts(Path(sys.argv[1]) if sys.argv[1:] else CORPUS):
        print("\n".join(_lines(each)))
