"""A payment's way as HTML: the scene with a dot that walks it, what happened step by step, and a rush of payments."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from html import escape
from pathlib import Path

from course.services.checkout.journey import Journey
from course.views.plain_table import plain_table

HEAD = (
    '<div class="course-head"><strong class="course-title">The way of a payment</strong>'
    '<span class="course-meta">checkout of Mandaro Pay, rebuilt small</span></div>'
)
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
LEFT, LINE, BAR = 44, 20, 560
STEP_HEADS = (
    '<tr><th scope="col">Step</th><th scope="col" class="course-number">After, ms</th>'
    '<th scope="col" class="course-number">Took, ms</th><th scope="col">When</th><th scope="col">Note</th></tr>'
)


@cache
def sheet() -> str:
    """The demo's own style rules."""
    return Path(__file__).with_name("journey.css").read_text(encoding="utf-8")


def scene(states: dict[str, str], workers: int, journey: Journey | None) -> str:
    """All parts with their states, and a dot that walks as the payment did."""
    told = ", ".join(f"{part} {state}" for part, state in states.items())
    label = (
        "A payment goes from the payer over DNS, TLS and the balancer to checkout, which asks cache, database and "
        f"acquirer. {told}."
    )
    arrows = "".join(_arrow(one, other) for one, other in zip(WAY, WAY[1:], strict=False))
    arrows += "".join(_arrow("checkout", part) for part in NODES if part not in WAY)
    boxes = "".join(_box(name, states.get(name, "well")) for name in NODES)
    words = "".join(_words(name, states.get(name, "well"), workers) for name in NODES)
    dot = _dot(journey) if journey else ""
    return (
        f'<svg class="course-journey-scene" viewBox="0 0 700 262" role="img" aria-label="{escape(label)}">'
        f"{arrows}{boxes}{dot}{words}</svg>"
        '<p class="course-note">Solid boxes are real processes. Dashed boxes are played: the request '
        "goes straight to a worker, and what they would do to it is added. "
        f"The dot walks {SLOW_MOTION} times slower than the payment did.</p>"
    )


def account(journey: Journey) -> str:
    """Status, time, money, who notices, and each step with its milliseconds."""
    shown = (
        ("Status", journey.answer),
        ("Time", f"{journey.ms:,.0f} ms"),
        ("The shop can know", journey.known),
        ("The acquirer's books say", MONEY[journey.charged]),
    )
    tiles = "".join(
        f'<div class="course-figure"><div class="course-figure-label">{escape(label)}</div>'
        f'<div class="course-figure-value">{escape(value)}</div></div>'
        for label, value in shown
    )
    noticed = f"<p><strong>Who notices first?</strong> {escape(journey.noticed)}</p>"
    return f'<div class="course-figures">{tiles}</div>{noticed}{_steps(journey)}'


def sentence(journey: Journey) -> str:
    """What happened in words, to be read out."""
    steps = " ".join(f"It {STEPS[step.name]}: {NOTES[step.note]}." for step in journey.steps if step.note)
    return f"{journey.answer} after {journey.ms:,.0f} milliseconds. {steps} Money: {journey.known}. {journey.noticed}"


def rush(journeys: Sequence[Journey], workers: int) -> str:
    """Payments of the same moment: how long each waited for a worker, and how long it took."""
    longest = max(journey.ms for journey in journeys)
    bars = "".join(_bar(n, journey, longest) for n, journey in enumerate(journeys))
    rows = [(str(n), one.answer, f"{one.waited:,.0f}", f"{one.ms:,.0f}") for n, one in enumerate(journeys, 1)]
    said = escape(rush_sentence(journeys, workers))
    return (
        f'<p><strong>{said}</strong></p><svg class="course-journey-rush" viewBox="0 0 700 {LINE * len(journeys) + 8}" '
        f'role="img" aria-label="{said} The table below holds the figures.">{bars}</svg>'
        '<p class="course-note"><span class="course-key course-waits"></span> waits for a free worker '
        '<span class="course-key course-works"></span> is answered</p><details><summary>As a table</summary>'
        f"{plain_table(('Payment', 'Status', 'Waited, ms', 'In all, ms'), rows, {0, 2, 3})}</details>"
    )


def rush_sentence(journeys: Sequence[Journey], workers: int) -> str:
    """A rush in words."""
    last = max(journey.waited for journey in journeys)
    many = len(journeys)
    return f"{many} payments at the same moment, {workers} workers: the last waited {last:,.0f} ms for a free one."


