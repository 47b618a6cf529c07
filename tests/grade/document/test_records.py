"""A decision record: its figures against the model, its decision, its trigger, and the learner's own sheet beside them."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from functools import cache

import pytest

from course import exercise as exercises
from course import sheet as sheets
from course.authoring.read import read, sources
from course.grade.document import DocumentExpectation
from course.grade.document.check import CHECKS, Result
from course.grade.document.judge import judge_document, report
from course.grade.document.parse import read_document
from course.grade.kind import Neighbour, kind
from course.verdict import Outcome
from tests.test_figures import ROOT


@cache
def key():
    return next(exercise.key for exercise in read(sources(ROOT, 13)[0]) if exercise.id == "13.4")


def run(name: str, text: str, **more: object) -> Result:
    settings = next(dict(check) for check in key().checks if check["check"] == name)
    return CHECKS[name].run(read_document(text), {**settings, "aliases": key().aliases, **more})


BOTH = "Building is worth €81.6k and buying €131.2k. Break-even is at 1.21 million refreshes a month."


@pytest.mark.parametrize(
    "text",
    [
        BOTH,
        "Over 36 months the NPV of our own connectors is 81.6 k€. To buy is worth 131,200 euro. Both are worth the same at 1,207,500 refreshes.",
        "- **Buy**: entry fee €85k, live in month 3. NPV over 36 months €131.2k.\n- **Build**: nine months. NPV €81.6k.\n\nBreak-even 1.21M.",
        "| | NPV | Break-even |\n|---|---|---|\n| Build | 81.6 k€ | 1.2075 M refreshes |\n| Buy | 131.2 k€ | |",
        "| Option | Net present value |\n|---|---|\n| Build | €81,600 |\n| Buy | €131,249 |\n\nBreak-even: 1.2075M refreshes.",
        "- Buy: net present value €131k, set-up €85,000.\n- Build: net present value €82k, after €40,000 of set-up.\n\nThe break-even volume is 1,200 thousand.",
        f"{BOTH} If it slips by five months, building is worth −€166.7k.",
        f"{BOTH} At the volume of the dashboard, 1.34 million, building would be ahead by €61.2k.",
        f"{BOTH} We pay €85,000 to the aggregator, and a team of €36,000 a month if we build.",
        f"{BOTH} Buying is worth €49.6k more than building.",
    ],
)
def test_figures_of_the_model_are_right_however_they_are_written(text):
    assert run("modelled", text) == Result(1.0)


@pytest.mark.parametrize(
    ("text", "share", "says"),
    [
        (BOTH.replace("81.6", "204.2"), 0.5, "You say €204.2k for what building is worth"),
        (BOTH.replace("buying €131.2k", "buying is worth €157.5k"), 0.5, "You say €157.5k for what buying is worth"),
        (BOTH.replace("1.21", "1.34"), 0.5, "You say 1.34 million for the break-even volume"),
        (BOTH.replace("€131.2k", "a lot"), 0.5, "Not said: what buying is worth"),
        ("Both are worth a lot.", 0.0, "Not said: what building is worth"),
        ("", 0.0, "Not said"),
        ("build worth €81.6k buy worth €131.2k break-even 1.21 million refreshes option could", 0.0, "Not said"),
        (
            "| Option | NPV |\n|---|---|\n| Build | €999k |\n| Buy | €131k |\n\nBreak-even at 1.21 million.",
            0.5,
            "You say €999k",
        ),
    ],
)
def test_a_figure_that_the_model_does_not_give_is_named(text, share, says):
    result = run("modelled", text)

    assert result.share == share
    assert any(says in finding.text for finding in result.findings)


@pytest.mark.parametrize(
    ("decision", "share"),
    [
        ("We will buy from the aggregator.", 1), ("We will not build; we will buy.", 1), ("Instead of building, we sign with them.", 1),
        ("We buy rather than build.", 1), ("We will build our own connectors.", 0), ("We don't buy. We build.", 0), ("We will see.", 0),
        ("Building in-house is what we do, not buying.", 0), ("We will build, although it is worth less.", 0),
        ("We will build. That is worth €49.6k less, and we pay it for control of every bank.", 1),
        ("We will build. That costs us about 50,000 euro.", 1), ("We will build. That costs us €5k.", 0),
        ("build buy build buy build buy build", 0),
    ],
)  # fmt: skip
def test_the_decision_is_the_one_that_the_model_puts_ahead(decision, share):
    assert run("follows", f"## Decision\n\n{decision}").share == share


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Aya compares refreshes with the plan each month; at 10% above it Marta is called.", ""),
        ("On 2026-10-01 Bode looks whether the fee is above 1 cent.", ""),
        ("Noor reads the volume every month. At 2.5 million refreshes we calculate again.", "in month 28"),
        ("Noor reads the volume every month. At 3.5 million refreshes we calculate again.", ""),
        ("Aya looks quarterly whether we are ten percent above the plan.", ""),
        ("If things change, we meet again.", "There is no number"),
        ("At 10% above the plan we calculate again each month.", "Nobody is named"),
        ("Aya looks whether we are 10% above the plan.", "does not say when"),
        ("Aya reads the refreshes every month and calls at 1.2 million.", "reaches 1.2 million in month 3"),
        ("Aya reads the refreshes every month and calls at 1,050,000.", "goes off on the first day"),
        ("Aya looks on the first Monday of each month. Above 1.0 million, we decide again.", "1.0 million is no more"),
        ("Aya looks every month. Above 1 million we decide again.", "goes off on the first day"),
        ("Aya looks every month. Above 1.21 million, we decide again.", "reaches 1.21 million in month 4"),
        ("Aya looks every month. Above 1,210k we decide again.", "reaches 1,210k in month 4"),
        ("Break-even is at 1.21 million. Aya looks every month; at 10% above the plan we decide again.", ""),
        ("Aya looks every month whether we are 10% above the plan. It is about €1.2 million of business.", ""),
        ("Peter looks every month whether we are 10% above the plan.", "Peter is not in the cast"),
    ],
)
def test_a_trigger_has_a_number_a_person_and_a_rhythm_and_is_not_in_the_plan(text, says):
    result = run("trigger", f"## Revisit\n\n{text}")

    assert (result.share == 1) == (not says)
    assert says in " ".join(finding.text for finding in result.findings)


DECISION = "We will buy from the aggregator for three years. At the real volume it is worth more, and no delay of ours can make it worse."
TRIGGER = "If they are 10% above the plan for two months in a row, or if the aggregator raises its fee above 1 cent, Marta calls"
TAG = "[F12.clean=1,100,000]"


@pytest.mark.parametrize(
    ("words", "instead", "says"),
    [
        (DECISION, "We will buy. Buying comes to €20k.", "You say €20k for what buying is worth"),
        (DECISION, "We will buy. The aggregator brings us €204,000 over three years.", "You say €204,000 for what buying"),
        (DECISION, "We will buy. Building would only be worth €50k over 36 months.", "You say €50k for what building"),
        (DECISION, "We will buy, because it is worth €110k more than building.", "You say €110k for the lead"),
        (DECISION, "We will buy, because buying is ahead by 12,000 euro.", "You say 12,000 euro for the lead"),
        ("aggregator | €131.2k", "aggregator | €20.4k", "You say €20.4k for what buying is worth"),
        ("volume is 1.21 million", "volume is 1.5 million", "You say 1.5 million for the break-even volume"),
        ("10% above what we have", "30% above what we have", "You say 30% for how far the break-even volume"),
        ("Over 39 months and more building would be ahead", "Building would be ahead after 24 months", "You say 24 for the month"),
        ("counts 1,340,000", "counts 1,640,000", "You say 1,640,000 for the refreshes a month"),
        (TAG, TAG.replace("100", "340"), "The data give another figure"),
        (DECISION, "We will buy, because we have already spent €60,000 on a prototype and have come too far.", "is sunk"),
        (DECISION, "We will buy. Otherwise we would lose the €60,000.", "what is spent is spent"),
        (DECISION, "We will buy. After all the money we put into the prototype so far, we cannot stop.", "is sunk"),
        (TRIGGER, "If they are 30% above the plan, Marta calls", "“30%” is far past the break-even"),
        (TRIGGER, "If they are twice the plan or 50% above it, Marta calls", "“50%” is far past"),
        (TRIGGER, "If they are 20% below the plan, Marta calls", "put buying further ahead"),
        (TRIGGER, "Above 2.5 million refreshes Marta calls", "in month 28"),
    ],
)  # fmt: skip
def test_one_wrong_fact_that_carries_the_decision_keeps_a_record_from_passing(words, instead, says):
    document = sheets.expectation(sheets.load(sources(ROOT, 13)[0].parent)["13.4"])
    text = key().reference
    assert words in text

    verdict = judge_document(document, text.replace(words, instead))

    assert verdict.score <= 0.75
    assert verdict.outcome is Outcome.NOT_YET
    assert any(says in finding.text for finding in verdict.findings)


@pytest.mark.parametrize(
    "decision",
    [
        "We will buy. That the prototype has cost us €60,000 is no reason for either.",
        "We will buy. Buying costs €85,000 at the start, and the aggregator brings a benefit of €28,000 a month from month 3 on.",
        "We will buy. On Bode's dashboard buying comes to €20.4k, and building is ahead by €61.2k.",
        "We will buy. If building slips by five months, buying is ahead by €298k.",
        "We will buy, because that is €49.6k better over 36 months. Over 48 months building would be worth more.",
        "We will buy. The four engineers cost €36,000 a month, €324,000 in all.",
    ],
)
def test_true_amounts_of_other_cases_contradict_nothing(decision):
    document = sheets.expectation(sheets.load(sources(ROOT, 13)[0].parent)["13.4"])

    assert judge_document(document, key().reference.replace(DECISION, decision)).score == 1


@pytest.mark.parametrize(
    ("owner", "says"),
    [("Aya", ""), ("Marta (CFO)", ""), ("me", ""), ("Product manager, Link", ""), ("Peter", "Peter is not in the cast."),
     ("Peter Smith", "Peter Smith is not in the cast."), ("", "There is nothing after")],
)  # fmt: skip
def test_an_owner_with_a_name_is_in_the_cast(owner, says):
    result = run("metadata", f"Status: accepted\nDate: 2026-03-20\nOwner: {owner}\n\n## Context\n\nText.")

    assert says in " ".join(finding.text for finding in result.findings) and (result.share == 1) == (not says)


@pytest.mark.parametrize(
    ("text", "is_reason"),
    [
        ("We build, because the prototype works and has already cost us €60,000.", True),
        ("Because it has cost us €60,000 we should go on.", True),
        ("The prototype has already cost €60,000, so we continue.", True),
        ("Because the €60,000 that the prototype has cost are gone, they count nowhere.", False),
        ("The prototype has cost €60,000. That is spent whichever way we go, and so it is in no column.", False),
    ],
)
def test_a_sunk_cost_is_no_reason(text, is_reason):
    assert (run("claims", f"## Decision\n\n{text}").share < 1) == is_reason


@pytest.mark.parametrize("part", ["drawback", "trigger"])
def test_a_record_without_what_the_module_teaches_does_not_pass(part):
    section = {"drawback": "The benefit begins in month 3, and the team stays free for other work, which is better for all.",
               "trigger": "Noor looks at all of it every month. If circumstances change, we decide again."}[part]  # fmt: skip
    title = {"drawback": "Consequences", "trigger": "Revisit"}[part]
    before, rest = key().reference.split(f"## {title}\n")
    after = "\n## Revisit" + rest.split("## Revisit")[1] if part == "drawback" else ""
    document = sheets.expectation(sheets.load(sources(ROOT, 13)[0].parent)["13.4"])
    result = report(document, f"{before}## {title}\n\n{section}\n{after}")

    assert [check.check.id for check in result.open_gates] == [part]
    assert not result.passed


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("The aggregator owns the relationship with the banks, and we are tied to it for three years.", True),
        ("We will not learn how to build connectors.", True), ("The knowledge stays outside the company.", True),
        ("We have less control over outages.", True), ("In exchange, every refresh costs money.", True),
        ("Bad: no own code.", True), ("If the aggregator closes, we are stuck.", True), ("Worse: a fee for each refresh.", True),
        ("Partners get their banks in June instead of December, and the team can work on other things.", False),
        ("Everybody is happy and speed, quality and trust get better.", False),
    ],
)  # fmt: skip
def test_a_drawback_is_read_in_the_words_that_people_use(text, is_one):
    settings = next(dict(check) for check in key().checks if check.get("id") == "drawback")
    document = read_document(f"## Consequences\n\n{text}")

    assert (CHECKS["mentions"].run(document, {**settings, "aliases": key().aliases}).share == 1) == is_one


def test_a_tag_without_a_figure_says_where_it_is_found():
    result = run("facts", "The volume is [F12.clean=].")

    assert (
        result.findings[0].look
        == "[F12.clean=] has no figure yet: type it behind the equals sign. Exercise 4.5 found it."
    )


@pytest.mark.parametrize("name", ["follows", "trigger"])
def test_a_section_that_is_missing_is_asked_for(name):
    assert "There is no section" in run(name, "# A record").findings[0].text


def with_own(cells: dict[str, str]) -> DocumentExpectation:
    """The expectation of 13.4 beside a sheet of 13.2 in which some cells differ from the reference."""
    sheet = sheets.load(sources(ROOT, 13)[0].parent)
    form, document = (sheets.expectation(sheet[id]) for id in ("13.2", "13.4"))
    right = form.right(form.fields[0])["formulas"]
    neighbour = Neighbour(sheet["13.2"].expectation, {"model": {**right, **cells}})
    return kind("document").beside(document, {"13.2": neighbour})


def test_the_learner_s_own_sheet_is_named_and_does_not_decide():
    wrong = with_own({"B20": "=oncall+hosting"})
    text = key().reference.replace("€81.6k", "€204.2k")

    assert wrong.own["build"] == pytest.approx(204_211, abs=1)
    found = [finding.text for finding in report(wrong, text).findings]
    assert any("as your sheet of 13.2 does. That sheet does not hold yet" in finding for finding in found)
    assert report(wrong, text).score == report(replace(wrong, own={}), text).score < 1


def test_a_right_sheet_of_one_s_own_is_where_to_look():
    right, text = with_own({}), key().reference.replace("€131.2k", "much")

    assert any("Your sheet of 13.2 has it." in finding.text for finding in report(right, text).findings)
    assert with_own({"C61": "=1/0"}).own == {"buy": pytest.approx(131_249, abs=1)}


def test_only_what_reads_another_exercise_names_one():
    document = sheets.expectation(sheets.load(sources(ROOT, 13)[0].parent)["13.4"])

    assert kind("document").reads(document) == ("13.2",)
    assert kind("document").beside(document, {}) is document
    assert "own" not in document.to_json()


def test_check_and_grade_read_the_learner_s_sheet_from_the_same_notebook(tmp_path, monkeypatch):
    for name in ("NBGRADER_EXECUTION", "JPY_SESSION_NAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(exercises, "_open_answers", {})
    monkeypatch.chdir(tmp_path)
    shutil.copy(sources(ROOT, 13)[0].parent / sheets.NAME, tmp_path)
    (tmp_path / "13-records.ipynb").write_text(json.dumps({"cells": [], "metadata": {}}))
    record, model = exercises.Exercise("document", "13.4"), exercises.Exercise("form", "13.2")
    record.answer = key().reference.replace("€81.6k", "€204.2k")
    before = record.verdict()

    right = model.expectation.right(model.expectation.fields[0])["formulas"]
    model.answer = {"model": {**right, "B20": "=oncall+hosting"}}
    beside = record.verdict()

    assert "The model comes to something else." in before.text
    assert "as your sheet of 13.2 does" in beside.text
    assert before.score == beside.score < 1
