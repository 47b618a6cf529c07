"""The Rulebook as a learner reads it."""

from __future__ import annotations

from course.case.rulebook import RULES
from course.views.demos.rulebook import Rulebook


def test_every_rule_stands_there_with_its_counterpart_and_its_date():
    shown = Rulebook().twin

    assert shown.count("<details") == len(RULES)
    for rule in RULES:
        assert all(part in shown for part in (rule.id, rule.as_of, rule.text.split("’")[0].split("'")[0]))
