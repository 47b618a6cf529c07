"""Tells whether ``.venv`` is what the repository asks for, without touching either.

What it asks for comes in parts, each with a lock file that holds what the parts before it do not.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sysconfig
import tomllib
from collections.abc import Iterable
from enum import Enum, IntEnum, auto
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


class SetupProblem(Exception):
    """Why there is no environment, and what a person can do about it, in words meant for them."""


class Part(IntEnum):
    """A part of the locked packages, by what it is for. Each needs those before it."""

    RUN = 0  # learning and grading
    DOCS = 1  # building the site
    TEST = 2  # tests, measurements and pictures

    @property
    def lock(self) -> str:
        """The name of its lock file."""
        return "requirements.lock" if self is Part.RUN else f"requirements-{self.name.lower()}.lock"

    @property
    def with_those_before(self) -> tuple[Part, ...]:
        """Everything that is installed with it, in that order.

        >>> [part.lock for part in Part.DOCS.with_those_before]
        ['requirements.lock', 'requirements-docs.lock']
        """
        return tuple(part for part in Part if part <= self)


class State(Enum):
    """How far a virtual environment is from what the repository asks for."""

    COMPLETE = auto()
    OUTDATED = auto()  # whole, but made for another lock file: installing the difference is enough
    UNUSABLE = auto()  # missing, half-made, moved, or its Python is gone


def state(root: Path, part: Part = Part.RUN) -> State:
    """Compare ``.venv`` with what the repository asks for up to a part, without touching either."""
    venv = root / ".venv"
    recorded = record(venv)
    if not recorded or recorded.get("root") != str(root) or recorded.get("python") != python_version(venv):
        return State.UNUSABLE
    return State.OUTDATED if missing(root, recorded, part) else State.COMPLETE


def record(venv: Path) -> dict[str, Any]:
    """What the marker of an environment says; nothing if there is none, or if it is damaged."""
    try:
        recorded = json.loads(marker(venv).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return recorded if isinstance(recorded, dict) else {}


def missing(root: Path, recorded: dict[str, Any], part: Part) -> list[Part]:
    """The parts up to this one that an environment does not hold as the repository asks for them now."""
    installed = recorded.get("packages")
    digests = installed if isinstance(installed, dict) else {}  # a text was written before there were parts
    return [each for each in part.with_those_before if digests.get(each.name.lower()) != digest(root, each)]


def description(root: Path, version: str, parts: Iterable[Part]) -> dict[str, Any]:
    """What the marker of an environment with these parts says.

    The place counts because scripts in it hold absolute paths.
    """
    return {"root": str(root), "python": version, "packages": {part.name.lower(): digest(root, part) for part in parts}}


def digest(root: Path, part: Part) -> str:
    """What stands for a part as it is now, and for the parts before it, on which it builds."""
    project = project_table(root)
    installed = {key: project.get(key) for key in ("name", "dependencies", "scripts", "entry-points")}
    content = [json.dumps(installed).encode(), *((root / each.lock).read_bytes() for each in part.with_those_before)]
    return hashlib.sha256(b"".join(content)).hexdigest()


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
