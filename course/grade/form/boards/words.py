"""What the words of a tile say, held against its figures: the finding in its note, and whether its question asks for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import mean

from course.dashboards.compose import Composed
from course.dashboards.measures import Measure
from course.grade.document.days import days
from course.grade.document.lexicon import is_denied
from course.grade.form.boards.show import Cell, Shown

NOT_SAID, CONTRADICTED, WRONG_DAY = "not said", "contradicted", "quoted"
LEAST = 0.04  # of its value before: a smaller change is none
GOOD, BAD, STILL = "good", "bad", "still"
UP = r"rose|rises?|rising|risen|rais\w+|increas\w+|grew|grows?|growing|grown|climb\w*|higher|doubl\w+|tripl\w+|(?<!or )more|jump\w*|went up|up (?:from|to|by)|(?:is|are|was) up"
DOWN = r"fell|falls?|falling|fallen|drop\w*|declin(?:ed?|es|ing)(?! rate)|decreas\w+|lower\w*|down|fewer|less|sinks?|sank|plung\w+|collaps\w+|halv\w+|shr[aiu]nk\w*|dip\w*|slump\w*|step down"
BETTER = r"better|improv\w+|healthier|recover\w*|best"
WORSE = (
    r"worse\w*|worst|deteriorat\w+|los(?:es?|t|ing)|fail(?:s|ed|ing)?|suffer\w*|weaker|fall\w* behind|fell behind|riskier|broke\w*|breaks|refus\w+|reject\w+|blocked|"
    r"do(?:es)? not get through|not as good|(?:isn|aren)['’]t as good|no longer as good"
)
FINE = r"fine|ok(?:ay)?|good|stable|steady|still|unchanged|same|healthy|normal|hold(?:s|ing)?|held|nothing to do|no (?:problem|change|concern)\w*|all right|alright|well"
BREACH = (
    r"breach\w*|above|over|exceed\w*|beyond|outside|higher than|more than|too (?:high|many)|broken?|broke|violat\w+|cross\w*|miss\w*|early warning|"
    r"(?:not|no longer|n['’]t) (?:\w+ )?(?:within|inside|below|under|met|compl\w+|ok|fine|keep\w*)"
)
INSIDE = r"within|inside|below|under|compl(?:y|ies|iant|ied)|safe\w*|fine|ok(?:ay)?|lower than|less than|meets?|nothing to do|all right|keeps? (?:to )?the"
AGAINST = {
    "up": re.compile(
        r"\b(?:failures?|refusals?|rejections?|declines|declined|losses|failed|not approved)\b", re.IGNORECASE
    ),
    "down": re.compile(r"\b(?:paid back|pay back|repa\w+|quality|on time|good loans)\b", re.IGNORECASE),
}
"""Of a measure that is better up, or down: words of its opposite, so that a rise is a fall."""
SINCE = re.compile(r"\b(?:since|from|on|after|as of|beginning|starting|began|begins)\s+(?:the\s+)?$", re.IGNORECASE)
FROM_TO = re.compile(r"\bfrom (?:about |around )?(\d+(?:\.\d+)?)\s?%?.{0,20}?\bto (?:about |around )?(\d+(?:\.\d+)?)")
EVERYBODY = re.compile(
    r"\b(?:we|our|everything|everywhere|everyone|all|every|each|both|nothing|none|nobody|no country|no acquirer|overall)\b",
    re.IGNORECASE,
)
WHEN = re.compile(
    r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b|\bQ[1-4]\b|\bH[12]\b|\d{4}-\d\d|\b(?:first half|half-year|quarter|spring|summer|earlier|before|last|than|against|compared)\b",
    re.IGNORECASE,
)
CLAUSE = re.compile(r"[.;!?](?=\s|$)|[,:]\s|\s[–—-]\s|\b(?:but|while|whereas|although|though|and)\b")
A_ALONE = r"\bA\b(?=['’]s|\s*(?:[,.;:)]|$|(?:fell|falls?|is|was|does|did|do|stay|stand|hold|held|ha[sd]|keep|rose|rise|los|drop|and|or|in|for|at|with|approv|gets?|fail|went|goes|improv|worse)))"
ASKED = {
    "Pay": r"pay|card|attempt|approv|acquirer|through|bank|declin|fail|reject|refus|KE2|\bHA\b|shop|checkout",
    "dispute": r"disput|rule|RB\s?1|limit|ratio|breach|chargeback|reason",
    "Lend": r"loan|default|repa|pa(?:y|id) (?:back|out)|behind|late\b|arrear|lend|channel|affiliate|credit|borrow|applica|strict|approv",
    "Link": r"\bcall|\bapps?\b|partner|\bAPI|link|request|new\b",
}
CAUSE = re.compile(
    r"\b(?:because|due to|caus\w+|thanks to|owing to|as a result|result of|blame\w*|brought about|triggered|filter|release[ds]?|deploy\w*|bugs?|outages?|"
    r"campaign|attacks?|hack\w*|migration|strike|mistake of|fault of)\b", re.IGNORECASE,
)  # fmt: skip


@dataclass(frozen=True)
class Change:
    """What a part of a measure came to in the first days that a question asks about, and in the last."""

    parts: frozenset[tuple[str, str]]
    before: float
    after: float

    def way(self, is_better_up: bool) -> str:
        share = (self.after - self.before) / self.before if self.before else 0.0
        return STILL if abs(share) < LEAST else GOOD if (share > 0) == is_better_up else BAD


@dataclass(frozen=True)
class Said:
    """One claim of a note: its way, the parts that it names, and the clause."""

    way: str
    parts: frozenset[tuple[str, str]]
    clause: str


def is_better_up(measure: Measure) -> bool:
    return measure.about == "Pay" and "isput" not in measure.label


def asks_wrongly(tile: Composed) -> str:
    """Why a question is none that its tile can answer; empty if it is."""
    if not tile.question or not tile.measure:
        return ""
    if tile.question.count("?") > 1 or len(re.findall(r"\band\b", tile.question, re.IGNORECASE)) > 2:
        return "Its question is more than one. Ask one, and give the others a tile of their own."
    cause = CAUSE.search(tile.question)
    if cause:
        return f"Its question claims a cause (“{cause[0]}”), and the tile shows none. Ask what can be read there."
    about = "dispute" if "isput" in tile.of.label else tile.of.about
    known = {word[:5] for word in re.findall(r"[a-z]{4,}", tile.of.label.casefold())}
    words = {word[:5] for word in re.findall(r"[a-z]{4,}", tile.question.casefold())}
    if known & words or re.search(rf"\b(?:{ASKED[about]})", tile.question, re.IGNORECASE):
        return ""
    return f"Its question does not ask about what it shows, “{tile.of.label}”."


def told(question: Mapping, shown: Iterable[tuple[int, Shown]]) -> Iterator[tuple[str, int, str]]:
    """What the notes of the tiles that show a question's measure say against their figures; or that none says the finding."""
    tiles = [(number, each) for number, each in shown if each.cells]
    if not tiles:
        return
    measure, cells = tiles[0][1].tile.of, [cell for _, each in tiles for cell in each.cells]
    judge = _Limit(question, measure, cells) if question.get("target") else _Trend(question, measure, cells)
    is_said = False
    for number, each in tiles:
        claims = list(_claims(_statements(each.tile), judge))
        wrong = next(filter(None, map(judge.against, claims)), "")
        if wrong:
            yield CONTRADICTED, number, wrong
        if day := _wrong_day(question, each):
            yield WRONG_DAY, number, day
        is_said |= not wrong and judge.is_finding(claims, _statements(each.tile), each)
    if not is_said:
        yield NOT_SAID, tiles[0][0], judge.missing


