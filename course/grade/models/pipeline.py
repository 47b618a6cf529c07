"""A pipeline of work, such as the changes of a team: who is busy, where work waits, and what comes out in a week.

People who write always have something to write, so what they send on arrives by chance. Every other step serves what
arrives in its order. The run is drawn with a fixed seed. Where a step keeps up, its waiting is what queueing theory says
for so many people (M/M/c: A. K. Erlang, 1917), and what is in it is arrivals × time (J. D. C. Little, 1961).
"""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from math import factorial
from random import Random

from course.grade.models import Run

WEEK = 40  # working hours
SEED, SEEDS = 307, (1, 2)  # the first gives a half-year that comes near to what is expected


@dataclass(frozen=True)
class Step:
    """A step: how many people it has, the hours that one change takes there on average, and what one more costs in k€."""

    id: str
    title: str
    people: int
    hours: float
    price: int = 0

    @property
    def capacity(self) -> float:
        """Changes a week, if it is never idle."""
        return self.people * WEEK / self.hours


@dataclass(frozen=True)
class Passed:
    """What happened at a step: how busy its people were, how long a change waited, and how many waited."""

    step: Step
    busy: float
    waited: float  # hours, of those that were taken up
    waiting: float  # changes, on average
    waiting_at_end: int


@dataclass(frozen=True)
class Flow:
    """A run: what came out in a week, how long a change took from its first hour to its last, what was open at the end."""

    steps: tuple[Passed, ...]
    weekly: float
    days: float
    open_at_end: int


CORE = (
    Step("write", "Writing", 7, 14, 27),
    Step("review", "Review", 2, 6, 15),
    Step("database", "Database step", 1, 2.7, 14),
    Step("release", "Release", 1, 1.6, 8),
)
"""Core's changes to the ledger in March 2026: nine engineers, two of whom may sign a review."""


def capacity(id: str, more: int = 0) -> float:
    """What a step of Core's can do in a week, in changes.

    >>> round(capacity("review"), 1), round(capacity("review", 1), 1)
    (13.3, 20.0)
    """
    step = _step(id)
    return replace(step, people=step.people + more).capacity


def grows(more: int = 0) -> float:
    """By how many changes a week the queue before review grows, with so many more people who write.

    >>> round(grows(), 1), round(grows(2), 1)
    (6.7, 12.4)
    """
    return max(0.0, capacity("write", more) - capacity("review"))


def slowest(steps: Sequence[Step] = CORE) -> str:
    """The title of the step that can do least in a week: the constraint."""
    return min(steps, key=lambda step: step.capacity).title


def paces(plan: dict) -> list[str]:
    """The titles of the steps that can do least with more people, {step: "+1", …}: one, or several that can do the same.

    >>> paces({}), paces({"write": "+1", "review": "+1"}), paces({"review": "+1", "database": "+1"})
    (['Review'], ['Database step'], ['Writing', 'Review'])
    """
    steps = _with_more(plan)
    least = min(step.capacity for step in steps)
    return [step.title for step in steps if step.capacity <= least + 1e-9]


def days_in_queue(waiting: float, weekly: float) -> float:
    """Little's law: the working days that a change takes through a place that holds so many and lets so many out a week.

    >>> days_in_queue(20, 10)
    10.0
    """
    return waiting / weekly * WEEK / 8


def plan(plan: dict, budget: int) -> Run:
    """What comes out in a week with more people at Core's steps: {step: "+1", …}; a problem if they cost too much."""
    steps = _with_more(plan)
    cost = sum(step.price * (step.people - before.people) for step, before in zip(steps, CORE, strict=True))
    if cost > budget:
        return Run(0, (f"your plan costs €{cost}k a quarter and there is €{budget}k",))
    return Run(weekly(steps), (), _in_words(steps, cost))


@lru_cache(maxsize=256)
def weekly(steps: tuple[Step, ...]) -> float:
    """What comes out in a week, averaged over some years that are drawn with different seeds."""
    return sum(run(steps, weeks=104, seed=seed).weekly for seed in SEEDS) / len(SEEDS)


def growth(steps: Sequence[Step]) -> dict[str, float]:
    """By how many changes a week the queue before each step grows in the long run, by the step's title."""
    coming, by_step = steps[0].capacity, {}
    for step in steps[1:]:
        by_step[step.title] = max(0.0, coming - step.capacity)
        coming = min(coming, step.capacity)
    return by_step


