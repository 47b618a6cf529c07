"""Closed sheets as an attacker reads them: nothing on them depends on the key, and Check answers right and wrong alike."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import islice
from pathlib import Path

import pytest

from course import sequence
from course import sheet as sheets
from course.authoring.edition.closing import close_sheet, prompts
from course.authoring.read import SourceExercise, read, sources
from course.grade.document.compile import wrong_document
from course.grade.form import mistaken, reference
from course.grade.form.mask import mask
from course.setup.state import ROOT
from course.sheet import ExerciseSheet
from course.verdict import Outcome, Verdict

SOURCES = {sequence.number_of(path): path for path in sources(ROOT)}
SECRET = ("masked", "masked_truths", "sentence", "rows", "loose", "whole")  # in what is no form
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
EXERCISES = [exercise.id for path in SOURCES.values() for exercise in read(path)]


@cache
def exercise(id: str) -> SourceExercise:
    return next(each for each in read(SOURCES[int(id.partition(".")[0])]) if each.id == id)


@cache
def both(number: int) -> tuple[sheets.Sheet, sheets.Sheet, str]:
    """The open and the closed sheet of a module, and the text of the closed one."""
    folder = ROOT / "exercises" / SOURCES[number].parent.name
    text = close_sheet(folder, prompts((folder / f"{folder.name}.ipynb").read_text("utf-8")))
    entries = [
        ExerciseSheet(**{**entry, "hints": tuple(entry["hints"])}) for entry in json.loads(text)["exercises"].values()
    ]
    return sheets.load(folder), sheets.Sheet("", tuple(entries)), text


def pair(id: str) -> tuple[ExerciseSheet, ExerciseSheet]:
    opened, closed, _ = both(int(id.partition(".")[0]))
    return opened[id], closed[id]


def written(entry: ExerciseSheet) -> str:
    return json.dumps(entry.as_json(), sort_keys=True)


def receive(id: str, answer: object) -> Verdict:
    entry = pair(id)[1]
    return sheets.receive(entry.kind, sheets.expectation(entry), answer, exercise(id).starter)


def another(value: object) -> object:
    """A value of the same form that is another one."""
    if isinstance(value, dict):
        return {name: another(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [another(part) for part in value]
    if isinstance(value, bool) or value is None:
        return not value
    return value[::-1] + "?" if isinstance(value, str) else value * 1.7 + 3


def with_another_key(entry: ExerciseSheet) -> ExerciseSheet:
    """An open entry in which everything that a key decides is another: masked values, digests, results, sentences."""
    data = json.loads(json.dumps(entry.expectation))
    if "fields" in data:
        expected = sheets.expectation(entry)
        for field in data["fields"]:
            right = another(expected.right(expected[field["id"]]))
            field |= {"masked": mask(f"{data['salt']}/{field['id']}", right), "help": "?", "weight": 7, "evidence": ""}
            field["settings"].pop("reasons", None)
        data |= {"mistakes": [], "pass_at": 0.1}
    elif "checks" in data:
        live = sheets.expectation(pair(entry.id)[1]).live.checks
        for check in data["checks"]:
            if check["id"] not in [each.id for each in live]:
                check["masked"] = mask(check["id"], {"another": "setting"})
        data |= {
            "masked_truths": mask("truths", [{"another": "truth"}]),
            "specimens": [["00"]],
            "caps": [],
            "pass_at": 0.2,
        }
    elif "function" in data:
        sets = [*data["known"], *data["pool"]]
        for each in sets:
            each |= {"row_count": 999, "whole": "another"}
        data |= {
            "practice": {"another": 1},
            "loose": ["x"] * len(data["loose"]),
            "mistakes": [],
            "order": [],
            "decimals": 5,
        }
    else:
        result = {"columns": ["another"], "types": ["DOUBLE"], "rows": [[1]], "row_count": 1}
        data |= {
            "practice": result,
            "signature": {"rows": "x", "loose": "y", "order": "z"},
            "order": [],
            "focus": ["another"],
        }
        data |= {"hidden": [], "mistakes": [], "patterns": [], "examples": [], "pairs": [], "decimals": 5}
    return replace(entry, expectation=data, key="another")


@pytest.mark.parametrize("id", EXERCISES)
def test_nothing_on_a_closed_sheet_depends_on_the_key(id):
    opened, closed = pair(id)

    assert closed.closed and closed.key == ""
    assert written(sheets.close(with_another_key(opened), closed.hints)) == written(closed)


@pytest.mark.parametrize("number", SOURCES)
def test_no_digest_no_masked_value_and_no_sentence_of_the_open_sheet_is_on_the_closed_one(number):
    opened, _, text = both(number)
    secrets = {leaf for entry in opened.exercises for leaf in secrets_of(entry)}
    live = {check.masked for entry in both(number)[1].exercises for check in live_checks(entry)}

    assert secrets
    assert [secret for secret in secrets - live if secret in json.loads(f'"{text_of(text)}"')] == []


def text_of(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]


def live_checks(entry: ExerciseSheet):
    return sheets.expectation(entry).live.checks if "checks" in entry.expectation else ()


def secrets_of(entry: ExerciseSheet) -> Iterator[str]:
    """Whatever an open entry holds so that answers can be judged: digests, masked values, and what is said of wrong ones."""
    yield entry.key
    table_outlines = {field["masked"] for field in sheets.close(entry, ()).expectation.get("fields", ())}
    is_form = "fields" in entry.expectation
    names = ("masked", "masked_truths", "sentence", "help") if is_form else SECRET
    for name, value in leaves(entry.expectation):
        if name in names and isinstance(value, str) and len(value) > 12 and value not in table_outlines:
            yield value


def leaves(value: object, name: str = "") -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        for inner, part in value.items():
            yield from leaves(part, inner)
    elif isinstance(value, list):
        for part in value:
            yield from leaves(part, name)
    else:
        yield name, value


@pytest.mark.parametrize("id", EXERCISES)
def test_no_hint_says_a_right_number(id):
    """Numbers of forms within their tolerance, and of results as they are; those of the task itself are no secret."""
    opened, closed = pair(id)
    folder = ROOT / "exercises" / SOURCES[int(id.partition(".")[0])].parent.name
    known = numbers(prompts((folder / f"{folder.name}.ipynb").read_text("utf-8"))[id])
    said = numbers(" ".join(closed.hints)) - known

    assert [
        (number, right) for number in said for right, within in right_numbers(opened) if abs(number - right) <= within
    ] == []


def numbers(text: str) -> set[float]:
    return {float(number.replace(",", "")) for number in NUMBER.findall(text) if len(number.strip("0.,")) > 1}


def right_numbers(entry: ExerciseSheet) -> Iterator[tuple[float, float]]:
    expected = sheets.expectation(entry)
    if "fields" in entry.expectation:
        for field in expected.fields:
            right = expected.right(field) if field.rule.is_judged else None
            if isinstance(right, dict) and "within" in right:
                yield abs(right["value"]), right["within"]
    if "practice" in entry.expectation and "hidden" in entry.expectation:
        cells = (cell for row in expected.practice.rows for cell in row)
        yield from ((abs(cell), 0.0) for cell in cells if isinstance(cell, int | float))


def answers(id: str) -> tuple[object, list[object]]:
    """A right answer and wrong ones."""
    opened, source = pair(id)[0], exercise(id)
    expected = sheets.expectation(opened)
    if "fields" in opened.expectation:
        return reference(expected), [mistaken(expected, mistake) for mistake in expected.mistakes]
    if "checks" in opened.expectation:
        return source.key.reference, [wrong_document(source.key, mistake.answer) for mistake in source.key.mistakes]
    return source.key.reference, [mistake.answer for mistake in source.key.mistakes]


NO_PYTHON = [id for id in EXERCISES if exercise(id).kind != "python"]


@pytest.mark.parametrize("id", NO_PYTHON)
def test_check_says_of_right_and_wrong_answers_only_what_they_are(id):
    """Saved, without points; and whatever is said is the same by the sheet of another key."""
    right, wrong = answers(id)
    opened, closed = pair(id)
    other = sheets.close(with_another_key(opened), ())
    for answer in (right, *wrong[:3]):
        verdict = receive(id, answer)
        assert (verdict.outcome, verdict.score) == (Outcome.SAVED, 0.0)
        assert verdict == sheets.receive(closed.kind, sheets.expectation(other), answer, exercise(id).starter)


FORMS = [id for id in EXERCISES if "fields" in pair(id)[0].expectation]


@pytest.mark.parametrize("id", FORMS)
def test_trying_every_option_tells_nothing(id):
    """Of each field with options, every option gets the same words, but for the option itself."""
    right, _ = answers(id)
    expected = sheets.expectation(pair(id)[0])
    for field in expected.fields:
        options = field.rule.all_answers(field.settings) if field.rule.answer_count(field.settings) else ()
        tried = [option for option in islice(options, 12) if option not in ("", [], {})]
        assert len({said_beside(receive(id, {**right, field.id: option}), field.ask, option) for option in tried}) <= 1


def said_beside(verdict: Verdict, ask: str, option: object) -> str:
    """What a verdict says of anything but one answer."""
    rows = [
        row.cells for finding in verdict.findings if finding.table for row in finding.table.rows if row.cells[0] != ask
    ]
    others = [(finding.kind, finding.seen) for finding in verdict.findings if finding.kind != "understood"]
    return repr((verdict.outcome, verdict.score, verdict.headline.replace(str(option), "…"), rows, others))


@pytest.mark.parametrize("id", EXERCISES)
def test_nothing_counts_as_nothing(id):
    from course.grade.kind import kind

    entry = pair(id)[1]
    empty = kind(entry.kind).nothing(exercise(id).starter, entry.expectation)

    assert receive(id, empty).outcome is Outcome.NOT_ATTEMPTED


@pytest.mark.parametrize("number", SOURCES)
def test_a_closed_sheet_is_read_back_as_it_was_written(number, tmp_path: Path):
    (tmp_path / sheets.NAME).write_text(both(number)[2], encoding="utf-8")

    assert sheets.load(tmp_path).text() == both(number)[2]
    assert all(entry.closed for entry in sheets.load(tmp_path).exercises)
