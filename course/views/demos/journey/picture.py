"""A payment's way: the scene with a dot that walks it, what happened step by step, and what each fault leads to."""

from __future__ import annotations

from hashlib import sha256
from html import escape
from itertools import pairwise

from course.services.checkout.journey import Journey, Step
from course.views import draw
from course.views.markup import Markup, folded, note, scrolled, table

SLOW_MOTION = 3  # times slower than it was, so that an eye can follow
DRAWN_SECONDS = 0.2  # for each part that is drawn only
BOX, TALL = 92, 48
NODES = {
    "payer": (50, 128), "DNS": (158, 128), "TLS": (266, 128), "balancer": (374, 128), "checkout": (498, 128),
    "cache": (640, 40), "database": (640, 128), "acquirer": (640, 216),
}  # fmt: skip
DRAWN = ("DNS", "TLS", "balancer")
WAY = ("payer", *DRAWN, "checkout")
STEPS = {
    "DNS": "looks up the address",
    "TLS": "checks the certificate",
    "balancer": "waits at the balancer",
    "work": "works on the payment",
    "worker": "waits for a free worker",
    "cache": "asks the cache",
    "database": "asks the database",
    "acquirer": "asks the acquirer",
}
NOTES = {"silent": "no answer in time", "refused": "could not be reached"}
SIGNS = {"well": "", "slow": "◔ slow", "gone": "✗ gone"}
MONEY = {True: "charged", False: "not charged", None: "cannot be asked"}
STEP_HEADS = ("Step", "After, ms", "Took, ms", "When", "Note")
FAULT_HEADS = ("Fault", "Status", "Time, ms", "The shop can know", "The acquirer's books", "Who notices first")


def scene(states: dict[str, str], workers: int, journey: Journey | None) -> str:
    """All parts with their states, and a dot that walks as the payment did."""
    said = ", ".join(f"{part} {state}" for part, state in states.items())
    label = (
        "A payment goes from the payer over DNS, TLS and the balancer to checkout, which asks cache, database and "
        f"acquirer. {said}."
    )
    arrows = "".join(_arrow(start, end) for start, end in pairwise(WAY))
    arrows += "".join(_arrow("checkout", part) for part in NODES if part not in WAY)
    boxes = "".join(_box(name, states.get(name, "well")) for name in NODES)
    words = "".join(_words(name, states.get(name, "well"), workers) for name in NODES)
    dot = _dot(journey) if journey else ""
    drawn = draw.drawing(700, 262, f"{arrows}{boxes}{dot}{words}", label, class_="course-journey-scene")
    return drawn + note(
        "Solid boxes are real processes. Dashed boxes are played: the request goes straight to a worker, and what they "
        f"would do to it is added. The dot walks {SLOW_MOTION} times slower than the payment did."
    )


def account(journey: Journey) -> str:
    """Status, time, money, who notices, and each step with its milliseconds."""
    figures = draw.figures(
        [
            ("Status", journey.answer),
            ("Time", f"{journey.ms:,.0f} ms"),
            ("The shop can know", journey.known),
            ("The acquirer's books say", MONEY[journey.charged]),
        ]
    )
    return f"{figures}<p><strong>Who notices first?</strong> {escape(journey.noticed)}</p>{_steps(journey)}"


def sentence(journey: Journey) -> str:
    """What happened in words, to be read out."""
    steps = " ".join(f"It {STEPS[step.name]}: {NOTES[step.note]}." for step in journey.steps if step.note)
    return f"{journey.answer} after {journey.ms:,.0f} milliseconds. {steps} Money: {journey.known}. {journey.noticed}"


def faults(journeys: dict[str, Journey]) -> str:
    """What one payment meets with under each fault, by the name of the fault."""
    rows = [
        (fault, journey.answer, f"{journey.ms:,.0f}", journey.known, MONEY[journey.charged], journey.noticed)
        for fault, journey in journeys.items()
    ]
    return folded("All recorded faults", scrolled("All recorded faults", table(FAULT_HEADS, rows, {2})))


