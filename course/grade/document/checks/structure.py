"""Is everything there that a reader looks for: sections with words in them, an owner, a reasonable length?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import cache

from course.case.cast import PEOPLE
from course.grade.document.check import Result, check, failed, listing, partial_credit, passed
from course.grade.document.lexicon import is_word_list
from course.grade.document.parse import LEAD, Document, Section, normal_title, words
from course.verdict import Finding

STOP_WORDS = frozenset(
    "a an and are as at be by for from has have in is it its of on or our that the their they this to was we were "
    "which will with you your not no if then so but do does than".split()
)
LIKE_TEMPLATE = 0.6
MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
DAY = re.compile(
    rf"\b20\d\d-[01]\d-[0-3]\d\b|\b20\d\d/[01]?\d/[0-3]?\d\b|\b[0-3]?\d/[0-3]?\d/20\d\d\b|\b[0-3]?\d-{MONTH}-(?:20)?\d\d\b|\b[0-3]?\d\.?(?:st|nd|rd|th)?\s{MONTH},?\s20\d\d\b|\b{MONTH}\s[0-3]?\d(?:st|nd|rd|th)?,?\s20\d\d\b|"
    r"\b[0-3]?\d\.\s?[01]?\d\.\s?20\d\d\b", re.IGNORECASE
)  # fmt: skip
FIELD_ALIASES = {
    "Owner": ("Author", "Responsible", "Lead", "Written by"),
    "Status": ("State", "Version", "Stage"),
    "Date": ("Day", "As of", "Last change", "Updated"),
    "Reviewer": ("Review", "Approver", "Reader", "Reviewed by", "For"),
}
FIELD_NAMES = "|".join(alias for name, aliases in FIELD_ALIASES.items() for alias in (name, *aliases))
NAMED = r"[ \t]*(?:[*_]{1,3}[ \t]*:?|:)"  # what follows the name of a field: a colon, or the end of its bold or italic letters
FIELD_ON_LINE = re.compile(rf"(?:^|[·•|;,./–—-])[ \t*_]*(?:{FIELD_NAMES})s?{NAMED}", re.IGNORECASE)
NEXT_FIELD = re.compile(rf"[·•;,./–—-](?=[ \t*_]*(?:{FIELD_NAMES})s?{NAMED})", re.IGNORECASE)
AT_TOP = {"Date": DAY.pattern, "Status": r"\b(?:draft|ready|final|approved|in review|for decision)\b",
          "Reviewer": r"\b(?:for|to be read by|reviewed by)\s+[A-Z]\w+.*"}  # fmt: skip
CAST = re.compile(rf"\b(?:{'|'.join(person.name for person in PEOPLE)}|I|[Mm]e|[Yy]ou)\b")
ROLES = re.compile(
    r"\b(?:product|manager|management|owner|lead|head|chief|officer|team|engineer\w*|finance|director|nobody|we|us)\b",
    re.IGNORECASE,
)
NEARLY = 0.9  # of the length that is asked for
LONGEST = 2_000
LONGEST_TITLE, MOST_HEADINGS = 120, 60
FEWEST_PARTS = 4  # of a document whose order says what a heading in own words stands for


def find_section(document: Document, settings: dict, name: str) -> Section | None:
    """A section by its name or one of the aliases in ``settings["aliases"]``, else one whose heading contains such a name.

    Else it is the one whose heading says none of the names, in the place where the order of the aliases has this one.
    """
    aliases = settings.get("aliases", {})
    return _named_section(document, aliases, name) or _by_place(document, aliases).get(name)


def _named_section(document: Document, aliases: dict[str, list[str]], name: str) -> Section | None:
    section = document.section(name, *aliases.get(name, ()))
    return section or next((part for part in _parts(document) if _is_about(part.title, name, aliases)), None)


def _by_place(document: Document, aliases: dict[str, list[str]]) -> dict[str, Section]:
    """The sections with a heading in the author's own words, by the part that belongs where they are.

    Between two parts that are found, or before the first and after the last, there have to be as many such headings as
    parts that are missing there.
    """
    order = tuple(aliases)
    if order not in document.by_place:
        document.by_place[order] = dict(_placed(document, aliases))
    return document.by_place[order]


def _placed(document: Document, aliases: dict[str, list[str]]) -> Iterator[tuple[str, Section]]:
    order = list(aliases)
    found = {name: section for name in order if (section := _named_section(document, aliases, name))}
    if len(order) < FEWEST_PARTS or len(found) < max(2, len(order) / 4):
        return
    taken = {section: name for name, section in found.items()}
    levels = [section.level for section in found.values()]
    level = max(levels, key=levels.count)
    titles = [section for section in sorted(_parts(document), key=lambda part: part.line) if section.level == level]
    also = {section: name for section in titles for name in order if _is_about(section.title, name, aliases)}
    fitting = [dict(_between(titles, order, known)) for known in (also | taken, taken)]
    yield from max(fitting, key=len).items()


def _between(titles: list[Section], order: list[str], known: dict[Section, str]) -> Iterator[tuple[str, Section]]:
    """The names that are missing between two known headings, each with the heading in the author's own words that is there."""
    found = set(known.values())
    before, own_words = -1, []
    for section in [*titles, None]:
        if section and section not in known:
            own_words.append(section)
            continue
        after = order.index(known[section]) if section else len(order)
        missing = [name for name in order[before + 1 : after] if name not in found]
        if len(missing) == len(own_words):
            yield from zip(missing, own_words, strict=True)
        before, own_words = after, []


