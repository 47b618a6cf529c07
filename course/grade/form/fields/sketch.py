"""DESIGN: a system as boxes and calls, judged by what failures do to it, compared with what a requirement allows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from random import Random

from course.grade.count import agree, quantity
from course.grade.form.field import Field, FieldKind
from course.grade.form.mark import OPEN, Mark
from course.grade.form.sources import FindRows
from course.grade.models.architecture import (
    MOST_CALLS,
    PARTS,
    WAITS,
    Call,
    Scene,
    Sketch,
    options,
    problem,
    read_call,
    silences,
)
from course.grade.models.outage import GOALS, Breach, Report, Rule, report
from course.keys.key import AuthorError
from course.verdict import Excerpt, Finding, RowDifference

Row = dict[str, str]
GUESSED = 300
NUMBERED = re.compile(r"promise (\d+)")
NAMES = {
    "caller": "who calls", "callee": "who is called", "act": "what for", "way": "how", "key": "key",
    "silence": "if no answer comes", "store": "written down",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Sketched(Field):
    """A sketch of a system: rows that say who calls whom, for what, how, with which key, what happens in silence, and
    what is written down. ``boxes`` are pairs [id, name] from left to right, the first is the ``person``'s; ``acts`` are
    dicts as course.grade.models.architecture.Act; ``callers``, ``starters``, ``stores``, ``keepers`` and ``ways`` as in its
    Scene.

    ``allows`` lists what the requirement asks for, dicts as course.grade.models.outage.Rule: each is a part of the
    credit, and holds if no run breaks it and what it speaks of is done at all. ``right`` holds rows [caller, callee, act, way, key,
    silence, store]; every other sketch that breaks no rule is right, too. Wrong value: {"act": id, "is": {part: value},
    "breaks": title of a rule}, with "to" for the box that is called; "after": id in place of "is" for a row that stands
    behind one whose answer its caller waits for.
    """

    kind: str = "sketch"
    boxes: tuple = ()
    acts: tuple = ()
    callers: tuple = ()
    starters: tuple = ()
    stores: tuple = ()
    ways: tuple = ("waits", "queue", "forgets")
    person: str = ""
    keepers: dict = field(default_factory=dict)
    allows: tuple = ()

    hidden = ("allows",)


class SketchKind(FieldKind):
    """Right is {"rows": a sketch that breaks no rule, "rules": what is asked, "chance": what guessed details earn}."""

    Field = Sketched
    names_cells = True
    leads = True

    def right(self, field: Sketched, find_rows: FindRows) -> dict:
        """Raises AuthorError for a reference that breaks a rule or cannot be run, with the story."""
        settings = field.settings
        rows = [dict(zip(PARTS, row, strict=True)) for row in field.right or ()]
        rules = [dict(rule) for rule in field.allows]
        strange = [rule.get("goal") for rule in rules if rule.get("goal") not in GOALS]
        if strange or not rules:
            raise AuthorError(f"Field “{field.id}”: {strange[:1]} is no goal. There are {', '.join(GOALS)}.")
        mark = self.judge(settings, {"rows": rows, "rules": rules, "chance": 0}, rows)
        if not mark.right():
            raise AuthorError(f"Field “{field.id}”: its reference is not right. {mark.reason}")
        guesses = (self.judge(settings, {"rows": rows, "rules": rules, "chance": 0}, _guess(settings, rows, Random(seed))) for seed in range(GUESSED))  # fmt: skip
        return {"rows": rows, "rules": rules, "chance": round(sum(mark.share for mark in guesses) / GUESSED, 4)}

    def clean(self, settings: dict, answer: object) -> list[Row] | None:
        """The rows in which something is chosen."""
        scene = _scene(settings)
        rows = [read_call(scene, row) for row in answer[:MOST_CALLS]] if isinstance(answer, list) else []
        return [row for row in rows if row] or None

    def judge(self, settings: dict, right: dict, answer: object) -> Mark:
        """The rules that hold whatever fails. The first story says why another one does not."""
        rows, total = self.clean(settings, answer), len(right["rules"])
        if rows is None:
            return OPEN
        if odd := _problem(settings, rows):
            return Mark(0, total, total, right["chance"], odd, "the sketch cannot be run yet", holds=False, help="")
        found = _report(settings, right, rows)
        hits = total - len(found.broken)
        count = f"{hits} of {quantity(total, 'promise')} {agree(hits, 'holds')}"
        if not found.breaches:
            return Mark(hits, total, total, right["chance"], count=count)
        broken = _names([rule for rule in _rules(right) if rule in found.broken])
        first = found.breaches[0]
        return Mark(hits, total, total, right["chance"], _told(first), f"{count}, broken: {broken}", help=first.advice)  # fmt: skip

    def reference(self, settings: dict, right: dict) -> list[Row]:
        return [dict(row) for row in right["rows"]]

    def guess(self, settings: dict, right: dict, random: Random) -> list[Row]:
        """Who calls whom for what is taken to be known, which is the hardest case; the rest is drawn."""
        return _guess(settings, right["rows"], random)

    def mistake(self, settings: dict, right: dict, value: object, find_rows: FindRows) -> dict:
        """Raises AuthorError for one that cannot be sketched, and for one that does not break its rule."""
        wrong = dict(value) if isinstance(value, Mapping) else {}
        if not any(_is_meant({"act": "", **wrong}, row) for row in right["rows"]):
            raise AuthorError("A mistake in a sketch names an “act” that its reference has.")
        if "breaks" not in wrong or not ("is" in wrong) ^ ("after" in wrong):
            raise AuthorError("A mistake in a sketch has “act”, “breaks” and either “is” or “after”.")
        rows = self.mistaken(settings, right, wrong)
        if odd := _problem(settings, rows) or (self.clean(settings, rows) != rows and "a part that cannot be chosen"):
            raise AuthorError(f"This sketch cannot be run: {odd}")
        if not _breaking(settings, right, rows, wrong["breaks"]):
            raise AuthorError(f"This sketch does not break “{wrong['breaks']}”.")
        return wrong

    def mistaken(self, settings: dict, right: dict, wrong: dict) -> list[Row]:
        rows = self.reference(settings, right)
        chosen = [row for row in rows if _is_meant(wrong, row)]
        if "is" in wrong:
            return [{**row, **wrong["is"]} if row in chosen else row for row in rows]
        rest = [row for row in rows if row not in chosen]
        place = next((at for at, row in enumerate(rest) if row["act"] == wrong["after"]), len(rest))
        return [*rest[: place + 1], *chosen, *rest[place + 1 :]]

    def distance(self, settings: dict, right: dict, wrong: dict, answer: object) -> float | None:
        """0 if a row is as the mistake says, and fewer runs would break the rule if it were as in the reference."""
        rows = self.clean(settings, answer) or []
        shown = [at for at in range(len(rows)) if _shows(wrong, right["rows"], rows, at)]
        if not shown or _problem(settings, rows):
            return None
        found = _breaking(settings, right, rows, wrong["breaks"])
        if _is_calm(settings, right, self.mistaken(settings, right, wrong), wrong) and not _is_calm(settings, right, rows, wrong):  # fmt: skip
            return None
        mended = _mended(wrong, right["rows"], rows, shown[0])
        if found and not _problem(settings, mended):
            return 0.0 if _breaking(settings, right, mended, wrong["breaks"]) < found else None
        return 0.0 if found else None

    def slips(self, settings: dict, right: dict) -> Iterator[list[Row]]:
        """One row left out, and one choice of a row made in another way."""
        rows = right["rows"]
        for at, row in enumerate(rows):
            yield [*rows[:at], *rows[at + 1 :]]
            for part in ("way", "key", "silence", "store"):
                for value in options(_scene(settings), row)[part]:
                    changed = _fitting(settings, {**row, part: value})
                    yield [*rows[:at], changed, *rows[at + 1 :]]

    def further_findings(self, answered: list, is_right: dict[str, bool]) -> Iterator[Finding]:
        """The other stories, and which promises hold; and for a sketch that holds, what was tried on it."""
        for settings, right, answer in answered:
            rows = self.clean(settings, answer)
            if rows is None or _problem(settings, rows):
                continue
            found = _report(settings, right, rows)
            for breach in found.breaches[1:]:
                yield Finding("sketch", _told(breach), look=breach.advice)
            if found.breaches:
                yield Finding(
                    "promises",
                    "Promise by promise, over all runs:",
                    table=_promises(right, found),
                )
            else:
                yield Finding("sketch", f"Your sketch held in all {found.runs} runs, with at most one failure in each.")


def _is_meant(wrong: Mapping, row: Row) -> bool:
    return row.get("act") == wrong["act"] and row.get("callee") == wrong.get("to", row.get("callee"))


def _shows(wrong: Mapping, reference: list[Row], rows: list[Row], at: int) -> bool:
    """Whether a row is as a mistake says, and begins at the box at which it begins in the reference."""
    row = rows[at]
    if not _is_meant(wrong, row) or row.get("caller") != _meant(wrong, reference)["caller"]:
        return False
    if "is" in wrong:
        return all(row.get(part) == value for part, value in wrong["is"].items())
    wanted = {"act": wrong["after"], "caller": row.get("caller"), "way": WAITS}  # else it would not stand behind it
    return any(wanted.items() <= above.items() for above in rows[:at])


def _mended(wrong: Mapping, reference: list[Row], rows: list[Row], at: int) -> list[Row]:
    """The rows without the mistake in one of them."""
    if "is" in wrong:
        meant = _meant(wrong, reference)
        return [{**row, **{part: meant[part] for part in wrong["is"]}} if place == at else row for place, row in enumerate(rows)]  # fmt: skip
    rest = [*rows[:at], *rows[at + 1 :]]
    place = next(place for place, row in enumerate(rest) if row["act"] == wrong["after"])
    return [*rest[:place], rows[at], *rest[place:]]


def _meant(wrong: Mapping, reference: list[Row]) -> Row:
    """The row of the reference that a mistake is about."""
    return next(row for row in reference if _is_meant(wrong, row))


def _breaking(settings: dict, right: dict, rows: list[Row], title: str) -> int:
    """In how many runs a rule is broken; in none of a sketch that does not work at all."""
    return next((count for rule, count in _report(settings, right, rows).breaking.items() if rule.title == title), 0)


def _is_calm(settings: dict, right: dict, rows: list[Row], wrong: dict) -> bool:
    """Whether the rule of a mistake is broken although nothing fails."""
    return any(rule.title == wrong["breaks"] for rule in _report(settings, right, rows).calm)


def _fitting(settings: dict, row: Row) -> Row:
    """A row whose way was changed, with something that this way can do in silence."""
    choices = silences(_scene(settings), row["way"])
    return row if row["silence"] in choices else {**row, "silence": next(iter(choices))}


def _guess(settings: dict, rows: list[Row], random: Random) -> list[Row]:
    scene, guessed = _scene(settings), []
    for row in rows:
        drawn = {part: row[part] for part in ("caller", "callee", "act")}
        for part in ("way", "key", "silence", "store"):
            drawn[part] = random.choice(list(options(scene, drawn)[part]))
        guessed.append(drawn)
    return guessed


def _problem(settings: dict, rows: list[Row]) -> str:
    """Why a sketch cannot be run; empty if it can."""
    for number, row in enumerate(rows, 1):
        if missing := next((part for part in PARTS if part not in row), ""):
            return f"Row {number} is not complete: “{NAMES[missing]}” is still open."
    return problem(_scene(settings), _sketch(rows))


def _sketch(rows: Iterable[Row]) -> Sketch:
    return tuple(Call(**row) for row in rows)


def _report(settings: dict, right: dict, rows: list[Row]) -> Report:
    return report(_scene(settings), _sketch(rows), _rules(right))


def _rules(right: dict) -> tuple[Rule, ...]:
    return tuple(map(Rule.of, right["rules"]))


def _told(breach: Breach) -> str:
    """A story, with the promises that it breaks."""
    return f"Broken: {', '.join(rule.title for rule in breach.rules)}. {breach.story}"


def _names(rules: list[Rule]) -> str:
    """Promises by their numbers, if they have some."""
    numbers = [found[1] for rule in rules if (found := NUMBERED.match(rule.title))]
    *others, last = numbers if len(numbers) == len(rules) else [rule.title for rule in rules]
    return f"{', '.join(others)} and {last}" if others else last


def _promises(right: dict, found: Report) -> Excerpt:
    rows = [
        RowDifference("", (rule.title, "✗ broken" if rule in found.broken else "✓ holds")) for rule in _rules(right)
    ]
    return Excerpt("Your sketch", ("promise", "over all runs"), tuple(rows), wraps=(0,))


def _scene(settings: dict) -> Scene:
    names = ("boxes", "acts", "callers", "starters", "stores", "ways", "person", "keepers")
    return _scene_of(json.dumps({name: settings[name] for name in names}))


@lru_cache(maxsize=16)
def _scene_of(text: str) -> Scene:
    return Scene.of(json.loads(text))


KIND = SketchKind()
