"""The Rulebook as a learner reads it."""

from __future__ import annotations

from course.case.facts.scale import SCALE_FACTS
from course.case.rulebook import RULES
from course.views.demos.rulebook import Rulebook
from course.views.demos.scale import Scale
from course.views.scale import TITLE


def test_every_rule_stands_there_with_its_counterpart_and_its_date():
    shown = Rulebook().twin

    assert shown.count("<details") == len(RULES)
    for rule in RULES:
        assert all(part in shown for part in (rule.id, rule.as_of, rule.text.split("’")[0].split("'")[0]))


def test_the_size_of_mandaro_is_below_the_rules_and_a_page_of_its_own():
    for shown in (Rulebook().twin, Scale().twin):
        assert TITLE in shown
        assert [each.id for each in SCALE_FACTS if f">{each.with_unit(each.value).split()[0]}<" not in shown] == []
