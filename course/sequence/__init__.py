"""The sequence of the course as data: its parts and modules; which of them are written is found in the folders."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from course.sequence import lesson_notebook

LESSONS, EXERCISES = "modules", "exercises"
CARDS = ".cards.md"
NUMBERED = re.compile(r"\d\d-")
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Module:
    """A module. ``minutes`` is the planned time with the exercises; a written lesson says its own."""

    number: int
    title: str
    minutes: int


@dataclass(frozen=True)
class Part:
    """One of the four parts, with what a person can do after it."""

    title: str
    promise: str
    modules: tuple[Module, ...]


PARTS = (
    Part(
        "Being technical",
        "Know what the product runs on, how a change reaches customers, and what an API promises.",
        (
            Module(1, "What “technical” means: the role and its neighbours", 85),
            Module(2, "What our product runs on", 90),
            Module(3, "How a change reaches customers", 90),
            Module(4, "APIs and open banking", 160),
        ),
    ),
    Part(
        "Coding expectations",
        "Ask the data yourself, follow the money, and say what a number counts.",
        (
            Module(5, "SQL I: the data model and first answers", 240),
            Module(6, "Payment rails and the ledger", 165),
            Module(7, "SQL II: investigations, and a look at KQL", 280),
            Module(8, "Lending and credit risk", 130),
        ),
    ),
    Part(
        "Responsibilities",
        "Turn vague wishes into specifications, trade-offs into records, and nine teams into one plan.",
        (
            Module(9, "Dashboards, metrics and call-outs", 165),
            Module(10, "From a vague idea to a testable slice", 240),
            Module(11, "Translating both ways: requirements", 100),
            Module(12, "Specification and documentation", 240),
            Module(13, "Trade-offs and decision records", 185),
            Module(14, "Prioritisation, life cycle, coordination", 175),
            Module(15, "Internal platforms, reliability, bottlenecks", 255),
        ),
    ),
    Part(
        "Career moves",
        "Read ladders and offers, judge the fit honestly, and plan your next twelve weeks.",
        (
            Module(16, "The career, the switch, the plan", 110),
            Module(17, "Staying current: a feature with AI inside", 90),
            Module(18, "Capstone: a cash-flow score for thin-file applicants", 150),
        ),
    ),
)
MODULES = tuple(module for part in PARTS for module in part.modules)


def module(number: int) -> Module:
    """The module with this number. Raises KeyError if there is none.

    >>> module(9).title
    'Dashboards, metrics and call-outs'
    """
    return {entry.number: entry for entry in MODULES}[number]


def name(number: int) -> str:
    """What a module is called in a line of text.

    >>> name(5), name(18)
    ('Module 5', 'Capstone')
    """
    return "Capstone" if number == MODULES[-1].number else f"Module {number}"


def number_of(notebook: Path) -> int:
    """The number of the module that a lesson or exercise notebook belongs to; 0 for all others.

    >>> number_of(Path("modules/05-sql-first-answers.ipynb"))
    5
    """
    head = notebook.stem.partition("-")[0]
    return int(head) if head.isdecimal() else 0


def lesson(root: Path, number: int) -> Path | None:
    """The lesson of a module, also if its file was copied or renamed; None while it is only announced."""
    notebooks = _notebooks(root / LESSONS)
    named = [path for path in notebooks if path.stem.startswith(f"{number:02d}-")]
    if len(named) > 1:
        originals = [path for path in named if path.with_suffix(CARDS).exists()]
        named = originals or [path for path in named if lesson_notebook.module_of(path) == number] or named
    renamed = named or [
        path for path in notebooks if not NUMBERED.match(path.name) and lesson_notebook.module_of(path) == number
    ]
    return _shortest(renamed)


def lessons(root: Path) -> tuple[Path, ...]:
    """All written lessons in the order of the course, without the welcome page."""
    return tuple(path for module in MODULES if (path := lesson(root, module.number)))


def exercises(root: Path, number: int) -> Path | None:
    """The exercise notebook of a module, also if its file or folder was copied or renamed; None while there is none."""
    notebooks = exercise_notebooks(root)
    named = [path for path in notebooks if path.parent.name.startswith(f"{number:02d}-")]
    renamed = named or [
        path for path in notebooks if not NUMBERED.match(path.parent.name) and lesson_notebook.module_of(path) == number
    ]
    return min(renamed, key=lambda path: (path.stem != path.parent.name, len(path.parent.name)), default=None)


def exercise_notebooks(root: Path) -> tuple[Path, ...]:
    """One notebook of each folder of exercises: the one that is called like it, else one that holds exercises."""
    folders = sorted(path for path in (root / EXERCISES).glob("*") if path.is_dir())
    return tuple(path for folder in folders if (path := _exercise_notebook(folder)))


def notebooks(root: Path) -> tuple[Path, ...]:
    """Every notebook in which a learner can leave something: the welcome page, lessons and exercises; no copies."""
    heads = {path.stem[:2] for path in _notebooks(root / LESSONS)} | {f"{module.number:02d}" for module in MODULES}
    pages = (lesson(root, int(head)) for head in sorted(heads) if head.isascii() and head.isdigit())
    return (*filter(None, pages), *exercise_notebooks(root))


def name_in_course(notebook: Path) -> str:
    """What the course calls a notebook, whatever its file or its folder is called now: a lesson and its exercises alike.

    >>> name_in_course(Path("exercises/05-sql/05-sql.ipynb"))
    '05-sql'
    """
    is_lesson, is_exercise = notebook.parent.name == LESSONS, notebook.parent.parent.name == EXERCISES
    is_original = notebook.stem == notebook.parent.name or notebook.with_suffix(CARDS).exists()
    if is_original or not (is_lesson or is_exercise):
        return notebook.stem
    lessons = notebook.parent if is_lesson else notebook.parent.parent.parent / LESSONS
    number = number_of(notebook.parent) or number_of(notebook) or lesson_notebook.module_of(notebook)
    cards = sorted(path.name.removesuffix(CARDS) for path in lessons.glob(f"{number:02d}-*{CARDS}")) if number else []
    return cards[0] if cards else notebook.stem if is_lesson else notebook.parent.name


def _exercise_notebook(folder: Path) -> Path | None:
    notebooks = _notebooks(folder)
    original = [path for path in notebooks if path.stem == folder.name]
    with_exercises = original or [path for path in notebooks if lesson_notebook.module_of(path)]
    return _shortest(with_exercises or [path for path in notebooks if number_of(path)])


def _notebooks(folder: Path) -> list[Path]:
    """The notebooks in a folder, whatever the case of their extension, without hidden ones."""
    paths = (path for path in folder.glob("*") if path.suffix.lower() == ".ipynb" and not path.name.startswith("."))
    return sorted(path for path in paths if path.is_file())


def _shortest(paths: list[Path]) -> Path | None:
    """A copy has something added to its name, so the original has the shortest."""
    return min(paths, key=lambda path: (len(path.name), path.name), default=None)


def course_root(notebook: Path | None) -> Path:
    """The folder of the course that a notebook is in; the installed one if the notebook is elsewhere."""
    parents = notebook.resolve().parents if notebook else ()
    return next((parent for parent in parents if (parent / LESSONS).is_dir()), ROOT)
