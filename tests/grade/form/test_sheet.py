"""A sheet is judged by what its cells come to, with the inputs that are shown and with others."""

from __future__ import annotations

import pytest

from course.grade.form import compile_form, judge_form, mistaken, reference
from course.grade.form.sheets.layout import inputs, results, shown, tried
from course.grade.kind import make_key
from course.keys.key import AuthorError

FIELD = {
    "id": "rent", "ask": "Rent or buy a van", "kind": "sheet",
    "cells": {"A1": "Kilometres", "B1": "1,000", "A2": "Price of one", "B2": "50%", "A3": "Growth", "B3": "10%",
              "A5": "0", "A6": "=A5+1", "A12": "All"},
    "names": {"km": "B1", "price": "B2", "growth": "B3"},
    "fill": {"A6": "A10", "B6": "B10", "C5": "C10"},
    "folds": [[8, 10, "The rest"]],
    "asks": {"B5": "kilometres of year 0", "B6": "kilometres from year 1 on", "C5": "cost", "C12": "all cost"},
    "right": {"B5": "=km", "B6": "=B5*(1+growth)", "C5": "=B5*price", "C12": "=SUM(C5:C10)"},
    "others": {"km": 1300, "price": 0.7, "growth": 0.2},
}  # fmt: skip
RIGHT = FIELD["right"]
KNOWN = "Prices do not grow: kilometres do."


def form(mistakes: dict | None = None, **changes: object):
    return compile_form(
        make_key("form", {"fields": [{**FIELD, **changes}], "mistakes": mistakes or {}}), lambda sql: []
    )


def verdict(mistakes: dict | None = None, **cells: str):
    return judge_form(form(mistakes), {"rent": {**RIGHT, **cells}})


@pytest.mark.parametrize(
    "cells",
    [
        {}, {"B6": "=B5+B5*growth"}, {"B6": "=$B$1*(1+$B$3)^A6"}, {"C5": "=B5*$B$2"}, {"C12": "=C5+SUM(C6:C10)"},
        {"B5": "= KM "}, {"C12": "=SUMPRODUCT(B5:B10;C5:C10)/SUMPRODUCT(B5:B10;B5:B10)*SUM(B5:B10)"}, {"B5": "=B1*1"},
    ],
)  # fmt: skip
def test_another_way_to_the_same_values_is_right(cells):
    assert verdict(**cells).score == 1


@pytest.mark.parametrize(
    ("cells", "score", "says"),
    [
        ({"B5": "1000"}, 0.75, "typed in and stays when an input changes"),
        ({"B5": "=1,000"}, 0.75, "I can read it up to “,”"),
        ({"C12": "3858"}, 0.75, "the value is right, but it is typed in"),
        ({"C12": "99"}, 0.75, "a number is typed in"),
        ({"B6": "=B5*1.1"}, 0.75, "it is right for the inputs that you see, and wrong when `growth` changes."),
        ({"B6": "=B5+km*growth"}, 0.75, "filled on, it is right at first, and no longer in B7"),
        ({"C5": "=-B5*price"}, 0.75, "the size is right and the sign is not"),
        ({"C5": "=B5*price*100"}, 0.75, "100 times too large"),
        ({"C5": "=B5+price"}, 0.75, "it comes to 1,000, which does not follow"),
        ({"B5": "km"}, 0.75, "“km” is no formula: a formula begins with “=”"),
        ({"B5": "=km+"}, 0.75, "it ends too early"),
        ({"C12": "=C12"}, 0.75, "circle"),
        ({"C12": "=SUM(D5:D10)"}, 0.75, "it comes to 0"),
        ({"B5": ""}, 0.75, "1 of 4 is still open"),
    ],
)
def test_a_wrong_cell_is_told_what_is_wrong_and_the_others_count(cells, score, says):
    judged = verdict(**cells)

    assert judged.score == score
    assert says in judged.text


def test_every_wrong_cell_is_named_and_marked():
    cells = {**RIGHT, "B5": "1000", "C5": "=B5", "C12": ""}
    expected = form({"B5 is typed.": {"rent": {"B5": "=1000"}}})
    field = expected.fields[0]

    found = [finding.text for finding in judge_form(expected, {"rent": cells}).findings]
    assert any("Look at C5 as well" in text for text in found)
    assert list(field.rule.wrong_parts(field.settings, expected.right(field), cells)) == [("B5",), ("C5",)]
    assert list(field.rule.wrong_parts(field.settings, expected.right(field), RIGHT)) == []


def test_a_reference_that_should_stay_is_hinted_at():
    cells = {"B5": "=km", "B6": "=B5*(1+$B$3)", "C5": "=B5*$B$2", "C12": "=SUM(C5:C10)"}
    judged = judge_form(form(right=cells), {"rent": {**cells, "C5": "=B5*B2"}})
    error = judge_form(form(right=cells), {"rent": {**cells, "B6": "=B5*(1+B3)+1/(A6<3)"}})

    assert "no longer in C6" in judged.text and "A dollar sign keeps it" in judged.text
    assert "filled into B8, it divides by zero" in error.text


def test_formulas_that_go_round_in_a_circle_are_not_right():
    judged = verdict(B5="=B6/(1+growth)")

    assert judged.score < 1
    assert "circle" in judged.text


