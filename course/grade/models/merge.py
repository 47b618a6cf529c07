"""What a merge does to the branch main, counted in a repository made by real git (see course.case.repository)."""

from __future__ import annotations

from course.case import repository


def new_commits(how: str) -> int:
    """The number of commits that main gains when small-baskets comes in by "merge" or "squash".

    >>> new_commits("merge"), new_commits("squash")
    (3, 1)
    """
    history = repository.build()
    earlier = set(repository.log(history.repo, history.main))
    return len(set(repository.log(history.repo, _tip(history, how))) - earlier)


def parents(how: str) -> int:
    """The number of parents of main's newest commit after that.

    >>> parents("merge"), parents("squash")
    (2, 1)
    """
    history = repository.build()
    return len(history.repo[_tip(history, how)].parents)


def _tip(history: repository.History, how: str) -> bytes:
    return repository.merge_branch(history.repo, history.main, history.baskets, repository.FEES_MERGED, how)
