"""The map of the course: where to continue, and the modules of each part with what is done, tried, open and announced."""

from __future__ import annotations

import os
from collections.abc import Sequence
from html import escape
from pathlib import Path
from urllib.parse import quote

import ipywidgets as widgets
from IPython.display import HTML, display

from course import sequence
from course.case.cast import week_of
from course.grade.count import quantity
from course.learner.clone import newer_version
from course.learner.diagnostic import Place
from course.learner.place import current_notebook
from course.learner.progress import (
    Item,
    ModuleProgress,
    State,
    open_diagnostic,
    read_progress,
    short_way_minutes,
    where_next,
)
from course.learner.saved import nothing_saved, saved_stamp
from course.sequence import Part
from course.views.companion import Companion
from course.views.live import display_live
from course.views.markup import note
from course.views.refreshed import Refreshed
from course.views.welcome import page_style

SIGNS = {State.PASSED: "✓", State.ANSWERED: "●", State.TRIED: "◐", State.OPEN: "○"}
PLACES = {Place.FIRST: ("▲", "First"), Place.IN_TURN: ("·", "In its turn"), Place.SKIM: ("≈", "You may skim")}
LEGEND = "✓ passed   ◐ tried   ○ open   underlined: on the short way   ·   Announced modules are not written yet."
LEFT = 'style="text-align: left"'  # in an untrusted notebook, JupyterLab drops the style sheet but keeps this
HEAD = (
    '<colgroup><col class="course-count"><col><col class="course-pips"><col class="course-state"></colgroup>'
    f'<thead class="course-sr"><tr><th scope="col">No.</th><th scope="col" {LEFT}>Module</th>'
    f'<th scope="col" {LEFT}>Exercises</th><th scope="col">State</th></tr></thead>'
)


class CourseMap:
    """What ``course.map()`` gives a notebook: the map as it is now, and one without personal state as its twin."""

    def _ipython_display_(self) -> None:
        folder, root = place()
        news = news_html(root)
        live = Refreshed(lambda: news + map_html(read_progress(root), folder), lambda: saved_stamp(root)).widget
        display_live(widgets.VBox([live, Companion()]).add_class("course-page"))
        display(HTML(static_html(root, folder)))


def place() -> tuple[Path, Path]:
    """The folder that relative links start from, and the folder of the course."""
    notebook = current_notebook()
    root = sequence.course_root(notebook)
    return (notebook.resolve().parent if notebook else root / sequence.LESSONS), root


def static_html(root: Path, folder: Path) -> str:
    """The map as everybody first sees it: the same for all, whatever is saved here."""
    return f'<div class="course-twin course-bare">{map_html(read_progress(root, nothing_saved), folder)}</div>'


def news_html(root: Path) -> str:
    """A sentence if git has fetched a newer version of the course; it is asked once per page, and no network is used."""
    versions = newer_version(root)
    if versions is None:
        return ""
    return (
        f'<p class="course-note">Version {versions.fetched} is available; you have {versions.present}. '
        "<code>python3 -m course update</code> takes it and keeps your work.</p>"
    )


def map_html(modules: Sequence[ModuleProgress], folder: Path) -> str:
    """The map as HTML with links relative to ``folder``."""
    by_number = {progress.module.number: progress for progress in modules}
    rows = "".join(_part_html(part, by_number, folder) for part in sequence.PARTS)
    return (
        f'{page_style()}<div class="course-map">{_next_html(modules, folder)}{_path_html(modules, folder)}{_short_way_html(modules)}'
        f'<table class="course-modules">{HEAD}{rows}</table>'
        f'<p class="course-note course-legend">{_legend(modules)}</p>{_problems_html(modules)}</div>'
    )


def _legend(modules: Sequence[ModuleProgress]) -> str:
    is_closed = any(item.is_closed for progress in modules for item in progress.items)
    return f"● answered, judged by your instructor   {LEGEND}" if is_closed else LEGEND


def duration(minutes: int) -> str:
    """A length of time in words.

    >>> duration(45), duration(60), duration(80), duration(150)
    ('45 min', '1 h', '1 h 20 min', '2 h 30 min')
    """
    hours, rest = divmod(minutes, 60)
    return " ".join(filter(None, [f"{hours} h" if hours else "", f"{rest} min" if rest or not hours else ""]))