def faults(found: dict[str, Journey]) -> str:
    """What one payment meets with under each fault."""
    heads = ("Fault", "Status", "Time, ms", "The shop can know", "The acquirer's books", "Who notices first")
    rows = [
        (fault, one.answer, f"{one.ms:,.0f}", one.known, MONEY[one.charged], one.noticed)
        for fault, one in found.items()
    ]
    return (
        '<details><summary>All recorded faults</summary><div class="course-scroll" tabindex="0" role="region" '
        f'aria-label="All recorded faults">{plain_table(heads, rows, {2})}</div></details>'
    )


def _steps(journey: Journey) -> str:
    """A table whose fourth column shows when each step was; the figures beside say the same."""
    if not journey.steps:
        return '<p class="course-note">No answer, so no trace: the steps were lost with the worker.</p>'
    begun, rows = 0.0, ""
    for step in journey.steps:
        width, start = max(100 * step.ms / journey.ms, 0.5), 100 * begun / journey.ms
        bar = f'<span class="course-journey-bar" style="margin-left:{start:.1f}%;width:{width:.1f}%"></span>'
        rows += (
            f'<tr><th scope="row">{STEPS[step.name]}</th><td class="course-number">{begun:,.0f}</td>'
            f'<td class="course-number">{step.ms:,.1f}</td>'
            f'<td class="course-journey-time" aria-hidden="true">{bar}</td>'
            f"<td>{NOTES.get(step.note, '')}</td></tr>"
        )
        begun += step.ms
    return f'<table class="course-table"><thead>{STEP_HEADS}</thead><tbody>{rows}</tbody></table>'


def _box(name: str, state: str) -> str:
    x, y = NODES[name]
    kind = "course-drawn" if name in DRAWN and state == "well" else f"course-{state}"
    return f'<rect class="{kind}" x="{x - BOX / 2}" y="{y - TALL / 2}" width="{BOX}" height="{TALL}" rx="6"/>'


def _words(name: str, state: str, workers: int) -> str:
    x, y = NODES[name]
    under = f"{workers} workers" if name == "checkout" else SIGNS[state] or ("played" if name in DRAWN else "")
    lift = -6 if under else 0
    below = f'<text class="course-under" x="{x}" y="{y + 14}" text-anchor="middle">{under}</text>' if under else ""
    return f'<text x="{x}" y="{y + 4 + lift}" text-anchor="middle">{name}</text>{below}'


def _arrow(one: str, other: str) -> str:
    (x1, y1), (x2, y2) = NODES[one], NODES[other]
    return f'<line x1="{x1 + BOX / 2}" y1="{y1}" x2="{x2 - BOX / 2}" y2="{y2}"/>'


def _bar(n: int, journey: Journey, longest: float) -> str:
    y, scale = n * LINE + 4, BAR / longest
    waits, takes = journey.waited * scale, (journey.ms - journey.waited) * scale
    return (
        f'<text x="{LEFT - 8}" y="{y + 12}" text-anchor="end">{n + 1}</text>'
        f'<rect class="course-waits" x="{LEFT}" y="{y}" width="{waits:.1f}" height="14"/>'
        f'<rect class="course-works" x="{LEFT + waits:.1f}" y="{y}" width="{takes:.1f}" height="14"/>'
        f'<text x="{LEFT + waits + takes + 6:.1f}" y="{y + 12}">{journey.ms:,.0f} ms</text>'
    )


def _dot(journey: Journey) -> str:
    """The dot, and its walk as key frames of its own; it stands still for who asked for less motion."""
    walk = _walk(journey)
    length = walk[-1][0]
    frames = "".join(f"{100 * at / length:.2f}%{{transform:translate({x}px,{y}px)}}" for at, x, y in walk)
    name = f"course-walk-{sha256(frames.encode()).hexdigest()[:8]}"
    end = walk[-1]
    moves = f".{name}{{animation:{name} {length:.2f}s linear both}}"
    rule = f"@keyframes {name}{{{frames}}}@media (prefers-reduced-motion: no-preference){{{moves}}}"
    still = f"transform:translate({end[1]}px,{end[2]}px)"
    return f'<style>{rule}</style><circle class="course-dot {name}" r="8" style="{still}"/>'


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
