"""Is the choice honest: what else was possible, what can go wrong, and how do we get back?"""

from __future__ import annotations

import re

from course.grade.count import quantity
from course.grade.document.check import Result, check, failed, listing, partial_credit
from course.grade.document.checks.goals import columns
from course.grade.document.checks.structure import find_section
from course.grade.document.parse import Document, Section, Table, sentences, words
from course.grade.document.stages import invisible_fall
from course.verdict import Finding

NOTHING = re.compile(
    r"\b(?:do(?:ing)?|not? do(?:ing)?) nothing\b|\blet(?:s|ting)? (?:it|things|everything|all) be\b|\b(?:leav|keep)(?:e|ing)? (?:\w+ )?(?:it|things|everything|all|them)(?: (?:as|be|alone|running)\b|[.?!:,]|$)|"
    r"^(?:\W*|\W*\d+[.)]\s*|option \w+\W+)nothing\b|\bno change\b|\bstatus quo\b|\bnot build\b|\bjust leave\b|\blive with\b|\bas (?:it is|they are) (?:now|today)\b|\b(?:is|was|been|be) (?:already )?(?:fixed|rolled back|taken back|repaired|over)\b|\bcase against\b", re.I | re.M
)  # fmt: skip
DRAWBACK = re.compile(
    r"\b(?:drawbacks?|downsides?|disadvantages?|costs? us|giv(?:e|es|ing) up|price (?:is|of|that|for)|at the price|against it|cons?|trade-?off|"
    r"we (?:accept|lose|pay|risk)|accept(?:ing)? that|in return|sacrific\w+|slower|slowest|its cost)\b", re.IGNORECASE
)  # fmt: skip
AGAINST = re.compile(
    r"\b(?:against|cons?|costs?|price|drawbacks?|downsides?|disadvantages?|weakness\w*|gives? up|trade-?offs?|but)\b",
    re.IGNORECASE,
)
CHOSEN = re.compile(
    r"\b(?:chosen|choice|chose|choose|selected|preferred|picked|taken|proposed|recommended|ours|decided|decision|we (?:take|do|build|propose|pick|want)|this (?:spec\w*|plan|one))\b",
    re.IGNORECASE,
)
SPEAKS_AGAINST = re.compile(
    r"\b(?:against|cons?|costs?|price|drawbacks?|downsides?|minus)\b[^.:]{0,20}:", re.IGNORECASE
)
POSSIBLE = re.compile(
    r"\b(?:could|can|might|would|instead|alternatively|option|comes? to|(?:is|are) worth)\b", re.IGNORECASE
)
MISSING_COLUMN = 0.1  # of the points
LABEL, MOST_NAMED = 5, 3  # words by which a finding names a risk; risks that it names
RISK_COLUMNS = ("risk", "likelihood", "impact", "mitigation", "owner")
RISK_ALIASES = {"risk": ("what", "threat"), "likelihood": ("probability", "chance", "likely"),
                "impact": ("effect", "damage", "harm", "consequence", "severity", "bad"),
                "mitigation": ("response", "measure", "action", "answer", "counter", "what we do", "do", "then", "limit", "stop", "threshold", "plan"),
                "owner": ("who", "responsible")}  # fmt: skip
STAGE = re.compile(
    r"\d{1,3}(?:[.,]\d+)?\s*(?:%|per ?cent)|\bhalf\b|\b(?:everyone|everybody|all|the rest)\b", re.IGNORECASE
)
OFF = r"\b(?:switch|turn)(?:ed|ing|e?s)?\b(?:\s\w+){0,3}?\soff\b"
GOES_OFF = r"\b(?:flag|switch|toggle|guard|it|is|goes) (?:goes |is )?off\b|\boff (?:again|after|at|when|if|within|in)\b"
STOP = re.compile(rf"\b(?:abort|stop(?:s|ped)?|halt|pause|roll(?:ed)? back)\b|{OFF}|{GOES_OFF}", re.IGNORECASE)
BACK = re.compile(
    rf"\broll(?:ed|ing)?[- ]?back\b|\bway back\b|\bback(?::| is\b| to\b)|\brevert|\bundo\b|{OFF}|{GOES_OFF}",
    re.IGNORECASE,
)
THRESHOLD = re.compile(r"\d|\b(?:one|two|first|single|any)\b", re.IGNORECASE)
OWNER = re.compile(
    r"\b(?:Ife|Marta|Bode|Lin|Tomasz|Aya|Noor|Sam|Grace|Dario)\b|\b(?:you|I|me)\b|\bowner:?\s*(?!(?:the )?(?:team|management|everybody|all)\b)\w+"
)
RESPONSE = re.compile(
    r"\d|\b(?:stop|alarm|watch|check|limit|if|until|compare|switch|flag|test|one|two|any)s?\b", re.IGNORECASE
)
NOBODY = re.compile(r"^(?:the )?(?:teams?|management|everybody|everyone|all|nobody|tbd|stakeholders?)?$", re.IGNORECASE)