def test_what_follows_from_a_wrong_cell_is_right():
    assert verdict(B5="=km*2").score == 0.75
    assert verdict(B5="=km*2", B6="=B5*2").score == 0.5


@pytest.mark.parametrize("text", ["=0", "0", "=1/0", "=", "=nothing", "no formula", "=A1", "=RENT()"])
def test_the_same_text_in_every_cell_earns_nothing(text):
    assert judge_form(form(), {"rent": dict.fromkeys(RIGHT, text)}).score == 0


@pytest.mark.parametrize(
    "answer",
    [None, {}, {"rent": None}, {"rent": {"B5": " "}}, {"rent": {"Q7": "=1"}}, {"rent": [1]}, {"rent": {"B5": 7}}],
)
def test_an_empty_sheet_is_no_attempt(answer):
    assert judge_form(form(), answer or {}).outcome.value == "not attempted"


def test_inputs_that_were_tried_change_what_is_shown_and_not_what_is_judged():
    expected = form()
    field = expected.fields[0]
    answer = {**RIGHT, "B1": "2,000", "B3": "nonsense"}
    notes = {path[0]: text for path, text in field.rule.notes(field.settings, answer)}

    assert inputs(field.settings) == FIELD["names"]
    assert tried(field.settings, answer) == {"km": 2000}
    assert notes["B5"] == "2,000" and notes["A10"] == "5" and "B1" not in notes
    assert notes["B3"] == "no number, so the given one is used"
    assert judge_form(expected, {"rent": answer}).score == 1
    assert results(field.settings, answer, {"all": "C12", "no": "Z9"}) == {"all": pytest.approx(3857.8, abs=0.1)}


@pytest.mark.parametrize("text", ["9" * 399, "9" * 5_000, "−" * 300 + "1", "1" * 250 + "%"])
def test_an_input_that_no_sheet_can_hold_breaks_nothing(text):
    field = form().fields[0]

    assert dict(field.rule.notes(field.settings, {**RIGHT, "B1": text, "B5": text}))
    assert judge_form(form(), {"rent": {**RIGHT, "B1": text, "B5": text}}).score == 0.75


def test_a_note_says_what_a_cell_comes_to_or_why_it_does_not():
    field = form().fields[0]
    notes = {path[0]: text for path, text in field.rule.notes(field.settings, {"B5": "=km", "C5": "=B5*cost"})}

    assert notes["B5"] == "1,000"
    assert notes["C5"].startswith("there is no cell called “cost”")
    assert "B6" not in notes and notes["B7"] == "" and notes["C6"] == ""


def test_a_cell_that_hangs_on_an_input_shows_nothing_while_that_is_zero():
    field = form(blank={"C6:C7": "B2"}).fields[0]
    shown_cells = [{path[0]: text for path, text in field.rule.notes(field.settings, {**RIGHT, "B2": price})} for price in ("50%", "0")]  # fmt: skip

    assert [notes["C6"] for notes in shown_cells] == ["550", ""]
    assert [notes["C5"] for notes in shown_cells] == ["500", "0"]


def test_an_error_in_a_filled_cell_is_said_where_the_formula_is():
    field = form().fields[0]
    notes = {path[0]: text for path, text in field.rule.notes(field.settings, {**RIGHT, "B6": "=B5/IF(A6<2,1,0)"})}

    assert notes["B6"] == "1,000, and in B7: it divides by zero or by an empty cell."


def test_a_known_mistake_is_found_by_what_it_comes_to_also_beside_another():
    mistakes = {KNOWN: {"rent": {"C5": "=B5*price*(1+growth)^A5"}}}

    assert KNOWN in verdict(mistakes, C5="=price*(1+$B$3)^A5*B5").text
    assert KNOWN in verdict(mistakes, B5="=km*3", C5="=B5*price*(1+growth)^A5").text
    assert KNOWN not in verdict(mistakes, C5="=B5*price*2").text
    assert KNOWN not in verdict(mistakes).text


def test_the_reference_is_right_and_a_mistake_put_into_it_is_not():
    expected = form({KNOWN: {"rent": {"C5": "=B5*price*2"}}})

    assert judge_form(expected, reference(expected)).score == 1
    assert judge_form(expected, mistaken(expected, expected.mistakes[0])).score == 0.75


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"right": {**RIGHT, "B5": "=nothing"}}, "no cell called"),
        ({"right": {**RIGHT, "B5": "=7"}}, "depends on no input"),
        ({"right": {"B5": "=km"}}, "must name the same cells"),
        ({"others": {"km": 1}}, "needs one value in `others`"),
    ],
)
def test_a_sheet_that_cannot_be_fair_is_refused(changes, says):
    with pytest.raises(AuthorError, match=says):
        form(**changes)


@pytest.mark.parametrize(
    ("wrong", "says"), [({"Q1": "=1"}, "is not asked"), ({"B5": "=1/0"}, "divides by zero"), ("B5", "is not asked")]
)
def test_a_mistake_that_nobody_can_make_is_refused(wrong, says):
    with pytest.raises(AuthorError, match=says):
        form({KNOWN: {"rent": wrong}})


def test_values_are_shown_as_people_read_them():
    assert [shown(value) for value in (0.0, True, None, -0.5, 999.4, 1000.6)] == [
        "0",
        "TRUE",
        "",
        "−0.5",
        "999.4",
        "1,001",
    ]
