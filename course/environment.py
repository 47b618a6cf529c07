"""Finds the Python that holds the locked packages, has it made if there is none, and hands a subcommand over to it."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import sysconfig
import tomllib
from enum import Enum, auto
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


class SetupProblem(Exception):
    """Why there is no environment, and what a person can do about it, in words meant for them."""


class State(Enum):
    """How far a virtual environment is from what the repository asks for."""

    COMPLETE = auto()
    OUTDATED = auto()  # whole, but made for another lock file: installing the difference is enough
    UNUSABLE = auto()  # missing, half-made, moved, or its Python is gone


def run(arguments: list[str]) -> int:
    """Run a subcommand with the Python that holds the locked packages; returns its exit code."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that being told to end ends pip as well
    try:
        python = locked_python(ROOT)
    except SetupProblem as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped before the environment was complete. The same command starts again.", file=sys.stderr)
        return 130
    return hand_over(python, arguments)


def locked_python(root: Path) -> Path:
    """The interpreter of a complete ``.venv``, else this one if it holds the lock, else that of a new ``.venv``."""
    venv = root / ".venv"
    if state(root) is not State.COMPLETE:
        if not runs_in(venv) and holds_lock(root):
            return Path(sys.executable)
        from course import installation

        installation.install(root)
    return venv_python(venv)


def state(root: Path) -> State:
    """Compare ``.venv`` with the repository, without touching either."""
    venv = root / ".venv"
    try:
        found = json.loads(marker(venv).read_text("utf-8"))
    except (OSError, ValueError):
        return State.UNUSABLE
    wanted = description(root, python_version(venv))
    if found == wanted:
        return State.COMPLETE
    intact = {**wanted, "packages": found.get("packages")} == found
    return State.OUTDATED if intact else State.UNUSABLE


def description(root: Path, version: str) -> dict[str, str]:
    """What the marker of a complete environment says. The place counts because scripts in it hold absolute paths."""
    project = project_table(root)
    installed = {key: project.get(key) for key in ("name", "dependencies", "scripts", "entry-points")}
    packages = hashlib.sha256(json.dumps(installed).encode() + (root / "requirements.lock").read_bytes())
    return {"root": str(root), "python": version, "packages": packages.hexdigest()}


def project_table(root: Path) -> dict[str, Any]:
    """What ``pyproject.toml`` says about the project."""
    return tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]


def marker(venv: Path) -> Path:
    """The file that is written last, so that its presence means a complete environment."""
    return venv / "course-setup.json"


def venv_python(venv: Path) -> Path:
    """The interpreter of a virtual environment on this operating system."""
    return scripts(venv) / ("python.exe" if os.name == "nt" else "python")


def scripts(venv: Path) -> Path:
    """The folder of an environment's commands: ``bin``, or ``Scripts`` on Windows."""
    return Path(sysconfig.get_path("scripts", "venv", {"base": str(venv)}))


def python_version(venv: Path) -> str:
    """The version that a virtual environment's Python reports now; empty when it does not start.

    The Python under it may have been upgraded or removed since.
    """
    command = [str(venv_python(venv)), "-I", "-S", "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
    try:
        return subprocess.run(command, capture_output=True, text=True).stdout.strip()
    except OSError:
        return ""


def runs_in(venv: Path) -> bool:
    """Whether this very interpreter is the one of the virtual environment."""
    return Path(sys.prefix).resolve() == venv.resolve()


def holds_lock(root: Path) -> bool:
    """Whether this interpreter has the course and all locked packages, as under conda and on Binder.

    Pins that depend on the system or the Python version are left out: judging them takes a package.
    """
    lines = (root / "requirements.lock").read_text("utf-8").splitlines()
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
    """Run ``course.cli`` under that Python; where the system can, it takes this process's place."""
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
