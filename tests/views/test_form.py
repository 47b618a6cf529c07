"""The form on screen: what is sent to the browser, what was understood, and the static twin."""

from __future__ import annotations

import pytest

from course.grade.form import compile_form, reference
from course.grade.form.field import FIELD_KINDS, field_kind
from course.grade.kind import make_key
from course.views.form.answer import answers_html
from course.views.form.body import FormWidget, notes, source
from course.views.form.field import browser_data
from tests.grade.form.form_of_every_kind import PARTS, find_rows

EVERY = compile_form(make_key("form", PARTS), find_rows)
SHEET = EVERY.to_json()["fields"]
DRAWN = {
    "sketch": ["App → Shop: order", "Shop → Bank: charge the card"],
    "board": ["Within the rule?", "Dispute ratio as in RB1", "Target 0.65% (RB1)", "0.671%"],
}
"""What is shown of an answer that is drawn, in place of its values."""


@pytest.mark.parametrize(
    ("answer", "place", "says"),
    [
        ({"rate": "0,671"}, "rate", "understood: 0.671 percent"),
        ({"rate": "−6.3pp"}, "rate", "understood: −6.3 percent"),
        ({"rate": "6 €"}, "rate", "I read “6 €” as €6. The question asks for percent."),
        ({"fact": "97,000"}, "fact", "understood: 97,000 payments"),
        ({"fact": "minus 97"}, "fact", "understood: −97 payments"),
        ({"day": "3 December 2025"}, "day", "understood: 3 December 2025"),
        (
            {"day": "3/12/2025"},
            "day",
            "“3/12/2025” can be 3 December or 12 March. Write the month as a word, for example 6 March 2026.",
        ),
        ({"fact": "97.000"}, "fact", "understood: 97,000 payments"),
        ({"fact": "many"}, "fact", "“many” is no number that I can read. Type one number, for example 97000."),
        ({"posts": {"refund": {"euro": "€9,50"}}}, "posts/refund/euro", "understood: €9.5"),
        ({"rollout": {"chance": "90 %"}}, "rollout/chance", "understood: 90 percent"),
        ({"sure": "80 %"}, "sure", "understood: 80 percent"),
    ],
)
def test_what_was_understood_is_said_where_it_was_typed(answer, place, says):
    assert notes(EVERY, answer) == {place: says}


@pytest.mark.parametrize(
    "answer", [{}, {"fact": "186"}, {"rate": "0.67"}, {"rate": ""}, {"posts": "damaged"}, {"posts": {"refund": 3}}]
)
def test_what_is_plain_needs_no_note(answer):
    assert notes(EVERY, answer) == {}


def test_the_browser_learns_what_is_asked_and_nothing_that_is_right():
    shown = [browser_data(EVERY, field) for field in EVERY.fields]

    assert FormWidget(fields=shown).fields == shown
    assert all(field["ask"] and field["kind"] for field in shown)
    for secret in ("Ireland", "eu-west-1", "0.671", "masked", "'right'", "canary.cost"):
        assert secret not in str(shown)


@pytest.mark.parametrize("field", SHEET, ids=lambda field: field["id"])
def test_the_twin_shows_question_and_answer_of_every_kind(field):
    right = reference(EVERY)[field["id"]]

    html = answers_html([field], {field["id"]: right})

    assert field["ask"] in html and ">—<" not in html
    for word in DRAWN.get(field["kind"]) or _leaves(right):
        assert str(word) in html


@pytest.mark.parametrize("answer", [None, "", [], {}, "damaged", 7, ["?"], {"x": ["y"]}])
def test_the_twin_of_any_answer_is_html(answer):
    shown = {field["id"]: answers_html([field], {field["id"]: answer}) for field in SHEET}

    assert [id for id, html in shown.items() if not html.endswith("</table>")] == []


def test_a_kind_that_can_be_a_column_has_a_control_for_a_cell():
    cells = [name for name in FIELD_KINDS if field_kind(name).is_cell]

    assert cells == ["choice", "date", "number", "text"]
    assert [name for name in cells if f"CELLS.{name} =" not in source(".js")] == []


def test_the_twin_escapes_what_was_typed():
    assert "<b>" not in answers_html(SHEET, {"region": "<b>", "rate": "<b>", "roles": {"scope": "<b>"}, "act": "<b>"})


def _leaves(answer: object):
    if isinstance(answer, dict | list):
        for part in answer.values() if isinstance(answer, dict) else answer:
            yield from _leaves(part)
    else:
        yield answer
