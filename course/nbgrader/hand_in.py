"""What is taken from a hand-in: the saved answers. Nothing in it is run, followed or trusted."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from json import JSONDecodeError
from pathlib import Path
from typing import Any

from course.grade.size import LIMITS, too_large
from course.learner.answers_file import LARGEST as LARGEST_ANSWERS
from course.learner.answers_file import METADATA, answers_path, dump, parse_data
from course.learner.code_cells import written
from course.learner.copies import LARGEST_NOTEBOOK, NOTEBOOK
from course.learner.entry import Entry, merge
from course.learner.plain import plain, read_json
from course.nbgrader import receipts
from course.nbgrader.files import HandInError, files_below, read_regular, shown_name

PAIR = re.compile(r"\.answers|\.ipynb", re.IGNORECASE)
MOST_FILES, MOST_BYTES = 200, 50_000_000
MOST_PROBLEMS, MOST_NAMED = 8, 8


@dataclass(frozen=True)
class HandIn:
    """What counts of a hand-in: the entry of each exercise that has one.

    ``written`` is what the learner's notebook holds in cells for code, by their names, for people to read. ``remark`` tells the learner, in Markdown, what was wrong, and what was taken from files of other names; empty if
    there is nothing to say.
    """

    entries: dict[str, Entry]
    remark: str = ""
    written: dict[str, str] = field(default_factory=dict)

    def text(self) -> str:
        """The answers file that is graded."""
        text = dump(self.entries)
        if len(text.encode()) <= LARGEST_ANSWERS:
            return text
        return dump({name: replace(entry, best=None) for name, entry in self.entries.items()})


@dataclass(frozen=True)
class _Part:
    """What one file holds. ``words`` name it, ``is_own`` says that it has the name it should have.

    ``pair`` is the same for a notebook and its answers file.
    """

    words: str
    pair: str
    is_own: bool
    entries: dict[str, Entry] = field(default_factory=dict)
    problems: tuple[str, ...] = ()


def take(notebook: Path, exercises: Collection[str]) -> HandIn:
    """The answers to ``exercises`` in a hand-in. No file of a learner makes it raise.

    ``notebook`` is the file that should be there. Answers are in it, in the answers file beside it, and in whatever is in
    the folder under other names. Of each exercise the answer that was saved last counts, of a form each field; of equals, that in the first.
    """
    own = [path for path in (answers_path(notebook), notebook) if _exists(path)]
    others, left_out = _others(notebook.parent, own)
    parts = [_read(path, path in own, exercises) for path in (*own, *others)]
    entries, used = _newest(parts)
    problems = [
        *([] if notebook in own else [f"`{notebook.name}` was not in your hand-in."]),
        *(problem for part in parts for problem in part.problems),
        *_large(entries),
        *left_out,
        *receipts.problems(notebook.parent),
    ]
    judged = {name: _for_judging(entry) for name, entry in entries.items()}
    return HandIn(judged, _remark(notebook, problems, used), _written(notebook))


def _written(notebook: Path) -> dict[str, str]:
    """What is in the cells for code, if the notebook can be read."""
    try:
        return written(read_json(read_regular(notebook, LARGEST_NOTEBOOK))["cells"])
    except (HandInError, OSError, ValueError, KeyError, TypeError):
        return {}


def _exists(path: Path) -> bool:
    return path.exists() or path.is_symlink()


def _others(folder: Path, own: Sequence[Path]) -> tuple[list[Path], list[str]]:
    """The files of other names that are read, and sentences about the rest."""
    known = {_identity(path) for path in own}
    candidates = [path for path in files_below(folder) if path not in own and _identity(path) not in known]
    read, room = [], MOST_BYTES
    for path in candidates[:MOST_FILES]:
        room -= path.lstat().st_size
        if room >= 0:
            read.append(path)
    left_out = len(candidates) - len(read)
    return read, [f"Your hand-in is large: {left_out} of its files were not opened."] if left_out else []


def _identity(path: Path) -> tuple[int, int]:
    status = path.lstat()
    return status.st_dev, status.st_ino


def _read(path: Path, is_own: bool, exercises: Collection[str]) -> _Part:
    name, is_notebook = shown_name(path), bool(NOTEBOOK.search(path.name))
    words = f"the copy in {name}" if is_notebook else name
    part = _Part(words, str(path.with_name(PAIR.split(path.name)[0])), is_own)
    try:
        data = _notebook_copy(path, is_own) if is_notebook else _answers_data(path)
        entries = _entries(data, exercises, is_notebook)
    except HandInError as problem:
        # Other files may be anything: only what is called like answers is spoken of.
        is_worth_saying = is_own or is_notebook or "answers" in path.name.lower()
        return replace(part, problems=(f"{name} {problem}.",) if is_worth_saying else ())
    damaged = [id for id in entries if _is_damaged(data["exercises"][id])]
    entries = {id: entry for id, entry in entries.items() if entry != Entry()}
    if not damaged:
        return replace(part, entries=entries)
    sentence = f"In {name}, what you answered to {_listed(damaged)} is damaged; what can be read of it counts."
    return replace(part, entries=entries, problems=(sentence,))


def _notebook_copy(path: Path, is_own: bool) -> Any:
    content = read_regular(path, LARGEST_NOTEBOOK)
    if not is_own and METADATA.encode() not in content and content.rstrip().endswith(b"}"):
        return None
    try:
        return read_json(content)["metadata"].get(METADATA)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise HandInError("could not be read: it is empty, cut off or no notebook") from error


def _answers_data(path: Path) -> Any:
    try:
        return read_json(read_regular(path, LARGEST_ANSWERS))
    except (UnicodeDecodeError, JSONDecodeError) as error:
        raise HandInError("could not be read: it is cut off or is no answers file") from error
    except ValueError as error:
        raise HandInError(f"could not be read: {error}") from error


def _entries(data: object, exercises: Collection[str], is_notebook: bool) -> dict[str, Entry]:
    if data is None and is_notebook:
        return {}
    try:
        return parse_data(data, exercises)
    except ValueError as error:
        what = "holds a copy of your answers that could not be read" if is_notebook else "could not be read"
        raise HandInError(f"{what}: {error}") from error


def _is_damaged(entry: object) -> bool:
    return not isinstance(entry, dict) or any(plain(entry.get(part)) != entry.get(part) for part in ("answer", "best"))


def _newest(parts: Sequence[_Part]) -> tuple[dict[str, Entry], list[_Part]]:
    """The entry of each exercise that counts, and the parts that their answers are from."""
    entries: dict[str, Entry] = {}
    sources: dict[str, list[_Part]] = {}
    for part in parts:
        for name, entry in part.entries.items():
            before = entries.get(name, Entry())
            entries[name], _ = merge(before, entry)
            if name not in sources or entries[name].answer == entry.answer != before.answer:
                sources[name] = [part]
            elif entries[name].answer != before.answer:  # forms merge field by field
                sources[name] = [*sources[name], part]
    used = [part for part in parts if any(part is source for named in sources.values() for source in named)]
    return entries, used


def _large(entries: dict[str, Entry]) -> list[str]:
    names = [name for name, entry in entries.items() if too_large(entry.answer)]
    return [f"What you answered to {_listed(names)} is larger than can be judged: {LIMITS}."] if names else []


def _for_judging(entry: Entry) -> Entry:
    answer, best = (None if too_large(answer) else answer for answer in (entry.answer, entry.best))
    return replace(entry, answer=answer, best=best, runs=(), times={})


def _remark(notebook: Path, problems: Sequence[str], used: Sequence[_Part]) -> str:
    is_renamed = not all(part.is_own for part in used)
    if used and not problems and not is_renamed:
        return ""
    if len(problems) > MOST_PROBLEMS:
        problems = [
            *problems[:MOST_PROBLEMS],
            f"There are {len(problems) - MOST_PROBLEMS} more problems of such kinds.",
        ]
    if not used:
        source = (
            "No saved answers were found in this hand-in, so every exercise counts as not attempted. If you did "
            f"answer, hand in again with both files of your folder, `{notebook.name}` and `{answers_path(notebook).name}`."
        )
    else:
        rule = " Of each exercise, the answer that was saved last counts." * (len({part.pair for part in used}) > 1)
        source = f"Your answers were taken from {_listed([part.words for part in used])}.{rule} You need to do nothing."
    return " ".join(["**About your hand-in.**", *problems, source])


def _listed(words: Sequence[str]) -> str:
    """Words as a list in a sentence, in which at most MOST_NAMED are named.

    >>> _listed(["a", "b", "c"])
    'a, b and c'
    """
    if len(words) > MOST_NAMED:
        words = [*words[:MOST_NAMED], f"{len(words) - MOST_NAMED} other files"]
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else words[0]
