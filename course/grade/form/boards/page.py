"""Judges a page by what it shows: is each figure right, does anything mislead, and which questions can be answered from it?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from course.case.facts import FACTS
from course.case.rulebook import RULES
from course.dashboards.compose import Composed, chart_of, is_cut
from course.dashboards.describe import Chart
from course.dashboards.lint import FLAWS, MENDS, lint, lint_shown
from course.dashboards.measures import MEASURES
from course.grade.form.boards.show import Cell, Patience, Run, Shown, ask, show
from course.grade.form.boards.words import CONTRADICTED, NOT_SAID, asks_wrongly, told
from course.grade.form.numbers import read_number
from course.grade.query.results import is_number

Code = tuple[str, ...]
FIGURE = re.compile(r"(?<![\w.,])[€−-]?\d[\d,]*(?:\.\d+)?(?:\s?(?:%|pp\b|k\b|million\b|times\b|×))?(?![\w-])")
NO_FIGURE = re.compile(
    r"\b(?:20\d\d(?:-\d\d){0,2}|RB\s?\d+|Q[1-4]|H[12]|KE2|M0007|PAR\s?30|F\d+)\b"
    r"|\b\d{1,2}(?:st|nd|rd|th)?\s*(?:[–-]|to|and)?\s*(?:\d{1,2}\s+)?(?:of\s+)?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b"
    r"|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\s+\d{1,2}(?:st|nd|rd|th)?\b"
    r"|\b\d{1,2}/\d{1,2}(?:/\d{2,4})?\b"
    r"|\b\d{1,2}\s+(?:days?|weeks?|months?|quarters?|years?|o’clock)\b|\b[1-9]\b(?!\s?%|\s?pp|\s?times|\s?×|[.,]\d)",
    re.I,
)
REGISTER = {"Pay": ("F1", "F3", "F4", "F5"), "Lend": ("F2", "F7", "F8"), "Link": ("F12",)}
"""The facts that the words of a tile may quote, by what its measure is about."""
MOST_COMPARED = 120
OF_MEASURE = ("denominator", "test traffic", "survivors", "young cohort")
"""The flaws that a measure has however it is shown."""
LIMITS = {"disputes": ("RB1", "disputes"), "dispute_ratio": ("RB1", "%"), "dispute_same_month": ("RB1", "%")}
"""The rule that limits a measure, and what stands after its number there."""
NAMED_SOURCE = re.compile(r"\bRB\s?\d+\b|rule\s?book|regist(?:er|ry)|\bF\d+\b", re.IGNORECASE)
STRONG = ("broken", "figure", "quoted", CONTRADICTED)


@dataclass(frozen=True)
class Problem:
    """One thing that keeps a page from being right. ``code`` names it, ``tile`` counts from 1 and is 0 for the whole page."""

    code: Code
    tile: int
    seen: str
    look: str = ""

    @property
    def about(self) -> str:
        return f"Tile {self.tile}" if self.tile else ""


@dataclass(frozen=True)
class Examined:
    """What a page shows and what is wrong with it. ``answered`` and ``half`` hold questions: those that clean tiles answer,
    and those that only tiles answer in which something is wrong."""

    shown: tuple[Shown, ...]
    problems: tuple[Problem, ...]
    answered: tuple[str, ...]
    half: tuple[str, ...]


def examine(tiles: list[Composed], questions: list[Mapping], most: int, run: Run | None = None) -> Examined:
    """The page, its problems with the most useful first, and the questions that it answers."""
    run = run or Patience()
    shown = tuple(show(tile, run) for tile in tiles)
    on_tiles = [problem for number, each in enumerate(shown, 1) for problem in _of_tile(number, each)]
    answers = {question["id"]: _answer(question, shown) for question in questions}
    words = [problem for question in questions for problem in _told(question, shown, answers[question["id"]])]
    wrong_tiles = {problem.tile for problem in on_tiles if problem.code[0] != "source"}
    unsaid = {problem.code[1] for problem in words}
    seen = {id: found for id, found in answers.items() if not isinstance(found, Problem)}
    half = [id for id, found in seen.items() if found & wrong_tiles or id in unsaid]
    answered = [id for id in seen if id not in half]
    open_ = [found for found in answers.values() if isinstance(found, Problem) and not _is_told(found, on_tiles)]
    other = {problem.tile for problem in open_ if problem.code[2] == "other target"}
    on_tiles = [problem for problem in on_tiles if problem.code[0] != "target" or problem.tile not in other]
    many = [_many(len(tiles), most)] if len(tiles) > most else []
    unreadable = [problem for problem in open_ if problem.code[2] == "unreadable"]  # its tile says why itself
    problems = sorted(
        [*on_tiles, *words, *(problem for problem in open_ if problem not in unreadable or not on_tiles), *many],
        key=_rank,
    )
    return Examined(shown, tuple(problems), tuple(answered), tuple(half))


def _rank(problem: Problem) -> int:
    """First what a tile says wrongly, then what misleads or is missing, last what is formal."""
    kind = problem.code[0]
    if kind == "open" and problem.code[2] in MEASURES:
        return 0
    return 0 if kind in STRONG else {"flaw": 1, "open": 2, "asked": 3, NOT_SAID: 3, "target": 1, "many": 3}.get(kind, 4)


def _is_told(found: Problem, on_tiles: list[Problem]) -> bool:
    """Whether a flaw of its tile says already why another measure is no answer."""
    return found.code[2] in MEASURES and any(problem.tile == found.tile and set(problem.code) & set(OF_MEASURE) for problem in on_tiles)  # fmt: skip


def _of_tile(number: int, shown: Shown) -> Iterator[Problem]:
    tile = shown.tile
    if shown.problem:
        yield Problem(("broken",), number, shown.problem, "Until then it shows nothing.")
        return
    if shown.differs:
        yield Problem(
            ("figure", tile.measure), number, f"Your query does not measure what the tile says. {shown.differs}"
        )
    for words in _unsupported(shown):
        yield Problem(("quoted",), number, f"Its words say “{words}”, and neither what it shows nor the register has this figure.", "Quote what can be read there.")  # fmt: skip
    yield from _flaws(number, shown)
    if wrong := _target(tile):
        yield Problem(("target", tile.measure), number, wrong)
    if not tile.question:
        yield Problem(
            ("untitled",), number, "It has no question.", "Write above it what a board member can read from it."
        )
    elif wrong := asks_wrongly(tile):
        yield Problem(("asked", tile.measure), number, wrong)


def _target(tile: Composed) -> str:
    """What is wrong with a target; empty if it is a limit that its source sets."""
    if tile.target_words:
        return f"Its target “{tile.target_words}” is no number, so none is drawn."
    if tile.target is None or not tile.target_source:
        return ""
    if not NAMED_SOURCE.search(tile.target_source):
        return f"“{tile.target_source}” sets no limit that a board can look up. A target comes from the Rulebook or from the register."
    rule, unit = LIMITS.get(tile.measure, ("", ""))
    ruled = [float(number) for each in RULES if each.id == rule for number in re.findall(rf"(\d+(?:\.\d+)?)\s?{unit}", each.text)]  # fmt: skip
    named = re.search(r"\bRB\s?(\d+)", tile.target_source, re.IGNORECASE)
    if named and f"RB{named[1]}" != rule:
        return f"RB{named[1]} sets no limit for “{tile.of.label}”."
    if rule and tile.target not in ruled or not rule and not _supported(f"{tile.target:g}", _register(REGISTER[tile.of.about])):  # fmt: skip
        return f"{'The Rulebook' if rule else 'Neither the Rulebook nor the register'} {'does not set' if rule else 'sets'} the target {tile.target:g}."
    return ""


def _told(question: Mapping, shown: tuple[Shown, ...], answer: set[int] | Problem) -> Iterator[Problem]:
    """What the notes say against the figures; that the finding is missing is said where the figures are there."""
    tiles = [(number, each) for number, each in enumerate(shown, 1) if each.tile.measure in question["measures"] and not each.problem]  # fmt: skip
    for measure in dict.fromkeys(each.tile.measure for _, each in tiles):
        own = [(number, each) for number, each in tiles if each.tile.measure == measure]
        is_answer = not isinstance(answer, Problem) and any(number in answer for number, _ in own)
        for kind, number, seen in told(question, own):
            if kind != NOT_SAID or is_answer:
                yield Problem((kind, question["id"]), number, f"{question['name']}: {seen}")


def _flaws(number: int, shown: Shown) -> Iterator[Problem]:
    tile, chart = shown.tile, _as_described(shown)
    warnings = [
        *lint(chart),
        *lint_shown(chart, shown.places, shown.names, is_cut(tile.along, tile.days) and not tile.is_own),
    ]
    if tile.of.misleads:
        yield Problem(("flaw", "denominator", tile.measure), number, f"“{tile.of.label}” misleads: {tile.of.misleads}.", MENDS["denominator"])  # fmt: skip
    for warning in warnings:
        kind = "flaw" if warning.flaw in FLAWS or warning.flaw in ("cut", "crowded") else warning.flaw
        code = ("flaw", warning.flaw) if kind == "flaw" else (kind, tile.measure)
        yield Problem(code, number, f"It misleads: {warning.problem}." if kind == "flaw" else f"{warning.problem[0].upper()}{warning.problem[1:]}.", MENDS.get(warning.flaw, ""))  # fmt: skip


def _as_described(shown: Shown) -> Chart:
    """The chart with the query by which it is judged: one's own that gives the course's figures is as good as the course's."""
    if not shown.tile.is_own or shown.differs:
        return shown.chart
    plain = replace(shown.tile, is_own=False, split="", along=shown.tile.of.along[0], chart="columns", compare="")
    return replace(shown.chart, sql=chart_of(plain).sql)