def link(path: Path, folder: Path, text: str, style: str = "") -> str:
    """A link that JupyterLab opens: relative to the folder of the notebook that shows it."""
    href = escape(quote(Path(os.path.relpath(path, folder)).as_posix()), quote=True)
    return f'<a href="{href}"{f" class={style}" if style else ""}>{escape(text)}</a>'


def _next_html(modules: Sequence[ModuleProgress], folder: Path) -> str:
    next_step = where_next(modules)
    if next_step is None:
        return (
            '<div class="course-next"><p class="course-kicker">All done</p><p>Every exercise that is written so far is '
            f"{_done_words(modules)}, and every decision is in your log.</p></div>"
        )
    progress = next_step.progress
    kicker = "Continue where you stopped" if progress.last else "Start here" if _is_new(modules) else "Next"
    place_name = f"{sequence.name(progress.module.number)}{'' if next_step.is_lesson else ', the exercises'}"
    target = link(next_step.notebook, folder, progress.module.title, "course-go")
    return (
        f'<div class="course-next"><p class="course-kicker">{kicker}: {place_name[0].lower() + place_name[1:]}</p>'
        f'<p class="course-target">{target}</p>'
        f"{note(_about_next(progress, next_step.is_lesson))}</div>"
    )


def _about_next(progress: ModuleProgress, is_lesson: bool) -> str:
    week = week_of(progress.module.number)
    story = f"Week {week.number}: {week.title}."
    if not progress.last and progress.is_first:
        story = f"Your diagnostic suggests it first. {story}"
    if not progress.last:
        return (
            f"{story} The lesson, then {quantity(len(progress.items), 'exercise')}. About {duration(progress.minutes)}."
        )
    if progress.exercises_done and is_lesson:
        return f"{story} The exercises are {_done_words([progress])}. Your decision is still open, at the end of the lesson."
    left = f"About {duration(progress.minutes_left)} left."
    done = f"{progress.answered} of {len(progress.items)} exercises answered"
    if not progress.is_closed:
        done = f"{progress.passed} of {len(progress.items)} exercises passed"
    return f"{story} {done}. {left}"


def _done_words(modules: Sequence[ModuleProgress]) -> str:
    """What exercises are that need no more work: passed, answered where sheets are closed, or both."""
    closed = {progress.is_closed for progress in modules if progress.items}
    return {frozenset({True}): "answered", frozenset({True, False}): "passed or answered"}.get(
        frozenset(closed), "passed"
    )


def _path_html(modules: Sequence[ModuleProgress], folder: Path) -> str:
    """The suggested path in a few sentences; before the diagnostic is done, the invitation to it."""
    if diagnostic := open_diagnostic(modules):
        target = link(diagnostic.exercises, folder, "the diagnostic in module 1")
        return (
            f'<p class="course-path"><strong>Your path.</strong> Not sure what to read closely? Take {target}: ten '
            "one-minute samples of the work, and how sure you are of each. It marks this map for you, and nobody sees "
            "your answers but you and, if you hand in, your instructor.</p>"
        )
    modules_by_place = {
        place: [progress for progress in modules if progress.advice and progress.advice.place is place]
        for place in Place
    }
    if not any(modules_by_place.values()):
        return ""
    first = _named(modules_by_place[Place.FIRST])
    begin = f"Take {first} first" if first else "Take the modules in their order"
    skim = f" You may skim {_named(modules_by_place[Place.SKIM])}." if modules_by_place[Place.SKIM] else ""
    return (
        f'<p class="course-path"><strong>Your path.</strong> {begin}.{skim} Each mark below says '
        "why. It is a suggestion from ten short samples: the story runs in the order of the weeks, and everything "
        "stays open to you.</p>"
    )


def _short_way_html(modules: Sequence[ModuleProgress]) -> str:
    exercises = [item for progress in modules for item in progress.items if item.on_short_way]
    if not exercises:
        return ""
    return (
        f'<p class="course-path"><strong>Short of time?</strong> The lessons and the {len(exercises)} exercises underlined below '
        f"take about {round(short_way_minutes(modules) / 60)} hours. They hold the story together, and every point of the "
        "article that the course follows is in them. You can do the others whenever you need them.</p>"
    )


