"""A compiled form: what is asked in plain, what is right masked, and the known mistakes."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

from course.grade.form.field import FieldKind, field_kind
from course.grade.form.mask import mask, unmask


@dataclass(frozen=True)
class FieldExpectation:
    """One field as a learner's machine knows it: ``settings`` are JSON values, ``masked`` holds what is right; on a closed
    sheet only what of it the control needs, and nothing if it needs nothing.
    """

    id: str
    kind: str
    ask: str
    help: str
    weight: float | None
    evidence: str
    enough: float
    settings: dict
    masked: str
    rests_on: tuple[str, ...] = ()

    @property
    def rule(self) -> FieldKind:
        """What judges this kind of field."""
        return field_kind(self.kind)


@dataclass(frozen=True)
class MistakeExpectation:
    """A known mistake: its sentence, the fields that it shows in, and their wrong values, masked."""

    sentence: str
    fields: tuple[str, ...]
    masked: str


@dataclass(frozen=True)
class FormExpectation:
    """A compiled form key: enough to judge an answer, without the right answers in plain."""

    salt: str
    fields: tuple[FieldExpectation, ...]
    pass_at: float
    mistakes: tuple[MistakeExpectation, ...]

    def __getitem__(self, id: str) -> FieldExpectation:
        return next(field for field in self.fields if field.id == id)

    def right(self, field: FieldExpectation) -> Any:
        """What is right in a field, in the form of its rule; on a closed sheet its outline."""
        return unmask(f"{self.salt}/{field.id}", field.masked) if field.masked else None

    def wrong(self, mistake: MistakeExpectation) -> dict:
        """The wrong values of a mistake by field, each in the form of its rule."""
        return unmask(f"{self.salt}/{mistake.sentence}", mistake.masked)

    def closed(self) -> FormExpectation:
        """What is asked, without what is right, what is wrong, and what is said of either."""
        fields = tuple(
            replace(
                field,
                help="",
                weight=None,
                evidence="",
                enough=1.0,
                settings=field.rule.closed(field.settings),
                masked=self._outline(field),
                rests_on=(),
            )
            for field in self.fields
        )
        return FormExpectation(self.salt, fields, 1.0, ())

    def _outline(self, field: FieldExpectation) -> str:
        outline = field.rule.outline(self.right(field)) if field.rule.is_judged else None
        return "" if outline is None else mask(f"{self.salt}/{field.id}", outline)

    def to_json(self) -> dict:
        """As JSON; what only few fields have is left out where it is empty."""
        data = asdict(self)
        for field in data["fields"]:
            if not field["rests_on"]:
                del field["rests_on"]
        return data

    @classmethod
    def from_json(cls, data: dict) -> FormExpectation:
        mistakes = (
            MistakeExpectation(**{**mistake, "fields": tuple(mistake["fields"])}) for mistake in data["mistakes"]
        )
        fields = tuple(
            FieldExpectation(**{**field, "rests_on": tuple(field.get("rests_on", ()))}) for field in data["fields"]
        )
        return cls(data["salt"], fields, data["pass_at"], tuple(mistakes))