def _answer(question: Mapping, shown: tuple[Shown, ...]) -> set[int] | Problem:
    """The tiles, counted from 1, from which a question can be answered; or what is missing."""
    wanted = set(question["measures"])
    cells = [(number, each.tile.measure, cell) for number, each in enumerate(shown, 1) if each.tile.measure in wanted and not each.problem for cell in each.cells]  # fmt: skip
    if not cells:
        return _absent(question, shown)
    where = set(question.get("where", {}).items())
    fitting = [entry for entry in cells if where <= entry[2].parts]
    if not fitting:
        return Problem(("open", question["id"], "segment"), cells[0][0], f"{question['name']}: {question['segment']}")
    for key in dict.fromkeys((measure, cell.parts) for _, measure, cell in fitting):
        own = [(number, cell) for number, measure, cell in fitting if (measure, cell.parts) == key]
        tiles = [{number for number, cell in own if _within(cell, window)} for window in question["windows"]]
        if all(tiles):
            return _with_target(question, shown, _fewest(tiles))
    return Problem(("open", question["id"], "when"), fitting[0][0], f"{question['name']}: {question['when']}")


def _fewest(tiles: list[set[int]]) -> set[int]:
    """One tile in which everything can be seen, if there is one."""
    together = set.intersection(*tiles)
    return {min(together)} if together else {min(each) for each in tiles}


