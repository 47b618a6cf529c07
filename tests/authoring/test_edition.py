"""The learners' edition: what is in it, what is not, where it is refused, and that nothing half is left."""

from __future__ import annotations

import ast
import errno
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from course import __version__, cli, sequence
from course.authoring.edition import ReleaseError, closing, contents
from course.authoring.edition import release as made
from course.authoring.read import read, sources
from course.case.facts import FACTS
from course.grade.kind import kind
from course.learner import edition
from course.sequence.practice import read_practice
from course.setup.state import ROOT
from tests.authoring.editions import copy_of_the_course, git, squeezed

NUMBERS = [sequence.number_of(path) for path in sources(ROOT)]
MAKING = sys.modules["course.authoring.edition.release"]
LINK = re.compile(r'\]\(([^)#\s]+)(?:#[^)]*)?\)|\b(?:src|href|srcset)=\\?"([^"#\\]+)')


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> Path:
    return copy_of_the_course(tmp_path_factory.mktemp("whole") / "course")


@pytest.fixture(scope="module")
def opened(whole) -> Path:
    """An edition in which nothing is closed."""
    return made(whole, whole.parent / "open", None).place


@pytest.fixture(scope="module")
def closed(whole) -> Path:
    """An edition in which every module is closed."""
    return made(whole, whole.parent / "closed", None, NUMBERS).place


@pytest.fixture(params=["opened", "closed"])
def either(request) -> Path:
    return request.getfixturevalue(request.param)


def files(root: Path) -> dict[str, bytes]:
    found = (path for path in sorted(root.rglob("*")) if path.is_file() and ".git" not in path.relative_to(root).parts)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


def test_solutions_tests_and_what_is_for_authors_are_not_in_it(either):
    tops = {name.partition("/")[0] for name in files(either)}

    assert tops == {
        ".gitattributes", ".gitignore", "CHANGELOG.md", "LICENSE", "README.md", "course", "docs", "environment.yml",
        "exercises", "modules", "nbgrader_config.py", "postBuild", "pyproject.toml", "requirements.lock",
    }  # fmt: skip
    assert not [
        name for name in files(either) if re.match(r"course/(authoring|site|bench/[^_m])|.*rubrics/.*toml", name)
    ]


def test_its_history_is_one_commit_that_holds_what_is_there(either):
    assert git(either, "rev-list", "--count", "--all") == "1"
    assert git(either, "status", "--porcelain", "--ignored") == ""
    assert sorted(git(either, "ls-files").splitlines()) == sorted(files(either))
    assert git(either, "branch", "--show-current") == "main"


def test_every_lesson_and_exercise_is_in_it(whole, either):
    names = {name for name in files(whole) if name.startswith(("modules/", "exercises/"))}

    assert names <= files(either).keys()
    for name in names:
        if name.startswith("exercises/") and name.endswith(".ipynb"):
            assert (either / name).read_bytes() == (whole / name).read_bytes()


def test_an_open_edition_changes_no_sheet(whole, opened):
    for name in (name for name in files(whole) if name.startswith("exercises/")):
        assert (opened / name).read_bytes() == (whole / name).read_bytes()


def test_no_link_is_dead(either):
    dead = []
    for name, content in files(either).items():
        if name.endswith((".md", ".ipynb")):
            targets = [one or other for one, other in LINK.findall(content.decode("utf-8"))]
            inside = [target for target in targets if not re.match(r"\w+:|//|/|data:|\{", target)]
            folder = (either / name).parent
            dead += [(name, target) for target in inside if not (folder / target.replace("%20", " ")).exists()]

    assert dead == []


def test_its_pages_name_only_commands_that_it_has(either):
    pages = {
        name: text.decode() for name, text in files(either).items() if name.endswith(".md") and "course/" not in name
    }
    named = {name: set(re.findall(r"\bcourse ([a-z]+)\b(?=`| FILE| \d)", text)) for name, text in pages.items()}

    assert {name: found - set(edition.COMMANDS) for name, found in named.items() if found - set(edition.COMMANDS)} == {}
    assert "python3 -m course lab" in pages["README.md"] and "CONTRIBUTING" not in "".join(pages.values())


