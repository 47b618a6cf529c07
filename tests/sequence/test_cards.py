"""The cards: their texts beside the lessons, and Leitner's boxes counted in modules."""

from __future__ import annotations

import pytest

from course import sequence
from course.learner.leitner import Place, due, place
from course.sequence.glossary import PER_LESSON, Card, CardsError, cards_of, parse, read_cards
from tests.course_copy import make_course

CARD = Card(5, "Grain", "What a row is.", "One purchase.")
FIVE = tuple(Card(5, term, "", "") for term in "ABCDE")
SIX = tuple(Card(6, term, "", "") for term in "ABCDE")


@pytest.mark.parametrize(
    ("clicks", "expected"),
    [
        ({}, Place(1, 5)),
        ({5: True}, Place(2, 5)),
        ({5: False}, Place(1, 5)),
        ({5: True, 7: True}, Place(3, 7)),
        ({7: True, 5: True}, Place(3, 7)),
        ({5: True, 7: True, 11: False}, Place(1, 11)),
    ],
)
def test_a_known_card_moves_one_box_on_and_another_goes_back(clicks, expected):
    assert place(CARD, clicks) == expected


@pytest.mark.parametrize(("box", "waits"), [(1, 1), (2, 2), (3, 4), (4, 8)])
def test_each_box_waits_longer_than_the_one_before(box, waits):
    assert Place(box, 5).due == 5 + waits


@pytest.mark.parametrize(
    ("clicks", "module", "terms"),
    [
        ({}, 5, ""),
        ({}, 6, "ABCDE"),
        ({card.id: {5: True} for card in FIVE}, 6, ""),
        ({card.id: {5: True} for card in FIVE}, 7, "ABCDE"),
        ({FIVE[2].id: {5: False}, **{card.id: {5: True} for card in FIVE[:2]}}, 7, "CDEAB"),
        ({FIVE[0].id: {5: True, 9: False}}, 8, "BCDEA"),
    ],
)
def test_what_comes_back(clicks, module, terms):
    assert "".join(card.term for card in due(FIVE, clicks, module)) == terms


def test_at_most_five_come_back_the_longest_overdue_first():
    assert due((*SIX, *FIVE), {}, 9) == FIVE


def test_a_lesson_read_again_shows_the_cards_that_it_showed_before():
    first = due(FIVE, {}, 7)
    clicked = {card.id: {7: True} for card in first}

    assert due(FIVE, clicked, 7) == first


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("## Grain\n\nOnly a meaning.\n", "“Grain” has 1 paragraphs"),
        ("## Grain\n\nOne.\n\nTwo.\n\nThree.\n", "“Grain” has 3 paragraphs"),
    ],
)
def test_a_card_of_another_shape_is_named(text, says):
    with pytest.raises(CardsError, match=says):
        parse(text, 5, "05-sql.cards.md")


def test_cards_are_read_up_to_a_module(tmp_path):
    root = make_course(tmp_path)

    assert [card.module for card in read_cards(root, 6)] == [5] * 5
    assert len(read_cards(root, 7)) == 10


@pytest.mark.parametrize("lesson", sequence.lessons(sequence.ROOT), ids=lambda path: path.stem)
def test_every_lesson_has_five_cards_in_one_voice(lesson):
    cards = cards_of(lesson)

    assert len({card.id for card in cards}) == PER_LESSON
    for card in cards:
        assert len(card.term.split()) <= 4
        assert card.meaning.endswith((".", "`.")) and card.example.endswith((".", "?")), card.term
        assert len(card.meaning.split()) <= 40 and len(card.example.split()) <= 50, card.term
