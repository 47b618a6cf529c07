"""The repository of Pay's fees: real git, created by dulwich in memory or in a folder, with the same ids everywhere.

On 12 January 2026 two branches begin at the same commit of main: price-list-2026 and small-baskets.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from dulwich.objects import Blob, Commit, Tree
from dulwich.repo import MemoryRepo, Repo

if TYPE_CHECKING:
    from dulwich.repo import BaseRepo

FILES = Path(__file__).parent.parent / "artefacts" / "fees"
FEES = "fees.yaml"
MAIN, PRICES, BASKETS = (f"refs/heads/{name}".encode() for name in ("main", "price-list-2026", "small-baskets"))
AUTHOR = b"Pay team <pay@mandaro.example>"


def _file(name: str) -> str:
    return (FILES / name).read_text(encoding="utf-8")


FEES_2025, FEES_PRICES, FEES_MERGED, CONFLICT = map(_file, ("2025.yaml", "prices.yaml", "merged.yaml", "conflict.yaml"))
"""fees.yaml on main in 2025, with the new price list, with both intents, and as git leaves it in a conflict."""

FEES_BASKETS = _file("baskets.yaml")
NOTICE = "From 1 February 2026 a card payment costs 1.6 % and 25 cents.\n"


@dataclass(frozen=True)
class History:
    """The repository with both branches; ``main`` already has the price list, squashed. Commits are given by their ids."""

    repo: BaseRepo
    base: bytes
    prices: tuple[bytes, bytes]
    baskets: bytes
    main: bytes


def build(folder: Path | None = None) -> History:
    """Create the repository in a folder, or in memory."""
    repo = Repo.init(str(folder)) if folder else MemoryRepo()
    base = commit(repo, {FEES: FEES_2025}, [], "Fees of 2025", "2025-12-01T09:00")
    fee = commit(repo, {FEES: FEES_PRICES}, [base], "Card fee 1.6 % in 2026", "2026-01-12T09:30")
    files = {FEES: FEES_PRICES, "notice.txt": NOTICE}
    notice = commit(repo, files, [fee], "Tell merchants about the new fee", "2026-01-12T10:10")
    cheaper_fees = FEES_2025.replace("fixed_cents: 25", "fixed_cents: 20")
    fee_cut = commit(repo, {FEES: cheaper_fees}, [base], "Card fee: 20 cents for small baskets", "2026-01-12T11:00")
    baskets = commit(repo, {FEES: FEES_BASKETS}, [fee_cut], "Pay out after 2 days", "2026-01-12T11:40")
    main = merge_branch(repo, base, notice, files[FEES], "squash")
    for name, id in ((MAIN, base), (PRICES, notice), (BASKETS, baskets)):
        repo.refs[name] = id
    return History(repo, base, (fee, notice), baskets, main)


def merge_branch(repo: BaseRepo, main: bytes, branch: bytes, fees: str, how: str) -> bytes:
    """Merge ``branch`` by "merge" or "squash"; ``fees`` is the resolved file. Returns the id of the new commit."""
    files = {**tree(repo, main), **tree(repo, branch), FEES: fees}
    parents = [main, branch] if how == "merge" else [main]
    message = {"merge": "Merge the branch", "squash": "Everything on the branch, as one commit"}[how]
    return commit(repo, files, parents, message, "2026-01-13T14:00")


def commit(repo: BaseRepo, files: dict[str, str], parents: list[bytes], message: str, moment: str) -> bytes:
    """Store a commit that holds these files; ``moment`` is in UTC. Returns its id."""
    blobs = {name: Blob.from_string(text.encode()) for name, text in files.items()}
    folder = Tree()
    for name, blob in blobs.items():
        folder.add(name.encode(), 0o100644, blob.id)
    new_commit = Commit()
    new_commit.tree, new_commit.parents, new_commit.message, new_commit.encoding = (
        folder.id,
        parents,
        message.encode(),
        b"UTF-8",
    )
    new_commit.author = new_commit.committer = AUTHOR
    new_commit.author_time = new_commit.commit_time = int(
        datetime.fromisoformat(moment).replace(tzinfo=UTC).timestamp()
    )
    new_commit.author_timezone = new_commit.commit_timezone = 0
    for git_object in (*blobs.values(), folder, new_commit):
        repo.object_store.add_object(git_object)
    return new_commit.id


def tree(repo: BaseRepo, id: bytes) -> dict[str, str]:
    """The texts of a commit's files by name."""
    entries = repo[repo[id].tree].items()
    return {entry.path.decode(): repo[entry.sha].data.decode() for entry in entries}


def log(repo: BaseRepo, tip: bytes) -> list[bytes]:
    """The ids of all commits that can be reached from ``tip``, the newest first."""
    return [entry.commit.id for entry in repo.get_walker(include=[tip])]
