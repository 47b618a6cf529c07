"""The key of a document exercise."""

from __future__ import annotations

from dataclasses import dataclass, field

from course.keys.key import Key


@dataclass(frozen=True)
class DocumentKey(Key):
    """The key of a document exercise: checks as dicts (see course.grade.document), those of a ``rubric`` before its own.

    ``template`` is what the learner finds in the editor; ``reference`` a document that earns all points, ``accept``
    holds others that pass with at least nine tenths. ``aliases`` are other headings by section. A mistake's answer is a
    document, or {"replace": {what the reference says: what the wrong one says}}. ``specimens`` are texts that learners
    can read: a copy of one earns nothing. ``truths`` are what the case knows, as course.grade.document.truths reads them. ``review`` names the criteria by which a person marks it, in a task cell
    below, or learners themselves.
    """

    checks: tuple[dict, ...] = ()
    rubric: str = ""
    template: str = ""
    reference: str = ""
    aliases: dict = field(default_factory=dict)
    pass_at: float = 0.7
    caps: tuple[str, ...] = ("false facts", "placeholders", "repetition", "gibberish", "stuffing")
    specimens: tuple[str, ...] = ()
    review: str = ""
    truths: tuple[dict, ...] = ()
