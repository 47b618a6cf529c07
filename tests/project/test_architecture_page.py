"""The page on the architecture: its drawing, its jobs and its paths are those of the code."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from course.setup.state import ROOT
from tests.test_architecture import FLOORS, PACKAGE

PAGE = (ROOT / "docs/architecture.md").read_text("utf-8")


def rows(heading: str) -> list[list[str]]:
    """The cells of the table below a heading, without its head."""
    section = PAGE.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[1:]]


def docstring(wing: str) -> str:
    """What a wing says of itself, in one line, with Markdown's code marks."""
    path = PACKAGE / wing / "__init__.py" if (PACKAGE / wing).is_dir() else PACKAGE / f"{wing}.py"
    return " ".join(ast.get_docstring(ast.parse(path.read_text("utf-8"))).replace("``", "`").split())


def found(path: str) -> list[Path]:
    """What a path of the page stands for; a name in angle brackets is any name."""
    return sorted(ROOT.glob(re.sub(r"<\w+>", "*", path)))


def test_the_drawing_has_the_floors_of_the_house():
    drawing = PAGE.split("```")[1].splitlines()[3:]
    drawn = [{re.sub(r'.*\["(.+)"\]', r"\1", wing.partition(":")[0]) for wing in line.split()} for line in drawing]

    assert drawn == list(reversed(FLOORS))


def test_every_wing_has_its_job_in_the_words_of_its_own_docstring():
    jobs = {wing.strip("`"): job for wing, job in rows("The house")}

    assert set(jobs) == {wing for floor in FLOORS for wing in floor}
    assert [f"| `{wing}` | {docstring(wing)} |" for wing, job in jobs.items() if job not in docstring(wing)] == []


def test_every_path_exists():
    paths = re.findall(r"`((?:course|tests|modules|solutions|docs)/[\w/.<>-]+)`", PAGE)

    assert len(paths) > 30
    assert [path for path in paths if not found(path)] == []


def test_what_is_found_by_name_holds_its_files():
    missing = [
        f"{folder.relative_to(ROOT)}/{file}"
        for _, path, files in rows("What is found by its name")
        for folder in found(path.strip("`"))
        if any((folder / file).exists() for file in re.findall(r"`([\w.]+)`", files))
        for file in re.findall(r"`([\w.]+)`", files)
        if not (folder / file).exists()
    ]

    assert missing == []


def test_a_change_costs_as_many_files_as_are_named():
    wrong = [
        change
        for change, count, files in rows("What a change costs")
        if int(count.split()[0]) != len(re.findall(r"`[\w/.<>-]+`", files))
    ]

    assert wrong == []
