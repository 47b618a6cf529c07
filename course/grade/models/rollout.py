"""What a rollout is expected to cost: who is exposed when, how many bad events a defect makes, and what waiting costs.

Inputs are those of the course's case (curriculum, appendix): 100 requests a minute, the stages and the roll-back
times of five strategies, and for each change the chance of a defect, the share of exposed requests that it spoils,
the cost of a bad event in euro, and that of a minute of waiting.
"""

from __future__ import annotations

from dataclasses import dataclass

from course.grade.models import Run

PER_MINUTE = 100
AT_LEAST = 2  # minutes until anybody can react to an alarm
RESTORE = 30  # minutes to bring a dropped column back from a backup


@dataclass(frozen=True)
class Strategy:
    """``stages`` are (share of the traffic, minutes to wait there); ``roll_back`` in minutes, ``extra`` in euro."""

    stages: tuple[tuple[float, int], ...]
    roll_back: float
    extra: int


STRATEGIES = {
    "direct": Strategy(((1, 0),), 25, 0),
    "rolling": Strategy(((0.25, 10), (0.5, 10), (0.75, 10), (1, 0)), 15, 0),
    "blue-green": Strategy(((1, 0),), 2, 120),
    "canary": Strategy(((0.05, 30), (0.25, 30), (1, 0)), 2, 40),
    "flag": Strategy(((0.01, 150), (0.1, 30), (0.5, 30), (1, 0)), 0.5, 20),
    "expand, then contract": Strategy(((0.25, 20), (0.5, 20), (0.75, 20), (1, 0)), 15, 0),
}
SPLIT = "expand, then contract"
FLAG = "flag"
WAITS = {"as planned": 1, "twice as long": 2}


@dataclass(frozen=True)
class Change:
    """A change. ``usual`` is how many calls fail during a rollout without any defect; ``split_defect`` is the chance
    of a defect after the change was split, None if there is nothing to split: the database is not touched."""

    name: str
    defect: float
    errors: float
    per_event: float
    per_minute: float
    usual: int
    split_defect: float | None = None

    @property
    def is_shared(self) -> bool:
        """Whether it changes what all versions share, the database, so that a share of the traffic limits nothing."""
        return self.split_defect is not None


CHANGES = {
    "copy": Change("Copy fix in an e-mail", 0.02, 0.01, 0.2, 2, 8),
    "retry": Change("New retry worker", 0.25, 0.02, 60, 1, 2),
    "ranking": Change("New ranking of the merchant search", 0.15, 0.05, 1.5, 0.5, 8),
    "column": Change("Drop a column that old code still reads", 0.35, 0.3, 6, 0.5, 8, split_defect=0.02),
}


@dataclass(frozen=True)
class Outcome:
    """The outcome of a plan. ``path`` is (minute, share exposed) step by step without a defect, ``stopped`` the same
    with one; ``alarm`` and ``back`` are the minutes of the K-th failure and of the end of the roll-back."""

    probability: float
    bad: float
    harm: float
    waiting: float
    extra: int
    minutes: int
    alarm: float
    back: float
    path: tuple[tuple[float, float], ...]
    stopped: tuple[tuple[float, float], ...]

    @property
    def cost(self) -> int:
        """Whole euro, at least one: such a model is no more precise than that."""
        return max(1, round(self.harm + self.waiting + self.extra))


def cost(plan: dict, change: str) -> Run:
    """The expected cost in euro of a plan {"strategy", "wait", "stop"} for a change, and why it is impossible."""
    spec = CHANGES[change]
    result = outcome(plan, change)
    summary = (
        f"with “{plan['strategy']}” you expect to pay €{result.cost:,}: €{result.harm:,.0f} for customers who are hit, "
        f"€{result.waiting:,.0f} for waiting, €{result.extra} for the extra servers and work"
    )
    return Run(result.cost, tuple(_problems(plan, spec)), summary)


def outcome(plan: dict, change: str) -> Outcome:
    """The outcome of a plan, stage by stage."""
    spec, strategy = CHANGES[change], STRATEGIES[plan["strategy"]]
    stages = [(share, minutes * WAITS[plan["wait"]]) for share, minutes in strategy.stages]
    probability = spec.split_defect if plan["strategy"] == SPLIT and spec.is_shared else spec.defect
    back = max(strategy.roll_back, RESTORE) if spec.is_shared else strategy.roll_back
    exposed = [(1.0, 0)] if spec.is_shared else stages
    alarm, bad = _until(int(plan["stop"]), PER_MINUTE * spec.errors, exposed, back)
    minutes = sum(minutes for _, minutes in stages)
    return Outcome(
        probability,
        bad,
        probability * bad * spec.per_event,
        minutes * spec.per_minute,
        strategy.extra,
        minutes,
        alarm,
        alarm + back,
        _path(stages),
        (*(step for step in _path(exposed) if step[0] < alarm), (alarm + back, 0.0)),
    )


def _until(stop: int, per_minute: float, stages: list, roll_back: float) -> tuple[float, float]:
    """The minute of the alarm, and the bad events until the roll-back ends.

    In the stage of the alarm at least two minutes pass before anybody reacts.
    """
    minute, failures = 0.0, 0.0
    for share, minutes in stages:
        rate = per_minute * share
        needed = (stop - failures) / rate
        if needed <= minutes or share == 1:
            waited = max(needed, AT_LEAST)
            return minute + waited, failures + rate * (waited + roll_back)
        minute, failures = minute + minutes, failures + rate * minutes
    raise ValueError("the last stage of a strategy must be the whole traffic")


def _path(stages: list) -> tuple[tuple[float, float], ...]:
    minute, path = 0.0, []
    for share, minutes in stages:
        path.append((minute, share))
        minute += minutes
    return tuple(path)


def _problems(plan: dict, change: Change):
    if change.is_shared and plan["strategy"] == FLAG:
        yield "a column of a shared database cannot stand behind a flag: it is there for everybody, or it is not"
    if int(plan["stop"]) <= change.usual:
        yield (
            f"{change.usual} calls fail during a rollout without any defect, so a stop after {plan['stop']} "
            "would end every rollout"
        )
