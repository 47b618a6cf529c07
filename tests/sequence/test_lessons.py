"""One course, not a pile of notebooks: what holds for every lesson, whichever are written."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from urllib.parse import unquote

import nbformat
import pytest

from course import sequence
from course.authoring.read import HEADING
from course.authoring.reading import HARDEST, measure, reading_minutes
from course.authoring.welcome import NAME, welcome_text
from course.case.cast import PEOPLE
from course.sequence import ROOT
from course.sequence import lesson_notebook as lessons
from course.sequence.glossary import read_cards

LESSONS = sequence.lessons(ROOT)
WELCOME = ROOT / "modules" / NAME
EXERCISES = tuple(sorted((ROOT / "solutions").glob("*/*.ipynb")))
TOLERANCE = 15  # minutes
LINK = re.compile(r"\[[^\]]*\]\((?P<target>[^)\s]+)\)|href=\\?\"(?P<href>[^\"\\]+)")
EXTERNAL = ("http://", "https://", "mailto:", "#")
ABSOLUTE = re.compile(r"(?<![\w.])(/home/|/work/|/tmp/|/Users/|[A-Z]:\\\\)")

every_lesson = pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
every_page = pytest.mark.parametrize(
    "path", [WELCOME, *LESSONS, *EXERCISES], ids=lambda path: f"{path.parent.name}/{path.stem}"
)


def cells(path):
    return nbformat.read(path, as_version=4).cells


def calls(code: str) -> list[str]:
    """The functions of the course that a cell calls."""
    found = [ast.unparse(node.func) for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)]
    return [name.removeprefix("course.") for name in found if name.startswith("course.")]


def first(found: list[bool]) -> int:
    assert True in found
    return found.index(True)


@every_lesson
def test_it_has_the_rhythm_of_every_lesson(path):
    """Message, something to see, explanation, the way to the exercises, decision, cards: in this order."""
    own = cells(path)
    text = [cell.source if cell.cell_type == "markdown" else "" for cell in own]
    called = [calls(cell.source) if cell.cell_type == "code" else [] for cell in own]
    exercises = f"../exercises/{path.stem}/{path.stem}.ipynb"
    order = [
        first([bool(re.search(r"^> \*\*[A-Z]{2}\*\*", part, re.MULTILINE)) for part in text]),
        first([bool(set(names) - {"decision", "cards"}) for names in called]),
        first([exercises in part for part in text]),
        first(["decision" in names for names in called]),
        first(["cards" in names for names in called]),
    ]

    assert order[0] == 0
    assert order == sorted(order)
    assert any(len(part.split()) > 60 for part in text[order[1] + 1 : order[2] + 1])
    assert order[-1] == len(own) - 1


@every_lesson
def test_its_head_is_the_map_s_and_its_message_comes_from_the_cast(path):
    head = cells(path)[0].source
    module = sequence.module(sequence.number_of(path))
    name, role = re.search(r"\*\*(\w+)\*\*, (.+?) · ", head).groups()

    assert head.startswith(f"# {module.number} · {module.title}\n")
    assert (name, role) in {(person.name, person.role) for person in PEOPLE}


def test_no_word_has_two_cards():
    terms = [card.term.lower() for card in read_cards(ROOT, sequence.MODULES[-1].number)]

    assert sorted(terms) == sorted(set(terms))


@every_page
def test_it_refers_to_no_module_that_is_not_written(path):
    text = "\n".join(cell.source for cell in cells(path) if cell.cell_type == "markdown")
    named = {int(number) for number in re.findall(r"\bmodules? (\d+)", text, re.IGNORECASE)}

    assert named <= {sequence.number_of(lesson) for lesson in LESSONS}


@pytest.mark.parametrize("path", EXERCISES, ids=lambda path: path.stem)
def test_exercises_end_with_the_way_back_and_the_way_to_hand_in(path):
    last = cells(path)[-1].source

    assert f"../../modules/{path.name}" in last
    assert f"python3 -m course pack {sequence.number_of(path)} " in last


@every_lesson
def test_its_number_is_the_one_of_its_decision_and_cards(path):
    number = str(sequence.number_of(path))
    source = "\n".join(cell.source for cell in cells(path) if cell.cell_type == "code")

    assert f'course.decision("{number}"' in source
    assert f'course.cards("{number}")' in source
    assert "?" in lessons.decision(path)


@every_lesson
def test_it_says_what_to_remember_and_ties_to_the_real_world(path):
    text = "\n".join(cell.source for cell in cells(path) if cell.cell_type == "markdown")
    kinds = re.findall(r"alert-(?:success|info|warning|danger)\"><b>([^<.]+)\.", text)

    assert "Remember" in kinds and "In the real world" in kinds
    assert set(kinds) <= {"Remember", "In the real world", "Common trap"}


@every_lesson
def test_it_reads_easily(path, record_property):
    found = measure(path)
    record_property("reading", f"{path.stem}: grade {found.grade:.1f}, {found.words} words")

    assert found.words > 300
    assert found.grade <= HARDEST


@every_lesson
def test_its_minutes_are_honest(path):
    """The head names reading, demos and exercises together; a test of the sheet has the exercises' own minutes."""
    source = ROOT / "solutions" / path.stem / f"{path.stem}.ipynb"
    text = "\n".join(cell.source for cell in cells(source) if cell.cell_type == "markdown")
    exercises = sum(int(found["minutes"]) for found in HEADING.finditer(text))

    assert abs(lessons.minutes(path) - exercises - reading_minutes(path)) <= TOLERANCE


