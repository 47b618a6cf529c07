"""The three approval rates that Marta was sent, month by month; and what counting each payment once does to them."""

from __future__ import annotations

from collections.abc import Sequence

import ipywidgets as widgets

from course.views.dashboard.reading import Run, ask
from course.views.demo import Demo, Part, Row
from course.views.demos.november import picture
from course.views.demos.november.picture import ALL, ONCE, SLIDE, Rate

RATES = """
SELECT strftime(p.created_at, '%b %Y') AS month,
       100.0 * count(*) FILTER (WHERE t.result = 'approved') / count(*),
       100.0 * count(DISTINCT t.payment_id) FILTER (WHERE t.result = 'approved') / count(DISTINCT t.payment_id),
       100.0 * count(*) FILTER (WHERE t.result = 'approved') / count(DISTINCT t.payment_id)
FROM payment_attempts AS t JOIN payments AS p USING (payment_id)
GROUP BY 1
ORDER BY min(p.created_at)
"""


class November(Demo):
    """Three approval rates by month: ``november()`` opens with one of them, ``november("once")`` can take its peak away.

    The query is on none of its pictures: which query made which line is for learners to find.
    """

    title = "November, as three colleagues see it"
    meta = "Mandaro Pay, all shops, payments by the month in which they were created, UTC"
    restart = ("Start again", "Show what this began with")

    def __init__(self, then: str = "", run: Run = ask):
        self.views, self.run = ((ALL, ONCE) if then == "once" else (SLIDE, ALL)), run

    def make_controls(self) -> Sequence[Row]:
        self.rates = self._read()
        self.view = widgets.Dropdown(description="Show", options=self.views)
        return [[self.view]]

    def picture(self) -> Sequence[Part]:
        return picture.picture(self.view.value, self.rates)

    def sentence(self) -> str:
        return picture.sentence(self.view.value, self.rates)

    def still(self) -> Sequence[Part]:
        """All three lines, as they were sent."""
        return picture.picture(ALL, self._read())

    def _read(self) -> Sequence[Rate]:
        return [Rate(*row) for row in self.run(RATES).rows]


DEMO = November
