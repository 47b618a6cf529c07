"""What an update replaces, removes and keeps: pure functions of the files that are here, of the old and of the new version."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Files = Mapping[str, bytes]


@dataclass(frozen=True)
class Plan:
    """Paths by what happens to them. ``keep`` names those of ``replace`` and ``remove`` that may hold a learner's work."""

    replace: tuple[str, ...]
    remove: tuple[str, ...]
    keep: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        return not self.replace and not self.remove


def make_plan(here: Files, old: Files | None, new: Files) -> Plan:
    """How to get from the files that are here to a new version.

    ``old`` is the version that a learner started from. If nobody knows it, everything that goes is kept. A file that is
    the same in both versions stays as the learner left it.
    """
    known = {} if old is None else old
    replace = [
        path for path, content in new.items() if here.get(path) != content and _is_wanted(path, here, known, new)
    ]
    remove = [path for path in here if path not in new]
    keep = [path for path in (*replace, *remove) if path in here and not _is_from_the_course(path, here, known, new)]
    return Plan(tuple(sorted(replace)), tuple(sorted(remove)), tuple(sorted(keep)))


def text(path: str, content: bytes) -> Any:
    """What a person wrote in a file: of a notebook the cells without outputs, counts and metadata."""
    if not path.endswith(".ipynb"):
        return content
    try:
        return [
            (cell["cell_type"], "".join(cell["source"]), cell.get("attachments", {}))
            for cell in json.loads(content)["cells"]
        ]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return content


def _is_wanted(path: str, here: Files, old: Files, new: Files) -> bool:
    return path not in here or old.get(path) != new[path]


def _is_from_the_course(path: str, here: Files, old: Files, new: Files) -> bool:
    written = text(path, here[path])
    return any(path in version and text(path, version[path]) == written for version in (old, new))
