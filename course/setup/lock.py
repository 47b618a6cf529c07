"""Writes the lock files from ``pyproject.toml``: all parts are resolved together, and each file holds what those before it do not."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from course.setup.state import Part

OPTIONAL = {Part.RUN: ("kql",), Part.DOCS: ("docs",), Part.TEST: ("test", "cluster", "postgresql")}
"""The optional dependencies of ``pyproject.toml`` that come with each part, in addition to those of the parts before it."""

NO_UV = "uv resolves the versions and was not found. Install it (pipx install uv) and run the same command again."
SETTINGS = ("--quiet", "--universal", "--python-version", "3.11", "--no-header", "--no-annotate")


def write(root: Path, upgrade: bool) -> int:
    """Write every lock file anew; pins stay unless they are to be upgraded or no longer fit. Returns an exit code."""
    uv = shutil.which("uv")
    if uv is None:
        print(NO_UV, file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as scratch:
        everything = Path(scratch, "everything.lock")
        if not upgrade:
            everything.write_text("\n".join(sorted(all_pins(root))), "utf-8")
        pins = resolve(uv, root, max(Part), everything)
        if pins is None:
            return 1
        before: set[str] = set()
        for part in Part:
            needed = pins if part is max(Part) else resolve(uv, root, part, Path(scratch, part.lock), everything)
            if needed is None:
                return 1
            own = [pin for pin in needed if pin not in before]
            (root / part.lock).write_text("".join(f"{pin}\n" for pin in own), "utf-8")
            before |= {*own}
            print(f"{part.lock}: {len(own)} packages")
    return 0


def all_pins(root: Path) -> set[str]:
    """Every line of the lock files that are there."""
    locks = (root / part.lock for part in Part)
    return {line for lock in locks if lock.exists() for line in lock.read_text("utf-8").splitlines()}


def resolve(uv: str, root: Path, part: Part, target: Path, constraints: Path | None = None) -> list[str] | None:
    """The pins of everything up to a part, as uv resolves them; pins that are in the target stay. None if it cannot."""
    extras = [word for each in part.with_those_before for name in OPTIONAL[each] for word in ("--extra", name)]
    bounds = ["--constraints", str(constraints)] if constraints else []
    command = [
        uv,
        "pip",
        "compile",
        *SETTINGS,
        *extras,
        *bounds,
        str(root / "pyproject.toml"),
        "--output-file",
        str(target),
    ]
    if subprocess.call(command, stdout=subprocess.DEVNULL):
        return None  # uv has said why
    return target.read_text("utf-8").splitlines()
