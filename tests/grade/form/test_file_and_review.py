"""Two kinds of field: a YAML file judged by its tree, and a review judged by what it finds."""

from __future__ import annotations

import pytest

from course.grade.form import compile_form, judge_form, mistaken, reference
from course.grade.form.fields.file import Unreadable, leaves
from course.grade.kind import make_key
from course.keys.key import AuthorError

START = "card:\n<<<<<<< main\n  percent: 1.6\n=======\n  percent: 1.4\n>>>>>>> other\ndays: 2\n"
FILE = {"id": "fees", "ask": "Resolve it", "kind": "file", "name": "fees.yaml", "starter": START,
        "right": "card:\n  percent: 1.6\ndays: 2\n"}  # fmt: skip
CALL = "return self.acquirer.charge(payment.amount_cents, payment.card)"
RENAME = ["acq = acquirer_for(payment)", "acquirer = acquirer_for(payment)"]
REVIEW = {
    "id": "review", "ask": "Review it", "kind": "review", "pull_request": 482,
    "categories": ["Functionality", "Tests", "Style"], "severities": ["must", "may"],
    "right": [{"lines": [CALL, "key = payment.idempotency_key"], "category": ["Functionality"], "severity": ["must"]},
              {"lines": ["except Timeout:"], "category": ["Functionality", "Tests"], "severity": ["must"]}],
}  # fmt: skip


def form(field: dict, mistakes: dict):
    return compile_form(make_key("form", {"fields": [field], "mistakes": mistakes}), lambda sql: [])


def verdict(field: dict, answer: object, mistakes: dict | None = None):
    return judge_form(form(field, mistakes or {}), {field["id"]: answer})


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("card:\n  percent: 1.6\ndays: 2\n", 1),
        ("# mine\ndays: 2\ncard: {percent: 1.60}", 1),
        ("days: 2.0\r\ncard:\r\n    percent: 1.6\r\n", 1),
        ("card:\n  percent: 1.4\ndays: 2\n", 0),
        ("card:\n  percent: '1.6'\ndays: 2\n", 0),
        ("card:\n  percent: 1.6\n", 0),
        ("card:\n  percent: 1.6\ndays: 2\nmore: 1\n", 0),
        ("card:\n  percent: 1.6\ndays: yes\n", 0),
        ("just words", 0),
        ("[]", 0),
    ],
)
def test_a_file_is_judged_by_its_tree(text, score):
    assert verdict(FILE, text).score == score


@pytest.mark.parametrize("answer", [None, "", "  \n", START, START.replace("\n", "\r\n"), 7, ["a"]])
def test_a_file_that_nobody_touched_is_open(answer):
    assert verdict(FILE, answer).outcome.value == "not attempted"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: 1\n=======\nb: 2", "line 2 is still a marker of the conflict"),
        ("a: 1\na: 2", "“a” stands twice in one block"),
        ("a: [1, 2", "cannot be read as YAML near line"),
        ("a: &x 1\nb: *x", "it uses an alias"),
        ("[" * 10_000, "cannot be read"),
        ("x" * 10_001, "longer than 10,000"),
        ("a: !!python/object:os.system 1", "cannot be read"),
        ("a: 2025-13-45", "cannot be read"),
        ("a: \x07", "cannot be read"),
    ],
)
def test_a_file_that_no_program_can_read_gets_a_sentence(text, words):
    with pytest.raises(Unreadable, match=words.replace("“", ".").replace("”", ".")):
        leaves(text)
    assert words.split()[-1] in verdict(FILE, text).text


def test_a_mistake_in_a_file_is_known_by_the_values_it_holds_whatever_else_stands_there():
    told = verdict(FILE, "card: {percent: 1.4}\nother: 3", {"The fee is lost.": {"fees": {"card.percent": 1.4}}})

    assert told.findings[0].seen == "The fee is lost."


def test_a_right_file_that_cannot_be_read_is_the_authors_mistake():
    with pytest.raises(AuthorError, match="cannot be read"):
        form({**FILE, "right": START}, {})


def ids(*texts: str) -> list[str]:
    from course.case.pull_requests import lines

    return [line.id for text in texts for line in lines(482) if line.text.strip() == text and line.sign.strip()]


def comments(*texts: str, category: str = "Functionality", severity: str = "must") -> dict:
    return {id: {"category": category, "severity": severity} for id in ids(*texts)}


@pytest.mark.parametrize(
    ("answer", "score", "words"),
    [
        (comments(CALL, "except Timeout:"), 1, "6 of 6 are right"),
        (comments("key = payment.idempotency_key", "except Timeout:"), 1, "6 of 6 are right"),
        (comments(CALL, "except Timeout:", "WAIT_SECONDS = 2"), 1, "6 of 6 are right"),
        (comments(CALL), 0.5, "1 of 2 risks is marked"),
        (comments(CALL, "except Timeout:", *RENAME), 1 / 3, "4 of your 6 lines put nobody at risk"),
        (comments(CALL, "except Timeout:", severity="may"), 2 / 3, "not each is called what it is"),
        ({id: {} for id in ids(CALL, "except Timeout:")}, 1 / 3, "2 of your 2 comments lack"),
    ],
)
def test_a_review_is_judged_by_what_it_finds_and_what_it_says(answer, score, words):
    told = verdict(REVIEW, answer)

    assert told.score == pytest.approx(score)
    assert words in told.text


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (comments(CALL), "1 of 2 faults is marked"),
        (comments(CALL, "except Timeout:", *RENAME), "4 of your 6 lines hold no fault"),
        (comments(CALL, "except Timeout:", severity="may"), "every fault is marked, but not each"),
    ],
)
def test_a_finding_that_is_no_risk_is_called_what_it_is(answer, words):
    assert words in verdict({**REVIEW, "shows": {"finding": "fault"}}, answer).text


@pytest.mark.parametrize("answer", [None, {}, [], "12", {"12": "x"}, {"9999": {"category": "Tests"}}, {"5": 1}])
def test_a_review_without_comments_is_open(answer):
    assert verdict(REVIEW, answer).outcome.value == "not attempted"


@pytest.mark.parametrize(
    ("mistake", "answer"),
    [
        ({"without": [CALL, "key = payment.idempotency_key"]}, comments("except Timeout:")),
        (RENAME, comments(CALL, "except Timeout:", RENAME[0])),
        ({"says": {CALL: {"severity": "may"}}}, comments("key = payment.idempotency_key", severity="may")),
    ],
)
def test_a_mistake_in_a_review_is_known(mistake, answer):
    mistakes = {"Look again.": {"review": mistake}}
    compiled = form(REVIEW, mistakes)

    assert verdict(REVIEW, answer, mistakes).findings[0].seen == "Look again."
    assert judge_form(compiled, mistaken(compiled, compiled.mistakes[0])).score < 1
    assert judge_form(compiled, reference(compiled)).score == 1


def test_a_line_that_the_diff_does_not_change_is_the_authors_mistake():
    with pytest.raises(AuthorError, match="changes no line"):
        form(REVIEW, {"Look again.": {"review": ["import time"]}})
