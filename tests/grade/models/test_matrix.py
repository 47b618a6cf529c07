"""The matrix: who wins, by how little, and what a row that nobody wants does to the order."""

from __future__ import annotations

import pytest

from course.authoring.read import read, sources
from course.grade.models import matrix
from course.grade.models.matrix import OPTIONS, WEAK, WEIGHTS, flips, totals, winner, without
from tests.test_figures import ROOT


def test_the_matrix_of_the_case():
    assert {name: round(total, 2) for name, total in totals(OPTIONS, WEIGHTS).items()} == {
        "Build": 6.42, "Buy": 6.40, "Hybrid": 7.14, "Licence": 1.0,
    }  # fmt: skip
    assert (matrix.best(), matrix.best([WEAK])) == ("Hybrid", "Buy")
    assert round(matrix.lead(), 2) == 0.72
    assert (round(matrix.points_to_flip(), 1), matrix.giver(), matrix.taker(), matrix.new_winner()) == (
        6.1,
        "Control",
        "Worth",
        "Buy",
    )


@pytest.mark.parametrize("rank", range(4))
def test_a_shift_of_weight_turns_the_order_and_a_little_less_does_not(rank):
    flip = flips(OPTIONS, WEIGHTS)[rank]

    def shifted(points: float) -> dict:
        return {**WEIGHTS, flip.giver: WEIGHTS[flip.giver] - points, flip.taker: WEIGHTS[flip.taker] + points}

    assert (
        totals(OPTIONS, shifted(flip.points + 0.01))[flip.winner]
        > totals(OPTIONS, shifted(flip.points + 0.01))["Hybrid"]
    )
    assert (
        totals(OPTIONS, shifted(flip.points - 0.01))[flip.winner]
        < totals(OPTIONS, shifted(flip.points - 0.01))["Hybrid"]
    )


def test_no_smaller_shift_between_two_criteria_turns_it():
    least = flips(OPTIONS, WEIGHTS)[0].points - 0.01
    pairs = [(giver, taker) for giver in WEIGHTS for taker in WEIGHTS if giver != taker]
    shifted = [{**WEIGHTS, giver: WEIGHTS[giver] - least, taker: WEIGHTS[taker] + least} for giver, taker in pairs]

    assert {winner(OPTIONS, weights) for weights in shifted} == {"Hybrid"}


def test_a_criterion_in_which_all_are_the_same_decides_nothing():
    same = {name: {**figures, "Audit": 5} for name, figures in without([]).items()}

    assert {scores["Audit"] for scores in matrix.scores(same).values()} == {0.0}


def test_the_sheet_of_the_exercise_has_the_figures_of_the_model():
    key = next(exercise.key for exercise in read(sources(ROOT, 13)[0]) if exercise.id == "13.5")
    cells = key.fields[0].cells
    rows = {
        cells[f"A{row}"]: {cells[f"{column}1"].removeprefix("# "): float(cells[f"{column}{row}"]) for column in "BCDEF"}
        for row in range(2, 7)
    }

    assert rows.pop("Weight") == WEIGHTS
    assert rows == OPTIONS
