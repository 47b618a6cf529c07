"""One option of several."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from course.grade.form.field import Field, FieldKind, offered
from course.grade.form.mark import OPEN, Mark
from course.grade.form.sources import FindRows, single


@dataclass(frozen=True, kw_only=True)
class Choice(Field):
    """One of ``options``; ``right`` may be a list where several are accepted. Wrong value: an option.

    ``reasons`` answers options where they are wrong: what would be seen if they held. It serves a question that is
    asked of many things; known mistakes come before it.
    """

    kind: str = "choice"
    options: tuple = ()
    reasons: dict[str, str] = field(default_factory=dict)

    sparse = ("reasons",)


class ChoiceKind(FieldKind):
    """Right is the list of accepted options."""

    Field = Choice
    is_single = is_cell = True

    def right(self, field: Choice, find_rows: FindRows) -> list[str]:
        value = single(self.find(field.source, find_rows))
        accepted = [str(option) for option in value] if isinstance(value, list | tuple) else [str(value)]
        if field.reasons:
            offered(field.id, list(field.reasons), field.options)
        return offered(field.id, accepted, field.options)

    def clean(self, settings: dict, answer: object) -> str | None:
        return answer if answer in settings["options"] else None

    def judge(self, settings: dict, right: list[str], answer: object) -> Mark:
        option = self.clean(settings, answer)
        if option is None:
            return OPEN
        return Mark(1) if option in right else Mark(0, reason=settings.get("reasons", {}).get(option, ""))

    def reference(self, settings: dict, right: list[str]) -> str:
        return right[0]

    def guess(self, settings: dict, right: list[str], random: Random) -> str:
        return random.choice(settings["options"])

    def mistake(self, settings: dict, right: list[str], value: object, find_rows: FindRows) -> str:
        return offered("of a mistake", [str(single(self.find(value, find_rows)))], settings["options"])[0]

    def answer_count(self, settings: dict) -> int:
        return len(settings["options"])

    def all_answers(self, settings: dict) -> list[str]:
        return settings["options"]

    def slips(self, settings: dict, right: list[str]) -> list[str]:
        return [option for option in settings["options"] if option not in right]


KIND = ChoiceKind()