@every_page
def test_every_link_inside_the_course_leads_somewhere(path):
    broken = [target for target in links(path) if not leads_somewhere(path, target)]

    assert broken == []


def links(path: Path) -> list[str]:
    shown = [output.get("data", {}).get("text/html", "") for cell in cells(path) for output in cell.get("outputs", [])]
    text = "\n".join([*(cell.source for cell in cells(path) if cell.cell_type == "markdown"), *shown])
    found = [match["target"] or match["href"] for match in LINK.finditer(text)]
    return [unquote(target.partition("#")[0]) for target in found if not target.startswith(EXTERNAL)]


def leads_somewhere(path: Path, target: str) -> bool:
    """A released exercise counts from the moment on in which its source is there."""
    place = (path.parent / target).resolve()
    source = Path(str(place).replace(str(ROOT / "exercises"), str(ROOT / "solutions")))
    return place.is_relative_to(ROOT) and (place.exists() or source.exists())


@every_page
def test_no_amount_in_dollars_becomes_a_formula(path):
    """Between two dollar signs JupyterLab sets mathematics."""
    written = [cell.source for cell in cells(path) if cell.cell_type == "markdown"]
    text = [re.sub(r"```.*?```|`[^`]*`", "", part, flags=re.DOTALL) for part in written]

    assert [part for part in text if len(re.findall(r"(?<![\\$])\$(?!\$)", part)) > 1] == []


def test_a_broken_link_is_found():
    assert not leads_somewhere(LESSONS[0], "99-nowhere.ipynb")
    assert not leads_somewhere(LESSONS[0], "../../../elsewhere.ipynb")


@every_page
def test_it_opens_with_a_kernel_everywhere(path):
    metadata = nbformat.read(path, as_version=4).metadata

    assert metadata.kernelspec == {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    assert metadata.language_info.name == "python"
    assert "version" not in metadata.language_info  # else the file changes with whoever saves it


@every_page
def test_it_is_saved_clean(path):
    text = path.read_text(encoding="utf-8")
    notebook = nbformat.read(path, as_version=4)

    nbformat.validate(notebook)
    assert not ABSOLUTE.search(text)
    assert "course_answers" not in text and '"widgets"' not in text
    counts = [cell.execution_count for cell in notebook.cells if cell.cell_type == "code"]
    is_shown = path.parent.name == "modules"  # lessons carry what their cells show, exercises carry nothing
    assert counts == [number if is_shown else None for number in range(1, len(counts) + 1)]
    assert "widget-view" not in text


def test_the_welcome_page_shows_before_it_is_run_what_is_true_of_the_course():
    assert WELCOME.read_text(encoding="utf-8") == welcome_text(ROOT), "run python3 -m course build"


def test_the_welcome_page_leads_to_every_written_lesson_and_to_no_other():
    targets = {target for target in links(WELCOME) if target.endswith(".ipynb") and not target.startswith("..")}

    assert targets == {path.name for path in LESSONS}
