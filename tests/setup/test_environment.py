"""The set-up of the environment: from a bare Python, after damage, without a network, twice at once."""

from __future__ import annotations

import ast
import ensurepip
import errno
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import venv
from collections import namedtuple
from importlib.metadata import version
from pathlib import Path

import pytest

from course.__main__ import main
from course.cli import COMMANDS
from course.setup import environment, installation
from course.setup import state as states
from course.setup.state import ROOT, Part, SetupProblem, State

HERE = Path(__file__).parent
IN_PLACE = f"pip=={ensurepip.version()}\n"  # every new environment has it, so a lock of it alone needs no network
ABSENT = "not-on-any-index==1.0\n"
posix_only = pytest.mark.skipif(os.name != "posix", reason="signals and bash")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small copy of the repository whose environment is made offline in seconds, in a folder with an awkward name."""
    root = tmp_path / "Kurs für Ömer"
    shutil.copytree(HERE / "tiny_project", root)
    shutil.copytree(ROOT / "course", root / "course", ignore=shutil.ignore_patterns("__pycache__"))
    for part in Part:
        (root / part.lock).write_text(IN_PLACE if part is Part.RUN else "")
    return root


def start(project: Path, *arguments: str) -> subprocess.Popen[str]:
    """Run ``python3 -m course --help`` with a bare Python and an index that does not answer, or another subcommand."""
    settings = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON"))}
    settings |= {"PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": "http://127.0.0.1:9", "PIP_RETRIES": "1"}
    command = [sys._base_executable, "-m", "course", *(arguments or ["--help"])]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=project, env=settings, stdout=pipe, stderr=pipe, text=True)


def finish(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    output, errors = process.communicate(timeout=600)
    return process.returncode, output, errors


def assert_works(project: Path) -> str:
    code, output, errors = finish(start(project))
    assert (code, errors) == (0, "")
    assert "open the course in JupyterLab" in output
    return output


@pytest.mark.parametrize("name", ["__init__.py", "__main__.py"])
def test_an_old_python_can_read_the_way_in(name):
    tree = ast.parse((ROOT / "course" / name).read_text("utf-8"), feature_version=(3, 6))
    assert not [node for node in tree.body if isinstance(node, ast.ImportFrom) and node.module == "__future__"]


@pytest.mark.parametrize("old", [(2, 7), (3, 6), (3, 10)])
def test_an_old_python_gets_one_sentence(old, capsys):
    assert main(["lab"], old) == 1
    said = capsys.readouterr().err
    assert "needs Python 3.11 or newer, and this is Python {}.{}.".format(*old) in said
    assert said.count("\n") == 1


@pytest.mark.slow
def test_the_first_start_makes_the_environment_and_the_second_adds_nothing(project):
    assert "Making the course's environment" in assert_works(project)
    before = (project / ".venv" / "setup.log").stat().st_mtime_ns
    assert assert_works(project).startswith("usage:")
    assert (project / ".venv" / "setup.log").stat().st_mtime_ns == before


@pytest.mark.slow
def test_the_tests_packages_are_added_and_the_course_starts_as_before(project):
    assert_works(project)
    (project / Part.TEST.lock).write_text(ABSENT)
    code, _, errors = finish(start(project, "test"))
    assert (code, "the package index was not reached" in errors) == (1, True)
    assert assert_works(project).startswith("usage:")

    (project / Part.TEST.lock).write_text("")
    output = finish(start(project, "test", "--version"))[1]
    assert "Adding what the tests need" in output
    assert assert_works(project).startswith("usage:")
    assert "Adding" not in finish(start(project, "test", "--version"))[1]


@pytest.mark.slow
def test_no_network_is_one_sentence_and_a_second_try_works(project):
    (project / "requirements.lock").write_text(ABSENT)
    code, _, errors = finish(start(project))
    assert code == 1
    assert "the package index was not reached" in errors
    assert errors.count("\n") == 1
    (project / "requirements.lock").write_text(IN_PLACE)
    assert_works(project)


@pytest.mark.slow
def test_two_starts_at_once_make_one_environment(project):
    ends = [finish(process) for process in [start(project), start(project)]]
    assert [code for code, _, _ in ends] == [0, 0], ends
    assert sorted("Making" in output for _, output, _ in ends) == [False, True]
    assert states.state(project) is State.COMPLETE


@pytest.mark.slow
@posix_only
def test_an_interrupted_start_says_so_and_a_second_try_works(project):
    process = start(project)
    while not (project / ".venv" / "setup.log").exists():
        assert process.poll() is None
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    code, _, errors = finish(process)
    assert (code, errors.strip()) == (
        130,
        "Stopped before the environment was complete. The same command starts again.",
    )
    assert_works(project)


@pytest.fixture
def complete(project: Path) -> Path:
    """The small project with an environment that looks complete."""
    venv.create(project / ".venv", symlinks=os.name == "posix")
    found = states.python_version(project / ".venv")
    states.marker(project / ".venv").write_text(json.dumps(states.description(project, found, [Part.RUN])))
    return project


def cut_off(path: Path) -> None:
    path.write_text(path.read_text()[:-5])


def before_parts(path: Path) -> None:
    path.write_text(json.dumps({**json.loads(path.read_text()), "packages": "5bf2"}))


def other_python(path: Path) -> None:
    path.write_text(json.dumps({**json.loads(path.read_text()), "python": "3.10"}))


DAMAGES = {
    "none": (lambda root: None, State.COMPLETE),
    "no marker": (lambda root: states.marker(root / ".venv").unlink(), State.UNUSABLE),
    "marker cut off": (lambda root: cut_off(states.marker(root / ".venv")), State.UNUSABLE),
    "another Python": (lambda root: other_python(states.marker(root / ".venv")), State.UNUSABLE),
    "Python gone": (lambda root: states.venv_python(root / ".venv").unlink(), State.UNUSABLE),
    "no environment": (lambda root: shutil.rmtree(root / ".venv"), State.UNUSABLE),
    "marker of a version without parts": (lambda root: before_parts(states.marker(root / ".venv")), State.OUTDATED),
    "newer lock of the tests": (lambda root: (root / Part.TEST.lock).write_text(ABSENT), State.COMPLETE),
    "newer lock": (lambda root: (root / "requirements.lock").write_text(ABSENT), State.OUTDATED),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_noticed(damage, complete):
    harm, expected = DAMAGES[damage]
    harm(complete)
    assert states.state(complete) is expected


@pytest.mark.parametrize("part", [Part.DOCS, Part.TEST])
def test_what_everyone_needs_is_not_all_that_tests_need(part, complete):
    assert states.state(complete, part) is State.OUTDATED
    assert states.missing(complete, states.record(complete / ".venv"), Part.TEST) == [Part.DOCS, Part.TEST]


def test_a_newer_lock_outdates_what_builds_on_it(complete):
    installation.write_marker(complete, Part)
    (complete / Part.DOCS.lock).write_text(ABSENT)

    assert [states.state(complete, part) for part in Part] == [State.COMPLETE, State.OUTDATED, State.OUTDATED]


@pytest.fixture
def pips(monkeypatch):
    """What pip is asked to install, without a pip; a call can be made to fail or to be interrupted."""
    calls = []

    def step(title, command, log, progress=str):
        calls.append([Path(word).name for word in command if word.endswith(".lock")])
        if calls.ending:
            raise calls.ending

    calls = type("Calls", (list,), {"ending": None})()
    monkeypatch.setattr(installation, "step", step)
    return calls


def test_the_tests_packages_are_added_to_what_is_there(complete, pips, capsys):
    installation.install(complete, Part.TEST)

    assert pips == [["requirements-docs.lock", "requirements-test.lock"]]
    assert states.state(complete, Part.TEST) is State.COMPLETE
    assert capsys.readouterr().out.startswith("Adding what the tests need to the environment in .venv.")


def test_after_that_nothing_is_installed_for_any_command(complete, pips):
    installation.install(complete, Part.TEST)
    pips.clear()
    for part in Part:
        installation.install(complete, part)

    assert pips == []


@pytest.mark.parametrize("ending", [KeyboardInterrupt(), SetupProblem("no network")])
def test_stopped_while_packages_are_added_the_course_still_starts_and_the_rest_is_added_next_time(
    ending, complete, pips
):
    pips.ending = ending
    with pytest.raises(type(ending)):
        installation.install(complete, Part.TEST)

    assert states.state(complete) is State.COMPLETE
    assert states.state(complete, Part.TEST) is State.OUTDATED
    pips.ending = None
    installation.install(complete, Part.TEST)
    assert states.state(complete, Part.TEST) is State.COMPLETE


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        ([], Part.RUN),
        (["lab", "--no-browser"], Part.RUN),
        (["docs"], Part.DOCS),
        (["test", "--quick"], Part.TEST),
        (["test", "--help"], Part.RUN),
        (["bench", "size"], Part.TEST),
    ],
)
def test_a_command_asks_for_no_more_than_it_needs(arguments, part):
    assert environment.part_for(arguments) is part


def test_what_needs_more_is_a_command():
    assert environment.NEEDS.keys() <= {command.name for command in COMMANDS}


def test_a_moved_folder_is_noticed(complete):
    assert states.state(complete.rename(complete.parent / "moved")) is State.UNUSABLE


@pytest.mark.parametrize(
    ("lock", "name", "holds"),
    [
        (f"pytest=={version('pytest')}\n", "pytest", True),
        (f"pytest=={version('pytest')}\nwinpty==1 ; os_name == 'nt'\n", "pytest", True),
        ("pytest==0.1\n", "pytest", False),
        (f"pytest=={version('pytest')}\n", "not-installed", False),
    ],
)
def test_an_environment_that_holds_the_lock_is_used_as_it_is(lock, name, holds, project):
    (project / "requirements.lock").write_text(lock)
    (project / "pyproject.toml").write_text(f'[project]\nname = "{name}"\n')
    assert environment.holds_lock(project) is holds


def test_the_commands_of_the_environment_come_first(monkeypatch):
    monkeypatch.setenv("PATH", "elsewhere")
    python = states.venv_python(ROOT / ".venv")
    variables = environment.variables(python)
    assert variables["PATH"].split(os.pathsep) == [str(python.parent), "elsewhere"]
    assert variables["PYTHONPATH"].split(os.pathsep)[0] == str(ROOT)


@pytest.mark.parametrize("missing", ["venv", "ensurepip"])
def test_a_python_without_venv_is_told_how_to_get_it(missing, monkeypatch):
    monkeypatch.setattr(installation, "find_spec", lambda name: None if name == missing else object())
    with pytest.raises(SetupProblem, match=rf"no {missing} module.*apt install python3\.\d+-venv"):
        installation.install(ROOT)


def test_a_full_disk_is_noticed_before_the_download(project, monkeypatch):
    usage = namedtuple("usage", "free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(300_000_000))
    with pytest.raises(SetupProblem, match=r"needs about 0\.8 GB of disk space, and 0\.3 GB are free"):
        installation.install(project)


def test_a_folder_that_cannot_be_changed_is_one_sentence(project):
    (project / ".venv").write_text("a file where the folder should be")
    with pytest.raises(SetupProblem, match=r"can't be changed \(Not a directory\).*run the same command again"):
        installation.install(project)


@pytest.mark.parametrize(
    ("number", "said"), [(errno.EROFS, r"can't be changed \(Read-only file system\)"), (errno.ENOSPC, "disk is full")]
)
def test_the_system_s_refusals_are_sentences(number, said, project, monkeypatch):
    def refuse(path):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(installation, "only_one", refuse)
    with pytest.raises(SetupProblem, match=said):
        installation.install(project)


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "disk is full"),
        ("ERROR: Could not install packages due to an OSError: [Errno 13] Permission denied: 'x'", "can't be written"),
        ("ERROR: Could not install packages due to an OSError: [WinError 5] Access is denied", "can't be written"),
        ("WARNING: Retrying (Retry(total=4)) after connection broken by 'NewConnectionError'", "was not reached"),
        ("ERROR: No matching distribution found for duckdb==2.0.0", "no duckdb==2.0.0 for this Python"),
        ("error: metadata-generation-failed", "no ready-made file"),
        (
            "something\nnobody foresaw\n\n",
            r"could not be made \(nobody foresaw\)\. The whole record is in .*setup\.log",
        ),
    ],
)
def test_what_pip_says_becomes_one_sentence(output, said, tmp_path):
    log = tmp_path / "setup.log"
    log.write_text(output)
    assert re.search(said, installation.reason(output, log))
