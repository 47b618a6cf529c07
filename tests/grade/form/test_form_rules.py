"""Each rule of a form: partial credit, and the sentence for what does not hold."""

from __future__ import annotations

import pytest

from course.grade.form import compile_form, judge_form
from course.grade.form.numbers import read_number, shown_number
from course.grade.kind import make_key
from course.keys.key import AuthorError
from tests.grade.form.form_of_every_kind import FIELDS, find_rows

BY_ID = {field["id"]: {name: value for name, value in field.items() if name != "evidence"} for field in FIELDS}
ALL = {"scope": "PM", "date": "EM", "schema": "TPM"}
CELLS = {"capture": {"side": "credit", "euro": "38"}, "refund": {"side": "debit", "euro": "9,50 €"}}
TWICE, ONCE = {"when": {"charged": "twice"}, "then": "refund"}, {"when": {"charged": "once"}, "then": "keep"}


@pytest.mark.parametrize(
    ("id", "answer", "score", "says"),
    [
        ("rate", "0,675 %", 1, ""),
        ("rate", "0.667", 1, ""),
        ("rate", "0.665", 0, "does not hold yet"),
        ("rate", "0.00671", 0, "a hundredth of the right figure"),
        ("rate", "-0.671", 0, "the sign is not"),
        ("rate", "0.671 €", 0, "The question asks for percent."),
        ("fact", "186", 1, ""),
        ("fact", "187", 0, "does not hold yet"),
        ("canary", "142", 1, ""),
        ("canary", "140", 0, "does not hold yet"),
        ("cutoff", 600.0, 1, ""),
        ("region", " Ireland. ", 1, ""),
        ("region", "eu west 1", 0, "does not hold yet"),
        ("day", "2025-12-03", 1, ""),
        ("day", "3 Dec", 0, "has no year"),
        ("facts", ["a", "c", "d"], 1, ""),
        ("facts", ["a", "b", "d", "e"], 6 / 7, "1 of your 4 does not belong there"),
        ("facts", list("abcdefgh"), 0, "4 of your 8 do not belong there"),
        ("lines", ["4", "12", "29"], 1, ""),
        ("lines", ["4", "12", "29", "5", "6", "7"], 2 / 3, "3 of your 6 do not belong there"),
        ("lines", ["4", "12"], (4 / 5 - 4 / 17) / (1 - 4 / 17), "1 is missing"),
        ("events", ["authorise", "capture", "notify", "settle"], 1, ""),
        ("events", ["capture", "authorise", "notify", "settle"], 0.6, "4 of 5 pairs"),
        ("events", ["settle", "notify", "capture", "authorise"], 0, "0 of 5 pairs"),
        ("events", ["settle", "notify"], 0, ""),
        ("roles", ALL, 1, ""),
        ("roles", {**ALL, "date": "programme"}, 1, ""),
        ("roles", {**ALL, "schema": "EM"}, 0.5, "2 of 3 are right; look at “schema” again."),
        ("roles", {"scope": "PM"}, 0.25, "2 of 3 are still open."),
        ("posts", CELLS, 1, ""),
        ("posts", {**CELLS, "refund": {"side": "debit", "euro": "950"}}, 2 / 3, "look again at “Amount” of “refund”. That is 100 times"),
        ("policy", [TWICE, ONCE], 1, ""),
        ("policy", [TWICE, {"when": {"charged": "once", "shipped": "yes"}, "then": "keep"}], 0.625,
         "no rule says what happens when charged is once, shipped is no"),
        ("policy", [TWICE, ONCE, {"when": {"shipped": "no"}, "then": "ask"}], 0.25, "two rules contradict each other when"),
        ("policy", [TWICE, {"when": {}, "then": "refund"}], 0.25, "when charged is once, shipped is yes, “refund” is not what"),
        ("rollout", {"share": "5", "chance": "80 %"}, 1, ""),
        ("rollout", {"share": "1", "chance": "95"}, 0, "it takes 149 minutes, and 120 are allowed"),
        ("rollout", {"share": "50", "chance": "95"}, 0, "the plan costs"),
        ("rollout", {"share": "10"}, 0, "is still open"),
    ],
)  # fmt: skip
def test_credit(id, answer, score, says):
    expected = compile_form(make_key("form", {"fields": [BY_ID[id]]}), find_rows)

    verdict = judge_form(expected, {id: answer})

    assert verdict.score == pytest.approx(score, abs=1e-6)
    assert says in " ".join(finding.text for finding in verdict.findings)
    assert not (score == 1 and verdict.findings)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"id": "events", "right": ["capture", "capture"]}, "contradicts itself"),
        ({"id": "events", "right": (), "before": [["capture", "settle"], ["settle", "capture"]]}, "contradicts itself"),
        ({"id": "events", "right": ["settle", "capture"]}, "in the right order already"),
        ({"id": "policy", "right": [TWICE]}, "leave a gap or a conflict at charged is once"),
        ({"id": "policy", "rules": 1}, "too few"),
        ({"id": "policy", "right": [{"when": {"colour": "red"}, "then": "refund"}]}, "does not exist"),
        (
            {"id": "rollout", "parameters": {**BY_ID["rollout"]["parameters"], "longest": 1}},
            "no plan meets the constraints",
        ),
        (
            {"id": "rollout", "controls": [{"id": "s", "ask": "?", "kind": "order", "options": list("abcdefghij")}]},
            "too many to try",
        ),
        ({"id": "roles", "right": {"scope": "PM"}}, "differ in 'date'"),
        ({"id": "posts", "right": {"capture": {"euro": 38}, "refund": {}}}, "nothing finds the right number"),
        ({"id": "day", "right": "2025-12-03", "sql": ""}, "nothing finds the right day"),
    ],
)
def test_an_author_is_told(changes, says):
    with pytest.raises(AuthorError, match=says):
        compile_form(make_key("form", {"fields": [{**BY_ID[changes["id"]], **changes}]}), find_rows)


