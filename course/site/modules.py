"""The modules as a page, from what the course knows of itself: its sequence, its lessons and its sheets."""

from __future__ import annotations

import re
from pathlib import Path

from course import sequence
from course.learner.progress import Item, ModuleProgress, read_progress, short_way_minutes
from course.learner.saved import nothing_saved
from course.sequence import lesson_notebook

PROMISE = re.compile(r"^By the end of this lesson you can .+?(?=\n\s*\n|\Z)", re.DOTALL | re.MULTILINE)


def modules_page(root: Path) -> str:
    """Every part and module: what people can do after it, how long it takes, and what they do in it."""
    parts = "\n\n".join(_part(root, part, _progress(root)) for part in sequence.PARTS)
    return f"# The modules\n\n{figures(root)}\n\n{parts}\n"


def figures(root: Path) -> str:
    """The size of the course in a sentence or two."""
    modules = _progress(root)
    written = [entry for entry in modules if not entry.announced]
    exercises = sum(len(entry.items) for entry in written)
    return (
        f"{len(modules) - 1} modules and a capstone in {len(sequence.PARTS)} parts, about {round(sum(entry.minutes for entry in modules) / 60)} hours. "
        f"So far {len(written)} modules are written, with {exercises} exercises in about "
        f"{round(sum(entry.minutes for entry in written) / 60)} hours. A short way, with all lessons and the exercises marked ◆, takes "
        f"about {round(short_way_minutes(modules) / 60)} hours."
    )


def promise(lesson: Path) -> str:
    """What people can do after a lesson, in its own words; empty if it does not say."""
    texts = (cell.text for cell in lesson_notebook.cells(lesson) if cell.kind == "markdown")
    return next((" ".join(match[0].split()) for text in texts if (match := PROMISE.search(text))), "")


def duration(minutes: int) -> str:
    """A length of time in words.

    >>> duration(45), duration(60), duration(150)
    ('45 min', '1 h', '2 h 30 min')
    """
    hours, rest = divmod(minutes, 60)
    return " ".join(filter(None, [f"{hours} h" if hours else "", f"{rest} min" if rest else ""]))


def _progress(root: Path) -> tuple[ModuleProgress, ...]:
    """The modules as nobody has begun them."""
    return read_progress(root, nothing_saved)


def _part(root: Path, part: sequence.Part, modules: tuple[ModuleProgress, ...]) -> str:
    entries = [entry for entry in modules if entry.module in part.modules]
    return "\n\n".join([f"## {part.title}", part.promise, *(_module(root, entry) for entry in entries)])


def _module(root: Path, entry: ModuleProgress) -> str:
    title = f"### {entry.module.number} · {entry.module.title}"
    if entry.lesson is None:
        return f"{title}\n\nAnnounced, about {duration(entry.minutes)}."
    lesson = (
        f"[The lesson](../{entry.lesson.relative_to(root).as_posix()}), {duration(entry.minutes)} with its exercises."
    )
    lines = [title, f"{promise(entry.lesson)} {lesson}"]
    if entry.exercises:
        rows = [f"| {item.id} | {item.title} | {_takes(item)} |" for item in entry.items]
        lines.append("\n".join([f"| exercise | of module {entry.module.number} | takes |", "|---|---|---|", *rows]))
    return "\n\n".join(lines)


def _takes(item: Item) -> str:
    return f"{duration(item.minutes)}{' ◆' if item.on_short_way else ''}"