def has_own_words(document: Document, settings: dict) -> bool:
    """Whether a heading says none of the names, and stands where it can be none of them."""
    aliases = settings.get("aliases", {})
    placed = _by_place(document, aliases).values()
    return any(
        part not in placed and not any(_is_about(part.title, name, aliases) for name in aliases)
        for part in _parts(document)
        if part.level <= LEAD
    )


def prose_without_lists(document: Document, section: Section | None) -> tuple[str, list[Finding]]:
    """The words of a section without paragraphs and items that only list words, and a finding for each of those."""
    blocks = document.within(section, document.blocks)
    word_lists = [block for block in blocks if block.kind != "row" and is_word_list(block.text)]
    findings = [
        Finding("words", f"“{block.text[:40]}” is a list of words.", look="Say in a sentence what you mean.",
                place=document.place(block.line))
        for block in word_lists
    ]  # fmt: skip
    return "\n".join(block.text for block in blocks if block not in word_lists), findings


def section_names(document: Document, settings: dict) -> list[tuple[Section, str]]:
    """Each section of which one can see what it is, with the name of that part; a later one may be part of an earlier."""
    aliases = settings.get("aliases", {})
    named = [(part, name) for part in _parts(document) for name in aliases if _is_about(part.title, name, aliases)]
    return [*named, *((section, name) for name, section in _by_place(document, aliases).items())]


def _parts(document: Document) -> list[Section]:
    """The first sections, highest level first, without the heading that is the document's title."""
    first = document.sections[:MOST_HEADINGS]
    levels = [section.level for section in first]
    title = min(levels, default=0) if levels.count(min(levels, default=0)) == 1 else 0
    return sorted((section for section in first if section.level != title), key=lambda section: section.level)


def _is_about(title: str, name: str, aliases: dict[str, list[str]]) -> bool:
    """Whether a heading contains a section's name, and not as part of another's: “Non-goals” does not contain “Goals”."""
    name_spans = _spans(title, (name, *aliases.get(name, ())))
    other_spans = [span for other, names in aliases.items() if other != name for span in _spans(title, (other, *names))]
    return any(
        not any(low <= start and end <= high and (low, high) != (start, end) for low, high in other_spans)
        for start, end in name_spans
    )


def _spans(title: str, names: tuple[str, ...]) -> list[tuple[int, int]]:
    """Where a heading says one of some names, of which each is a regular expression over normal titles."""
    heading = normal_title(title[:LONGEST_TITLE])
    return [match.span() for match in re.finditer(_expression(names), heading)]


@cache
def _expression(names: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(map(_as_title, names), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(longest_first)})(?!\w)")


def _as_title(name: str) -> str:
    return name.lower().replace("-", " ").replace("&", " and ")


@check(
    "Sections",
    "A reader finds an answer where every such document keeps it.",
    "It reads headings; one in your own words counts for the part that belongs in its place. It does not see whether a section says what its heading promises.",
)
def sections(document: Document, settings: dict) -> Result:
    """All of ``sections``, in any order, under their names or ``aliases``; ``questions`` says what each one answers.

    The headings of an untouched ``template`` are not the learner's, and earn nothing.
    """
    template = settings.get("template", "").split()
    if template and document.text.split() == template:
        return Result(
            0.0, (Finding("sections", "So far there are only the headings.", look="Begin with any section."),)
        )
    missing = [name for name in settings["sections"] if find_section(document, settings, name) is None]
    unplaced = has_own_words(document, settings) if missing else False
    findings = tuple(
        Finding(
            "sections",
            f"{'No heading says that it is' if unplaced else 'There is no section'} “{name}”{_question(settings, name)}.",
            look=f"Add the heading “## {name}”, or give that name to the section that answers it.",
        )
        for name in missing
    )
    return partial_credit(len(settings["sections"]) - len(missing), len(settings["sections"]), findings)


