"""The files of a hand-in: which of them may hold answers, whatever they are called, and how they are opened."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from course.learner.copies import HIDDEN, may_hold_answers

MOST_LOOKED_AT = 2_000
LONGEST_NAME = 80


class HandInError(Exception):
    """A file of a hand-in cannot be used: the message ends the sentence that starts with its name."""


def files_below(folder: Path) -> list[Path]:
    """Whatever below a folder is named like a notebook or an answers file, the nearest first; no link is followed."""
    return sorted(islice(_walk(folder), MOST_LOOKED_AT), key=lambda path: (len(path.parts), path.name))


def read_regular(path: Path, largest: int) -> bytes:
    """The content of an ordinary file. Raises HandInError for links, folders, devices and over ``largest`` bytes."""
    if path.is_symlink():
        raise HandInError("is a link to another place, and links are not followed")
    if not path.is_file():
        raise HandInError("is no ordinary file")
    try:
        with path.open("rb") as file:
            content = file.read(largest + 1)
    except OSError as error:
        raise HandInError("could not be opened") from error
    if len(content) > largest:
        size = f"{largest // 1_000_000} MB" if largest >= 1_000_000 else f"{largest // 1000} kB"
        raise HandInError(f"is larger than {size}")
    return content


def shown_name(path: Path) -> str:
    """A file's name as code in Markdown: a learner chose it, so nothing in it may end the code or be HTML.

    >>> shown_name(Path("05 `<b>`.ipynb"))
    '`05 ··b··.ipynb`'
    """
    name = re.sub(r"[^\w .()+,@-]", "·", unicodedata.normalize("NFC", path.name))
    return f"`{name if len(name) <= LONGEST_NAME else '…' + name[1 - LONGEST_NAME :]}`"


def _walk(folder: Path) -> Iterator[Path]:
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(HIDDEN))
        yield from (Path(parent, name) for name in sorted([*files, *folders]) if may_hold_answers(name))
