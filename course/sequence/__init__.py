"""The sequence of the course as data: its parts and modules; which of them are written is found in the folders."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

LESSONS, EXERCISES = "modules", "exercises"
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
            Module(1, "What “technical” means: the role and its neighbours", 80),
            Module(2, "What our product runs on", 85),
            Module(3, "How a change reaches customers", 90),
            Module(4, "APIs and open banking", 85),
        ),
    ),
    Part(
        "Coding expectations",
        "Ask the data yourself, follow the money, and say what a number counts.",
        (
            Module(5, "SQL I: the data model and first answers", 90),
            Module(6, "Payment rails and the ledger", 85),
            Module(7, "SQL II: investigations, and a look at KQL", 90),
            Module(8, "Lending and credit risk", 85),
        ),
    ),
    Part(
        "Responsibilities",
        "Turn vague wishes into specifications, trade-offs into records, and nine teams into one plan.",
        (
            Module(9, "Dashboards, metrics and call-outs", 85),
            Module(10, "From a vague idea to a testable slice", 85),
            Module(11, "Translating both ways: requirements", 85),
            Module(12, "Specification and documentation", 90),
            Module(13, "Trade-offs and decision records", 85),
            Module(14, "Prioritisation, life cycle, coordination", 85),
            Module(15, "Internal platforms, reliability, bottlenecks", 85),
        ),
    ),
    Part(
        "Career moves",
        "Read ladders and offers, judge the fit honestly, and plan your next twelve weeks.",
        (
            Module(16, "The career, the switch, the plan", 80),
            Module(17, "Capstone: a cash-flow score for thin-file applicants", 150),
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

    >>> name(5), name(17)
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
    """The lesson of a module; None while it is only announced."""
    return next(iter(sorted((root / LESSONS).glob(f"{number:02d}-*.ipynb"))), None)


def lessons(root: Path) -> tuple[Path, ...]:
    """All written lessons in the order of the course, without the welcome page."""
    return tuple(path for module in MODULES if (path := lesson(root, module.number)))


def exercises(root: Path, number: int) -> Path | None:
    """The exercise notebook of a module; None while there is none."""
    return next(iter(sorted((root / EXERCISES).glob(f"{number:02d}-*/{number:02d}-*.ipynb"))), None)


def notebooks(root: Path) -> tuple[Path, ...]:
    """Every notebook in which a learner can leave something: the welcome page, lessons and exercises."""
    return tuple(sorted((root / LESSONS).glob("*.ipynb")) + sorted((root / EXERCISES).glob("*/*.ipynb")))


def course_root(notebook: Path | None) -> Path:
    """The folder of the course that a notebook is in; the installed one if the notebook is elsewhere."""
    parents = notebook.resolve().parents if notebook else ()
    return next((parent for parent in parents if (parent / LESSONS).is_dir()), ROOT)
