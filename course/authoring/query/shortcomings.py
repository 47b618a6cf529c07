"""Says what makes a query exercise unfair, by what was measured of it."""

from __future__ import annotations

from collections.abc import Iterator

from course.authoring.query.evidence import KILL_SHARE, REWRITES, STRICT, Evidence, Survivor
from course.grade.query.key import QueryKey


def unexplained_survivors(key: QueryKey, evidence: Evidence) -> tuple[Survivor, ...]:
    """The survivors without a reviewed reason in the key.

    A reason covers one mutant by its name, or a whole class by the operator: then only mutants that no data set tells
    apart.
    """
    reasons = dict(key.survivors)
    return tuple(
        survivor
        for survivor in evidence.survivors
        if survivor.mutant.name not in reasons and (survivor.killable or survivor.mutant.operator not in reasons)
    )


def shortcomings(key: QueryKey, evidence: Evidence) -> tuple[str, ...]:
    """What makes an exercise unfair, one sentence each for its author."""
    return tuple(_shortcomings(key, evidence))


def _shortcomings(key: QueryKey, evidence: Evidence) -> Iterator[str]:
    if evidence.killed < KILL_SHARE * evidence.killable:
        yield f"Its data sets catch {evidence.killed} of {evidence.killable} wrong answers. Choose more of them."
    for kills in evidence.classes:
        if kills.operator in STRICT and kills.killed < kills.killable:
            yield f"Of the class {kills.operator} its data sets catch {kills.killed} of {kills.killable} wrong answers."
    for survivor in unexplained_survivors(key, evidence):
        yield f"“{survivor.mutant.name}” passes for right. Say in survivors why it is, or change the data or the task."
    for name in _idle_reasons(key, evidence):
        yield f"survivors gives a reason for “{name}”, but no such mutant survives. Delete the reason."
    for what, acceptance in (("alternative", evidence.alternatives), ("rewrite", evidence.rewrites)):
        for sql in acceptance.rejected:
            yield f"This {what} is rejected though it should mean the same: {' '.join(sql.split())}"
    if evidence.rewrites.tried < REWRITES:
        yield f"Only {evidence.rewrites.tried} rewrites could be tried; {REWRITES} are needed. Write more alternatives."
    if not evidence.deterministic:
        yield "The reference gives another result when the rows lie in another order. Settle ties with ORDER BY."


def _idle_reasons(key: QueryKey, evidence: Evidence) -> list[str]:
    used = {name for survivor in evidence.survivors for name in (survivor.mutant.name, survivor.mutant.operator)}
    return [name for name, _ in key.survivors if name not in used]
