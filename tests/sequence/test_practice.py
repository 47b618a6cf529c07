"""What there is to try in lessons: every file is whole, every question and query is in its lesson, and can be done."""

from __future__ import annotations

import re

import pytest

from course import sequence
from course.authoring.read import read, sources
from course.grade.query.code import same_text
from course.sequence import ROOT
from course.sequence import lesson_notebook as lessons
from course.sequence.practice import (
    FOLDER,
    Meaning,
    PracticeError,
    Query,
    meaning,
    practice_of,
    query,
    question,
    read_practice,
)
from course.verdict import Outcome
from course.views.demos.practice.trial import try_query

MODULES = sorted(int(path.stem) for path in FOLDER.glob("*.toml"))
PARTS = [part for module in MODULES for part in practice_of(module).values()]
MEANINGS = [part for part in PARTS if isinstance(part, Meaning)]
QUERIES = [part for part in PARTS if isinstance(part, Query)]
ASKED = [part for part in PARTS if getattr(part, "options", None)]
CALL = re.compile(r"""\bcourse\.(?P<kind>question|practice)\(["'](?P<id>\w+)["']\)""")

ONE = 'question = [{id = "5a", ask = "How many?", right = "2", options = {"2" = "Yes.", "3" = "No."}}]'


@pytest.mark.parametrize("module", MODULES)
def test_a_lesson_shows_everything_to_try_in_the_order_of_its_letters(module):
    code = "\n".join(cell.text for cell in lessons.cells(sequence.lesson(ROOT, module)) if cell.kind == "code")
    calls = [(match["id"], match["kind"]) for match in CALL.finditer(code)]
    parts = {id: part for id, part in practice_of(module).items() if not isinstance(part, Meaning)}

    assert calls == [(id, "practice" if isinstance(parts[id], Query) else "question") for id in sorted(parts)]
    assert sorted(parts) == [f"{module}{chr(ord('a') + at)}" for at in range(len(parts))]


@pytest.mark.parametrize("part", ASKED, ids=lambda part: part.id)
def test_a_question_has_options_with_an_answer_each(part):
    assert 2 <= len(part.options) <= 5
    assert [option for option, answer in part.options.items() if len(answer.split()) < 4] == []
    assert len(set(part.options.values())) == len(part.options)


@pytest.mark.parametrize("part", QUERIES, ids=lambda part: part.id)
def test_a_query_runs_and_shows_the_same_rows_each_time(part):
    rows = {try_query(part, part.sql).result.rows for _ in range(3)}

    assert len(rows) == 1


@pytest.mark.parametrize("part", QUERIES, ids=lambda part: part.id)
def test_the_one_thing_to_change_is_recognised_and_not_done_from_the_start(part):
    unchanged = f"{part.sql}\nLIMIT 100000" if "limit" not in part.sql.lower() else f"SELECT * FROM ({part.sql})"

    assert try_query(part, part.sql).verdict is None
    assert try_query(part, part.becomes).verdict.outcome is Outcome.PASSED
    assert try_query(part, unchanged).verdict.outcome is Outcome.NOT_YET
    assert not same_text(part.sql, part.becomes)


@pytest.mark.parametrize("part", [each for each in QUERIES if each.mistakes], ids=lambda part: part.id)
def test_a_known_mistake_gets_its_sentence(part):
    verdicts = {sentence: try_query(part, sql).verdict for sentence, sql in part.mistakes.items()}

    assert [sentence for sentence, verdict in verdicts.items() if verdict.findings[0].seen != sentence] == []


@pytest.mark.parametrize("part", QUERIES, ids=lambda part: part.id)
def test_a_query_to_try_fits_on_a_screen(part):
    assert part.sql.count("\n") < 16
    assert max(map(len, part.sql.splitlines())) <= 100


def test_a_meaning_belongs_to_an_exercise():
    exercises = {each.id for path in sources(ROOT) for each in read(path)}

    assert [part.id for part in MEANINGS if part.id not in exercises or len(part.text.split()) < 8] == []


@pytest.mark.parametrize("exercise", ["99.1", "5.99", "five", ""])
def test_an_exercise_without_a_meaning_has_none(exercise):
    assert meaning(exercise) == ""


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("question = [", "05.toml is not TOML"),
        (ONE.replace("ask", "asks"), "“asks” is not known in 5a in 05.toml."),
        (ONE.replace('ask = "How many?", ', ""), "Something is missing in 5a in 05.toml: "),
        (
            ONE.replace('right = "2"', 'right = "4"'),
            "The right option of 5a in 05.toml, “4”, is not among its options.",
        ),
        (ONE.replace("Yes.", "Yes, *two*."), "*two* in 5a in 05.toml would show its asterisks"),
        (ONE.replace("question", "quiz"), "05.toml holds “quiz”; it may hold [[question]], [[query]] and [[meaning]]."),
    ],
)
def test_a_file_with_a_mistake_says_where_it_is(text, message):
    with pytest.raises(PracticeError, match=re.escape(message)):
        read_practice(text, "05.toml")


@pytest.mark.parametrize(("find", "id"), [(question, "5z"), (question, "5b"), (query, "5a"), (query, "five")])
def test_what_is_not_there_is_named(find, id):
    with pytest.raises(PracticeError, match=f"There is no {find.__name__} '{id}'"):
        find(id)