def _question(settings: dict, name: str) -> str:
    question = settings.get("questions", {}).get(name)
    return f": {question}" if question else ""


@check(
    "Nothing empty",
    "A heading without words is a promise that nobody kept.",
    "It counts words that carry meaning. Whether they are the right ones, only a person sees.",
)
def not_empty(document: Document, settings: dict) -> Result:
    """Each of ``sections`` that is there has ``least`` words of its own and is not the ``template`` text."""
    existing = [(name, section) for name in settings["sections"] if (section := find_section(document, settings, name))]
    findings = tuple(
        Finding(
            "not_empty", f"The section “{name}” {reason}.", look="Write what a reader needs here, or drop the heading.",
            place=document.place(section.line),
        )
        for name, section in existing
        if (reason := _thin(document, section, settings))
    )  # fmt: skip
    missing = [name for name in settings["sections"] if name not in dict(existing)]
    if missing:
        findings += (Finding("not_empty", f"There is nothing under {listing(missing)} yet."),)
    filled_count = sum(1 for _, section in existing if not _thin(document, section, settings))
    return partial_credit(filled_count, len(settings["sections"]), findings)


def _thin(document: Document, section: Section, settings: dict) -> str:
    text = "\n".join(document.text.splitlines()[section.start : section.end])
    content = [word for word in words(text) if word.lower() not in STOP_WORDS]
    least = settings.get("least", 8)
    if len(content) < least:
        return f"says less than {least} words that carry meaning"
    template = _template_section(settings.get("template", ""), section)
    own_words = [word for word in content if word.lower() not in template.split()]
    if (
        template
        and len(own_words) < least
        and SequenceMatcher(None, template, normal_title(text[:LONGEST])).ratio() > LIKE_TEMPLATE
    ):
        return "is still the text of the template"
    return ""


def _template_section(template: str, section: Section) -> str:
    """What the template says under the same heading."""
    match = re.search(rf"^#+ {re.escape(section.title)}\s*$(.*?)(?=^#|\Z)", template, re.MULTILINE | re.DOTALL)
    return normal_title(match[1]) if match else ""


@check(
    "Owner, status, date, reviewers",
    "Someone answers for the document, and a reader sees how old and how final it is.",
    "It does not know whether the owner knows that they own it.",
)
def metadata(document: Document, settings: dict) -> Result:
    """A line or table row for each of ``fields``, such as “Owner: Tomasz”; the date is a day, such as 2026-03-02.

    With ``cast``, an owner who is named has to be somebody in the cast.
    """
    problems = (
        _field_problem(document, name) or (_stranger(document) if name == "Owner" and settings.get("cast") else None)
        for name in settings["fields"]
    )
    findings = tuple(problem for problem in problems if problem)
    return partial_credit(len(settings["fields"]) - len(findings), len(settings["fields"]), findings)


def _field_problem(document: Document, name: str) -> Finding | None:
    value, place = _field(document, name)
    if value.lower() in ("", "tbd", "todo", "nobody", "n/a"):
        message = f"There is nothing after “{name}:”." if place else f"There is no line “{name}: …”."
        advice = "Nobody owns this document." if name == "Owner" else "Add it at the top."
        return Finding("metadata", message, look=advice, place=place)
    if name == "Date" and not DAY.search(value):
        return Finding(
            "metadata", f"“{value[:40]}” names no day of a year.", look="Write it as 2026-03-02.", place=place
        )
    return None


def _stranger(document: Document) -> Finding | None:
    """What to say of an owner who has a name, and one that nobody in the cast has."""
    value, place = _field(document, "Owner")
    name = re.match(r"[A-Z][a-z]+(?: [A-Z][a-z]+)?(?=$|[\s,;(·/])", value)
    if not name or CAST.search(value) or ROLES.search(value):
        return None
    return Finding("metadata", f"{name[0]} is not in the cast.", look="Such as Aya, Marta or Bode.", place=place)


