"""Pictures in which an idea is taken apart: questions to colleagues, tests of assumptions, a network of parts."""

from __future__ import annotations

import pytest

from course.grade.models import assumptions, interview, parts
from course.views import pictures

ASKED = {"view": "interview", "controls": [{"id": "questions", "kind": "choices"}]}
TESTS = {"view": "tests", "controls": [{"id": each.id, "kind": "choice"} for each in assumptions.ASSUMPTIONS]}
DOOR = assumptions.BY_ID["A"].tests[1].title
NETWORK = {"view": "network", "kind": "precedence", "shows": {"parts": "small"}}


@pytest.mark.parametrize(
    ("settings", "answer", "shown"),
    [
        (ASKED, None, "0 of 5 questions asked."),
        (ASKED, "damaged", "0 of 5 questions asked."),
        (ASKED, {"questions": ["G", "Z", 7]}, "I want it on every tram."),
        (TESTS, None, "0 of 15 days, €0k."),
        (TESTS, "damaged", "0 of 15 days, €0k."),
        (TESTS, {"A": DOOR, "B": "No test", "C": 7}, "8 of 15 days, €4k."),
        (NETWORK, None, '<td class="course-wrap">—</td>'),
        (NETWORK, "damaged", "W5 Half of the customers see it"),
        (NETWORK, {"W3": ["W1", "W2", "W9"], "W4": "W2"}, "W3 needs W1 and W2."),
        (NETWORK, {"W1": ["W2"], "W2": ["W1"]}, "! These wait for each other: W1 → W2 → W1."),
    ],
)
def test_the_twin_shows_the_answer(settings, answer, shown):
    assert shown in pictures.html(settings, answer)


def test_every_question_and_every_test_is_sent_as_the_model_has_it():
    asked, tests = pictures.data(ASKED), pictures.data(TESTS)

    assert [question["id"] for question in asked["questions"]] == [each.id for each in interview.INSTANT.questions]
    assert sum(weight for _, weight in asked["problems"]) == 100
    assert not any("got" in question or "first" in question for question in asked["questions"])
    assert [len(each["tests"]) for each in tests["assumptions"]] == [2] * 6
    assert tests["assumptions"][0]["tests"][0]["about"] == (
        "2 days, €1k. Says “holds” 90 times in 100 where it holds, and 90 times in 100 where it does not."
    )


@pytest.mark.parametrize("name", parts.SETS)
def test_a_network_is_sent_without_its_arrows(name):
    sent = pictures.data({"view": "network", "shows": {"parts": name}})["parts"]

    assert [each["id"] for each in sent] == [part.id for part in parts.SETS[name]]
    assert all(each["needs"] == [] and each["lines"] for each in sent)


def test_a_network_is_drawn_from_left_to_right_and_its_longest_chain_stands_out():
    network = pictures.PICTURES["network"]
    needs = {part.id: part.needs for part in parts.SLICE}
    places = network.place(list(needs), needs)
    drawing = network.network(parts.SLICE, needs, chain=True)

    assert all(places[needed][0] < places[part][0] for part, several in needs.items() for needed in several)
    assert len(set(places.values())) == len(parts.SLICE)
    assert drawing.count("<rect") == 12 and drawing.count("<path") == 15
    assert (drawing.count(network.CHAIN), drawing.count(network.LINK)) == (4, 3)


def test_no_two_arrows_of_a_network_end_or_turn_at_one_place():
    network = pictures.PICTURES["network"]
    needs = {part.id: part.needs for part in parts.SLICE}
    ways = network.ways(network.place(list(needs), needs), needs)

    assert len({way[-1] for *_, way in ways}) == len(ways) == 15
    turning = [way[-2] for *_, way in ways if way[-3] != way[-2]]
    assert len({x for x, _ in turning}) == len(turning) == 14
    assert all(way[0][0] < way[-2][0] < way[-1][0] for *_, way in ways)
