"""A payment's way as HTML: the scene with a dot that walks it, what happened step by step, and a rush of payments."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from html import escape
from pathlib import Path

from course.services.checkout.journey import Journey

HEAD = (
    '<div class="course-head"><strong class="course-title">The way of a payment</strong>'
    '<span class="course-meta">checkout of Mandaro Pay, on your computer</span></div>'
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
    "worker": "waits for a free worker",
    "cache": "asks the cache",
    "database": "asks the database",
    "acquirer": "asks the acquirer",
}
NOTES = {"silent": "no answer in time", "refused": "could not be reached"}
SIGNS = {"well": "", "slow": "◔ slow", "gone": "✗ gone"}
MONEY = {True: "charged", False: "not charged", None: "cannot be asked"}
LEFT, LINE, BAR = 44, 20, 560


@cache
def sheet() -> str:
    """The demo's own style rules."""
    return Path(__file__).with_name("journey.css").read_text(encoding="utf-8")


def scene(states: dict[str, str], workers: int, journey: Journey | None) -> str:
    """All parts with their states, and a dot that walks as the payment did."""
    told = ", ".join(f"{part} {state}" for part, state in states.items())
    label = f"A payment goes from the payer over DNS, TLS and the balancer to checkout, which asks cache, database and acquirer. {told}."
    arrows = "".join(_arrow(one, other) for one, other in zip(WAY, WAY[1:], strict=False))
    arrows += "".join(_arrow("checkout", part) for part in states)
    boxes = "".join(_box(name, states.get(name, "well")) for name in NODES)
    words = "".join(_words(name, states.get(name, "well"), workers) for name in NODES)
    return (
        f'<svg class="course-journey-scene" viewBox="0 0 700 262" role="img" aria-label="{escape(label)}">'
        f"{arrows}{boxes}{_dot(journey) if journey else ''}{words}</svg>"
        '<p class="course-note">Solid boxes are real processes on your computer. Dashed boxes are drawn: here the request goes '
        f"straight to a worker. The dot walks {SLOW_MOTION} times slower than the payment did.</p>"
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
    rows = "".join(
        f'<tr><th scope="row" class="course-number">{n}</th><td>{escape(journey.answer)}</td>'
        f'<td class="course-number">{journey.waited:,.0f}</td><td class="course-number">{journey.ms:,.0f}</td></tr>'
        for n, journey in enumerate(journeys, 1)
    )
    said = rush_sentence(journeys, workers)
    head = "".join(f'<th scope="col"{kind}>{name}</th>' for name, kind in (
        ("Payment", ' class="course-number"'), ("Status", ""), ("Waited, ms", ' class="course-number"'), ("In all, ms", ' class="course-number"'),
    ))  # fmt: skip
    return (
        f'<p><strong>{escape(said)}</strong></p><svg class="course-journey-rush" viewBox="0 0 700 {LINE * len(journeys) + 8}" '
        f'role="img" aria-label="{escape(said)} The table below holds the figures.">{bars}</svg>'
        '<p class="course-note"><span class="course-key course-waits"></span> waits for a free worker '
        '<span class="course-key course-works"></span> is answered</p>'
        f'<details><summary>As a table</summary><table class="course-table"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></details>'
    )


def rush_sentence(journeys: Sequence[Journey], workers: int) -> str:
    """A rush in words."""
    last = max(journey.waited for journey in journeys)
    return f"{len(journeys)} payments at the same moment, {workers} workers: the last waited {last:,.0f} ms for a free one."


def faults(found: dict[str, Journey]) -> str:
    """What one payment meets with under each fault."""
    rows = "".join(
        f'<tr><th scope="row">{escape(fault)}</th><td>{escape(one.answer)}</td><td class="course-number">{one.ms:,.0f}</td>'
        f'<td>{escape(one.known)}</td><td>{MONEY[one.charged]}</td><td class="course-wrap">{escape(one.noticed)}</td></tr>'
        for fault, one in found.items()
    )
    names = ("Fault", "Status", "Time, ms", "The shop can know", "The acquirer's books", "Who notices first")
    head = "".join(f'<th scope="col">{name}</th>' for name in names)
    return (
        '<details><summary>All recorded faults</summary><div class="course-scroll" tabindex="0" role="region" aria-label="All recorded faults">'
        f'<table class="course-table"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div></details>'
    )


def _steps(journey: Journey) -> str:
    if not journey.steps:
        return '<p class="course-note">No answer, so no trace: the steps were lost with the worker.</p>'
    begun, rows = 0.0, ""
    for step in journey.steps:
        width, start = (100 * part / journey.ms for part in (step.ms, begun))
        bar = f'<span class="course-journey-bar" style="margin-left:{start:.1f}%;width:{max(width, 0.5):.1f}%"></span>'
        rows += (
            f'<tr><th scope="row">{STEPS[step.name]}</th><td class="course-number">{begun:,.0f}</td><td class="course-number">{step.ms:,.1f}</td>'
            f'<td class="course-journey-time" aria-hidden="true">{bar}</td><td>{NOTES.get(step.note, "")}</td></tr>'
        )
        begun += step.ms
    return (
        '<table class="course-table course-journey-steps"><thead><tr><th scope="col">Step</th><th scope="col" class="course-number">After, ms</th>'
        f'<th scope="col" class="course-number">Took, ms</th><th scope="col">When</th><th scope="col">Note</th></tr></thead><tbody>{rows}</tbody></table>'
    )


def _box(name: str, state: str) -> str:
    x, y = NODES[name]
    kind = "course-drawn" if name in DRAWN else f"course-{state}"
    return f'<rect class="{kind}" x="{x - BOX / 2}" y="{y - TALL / 2}" width="{BOX}" height="{TALL}" rx="6"/>'


def _words(name: str, state: str, workers: int) -> str:
    x, y = NODES[name]
    under = f"{workers} workers" if name == "checkout" else "drawn" if name in DRAWN else SIGNS[state]
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
    rule = f"@keyframes {name}{{{frames}}}@media (prefers-reduced-motion: no-preference){{.{name}{{animation:{name} {length:.2f}s linear both}}}}"
    return f'<style>{rule}</style><circle class="course-dot {name}" r="8" style="transform:translate({end[1]}px,{end[2]}px)"/>'


def _walk(journey: Journey) -> list[tuple[float, int, int]]:
    """Where the dot is when, in seconds: through the drawn parts, then step by step as measured."""
    at, walk = 0.0, [(0.0, *NODES["payer"])]
    for name in WAY[1:]:
        at += DRAWN_SECONDS
        walk.append((at, *NODES[name]))
    for step in journey.steps:
        seconds = max(SLOW_MOTION * step.ms / 1000, 0.05)
        place = NODES.get(step.name, NODES["checkout"])
        walk += [(at + seconds * share, *place) for share in (0.2, 0.8)]
        at += seconds
        walk.append((at, *NODES["checkout"]))
    if journey.status:
        walk.append((at + 2 * DRAWN_SECONDS, *NODES["payer"]))
    return walk
