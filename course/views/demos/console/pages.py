"""Counts the items fetched from a list, page by page."""

from __future__ import annotations

from course.grade.count import quantity
from course.services.link.client import Exchange


class Pages:
    """The items of one list, page by page: how many there are so far, and the sum of their balances."""

    def __init__(self) -> None:
        self._path, self._items, self._pages, self._has_more = "", [], 0, False

    def add(self, exchange: Exchange) -> None:
        """Count a page. Fetching the first page of a list starts again."""
        items = exchange.values.get("data")
        is_first_page = "cursor=" not in exchange.call.target
        if exchange.status != 200 or items is None:
            self._pages = 0
            return
        if is_first_page or not self._pages:
            self._path, self._items, self._pages = exchange.call.target.partition("?")[0], [], 0
        self._items, self._pages = [*self._items, *items], self._pages + 1
        self._has_more = bool(exchange.values.get("has_more"))

    @property
    def text(self) -> str:
        """A sentence about the pages fetched so far; empty after a call that returns no list."""
        if not self._pages:
            return ""
        cents = [item["balance_cents"] for item in self._items if "balance_cents" in item]
        total = f"; their balance_cents add up to {sum(cents):,}" if cents else ""
        pages = quantity(self._pages, "page")
        has_more_text = "has_more is true." if self._has_more else "has_more is false."
        return f"Fetched from {self._path}: {pages}, {quantity(len(self._items), 'item')}{total}. {has_more_text}"
