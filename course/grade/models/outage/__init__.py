"""Runs failures through a sketch, one at a time, and compares what happens with what a requirement allows.

Every call is lost once, answered too late once, done without an answer once, handed over twice once, and met by a box
that is down for three hours; every caller stops before a call, once it has written it down, and right after it. Each is run
with the person looking at the screen, and gone. To whoever asks, a box that stops before it has begun is the same as a
call that got lost, so that has no run of its own.

The bound: ``architecture.MOST_CALLS`` calls with at most ``MOST_KINDS`` failures, each with and without the person, are
at most 192 runs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from course.grade.models.architecture import Scene, Sketch
from course.grade.models.outage.failures import CLOSES, MOST_KINDS, Failure, failures
from course.grade.models.outage.outcome import Outcome
from course.grade.models.outage.rules import GOALS, Break, Rule, breach, hollow
from course.grade.models.outage.run import OUTAGE, play
from course.grade.models.outage.stories import advice, story

__all__ = ["GOALS", "MOST_KINDS", "OUTAGE", "Breach", "Failure", "Report", "Rule", "failures", "play", "report"]

MOST_FURTHER = 2
Broken = dict[Rule, Break]


@dataclass(frozen=True)
class Breach:
    """The rules that a failure breaks, told as a story: what fails, what the sketch does, what comes of it; and where to look."""

    rules: tuple[Rule, ...]
    failure: Failure
    story: str
    advice: str = ""


@dataclass(frozen=True)
class Report:
    """What came of all failures: stories in which each broken rule is told once, and some that break the same in another
    way; how many runs there were and how many break each rule; the rules that are broken although nothing fails; and the
    latest moment at which each act is done for the first time.
    """

    breaches: tuple[Breach, ...]
    runs: int
    calm: frozenset[Rule]
    worst: Mapping[str, float]
    breaking: Mapping[Rule, int]

    @property
    def broken(self) -> set[Rule]:
        """Every rule that some run breaks."""
        return {rule for breach in self.breaches for rule in breach.rules}


def report(scene: Scene, sketch: Sketch, rules: tuple[Rule, ...]) -> Report:
    """What failures do to a sketch whose form is right."""
    return _report(_Key(repr((scene, sketch, rules)), scene, sketch, rules))


@dataclass(frozen=True)
class _Key:
    """What a report depends on. Scenes hold dicts, so their text stands for them."""

    text: str
    scene: Scene = field(compare=False)
    sketch: Sketch = field(compare=False)
    rules: tuple[Rule, ...] = field(compare=False)


@lru_cache(maxsize=512)
def _report(key: _Key) -> Report:
    scene, sketch, rules = key.scene, key.sketch, key.rules
    calm = play(scene, sketch, Failure())
    outcomes = [calm, *(play(scene, sketch, failure) for failure in failures(scene, sketch))]
    tried = [each for each in outcomes if each.has_struck or each.failure.kind in ("", CLOSES)]
    wrong = [(outcome, broken) for outcome in tried if (broken := _broken(key, outcome, outcome is calm))]
    breaches = tuple(_told(key, wrong))
    calmly = frozenset(_broken(key, calm, True))
    worst = {act: _worst(act, outcomes) for act in scene.acts if any(each.acted(act) for each in outcomes)}
    breaking = {rule: sum(rule in broken for _, broken in wrong) for rule in rules}
    return Report(breaches, len(outcomes), calmly, worst, {rule: count for rule, count in breaking.items() if count})


def _broken(key: _Key, outcome: Outcome, is_calm: bool) -> Broken:
    """The rules that a run breaks, and how. What is not done at all although nothing fails keeps no rule."""
    found = ((rule, breach(rule, key.scene, key.sketch, outcome)) for rule in key.rules)
    broken = {rule: each for rule, each in found if each}
    if is_calm:
        empty = ((rule, hollow(rule, key.scene, key.sketch, outcome)) for rule in key.rules if rule not in broken)
        broken |= {rule: each for rule, each in empty if each}
    return {rule: broken[rule] for rule in key.rules if rule in broken}


def _told(key: _Key, wrong: list[tuple[Outcome, Broken]]) -> Iterator[Breach]:
    """Each broken rule in one story: first what needs no failure, then a closed app; then a few other ways to break one."""
    seen: set[Rule] = set()
    told: set[str] = set()
    first = [pair for pair in wrong if pair[0].failure.kind in ("", CLOSES)]
    for pairs in (*([pair] for pair in first), *([wrong] * len(key.rules))):
        telling = [pair for pair in pairs if pair[1].keys() - seen]
        if not telling:
            continue
        lead = next(rule for rule in key.rules for _, broken in telling if rule in broken and rule not in seen)
        outcome, broken = max(
            (pair for pair in telling if lead in pair[1]), key=lambda pair: len(pair[1].keys() - seen)
        )
        new = {rule: each for rule, each in broken.items() if rule not in seen}
        seen.update(new)
        breach = _breach(key, outcome, new)
        told.add(breach.advice)
        yield breach
    always, further = {rule for _, broken in first for rule in broken}, 0
    for outcome, broken in wrong:
        other = {rule: each for rule, each in broken.items() if rule not in always}
        breach = _breach(key, outcome, dict(list(other.items())[:1]))
        if breach.advice and breach.advice not in told and further < MOST_FURTHER:
            told.add(breach.advice)
            further += 1
            yield breach


def _breach(key: _Key, outcome: Outcome, broken: Broken) -> Breach:
    looks = (advice(key.scene, key.sketch, outcome, rule, each) for rule, each in broken.items())
    look = next(filter(None, looks), "")
    return Breach(tuple(broken), outcome.failure, story(key.scene, key.sketch, outcome, broken.values()), look)


def _worst(act: str, outcomes: list[Outcome]) -> float:
    """The latest moment at which an act is done for the first time."""
    return max((min(done.at for done in works) for each in outcomes for (name, _), works in each.works.items() if name == act and works), default=0)  # fmt: skip
