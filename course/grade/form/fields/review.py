"""Comments on a diff: every finding must be hit, few other lines marked, and each hit rightly called."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from course.case.pull_requests import lines
from course.grade.count import agree, quantity
from course.grade.form.field import Field, FieldKind, offered, part_of
from course.grade.form.mark import OPEN, Mark
from course.grade.form.sources import FindRows
from course.keys.key import AuthorError

PARTS = ("category", "severity")
Comments = dict[str, dict[str, str]]


@dataclass(frozen=True, kw_only=True)
class Review(Field):
    """Comments on the diff of a ``pull_request`` (its number in course.case.pull_requests): each marked line gets one
    of ``categories`` and one of ``severities``.

    ``right`` lists the findings that must all be hit: {"lines": [texts], "category": [accepted], "severity":
    [accepted]}. A line is named by its text without indent; one of a finding's lines is enough. The share
    ``precision`` of what is marked must belong to a finding. ``shows`` may hold what a verdict calls a finding that is
    no risk: {"finding": "fault"}. Wrong value: lines that are marked; or {"without": [lines that are not]}, or {"says":
    {line: {"category" | "severity": what is said of it}}}.
    """

    kind: str = "review"
    pull_request: int = 0
    categories: tuple = ()
    severities: tuple = ()
    precision: float = 0.5
    view: str = "diff"


class ReviewKind(FieldKind):
    """Right is the list of findings, their lines by id.

    A wrong value is {"with" (one of them) | "without": [ids of lines]}, or {"says": {id: what is said of the line}}.
    """

    Field = Review

    def right(self, field: Review, find_rows: FindRows) -> list[dict]:
        """The findings with the ids of their lines. Raises AuthorError for a line that the diff does not have."""
        findings = [
            {
                "lines": _ids(field.settings, finding["lines"]),
                "category": offered(field.id, list(finding["category"]), field.categories),
                "severity": offered(field.id, list(finding["severity"]), field.severities),
            }
            for finding in field.right or ()
        ]
        if not findings:
            raise AuthorError(f"Field “{field.id}”: nothing says which lines must be found.")
        return findings

    def clean(self, settings: dict, answer: object) -> Comments | None:
        """The marked lines in the order of the diff, each with what is said of it."""
        ids = [line.id for line in lines(settings["pull_request"])]
        comments = {id: part_of(answer, id) for id in ids if isinstance(part_of(answer, id), dict)}
        offers = {"category": settings["categories"], "severity": settings["severities"]}
        return {
            id: {name: comment[name] for name in PARTS if comment.get(name) in offers[name]}
            for id, comment in comments.items()
        } or None

    def judge(self, settings: dict, right: list[dict], answer: object) -> Mark:
        """A third of each finding for its line, its category and its severity.

        Lines beside the findings cost nothing while the precision is kept; below it only that share counts.
        """
        comments = self.clean(settings, answer)
        if comments is None:
            return OPEN
        marked = [[id for id in finding["lines"] if id in comments] for finding in right]
        wanted = {id for finding in right for id in finding["lines"]}
        precision = sum(id in wanted for id in comments) / len(comments)
        is_precise = precision >= settings["precision"]
        calls = [
            _right_calls(finding, [comments[id] for id in ids]) for finding, ids in zip(right, marked, strict=True)
        ]
        hits = sum(bool(ids) + count for ids, count in zip(marked, calls, strict=True))
        parts = (1 + len(PARTS)) * len(right)
        return Mark(
            hits if is_precise else hits * precision,
            parts,
            parts,
            reason=_reason(settings.get("shows", {}).get("finding", ""), right, marked, comments, wanted),
            holds=hits == parts and is_precise,
        )

    def reference(self, settings: dict, right: list[dict]) -> Comments:
        return {finding["lines"][0]: {name: finding[name][0] for name in PARTS} for finding in right}

    def guess(self, settings: dict, right: list[dict], random: Random) -> Comments:
        marked = (line.id for line in lines(settings["pull_request"]) if random.random() < 0.5)
        offers = {"category": settings["categories"], "severity": settings["severities"]}
        return {id: {name: random.choice(options) for name, options in offers.items()} for id in marked}

    def mistake(self, settings: dict, right: list[dict], value: object, find_rows: FindRows) -> dict:
        how, what = next(iter(value.items())) if isinstance(value, dict) else ("with", value)
        if how not in ("with", "without", "says"):
            raise AuthorError(f"A mistake in a review is a list of lines, or holds “without” or “says”, not “{how}”.")
        if how == "says":
            return {how: {_ids(settings, [text])[0]: dict(comment) for text, comment in what.items()}}
        return {how: _ids(settings, list(what))}

    def distance(self, settings: dict, right: list[dict], wrong: dict, answer: object) -> float | None:
        comments = self.clean(settings, answer) or {}
        how, what = next(iter(wrong.items()))
        if how == "says":
            is_shown = all(
                any(_says(comments.get(id, {}), comment) for id in _lines_of_finding(right, line))
                for line, comment in what.items()
            )
        else:
            is_shown = any(id in comments for id in what) == (how == "with")
        return 0.0 if comments and is_shown else None

    def mistaken(self, settings: dict, right: list[dict], wrong: dict) -> Comments:
        """The reference with the mistake in it; where nothing would be left, a comment on another line."""
        comments = self.reference(settings, right)
        how, what = next(iter(wrong.items()))
        any_comment = {"category": settings["categories"][0], "severity": settings["severities"][0]}
        if how == "without":
            changed = [line.id for line in lines(settings["pull_request"]) if line.sign.strip()]
            other = next(id for id in changed if id not in what)
            return {id: comment for id, comment in comments.items() if id not in what} or {other: any_comment}
        if how == "with":
            return {**comments, **dict.fromkeys(what, any_comment)}
        for line, comment in what.items():
            marked = next((id for id in _lines_of_finding(right, line) if id in comments), line)
            comments[marked] = {**comments.get(marked, {}), **comment}
        return comments


def _ids(settings: dict, texts: list[str]) -> list[str]:
    """The lines with these texts that the pull request adds or removes."""
    known: dict[str, list[str]] = {}
    for line in lines(settings["pull_request"]):
        if line.sign.strip():
            known.setdefault(line.text.strip(), []).append(line.id)
    strange = [text for text in texts if text.strip() not in known]
    if strange or not texts:
        raise AuthorError(f"Pull request {settings['pull_request']} changes no line {strange[0] if strange else ''!r}.")
    return [id for text in texts for id in known[text.strip()]]


def _lines_of_finding(right: list[dict], line: str) -> list[str]:
    """All lines of the finding that a line belongs to; a line that belongs to none stands for itself."""
    return next((finding["lines"] for finding in right if line in finding["lines"]), [line])


def _says(comment: dict, wanted: dict) -> bool:
    return all(comment.get(name) == value for name, value in wanted.items())


def _right_calls(finding: dict, comments: list[dict]) -> int:
    """How many of category and severity are right in the best of a finding's comments."""
    return max((sum(comment.get(name) in finding[name] for name in PARTS) for comment in comments), default=0)


def _reason(name: str, right: list[dict], marked: list[list[str]], comments: Comments, wanted: set[str]) -> str:
    """What does not hold yet. A finding without a name is a risk."""
    hits, extra = sum(map(bool, marked)), sum(id not in wanted for id in comments)
    bare = sum(len(comment) < len(PARTS) for comment in comments.values())
    lack = agree(bare, "lacks")
    harmless = f"{agree(extra, 'holds')} no {name}" if name else f"{agree(extra, 'puts')} nobody at risk"
    name = name or "risk"
    reasons = [
        f"{hits} of {quantity(len(right), name)} {agree(hits)} marked" if hits < len(right) else "",
        f"{extra} of your {quantity(len(comments), 'line')} {harmless}" if extra else "",
        f"{bare} of your {quantity(len(comments), 'comment')} {lack} a category or a severity" if bare else "",
    ]
    return ", ".join(filter(None, reasons)) or f"every {name} is marked, but not each is called what it is"


KIND = ReviewKind()
