"""A compiled document key: every check with its points in plain text, its settings masked, and the template."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace

from course.grade.form.mask import unmask

WITH_CRITERIA = (
    "gherkin",
    "traceability",
    "edge_cases",
    "executed",
    "asked_for",
    "one_matter",
)  # checks that read scenarios
OF_FORM = ("length", "sections", "not_empty", "metadata", "weak", "gherkin", "ears", "singular")
"""Checks that see what the task itself names: they stay live on a closed sheet, all others wait for the instructor's."""
QUOTING = ("facts", "problem", "primary_metric", "callouts")  # checks that accept [Q-…] as evidence


@dataclass(frozen=True)
class CheckExpectation:
    """One check as a learner may know it. With ``gate``, nothing passes before the check is full. On a closed sheet
    ``masked`` is empty for those that are judged later.
    """

    id: str
    name: str
    points: float
    title: str
    why: str
    misses: str
    gate: bool
    masked: str

    @property
    def settings(self) -> dict:
        return unmask(self.id, self.masked) if self.masked else {}

    @property
    def is_live(self) -> bool:
        """Whether it can be judged here."""
        return bool(self.masked)


@dataclass(frozen=True)
class Criterion:
    """What a person judges: a title, a weight, and what each mark means, from 0 up."""

    title: str
    weight: int
    marks: tuple[str, ...]


@dataclass(frozen=True)
class Specimen:
    """A text to compare one's own with. ``remarks`` are (mark, why) for each criterion of the review, in its order."""

    name: str
    text: str
    remarks: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class DocumentExpectation:
    """Enough to judge a document.

    ``aliases`` are other headings by section, ``specimens`` are sampled fingerprints of texts that learners can read.
    ``review`` and the ``annotated`` texts that go with it are for people and never enter the score. ``queries`` are the
    exercises whose query can be quoted, added when the sheet is built; without them every [Q-…] tag counts. ``own`` holds
    figures of the learner's own answers to other exercises by name; it is never on a sheet.
    """

    template: str
    aliases: dict[str, list[str]]
    checks: tuple[CheckExpectation, ...]
    caps: tuple[str, ...]
    pass_at: float
    specimens: tuple[tuple[str, ...], ...] = ()
    review: tuple[Criterion, ...] = ()
    annotated: tuple[Specimen, ...] = ()
    queries: tuple[str, ...] = ()
    own: dict[str, float] = field(default_factory=dict)
    masked_truths: str = ""

    @property
    def truths(self) -> tuple[dict, ...]:
        """What the case knows, and a document may not contradict."""
        return tuple(unmask("truths", self.masked_truths)) if self.masked_truths else ()

    @property
    def uses(self) -> dict | None:
        """The sheet of another exercise whose figures a check sets beside its own: {"exercise", "field", "cells"}."""
        return next((uses for check in self.checks if (uses := check.settings.get("uses"))), None)

    @property
    def quotes_queries(self) -> bool:
        """Whether one of the checks accepts a query as evidence."""
        return any(check.name in QUOTING for check in self.checks)

    @property
    def has_criteria(self) -> bool:
        """Whether one of the checks reads scenarios."""
        return any(check.name in WITH_CRITERIA for check in self.checks)

    def closed(self) -> DocumentExpectation:
        """The checks as they are announced, of which only those of form can be judged, and nothing of the case."""
        checks = tuple(check if check.name in OF_FORM else replace(check, masked="") for check in self.checks)
        return replace(self, checks=checks, caps=(), pass_at=1.0, specimens=(), queries=(), masked_truths="")

    @property
    def live(self) -> DocumentExpectation:
        """With those checks alone that can be judged here."""
        return replace(self, checks=tuple(check for check in self.checks if check.is_live))

    @property
    def points(self) -> float:
        return sum(check.points for check in self.checks)

    def to_json(self) -> dict:
        left_out = ["own", *(name for name in ("queries", "masked_truths") if not getattr(self, name))]
        return {name: value for name, value in asdict(self).items() if name not in left_out}

    @classmethod
    def from_json(cls, data: dict) -> DocumentExpectation:
        checks = tuple(CheckExpectation(**check) for check in data["checks"])
        specimens = tuple(tuple(runs) for runs in data["specimens"])
        review = tuple(Criterion(**{**criterion, "marks": tuple(criterion["marks"])}) for criterion in data["review"])
        annotated = tuple(make_specimen(specimen) for specimen in data.get("annotated", ()))
        required = data["template"], data["aliases"], checks, tuple(data["caps"]), data["pass_at"]
        queries, truths = tuple(data.get("queries", ())), data.get("masked_truths", "")
        return cls(*required, specimens, review, annotated, queries, masked_truths=truths)


def make_specimen(data: dict) -> Specimen:
    """A specimen from the data of a file."""
    return Specimen(data["name"], data["text"].strip(), tuple((mark, why) for mark, why in data["remarks"]))