def _with_target(question: Mapping, shown: tuple[Shown, ...], tiles: set[int]) -> set[int] | Problem:
    target = question.get("target")
    given = [shown[number - 1].tile.target for number in tiles]
    if target is None or target in given:
        return tiles
    typed = next((value for value in given if value is not None), None)
    code, number = ("open", question["id"], "target" if typed is None else "other target"), min(tiles)
    reason = question["no_target"] if typed is None else f"{question['rule']} does not say {typed:g}{'%' if shown[number - 1].tile.of.unit == '%' else ''}. Look it up there."  # fmt: skip
    return Problem(code, number, f"{question['name']}: {reason}")


def _absent(question: Mapping, shown: tuple[Shown, ...]) -> Problem:
    instead = question.get("instead", {})
    for number, each in enumerate(shown, 1):
        if each.tile.measure in instead:
            return Problem(
                ("open", question["id"], each.tile.measure), number, f"{question['name']}: {instead[each.tile.measure]}"
            )
    hidden = next((number for number, each in enumerate(shown, 1) if each.tile.measure in question["measures"]), 0)
    if hidden:
        return Problem(("open", question["id"], "unreadable"), hidden, f"{question['name']} cannot be answered from what this tile shows now.")  # fmt: skip
    return Problem(("open", question["id"], "absent"), 0, f"{question['name']}: {question['absent']}")