def _named(modules: Sequence[ModuleProgress]) -> str:
    """Modules by number.

    >>> from types import SimpleNamespace as N
    >>> _named([N(module=N(number=n)) for n in (5, 7, 8)])
    'modules 5, 7 and 8'
    """
    numbers = [str(progress.module.number) for progress in modules]
    if len(numbers) < 2:
        return "".join(f"module {number}" for number in numbers)
    return f"modules {', '.join(numbers[:-1])} and {numbers[-1]}"


def _advice_html(progress: ModuleProgress) -> str:
    if progress.advice is None or progress.done:
        return ""
    sign, word = PLACES[progress.advice.place]
    kind = progress.advice.place.name.lower().replace("_", "-")
    return (
        f'<br><span class="course-advice course-{kind}"><strong><span aria-hidden="true">{sign} </span>{word}.</strong>'
        f" {escape(progress.advice.reason)}</span>"
    )


def _is_new(modules: Sequence[ModuleProgress]) -> bool:
    return not any(progress.last for progress in modules)


def _part_html(part: Part, modules: dict[int, ModuleProgress], folder: Path) -> str:
    part_modules = [modules[module.number] for module in part.modules]
    rows = "".join(_row_html(progress, folder) for progress in part_modules)
    return (
        f'<tbody><tr class="course-part"><th colspan="4" scope="rowgroup" {LEFT}>'
        f'<span class="course-part-title">{escape(part.title)}</span><br>'
        f'<span class="course-note">{escape(part.promise)}</span></th></tr>{rows}</tbody>'
    )


def _row_html(progress: ModuleProgress, folder: Path) -> str:
    module = progress.module
    week = week_of(module.number)
    title = escape(module.title) if progress.announced else link(progress.lesson, folder, module.title)
    number = "★" if sequence.name(module.number) == "Capstone" else str(module.number)
    return (
        f'<tr class="{"course-announced" if progress.announced else "course-written"}">'
        f'<td class="course-count">{number}</td><td class="course-module" {LEFT}>{title}<br>'
        f'<span class="course-note">Week {week.number} · {escape(week.title)}</span>{_advice_html(progress)}</td>'
        f'<td class="course-pips" {LEFT}>{_exercises_html(progress, folder)}</td>'
        f'<td class="course-state">{_state_html(progress)}</td></tr>'
    )


def _exercises_html(progress: ModuleProgress, folder: Path) -> str:
    if progress.exercises is None:
        return ""
    pips = "".join(_pip_html(item) for item in progress.items)
    tried = f", {progress.tried} tried" if progress.tried else ""
    short = ", ".join(item.id for item in progress.items if item.on_short_way)
    done = f"{progress.answered} of {len(progress.items)} answered"
    if not progress.is_closed:
        done = f"{progress.passed} of {len(progress.items)} passed"
    words = f"{done}{tried}{f'; on the short way: {short}' if short else ''}"
    exercises_link = link(progress.exercises, folder, "Exercises")
    return f'<span aria-hidden="true">{pips}</span><span class="course-sr"> {words}</span><br>{exercises_link}'


def _pip_html(item: Item) -> str:
    short = ", on the short way" if item.on_short_way else ""
    title = escape(f"{item.id} {item.title}: {item.state.value}{short}", quote=True)
    style = f"course-pip course-pip-{item.state.value}{' course-pip-short' if short else ''}"
    return f'<span class="{style}" title="{title}">{SIGNS[item.state]}</span>'


def _state_html(progress: ModuleProgress) -> str:
    if progress.announced:
        return f"<span>announced</span><br><span class=course-note>{duration(progress.minutes)}</span>"
    if progress.done:
        return "<span class=course-done>✓ done</span>"
    if not progress.last:
        return f"<span>open</span><br><span class=course-note>{duration(progress.minutes)}</span>"
    if progress.exercises_done:
        return "<span class=course-begun>decision open</span>"
    left = duration(progress.minutes_left)
    return f"<span class=course-begun>begun</span><br><span class=course-note>{left} left</span>"


def _problems_html(modules: Sequence[ModuleProgress]) -> str:
    problems = [problem for progress in modules for problem in progress.problems]
    if not problems:
        return ""
    lines = "".join(f"<li>{escape(problem)}</li>" for problem in problems)
    return (
        '<div class="course-verdict course-attention"><p><strong>! Not everything could be read.</strong> '
        f"The map shows what could; nothing was changed or deleted.</p><ul>{lines}</ul></div>"
    )
