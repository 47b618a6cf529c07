"""The architecture: every module has its place in the house, imports point one way, and judges know no screens."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import course
from course.grade.form.field import FIELD_KINDS
from course.grade.kind import KINDS

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
    {"bench", "site"},
    {"cli", "__init__"},
    {"__main__"},
)
SAME_FLOOR = {("case", "artefacts"), ("artefacts", "case")}
JUDGES = {"verdict", "keys", "case", "grade", "sheet"}
SCREENS = {"ipywidgets", "anywidget", "IPython", "nbgrader"}
# Modules that import inside functions, and why. Everywhere else what a module needs is at its top.
LATE = {
    "__init__.py": "import course costs nothing",
    "__main__.py": "an old Python must be able to say that it is too old",
    "cli.py": "a command loads what it needs and no more",
    "authoring/build.py": "nbgrader takes two seconds to import, and is needed only to make a release",
    "authoring/lessons.py": "nbclient is needed only to run a lesson",
    "authoring/welcome.py": "views are needed only to build",
    "bench/in_browser.py": "playwright is a tool of the tests",
    "case/database.py": "the generator is needed only when something has to be built",
    "grade/document/checks/interface.py": "jsonschema takes a second to import, for one check",
    "grade/kql/language.py": "duckdb-kql is an optional package",
    "nbgrader/cluster.py": "dask is an optional package",
    "setup/installation.py": "each system has its own module of locks",
    "setup/lab.py": "people read that the course starts before JupyterLab is loaded",
    "setup/server.py": "JupyterLab starts before anybody asks for the overview",
    "site/pictures.py": "playwright is a tool of the tests",
    "views/notebook.py": "no widget is made when grading",
    "views/result.py": "only a large result needs pandas and itables",
}
FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)
MODULES = {path.relative_to(PACKAGE).as_posix(): path for path in sorted(PACKAGE.rglob("*.py"))}


ALL_KINDS = {*KINDS, *FIELD_KINDS}
KIND_IN_SCRIPT = re.compile(r"""\bkind\b["'\]]*\s*[!=]==?\s*["'](\w+)""")


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


def dotted(name: str) -> str:
    """The dotted name of a module by its path below the package."""
    return ".".join(["course", *Path(name).with_suffix("").parts]).removesuffix(".__init__")


def imported_modules(name: str, path: Path) -> set[str]:
    """The modules of the package that a module imports; the package itself is what a notebook sees, and no module."""
    modules = {dotted(other) for other in MODULES}
    nearest = {other if other in modules else other.rpartition(".")[0] for other in imported(path)}
    return (nearest & modules) - {"course", dotted(name)}


def imports_inside_functions(path: Path) -> Iterator[ast.stmt]:
    functions = (node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, FUNCTION))
    return (
        node for function in functions for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom)
    )


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


def test_no_imports_go_round_in_a_circle():
    graph = {dotted(name): imported_modules(name, path) for name, path in MODULES.items()}

    assert list(TopologicalSorter(graph).static_order())


def test_imports_are_at_the_top_but_at_the_border():
    late = {name for name, path in MODULES.items() if any(imports_inside_functions(path))}

    assert late ^ set(LATE) == set()


def test_judges_know_no_screens():
    wrong = [
        f"{name} imports {screen}"
        for name, path in MODULES.items()
        if wing(name) in JUDGES
        for screen in {other.split(".")[0] for other in imported(path)} & SCREENS
    ]

    assert wrong == []


def is_kind(node: ast.AST) -> bool:
    """Whether an expression stands for the kind of something: ``x.kind``, ``kind``, ``x["kind"]``, ``x.get("kind")``."""
    if isinstance(node, ast.Call):
        return [
            argument for argument in node.args if isinstance(argument, ast.Constant) and argument.value == "kind"
        ] != []
    if isinstance(node, ast.Subscript):
        return isinstance(node.slice, ast.Constant) and node.slice.value == "kind"
    return "kind" in (getattr(node, "attr", ""), getattr(node, "id", ""))


def kinds_named(node: ast.AST) -> set[str]:
    """The kinds of exercises and fields that a decision on a kind, or on the class of a key, names."""
    if isinstance(node, ast.Compare) and any(map(is_kind, (node.left, *node.comparators))):
        return {part.value for part in ast.walk(node) if isinstance(part, ast.Constant)} & ALL_KINDS
    if isinstance(node, ast.Match) and is_kind(node.subject):
        return {part.value for part in ast.walk(node) if isinstance(part, ast.Constant)} & ALL_KINDS
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "isinstance":
        return {part.id for part in ast.walk(node.args[1]) if isinstance(part, ast.Name) and part.id.endswith("Key")}
    return set()


def test_a_kind_is_asked_and_not_compared():
    """What depends on a kind is said by the kind. Other things that are called kind, such as a chart's, have other names."""
    scripts = {
        path.relative_to(PACKAGE).as_posix(): path for path in PACKAGE.rglob("*.js") if "static" not in path.parts
    }
    decided = [
        f"{name} decides on {kind}"
        for name, path in MODULES.items()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for kind in kinds_named(node)
    ]
    decided += [
        f"{name} decides on {kind}"
        for name, path in scripts.items()
        for kind in {*KIND_IN_SCRIPT.findall(path.read_text(encoding="utf-8"))} & ALL_KINDS
    ]

    assert decided == []


@pytest.mark.parametrize(
    "code",
    [
        'exercise.kind == "sql"',
        'field.kind in ("number", "text")',
        '"choice" != column["kind"]',
        'parts.get("kind") == "form"',
        "isinstance(key, QueryKey)",
        "isinstance(key, (SqlKey, int))",
        'match kind:\n    case "table":\n        pass',
    ],
)
def test_every_way_to_decide_on_a_kind_is_seen(code):
    assert any(map(kinds_named, ast.walk(ast.parse(code))))


@pytest.mark.parametrize("code", ['chart.kind == "histogram"', 'name == "number"', "isinstance(key, str)"])
def test_other_things_are_no_decision_on_a_kind(code):
    assert not any(map(kinds_named, ast.walk(ast.parse(code))))


def test_the_public_names_are_few_sorted_and_documented():
    assert course.__all__ == sorted(course.__all__)
    assert all(getattr(course, name).__doc__ for name in course.__all__)


def test_import_course_loads_nothing_else():
    code = "import sys, course; print([m for m in ('pandas', 'duckdb', 'ipywidgets', 'sqlglot', 'numpy') if m in sys.modules])"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert printed.stdout.strip() == "[]"
