"""What a key says holds figures of the fact register, put in when it is compiled."""

from __future__ import annotations

import pytest

from course import sheet
from course.case.facts import FACTS, fact
from course.grade.kind import make_key
from course.grade.quotes import quote_facts
from course.keys.key import AuthorError

PARTS = {
    "fields": [
        {"id": "best", "ask": "Which cut-off?", "fact": "F9.best", "help": "The limit costs {F9.price}."},
        {"id": "say", "ask": "What goes on the page?", "options": ["{F9.price} a quarter", "Nothing"],
         "right": "{F9.price} a quarter"},
    ],
    "mistakes": {
        "At 560 the quarter earns {F9.profit_560}, {F9.growth} less.": {"best": 560},
        "It costs {F9.price}.": {"say": "Nothing"},
    },
    "hints": ["A request carries {\"amount\": 560, \"key\": \"{F9}\"}."],
}  # fmt: skip


def rows(value):
    """Data in which every query finds one value, and the SQL that was asked."""
    asked = []
    return asked, lambda sql: asked.append(sql) or [(value,)]


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("costs {F9.price} a quarter", 15.8918, "costs €15.9k a quarter"),
        ("{F9.refused} applicants", 3750, "3,750 applicants"),
        ("{F4.ratio}: a breach", 0.6708333, "0.671%: a breach"),
        ("from {F3.start} UTC", "2025-11-14 09:10", "from 2025-11-14 09:10 UTC"),
        ("{F5.total} of {{F5.total}}", -1.9, "−1.9 pp of {−1.9 pp}"),
        ("{\"F\": 1}, {}, {x}, {F9}, {0}, struct {'a': 1}", 1, "{\"F\": 1}, {}, {x}, {F9}, {0}, struct {'a': 1}"),
    ],
)
def test_a_fact_becomes_its_figure_and_other_braces_stay(text, value, expected):
    assert quote_facts(text, rows(value)[1]) == expected


def test_figures_come_from_the_facts_own_query():
    asked, find_rows = rows(1)
    quote_facts("{F9.price} and {F9.growth}", find_rows)

    assert asked == [fact("F9.price").sql, fact("F9.growth").sql]


def test_every_text_of_a_key_can_quote():
    key = sheet.with_figures(make_key("form", PARTS))

    assert key.fields[0].help == "The limit costs €15.9k."
    assert key.fields[1].options[0] == key.fields[1].right == "€15.9k a quarter"
    assert [each.sentence for each in key.mistakes] == [
        "At 560 the quarter earns €225.9k, €60.6k less.", "It costs €15.9k.",
    ]  # fmt: skip
    assert key.hints == tuple(PARTS["hints"])
    assert sheet.with_figures(key) == key


def test_a_verdict_says_the_figure():
    expected = sheet.compile_key("form", make_key("form", PARTS))
    verdict = sheet.judge("form", expected, {"best": "560", "say": "€15.9k a quarter"})

    assert "At 560 the quarter earns €225.9k" in verdict.text
    assert "{F" not in str(expected.to_json())


@pytest.mark.parametrize("text", ["{F9.prize}", "{F99.count} payments"])
def test_an_unknown_fact_is_named(text):
    with pytest.raises(AuthorError, match=text[1:].split("}")[0]):
        sheet.compile_key("form", make_key("form", {**PARTS, "hints": [text]}))


@pytest.mark.parametrize("kind", ["sql", "kql"])
def test_queries_keep_their_braces(kind):
    key = make_key(kind, {"reference": "SELECT {'F9': 1}", "hints": ["{F9.best}"]})
    quoted = quote_facts(key, rows(600)[1])

    assert (quoted.reference, quoted.hints, type(quoted)) == (key.reference, ("600",), type(key))


def test_every_fact_can_be_quoted():
    figures = {each.id: quote_facts(f"{{{each.id}}}", rows(each.value)[1]) for each in FACTS}

    assert figures == {each.id: each.with_unit(each.value) for each in FACTS}
