"""Acceptance criteria that run: a learner's Gherkin against a right payment service and against wrong ones."""

from __future__ import annotations

from .run import Failure, Trial, run_criteria
from .scenarios import CriteriaProblem, Scenario, read_scenarios, read_what_can_be_read
from .steps import STEPS, Step
from .wrong import WRONG, Wrong

__all__ = [
    "STEPS",
    "WRONG",
    "CriteriaProblem",
    "Failure",
    "Scenario",
    "Step",
    "Trial",
    "Wrong",
    "read_scenarios",
    "read_what_can_be_read",
    "run_criteria",
]
