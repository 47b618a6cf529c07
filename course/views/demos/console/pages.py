"""Counts what was fetched of a list, page by page."""

from __future__ import annotations

from course.services.link.client import Exchange


class Pages:
    """The items of one list, page by page: how many there are so far, and the sum of their balances."""

    def __init__(self) -> None:
        self._path, self._items, self._pages, self._more = "", [], 0, False

    def add(self, exchange: Exchange) -> None:
        """Count a page. A list that is asked from its start starts again."""
        items = exchange.values.get("data")
        first = "cursor=" not in exchange.call.target
        if exchange.status != 200 or items is None:
            self._pages = 0
            return
        if first or not self._pages:
            self._path, self._items, self._pages = exchange.call.target.partition("?")[0], [], 0
        self._items, self._pages = [*self._items, *items], self._pages + 1
        self._more = bool(exchange.values.get("has_more"))

    @property
    def text(self) -> str:
        """A sentence about what was fetched so far; empty after a call that is no list."""
        if not self._pages:
            return ""
        cents = [item["balance_cents"] for item in self._items if "balance_cents" in item]
        total = f"; their balance_cents add up to {sum(cents):,}" if cents else ""
        pages = "1 page" if self._pages == 1 else f"{self._pages} pages"
        more = "has_more is true." if self._more else "has_more is false."
        return f"Fetched from {self._path}: {pages}, {len(self._items)} items{total}. {more}"
