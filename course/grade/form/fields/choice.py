"""One option of several."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from course.grade.form.field import Field, FieldKind, offered
from course.grade.form.mark import OPEN, Mark
from course.grade.form.sources import FindRows, single
from course.grade.models import call
from course.keys.key import AuthorError


@dataclass(frozen=True, kw_only=True)
class Choice(Field):
    """One of ``options``; ``right`` may be a list where several are accepted. Wrong value: an option.

    ``reasons`` answers options where they are wrong: what would be seen if they held. It serves a question that is
    asked of many things; known mistakes come before it. A parameter of the ``model`` that is the answer to a field
    above is written as {"field": its id}: then what follows from the learner's own answer there is right, and nothing
    else.
    """

    kind: str = "choice"
    options: tuple = ()
    reasons: dict[str, str] = field(default_factory=dict)

    sparse = ("reasons",)


class ChoiceKind(FieldKind):
    """Right is the list of accepted options; where it follows from others {"accepted": that list, "follows": {"fields",
    "model", "parameters"}}.
    """

    Field = Choice
    is_single = is_cell = own_only = True
    telling = ("reasons",)

    def right(self, field: Choice, find_rows: FindRows) -> list[str]:
        value = single(self.find(field.source, find_rows))
        accepted = [str(option) for option in value] if isinstance(value, list | tuple) else [str(value)]
        if field.reasons:
            offered(field.id, list(field.reasons), field.options)
        return offered(field.id, accepted, field.options)

    def following(self, field: Choice, right: list[str], names: dict[str, str]) -> dict:
        """Raises AuthorError without a model to compute what follows."""
        if not field.model:
            raise AuthorError(f"Field “{field.id}”: what follows from other fields needs a model.")
        parameters = {name: value for name, value in field.parameters.items() if name not in names}
        return {"accepted": right, "follows": {"fields": names, "model": field.model, "parameters": parameters}}

    def follows(self, right: list | dict) -> dict[str, str]:
        return right["follows"]["fields"] if isinstance(right, dict) else {}

    def right_for(self, settings: dict, right: dict, values: dict) -> dict:
        rule = right["follows"]
        found = call(rule["model"], {**rule["parameters"], **values})
        return {**right, "accepted": [found] if isinstance(found, str) else list(found)}

    def clean(self, settings: dict, answer: object) -> str | None:
        return answer if answer in settings["options"] else None

    def judge(self, settings: dict, right: list | dict, answer: object) -> Mark:
        right = _accepted(right)
        option = self.clean(settings, answer)
        if option is None:
            return OPEN
        return Mark(1) if option in right else Mark(0, reason=settings.get("reasons", {}).get(option, ""))

    def reference(self, settings: dict, right: list | dict) -> str:
        return _accepted(right)[0]

    def guess(self, settings: dict, right: list[str], random: Random) -> str:
        return random.choice(settings["options"])

    def mistake(self, settings: dict, right: list[str], value: object, find_rows: FindRows) -> str:
        return offered("of a mistake", [str(single(self.find(value, find_rows)))], settings["options"])[0]

    def answer_count(self, settings: dict) -> int:
        return len(settings["options"])

    def all_answers(self, settings: dict) -> list[str]:
        return settings["options"]

    def slips(self, settings: dict, right: list | dict) -> list[str]:
        return [option for option in settings["options"] if option not in _accepted(right)]


def _accepted(right: list | dict) -> list[str]:
    return right["accepted"] if isinstance(right, dict) else right


KIND = ChoiceKind()