@check(
    "Alternatives, and what you give up",
    "A decision without an alternative is an announcement.",
    "It does not see whether an alternative was a real one.",
)
def alternatives(document: Document, settings: dict) -> Result:
    """At least two options in ``section``, a drawback of the chosen one, and somewhere what speaks for doing nothing.

    Where another section is for drawbacks, ``drawback`` is False.
    """
    section = find_section(document, settings, settings["section"])
    if section is None:
        return failed("alternatives", f"There is no section “{settings['section']}”.", "What else could be done?")
    text = document.prose(section)
    options = [block for block in document.within(section, document.blocks) if block.kind in ("item", "row")]
    headings = [heading for heading in document.sections if section.line < heading.line < section.end]
    considered = [sentence for sentence in sentences(text) if POSSIBLE.search(sentence) or ": " in sentence]
    titles = "\n".join(heading.title for heading in document.sections)
    criteria = {
        "There are fewer than two alternatives.": max(len(options), len(headings), len(considered)) >= 2,
        "“Do nothing” is not among the alternatives.": bool(NOTHING.search(f"{document.prose()}\n{titles}")),
    }
    if settings.get("drawback", True):
        has_drawback = bool(DRAWBACK.search(f"{section.title}\n{text}")) or _is_weighed(document, section)
        criteria["No drawback of what you chose: what do you give up?"] = has_drawback
    findings = tuple(Finding("alternatives", problem, place=document.place(section.line))
                     for problem, met in criteria.items() if not met)  # fmt: skip
    return partial_credit(len(criteria) - len(findings), len(criteria), findings)


def _is_weighed(document: Document, section: Section) -> bool:
    """Whether something stands against what was chosen: in its row, in a column for that, or beside it in words.

    Where no row says that it is the chosen one, each has to have something against it.
    """
    for table in document.within(section, document.tables):
        at = [column for column, name in enumerate(table.header) if AGAINST.search(name)]
        chosen = [row for row in table.rows if CHOSEN.search(row[0])] or list(table.rows)
        if at and chosen and all(any(words(row[column]) for column in at if column < len(row)) for row in chosen):
            return True
    blocks = [block.text for block in document.within(section, document.blocks) if block.kind != "row"]
    return any(CHOSEN.search(text) and SPEAKS_AGAINST.search(text) for text in blocks)


@check(
    "Risks with an owner",
    "A risk that nobody owns is a surprise with a date.",
    "It looks for a person and for what is done. Whether the worst risk is missing, only a person sees.",
)
def risks(document: Document, settings: dict) -> Result:
    """``least`` risks in ``section``, as rows, items or sentences: each with an owner and what is done or watched.

    A table also says how likely and how bad each one is; without a column for it, a tenth of the points is lost.
    """
    section = find_section(document, settings, settings["section"])
    if section is None:
        return failed("risks", f"There is no section “{settings['section']}”.", "What can go wrong, and who owns it?")
    tables = document.within(section, document.tables)
    lacking = _row_problems(tables[0]) if tables else _text_problems(document, section)
    complete = sum(not problem for _, problem in lacking)
    is_list = tables or any(block.kind == "item" for block in document.within(section, document.blocks))
    position = columns(tables[0], RISK_COLUMNS, RISK_ALIASES) if tables else {}
    missing = [name for name in RISK_COLUMNS if name not in position] if tables else []
    findings = []
    if missing:
        findings.append(Finding("risks", f"The table of risks has no column {listing(missing)}.",
                                place=document.place(tables[0].line)))  # fmt: skip
    if complete < settings["least"]:
        named = [f"“{' '.join(text.split()[:LABEL])} …” {problem}" for text, problem in lacking if problem and is_list]
        findings.append(Finding("risks", f"{quantity(complete, 'risk')} with an owner and what is done, {settings['least']} are asked for.",
                                f"{listing(named, MOST_NAMED)}." if named else "", place=document.place(section.line)))  # fmt: skip
    share = min(1.0, complete / settings["least"]) * (1 - MISSING_COLUMN * len(missing))
    return Result(share, tuple(findings))


