"""A short exact answer with aliases."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from course.grade.form.field import Field, FieldKind
from course.grade.form.mark import OPEN, Mark
from course.grade.form.sources import FindRows, single
from course.grade.form.texts import is_same, plain
from course.keys.key import AuthorError


@dataclass(frozen=True, kw_only=True)
class Text(Field):
    """A short exact answer: ``right`` or one of its ``aliases``; case, spaces and end punctuation do not matter.

    Nor does how the value is put: "8000 ms" for "8 s", "4 (desired_count)" for "4", "nginx 1.29" for "nginx".

    In a cell of a table ``right`` may be a list of all that counts. Wrong value: a text, or a list of texts.
    """

    kind: str = "text"
    aliases: tuple = ()

    hidden = ("aliases",)


class TextKind(FieldKind):
    """Right is a list of all texts that count, the reference first; a wrong value is such a list."""

    Field = Text
    is_single = is_cell = True

    def right(self, field: Text, find_rows: FindRows) -> list[str]:
        value = single(self.find(field.source, find_rows))
        accepted = [str(text) for text in value] if isinstance(value, list | tuple) else [str(value or "")]
        if not any(accepted):
            raise AuthorError(f"Field “{field.id}”: nothing says what is right. Give right, sql or fact.")
        return [*accepted, *field.aliases]

    def clean(self, settings: dict, answer: object) -> str | None:
        """The answer without what does not matter: case, spaces, punctuation at the ends.

        >>> KIND.clean({}, "  EU-West  1. "), KIND.clean({}, " ")
        ('eu-west 1', None)
        """
        return plain(answer) or None

    def understood(self, settings: dict, answer: object) -> str:
        return f"“{str(answer).strip()}”" if self.clean(settings, answer) else ""

    def judge(self, settings: dict, right: list[str], answer: object) -> Mark:
        text = self.clean(settings, answer)
        return OPEN if text is None else Mark(int(is_same(text, [plain(accepted) for accepted in right])))

    def reference(self, settings: dict, right: list[str]) -> str:
        return right[0]

    def guess(self, settings: dict, right: list[str], random: Random) -> str:
        return "a guess"

    def mistake(self, settings: dict, right: list[str], value: object, find_rows: FindRows) -> list[str]:
        wrong = single(self.find(value, find_rows))
        return [str(text) for text in wrong] if isinstance(wrong, list | tuple) else [str(wrong)]

    def distance(self, settings: dict, right: list[str], wrong: list[str], answer: object) -> float | None:
        text = self.clean(settings, answer)
        return 0.0 if text and is_same(text, [plain(known) for known in wrong]) else None

    def mistaken(self, settings: dict, right: list[str], wrong: list[str]) -> str:
        return wrong[0]


KIND = TextKind()