def test_the_readme_says_what_is_closed(opened, closed):
    assert "Graded work" not in (opened / "README.md").read_text("utf-8")
    assert f"5 ({sequence.module(5).title})" in (closed / "README.md").read_text("utf-8")


def test_the_commands_are_those_of_the_course():
    assert sorted([*edition.COMMANDS, *edition.OF_THE_WHOLE]) == sorted(command.name for command in cli.COMMANDS)


@pytest.mark.parametrize("command", edition.OF_THE_WHOLE)
@pytest.mark.parametrize("module", ["course", "course.cli"])
def test_a_command_for_authors_says_in_a_sentence_that_this_is_the_learners_edition(opened, command, module):
    done = run(opened, module, command)

    assert done.returncode == 2 and done.stdout == ""
    assert done.stderr.startswith(f"This is the learners' edition of the course, without `course {command}`")
    assert done.stderr.count("\n") == 1


def test_its_help_lists_what_it_has(opened):
    listed = re.findall(r"(?m)^    (\w+) ", run(opened, "course.cli", "--help").stdout)

    assert [name for name in listed if name != "COMMAND"] == [
        each.name for each in cli.COMMANDS if each.name in edition.COMMANDS
    ]


def test_it_starts_on_its_own_files(either):
    code = (
        "import course, json; from pathlib import Path; from course.learner.overview import overview; root = Path.cwd();"
        "print(course.__file__); print(json.dumps(overview(root, root)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=either, env=variables(either), capture_output=True, text=True
    )
    place, said = done.stdout.splitlines()

    assert Path(place).is_relative_to(either)
    assert json.loads(said)["problems"] == [] and json.loads(said)["exercises"] == len(
        [exercise for path in sources(ROOT) for exercise in read(path)]
    )


def variables(root: Path) -> dict[str, str]:
    import os

    return {**os.environ, "PYTHONPATH": str(root)}