def _steps(journey: Journey) -> str:
    """A table whose fourth column shows when each step was; the figures beside say the same."""
    if not journey.steps:
        return note("No answer, so no trace: the steps were lost with the worker.")
    rows, begun = [], 0.0
    for step in journey.steps:
        rows.append(_step(step, begun, journey.ms))
        begun += step.ms
    return table(STEP_HEADS, rows, {1, 2})


def _step(step: Step, begun: float, whole: float) -> list[str]:
    left, width = 100 * begun / whole, max(100 * step.ms / whole, 0.5)
    bar = f'<span class="course-journey-bar" style="margin-left:{left:.1f}%;width:{width:.1f}%"></span>'
    when = Markup(f'<span class="course-journey-time" aria-hidden="true">{bar}</span>')
    return [STEPS[step.name], f"{begun:,.0f}", f"{step.ms:,.1f}", when, NOTES.get(step.note, "")]


def _box(name: str, state: str) -> str:
    x, y = NODES[name]
    kind = "course-drawn" if name in DRAWN and state == "well" else f"course-{state}"
    return draw.bar(x - BOX / 2, y - TALL / 2, BOX, TALL, rx=6, class_=kind)


def _words(name: str, state: str, workers: int) -> str:
    x, y = NODES[name]
    under = f"{workers} workers" if name == "checkout" else SIGNS[state] or ("played" if name in DRAWN else "")
    below = draw.text(x, y + 14, under, "middle", class_="course-under") if under else ""
    return draw.text(x, y - 2 if under else y + 4, name, "middle") + below


def _arrow(start: str, end: str) -> str:
    (x1, y1), (x2, y2) = NODES[start], NODES[end]
    return draw.line((x1 + BOX / 2, y1), (x2 - BOX / 2, y2))


def _dot(journey: Journey) -> str:
    """The dot, and its walk as key frames of its own; it stands still for who asked for less motion."""
    walk = _walk(journey)
    length, *end = walk[-1]
    frames = "".join(f"{100 * at / length:.2f}%{{transform:{_moved(x, y)}}}" for at, x, y in walk)
    name = f"course-walk-{sha256(frames.encode()).hexdigest()[:8]}"
    moves = f".{name}{{animation:{name} {length:.2f}s linear both}}"
    rule = f"@keyframes {name}{{{frames}}}@media (prefers-reduced-motion: no-preference){{{moves}}}"
    return f"<style>{rule}</style>" + draw.element(
        "circle", class_=f"course-dot {name}", r=8, style=f"transform:{_moved(*end)}"
    )


def _moved(x: int, y: int) -> str:
    return f"translate({x}px,{y}px)"


def _door(name: str) -> tuple[int, int]:
    """Where the dot rests at a box: beside its name, on the side of the next box."""
    x, y = NODES[name]
    return x + (BOX // 2 if name in ("payer", "checkout") else -BOX // 2), y


def _walk(journey: Journey) -> list[tuple[float, int, int]]:
    """Where the dot is when, in seconds: through the drawn parts, then step by step as measured."""
    at, walk = 0.0, [(0.0, *_door("payer"))]
    met = {step.name: step for step in journey.steps if step.name in DRAWN}
    for name in WAY[1 : WAY.index(journey.turned_away) + 1 if journey.turned_away else None]:
        at += DRAWN_SECONDS + (SLOW_MOTION * met[name].ms / 1000 if name in met else 0)
        walk.append((at, *_door(name)))
    for step in (step for step in journey.steps if step.name not in DRAWN):
        seconds = max(SLOW_MOTION * step.ms / 1000, 0.05)
        place = _door(step.name if step.name in NODES else "checkout")
        walk += [(at + seconds * share, *place) for share in (0.2, 0.8)]
        at += seconds
        walk.append((at, *_door("checkout")))
    if journey.status:
        walk.append((at + 2 * DRAWN_SECONDS, *_door("payer")))
    return walk
