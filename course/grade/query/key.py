"""The key of a query exercise."""

from __future__ import annotations

from dataclasses import dataclass

from course.keys.key import Key


@dataclass(frozen=True)
class QueryKey(Key):
    """The key of a query exercise.

    ``order`` names the columns by which the task demands the rows to be sorted, each as ``column`` or ``column desc``;
    empty means any order. ``names`` says that the task demands the column names. ``decimals`` is the number of decimals
    that the task asks for; None compares numbers with a relative tolerance of 1e-6. ``also`` holds queries that read
    the task in another way that its words allow: with the reference's result on the practice data, with one of their
    own, equally right, on other data. ``quoted`` is a cell of the row whose figures the text quotes, such as 2025-11-01:
    an example of what is wrong is taken from there. ``survivors`` holds the reviewed reasons why wrong-looking variants of the
    reference pass as right, by the name or the class of the mutant.
    """

    reference: str
    order: tuple[str, ...] = ()
    names: bool = False
    decimals: int | None = None
    also: tuple[str, ...] = ()
    quoted: str = ""
    survivors: tuple[tuple[str, str], ...] = ()