def _row_problems(table: Table) -> list[tuple[str, str]]:
    """Each row of a table of risks, and why it does not count: an empty column, or an owner that is no person."""
    position = columns(table, RISK_COLUMNS, RISK_ALIASES)
    return [(row[position.get("risk", 0)], _row_problem(row, position)) for row in table.rows]


def _row_problem(row: tuple[str, ...], position: dict[str, int]) -> str:
    empty = [name for name, column in position.items() if column >= len(row) or not words(row[column])]
    if "owner" not in position or "owner" in empty:
        return "has no owner"
    owner = row[position["owner"]].strip()
    if NOBODY.match(owner):
        return f"is owned by “{owner}”, which is no person"
    if empty:
        return f"has no {listing(empty)}"
    return "" if len([cell for cell in row if words(cell)]) > 2 else "does not say what is done"


def _text_problems(document: Document, section: Section) -> list[tuple[str, str]]:
    """Each item of a section, or else each sentence, and why it is no risk that counts: no owner, or nothing done beside it.

    Sentences share what they say: of those without an owner only the ones between two that count are no risks.
    """
    blocks = document.within(section, document.blocks)
    items = [block.text for block in blocks if block.kind == "item"] or sentences(
        " ".join(block.text for block in blocks)
    )
    near = [
        " ".join(items[max(0, at - 1) : at + 2]) if len(items) > 3 * len(blocks) else text
        for at, text in enumerate(items)
    ]
    return [(text, _text_problem(text, around)) for text, around in zip(items, near, strict=True)]


def _text_problem(text: str, around: str) -> str:
    if not OWNER.search(text):
        return "names no person who owns it"
    return "" if RESPONSE.search(around) else "does not say what is done or watched"


def _under_their_headers(tables: tuple[Table, ...]) -> list[str]:
    """Each cell of some tables, after the header of its column: what a column says, such as “we stop at”, it says of each cell."""
    return [
        f"{name} {cell}"
        for table in tables
        for row in table.rows
        for name, cell in zip(table.header, row, strict=False)
    ]


@check(
    "A rollout with a way back",
    "Everybody knows at what number you stop, and how you get back.",
    "It reckons with a fall in points, and with stages that say their share and how long they last. It knows no other number to watch.",
)
def rollout(document: Document, settings: dict) -> Result:
    """In ``section``: ``least`` stages as a share, a threshold to abort that they can show, a way back, a flag or migration plan."""
    section = find_section(document, settings, settings["section"])
    if section is None:
        return failed("rollout", f"There is no section “{settings['section']}”.", "Who sees it first?")
    text = document.prose(section)
    said = [*sentences(text.replace("; ", ".\n")), *_under_their_headers(document.within(section, document.tables))]
    stop_sentences = [part for part in said if STOP.search(part)]
    stages = {
        match[0].replace(" ", "") for sentence in sentences(text) for match in STAGE.finditer(STOP.split(sentence)[0])
    }
    criteria = {
        f"{quantity(len(stages), 'stage')}, {settings['least']} are asked for: which share first, which next?": len(stages) >= settings["least"],
        "At what number do you stop? There is no threshold to abort.": any(THRESHOLD.search(sentence) for sentence in stop_sentences),
        "There is no way back.": bool(BACK.search(f"{section.title}\n{text}")),
        "No flag and no migration is named: how is it switched?": bool(re.search(r"\bflag|\bmigrat|\bcanary\b|\btoggle|\bswitch", text, re.I)),
    }  # fmt: skip
    if problem := invisible_fall(text, stop_sentences):
        criteria[f"{problem} Stop at a count that each stage can show, or let it last longer."] = False
    findings = tuple(Finding("rollout", problem, place=document.place(section.line))
                     for problem, met in criteria.items() if not met)  # fmt: skip
    return partial_credit(len(criteria) - len(findings), len(criteria), findings)
