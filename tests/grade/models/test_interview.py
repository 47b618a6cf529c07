"""The question game: what a question is worth follows from its likelihoods, and what is said holds the figures of the case."""

from __future__ import annotations

from itertools import combinations, product

import pytest

from course.case.cast import person
from course.case.facts import fact, measure
from course.grade.models.interview import CLEARER, INSTANT, Question, ask, belief, hits, idle, most, weights_after

GAMES = pytest.mark.parametrize("game", [CLEARER, INSTANT], ids=["clearer", "instant"])


@GAMES
def test_a_game_is_whole(game):
    ids = [question.id for question in game.questions]

    assert sum(game.weights) == pytest.approx(1)
    assert len(game.weights) == len(game.problems)
    assert len(set(ids)) == len(ids) > game.allowed
    assert all(len(question.first) == len(game.problems) for question in game.questions)
    assert all(0 < share < 1 for question in game.questions for share in question.first)
    assert all(person(question.who).name for question in game.questions)


def test_there_are_fourteen_questions_and_five_of_them_say_nothing():
    assert len(INSTANT.questions) == 14
    assert idle() == ["A", "C", "E", "G", "I"]


@GAMES
def test_no_question_makes_one_worse_and_an_idle_one_changes_nothing(game):
    ids = [question.id for question in game.questions]
    for pair in combinations(ids, 2):
        assert hits(game, pair) >= max(hits(game, [id]) for id in pair) - 1e-9
    for question in game.questions:
        if question.says_nothing:
            assert hits(game, [question.id, ids[1]]) == pytest.approx(hits(game, [ids[1]]))


def test_the_worth_of_a_question_by_hand():
    """The kettle of question 10b: 60 and 40, 90 and 20."""
    question = Question("x", "sam", "Is the lamp dead?", (0.9, 0.2), ("yes", "no"), 0, "")
    game = INSTANT.__class__(("the fuse", "the kettle"), (0.6, 0.4), (question,), 1)

    assert hits(game, ()) == pytest.approx(60)
    assert hits(game, ["x"]) == pytest.approx(86)
    assert belief(game, ["x"]) == pytest.approx([100 * 0.54 / 0.62, 100 * 0.08 / 0.62])


@GAMES
def test_every_pattern_of_answers_together_is_certain(game):
    questions = game.questions[:5]
    patterns = list(product((0, 1), repeat=len(questions)))

    assert sum(sum(weights_after(game, questions, pattern)) for pattern in patterns) == pytest.approx(1)


def test_the_right_problem_leads_once_the_right_questions_are_asked():
    assert belief(INSTANT, "BDFHK")[1] > 90
    assert belief(CLEARER, "134")[2] > 75
    assert max(belief(INSTANT, ())) == belief(INSTANT, ())[0]


@pytest.mark.parametrize(
    ("ids", "said"),
    [
        ("A", "you have asked 1 question, and there is time for 5"),
        ("ABCDEF", "you have asked 6 questions"),
    ],
)
def test_five_are_asked_no_more_and_no_less(ids, said):
    assert said in ask({"questions": list(ids)}).problems[0]


@pytest.mark.parametrize(
    ("ids", "said"),
    [
        ("ABCEF", "The answers to A, C and E would be the same"),
        ("ABDFH", "The answer to A would be the same"),
        ("DFHKM", "None of your questions can clear the problem that most people believe in"),
        ("BDFHK", "Which problem is left"),
    ],
)
def test_it_is_said_where_questions_are_lost(ids, said):
    run = ask({"questions": list(ids)})

    assert said in run.explanation and not run.problems
    assert run.value == pytest.approx(hits(INSTANT, ids) - 30)


def test_few_choices_come_near_the_best_so_that_nobody_finds_one_by_chance():
    gains = [ask({"questions": list(ids)}).value for ids in combinations("ABCDEFGHIJKLMN", 5)]
    enough = [gain for gain in gains if gain >= 0.85 * max(gains)]

    assert (len(gains), len(enough)) == (2_002, 56)
    assert max(gains) + 30 == pytest.approx(most(INSTANT))


def test_what_colleagues_say_holds_the_figures_of_the_case():
    said = " ".join(question.words for question in INSTANT.questions)

    for id in ("F21.fast", "F21.sign", "F21.pay", "F21.reviewed", "F21.sent", "F21.unsigned"):
        assert fact(id).with_unit(measure(fact(id))) in said
    assert "{" not in said
