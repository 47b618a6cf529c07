"""What a person reads after an update, and when there is none."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from course.setup.update.journal import Journal

MOST_NAMES = 5


def report(journal: Journal, answered: Sequence[str], note: str, has_branch: bool, has_kept: bool) -> str:
    """What an update did, a line for each thing that matters to a learner.

    ``answered`` are the changed exercises that had an answer, ``note`` a sentence about what did not work.
    """
    kept_lines = _kept(journal) if has_kept else []
    branch_lines = [f"Your own commits are on the branch {journal.branch}. To see them: git log {journal.branch}"]
    lines = [
        _version(journal),
        *_work(journal),
        *_exercises(journal, answered),
        *kept_lines,
        *(branch_lines if has_branch else []),
        *([note] if note else []),
        *journal.problems,
        *_packages(journal),
        "If JupyterLab is open, stop it and start it again. If it asks about a file that has changed, choose Revert: your "
        "answers are in files of their own.",
    ]
    return "\n".join(lines)


def not_prepared(problem: OSError) -> str:
    """The sentence for a disk that is full, or for a folder or file that cannot be read or written."""
    name = f"{Path(problem.filename).name}: " if problem.filename else ""
    return (
        f"The update could not be prepared ({name}{problem.strerror or problem}). Nothing was changed. "
        "Once that is fixed, run the same command again."
    )


def stopped(is_planned: bool) -> str:
    """What a person reads after Ctrl-C."""
    if not is_planned:
        return "\nStopped. Nothing was changed."
    return (
        "\nStopped on the way. Nothing is lost: the same command, or the next start of the course, goes on from there."
    )


def names(items: Sequence[str]) -> str:
    """The first few of a list.

    >>> names(["a", "b"]), names(["a", "b", "c", "d", "e", "f", "g"])
    ('a, b', 'a, b, c, d, e and 2 more')
    """
    rest = f" and {len(items) - MOST_NAMES} more" if len(items) > MOST_NAMES else ""
    return ", ".join(items[:MOST_NAMES]) + rest


def _version(journal: Journal) -> str:
    if journal.before == journal.after:
        return f"The newest state of version {journal.after} is in place."
    return f"Version {journal.after} is in place; you had {journal.before}. CHANGELOG.md says what is new."


def _work(journal: Journal) -> list[str]:
    if not journal.work:
        return []
    entries = f"{journal.entries} {'entry' if journal.entries == 1 else 'entries'}"
    return [f"Your work is here as before: {entries}. A copy of it is in {journal.work}."]


def _exercises(journal: Journal, answered: Sequence[str]) -> list[str]:
    exercises = journal.exercises
    lines = [
        f"{word} exercises: {', '.join(ids)}."
        for word, ids in (("New", exercises.new), ("Changed", exercises.changed), ("Removed", exercises.gone))
        if ids
    ]
    if answered:
        lines.append(
            f"You had answered {', '.join(answered)}. Your answer is kept, and the exercise says that it was given to the "
            "earlier text."
        )
    return lines or ["No exercise has changed."]


def _kept(journal: Journal) -> list[str]:
    if journal.is_start_known:
        return [f"You had changed {names(journal.keep)}. Copies with your changes are in {journal.kept}."]
    notes = " If you wrote notes into a notebook, they are there." if _has_notebook(journal.keep) else ""
    return [f"The files that were replaced are in {journal.kept}.{notes}"]


def _has_notebook(paths: Sequence[str]) -> bool:
    return any(path.endswith(".ipynb") for path in paths)


def _packages(journal: Journal) -> list[str]:
    if "requirements.lock" not in journal.replace:
        return []
    return [
        "The packages that the course uses have changed. The next start of the course installs them: that takes a minute "
        "or two and needs a network."
    ]
