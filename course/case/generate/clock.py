"""When things happen: the days of the year, paydays and holidays, and the hours of a day in each country."""

from __future__ import annotations

import numpy as np

from ..random import Stream
from .parts import DAY, MONTH, Columns, seconds

HOLIDAYS = {
    "2025-01-01": "New Year",
    "2025-03-21": "Spring Day",
    "2025-05-01": "Labour Day",
    "2025-08-15": "Harvest Day",
    "2025-10-10": "Founders' Day",
    "2025-12-25": "Christmas Day",
    "2025-12-26": "Second Christmas Day",
}
UTC_OFFSET = {"HA": 1, "KE2": 3}
WEEKDAY = (960, 940, 960, 1000, 1120, 1150, 870)
"""How busy the days Monday to Sunday are, in per mille of an ordinary day."""

HOURS = (6, 3, 2, 2, 3, 8, 18, 34, 48, 56, 60, 64, 72, 70, 62, 60, 62, 70, 76, 74, 64, 48, 28, 14)
"""How busy the local hours 0 to 23 are."""


def day(text: str) -> np.datetime64:
    """A date from its ISO form."""
    return np.datetime64(text, "D")


def days(first: str, last: str) -> np.ndarray:
    """The days from ``first`` to ``last``, both included."""
    return np.arange(day(first), day(last) + DAY)


def weekday(dates: np.ndarray) -> np.ndarray:
    """1 for Monday to 7 for Sunday."""
    return (dates.astype(np.int64) + 3) % 7 + 1


def day_of_month(dates: np.ndarray) -> np.ndarray:
    """1 for the first day of a month."""
    return (dates - dates.astype("datetime64[M]").astype("datetime64[D]")).astype(np.int64) + 1


def busy(dates: np.ndarray) -> np.ndarray:
    """How busy each day is for payments: the week, paydays, a quiet first week, Christmas shopping, holidays."""
    month_day = day_of_month(dates)
    load = np.array(WEEKDAY)[weekday(dates) - 1]
    load = np.where((month_day >= 25) & (month_day <= 28), load * 130 // 100, load)
    load = np.where(month_day <= 7, load * 88 // 100, load)
    load = np.where((dates >= day("2025-12-12")) & (dates <= day("2025-12-24")), load * 118 // 100, load)
    return np.where(np.isin(dates, np.array(list(HOLIDAYS), dtype="datetime64[D]")), load * 45 // 100, load)


def moments(stream: Stream, dates: np.ndarray, offset: int, hours: tuple[int, ...] = HOURS) -> np.ndarray:
    """A UTC moment on each UTC date, distributed over the day by ``hours`` in a country ``offset`` hours east."""
    local_hour = stream.index(len(dates), hours)
    second = (local_hour - offset) % 24 * 3600 + stream.below(len(dates), 3600)
    return dates.astype("datetime64[s]") + seconds(second)


def calendar() -> Columns:
    """The table calendar."""
    dates = days("2025-01-01", "2025-12-31")
    month_day = day_of_month(dates)
    return {
        "day": dates,
        "weekday": weekday(dates),
        "is_payday": (month_day >= 25) & (month_day <= 28),
        "holiday": np.array([HOLIDAYS.get(str(date)) for date in dates], dtype=object),
    }


def add_months(dates: np.ndarray, months: int) -> np.ndarray:
    """The same day ``months`` later, or the last day of a shorter month.

    >>> add_months(np.array(["2025-01-31"], "datetime64[D]"), 1).astype(str).tolist()
    ['2025-02-28']
    """
    target = dates.astype("datetime64[M]") + months * MONTH
    last_day = (target + MONTH).astype("datetime64[D]") - DAY
    return np.minimum(target.astype("datetime64[D]") + (day_of_month(dates) - 1) * DAY, last_day)
