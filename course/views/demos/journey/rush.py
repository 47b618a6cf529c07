"""Payments sent at the same moment: how long each waited for a worker, and how long it took."""

from __future__ import annotations

from dataclasses import dataclass

from course.dashboards.describe import Chart
from course.grade.count import quantity
from course.services.checkout.journey import Journey
from course.views.dashboard.plot import Plot

WAITS, ANSWERED = "waits for a free worker", "is answered"


@dataclass(frozen=True)
class Rush:
    """Payments that were sent at once to a number of workers."""

    journeys: tuple[Journey, ...]
    workers: int

    @property
    def sentence(self) -> str:
        longest_wait = max(journey.wait_ms for journey in self.journeys)
        count = len(self.journeys)
        sent, workers = quantity(count, "payment"), quantity(self.workers, "worker")
        return f"{sent} at the same moment, {workers}: the last waited {longest_wait:,.0f} ms for a free one."

    @property
    def chart(self) -> Plot:
        """A bar for each payment: first it waits, then it is answered."""
        chart = Chart(
            "spans", self.sentence, "", x="payment", y="start", end="end", series="part", quiet=WAITS, unit="ms",
            y_title="Time since it was sent", x_title="Payment", source="measured by the payer", wide=True,
        )  # fmt: skip
        rows = [row for number, journey in enumerate(self.journeys, 1) for row in _rows(number, journey)]
        return Plot.of(chart, rows)


def _rows(number: int, journey: Journey) -> list[dict]:
    name, ends = f"{number} · {journey.answer}", (0.0, journey.wait_ms, journey.ms)
    return [
        {"payment": name, "start": start, "end": end, "part": part}
        for part, start, end in zip((WAITS, ANSWERED), ends, ends[1:], strict=False)
    ]
