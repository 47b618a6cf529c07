"""A payment's way: the scene with a dot that follows it, what happened step by step, and the effect of each fault."""

from __future__ import annotations

from hashlib import sha256
from html import escape
from itertools import pairwise

from course.services.checkout.journey import Journey, Step
from course.views import draw
from course.views.markup import Markup, folded, note, scrolled, table

SLOW_MOTION = 3  # times slower than it was, so that an eye can follow
DRAWN_SECONDS = 0.2  # for each part that is only drawn
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
    """All parts with their states, and a dot that moves as the payment did."""
    states_text = ", ".join(f"{part} {state}" for part, state in states.items())
    label = (
        "A payment goes from the payer through DNS, TLS and the balancer to checkout, which asks cache, database and "
        f"acquirer. {states_text}."
    )
    arrows = "".join(_arrow(start, end) for start, end in pairwise(WAY))
    arrows += "".join(_arrow("checkout", part) for part in NODES if part not in WAY)
    boxes = "".join(_box(name, states.get(name, "well")) for name in NODES)
    words = "".join(_words(name, states.get(name, "well"), workers) for name in NODES)
    dot = _dot(journey) if journey else ""
    drawing = draw.drawing(700, 262, f"{arrows}{boxes}{dot}{words}", label, class_="course-journey-scene")
    return drawing + note(
        "Solid boxes are real processes. Dashed boxes are simulated: the request goes straight to a worker, and what they "
        f"would do to it is added. The dot moves {SLOW_MOTION} times as slowly as the payment did."
    )


def account(journey: Journey) -> str:
    """Status, time, money, who notices, and each step with its milliseconds."""
    figures = draw.figures(
        [
            ("Status", journey.answer),
            ("Time", f"{journey.ms:,.0f} ms"),
            ("The shop can know", journey.shop_knowledge),
            ("The acquirer's books say", MONEY[journey.charged]),
        ]
    )
    return f"{figures}<p><strong>Who notices first?</strong> {escape(journey.first_to_notice)}</p>{_steps(journey)}"


def sentence(journey: Journey) -> str:
    """What happened in words, to be read out."""
    steps = " ".join(f"It {STEPS[step.name]}: {NOTES[step.note]}." for step in journey.steps if step.note)
    return f"{journey.answer} after {journey.ms:,.0f} milliseconds. {steps} Money: {journey.shop_knowledge}. {journey.first_to_notice}"


def faults(journeys: dict[str, Journey]) -> str:
    """What happens to one payment under each fault, by the name of the fault."""
    rows = [
        (
            fault,
            journey.answer,
            f"{journey.ms:,.0f}",
            journey.shop_knowledge,
            MONEY[journey.charged],
            journey.first_to_notice,
        )
        for fault, journey in journeys.items()
    ]
    return folded("All recorded faults", scrolled("All recorded faults", table(FAULT_HEADS, rows, {2})))


def _steps(journey: Journey) -> str:
    """A table whose fourth column shows when each step was; the figures beside show the same."""
    if not journey.steps:
        return note("No answer, so no trace: the steps were lost with the worker.")
    rows, start_ms = [], 0.0
    for step in journey.steps:
        rows.append(_step(step, start_ms, journey.ms))
        start_ms += step.ms
    return table(STEP_HEADS, rows, {1, 2})


def _step(step: Step, start_ms: float, total_ms: float) -> list[str]:
    left, width = 100 * start_ms / total_ms, max(100 * step.ms / total_ms, 0.5)
    bar = f'<span class="course-journey-bar" style="margin-left:{left:.1f}%;width:{width:.1f}%"></span>'
    time_bar = Markup(f'<span class="course-journey-time" aria-hidden="true">{bar}</span>')
    return [STEPS[step.name], f"{start_ms:,.0f}", f"{step.ms:,.1f}", time_bar, NOTES.get(step.note, "")]


def _box(name: str, state: str) -> str:
    x, y = NODES[name]
    kind = "course-drawn" if name in DRAWN and state == "well" else f"course-{state}"
    return draw.bar(x - BOX / 2, y - TALL / 2, BOX, TALL, rx=6, class_=kind)


def _words(name: str, state: str, workers: int) -> str:
    x, y = NODES[name]
    state_text = f"{workers} workers" if name == "checkout" else SIGNS[state] or ("simulated" if name in DRAWN else "")
    state_svg = draw.text(x, y + 14, state_text, "middle", class_="course-under") if state_text else ""
    return draw.text(x, y - 2 if state_text else y + 4, name, "middle") + state_svg


def _arrow(start: str, end: str) -> str:
    (x1, y1), (x2, y2) = NODES[start], NODES[end]
    return draw.line((x1 + BOX / 2, y1), (x2 - BOX / 2, y2))


def _dot(journey: Journey) -> str:
    """The dot, and its walk as key frames; it does not move for people who prefer reduced motion."""
    walk = _walk(journey)
    length, *end = walk[-1]
    frames = "".join(f"{100 * moment / length:.2f}%{{transform:{_moved(x, y)}}}" for moment, x, y in walk)
    name = f"course-walk-{sha256(frames.encode()).hexdigest()[:8]}"
    animation = f".{name}{{animation:{name} {length:.2f}s linear both}}"
    rule = f"@keyframes {name}{{{frames}}}@media (prefers-reduced-motion: no-preference){{{animation}}}"
    return f"<style>{rule}</style>" + draw.element(
        "circle", class_=f"course-dot {name}", r=8, style=f"transform:{_moved(*end)}"
    )


def _moved(x: int, y: int) -> str:
    return f"translate({x}px,{y}px)"


def _door(name: str) -> tuple[int, int]:
    """The dot's position at a box: beside its name, on the side of the next box."""
    x, y = NODES[name]
    return x + (BOX // 2 if name in ("payer", "checkout") else -BOX // 2), y


def _walk(journey: Journey) -> list[tuple[float, int, int]]:
    """The positions of the dot with their times in seconds: through the drawn parts, then step by step as measured."""
    seconds_so_far, walk = 0.0, [(0.0, *_door("payer"))]
    drawn_steps = {step.name: step for step in journey.steps if step.name in DRAWN}
    for name in WAY[1 : WAY.index(journey.turned_away) + 1 if journey.turned_away else None]:
        seconds_so_far += DRAWN_SECONDS + (SLOW_MOTION * drawn_steps[name].ms / 1000 if name in drawn_steps else 0)
        walk.append((seconds_so_far, *_door(name)))
    for step in (step for step in journey.steps if step.name not in DRAWN):
        seconds = max(SLOW_MOTION * step.ms / 1000, 0.05)
        place = _door(step.name if step.name in NODES else "checkout")
        walk += [(seconds_so_far + seconds * share, *place) for share in (0.2, 0.8)]
        seconds_so_far += seconds
        walk.append((seconds_so_far, *_door("checkout")))
    if journey.status:
        walk.append((seconds_so_far + 2 * DRAWN_SECONDS, *_door("payer")))
    return walk
