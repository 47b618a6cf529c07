"""NUM and FACT: a number within a tolerance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from course.grade.form.field import Field, FieldKind, Note
from course.grade.form.mark import OPEN, Mark
from course.grade.form.numbers import read_number, shown_number, understood
from course.grade.form.sources import FindRows, Rows, fact, single
from course.grade.models import call
from course.keys.key import AuthorError

FACTORS = {
    -1: "The size is right, the sign is not.",
    2: "That is twice the right figure. Is something in it counted twice?",
    0.5: "That is half of the right figure. Is half of it left out?",
    10: "That is ten times the right figure. Look at the decimal point.",
    0.1: "That is a tenth of the right figure. Look at the decimal point.",
    60: "That is 60 times the right figure. A minute is 60 seconds, and an hour 60 minutes.",
    1 / 60: "That is a sixtieth of the right figure. A minute is 60 seconds, and an hour 60 minutes.",
    100: "That is 100 times the right figure. {hundred}",
    0.01: "That is a hundredth of the right figure. {hundred}",
    1000: "That is 1,000 times the right figure. Look at the unit.",
    0.001: "That is a thousandth of the right figure. Look at the unit.",
}
# Where a factor of 100 comes from, by the unit of the question.
HUNDRED = {
    **dict.fromkeys(("%", "pp"), "A share is not a percentage."),
    **dict.fromkeys(("€", "k€", "m€"), "Cents are not euro, and a share is not a percentage."),
}
OTHER_HUNDRED = "Look at the decimal point, and at percentages that were used as plain numbers."


@dataclass(frozen=True, kw_only=True)
class Number(Field):
    """A number in ``unit`` (%, pp, €, k€, min, rows, …), as people type it: 6,3 · -6.3pp · €7,068.

    ``tolerance`` is absolute, in the unit; ``relative`` a share of the right value. Without both the ``fact`` gives
    its own, else half of the last of the ``decimals`` that the question asks for. ``above`` is how much more than that
    counts too, where the answer may be rounded up: days to whole weeks. ``slider`` is (lowest, highest,
    step). A parameter of the ``model`` that is the answer to a number field above is written as {"field": its id}: then
    what follows from a wrong answer there is right. Wrong value: a number, or a source.
    """

    kind: str = "number"
    unit: str = ""
    decimals: int = 0
    tolerance: float | None = None
    relative: float = 0.0
    above: float = 0.0
    slider: tuple = ()

    hidden = ("tolerance", "relative", "above")


class NumberKind(FieldKind):
    """Right is {"value", "within": how far from it still counts, "decimals"}, and "above" where more counts too.

    Where it follows from other fields also {"follows": {"fields", "model", "parameters", "tolerance", "relative"}}.
    """

    Field = Number
    is_single = is_cell = takes_bare_queries = True

    def right(self, field: Number, find_rows: FindRows) -> dict:
        """The right number. Raises AuthorError for a number that was typed."""
        source = self.find(field.source, find_rows)
        if not isinstance(source, Rows):
            raise AuthorError(
                f"Field “{field.id}”: nothing finds the right number. Give sql, fact, or model and parameters."
            )
        value = float(single(source))
        above = {"above": field.above} if field.above else {}
        return {"value": value, "within": _tolerance(field, value), "decimals": field.decimals, **above}

    def following(self, field: Number, right: dict, names: dict[str, str]) -> dict:
        """Raises AuthorError without a model to compute what follows."""
        if not field.model:
            raise AuthorError(f"Field “{field.id}”: what follows from other fields needs a model.")
        parameters = {name: value for name, value in field.parameters.items() if name not in names}
        rule = {"fields": names, "model": field.model, "parameters": parameters}
        return {**right, "follows": {**rule, "tolerance": field.tolerance, "relative": field.relative}}

    def clean(self, settings: dict, answer: object) -> float | None:
        reading = read_number(answer, settings["unit"], settings["decimals"])
        return reading.value if reading else None

    def judge(self, settings: dict, right: dict, answer: object) -> Mark:
        """Right within the tolerance; what cannot be read is filled but wrong."""
        reading = read_number(answer, settings["unit"], settings["decimals"])
        if reading is None:
            return OPEN
        if reading.value is None:
            return Mark(0, reason=reading.problem)
        if any(_counts(value, right) for value in reading.values):
            return Mark(1)
        return Mark(0, reason=_reason(reading.value, settings, right))

    def reference(self, settings: dict, right: dict) -> str:
        return f"{right['value']:.12g}"

    def guess(self, settings: dict, right: dict, random: Random) -> str:
        """A stop of the slider, else a number of the right size: half to one and a half times, at least ±5 steps."""
        if settings["slider"]:
            return str(random.choice(self.all_answers(settings)))
        reach = max(abs(right["value"]) / 2, 5 * 10 ** -settings["decimals"])
        return f"{right['value'] + random.uniform(-reach, reach):.{settings['decimals']}f}"

    def follows(self, right: dict) -> dict[str, str]:
        return right.get("follows", {}).get("fields", {})

    def right_for(self, settings: dict, right: dict, values: dict[str, float]) -> dict:
        """Raises ArithmeticError or ValueError for values that the model cannot take."""
        rule = right["follows"]
        value = float(call(rule["model"], {**rule["parameters"], **values}))
        within = _within(value, rule["tolerance"], rule["relative"], right["decimals"])
        return {**right, "value": value, "within": within}

    def mistake(self, settings: dict, right: dict, value: object, find_rows: FindRows) -> float:
        source = self.find(value, find_rows)
        wrong = single(source)
        if isinstance(wrong, str):
            wrong = self.clean(settings, wrong)
        if isinstance(wrong, bool) or not isinstance(wrong, int | float):
            raise AuthorError(f"A mistake's value {source!r} is no number.")
        return float(wrong)

    def distance(self, settings: dict, right: dict, wrong: float, answer: object) -> float | None:
        """None if it is further than the tolerance."""
        reading = read_number(answer, settings["unit"], settings["decimals"])
        values = reading.values if reading else ()
        return min((abs(value - wrong) for value in values if _near(value, wrong, right["within"])), default=None)

    def mistaken(self, settings: dict, right: dict, wrong: float) -> str:
        return f"{wrong:.12g}"

    def understood(self, settings: dict, answer: object) -> str:
        value = self.clean(settings, answer)
        return "" if value is None else shown_number(value, settings["unit"])

    def notes(self, settings: dict, answer: object) -> Iterator[Note]:
        yield (), understood(answer, settings["unit"], settings["decimals"])

    def answer_count(self, settings: dict) -> int:
        return len(self.all_answers(settings))

    def all_answers(self, settings: dict) -> list[float]:
        """The values that a slider stops at, both ends included.

        >>> KIND.all_answers({"slider": [0, 1, 0.25]})
        [0.0, 0.25, 0.5, 0.75, 1.0]
        """
        if not settings["slider"]:
            return []
        lowest, highest, step = settings["slider"]
        return [round(lowest + index * step, 10) for index in range(int(round((highest - lowest) / step)) + 1)]

    def slips(self, settings: dict, right: dict) -> list[str]:
        """The sign, a factor of two, and a share taken for a percentage."""
        values = [right["value"] * factor for factor in (-1, 0.5, 2, 0.01, 100)]
        return [f"{value:.12g}" for value in values if not _counts(value, right)]


def _tolerance(field: Number, value: float) -> float:
    within = _within(value, field.tolerance, field.relative, field.decimals)
    is_its_own = field.fact and field.tolerance is None and not field.relative
    return max(float(fact(field.fact).tolerance), within) if is_its_own else within


def _within(value: float, tolerance: float | None, relative: float, decimals: int) -> float:
    if tolerance is not None or relative:
        return max(tolerance or 0.0, relative * abs(value))
    return 0.0 if decimals == 0 and value == int(value) else 0.5 * 10**-decimals


def _counts(value: float, right: dict) -> bool:
    """Whether a number is right: near enough, or no further above than may be rounded up."""
    most = right["value"] + right.get("above", 0)
    return _near(value, right["value"], right["within"]) or right["value"] <= value <= most


def _near(value: float, other: float, within: float) -> bool:
    return abs(value - other) <= within + 1e-9 * max(1.0, abs(other))


def _reason(value: float, settings: dict, right: dict) -> str:
    if (
        settings["decimals"] == 0
        and value != int(value)
        and right["value"] == int(right["value"])
        and not right["within"]
    ):
        return f"“{value:g}” is not a whole number{'. Type digits only, for example 97000' if right['value'] >= 1000 else ''}."
    for factor, sentence in FACTORS.items():
        if right["value"] and _near(value, right["value"] * factor, right["within"] * abs(factor)):
            return sentence.format(hundred=HUNDRED.get(settings["unit"].lower(), OTHER_HUNDRED))
    return ""


KIND = NumberKind()
