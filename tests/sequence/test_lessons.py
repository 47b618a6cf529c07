"""One course, not a pile of notebooks: what holds for every lesson, whichever are written."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import nbformat
import pytest

from course import sequence
from course.authoring.read import HEADING
from course.authoring.reading import HARDEST, measure, plain, reading_minutes
from course.authoring.welcome import NAME, welcome_text
from course.case.cast import PEOPLE
from course.sequence import ROOT
from course.sequence import lesson_notebook as lessons
from course.sequence.glossary import read_cards

LESSONS = sequence.lessons(ROOT)
WELCOME = ROOT / "modules" / NAME
EXERCISES = tuple(sorted((ROOT / "solutions").glob("*/*.ipynb")))
PAGES = (WELCOME, *LESSONS, *EXERCISES)
TOLERANCE = 15  # minutes
# What readers took who knew nothing of the course, where that is known: it is worth more than a count of words.
TAKEN = {
    "10-from-a-vague-idea-to-a-testable-slice": (210, 240),
    "13-trade-offs-and-decision-records": (185, 210),
    "15-internal-platforms-reliability-bottlenecks": (225, 275),
}
TWO_SCREENS = 500  # words
LINK = re.compile(r"\[[^\]]*\]\((?P<target>[^)\s]+)\)|href=\\?\"(?P<href>[^\"\\]+)")
EXTERNAL = ("http://", "https://", "mailto:", "#")
ABSOLUTE = re.compile(r"(?<![\w.])(/home/|/work/|/tmp/|/Users/|[A-Z]:\\\\)")

every_lesson = pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)


@cache
def notebook(path: Path) -> nbformat.NotebookNode:
    return nbformat.read(path, as_version=4)


def cells(path: Path) -> list[nbformat.NotebookNode]:
    return notebook(path).cells


def markdown(path: Path) -> str:
    return "\n".join(cell.source for cell in cells(path) if cell.cell_type == "markdown")


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


def test_no_page_refers_to_a_module_that_is_not_written():
    written = {sequence.number_of(lesson) for lesson in LESSONS}

    assert {path.stem: missing for path in PAGES if (missing := named_modules(path) - written)} == {}


def named_modules(path: Path) -> set[int]:
    return {int(number) for number in re.findall(r"\bmodules? (\d+)", markdown(path), re.IGNORECASE)}


def test_exercises_end_with_the_way_back_and_the_way_to_hand_in():
    ends = {path: cells(path)[-1].source for path in EXERCISES}

    assert [path.stem for path, end in ends.items() if f"../../modules/{path.name}" not in end] == []
    assert [path.stem for path, end in ends.items() if f"course pack {sequence.number_of(path)} " not in end] == []


@every_lesson
def test_its_number_is_the_one_of_its_decision_and_cards(path):
    number = str(sequence.number_of(path))
    source = "\n".join(cell.source for cell in cells(path) if cell.cell_type == "code")

    assert f'course.decision("{number}"' in source
    assert f'course.cards("{number}")' in source
    assert "?" in lessons.decision(path)


@every_lesson
def test_it_says_what_to_remember_and_ties_to_the_real_world(path):
    kinds = re.findall(r"alert-(?:success|info|warning|danger)\"><b>([^<.]+)\.", markdown(path))

    assert "Remember" in kinds and "In the real world" in kinds
    assert set(kinds) <= {"Remember", "In the real world", "Common trap"}


def test_every_lesson_reads_easily():
    measured = {path.stem: measure(path) for path in LESSONS}

    assert {name: found for name, found in measured.items() if found.words <= 300 or found.grade > HARDEST} == {}


def test_there_is_something_to_do_or_to_look_at_after_every_second_screen():
    assert {path.stem: words for path in LESSONS if (words := longest_prose(path)) > TWO_SCREENS} == {}


def longest_prose(path: Path) -> int:
    """The most words of prose between two cells that show something."""
    runs = [0]
    for cell in lessons.cells(path):
        runs += [0] if cell.kind == "code" else []
        runs[-1] += len(plain(cell.text).split()) if cell.kind == "markdown" else 0
    return max(runs)


def test_the_minutes_of_every_lesson_are_honest():
    """The head names reading, demos and exercises together; a test of the sheet has the exercises' own minutes."""
    estimated = [path for path in LESSONS if path.stem not in TAKEN]
    off = {path.stem: lessons.minutes(path) - exercise_minutes(path) - reading_minutes(path) for path in estimated}

    assert {name: minutes for name, minutes in off.items() if abs(minutes) > TOLERANCE} == {}
    assert all(
        low <= lessons.minutes(path) <= high
        for path in LESSONS
        if path.stem in TAKEN
        for low, high in [TAKEN[path.stem]]
    )