def _wrong_day(question: Mapping, shown: Shown) -> str:
    """The day that a note gives for a change, where the figures change on another; the days of the tile's own steps are right."""
    first, last = question["windows"][0], question["windows"][-1]
    step = date.fromisoformat(first[1]) + timedelta(days=1)
    if first is last or last[0] > step.isoformat():
        return ""  # nothing changes on a day
    starts = {date.fromisoformat(cell.start) for cell in shown.cells if cell.start}
    right = {(day.month, day.day) for day in {step, *starts}}
    text = _statements(shown.tile)
    for day in days(text):
        if SINCE.search(text[: day.start]) and day.exists and (day.month, day.day) not in right:
            return f"its note dates the change to {day.text}, and the figures change on {step.day} {step:%B}."
    return ""


def _statements(tile: Composed) -> str:
    return tile.note if tile.question.rstrip().endswith("?") or not tile.question else f"{tile.question}. {tile.note}"


def _claims(text: str, judge: _Limit | _Trend) -> Iterator[Said]:
    named: frozenset[tuple[str, str]] = frozenset()
    for clause in _clauses(text, judge):
        own = judge.named(clause)
        named = own or (frozenset() if EVERYBODY.search(clause) else named)
        for way in dict.fromkeys(judge.ways(clause)):
            yield Said(way, named, clause.strip())


def _clauses(text: str, judge: _Limit | _Trend) -> Iterator[str]:
    """The clauses of a text; of “A and B fell” one."""
    kept, start = "", 0
    for end in [*CLAUSE.finditer(text), None]:
        clause = kept + text[start : end.start() if end else len(text)]
        start = end.end() if end else len(text)
        if end and end[0] == "and" and not any(judge.ways(clause)):
            kept = f"{clause} and "
            continue
        kept = ""
        if clause.strip():
            yield clause


def _found(words: str, clause: str) -> Iterator[bool]:
    """For each of some words in a clause whether it is denied."""
    for match in re.finditer(rf"\b(?:{words})\b", clause, re.IGNORECASE):
        yield is_denied(clause, match.start())