def _in_words(steps: Sequence[Step], cost: int) -> str:
    """What a plan comes to, and where the work now piles up."""
    paid = f"for €{cost}k " if cost else "without spending anything "
    begin = f"{paid}{weekly(tuple(steps)):.1f} changes a week come out"
    title, most = max(growth(steps).items(), key=lambda pair: pair[1])
    if not most:
        return f"{begin}; no queue grows any more"
    ready = next(step for step in steps if step.title == title).capacity
    return f"{begin}. “{title}” can do {ready:.1f} a week, and its queue grows by {most:.1f} a week"


@lru_cache(maxsize=512)
def run(steps: tuple[Step, ...], weeks: int = 26, limit: int = 0, seed: int = SEED, alike: bool = False) -> Flow:
    """Half a year of a pipeline. The first step always has work; with a ``limit`` it begins nothing while as many
    changes are open. Where they are ``alike``, each takes exactly the average. The second half is what is measured.
    """
    draw = [Random(f"{seed} {step.id}") for step in steps]
    spans = [(lambda step, random: step.hours if alike else random.expovariate(1 / step.hours), step) for step in steps]
    end, half = weeks * WEEK, weeks * WEEK / 2
    queues: list[deque[tuple[int, float]]] = [deque() for _ in steps]
    free = [step.people for step in steps]
    busy, waited, taken = [0.0] * len(steps), [0.0] * len(steps), [0] * len(steps)
    waiting = [0.0] * len(steps)
    began: dict[int, float] = {}
    events: list[tuple[float, int, int]] = []
    started = done = 0
    lead = 0.0
    now = 0.0

    def begin(at: int, change: int, since: float) -> None:
        free[at] -= 1
        span, step = spans[at]
        hours = span(step, draw[at])
        heapq.heappush(events, (now + hours, change, at))
        busy[at] += max(0.0, min(now + hours, end) - max(now, half))
        if now >= half:
            waited[at] += now - since
            taken[at] += 1

    def take_up() -> None:
        nonlocal started
        while free[0] and (not limit or len(began) < limit):
            began[started] = now
            begin(0, started, now)
            started += 1
        for at in range(1, len(steps)):
            while free[at] and queues[at]:
                change, since = queues[at].popleft()
                begin(at, change, since)

    take_up()
    while events[0][0] <= end:
        time, change, at = heapq.heappop(events)
        for place in range(1, len(steps)):
            waiting[place] += len(queues[place]) * max(0.0, time - max(now, half))
        now = time
        free[at] += 1
        if at + 1 < len(steps):
            queues[at + 1].append((change, now))
        else:
            began_at = began.pop(change)
            if now >= half:
                done += 1
                lead += now - began_at
        take_up()
    span = end - half
    passed = tuple(
        Passed(
            step,
            busy[at] / span / step.people,
            waited[at] / taken[at] if taken[at] else 0.0,
            waiting[at] / span,
            len(queues[at]),
        )
        for at, step in enumerate(steps)
    )
    return Flow(passed, done / span * WEEK, lead / done / 8 if done else 0.0, len(began))


@cache
def must_wait(people: int, busy: float) -> float:
    """The chance that whoever arrives finds everybody busy: Erlang's C, for so many people who are busy that share of the time.

    >>> round(must_wait(1, 0.7), 6), round(must_wait(2, 0.7), 3)
    (0.7, 0.576)
    """
    load = people * busy
    last = load**people / factorial(people) / (1 - busy)
    return last / (sum(load**n / factorial(n) for n in range(people)) + last)


def waits(people: int, busy: float, hours: float = 1.0) -> float:
    """The hours that a change waits on average before somebody takes it up; ``hours`` is what it takes then.

    >>> [round(waits(1, busy), 2) for busy in (0.5, 0.8, 0.9, 0.95)]
    [1.0, 4.0, 9.0, 19.0]
    """
    return must_wait(people, busy) * hours / (people * (1 - busy))


def _with_more(plan: dict) -> tuple[Step, ...]:
    """Core's line with more people at its steps."""
    more = {step.id: int(str(plan.get(step.id) or "0").lstrip("+")) for step in CORE}
    return tuple(replace(step, people=step.people + more[step.id]) for step in CORE)


def _step(id: str) -> Step:
    return next(step for step in CORE if step.id == id)
