"""Every planted fact: exact for seed 0, within its band for 20 other seeds."""

from __future__ import annotations

import pytest

from course.case.facts import FACTS, fact, measured
from tests.case.contract import in_memory, practice_columns

SEEDS = range(1, 21)


def test_facts_hold(practice):
    found = {each: measured(practice, each) for each in FACTS}
    assert [f"{each.text()}; found {value}" for each, value in found.items() if not each.agrees(value)] == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_facts_hold_for_other_seeds(seed):
    connection = in_memory(practice_columns(seed))
    found = {each.id: measured(connection, each) for each in FACTS}
    assert {each.id: found[each.id] for each in FACTS if not each.plausible(found[each.id])} == {}
    assert found["F4.ratio"] >= 0.65 > found["F4.same_month"]
    assert found["F7.to_date_q4"] < found["F7.to_date_h1"] < found["F7.october"] * 2
    assert found["F8.count"] < found["F8.balance"] < found["F8.par30"]
    assert found["F13.srm_p"] < 0.001 < found["F13.raw_p"] < 0.05 < found["F13.valid_p"]
    assert found["F18.availability"] < 100 < found["F18.correctness"]


def test_other_seeds_differ_from_each_other():
    counts = {practice_columns(seed)["deployments"]["lines_changed"].sum() for seed in range(4)}
    assert len(counts) == 4


def test_ids_are_unique_and_complete():
    ids = [each.id for each in FACTS]
    assert len(set(ids)) == len(ids)
    assert {each.split(".")[0] for each in ids} == {f"F{number}" for number in range(1, 22)}


def test_every_fact_is_a_sentence_with_its_value_and_has_a_use():
    assert [each.id for each in FACTS if "{value}" not in each.statement or "{" in each.text()] == []
    assert [each.id for each in FACTS if not each.used_in] == []
    assert [each.id for each in FACTS if not each.plausible(each.value)] == []


@pytest.mark.parametrize(
    ("id", "value", "text"),
    [
        ("F2.change", -6.3133, "Loan approval moved by −6.31 pp from the third to the fourth quarter"),
        ("F3.amount", 7068.0, "The second charges add up to €7,068"),
        ("F12.clean", 1_100_000, "Without these there are 1,100,000 refreshes a month"),
        ("F13.srm_p", 5.15e-9, "A split that uneven has p = 5·10⁻⁹"),
    ],
)
def test_fact_in_words(id, value, text):
    assert fact(id).text(value) == text


def test_a_wrong_figure_does_not_agree():
    assert not fact("F3.count").agrees(280)
    assert not fact("F14.batch").agrees("B-1218")
    assert not fact("F4.ratio").agrees(fact("F4.same_month").value)
