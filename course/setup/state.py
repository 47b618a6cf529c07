"""Tells whether ``.venv`` is what the repository asks for, without touching either."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sysconfig
import tomllib
from enum import Enum, auto
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


class SetupProblem(Exception):
    """Why there is no environment, and what a person can do about it, in words meant for them."""


class State(Enum):
    """How far a virtual environment is from what the repository asks for."""

    COMPLETE = auto()
    OUTDATED = auto()  # whole, but made for another lock file: installing the difference is enough
    UNUSABLE = auto()  # missing, half-made, moved, or its Python is gone


def state(root: Path) -> State:
    """Compare ``.venv`` with the repository, without touching either."""
    venv = root / ".venv"
    try:
        recorded = json.loads(marker(venv).read_text("utf-8"))
    except (OSError, ValueError):
        return State.UNUSABLE
    expected = description(root, python_version(venv))
    if recorded == expected:
        return State.COMPLETE
    intact = {**expected, "packages": recorded.get("packages")} == recorded
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
