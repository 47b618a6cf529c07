"""Stand-ins that a function can be handed: objects that answer as a service of the company would. One module each.

A module holds ``make(random, value)``: the object for one data set. ``random`` gives the same numbers for the same data set,
``value`` is what the key hands over. It imports the standard library, and of the course what needs no more, such as a
service's own code. An exception that is called ``Halted`` says in its own words what the function does wrong, and on a second
line what to do: it ends what would go on without an end.
"""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent


def code(name: str) -> str:
    """The text of a stand-in. Raises FileNotFoundError if there is none of that name."""
    return (FOLDER / f"{name}.py").read_text(encoding="utf-8")


def names() -> list[str]:
    """The stand-ins that there are."""
    return sorted(path.stem for path in FOLDER.glob("[a-z]*.py"))
