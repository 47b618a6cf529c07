"""Finds files for nbgrader where a folder or a student's id holds brackets, which nbgrader reads as a pattern."""

from __future__ import annotations

import os
from collections.abc import Iterator
from fnmatch import filter as matching
from glob import has_magic

from nbgrader import utils
from nbgrader.apps import api, validateapp, zipcollectapp
from nbgrader.converters import base
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange.default import collect, exchange, fetch_feedback, release_feedback
from nbgrader.exchange.default import list as listing
from sqlalchemy.engine import URL

GLOBBING = (utils, api, validateapp, base, collect, exchange, fetch_feedback, listing, release_feedback)


class LiteralGlob:
    """Stands for the module ``glob``. Brackets are themselves wherever something is called so; ``*`` and ``?`` match."""

    @staticmethod
    def glob(pattern: str) -> list[str]:
        drive, path = os.path.splitdrive(pattern)
        paths = [drive + os.sep if path.startswith(os.sep) else drive]
        for part in path.replace("/", os.sep).split(os.sep):
            paths = [match for folder in paths for match in _inside(folder, part)] if part else paths
        return paths


def _inside(folder: str, part: str) -> Iterator[str]:
    """The paths in a folder that a part of a pattern means."""
    path = os.path.join(folder, part)
    if not has_magic(part):
        return iter([path] if os.path.lexists(path) else [])
    try:
        names = sorted(name for name in os.listdir(folder or os.curdir) if part.startswith(".") or name[0] != ".")
    except OSError:
        return iter(())
    matches = matching(names, part.replace("[", "[[]")) or matching(names, part)
    return (os.path.join(folder, name) for name in matches)


def use_literal_brackets() -> None:
    """Make nbgrader find whatever a path or an id holds. It escapes neither, and has no setting."""
    for module in GLOBBING:
        module.glob = LiteralGlob
    zipcollectapp.ZipCollectApp._format_collect_path = _collect_path
    vars(CourseDirectory)["_db_url_default"].func = _gradebook_address


def _collect_path(app: zipcollectapp.ZipCollectApp, step: str) -> str:
    """nbgrader's own, but braces in the course's path stay as they are."""
    places = {
        "downloaded": app.downloaded_directory,
        "assignment_id": app.coursedir.assignment_id,
        "collect_step": step,
    }
    return os.path.join(app.coursedir.root, app.collect_directory_structure.format(**places))


def _gradebook_address(folders: CourseDirectory) -> str:
    """nbgrader's own, but what comes after a question mark in the course's path is no option of the database."""
    return URL.create("sqlite", database=os.path.abspath(os.path.join(folders.root, "gradebook.db"))).render_as_string()
