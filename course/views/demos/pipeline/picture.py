"""A run of a pipeline: a bar for how busy each step is, the changes that wait before it, and the curve that explains them."""

from __future__ import annotations

from html import escape

from course.grade.models import pipeline
from course.grade.models.pipeline import Flow, Step
from course.views import draw
from course.views.markup import folded, note, table

STEPS = (
    Step("write", "Writing", 5, 12),
    Step("review", "Review", 2, 4),
    Step("test", "Test stage", 1, 3),
    Step("release", "Release", 1, 1.5),
)
CASES = {
    "link": ("nine people on a line of four steps, invented; half a year, simulated", STEPS),
    "core": ("Core's changes to the ledger; half a year, simulated", pipeline.CORE),
}
LIMITS = {"as many as people begin": 0, "20": 20, "12": 12, "8": 8, "5": 5}
WIDTH, LEFT, ROW, TOP = 460, 108, 44, 26
BAR, DOTS, ACROSS, MOST = 104, 266, 16, 32
GROWS = 1.25  # from so many times the time taken until now on, the time that a new change will take is worth a sentence
WORDS = "fill:var(--jp-content-font-color1,#212121)"
QUIET = "fill:var(--jp-content-font-color2,#5b5b5b)"
FRAME = "fill:none;stroke:var(--jp-border-color1,#bdbdbd)"
BUSY = "fill:var(--course-info);fill-opacity:.55"
FULL = "fill:var(--course-attention);fill-opacity:.55"
WAITS = "fill:var(--course-info)"
GRID = "stroke:var(--jp-border-color2,#c4c4c4);stroke-width:1"
CURVE_LEFT, CURVE_RIGHT, CURVE_TOP, CURVE_FOOT, CURVE_MOST = 40, 424, 12, 168, 20


def picture(steps: tuple[Step, ...], limit: int, alike: bool, before: tuple[Step, ...] = STEPS) -> list[str]:
    """Everything that follows from the people, the limit, and whether all changes are alike; ``before`` is what it began with."""
    flow = pipeline.run(steps, limit=limit, alike=alike)
    return [
        f"<p>{escape(sentence(steps, limit, alike))}</p>",
        lanes(flow),
        *cost(steps, before),
        folded("The arithmetic", arithmetic(flow)),
        folded("Why a busy step makes everybody wait", curve(flow)),
    ]


def sentence(steps: tuple[Step, ...], limit: int, alike: bool) -> str:
    """The run in words, to be read out."""
    flow = pipeline.run(steps, limit=limit, alike=alike)
    words = (
        f"{flow.weekly:.1f} changes a week come out. One takes {flow.days:.1f} working days from its first hour to its "
        f"release. After half a year {flow.open_at_end} are open."
    )
    weeks = flow.open_at_end / flow.weekly if flow.weekly else 0.0
    if weeks * 5 < GROWS * flow.days:
        return words
    return (
        f"{words} The queue is still growing, so a change that begins now takes longer than those that came out: "
        f"{flow.open_at_end} ÷ {flow.weekly:.1f} a week is {weeks:.1f} weeks, or {weeks * 5:.0f} working days."
    )


def cost(steps: tuple[Step, ...], before: tuple[Step, ...]) -> list[str]:
    """What more people cost, where that is known."""
    more = sum(step.price * (step.people - old.people) for step, old in zip(steps, before, strict=True))
    return [note(f"More people than now: €{more}k a quarter.")] if more > 0 else []


def lanes(flow: Flow) -> str:
    """A row for each step: its people, how busy they are, and a dot for each change that waits at the end."""
    shapes = [
        draw.text(LEFT, 14, "how busy", style=QUIET),
        draw.text(DOTS, 14, "waiting after half a year", style=QUIET),
    ]
    for number, passed in enumerate(flow.steps):
        y = TOP + number * ROW
        busy = min(passed.busy, 1.0)
        look = FULL if busy > 0.97 and number else BUSY
        shapes += [
            draw.text(LEFT - 8, y + 15, passed.step.title, "end", style=WORDS),
            draw.bar(LEFT, y, BAR, 20, style=FRAME),
            draw.bar(LEFT, y, BAR * busy, 20, style=look),
            draw.text(LEFT + BAR + 8, y + 15, f"{busy:.0%}", style=WORDS),
            *_dots(passed.waiting_at_end, y, is_first=number == 0),
        ]
    label = "; ".join(
        f"{passed.step.title}: busy {passed.busy:.0%}, {passed.waiting_at_end} waiting" for passed in flow.steps
    )
    return draw.drawing(
        WIDTH, TOP + len(flow.steps) * ROW, "".join(shapes), f"{label}.", class_="course-pipeline-lanes"
    )


