"""Two budgets over a month: what is left of each, hour by hour, when an alarm rings, and what RB7 asks for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from html import escape

from course.grade.count import quantity
from course.grade.models import budget
from course.grade.models.budget import Alarm, Burn, Trouble
from course.views import draw
from course.views.markup import folded, note, table

PER_HOUR, ANSWERED = 100, 99.9
REPAIR = 1  # hours from an alarm to the end of the trouble
TROUBLES = {
    "the service does not answer for 20 minutes": Trouble(240, 1, unanswered=1 / 3),
    "1 answer in 15 is wrong; noticed after three days": Trouble(240, 72, wrong=1 / 15),
    "1 answer in 80 is wrong, from day 6 to the end": Trouble(120, 600, wrong=1 / 80),
    "nothing": None,
}
ALARMS = {
    "none": None,
    "1 hour, 14.4 times too fast": Alarm(1, 14.4),
    "6 hours, 6 times too fast": Alarm(6, 6),
    "3 days, as fast as the budget allows": Alarm(72, 1),
}
TARGETS = {"99%": 99.0, "99.5%": 99.5, "99.9%": 99.9}
UP, RIGHT = "answered", "answered right"
WIDTH, HEIGHT, LEFT, EDGE, TOP, FOOT = 640, 262, 48, 632, 14, 216
LOWEST = -1.0  # budgets that are overdrawn further leave the picture
WORDS = "fill:var(--jp-content-font-color1,#212121)"
QUIET = "fill:var(--jp-content-font-color2,#5b5b5b)"
GRID = "stroke:var(--jp-border-color2,#c4c4c4);stroke-width:1"
EMPTY = "stroke:var(--jp-content-font-color2,#5b5b5b);stroke-width:1.5"
RINGS = "stroke:var(--course-attention);stroke-width:1.5;stroke-dasharray:4 3"
RINGING = "stroke:var(--course-attention);stroke-width:4"


@dataclass(frozen=True)
class Month:
    """Two budgets of a month, the hour in which the alarm rings, and the first hour in which it is silent again."""

    up: Burn
    right: Burn
    rings: int | None
    target: str
    silent: int = 0

    @property
    def by_name(self) -> dict[str, Burn]:
        return {UP: self.up, RIGHT: self.right}


@lru_cache(maxsize=64)
def month(trouble: str, alarm: str, target: str) -> Month:
    """The month that follows from three choices."""
    burns = _burns(TROUBLES[trouble], TARGETS[target])
    rule = ALARMS[alarm]
    if not rule:
        return Month(*burns, None, target)
    rings = min((at for burn in burns if (at := budget.rings_at(burn, rule)) is not None), default=None)
    ends = None if rings is None else rings + 1 + REPAIR
    shown = _burns(TROUBLES[trouble], TARGETS[target], ends)
    until = [at + budget.rings_for(burn, rule) for burn in shown if (at := budget.rings_at(burn, rule)) is not None]
    return Month(*shown, rings, target, max(until, default=0))


def _burns(trouble: Trouble | None, target: float, ends: int | None = None) -> tuple[Burn, Burn]:
    return (
        budget.month(trouble, PER_HOUR, ANSWERED, "unanswered", ends),
        budget.month(trouble, PER_HOUR, target, "wrong", ends),
    )


def picture(trouble: str, alarm: str, target: str) -> list[str]:
    """Everything that follows from three choices."""
    shown = month(trouble, alarm, target)
    return [
        f"<p>{escape(sentence(trouble, alarm, target))}</p>",
        chart(shown),
        note(
            "Solid: requests that were answered. Dashed: requests that were answered right. Below 0 a budget is overdrawn."
        ),
        folded("The arithmetic", arithmetic(shown, TROUBLES[trouble], ALARMS[alarm])),
    ]


def sentence(trouble: str, alarm: str, target: str) -> str:
    """The month in words, to be read out."""
    shown = month(trouble, alarm, target)
    used = [burn.used for burn in shown.by_name.values()]
    stops, review = budget.asked_by_rule(used, used)
    parts = [f"Used of the two budgets: {used[0]:.0%} of “{UP}”, {used[1]:.0%} of “{RIGHT}”."]
    if ALARMS[alarm]:
        parts.append(_rang(shown, TROUBLES[trouble]))
    asked = [words for words, is_so in (("a stop of releases", stops), ("a post-mortem", review)) if is_so]
    parts.append(f"RB7 asks for {' and '.join(asked) or 'nothing'}.")
    return " ".join(parts)


def _rang(shown: Month, trouble: Trouble | None) -> str:
    if shown.rings is None:
        return "The alarm never rings."
    hours = shown.rings + 1 - (trouble.start if trouble else 0)
    is_over = trouble is not None and shown.rings + 1 >= trouble.start + trouble.hours
    then = "by then it is over" if is_over else "somebody comes, and an hour later it is over"
    on = f" It goes on ringing for {_span(shown.silent - shown.rings - 1)}." if shown.silent > shown.rings + 2 else ""
    return f"The alarm rings {quantity(hours, 'hour')} after it began; {then}.{on}"


def _span(hours: int) -> str:
    """
    >>> _span(5), _span(71)
    ('5 more hours', '3 more days')
    """
    return f"{hours} more hours" if hours < 36 else f"{round(hours / 24)} more days"


def chart(shown: Month) -> str:
    """What is left of both budgets, in percent, over the days of the month."""
    x = draw.scale(0, 30, LEFT, EDGE)
    y = draw.scale(1, LOWEST, TOP, FOOT)
    labels = {y(share): f"{share:.0%}" for share in (1, 0.5, 0, -0.5, -1)}
    days = {x(day): str(day) for day in (0, 5, 10, 15, 20, 25, 30)}
    shapes = [
        draw.upright_axis(labels, (LEFT, EDGE), {"style": GRID}, {"style": QUIET}),
        draw.level_axis(days, (FOOT, FOOT + 4), {"style": GRID}, {"style": QUIET}),
        draw.text(EDGE, HEIGHT - 2, "day of the month", "end", style=QUIET),
        draw.line((LEFT, y(0)), (EDGE, y(0)), style=EMPTY),
    ]
    if shown.rings is not None:
        at = x((shown.rings + 1) / 24)
        shapes += [
            draw.line((at, TOP), (at, FOOT), style=RINGS),
            draw.line((at, FOOT - 2), (x(min(shown.silent, budget.HOURS) / 24), FOOT - 2), style=RINGING),
            draw.text(at + 6, FOOT - 8, "the alarm rings", style=WORDS),
        ]
    for burn, colour, dash in ((shown.up, "var(--course-info)", ""), (shown.right, "var(--course-ok)", "7 4")):
        points = [(x(0), y(1))]
        points += [(x((hour + 1) / 24), y(max(share, LOWEST))) for hour, share in enumerate(burn.left)]
        shapes.append(draw.path(points, colour, stroke_width=2.5, stroke_dasharray=dash or "none"))
    label = ", ".join(f"{name}: {burn.left[-1]:.0%} of the budget left" for name, burn in shown.by_name.items())
    return draw.drawing(
        WIDTH, HEIGHT, "".join(shapes), f"At the end of the month, {label}.", class_="course-burn-chart"
    )


def arithmetic(shown: Month, trouble: Trouble | None, alarm: Alarm | None) -> str:
    """What each objective allows, what went wrong, and how fast that burned the budget in the alarm's window."""
    requests = PER_HOUR * budget.HOURS
    targets = {UP: f"{ANSWERED}%", RIGHT: shown.target}
    rows = [
        [name, targets[name], f"{burn.allowed:,.0f}", f"{sum(burn.bad):,.0f}", f"{burn.used:.0%}", _empty(burn)]
        for name, burn in shown.by_name.items()
    ]
    heads = ("Objective", "Target", f"May fail, of {requests:,}", "Failed", "Used", "Used up")
    rates = table(heads, rows, {2, 3, 4})
    if not (trouble and alarm):
        return rates
    seen = [f"{name} {_fastest(burn, alarm.window):.1f}" for name, burn in shown.by_name.items()]
    hours = quantity(alarm.window, "hour")
    return rates + note(
        f"Fastest burn within {hours}, where 1 uses the budget up exactly in a month: {', '.join(seen)}."
    )


def _fastest(burn: Burn, window: int) -> float:
    sums = [sum(burn.bad[max(0, hour - window + 1) : hour + 1]) for hour in range(len(burn.bad))]
    return budget.burn_rate(max(sums), burn.allowed, window)


def _empty(burn: Burn) -> str:
    return "no" if burn.empty_at is None else f"on day {burn.empty_at // 24 + 1}"
