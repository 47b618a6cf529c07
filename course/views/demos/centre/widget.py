"""The playground in the browser: a box to type CSS in, and a preview without scripts or network."""

from __future__ import annotations

import anywidget
import traitlets

from course.views.demos.centre import FOLDER, ONE_WAY, PAGE, START, sheet
from course.views.twin import style


class Playground(anywidget.AnyWidget):
    """The page with the style that stands in ``css``. Nothing of it is saved or judged."""

    _esm = FOLDER / "centre.js"
    _css = style().removeprefix("<style>").removesuffix("</style>") + sheet()
    page = traitlets.Unicode(PAGE).tag(sync=True)
    start = traitlets.Unicode(START).tag(sync=True)
    one_way = traitlets.Unicode(ONE_WAY).tag(sync=True)
    css = traitlets.Unicode(START).tag(sync=True)
