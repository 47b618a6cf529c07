"""The documents and forms say what is there: commands, links, pictures, the one public address."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path

import pytest

from course.authoring.edition import release
from course.authoring.minima import ALTERNATIVES, HINTS, MISTAKES
from course.cli import COMMANDS
from tests.authoring.editions import copy_of_the_course

ROOT = Path(__file__).parents[1]
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted(ROOT.glob("docs/*.md")), ROOT / ".github/pull_request_template.md"]
FORMS = sorted(ROOT.glob(".github/ISSUE_TEMPLATE/*.yml"))
ADDRESS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["urls"]["Repository"]


def text_of(*documents: Path) -> str:
    return "\n".join(document.read_text(encoding="utf-8") for document in documents)


def test_every_command_is_documented():
    text = text_of(*DOCUMENTS)

    assert [command.name for command in COMMANDS if not re.search(rf"course {command.name}\b", text)] == []


def test_every_documented_command_exists():
    written = set(re.findall(r"python3 -m course ([a-z]+)", text_of(*DOCUMENTS, *FORMS)))

    assert written <= {command.name for command in COMMANDS}


def test_the_table_of_folders_names_what_there_is():
    section = text_of(ROOT / "CONTRIBUTING.md").partition("## The folders\n")[2].partition("\n## ")[0]
    first_cells = [line.split(" | ")[0] for line in section.splitlines() if line.startswith("| `")]
    named = set(re.findall(r"`([\w./]+)`", " ".join(first_cells)))
    wings = {f"course/{path.parent.name}" for path in ROOT.glob("course/*/__init__.py")}

    assert [name for name in named if not (ROOT / name).is_dir()] == []
    assert wings - named == set()


def test_the_minima_of_an_exercise_are_those_that_are_checked():
    text = text_of(ROOT / "CONTRIBUTING.md")
    minima = re.search(r"has (\d+) hints, .* at least (\d+) known mistakes\. .* at least (\d+) alternatives", text)

    assert tuple(map(int, minima.groups())) == (HINTS, MISTAKES, ALTERNATIVES)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_inside_the_repository_lead_somewhere(document):
    text = text_of(document)
    targets = re.findall(r"\]\(([^)#]+)\)", text) + re.findall(r'\b(?:src|srcset)="([^"]+)"', text)
    inside = [target for target in targets if not target.startswith(("http://", "https://"))]

    assert [target for target in inside if not (document.parent / target).exists()] == []


def test_the_public_address_is_repeated_only_where_a_test_compares_it():
    """The test of the badge below, and that of the private report in tests/project/test_github.py."""
    files = [*DOCUMENTS, *ROOT.glob(".github/**/*.yml"), ROOT / "pyproject.toml", ROOT / "CITATION.cff"]
    slug = ADDRESS.removeprefix("https://github.com/")

    assert {file.name for file in files if slug in text_of(file)} == {"README.md", "config.yml", "pyproject.toml"}


def test_the_binder_badge_follows_the_public_address():
    owner, name = ADDRESS.removeprefix("https://github.com/").split("/")
    badge = f"https://mybinder.org/v2/gh/{owner}/{name}/main?urlpath=lab/tree/modules/00-welcome.ipynb"

    assert badge in text_of(ROOT / "README.md") and (ROOT / "modules/00-welcome.ipynb").exists()


def test_the_two_commands_come_first():
    commands = re.findall(r"python3 -m course \w+", text_of(ROOT / "README.md"))

    assert commands[:2] == ["python3 -m course lab", "python3 -m course test"]


def test_the_dearest_tests_are_there():
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", text_of(ROOT / "docs/testing.md"))

    assert len(named) == 20
    assert [name for path, name in named if f"def {name}(" not in text_of(ROOT / path)] == []


RELEASES = re.findall(r"(?m)^python3 -m course (release .+)$", text_of(ROOT / "docs/teach.md", ROOT / "README.md"))


@pytest.mark.parametrize("line", RELEASES)
def test_the_lines_that_make_an_edition_do_so(line, tmp_path):
    """As they are on the page, in a copy of the course: each leaves what it names, with the modules closed that it names."""
    root = copy_of_the_course(tmp_path / "course")
    arguments = shlex.split(line)[1:]
    closed = [int(word) for word in arguments if word.isdigit()]
    place = (root / next(word for word in arguments if word.startswith("../"))).resolve()
    made = release(root, *((None, place) if "--zip" in arguments else (place, None)), closed)

    assert place.exists() and made.closed == tuple(closed)


def test_there_are_such_lines():
    assert len(RELEASES) == 3