def exercise_minutes(lesson: Path) -> int:
    source = ROOT / "solutions" / lesson.stem / f"{lesson.stem}.ipynb"
    return sum(int(found["minutes"]) for found in HEADING.finditer(markdown(source)))


def test_every_link_inside_the_course_leads_somewhere():
    assert [(path.stem, target) for path in PAGES for target in links(path) if not leads_somewhere(path, target)] == []


def links(path: Path) -> list[str]:
    shown = [output.get("data", {}).get("text/html", "") for cell in cells(path) for output in cell.get("outputs", [])]
    found = [match["target"] or match["href"] for match in LINK.finditer("\n".join([markdown(path), *shown]))]
    return [unquote(target.partition("#")[0]) for target in found if not target.startswith(EXTERNAL)]


def leads_somewhere(path: Path, target: str) -> bool:
    """A released exercise counts from the moment on in which its source is there."""
    place = (path.parent / target).resolve()
    source = Path(str(place).replace(str(ROOT / "exercises"), str(ROOT / "solutions")))
    return place.is_relative_to(ROOT) and (place.exists() or source.exists())


def test_no_amount_in_dollars_becomes_a_formula():
    """Between two dollar signs JupyterLab sets mathematics."""
    written = [(path.stem, cell.source) for path in PAGES for cell in cells(path) if cell.cell_type == "markdown"]
    text = [(name, re.sub(r"```.*?```|`[^`]*`", "", part, flags=re.DOTALL)) for name, part in written]

    assert [(name, part) for name, part in text if len(re.findall(r"(?<![\\$])\$(?!\$)", part)) > 1] == []


def test_a_broken_link_is_found():
    assert not leads_somewhere(LESSONS[0], "99-nowhere.ipynb")
    assert not leads_somewhere(LESSONS[0], "../../../elsewhere.ipynb")


def test_every_page_opens_with_a_kernel_everywhere():
    kernels = {path.stem: dict(notebook(path).metadata) for path in PAGES}
    python = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}

    assert {name for name, metadata in kernels.items() if metadata["kernelspec"] != python} == set()
    assert {name for name, metadata in kernels.items() if metadata["language_info"]["name"] != "python"} == set()
    # The version of who saved it last would change the file each time.
    assert {name for name, metadata in kernels.items() if "version" in metadata["language_info"]} == set()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_it_is_saved_clean(path):
    text = path.read_text(encoding="utf-8")

    nbformat.validate(notebook(path))
    assert not ABSOLUTE.search(text)
    assert "course_answers" not in text and '"widgets"' not in text
    counts = [cell.execution_count for cell in cells(path) if cell.cell_type == "code"]
    is_shown = path.parent.name == "modules"  # lessons carry what their cells show, exercises carry nothing
    assert counts == [number if is_shown else None for number in range(1, len(counts) + 1)]
    assert "widget-view" not in text


def test_the_welcome_page_shows_before_it_is_run_what_is_true_of_the_course():
    assert WELCOME.read_text(encoding="utf-8") == welcome_text(ROOT), "run python3 -m course build"


def test_the_welcome_page_leads_to_every_written_lesson_and_to_no_other():
    targets = {target for target in links(WELCOME) if target.endswith(".ipynb") and not target.startswith("..")}

    assert targets == {path.name for path in LESSONS}
