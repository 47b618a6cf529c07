"""Which edition of the course a folder holds: the whole one, or the learners'. Needs nothing but a bare Python."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

MARK = "course/edition.json"
COMMANDS = ("lab", "pack", "restore", "save", "update", "version")
"""What ``python3 -m course`` does in the learners' edition."""
OF_THE_WHOLE = (
    "bench", "build", "check", "collect", "docs", "export", "forget", "fresh", "grade", "lessons", "links", "lock", "pictures", "points",
    "release", "report", "test",
)  # fmt: skip
"""What it does in the whole course only."""


def is_learners(root: Path) -> bool:
    """Whether a folder holds the learners' edition."""
    return (root / MARK).is_file()


def is_learners_version(files: Mapping[str, Any]) -> bool:
    """Whether a version of the course, given as its files by path, is the learners' edition."""
    return MARK in files


def mismatch(root: Path, files: Mapping[str, Any], name: str) -> str:
    """A sentence if a new version, from ``name``, is another edition than what is in the folder; empty if it may follow it."""
    if is_learners(root) and not is_learners_version(files):
        return (
            f"{name} holds the whole course with its solutions, and this is the learners' edition. Newer ones come from whoever "
            "gave you this one: ask there, and run python3 -m course update FILE.zip. Nothing was changed."
        )
    if is_learners_version(files) and not is_learners(root):
        return (
            f"{name} holds a learners' edition, and here is the whole course: its solutions and tests would be removed. Unpack the "
            "edition into a folder of its own; python3 -m course save and restore take your work along. Nothing was changed."
        )
    return ""


def mark(version: str, closed: tuple[str, ...]) -> str:
    """What the mark of an edition says: from which version it was made, and which modules are closed in it."""
    return json.dumps({"edition": "learners", "version": version, "closed": list(closed)}, indent=1) + "\n"


def refusal(root: Path, arguments: list[str]) -> str:
    """A sentence for a command that the edition in this folder does not have; empty for all others."""
    name = arguments[0] if arguments else ""
    if name not in OF_THE_WHOLE or not is_learners(root):
        return ""
    return (
        f"This is the learners' edition of the course, without `course {name}`, which needs the solutions and tests of the "
        "whole course. Here you have: " + ", ".join(COMMANDS) + "."
    )
