"""The arithmetic of experiments against published tables, and what must hold whatever the numbers are."""

from __future__ import annotations

from random import Random
from statistics import NormalDist

import pytest

from course.case.facts import fact, measure
from course.grade.models import experiment

EXP_031 = {"x_control": 2_920, "control": 10_260, "x_treatment": 2_868, "treatment": 9_440}


@pytest.mark.parametrize(
    ("z", "p"),
    [(0, 1), (0.6745, 0.5), (1, 0.3173), (1.6449, 0.1), (1.96, 0.05), (2.5758, 0.01), (3.2905, 0.001), (-1.96, 0.05)],
)
def test_the_normal_tail_is_that_of_the_tables(z, p):
    assert experiment.two_sided(z) == pytest.approx(p, abs=5e-5)


@pytest.mark.parametrize(
    ("chi", "p"), [(2.706, 0.1), (3.841, 0.05), (6.635, 0.01), (10.828, 0.001), (15.137, 1e-4), (23.928, 1e-6)]
)
def test_chi_square_with_one_degree_of_freedom_is_that_of_the_tables(chi, p):
    half = 10_000
    off = (chi * half / 2) ** 0.5

    assert experiment.split(half + off, half - off) == pytest.approx(chi)
    assert experiment.split_p(half + off, half - off) == pytest.approx(p, rel=2e-3)


@pytest.mark.parametrize(
    ("looks", "percent"),
    [(1, 5.0), (2, 8.3), (3, 10.7), (4, 12.6), (5, 14.2), (10, 19.3), (15, 22.5), (20, 24.8), (50, 32.0)],
)
def test_repeated_looks_are_those_of_armitage_mcpherson_and_rowe(looks, percent):
    """Table 2 of 1969, normal distribution, nominal level 5%."""
    assert experiment.false_alarm(looks) == pytest.approx(percent, abs=0.06)


@pytest.mark.parametrize(
    ("looks", "limit"), [(1, 1.96), (2, 2.178), (3, 2.289), (4, 2.361), (5, 2.413), (10, 2.555), (20, 2.672)]
)
def test_the_limit_for_all_looks_is_that_of_pocock(looks, limit):
    assert experiment.same_limit(looks) == pytest.approx(limit, abs=1e-3)


def test_a_simulation_finds_what_the_integration_says():
    paths = [experiment.path(14, seed) for seed in range(4_000)]
    crossed = sum(any(abs(z) > experiment.SURE for z in path) for path in paths) / len(paths)

    assert 100 * crossed == pytest.approx(experiment.false_alarm(14), abs=2)


def test_more_looks_raise_more_alarms_and_a_stricter_limit_fewer():
    shares = experiment.crossings([experiment.SURE] * 30)

    assert shares == sorted(shares)
    assert all(experiment.crossings([2.5] * 5)[look] < shares[look] for look in range(5))


@pytest.mark.parametrize("looks", [0, experiment.MOST_LOOKS + 1])
def test_nobody_looks_that_often(looks):
    with pytest.raises(ValueError, match="looks can be computed"):
        experiment.crossings([1.96] * looks)


def test_the_model_says_of_exp_031_what_the_register_says():
    valid = {"x_control": 2_515, "control": 8_010, "x_treatment": 2_557, "treatment": 7_990}
    found = {
        "F13.raw": experiment.lift(**EXP_031),
        "F13.raw_p": experiment.p_value(**EXP_031),
        "F13.srm_p": experiment.split_p(10_260, 9_440),
        "F13.split": experiment.split(10_260, 9_440),
        "F13.valid": experiment.lift(**valid),
        "F13.valid_p": experiment.p_value(**valid),
        "F13.valid_half": experiment.half_width(**valid),
    }

    assert {id: value for id, value in found.items() if not fact(id).agrees(value)} == {}
    assert experiment.needed(31.4, 1) == 34_465
    assert experiment.days(34_465, 1_400) == 50
    assert round(measure(fact("F13.valid_rate")), 1) == 31.4


def test_the_rule_of_thumb_asks_for_a_little_more_than_the_exact_formula():
    both = NormalDist().inv_cdf(0.975) + NormalDist().inv_cdf(0.8)
    exact = 2 * both**2 * 0.314 * 0.686 / 0.01**2

    assert exact < experiment.needed(31.4, 1) < 1.05 * exact


def test_swapping_the_groups_turns_the_sign_and_nothing_else():
    random = Random(1)
    for _ in range(50):
        n, m = random.randint(50, 9_000), random.randint(50, 9_000)
        x, y = random.randint(1, n - 1), random.randint(1, m - 1)

        assert experiment.z(x, n, y, m) == pytest.approx(-experiment.z(y, m, x, n))
        assert experiment.lift(x, n, y, m) == pytest.approx(-experiment.lift(y, m, x, n))
        assert experiment.half_width(x, n, y, m) == pytest.approx(experiment.half_width(y, m, x, n))
        assert experiment.split_p(n, m) == pytest.approx(experiment.split_p(m, n))
        assert 0 <= experiment.p_value(x, n, y, m) <= 1
