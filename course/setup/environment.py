"""Finds the Python that holds the locked packages, has it made if there is none, and hands a subcommand over to it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import sysconfig
from importlib import metadata
from pathlib import Path

from course.learner import edition
from course.setup import installation
from course.setup.state import ROOT, Part, SetupProblem, State, project_table, state, venv_python

NEEDS = {"docs": Part.DOCS, "bench": Part.TEST, "pictures": Part.TEST, "test": Part.TEST}
"""The subcommands that need more than learning and grading do."""


def run(arguments: list[str]) -> int:
    """Run a subcommand with the Python that holds the locked packages; returns its exit code."""
    if sentence := edition.refusal(ROOT, arguments):
        print(sentence, file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that a request to end this process ends pip as well
    try:
        python = locked_python(ROOT, part_for(arguments))
    except SetupProblem as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped before the environment was complete. The same command starts again.", file=sys.stderr)
        return 130
    return hand_over(python, arguments)


def part_for(arguments: list[str]) -> Part:
    """The part of the locked packages that a subcommand needs; somebody who asks for help needs no more than to run."""
    name = arguments[0] if arguments else ""
    return Part.RUN if {"-h", "--help"} & {*arguments} else NEEDS.get(name, Part.RUN)


def locked_python(root: Path, part: Part = Part.RUN) -> Path:
    """The interpreter of a complete ``.venv``, else this one if it holds the locks, else that of a new ``.venv``.

    Complete is what holds everything up to a part; what is missing is added.
    """
    venv = root / ".venv"
    if state(root, part) is not State.COMPLETE:
        if not runs_in(venv) and holds_lock(root, part):
            return Path(sys.executable)
        installation.install(root, part)
    return venv_python(venv)


def runs_in(venv: Path) -> bool:
    """Whether this very interpreter is the one of the virtual environment."""
    return Path(sys.prefix).resolve() == venv.resolve()


def holds_lock(root: Path, part: Part = Part.RUN) -> bool:
    """Whether this interpreter has the course and all packages that are locked up to a part, as under conda and on Binder.

    Pins that depend on the system or the Python version are left out: judging them takes a package.
    """
    locks = [(root / each.lock).read_text("utf-8") for each in part.with_those_before]
    lines = [line for lock in locks for line in lock.splitlines()]
    pins = [line.strip().split("==") for line in lines if ";" not in line]
    course = installed_version(project_table(root)["name"])
    return course is not None and all(installed_version(name) == version for name, version in pins)


def installed_version(name: str) -> str | None:
    """The version of an installed distribution, if there is one."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def hand_over(python: Path, arguments: list[str]) -> int:
    """Run ``course.cli`` under that Python; it replaces this process where the system can do that."""
    command = [str(python), "-m", "course.cli", *arguments]
    sys.stdout.flush()
    if os.name == "posix":
        os.execve(command[0], command, variables(python))
    return wait_for(subprocess.Popen(command, env=variables(python)))


def variables(python: Path) -> dict[str, str]:
    """The environment variables for that Python; its commands come first: nbgrader calls ``alembic`` by name."""
    commands = sysconfig.get_path("scripts") if python == Path(sys.executable) else str(python.parent)
    return {
        **os.environ,
        "PATH": os.pathsep.join([commands, os.environ.get("PATH", os.defpath)]),
        # An editable install is not found on Windows when its path has letters outside of the system's encoding.
        "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")])),
    }


def wait_for(process: subprocess.Popen[bytes]) -> int:
    """The exit code of a process; Ctrl-C is the child's to answer."""
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue
