"""The architecture: every module has its place in the house, imports point one way, and judges know no screens."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import course

PACKAGE = Path(course.__file__).parent
# The house from the ground up. A wing may import itself and the wings below it; those on one floor know nothing of each
# other.
FLOORS = (
    {"registry", "verdict", "keys", "case", "career", "artefacts"},
    {"services", "dashboards", "sequence"},
    {"grade"},
    {"sheet"},
    {"learner"},
    {"exercise"},
    {"views", "nbgrader"},
    {"authoring"},
    {"setup"},
    {"bench"},
    {"cli", "__init__"},
    {"__main__"},
)
SAME_FLOOR = {("keys", "verdict"), ("case", "artefacts"), ("artefacts", "case")}
JUDGES = {"verdict", "keys", "case", "grade", "sheet"}
SCREENS = {"ipywidgets", "anywidget", "IPython", "nbgrader"}
MODULES = {path.relative_to(PACKAGE).as_posix(): path for path in sorted(PACKAGE.rglob("*.py"))}


def wing(name: str) -> str:
    """The wing of a module, by its path below the package or by its dotted name without ``course``."""
    return name.replace("/", ".").split(".")[0]


def floor(name: str) -> int | None:
    return next((level for level, wings in enumerate(FLOORS) if name in wings), None)


def imported(path: Path) -> set[str]:
    """The dotted names that a module imports from anywhere in its code."""
    package = ["course", *path.relative_to(PACKAGE).with_suffix("").parts[:-1]]
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            names.update(f"{module}.{alias.name}" for alias in node.names)
    return names


def wings_imported(path: Path) -> set[str]:
    return {name.split(".")[1] for name in imported(path) if name.startswith("course.")}


def test_every_module_belongs_to_a_wing():
    assert [name for name in MODULES if floor(wing(name)) is None] == []


def test_imports_point_one_way():
    wrong = [
        f"{name} imports {other}"
        for name, path in MODULES.items()
        for other in wings_imported(path) - {wing(name)}
        if floor(other) is not None and floor(other) >= floor(wing(name)) and (wing(name), other) not in SAME_FLOOR
    ]

    assert wrong == []


def test_judges_know_no_screens():
    wrong = [
        f"{name} imports {screen}"
        for name, path in MODULES.items()
        if wing(name) in JUDGES
        for screen in {other.split(".")[0] for other in imported(path)} & SCREENS
    ]

    assert wrong == []


def test_the_public_names_are_few_sorted_and_documented():
    assert course.__all__ == sorted(course.__all__)
    assert all(getattr(course, name).__doc__ for name in course.__all__)


def test_import_course_loads_nothing_else():
    code = "import sys, course; print([m for m in ('pandas', 'duckdb', 'ipywidgets', 'sqlglot', 'numpy') if m in sys.modules])"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert printed.stdout.strip() == "[]"
