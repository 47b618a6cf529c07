"""The key of an exercise in Python: reference and mistakes as code, and what the function is handed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from course.keys.key import Key


@dataclass(frozen=True)
class PythonKey(Key):
    """The key of an exercise that is answered by a function.

    ``function`` is its name, as the view cell says. ``reference``, ``accept`` and the mistakes' answers are texts of cells
    that define it. ``inputs`` says what its parameters are handed, in their order, each by name as one of

    - ``{"sql": "SELECT …"}`` or ``{"table": "payments"}``: a frame of the case, practice data or a hidden data set; ``hidden``
      beside it is another query for the hidden ones, where these are too plain as they are;
    - ``{"values": [practice, hidden 1, hidden 2, …]}``: plain values, one per data set, taken in turn; or ``{"value": x}``;
    - ``{"stand_in": "name"}``: an object that ``course/grade/python/stand_ins/name.py`` makes; ``values`` are handed to it.
      ``edges`` beside it says what to think of when the function is wrong on hidden data only.

    ``focus`` holds values that the hidden data are built around. ``order`` names the columns by which the task demands the
    rows to be sorted, each as ``column`` or ``column desc``. ``names`` says that a frame's columns are found by name, ``index``
    that its index counts. ``decimals`` is as for queries. ``chart`` draws the returned frame: the arguments of a
    course.dashboards.describe.Chart without its data. ``survivors`` holds reviewed reasons why a changed reference
    returns the same, by the name or the class of the change.
    """

    function: str
    reference: str
    inputs: dict[str, dict[str, Any]] = field(default_factory=dict)
    focus: tuple[Any, ...] = ()
    order: tuple[str, ...] = ()
    names: bool = True
    index: bool = False
    decimals: int | None = None
    chart: dict[str, Any] = field(default_factory=dict)
    survivors: tuple[tuple[str, str], ...] = ()
