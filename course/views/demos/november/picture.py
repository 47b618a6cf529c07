"""Three rates by month: November's figures with their change since October, and a line for each sender."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from course.dashboards.describe import Chart
from course.views import draw
from course.views.dashboard.plot import Plot
from course.views.demo import Part
from course.views.markup import note

SLIDE, ALL, ONCE = "Ife's slide", "all three", "all three, a payment counted once"
SENDERS = ("Tomasz", "Noor", "Ife's deck")
TITLES = {
    SLIDE: "Our best month ever",
    ALL: "Did November have a peak?",
    ONCE: "And if no payment may count twice?",
}


@dataclass(frozen=True)
class Rate:
    """The three rates of a month in percent, by their sender."""

    month: str
    tomasz: float
    noor: float
    ife: float

    def shown(self, view: str) -> dict[str, float]:
        """The lines of a view. Where a payment counts once, the third is the second."""
        values = (float(self.tomasz), float(self.noor), float(self.noor if view == ONCE else self.ife))
        lines = dict(zip(SENDERS, values, strict=True))
        return {SENDERS[2]: lines[SENDERS[2]]} if view == SLIDE else lines


def picture(view: str, rates: Sequence[Rate]) -> list[Part]:
    """Figures of November, the lines of all months, and, once a payment counts once, what that means."""
    parts: list[Part] = [draw.figures(_figures(view, rates)), lines(view, rates)]
    return [*parts, note(_answer(rates))] if view == ONCE else parts


def lines(view: str, rates: Sequence[Rate]) -> Plot:
    """The slide's line as it is on the slide; of all three the distance from October, which lets a peak be seen."""
    is_slide = view == SLIDE
    chart = Chart(
        "line", TITLES[view], "", x="month", y="rate", series="sender", unit="%" if is_slide else "pp",
        y_title="Approval" if is_slide else "Change since October", x_title="Month", decimals=2,
        source="payments and payment_attempts, all shops", wide=True,
    )  # fmt: skip
    start = {} if is_slide else rates[0].shown(view)
    return Plot.of(
        chart,
        [
            {"month": rate.month, "rate": value - start.get(sender, 0), "sender": sender}
            for rate in rates
            for sender, value in reversed(rate.shown(view).items())  # the deck keeps its colour in every view
        ],
    )


def sentence(view: str, rates: Sequence[Rate]) -> str:
    """November's figures in words, to be read out."""
    said = "; ".join(f"{sender} {value}, {change}" for sender, value, change in _figures(view, rates))
    return f"{said}. {_answer(rates)}" if view == ONCE else f"{said}."


def _figures(view: str, rates: Sequence[Rate]) -> list[tuple[str, str, str]]:
    before, november = rates[0].shown(view), rates[1].shown(view)
    return [(sender, f"{value:.2f}%", _change(value - before[sender])) for sender, value in november.items()]


def _change(points: float) -> str:
    """The change since October, with its direction in words.

    >>> _change(0.7498), _change(-0.03)
    ('up 0.75 points on October', 'down 0.03 points on October')
    """
    return f"{'up' if points > 0 else 'down'} {abs(points):.2f} points on October"


def _answer(rates: Sequence[Rate]) -> str:
    return (
        f"Count no payment twice, and {rates[1].ife:.2f}% becomes {rates[1].noor:.2f}%: the deck's line lies on Noor's, "
        "and the peak is gone."
    )