def _within(cell: Cell, window: Iterable[str]) -> bool:
    start, end = window
    return start <= cell.start and cell.end <= end


def _many(count: int, most: int) -> Problem:
    return Problem(("many",), 0, f"The page has {count} tiles, and {most} are the most that a board reads.", "Remove the one that answers no question.")  # fmt: skip


def _unsupported(shown: Shown) -> Iterator[str]:
    """The figures in a tile's words that nothing supports."""
    tile = shown.tile
    texts = [NO_FIGURE.sub(" ", text) for text in (tile.question, tile.note)]
    figures = list(dict.fromkeys(found.group() for text in texts for found in FIGURE.finditer(text)))
    if not figures:
        return
    pairs = _pairs(shown)
    values = {abs(value) for value in shown.values} | {abs(one - other) for one, other in pairs}
    values |= set() if tile.target is None else {tile.target}
    ratios = {one / other for one, other in pairs if other}
    for words in figures:
        known = ratios if words.rstrip().endswith(("times", "×")) else () if "€" in words else values
        if not _supported(words, known) and not _supported(words, _ruled(tile)) and not _supported(words, _register(REGISTER[tile.of.about], _unit(words))):  # fmt: skip
            yield words.strip()


def _pairs(shown: Shown) -> list[tuple[float, float]]:
    """Values that a reader compares: of one place, of one part, and each with the target."""
    chart, columns = shown.chart, shown.result.columns
    x, y, series = (columns.index(name) if name else -1 for name in (chart.x, chart.y, chart.series))
    rows = shown.result.rows[:MOST_COMPARED]
    found = [
        (one[y], other[y])
        for one in rows
        for other in rows
        if one[x] == other[x] or series < 0 or one[series] == other[series]
    ]
    return found + [(row[y], shown.tile.target) for row in rows if shown.tile.target is not None]


def _supported(words: str, values: Iterable[float]) -> bool:
    number = re.sub(r"[^\d.]", "", words.replace(",", ""))
    factor = 1e3 if words.rstrip().endswith("k") else 1e6 if words.rstrip().endswith("million") else 1
    reading = read_number(number.rstrip("."), decimals=3)
    if reading is None or reading.value is None:
        return True
    decimals = len(number.partition(".")[2])
    within = 0.5 * 10**-decimals * factor * 1.02
    return any(abs(reading.value * factor - value) <= within for value in values)


def _ruled(tile: Composed) -> tuple[float, ...]:
    """The figures of the rules that a tile's words name, and of the one that limits its measure."""
    named = {f"RB{number}" for number in re.findall(r"\bRB\s?(\d+)", f"{tile.question} {tile.note}", re.IGNORECASE)}
    named |= {LIMITS.get(tile.measure, ("",))[0]}
    return tuple(
        float(number) for rule in RULES if rule.id in named for number in re.findall(r"\d+(?:\.\d+)?", rule.text)
    )


def _unit(words: str) -> str:
    """The unit of a figure, as in the register; empty if none is written.

    >>> [_unit(words) for words in ("€2 million", "71%", "16 pp", "590")]
    ['€', '%', '%', '']
    """
    return "€" if "€" in words else "%" if "%" in words or words.rstrip().endswith("pp") else ""


@lru_cache(maxsize=16)
def _register(numbers: tuple[str, ...], unit: str = "") -> tuple[float, ...]:
    """What some facts of the case come to: a note may quote them."""
    found = (
        ask(fact.sql).rows[0][0]
        for fact in FACTS
        if fact.id.split(".")[0] in numbers and (not unit or _is_in(fact.unit, unit))
    )
    return tuple(abs(float(value)) for value in found if is_number(value))


def _is_in(written: str, unit: str) -> bool:
    names = {"€": ("€", "eur"), "%": ("%", "point", "pp", "per cent")}[unit]
    return any(name in written.casefold() for name in names)
