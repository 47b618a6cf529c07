"""The course as JupyterLab's side panel lists it: parts, modules, lessons and exercises, with what is done."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from course import sequence
from course.learner.progress import ModuleProgress, State, read_progress, where_next
from course.sequence import Part

WELCOME = f"{sequence.LESSONS}/00-welcome.ipynb"


def stamp(root: Path) -> str:
    """What changes whenever notebooks, sheets or answers do; reading it takes a few milliseconds."""
    folders = [root / sequence.LESSONS, *sorted((root / sequence.EXERCISES).glob("*"))]
    states = [_state(path) for folder in folders if folder.is_dir() for path in sorted(folder.iterdir())]
    return f"{hash(tuple(filter(None, states))):x}"


def _state(path: Path) -> tuple[str, int, int] | None:
    if not path.name.lower().endswith((".ipynb", ".json")):
        return None
    try:
        status = path.stat()
    except OSError:
        return None
    return str(path), status.st_mtime_ns, status.st_size


def overview(root: Path, served: Path) -> dict[str, Any]:
    """The overview as JSON; paths start from the folder that JupyterLab shows."""
    modules = read_progress(root)
    by_number = {progress.module.number: progress for progress in modules}
    next_step = where_next(modules)
    return {
        "welcome": _path(root / WELCOME if (root / WELCOME).exists() else None, served),
        "next": next_step.progress.module.number if next_step else None,
        "passed": sum(progress.passed for progress in modules),
        "answered": sum(progress.answered for progress in modules),
        "exercises": sum(len(progress.items) for progress in modules),
        "parts": [_part(part, by_number, served) for part in sequence.PARTS],
        "problems": [problem for progress in modules for problem in progress.problems],
    }


def _part(part: Part, modules: dict[int, ModuleProgress], served: Path) -> dict[str, Any]:
    return {"title": part.title, "modules": [_module(modules[module.number], served) for module in part.modules]}


def _module(progress: ModuleProgress, served: Path) -> dict[str, Any]:
    return {
        "number": progress.module.number,
        "title": progress.module.title,
        "lesson": _path(progress.lesson, served),
        "lesson_state": _lesson_state(progress).value,
        "exercises": _path(progress.exercises, served),
        "passed": progress.passed,
        "answered": progress.answered,
        "done": progress.done,
        "items": [
            {"id": item.id, "title": item.title, "state": item.state.value, "short": item.on_short_way}
            for item in progress.items
        ],
    }


def _lesson_state(progress: ModuleProgress) -> State:
    """A lesson is done when its decision is in the log, and begun when anything of it is saved."""
    if progress.decided:
        return State.PASSED
    return State.TRIED if progress.lesson_begun else State.OPEN


def _path(path: Path | None, served: Path) -> str | None:
    return path.relative_to(served).as_posix() if path else None
