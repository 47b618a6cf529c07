"""The architecture: imports point one way, graders know no screens, and the small public surface stays small."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import course

PACKAGE = Path(course.__file__).parent
# Each layer may import itself and the layers before it.
LAYERS = (
    "measurement", "verdict", "keys", "case", "career", "artefacts", "grade", "services", "sheet", "answers", "place",
    "exercise", "sequence", "lesson", "saved", "diagnostic", "progress", "glossary", "leitner", "backup", "views", "authoring",
)  # fmt: skip
MODULES = sorted(path for layer in LAYERS for path in [*PACKAGE.glob(f"{layer}.py"), *PACKAGE.glob(f"{layer}/**/*.py")])
SCREENS = {"ipywidgets", "anywidget", "IPython", "nbgrader"}


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


def layer_of(name: str) -> int:
    parts = name.split(".")
    return LAYERS.index(parts[1]) if parts[0] == "course" and len(parts) > 1 and parts[1] in LAYERS else -1


# An author's run of a grade cell shows the proofs: the one place where a view looks up to authoring.
ALLOWED_UP = {("views/notebook.py", "authoring")}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_point_one_way(path):
    name = path.relative_to(PACKAGE).as_posix()
    own = LAYERS.index(name.split("/")[0].removesuffix(".py"))
    wrong = [
        found for found in imported(path) if layer_of(found) > own and (name, LAYERS[layer_of(found)]) not in ALLOWED_UP
    ]

    assert wrong == []


@pytest.mark.parametrize("path", [p for p in MODULES if p.relative_to(PACKAGE).parts[0] in {"grade", "case", "keys.py", "verdict.py"}],
                         ids=lambda path: path.relative_to(PACKAGE).as_posix())  # fmt: skip
def test_judges_know_no_screens(path):
    assert {name.split(".")[0] for name in imported(path)} & SCREENS == set()


def test_the_public_names_are_few_sorted_and_documented():
    assert course.__all__ == sorted(course.__all__)
    assert all(getattr(course, name).__doc__ for name in course.__all__)


def test_import_course_loads_nothing_else():
    code = "import sys, course; print([m for m in ('pandas', 'duckdb', 'ipywidgets', 'sqlglot', 'numpy') if m in sys.modules])"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert said.stdout.strip() == "[]"
