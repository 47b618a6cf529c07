"""The rubric on specifications of every kind: strong ones score high, hollow ones don't, nothing breaks it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from course.authoring.read import read
from course.grade.document import compile_document, judge_document, report
from course.grade.document.judge import LONGEST
from course.grade.kind import make_key
from course.verdict import Outcome
from tests.grade.document.corpus import CORPUS, STRONG


@pytest.fixture(scope="module")
def spec():
    return compile_document(make_key("document", {"rubric": "spec", "reference": STRONG}))


def test_the_corpus_is_wide():
    assert len(CORPUS) >= 24
    assert len({specimen.name for specimen in CORPUS}) == len(CORPUS)


@pytest.mark.parametrize("specimen", CORPUS, ids=lambda specimen: specimen.name)
def test_a_specification_gets_what_it_deserves(spec, specimen):
    verdict = judge_document(spec, specimen.text)

    assert specimen.lowest <= 100 * verdict.score <= specimen.highest
    assert verdict.outcome is not Outcome.PASSED or specimen.lowest >= 70


def test_every_point_that_is_lost_has_its_finding(spec):
    reports = {
        specimen.name: report(spec, specimen.text).checks for specimen in CORPUS if len(specimen.text) <= LONGEST
    }
    judged = [(name, each) for name, judged in reports.items() for each in judged]

    assert [(name, each) for name, each in judged if not each.full and not each.result.findings] == []
    assert [(name, each) for name, each in judged if not 0 <= each.result.share <= 1] == []


def test_the_gate_is_the_criteria(spec):
    happy = STRONG.replace('Then the answer is "conflict"', "Then the customer is charged once").replace(
        'Then the answer is "pending"', 'Then the customer has paid €38.00')  # fmt: skip

    verdict = judge_document(spec, happy)

    assert verdict.outcome is Outcome.NOT_YET and verdict.score == 0.5
    assert (
        "At most half of all points count while “Criteria that stop wrong services” does not hold" in verdict.headline
    )
    assert "wrong services are stopped" in verdict.findings[0].text


def test_rubbish_earns_nothing():
    stories = compile_document(
        make_key("document", {"checks": [{"check": "length", "points": 1, "least": 5}], "caps": []})
    )

    assert judge_document(stories, "the the shall " * 1000).score == 0


def test_a_copy_of_a_specimen_earns_nothing():
    told = compile_document(make_key("document", {"rubric": "spec", "reference": STRONG, "specimens": [STRONG]}))

    assert judge_document(told, STRONG).score == 0
    assert "Write your own version" in judge_document(told, STRONG).text


def test_the_spec_of_exercise_12_5_scores_what_its_text_says():
    notebook = next((Path(__file__).parents[3] / "solutions").glob("12-*/*.ipynb"))
    spec_a = next(one for one in read(notebook) if one.id == "12.3").key
    spec_b = spec_a.specimens[0]

    judged = report(replace(compile_document(spec_a), specimens=()), spec_b).checks
    form = [each for each in judged if not each.check.gate and each.check.id not in ("M2", "M3", "M4")]

    assert (len(form), sum(each.points for each in form), sum(each.check.points for each in form)) == (20, 69, 70)
    assert "69 of the 70 points for form" in notebook.read_text(encoding="utf-8")