def _field(document: Document, name: str) -> tuple[str, tuple[int, int] | None]:
    """What is said for a field and where: in the column of a table, on a line of its own, or in the words at the top."""
    names = "|".join((name, *FIELD_ALIASES.get(name, ())))
    for table in document.tables:
        titles = [title for title in table.header if re.search(rf"^(?:{FIELD_NAMES})s?$", title.strip(" *_:"), re.I)]
        column = [
            at for at, title in enumerate(table.header) if re.fullmatch(rf"(?:{names})s?", title.strip(" *_:"), re.I)
        ]
        if len(titles) > 1 and column and table.rows:
            return table.rows[0][column[0]].strip(), document.place(table.line)
    match = re.search(
        rf"^[ \t|>*_-]*(?:{names})s?(?:[ \t*_]*[:|]|{NAMED})[ \t]*[*_]*[ \t]*(?P<value>[^|\n]+)",
        _one_field_a_line(document.text),
        re.I | re.M,
    )
    if match:
        return match["value"].strip(" *_-—–·….?"), (match.start(), len(match.group()))
    loose = re.search(AT_TOP[name], _top(document), re.IGNORECASE) if name in AT_TOP else None
    return (loose[0], None) if loose else ("", None)


def _one_field_a_line(text: str) -> str:
    """The text with a new line for each further field on one line, such as “Owner: Tomasz · Status: draft”; its length stays.

    >>> _one_field_a_line("Owner: Tomasz · Status: draft, Date: 2026-03-02")
    'Owner: Tomasz \\n Status: draft\\n Date: 2026-03-02'
    """
    return "\n".join(
        NEXT_FIELD.sub("\n", line) if len(FIELD_ON_LINE.findall(line[:LONGEST])) > 1 else line
        for line in text.split("\n")
    )


def _top(document: Document) -> str:
    """What stands above the first part of the document."""
    first = min((part.line for part in _parts(document)), default=len(document.lines))
    return "\n".join(block.text for block in document.blocks if block.line < first)


@check(
    "Length",
    "Long enough to decide by, short enough to be read.",
    "It counts words, not how much they say.",
)
def length(document: Document, settings: dict) -> Result:
    """``least`` to ``most`` words in the whole document, or in ``section``; ``sections`` {name: most} limits single sections."""
    part = find_section(document, settings, settings["section"]) if "section" in settings else None
    if "section" in settings and part is None:
        return failed("length", f"There is no section “{settings['section']}” to read.")
    count, place = len(words(document.prose(part))), document.place(part.line) if part else None
    least, most = settings.get("least", 0), settings.get("most")
    subject = f"“{settings['section']}”" if part else "The text"
    if count < least:
        share = _nearly(count / least)
        return failed("length", f"{subject} has {count} words, at least {least} are asked for.", "", place, share)
    if most and count > most:
        share = _nearly(most / count)
        return failed(
            "length", f"{subject} has {count} words, at most {most} are asked for.", "Cut or split.", place, share
        )
    problems = [
        Finding("length", f"“{name}” has {size} words, at most {limit} are asked for.", look="Cut.",
                place=document.place(section.line))
        for name, limit in settings.get("sections", {}).items()
        if (section := find_section(document, settings, name)) and (size := len(words(document.prose(section)))) > limit
    ]  # fmt: skip
    return Result(0.5, tuple(problems)) if problems else passed()


def _nearly(share: float) -> float:
    """What a length that misses its limit by little still earns."""
    return share if share >= NEARLY else 0.0


@check(
    "Says it",
    "What is not written down, the next reader does not know.",
    "It looks for words, and leaves out mere lists of them. A sentence that has them and means nothing passes.",
)
def mentions(document: Document, settings: dict) -> Result:
    """Each of ``parts`` {what: regular expression} occurs, in ``section``, or anywhere if no heading says that name."""
    part = find_section(document, settings, settings["section"]) if "section" in settings else None
    text, only_words = prose_without_lists(document, part)
    text += "".join(f"\n{section.title}" for section in document.sections if part is None)
    missing = [
        statement for statement, expression in settings["parts"].items() if not re.search(expression, text, re.I | re.S)
    ]
    location = f" in “{settings['section']}”" if part else ""
    findings = (Finding("mentions", f"Not said{location}: {listing(missing)}.",
                        place=document.place(part.line) if part else None), *only_words) if missing else ()  # fmt: skip
    return partial_credit(len(settings["parts"]) - len(missing), len(settings["parts"]), findings)
