"""The interviews of lessons: every module has one, each question is whole, and an author's mistake is named."""

from __future__ import annotations

import re

import pytest

from course import sequence
from course.sequence import ROOT
from course.sequence import lesson_notebook as lessons
from course.sequence.interview import FOLDER, KINDS, InterviewError, interview_of, read_interview

MODULES = range(2, 17)
QUESTIONS = [(module, at, each) for module in MODULES for at, each in enumerate(interview_of(module), 1)]
every_question = pytest.mark.parametrize(
    "question", [each for _, _, each in QUESTIONS], ids=[f"{module}-{at}" for module, at, _ in QUESTIONS]
)
SCORES = re.compile(r"\b(?:score of \d|\d+ points? (?:for|each)|out of (?:ten|10))\b", re.IGNORECASE)
SOUND = '{ says = "I count.", tell = "It counts." }'
ONE = f"""
[[question]]
kind = "explain"
ask = "How many?"
points = ["You counted."]
strong = {SOUND}
weak = {SOUND}
bluffing = {SOUND}
"""


@pytest.mark.parametrize("module", MODULES)
def test_a_lesson_ends_with_its_three_questions_of_different_kinds(module):
    code = [cell.text for cell in lessons.cells(sequence.lesson(ROOT, module)) if cell.kind == "code"]
    questions = interview_of(module)

    assert [text for text in code if "interview(" in text and "mock" in text] == [f'course.mock_interview("{module}")']
    assert len(questions) == 3
    assert len({question.kind for question in questions}) >= 2


def test_no_file_is_without_a_lesson_and_every_kind_is_asked():
    assert sorted(int(path.stem) for path in FOLDER.glob("*.toml")) == list(MODULES)
    assert {question.kind for _, _, question in QUESTIONS} == set(KINDS)


@every_question
def test_a_question_has_its_points_and_three_sounds_of_a_few_sentences(question):
    sounds = [sound for _, sound in question.sounds]

    assert 3 <= len(question.points) <= 5
    assert len(question.ask.split()) <= 45
    assert [point for point in question.points if not point.endswith(".") or len(point.split()) > 18] == []
    assert [sound.says for sound in sounds if not 10 <= len(sound.says.split()) <= 80] == []
    assert [sound.tell for sound in sounds if not 5 <= len(sound.tell.split()) <= 22] == []
    assert len({sound.says for sound in sounds}) == 3


@every_question
def test_nothing_is_scored(question):
    said = [*question.points, *(text for _, sound in question.sounds for text in (sound.says, sound.tell))]

    assert [text for text in said if SCORES.search(text)] == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("question = [", "05.toml is not TOML"),
        ("quiz = 1", "05.toml holds “quiz”; it may hold [[question]]."),
        ("question = 3", "The questions of 05.toml are no tables"),
        (ONE.replace("ask =", "asks ="), "“asks” is not known in question 1 in 05.toml."),
        (ONE.replace('ask = "How many?"\n', ""), "“ask” is missing in question 1 in 05.toml."),
        (ONE.replace("How many?", " "), "“ask” in question 1 in 05.toml holds no sentence."),
        (ONE.replace('"explain"', '"riddle"'), "The kind of question 1 in 05.toml is “riddle”; it may be explain, "),
        (ONE.replace('["You counted."]', '"You counted."'), "“points” in question 1 in 05.toml is no list"),
        (
            ONE.replace(f"weak = {SOUND}", 'weak = "No."'),
            "“weak” of question 1 in 05.toml needs what the candidate says",
        ),
        (ONE + "[question.score]\nhow = 1", "“score” is not known in question 1 in 05.toml."),
    ],
)
def test_a_file_with_a_mistake_says_where_it_is(text, message):
    with pytest.raises(InterviewError, match=re.escape(message)):
        read_interview(text, "05.toml")


def test_a_module_without_an_interview_is_one_sentence():
    with pytest.raises(InterviewError, match=re.escape("There is no interview for module 1: 01.toml is missing.")):
        interview_of(1)
    assert read_interview(ONE, "05.toml")[0].weak.tell == "It counts."
