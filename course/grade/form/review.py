"""Comments on a diff: every finding must be hit, few other lines marked, and each hit rightly called."""

from __future__ import annotations

from course.case.pull_requests import lines
from course.grade.form.choice import offered
from course.grade.form.fields import Review
from course.grade.form.mark import OPEN, Mark
from course.keys.key import AuthorError

SAID = ("category", "severity")


def right(field: Review, found: object) -> list[dict]:
    """The findings with the ids of their lines. Raises AuthorError for a line that the diff does not have."""
    findings = [
        {
            "lines": _ids(field.settings, finding["lines"]),
            "category": offered(field.id, list(finding["category"]), field.categories),
            "severity": offered(field.id, list(finding["severity"]), field.severities),
        }
        for finding in found or ()
    ]
    if not findings:
        raise AuthorError(f"Field “{field.id}”: nothing says which lines must be found.")
    return findings


def clean(settings: dict, answer: object) -> dict[str, dict[str, str]] | None:
    """The marked lines in the order of the diff, each with what is said of it."""
    given = answer if isinstance(answer, dict) else {}
    found = {
        line.id: given[line.id] for line in lines(settings["pull_request"]) if isinstance(given.get(line.id), dict)
    }
    offers = {"category": settings["categories"], "severity": settings["severities"]}
    return {
        id: {name: said[name] for name in SAID if said.get(name) in offers[name]} for id, said in found.items()
    } or None


def judge(settings: dict, right: list[dict], answer: object) -> Mark:
    """A third of each finding for its line, its category and its severity.

    Lines beside the findings cost nothing while the precision is kept; below it only that share counts.
    """
    comments = clean(settings, answer)
    if comments is None:
        return OPEN
    hit = [[id for id in finding["lines"] if id in comments] for finding in right]
    wanted = {id for finding in right for id in finding["lines"]}
    precision = sum(id in wanted for id in comments) / len(comments)
    is_precise = precision >= settings["precision"]
    said = [_said(finding, [comments[id] for id in ids]) for finding, ids in zip(right, hit, strict=True)]
    hits, parts = sum(bool(ids) + calls for ids, calls in zip(hit, said, strict=True)), (1 + len(SAID)) * len(right)
    return Mark(
        hits if is_precise else hits * precision,
        parts,
        parts,
        reason=_reason(right, hit, comments, wanted),
        holds=hits == parts and is_precise,
    )


def reference(settings: dict, right: list[dict]) -> dict[str, dict[str, str]]:
    return {finding["lines"][0]: {name: finding[name][0] for name in SAID} for finding in right}


def mistake(settings: dict, right: list[dict], found: object) -> dict:
    """Ids of lines as {"with" (one of them) | "without": [ids]}, or what is said of them as {"says": {id: {…}}}."""
    how, what = next(iter(found.items())) if isinstance(found, dict) else ("with", found)
    if how not in ("with", "without", "says"):
        raise AuthorError(f"A mistake in a review is a list of lines, or holds “without” or “says”, not “{how}”.")
    if how == "says":
        return {how: {_ids(settings, [text])[0]: dict(said) for text, said in what.items()}}
    return {how: _ids(settings, list(what))}


def distance(settings: dict, right: list[dict], wrong: dict, answer: object) -> float | None:
    comments = clean(settings, answer) or {}
    how, what = next(iter(wrong.items()))
    if how == "says":
        held = all(
            any(_says(comments.get(id, {}), said) for id in _finding(right, line)) for line, said in what.items()
        )
    else:
        held = any(id in comments for id in what) == (how == "with")
    return 0.0 if comments and held else None


def mistaken(settings: dict, right: list[dict], wrong: dict) -> dict:
    """The reference with the mistake in it; where nothing would be left, a comment on another line."""
    made = reference(settings, right)
    how, what = next(iter(wrong.items()))
    comment = {"category": settings["categories"][0], "severity": settings["severities"][0]}
    if how == "without":
        other = next(line.id for line in lines(settings["pull_request"]) if line.sign.strip() and line.id not in what)
        return {id: said for id, said in made.items() if id not in what} or {other: comment}
    if how == "with":
        return {**made, **dict.fromkeys(what, comment)}
    for line, said in what.items():
        held = next((id for id in _finding(right, line) if id in made), line)
        made[held] = {**made.get(held, {}), **said}
    return made


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


def _finding(right: list[dict], line: str) -> list[str]:
    """All lines of the finding that a line belongs to; a line that belongs to none stands for itself."""
    return next((finding["lines"] for finding in right if line in finding["lines"]), [line])


def _says(comment: dict, said: dict) -> bool:
    return all(comment.get(name) == value for name, value in said.items())


def _said(finding: dict, comments: list[dict]) -> int:
    """How many of category and severity are right in the best of a finding's comments."""
    return max((sum(comment.get(name) in finding[name] for name in SAID) for comment in comments), default=0)


def _reason(right: list[dict], hit: list, comments: dict, wanted: set) -> str:
    found, extra = sum(map(bool, hit)), sum(id not in wanted for id in comments)
    bare = sum(len(comment) < len(SAID) for comment in comments.values())
    said = [
        f"{found} of {len(right)} risks are marked" if found < len(right) else "",
        f"{extra} of your {len(comments)} lines put nobody at risk" if extra else "",
        f"{bare} of your {len(comments)} comments lack a category or a severity" if bare else "",
    ]
    return ", ".join(filter(None, said)) or "every risk is marked, but not each is called what it is"
