"""Is everything there that a reader looks for: sections, words in them, who owns the document, a fit length."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from course.grade.document.check import Result, check, failed, listed, passed, shared
from course.grade.document.lexicon import is_word_list
from course.grade.document.parse import Document, Section, plain, words
from course.verdict import Finding

STOP_WORDS = frozenset(
    "a an and are as at be by for from has have in is it its of on or our that the their they this to was we were "
    "which will with you your not no if then so but do does than".split()
)
LIKE_TEMPLATE = 0.6
MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
DAY = re.compile(
    rf"\b20\d\d-[01]\d-[0-3]\d\b|\b[0-3]?\d\.?(?:st|nd|rd|th)?\s{MONTH},?\s20\d\d\b|\b{MONTH}\s[0-3]?\d(?:st|nd|rd|th)?,?\s20\d\d\b|"
    r"\b[0-3]?\d\.\s?[01]?\d\.\s?20\d\d\b", re.IGNORECASE
)  # fmt: skip
LONGEST = 2_000
LONGEST_TITLE, MOST_HEADINGS = 120, 60


def find_section(document: Document, told: dict, name: str) -> Section | None:
    """A section by its name or one of the aliases in ``told["aliases"]``, else one whose heading holds such a name."""
    aliases = told.get("aliases", {})
    found = document.section(name, *aliases.get(name, ()))
    return found or next((one for one in _parts(document) if _is_about(one.title, name, aliases)), None)


def said(document: Document, section: Section | None) -> tuple[str, list[Finding]]:
    """The words of a section without paragraphs and items that only list words, and a finding for each of those."""
    blocks = document.within(section, document.blocks)
    lists = [one for one in blocks if one.kind != "row" and is_word_list(one.text)]
    findings = [
        Finding("words", f"“{one.text[:40]}” is a list of words.", look="Say in a sentence what you mean.",
                place=document.place(one.line))
        for one in lists
    ]  # fmt: skip
    return "\n".join(one.text for one in blocks if one not in lists), findings


def _parts(document: Document) -> list[Section]:
    """The first sections, those of the highest level in front, without the heading that is the document's title."""
    first = document.sections[:MOST_HEADINGS]
    levels = [one.level for one in first]
    title = min(levels, default=0) if levels.count(min(levels, default=0)) == 1 else 0
    return sorted((one for one in first if one.level != title), key=lambda one: one.level)


def _is_about(title: str, name: str, aliases: dict[str, list[str]]) -> bool:
    """Whether a heading holds a section's name, and not as a part of another's: “Non-goals” are no goals."""
    own = _spans(title, (name, *aliases.get(name, ())))
    others = [span for other, names in aliases.items() if other != name for span in _spans(title, (other, *names))]
    return any(
        not any(low <= start and end <= high and (low, high) != (start, end) for low, high in others)
        for start, end in own
    )


def _spans(title: str, names: tuple[str, ...]) -> list[tuple[int, int]]:
    head = plain(title[:LONGEST_TITLE])
    return [match.span() for one in names for match in re.finditer(rf"\b{re.escape(plain(one))}\b", head)]


@check(
    "Sections",
    "A reader finds an answer where every such document keeps it.",
    "It reads headings. It does not see whether a section says what its heading promises.",
)
def sections(document: Document, told: dict) -> Result:
    """All of ``sections``, in any order, under their names or ``aliases``; ``questions`` says what each one answers."""
    missing = [name for name in told["sections"] if find_section(document, told, name) is None]
    findings = tuple(
        Finding(
            "sections",
            f"There is no section “{name}”{_question(told, name)}.",
            look=f"Add the heading “## {name}”, or give that name to the section that answers it.",
        )
        for name in missing
    )
    return shared(len(told["sections"]) - len(missing), len(told["sections"]), findings)


def _question(told: dict, name: str) -> str:
    question = told.get("questions", {}).get(name)
    return f": {question}" if question else ""


@check(
    "Nothing empty",
    "A heading without words is a promise that nobody kept.",
    "It counts words that carry meaning. Whether they are the right ones, only a person sees.",
)
def not_empty(document: Document, told: dict) -> Result:
    """Each of ``sections`` that is there has ``least`` words of its own and is not the ``template`` text."""
    there = [(name, found) for name in told["sections"] if (found := find_section(document, told, name))]
    findings = tuple(
        Finding(
            "not_empty", f"The section “{name}” {reason}.", look="Write what a reader needs here, or drop the heading.",
            place=document.place(found.line),
        )
        for name, found in there
        if (reason := _thin(document, found, told))
    )  # fmt: skip
    missing = [name for name in told["sections"] if name not in dict(there)]
    if missing:
        findings += (Finding("not_empty", f"Nothing stands under {listed(missing)} yet."),)
    good = sum(1 for _, found in there if not _thin(document, found, told))
    return shared(good, len(told["sections"]), findings)