def run(root: Path, module: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.run(command, cwd=root, env=variables(root), capture_output=True, text=True)


def test_a_zip_holds_the_same_in_one_folder(whole, opened, tmp_path):
    place = tmp_path / "for learners.zip"
    made(whole, None, place)
    with zipfile.ZipFile(place) as archive:
        held = {name.removeprefix("for learners/"): archive.read(name) for name in archive.namelist()}
        programs = [info.filename for info in archive.infolist() if info.external_attr >> 16 & 0o100]

    assert held == files(opened)
    assert programs == ["for learners/postBuild"]


# What a closed edition tells.


def test_no_file_of_a_closed_edition_holds_a_key(whole, closed):
    """References, other right answers and known mistakes of queries, functions and documents, whatever their layout."""
    texts = {name: squeezed(readable(name, content)) for name, content in files(closed).items()}
    found = [
        (exercise.id, name, secret[:60])
        for path in sources(whole)
        for exercise in read(path)
        for secret in map(squeezed, kind(exercise.kind).secrets(exercise.key, exercise.starter))
        for name, text in texts.items()
        if len(secret) > 40 and secret in text and not name.startswith("course/case/facts/")
    ]

    assert found == []


def readable(name: str, content: bytes) -> str:
    text = content.decode("utf-8", "replace")
    if not name.endswith(".ipynb"):
        return text
    return "\n".join("".join(cell["source"]) for cell in json.loads(text)["cells"]) + text


def test_what_passing_says_is_gone_where_a_module_is_closed(whole, opened, closed, tmp_path):
    part = made(whole, tmp_path / "part", None, [5]).place
    for number in NUMBERS:
        name = f"course/sequence/practice/{number:02d}.toml"
        ids = {root: ids_of(root / name) for root in (opened, closed, part)}
        meanings = {id for id in ids[opened] if re.fullmatch(r"\d+\.\d+", id)}
        assert ids[closed] == ids[opened] - meanings
        assert ids[part] == (ids[closed] if number == 5 else ids[opened])


def ids_of(path: Path) -> set[str]:
    return set(read_practice(path.read_text("utf-8"), path.name))


def test_facts_that_are_keys_are_gone_or_no_longer_say_of_what(closed, opened):
    for name, content in files(closed).items():
        if name.startswith("course/case/facts/"):
            ast.parse(content)
    facts = facts_in(closed)
    gone = {fact.id for fact in FACTS} - facts.keys()
    keys = closing.key_facts(exercise for path in sources(ROOT) for exercise in read(path))

    assert facts_in(opened).keys() == {fact.id for fact in FACTS}
    assert gone and gone <= keys.keys()
    assert "F13.split" in gone or "F2.rate" in gone


def facts_in(root: Path) -> dict[str, list]:
    code = "import json; from course.case.facts import FACTS; print(json.dumps({f.id: [f.used_in, f.told_in] for f in FACTS}))"
    done = subprocess.run([sys.executable, "-c", code], cwd=root, env=variables(root), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_carried_figures_of_closed_modules_have_no_reference(opened, closed):
    text = (closed / closing.CARRIED).read_text("utf-8")

    assert "fact =" not in text and text.count("[[figure]]") == (opened / closing.CARRIED).read_text("utf-8").count(
        "[[figure]]"
    )


def test_lessons_show_no_stored_figure_of_a_closed_exercise(whole, closed):
    for path in (closed / "modules").glob("*.ipynb"):
        cells = json.loads(path.read_text("utf-8"))["cells"]
        carrying = [
            cell for cell in cells if cell["cell_type"] == "code" and "course.carried(" in "".join(cell["source"])
        ]
        assert all(cell["outputs"] == [] for cell in carrying)


def test_what_open_modules_tell_of_a_closed_one_is_said(whole, tmp_path):
    text = made(whole, tmp_path / "edition", None, [4]).text

    assert "Closed, without right values: 4" in text
    assert "13.3 asks for the same figure as 4.5." in text


# Where an edition is refused, and what is left of one that failed.


@pytest.mark.parametrize(
    ("prepare", "sentence"),
    [
        (lambda place: (place.mkdir(), (place / "x").write_text("x")), "is not empty"),
        (lambda place: place.write_text("x"), "There is a file"),
    ],
)
def test_a_place_that_is_taken_is_left_as_it_is(whole, tmp_path, prepare, sentence):
    place = tmp_path / "edition"
    prepare(place)
    before = files(tmp_path)

    with pytest.raises(ReleaseError, match=sentence):
        made(whole, place, None)
    assert files(tmp_path) == before


def test_an_empty_folder_is_filled(whole, tmp_path):
    (tmp_path / "edition").mkdir()
    made(whole, tmp_path / "edition", None)

    assert (tmp_path / "edition/README.md").exists()


@pytest.mark.parametrize(
    ("folder", "zip_file", "closed", "sentence"),
    [
        (None, None, [], "Name a folder"),
        ("a", "b", [], "Name a folder"),
        ("a", None, [99], "Module 99 has no exercises to close. Those that have are 1, 2"),
        ("no/such/folder", None, [], "There is no folder"),
        ("course/inside", None, [], "inside the course itself"),
    ],
)
def test_what_cannot_be_is_a_sentence(whole, tmp_path, folder, zip_file, closed, sentence):
    start = whole if folder == "course/inside" else tmp_path
    places = [start / name if name else None for name in (folder, zip_file)]

    with pytest.raises(ReleaseError, match=sentence):
        made(whole, *places, closed)
    assert files(tmp_path) == {}


def test_an_edition_makes_no_edition(opened, tmp_path):
    with pytest.raises(ReleaseError, match="made from the whole course"):
        made(opened, tmp_path / "again", None)


@pytest.fixture
def committed(tmp_path) -> Path:
    root = copy_of_the_course(tmp_path / "course")
    git(root, "init", "--quiet")
    git(root, "add", "--all", "--force")
    git(root, "commit", "--quiet", "--message=All")
    return root


def test_changes_that_learners_would_get_have_to_be_committed(committed, tmp_path):
    (committed / "modules/00-welcome.ipynb").write_text("{}")
    with pytest.raises(ReleaseError, match=r"not committed: modules/00-welcome\.ipynb\. Commit them"):
        made(committed, tmp_path / "edition", None)
    assert not (tmp_path / "edition").exists()

    git(committed, "checkout", "--quiet", "modules/00-welcome.ipynb")
    (committed / "notes.txt").write_text("mine")
    source = next((committed / "solutions").glob("05*/*.ipynb"))
    source.write_bytes(source.read_bytes() + b"\n")
    notes = made(committed, tmp_path / "edition", None).notes
    assert [
        note for note in notes if "is changed and not committed: the edition has the exercises as they were" in note
    ]
    assert not (tmp_path / "edition/notes.txt").exists()


@pytest.mark.parametrize("as_zip", [False, True])
@pytest.mark.parametrize("stop", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
def test_a_full_disk_or_an_interrupt_leaves_nothing_half(whole, tmp_path, monkeypatch, stop, as_zip):
    def fail(*arguments: object) -> None:
        raise stop

    monkeypatch.setattr(MAKING.os, "replace", fail)
    with pytest.raises((ReleaseError, KeyboardInterrupt)) as raised:
        made(whole, *((None, tmp_path / "e.zip") if as_zip else (tmp_path / "e", None)))
    assert list(tmp_path.iterdir()) == []
    if isinstance(stop, OSError):
        assert "No space left on device" in str(raised.value) and "Nothing of it was left" in str(raised.value)


def test_what_a_killed_run_left_is_removed_by_the_next(whole, tmp_path):
    (tmp_path / ".e.part/course").mkdir(parents=True)
    made(whole, tmp_path / "e", None)

    assert [path.name for path in tmp_path.iterdir()] == ["e"]


def test_own_answers_do_not_go_out(tmp_path):
    root = copy_of_the_course(tmp_path / "course")
    notebook = next((root / "exercises").glob("05*/*.ipynb"))
    data = json.loads(notebook.read_text("utf-8"))
    data["metadata"]["course_answers"] = {"version": 1, "exercises": {"5.2": {"answer": "SELECT my_own"}}}
    notebook.write_text(json.dumps(data), "utf-8")
    notebook.with_name("05.answers.json").write_text("SELECT my_own")
    place = made(root, tmp_path / "edition", None).place

    assert not [name for name, content in files(place).items() if b"my_own" in content]


def test_the_mark_says_what_it_is(closed):
    assert json.loads((closed / edition.MARK).read_text()) == {
        "edition": "learners", "version": __version__, "closed": [str(number) for number in NUMBERS]
    }  # fmt: skip
    assert edition.is_learners(closed) and not edition.is_learners(ROOT)


def test_the_cut_pages_have_the_parts_that_they_are_cut_at():
    assert contents.start_page((ROOT / "docs/start.md").read_text("utf-8")).startswith("# Start\n\n## For learners\n")
    privacy = contents.privacy_page((ROOT / "docs/privacy.md").read_text("utf-8"))
    assert "## As a learner" in privacy and "instructor\n" not in privacy


def test_every_module_of_a_closed_edition_can_be_imported_and_shows_its_figures(closed):
    """What was left out is missed by nothing that learners use: facts, rubrics, what only authors need."""
    code = """
import course, importlib, pkgutil, sys
from course.cli import COMMANDS
from course.learner import edition
for part in pkgutil.walk_packages(course.__path__, "course."):
    if not part.name.startswith(("course.bench.", "course.__main__")):
        importlib.import_module(part.name)
from course.sequence.carried import all_carried
from course.views.carried import carried_html
print(carried_html(list(all_carried().values()), None))
from course.views.document.evidence import known_facts
print(len(known_facts(None)))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=closed, env=variables(closed), capture_output=True, text=True
    )

    assert done.returncode == 0, done.stderr
    assert "<strong>" not in done.stdout
