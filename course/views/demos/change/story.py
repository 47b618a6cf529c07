"""The story of one change, read from a repository that is made for it: at each step what changed and who sees it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from course.case import repository
from course.case.repository import History

HOW = ("merge", "squash")
PLACES = ("the author's laptop", "the branch", "main", "the servers", "the merchants' bills")
NAMES = ("Commit", "Branch", "Pull request", "Checks", "Merge", "Deployment", "Release")


@dataclass(frozen=True)
class CommitLine:
    """A commit as it is shown: the short form of its id, its message, the short ids of its parents and of its tree."""

    id: str
    message: str
    parents: tuple[str, ...]
    tree: str


@dataclass(frozen=True)
class Story:
    """The commits: the one before, those of the branch, and the new tip of main for each way to merge them."""

    base: CommitLine
    branch: tuple[CommitLine, ...]
    tips: dict[str, CommitLine]
    before: str
    after: str


@dataclass(frozen=True)
class Step:
    """A step: what changed, who sees it, how to undo it, and how many of the places the new fee has reached."""

    name: str
    changed: str
    seen: str
    undo: str
    reached: int


def read_story() -> Story:
    """Create the repository in a temporary folder, read it, and leave nothing behind."""
    with TemporaryDirectory() as folder:
        history = repository.build(Path(folder))
        try:
            return _story(history)
        finally:
            history.repo.close()


def steps(is_on: bool) -> tuple[Step, ...]:
    """The steps in order; ``is_on`` is the position of the feature flag once there is something to switch."""
    return (
        Step(
            "Commit",
            "Two changes are saved, each with an id, a message and its predecessor: first the fee in fees.yaml, then a "
            "notice for merchants.",
            "The author. Commits are made on a laptop.",
            "Throw the commits away. Nobody else has them.",
            1,
        ),
        Step(
            "Branch",
            "A name, price-list-2026, points at the newest of the two commits and is sent to the shared repository. "
            "main still points at the old one.",
            "Every engineer who looks at the branch.",
            "Delete the name. main never knew of it.",
            2,
        ),
        Step(
            "Pull request",
            "A page says: please take price-list-2026 into main. It shows the difference line by line and waits for "
            "comments. In git itself nothing changes.",
            "The team, and you: this is the last calm moment to ask a question.",
            "Close it.",
            2,
        ),
        Step(
            "Checks",
            "A machine runs the tests on the branch and writes the result beside the pull request. Green means that "
            "what is tested works. It says nothing about what is not tested.",
            "The team.",
            "Nothing to take back.",
            2,
        ),
        Step(
            "Merge",
            "main points at a new commit whose files hold the new fee. Nothing that runs has changed.",
            "Every engineer: whoever starts work now starts from the new fee.",
            "A revert: one more commit that puts the old lines back.",
            3,
        ),
        Step(
            "Deployment",
            "The files of main are copied to the servers, and the service starts again. It knows both price lists now "
            f"and asks the flag which one counts. It is {'on: the new one' if is_on else 'off: the old one'}.",
            "Every merchant, at once: the flag was left on, so this deployment is the release as well."
            if is_on
            else "No merchant. Engineers see the new version number.",
            "A roll-back: put the earlier version on the servers. That takes minutes.",
            5 if is_on else 4,
        ),
        Step(
            "Release",
            "The flag is on: card payments cost 1.6% from now on."
            if is_on
            else "The flag is still off. The change is merged and deployed, and it is not released.",
            "Merchants, on their next card payment." if is_on else "No merchant. They still pay 1.4%.",
            "Turn the flag off. That takes seconds, and the money that was charged stays charged."
            if is_on
            else "Nothing to take back.",
            5 if is_on else 4,
        ),
    )


def _story(history: History) -> Story:
    repo, (_, notice) = history.repo, history.prices
    tips = {how: repository.merge_branch(repo, history.base, notice, repository.FEES_PRICES, how) for how in HOW}
    return Story(
        _line(repo, history.base),
        tuple(_line(repo, id) for id in history.prices),
        {how: _line(repo, tip) for how, tip in tips.items()},
        repository.tree(repo, history.base)[repository.FEES],
        repository.tree(repo, tips["merge"])[repository.FEES],
    )


def _line(repo, id: bytes) -> CommitLine:
    commit = repo[id]
    parents = tuple(_short(parent) for parent in commit.parents)
    return CommitLine(_short(id), commit.message.decode(), parents, _short(commit.tree))


def _short(id: bytes) -> str:
    """
    >>> _short(b"dba244a7c987f3f6c1a536ea1be9b66d9569d454")
    'dba244a'
    """
    return id[:7].decode()
