"""The Rulebook and the cast are complete."""

from __future__ import annotations

import pytest

from course.case.cast import DAY_ONE, PEOPLE, WEEKS, person, week_of
from course.case.rulebook import RULES


def test_seven_rules_in_order():
    assert [rule.id for rule in RULES] == [f"RB{number}" for number in range(1, 8)]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_rule_has_a_dated_counterpart(rule):
    assert all(part.endswith(".") for part in (rule.text, rule.counterpart))
    assert "2025-01-01" < rule.as_of <= "2026-11-30"


def test_every_module_happens_once():
    assert sorted(module for week in WEEKS for module in week.modules) == list(range(1, 19))
    assert [week.number for week in WEEKS] == list(range(1, 15))


def test_the_story_begins_on_a_monday():
    assert DAY_ONE.isoweekday() == 1
    assert week_of(1).monday == DAY_ONE


def test_people_are_found_by_id():
    assert len({each.id for each in PEOPLE}) == len(PEOPLE) == 9
    assert person("ife").role == "CEO"
    with pytest.raises(ValueError, match="no module 19"):
        week_of(19)
