"""Is success defined: a metric with a baseline, something that must not get worse, and what is left out?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from course.grade.count import quantity
from course.grade.document.check import Result, check, failed, partial_credit
from course.grade.document.checks.evidence import known_queries_only
from course.grade.document.checks.structure import find_section
from course.grade.document.demands import stems
from course.grade.document.parse import EVIDENCE, Document, Section, Table, normal_title, sentences
from course.grade.document.stages import invisible_guardrail
from course.verdict import Finding

DATE = re.compile(
    r"\b20\d\d-[01]\d(?:-[0-3]\d)?\b|\bweek \d+\b|\b(?:Q[1-4]|[A-Z][a-z]+) 20\d\d\b|\bQ[1-4]\b|"
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
)
QUANTITY = re.compile(r"\d")
NEGATED = re.compile(r"\b(?:not|no|never|won't|don't|without|do not|will not|shall not)\b", re.IGNORECASE)
GUARDRAIL = re.compile(
    r"guard-?rail|(?:must|may|should|shall) not (?:get worse|rise|fall|drop|suffer|go|be)\b|\bno (?:lower|higher|worse|more) than\b|"
    r"\bno worse\b|\bstays? (?:below|above|under|at)\b|\bnot (?:fall|rise|drop) (?:by )?more\b", re.IGNORECASE
)  # fmt: skip
CHANGE = re.compile(r"\bto\b|→|->|[,;]|\bwhere\b", re.IGNORECASE)
AMOUNT = re.compile(r"(?<![A-Za-z\d])\d|\b(?:zero|none|no|nobody|nothing|one|two|all|every|half|each)\b", re.IGNORECASE)
POPULATION = re.compile(r"\b(?:of|among|per|all|each|every|over|in|for|with)\s+\w{3,}", re.IGNORECASE)
SOURCE = re.compile(
    r"\[[FQ][-\w.]{1,20}(?:=[^\[\]]{0,60})?\]|\bQ-\d|\bF\d|\bRB\d|\b(?:measured|counted|read|taken|by the)\b|"
    r"\b(?:quer(?:y|ies)|dashboard|settlements?|report|logs?|table|rulebook|ledger|register|÷)\b", re.IGNORECASE
)  # fmt: skip
PARTED = re.compile(r"(?<=[.!?])\s+|;\s*|:\s")
SAME = 0.75
FEWEST_SAID = 2  # words that a non-goal shares with a goal, if it has no other
ANYBODY = stems("anybody anyone somebody someone people customer customers merchant merchants payer payers ever again")
INVISIBLE = 0.5  # of the points for a guardrail that the traffic cannot show
LONGEST_METRIC = 400  # characters
COMPARED, LONGEST_ITEM = 20, 200  # each non-goal is compared with each goal
FILLED = {
    "baseline": QUANTITY, "target": QUANTITY, "date": DATE, "population": re.compile(r"\w{3,}"),
    "source": re.compile(r"\[[FQ][-\w.]{1,20}(?:=[^\[\]]{0,60})?\]|\bQ-\d|\bF\d|\w{4,}"),
}  # fmt: skip
ANYWHERE = {"population": POPULATION, "source": SOURCE, "date": DATE}
QUESTIONS = {
    "baseline": "No baseline: you cannot tell success.", "target": "No target: when are you done?",
    "date": "No date: until when?", "population": "No population: measured over whom?",
    "source": "No source: where is it read?",
}  # fmt: skip
ALIASES = {"date": ("by", "until", "when", "due"), "population": ("who", "over", "of", "among", "scope"),
           "source": ("measured", "from", "query", "evidence", "how", "where it is read"), "baseline": ("today", "now", "current", "start"),
           "target": ("goal", "aim", "want", "should be")}  # fmt: skip


def columns(table: Table, required: tuple[str, ...], aliases: dict[str, tuple[str, ...]]) -> dict[str, int]:
    """The position of each required column of a table, found by its heading or an alias."""
    headings = [normal_title(heading) for heading in table.header]
    positions = {}
    for name in required:
        names = (name, *aliases.get(name, ()))
        at = next(
            (at for alias in names for at, heading in enumerate(headings) if re.search(rf"\b{alias}\b", heading)), None
        )
        if at is not None:
            positions[name] = at
    return positions


@check(
    "A metric that can fail",
    "Baseline, target, date, population and source: with these five, nobody can argue later whether it worked.",
    "It does not judge whether the metric is the right one.",
)
def primary_metric(document: Document, settings: dict) -> Result:
    """A row, an item or a sentence in ``section`` that has baseline, target, date, population and source."""
    section = find_section(document, settings, settings["section"])
    if section is None:
        return failed(
            "primary_metric", f"There is no section “{settings['section']}”.", "How will you know that it worked?"
        )
    candidates = [*_rows(document, section, settings), *_sentences(document, section, settings)]
    if not candidates:
        return failed("primary_metric", f"There is no metric with a number in “{section.title}”.",
                      "For each metric a row or a sentence with baseline, target, date, population, source.")  # fmt: skip
    missing, line = min(candidates, key=lambda candidate: len(candidate[0]))
    findings = tuple(Finding("primary_metric", QUESTIONS[name], place=document.place(line)) for name in missing)
    return partial_credit(len(FILLED) - len(missing), len(FILLED), findings)


def _rows(document: Document, section: Section, settings: dict) -> Iterator[tuple[list[str], int]]:
    """What each row of a table of metrics lacks. Whom it counts and where it is read may stand in any cell."""
    for table in document.within(section, document.tables):
        positions = columns(table, tuple(FILLED), ALIASES)
        for row in table.rows:
            whole = known_queries_only(" ".join(row), settings)
            if GUARDRAIL.search(whole):
                continue
            cells = {name: known_queries_only(row[at], settings) for name, at in positions.items() if at < len(row)}
            unfilled = [name for name, pattern in FILLED.items() if not pattern.search(cells.get(name, ""))]
            yield (
                [name for name in unfilled if name in cells or not (name in ANYWHERE and ANYWHERE[name].search(whole))],
                table.line,
            )


def _sentences(document: Document, section: Section, settings: dict) -> Iterator[tuple[list[str], int]]:
    """What each metric lacks that is written in words, such as “from … to …”: two amounts, a day, whom and where."""
    for block in document.within(section, document.blocks):
        parts = [block.text] if block.kind == "item" else sentences(block.text) if block.kind == "paragraph" else []
        for part in (known_queries_only(part[:LONGEST_METRIC], settings) for part in parts):
            amounts = EVIDENCE.sub("0", DATE.sub(" ", part))
            if not AMOUNT.search(amounts) or GUARDRAIL.search(part):
                continue
            has = {"baseline": _has_two(amounts), "target": True, "date": DATE.search(part),
                   "population": POPULATION.search(part), "source": SOURCE.search(part)}  # fmt: skip
            yield [name for name, match in has.items() if not match], block.line


def _has_two(text: str) -> bool:
    """Whether there are amounts on both sides of what joins a baseline and a target."""
    return any(
        AMOUNT.search(text[: match.start()]) and AMOUNT.search(text[match.end() :]) for match in CHANGE.finditer(text)
    )


@check(
    "A guardrail",
    "Every target can be reached by breaking something else. Say what must not get worse, and at what number.",
    "It looks for the word and a number beside it. Of a fall in approval it reckons whether the traffic can show it.",
)
def guardrail(document: Document, settings: dict) -> Result:
    """A line or row that says guardrail, or what must not get worse, and holds a number that the traffic can show."""
    guardrails = [block for block in document.blocks if GUARDRAIL.search(block.text)]
    measured = [block for block in guardrails if QUANTITY.search(block.text)]
    problems = {block: invisible_guardrail(block.text) for block in measured}
    if measured and not all(problems.values()):
        return partial_credit(1, 1, ())
    if measured:
        return failed("guardrail", problems[measured[0]], "Name a fall that shows, or a longer period.",
                      document.place(measured[0].line), INVISIBLE)  # fmt: skip
    if guardrails:
        return failed("guardrail", "The guardrail has no threshold.", "At what number do you stop?",
                      document.place(guardrails[0].line))  # fmt: skip
    return failed("guardrail", "There is no guardrail.", "What must not get worse?")


@check(
    "Non-goals",
    "What you leave out on purpose, nobody will assume to be in.",
    "It compares words with those of the goals. Another non-goal that nobody would have expected passes.",
)
def non_goals(document: Document, settings: dict) -> Result:
    """At least ``least`` items, rows or sentences in ``section``, none of them a goal with “not” in front.

    Nor one that says only what a goal brings to an end: nobody expects to be charged twice.
    """
    section = find_section(document, settings, settings["section"])
    if section is None:
        return failed("non_goals", "There are no non-goals.", "What will people assume is included?")
    goals = find_section(document, settings, settings["goals"])
    goal_texts = (
        [_without_negation(block.text) for block in document.within(goals, document.blocks)][:COMPARED] if goals else []
    )
    items = _left_out(document, section)[:COMPARED]
    negated = [
        (text, line)
        for text, line in items
        if any(goal and _says_the_same(_without_negation(text), goal) for goal in goal_texts)
    ]
    findings = tuple(Finding("non_goals", "That is the goal with “not” in front.", place=document.place(line),
                             look="Name something that a reader could expect and will not get.") for _, line in negated)  # fmt: skip
    sound_count = len(items) - len(negated)
    if sound_count < settings["least"] and not negated:
        findings = (Finding("non_goals", f"{quantity(sound_count, 'non-goal')}, {settings['least']} are asked for.",
                            look="One list item for each.", place=document.place(section.line)),)  # fmt: skip
    return partial_credit(sound_count, settings["least"], findings if sound_count < settings["least"] else ())


def _says_the_same(text: str, goal: str) -> bool:
    """Whether a text without its negation is a goal, or all that it says stands in the goal.

    >>> _says_the_same("charge anybody twice", "payments charged twice | 186 in november | 0 a month")
    True
    >>> _says_the_same("refunds for goods that did not arrive", "second charges returned | 14 | 186")
    False
    """
    said = stems(text) - ANYBODY
    return SequenceMatcher(None, text, goal).ratio() >= SAME or (len(said) >= FEWEST_SAID and said <= stems(goal))


def _left_out(document: Document, section: Section) -> list[tuple[str, int]]:
    """What a section of non-goals lists, each with its line: items and rows, else sentences and what semicolons part."""
    blocks = document.within(section, document.blocks)
    listed = [(block.text, block.line) for block in blocks if block.kind in ("item", "row")]
    if listed:
        return listed
    prose = [(part, block.line) for block in blocks for part in PARTED.split(block.text)]
    return [
        (part, line)
        for part, line in prose
        if len(part.split()) > 1 and part.strip(" .:") != section.title.strip(" .:")
    ]


def _without_negation(text: str) -> str:
    """A goal or non-goal without its negation, for comparison."""
    return normal_title(NEGATED.sub(" ", text[:LONGEST_ITEM]))
