"""The days that a dashboard shows: a list of usual periods, and two dates for any other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import ipywidgets as widgets

from course.dashboards.describe import Filter, Period, span

OWN_DATES = "own dates"
FIRST_YEAR = 1000  # somebody who types 2025 passes through the years 2, 20 and 202


class DateRange:
    """Choose days. ``label`` is what the filter understands; ``remark`` says what is odd about the dates, if anything.

    Dates that are not a period leave ``label`` unchanged, so that the charts still show what they claim to show.
    """

    def __init__(self, period_filter: Filter, changed: Callable[[], None]):
        self._filter, self._changed, self._filling = period_filter, changed, False
        labels = [option.label for option in period_filter.options]
        self.label, self.remark = labels[0], ""
        self.usual = widgets.Dropdown(description=period_filter.label, options=[*labels, OWN_DATES], value=labels[0])
        self.start, self.end = widgets.DatePicker(description="From"), widgets.DatePicker(description="To")
        self._fill()
        self.usual.observe(lambda _: self._choose_usual(), "value")
        for picker in (self.start, self.end):
            picker.observe(lambda _: self._choose_days(), "value")

    @property
    def controls(self) -> tuple[widgets.Widget, ...]:
        return self.usual, self.start, self.end

    def _choose_usual(self) -> None:
        if self._filling or self.usual.value == OWN_DATES:
            return
        self.label, self.remark = self.usual.value, ""
        self._fill()
        self._changed()

    def _choose_days(self) -> None:
        days = self.start.value, self.end.value
        if self._filling or any(day and day.year < FIRST_YEAR for day in days):
            return
        problem = self._problem(*days)
        if not problem:
            self.label = f"{days[0]}/{days[1]}"
            self._show_in_list(self._filter.option(self.label))
        sentence = f"{problem} The charts still show {_days(self._filter.option(self.label))}."
        self.remark = sentence if problem else self._limits_remark(*days)
        self._changed()

    def _problem(self, start: date | None, end: date | None) -> str:
        first, last = self._filter.limits
        if not start or not end:
            return f"“{'To' if start else 'From'}” needs a date."
        if start > end:
            return f"“From” is {_day(start)}, which is after “To”, {_day(end)}."
        if start > last or end < first:
            return f"There are no data from {_day(start)} to {_day(end)}: they cover {span(first, last)}."
        return ""

    def _limits_remark(self, start: date, end: date) -> str:
        first, last = self._filter.limits
        return "" if first <= start and end <= last else f"The data cover {span(first, last)}; other days are left out."

    def _fill(self) -> None:
        """Show the days of the chosen period in both dates."""
        period = self._filter.option(self.label)
        self._filling = True
        self.start.value, self.end.value = date.fromisoformat(period.start), date.fromisoformat(period.end)
        self._filling = False

    def _show_in_list(self, period: Period) -> None:
        """Show in the list whether the days are one of its periods."""
        labels = (
            option.label for option in self._filter.options if (option.start, option.end) == (period.start, period.end)
        )
        self._filling = True
        self.usual.value = next(labels, OWN_DATES)
        self._filling = False


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def _days(period: Period) -> str:
    return span(date.fromisoformat(period.start), date.fromisoformat(period.end))
