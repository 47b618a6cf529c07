"""How a whole is split: a share of each part in percent, all of them together 100."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from course.grade.form.field import Field, FieldKind, Note, part_of
from course.grade.form.mark import Mark
from course.grade.form.numbers import read_number, understood
from course.grade.form.sources import FindRows
from course.keys.key import AuthorError

WHOLE = 100


@dataclass(frozen=True, kw_only=True)
class Split(Field):
    """A share in percent for each of ``parts``, right ``within`` so many points. ``sql`` gives part and share.

    Wrong value: {part: wrong share, …}.
    """

    kind: str = "split"
    parts: tuple = ()
    within: float = 5

    hidden = ("within",)


class SplitKind(FieldKind):
    """Right is {"shares": share by part, "within"}."""

    Field = Split

    def right(self, field: Split, find_rows: FindRows) -> dict:
        shares = dict(self.find(field.source, find_rows))
        if set(shares) != set(field.parts) or sum(shares.values()) != WHOLE:
            raise AuthorError(f"Field “{field.id}”: its parts are not a whole.")
        return {"shares": shares, "within": field.within}

    def clean(self, settings: dict, answer: object) -> dict[str, float] | None:
        readings = {part: read_number(part_of(answer, part), "%") for part in settings["parts"]}
        return {
            part: reading.value for part, reading in readings.items() if reading and reading.value is not None
        } or None

    def judge(self, settings: dict, right: dict, answer: object) -> Mark:
        given, count = self.clean(settings, answer) or {}, len(settings["parts"])
        whole = sum(given.values())
        if len(given) == count and whole != WHOLE:
            return Mark(0, count, count, reason=f"your shares come to {whole:g} %")
        hits = sum(abs(share - right["shares"][part]) <= right["within"] for part, share in given.items())
        return Mark(hits, count, len(given))

    def reference(self, settings: dict, right: dict) -> dict[str, str]:
        return {part: f"{share:g}" for part, share in right["shares"].items()}

    def guess(self, settings: dict, right: dict, random: Random) -> dict[str, str]:
        cuts = sorted(random.randint(0, WHOLE) for _ in settings["parts"][1:])
        ends = zip([0, *cuts], [*cuts, WHOLE], strict=True)
        return {part: str(end - start) for part, (start, end) in zip(settings["parts"], ends, strict=True)}

    def distance(self, settings: dict, right: dict, wrong: dict, answer: object) -> float | None:
        given = self.clean(settings, answer) or {}
        return 0.0 if all(given.get(part) == share for part, share in wrong.items()) else None

    def mistaken(self, settings: dict, right: dict, wrong: dict) -> dict[str, str]:
        return {**self.reference(settings, right), **{part: f"{share:g}" for part, share in wrong.items()}}

    def notes(self, settings: dict, answer: object) -> Iterator[Note]:
        for part in settings["parts"]:
            yield (part,), understood(part_of(answer, part), "%")


KIND = SplitKind()
