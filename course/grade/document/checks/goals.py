"""Is success defined: a metric with a baseline, something that must not get worse, and what is left out."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from course.grade.document.check import Result, check, counted, failed, shared
from course.grade.document.checks.evidence import known_queries_only
from course.grade.document.checks.structure import find_section
from course.grade.document.parse import Document, Table, plain
from course.verdict import Finding

DATE = re.compile(
    r"\b20\d\d-[01]\d(?:-[0-3]\d)?\b|\bweek \d+\b|\b(?:Q[1-4]|[A-Z][a-z]+) 20\d\d\b|\bQ[1-4]\b|"
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
)
QUANTITY = re.compile(r"\d")
NEGATED = re.compile(r"\b(?:not|no|never|won't|don't|without|do not|will not|shall not)\b", re.IGNORECASE)
GUARDRAIL = re.compile(r"guard-?rail|(?:must|may) not (?:get worse|rise|fall|drop)", re.IGNORECASE)
SAME = 0.75
COMPARED, LONGEST_ITEM = 20, 200  # each non-goal is compared with each goal
FILLED = {
    "baseline": QUANTITY, "target": QUANTITY, "date": DATE, "population": re.compile(r"\w{3,}"),
    "source": re.compile(r"\[[FQ][-\w.]{1,20}(?:=[^\[\]]{0,60})?\]|\bQ-\d|\bF\d|\w{4,}"),
}  # fmt: skip
QUESTIONS = {
    "baseline": "No baseline: you cannot tell success.", "target": "No target: when are you done?",
    "date": "No date: until when?", "population": "No population: measured over whom?",
    "source": "No source: where is it read?",
}  # fmt: skip
ALIASES = {"date": ("by", "until", "when", "due"), "population": ("who", "over", "of", "among", "scope"),
           "source": ("measured", "from", "query", "evidence", "how", "where it is read"), "baseline": ("today", "now", "current", "start"),
           "target": ("goal", "aim", "want", "should be")}  # fmt: skip


def columns(table: Table, wanted: tuple[str, ...], aliases: dict[str, tuple[str, ...]]) -> dict[str, int]:
    """Which column of a table holds what, by its heading."""
    heads = [plain(head) for head in table.header]
    found = {}
    for name in wanted:
        names = (name, *aliases.get(name, ()))
        at = next((at for one in names for at, head in enumerate(heads) if re.search(rf"\b{one}\b", head)), None)
        if at is not None:
            found[name] = at
    return found


@check(
    "A metric that can fail",
    "Baseline, target, date, population and source: with these five, nobody can argue later whether it worked.",
    "It does not judge whether the metric is the right one.",
)
def primary_metric(document: Document, told: dict) -> Result:
    """A table in ``section`` with a row that has baseline, target, date, population and source."""
    section = find_section(document, told, told["section"])
    tables = document.within(section, document.tables) if section else ()
    best: tuple[int, list[str], int] = (0, list(FILLED), section.line if section else 0)
    for table in tables:
        where = columns(table, tuple(FILLED), ALIASES)
        for row in table.rows:
            if GUARDRAIL.search(" ".join(row)):
                continue
            cells = {name: known_queries_only(row[at], told) for name, at in where.items() if at < len(row)}
            open_ = [name for name, needed in FILLED.items() if not needed.search(cells.get(name, ""))]
            best = max(best, (len(FILLED) - len(open_), open_, table.line), key=lambda one: one[0])
    good, missing, line = best
    if not tables:
        return failed("primary_metric", f"There is no table of metrics in “{told['section']}”.",
                      "A row for each metric, with the columns baseline, target, date, population, source.")  # fmt: skip
    findings = tuple(Finding("primary_metric", QUESTIONS[name], place=document.place(line)) for name in missing)
    return shared(good, len(FILLED), findings)


@check(
    "A guardrail",
    "Every target can be reached by breaking something else. Say what must not get worse, and at what number.",
    "It looks for the word and a number beside it.",
)
def guardrail(document: Document, told: dict) -> Result:
    """A line or row that says guardrail, or what must not get worse, and holds a number."""
    named = [block for block in document.blocks if GUARDRAIL.search(block.text)]
    if any(QUANTITY.search(block.text) for block in named):
        return shared(1, 1, ())
    if named:
        return failed("guardrail", "The guardrail has no threshold.", "At what number do you stop?",
                      document.place(named[0].line))  # fmt: skip
    return failed("guardrail", "There is no guardrail.", "What must not get worse?")


@check(
    "Non-goals",
    "What you leave out on purpose, nobody will assume to be in.",
    "It compares words. A non-goal that nobody would have expected passes.",
)
def non_goals(document: Document, told: dict) -> Result:
    """At least ``least`` list items in ``section``, none of them a goal with “not” in front."""
    section = find_section(document, told, told["section"])
    if section is None:
        return failed("non_goals", "There are no non-goals.", "What will people assume is included?")
    goals = find_section(document, told, told["goals"])
    wanted = [_bare(block.text) for block in document.within(goals, document.blocks)][:COMPARED] if goals else []
    items = [block for block in document.within(section, document.blocks) if block.kind in ("item", "row")][:COMPARED]
    negated = [
        block
        for block in items
        if any(goal and SequenceMatcher(None, _bare(block.text), goal).ratio() >= SAME for goal in wanted)
    ]
    findings = tuple(Finding("non_goals", "That is the goal with “not” in front.", place=document.place(block.line),
                             look="Name something that a reader could expect and will not get.") for block in negated)  # fmt: skip
    good = len(items) - len(negated)
    if good < told["least"] and not negated:
        findings = (Finding("non_goals", f"{counted(good, 'non-goal')}, {told['least']} are asked for.",
                            look="One list item for each.", place=document.place(section.line)),)  # fmt: skip
    return shared(good, told["least"], findings if good < told["least"] else ())


def _bare(text: str) -> str:
    """A goal or non-goal without its negation, as it is compared."""
    return plain(NEGATED.sub(" ", text[:LONGEST_ITEM]))
