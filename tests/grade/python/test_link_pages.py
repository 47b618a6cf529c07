"""The stand-in of Link that 4.6 hands over: it answers as the service does, and ends what would go on for ever."""

from __future__ import annotations

from random import Random

import pytest

from course.authoring.read import read, sources
from course.grade.python.answer import PythonAnswer
from course.grade.python.expectation import record
from course.grade.python.explain import explain
from course.grade.python.judge import judge_python
from course.grade.python.program import digest
from course.grade.python.run import data_set, run
from course.grade.python.stand_ins.link_pages import LIMIT, MOST_CALLS, Halted, make
from course.sequence import ROOT
from course.services.link.client import read_session
from course.sheet import compile_key

KEY = next(exercise.key for path in sources(ROOT, 4) for exercise in read(path) if exercise.id == "4.6")
CALM = {"consent": 6790, "customer": 9842}
LOOP = """
def fetch_all(link):
    items, cursor = [], None
    while True:
        answer = link.get(cursor)
        items = items + answer["body"]["data"]
        cursor = answer["body"]["next_cursor"]
        if not answer["body"]["has_more"]:
            return items
"""


def link(**value):
    return make(Random(1), {**CALM, **value})


def said(cell: str, **value) -> str:
    """What a learner reads about a function that gives no value."""
    inputs = {"link": {"stand_in": "link_pages", "values": [{**CALM, **value}]}}
    outcome = run(cell, "fetch_all", inputs, [data_set(inputs, 0, 0)])["practice"]
    assert "value" not in outcome, outcome
    return explain(outcome, cell, "fetch_all", inputs, 10).text


def test_pages_and_accounts_are_those_of_the_service():
    recorded = next(
        each for each in read_session() if each.call.target == "/accounts?consent_id=6790" and each.status == 200
    )
    service, pages = link(), []
    answer = service.get(None)
    while True:
        pages.append(answer["body"]["data"])
        if not answer["body"]["has_more"]:
            break
        answer = service.get(answer["body"]["next_cursor"])

    assert answer["body"].keys() == recorded.values.keys()
    assert sum(pages, [])[:10] == recorded.values["data"]
    assert {len(page) for page in pages[:-1]} == {LIMIT}


def test_a_429_holds_until_its_seconds_are_over():
    service = link(before={"1": [12]})

    refused = service.get(None)
    assert (refused["status"], refused["headers"]["Retry-After"]) == (429, "12")
    assert (refused["body"]["code"], refused["body"]["status"]) == ("rate_limit_exceeded", 429)
    service.wait(4)
    assert service.get(None)["headers"]["Retry-After"] == "8"
    service.wait("8")
    assert service.get(None)["status"] == 200


def test_a_503_passes_when_a_second_has_gone_by():
    service = link(before={"1": [503]})

    assert [service.get(None)["status"] for _ in range(2)] == [503, 503]
    service.wait(1)
    assert service.get(None)["status"] == 200


def test_closed_accounts_leave_short_and_empty_pages():
    service = link(closed=[2, 5, 6, 7, 8])
    first = service.get(None)["body"]
    second = service.get(first["next_cursor"])["body"]

    assert (len(first["data"]), second["data"], second["has_more"]) == (3, [], True)


def test_an_empty_list_is_one_empty_page():
    assert link(first=0).get(None)["body"] == {"data": [], "has_more": False, "next_cursor": None}


def test_what_goes_on_for_ever_is_ended():
    service = link()
    for _ in range(MOST_CALLS):
        service.get(None)

    with pytest.raises(Halted, match="the first page has come 50 times"):
        service.get(None)


@pytest.mark.parametrize(
    ("cell", "value", "words"),
    [
        (LOOP, {"before": {"2": [12]}}, ["Line 6", "has the status 429", "no `data`", '`answer["status"]` first']),
        (LOOP.replace("link.get(cursor)", "link.get(None)"), {}, ["Line 5", "the first page has come 50 times"]),
        (LOOP.replace("link.get(cursor)", "link.get(2)"), {}, ["Line 5", "400, invalid_cursor", "`next_cursor`"]),
        (LOOP.replace("link.get(cursor)", "link.get"), {}, ["Line 6", "a function that was not called"]),
        (
            LOOP.replace('        items = items + answer["body"]["data"]', '        if answer["status"] != 200:\n            continue'),
            {"before": {"2": [12]}},
            ["was asked three more times before the wait was over", "link.wait("],
        ),
        (
            LOOP.replace('        items = items + answer["body"]["data"]', '        if answer["status"] != 200:\n            continue'),
            {"before": {"2": [503]}},
            ["Link answered 503 and was asked three more times before the wait was over", "link.wait(1)"],
        ),
        (
            LOOP.replace('        items = items + answer["body"]["data"]', '        if answer["status"] != 200:\n            link.wait(1)\n            continue'),
            {"before": {"2": [503] * 60}},
            ["50 times for a page that does not come", "give up after five"],
        ),
        (LOOP.replace("items = items +", 'link.wait(answer["headers"])\n        items = items +'), {}, ["takes a number of seconds", "this is a dict"]),
        (LOOP.replace("items = items +", 'link.wait(answer["headers"]["Retry-After"])\n        items = items +'), {}, ["status 200, so it names no wait"]),
        (LOOP.replace('["data"]', '["date"]'), {}, ["no key `date`", "There is a key `data`"]),
        (LOOP.replace('+ answer["body"]["data"]', '+ answer["body"]'), {}, ["the other side is a dict"]),
    ],
)  # fmt: skip
def test_slips_are_told_with_their_line(cell, value, words):
    text = said(cell, **value)

    assert [word for word in words if word not in text] == []


@pytest.fixture(scope="module")
def expectation():
    return compile_key("python", KEY)


def judged(expectation, cell: str):
    return judge_python(expectation, PythonAnswer.of(cell, record(expectation, cell, digest(cell))))


def test_giving_up_is_judged_on_hidden_data(expectation):
    """On the practice list every page comes in the end."""
    partial = KEY.reference.replace("return None", "return items")
    other = KEY.reference.replace("return None", "return items[:2]")

    assert "Nobody can see that the rest is missing" in judged(expectation, partial).text
    assert "expected nothing (`None`)" in judged(expectation, other).text


def test_nothing_where_there_is_something_is_said_so(expectation):
    early = KEY.reference.replace(
        "                return items", "                return items if len(items) != 4 else None"
    )
    text = judged(expectation, early).text

    assert "There it returns nothing (`None`), and there is something to return." in text
    assert "Think of an empty list" in text