class _Limit:
    """A ratio that has to stay below a limit."""

    missing = "its note does not say yet whether the figure is within the rule or beyond it."

    def __init__(self, question: Mapping, measure: Measure, cells: list[Cell]) -> None:
        self.limit, self.last = question["target"], max(cells, key=lambda cell: cell.end).value
        self.measure, self.way = measure, BAD if self.last >= self.limit else GOOD

    def named(self, clause: str) -> frozenset:
        return frozenset()

    def ways(self, clause: str) -> Iterator[str]:
        beyond = [not is_denied(clause, match.start()) for match in re.finditer(rf"\b(?:{BREACH})\b", clause, re.IGNORECASE)]  # fmt: skip
        if beyond:
            yield BAD if all(beyond) else GOOD
            return
        for denied in _found(INSIDE, clause):
            yield BAD if denied else GOOD

    def against(self, said: Said) -> str:
        if said.way == self.way:
            return ""
        side = "above" if self.way == BAD else "below"
        return f"its note says “{said.clause}”, and the tile shows {_figure(self.last, self.measure)}, {side} the {self.limit:g}{'%' if self.measure.unit == '%' else ''} limit."

    def is_finding(self, claims: list[Said], text: str, shown: Shown) -> bool:
        return any(said.way == self.way for said in claims)


class _Trend:
    """A figure that is compared over time."""

    missing = "its note does not say yet what the figures show: what rose or fell, where, and compared with when."

    def __init__(self, question: Mapping, measure: Measure, cells: list[Cell]) -> None:
        self.measure, self.is_better_up = measure, is_better_up(measure)
        self.where = frozenset(question.get("where", {}).items())
        self.changes = list(_changes(question["windows"], cells))
        self.parts = sorted({part for cell in cells for part in cell.parts} | self.where)

    def named(self, clause: str) -> frozenset[tuple[str, str]]:
        return frozenset((column, value) for column, value in self.parts if re.search(_name(value), clause, re.IGNORECASE if len(value) > 3 else 0))  # fmt: skip

    def ways(self, clause: str) -> Iterator[str]:
        turn = {GOOD: BAD, BAD: GOOD}
        if list(_found(WORSE, clause)):
            yield from (STILL if denied else BAD for denied in _found(WORSE, clause))
            return
        is_turned = bool(AGAINST["up" if self.is_better_up else "down"].search(clause))
        up = turn[GOOD] if self.is_better_up == is_turned else GOOD
        found = [*((up, denied) for denied in _found(UP, clause)), *((turn[up], denied) for denied in _found(DOWN, clause))]  # fmt: skip
        found += [(GOOD, denied) for denied in _found(BETTER, clause)]
        if step := FROM_TO.search(clause):
            found.append((up if float(step[2]) > float(step[1]) else turn[up], False))
        yield from (STILL if denied else way for way, denied in found)
        if not found:
            yield from (BAD if denied else STILL for denied in _found(FINE, clause))

    def against(self, said: Said) -> str:
        own = [change for change in self.changes if _fits(change.parts, said.parts)]
        if not own:
            return ""
        ways = [change.way(self.is_better_up) for change in own]
        is_true = BAD in ways if said.way == BAD else BAD not in ways and (said.way == STILL or GOOD in ways)
        if is_true:
            return ""
        at = ways.index(BAD) if BAD in ways else 0
        place = " and ".join(value for _, value in sorted(own[at].parts))
        return f"its note says “{said.clause}”, and the tile shows {f'{place}: ' if place else ''}{_figure(own[at].before, self.measure)} before, {_figure(own[at].after, self.measure)} after."

    def is_finding(self, claims: list[Said], text: str, shown: Shown) -> bool:
        seen = [change for change in self.changes if self.where <= change.parts]
        way = next((way for way in (BAD, GOOD) if way in [change.way(self.is_better_up) for change in seen]), STILL)
        varied = {column for column, _ in self.where if len({dict(cell.parts).get(column) for cell in shown.cells}) > 1}
        needed = {(column, value) for column, value in self.where if column in varied}
        names = self.named(text)
        return bool(WHEN.search(text)) and needed <= names and any(said.way == way for said in claims)


def _fits(parts: frozenset[tuple[str, str]], named: frozenset[tuple[str, str]]) -> bool:
    """Whether a part is among those that are named: of each column that is named it has one of the values."""
    columns = {column for column, _ in named}
    return all((column, dict(parts).get(column)) in named for column in columns)


def _changes(windows: Iterable, cells: list[Cell]) -> Iterator[Change]:
    (first, *_, last) = windows
    for parts in dict.fromkeys(cell.parts for cell in cells):
        own = [cell for cell in cells if cell.parts == parts]
        before, after = ([cell.value for cell in own if start <= cell.start and cell.end <= end] for start, end in (first, last))  # fmt: skip
        if before and after:
            yield Change(parts, mean(before), mean(after))


def _name(value: str) -> str:
    if value == "A":
        return rf"acquirer A\b|{A_ALONE}"
    return rf"\b{re.escape(value.removesuffix('s'))}s?\b"


def _figure(value: float, measure: Measure) -> str:
    return f"{value:,.{measure.decimals}f}{'%' if measure.unit == '%' else ''}"
