"""Sentences that count: the noun and the verb go with the number."""

from __future__ import annotations

import pytest

from course.grade.count import agree, quantity
from course.grade.form import compile_form, judge_form
from course.grade.kind import make_key
from course.grade.models.latency import FIXES, plan

OPTIONS = list("abcdefg")


@pytest.mark.parametrize(
    ("count", "noun", "plural", "words"),
    [
        (0, "row", "", "0 rows"),
        (1, "row", "", "1 row"),
        (2, "row", "", "2 rows"),
        (1, "fix", "fixes", "1 fix"),
        (2, "fix", "fixes", "2 fixes"),
        (1.0, "week", "", "1 week"),
        (1.5, "week", "", "1.5 weeks"),
        (84_000, "row", "", "84,000 rows"),
    ],
)
def test_a_noun_goes_with_its_number(count, noun, plural, words):
    assert quantity(count, noun, plural) == words


@pytest.mark.parametrize(
    ("verb", "none", "one", "two"),
    [
        ("is", "are", "is", "are"),
        ("has", "have", "has", "have"),
        ("does", "do", "does", "do"),
        ("stands", "stand", "stands", "stand"),
    ],
)
def test_a_verb_goes_with_its_number(verb, none, one, two):
    assert [agree(count, verb) for count in (0, 1, 2)] == [none, one, two]


@pytest.mark.parametrize(
    ("chosen", "says"),
    [
        ("a", "2 are missing"),
        ("ab", "1 is missing"),
        ("abcd", "1 of your 4 does not belong there"),
        ("abcde", "2 of your 5 do not belong there"),
        ("abd", "1 of your 3 does not belong there, 1 is missing"),
    ],
)
def test_a_choice_of_several(chosen, says):
    fields = [{"id": "set", "ask": "Which?", "kind": "choices", "options": OPTIONS, "right": list("abc")}]

    verdict = judge_form(compile_form(make_key("form", {"fields": fields}), lambda sql: []), {"set": list(chosen)})

    assert verdict.findings[0].seen == f"“Which?”: {says}."


@pytest.mark.parametrize(
    ("hits", "headline", "finding"),
    [
        (0, "0 of 3 are right, 3 are needed.", "“Who?”: 0 of 3 are right; look at “a”, “b” and “c” again."),
        (1, "1 of 3 is right, 3 are needed.", "“Who?”: 1 of 3 is right; look at “b” and “c” again."),
        (2, "2 of 3 are right, 3 are needed.", "“Who?”: 2 of 3 are right; look at “c” again."),
    ],
)
def test_a_match(hits, headline, finding):
    fields = [{"id": "who", "ask": "Who?", "kind": "match", "items": list("abc"), "classes": ["x", "y"],
               "right": dict.fromkeys("abc", "x")}]  # fmt: skip
    expected = compile_form(make_key("form", {"fields": fields}), lambda sql: [])

    verdict = judge_form(expected, {"who": {item: "x" if at < hits else "y" for at, item in enumerate("abc")}})

    assert verdict.headline == headline
    assert verdict.findings[0].seen == finding


@pytest.mark.parametrize(("count", "words"), [(0, "0 fixes"), (1, "1 fix"), (3, "3 fixes")])
def test_a_plan_of_fixes(count, words):
    run = plan({"fixes": [fix.name for fix in FIXES[:count]]}, target=500, budget=100, most=2)

    assert run.problems == (f"you chose {words}, and 2 can be built in time",)