def _thin(document: Document, section: Section, told: dict) -> str:
    text = "\n".join(document.text.splitlines()[section.line + 1 : section.end])
    content = [word for word in words(text) if word.lower() not in STOP_WORDS]
    least = told.get("least", 8)
    if len(content) < least:
        return f"says less than {least} words that carry meaning"
    template = _template_section(told.get("template", ""), section)
    own = [word for word in content if word.lower() not in template.split()]
    if template and len(own) < least and SequenceMatcher(None, template, plain(text[:LONGEST])).ratio() > LIKE_TEMPLATE:
        return "is still the text of the template"
    return ""


def _template_section(template: str, section: Section) -> str:
    """What the template says below the same heading."""
    found = re.search(rf"^#+ {re.escape(section.title)}\s*$(.*?)(?=^#|\Z)", template, re.MULTILINE | re.DOTALL)
    return plain(found[1]) if found else ""


@check(
    "Owner, status, date, reviewers",
    "Someone answers for the document, and a reader sees how old and how final it is.",
    "It does not know whether the owner knows that they own it.",
)
def metadata(document: Document, told: dict) -> Result:
    """A line or table row for each of ``fields``, such as “Owner: Tomasz”; the date is a day, such as 2026-03-02."""
    findings = tuple(found for name in told["fields"] if (found := _open_field(document, name)))
    return shared(len(told["fields"]) - len(findings), len(told["fields"]), findings)


def _open_field(document: Document, name: str) -> Finding | None:
    found = re.search(
        rf"^[ \t|>*_-]*{name}s?[ \t*_]*[:|][ \t]*[*_]*[ \t]*(?P<value>[^|\n]+)", document.text, re.I | re.M
    )
    value = found["value"].strip(" *_-—…?") if found else ""
    place = (found.start(), len(found.group())) if found else None
    if value.lower() in ("", "tbd", "todo", "nobody", "n/a"):
        seen = f"Nothing stands behind “{name}:”." if found else f"There is no line “{name}: …”."
        look = "Nobody owns this document." if name == "Owner" else "Add it at the top."
        return Finding("metadata", seen, look=look, place=place)
    if name == "Date" and not DAY.search(value):
        return Finding(
            "metadata", f"“{value[:40]}” names no day of a year.", look="Write it as 2026-03-02.", place=place
        )
    return None


@check(
    "Length",
    "Long enough to decide by, short enough to be read.",
    "It counts words, not how much they say.",
)
def length(document: Document, told: dict) -> Result:
    """``least`` to ``most`` words in the whole document, or in ``section``; ``sections`` {name: most} for single ones."""
    part = find_section(document, told, told["section"]) if "section" in told else None
    if "section" in told and part is None:
        return failed("length", f"There is no section “{told['section']}” to read.")
    count, place = len(words(document.prose(part))), document.place(part.line) if part else None
    least, most = told.get("least", 0), told.get("most")
    where = f"“{told['section']}”" if part else "The text"
    if count < least:
        return failed("length", f"{where} has {count} words, at least {least} are asked for.", place=place)
    if most and count > most:
        return failed("length", f"{where} has {count} words, at most {most} are asked for.", "Cut or split.", place)
    long = [
        Finding("length", f"“{name}” has {size} words, at most {limit} are asked for.", look="Cut.",
                place=document.place(found.line))
        for name, limit in told.get("sections", {}).items()
        if (found := find_section(document, told, name)) and (size := len(words(document.prose(found)))) > limit
    ]  # fmt: skip
    return Result(0.5, tuple(long)) if long else passed()


@check(
    "Says it",
    "What is not written down, the next reader does not know.",
    "It looks for words, and leaves out mere lists of them. A sentence that has them and means nothing passes.",
)
def mentions(document: Document, told: dict) -> Result:
    """Each of ``parts`` {what: regular expression} occurs, in ``section`` or anywhere."""
    part = find_section(document, told, told["section"]) if "section" in told else None
    if "section" in told and part is None:
        return failed("mentions", f"There is no section “{told['section']}”.")
    text, only_words = said(document, part)
    missing = [what for what, expression in told["parts"].items() if not re.search(expression, text, re.I | re.S)]
    where = f" in “{told['section']}”" if part else ""
    findings = (Finding("mentions", f"Not said{where}: {listed(missing)}.",
                        place=document.place(part.line) if part else None), *only_words) if missing else ()  # fmt: skip
    return shared(len(told["parts"]) - len(missing), len(told["parts"]), findings)
