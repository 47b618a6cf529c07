"""How big Mandaro is: the figures of traffic and size that lessons build on."""

from __future__ import annotations

from collections.abc import Sequence

from course.views.demo import Demo, Part
from course.views.scale import TITLE, scale_html


class Scale(Demo):
    """The rates, volumes and counts of Mandaro, from the register of facts."""

    title = TITLE

    def picture(self) -> Sequence[Part]:
        return [scale_html()]


DEMO = Scale