def _dots(count: int, y: float, is_first: bool) -> list[str]:
    if is_first:
        return [draw.text(DOTS, y + 15, "always has work", style=QUIET)]
    dots = [
        draw.point(DOTS + 4 + 9 * (n % ACROSS), y + 5 + 11 * (n // ACROSS), 3.5, style=WAITS)
        for n in range(min(count, MOST))
    ]
    at = DOTS + 9 * min(count, ACROSS) + 8 if count else DOTS
    more = [draw.text(DOTS, y + 36, f"and {count - MOST} more", style=QUIET)] if count > MOST else []
    return [*dots, draw.text(at, y + 15, str(count), style=WORDS), *more]


def arithmetic(flow: Flow) -> str:
    """What each step can do in a week, how long a change waits there, and Little's law for what waits."""
    rows = []
    for passed in flow.steps:
        step = passed.step
        able = f"{step.people} × {pipeline.WEEK} ÷ {step.hours:g} = {step.capacity:.1f}"
        is_first = passed is flow.steps[0]
        rows.append(
            [step.title, able, f"{passed.busy:.0%}"]
            + (["–", "–"] if is_first else [f"{passed.waited:.1f}", f"{passed.waiting:.1f}"])
        )
    heads = ("Step", "Can do a week", "Busy", "A change waits, h", "Waiting")
    law = note(
        "Measured over the second half of the half-year; “waiting” is the average number of changes. Little's law: what "
        "waits = what comes through in an hour × the hours that each waits. Where a queue keeps growing, it runs ahead of that."
    )
    return table(heads, rows, {1, 2, 3, 4}) + law


def curve(flow: Flow) -> str:
    """Waiting against how busy one person is, by the formula, with the steps of this run as points."""
    x = draw.scale(0, 1, CURVE_LEFT, CURVE_RIGHT)
    y = draw.scale(0, CURVE_MOST, CURVE_FOOT, CURVE_TOP)
    shares = [share / 100 for share in range(0, 96)]
    shapes = [
        draw.upright_axis(
            {y(value): str(value) for value in (0, 5, 10, 15, 20)},
            (CURVE_LEFT, CURVE_RIGHT),
            {"style": GRID},
            {"style": QUIET},
        ),
        draw.level_axis(
            {x(share): f"{share:.0%}" for share in (0, 0.25, 0.5, 0.8, 0.9, 1)},
            (CURVE_FOOT, CURVE_FOOT + 4),
            {"style": GRID},
            {"style": QUIET},
        ),
        draw.path(
            [(x(share), y(pipeline.waits(1, share))) for share in shares], "var(--course-info)", stroke_width=2.5
        ),
        draw.text(CURVE_RIGHT, CURVE_FOOT + 36, "how busy the person is", "end", style=QUIET),
        draw.text(CURVE_LEFT + 4, CURVE_TOP + 12, "hours of waiting", style=QUIET),
    ]
    for share in (0.5, 0.8, 0.9):
        waits = pipeline.waits(1, share)
        shapes += [
            draw.point(x(share), y(waits), 4, style=WAITS),
            draw.text(x(share) - 8, y(waits) - 6, f"{waits:g} at {share:.0%}", "end", style=WORDS),
        ]
    words = note(
        "Hours that work waits for one person, if the work itself takes an hour on average and comes by chance: "
        "busy ÷ (1 − busy). From 80% to 90% the wait more than doubles, and at 100% it never ends."
    )
    label = "Waiting by how busy one person is: 1 hour at 50%, 4 at 80%, 9 at 90%, and ever more towards 100%."
    return draw.drawing(WIDTH, CURVE_FOOT + 42, "".join(shapes), label, class_="course-pipeline-lanes") + words