def test_rows_of_a_query_are_right_where_several_values_are():
    rows = {"q1": [("a",), ("b",)], "q2": [("scope", "PM"), ("date", "EM")], "q3": [("x", 3.5), ("y", 4)]}
    fields = [
        {"id": "set", "ask": "Which?", "kind": "choices", "options": ["a", "b", "c", "d"], "sql": "q1"},
        {"id": "map", "ask": "Who?", "kind": "match", "items": ["scope", "date"], "classes": ["PM", "EM"], "sql": "q2"},
        {"id": "grid", "ask": "How much?", "kind": "table", "rows": ["x", "y"], "sql": "q3",
         "columns": [{"id": "n", "ask": "n", "decimals": 1}]},
    ]  # fmt: skip
    expected = compile_form(make_key("form", {"fields": fields}), rows.__getitem__)

    verdict = judge_form(
        expected,
        {"set": ["b", "a"], "map": {"scope": "PM", "date": "EM"}, "grid": {"x": {"n": "3,5"}, "y": {"n": "4.0"}}},
    )

    assert verdict.score == 1


@pytest.mark.parametrize(
    ("typed", "unit", "decimals", "value"),
    [
        ("97 000", "rows", 0, 97000), ("97,000", "rows", 0, 97000), ("97.000", "rows", 0, 97000), ("97_000 rows", "rows", 0, 97000),
        ("1.000.000", "", 0, 1e6), ("1,234,567.5", "", 1, 1234567.5), ("1.234.567,5", "", 1, 1234567.5),
        ("6,3", "pp", 1, 6.3), ("+1,00", "pp", 2, 1), ("- 6.3 pp", "pp", 1, -6.3), ("6.3 percentage points", "pp", 1, 6.3),
        ("€7,068", "€", 2, 7068), ("7\u202f068,00", "€", 2, 7068), ("7’068 EUR", "€", 0, 7068), ("−€7,068", "€", 0, -7068),
        ("15.9", "k€", 1, 15.9), ("15,9 k", "k€", 1, 15.9), ("€15.9k", "k€", 1, 15.9), ("15,900 €", "k€", 1, 15.9),
        ("1.2075 M", "refreshes", 0, 1207500), ("0.24 million", "refreshes", 0, 240000), ("1,208", "M", 3, 1.208),
        ("0,671 %", "%", 3, 0.671), (".5", "%", 1, 0.5), ("30 min", "min", 0, 30), ("0.5 h", "min", 0, 30), ("9 days", "h", 0, 216),
        ("97 000", "", 0, 97000), (600.0, "points", 0, 600), ("~ 149 requests", "requests", 0, 149),
    ],
)  # fmt: skip
def test_numbers_are_read_as_people_type_them(typed, unit, decimals, value):
    assert read_number(typed, unit, decimals).value == pytest.approx(value)


@pytest.mark.parametrize(
    ("typed", "unit", "says"),
    [
        ("many", "", "no number"),
        ("3 or 4", "", "no number"),
        ("6.3 %", "€", "as 6.3 percent. The question asks for euro."),
        ("€3", "%", "€3"),
        ("9" * 4_300, "", "That has 4,300 characters."),
        (list(range(30_000)), "%", "Type one number"),
        ("inf", "", "no number"),
        ("nan", "", "no number"),
    ],
)
def test_what_cannot_be_read_is_said(typed, unit, says):
    reading = read_number(typed, unit)

    assert reading.value is None and says in reading.problem


@pytest.mark.parametrize("typed", ["", "  ", None])
def test_nothing_typed_is_no_number(typed):
    assert read_number(typed) is None


@pytest.mark.parametrize("value", [0.671, -7.31, 7068, 1_207_500])
@pytest.mark.parametrize("unit", ["%", "pp", "€", "k€", "rows", "min"])
def test_what_is_shown_is_read_back(value, unit):
    assert read_number(shown_number(value, unit), unit, 2).value == pytest.approx(value)
