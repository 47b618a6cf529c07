"""A pull request's diff to review: file headers, line numbers, + and − in a gutter, comments under the lines."""

from __future__ import annotations

from functools import cache
from html import escape
from pathlib import Path

from course.case.pull_requests import ChangedFile, Line, PullRequest, changed_files, pull_request

SIGNS = {"+": "+", "-": "−", " ": " "}
KINDS = {"+": "course-plus", "-": "course-minus", " ": ""}
WORDS = {"+": "added", "-": "removed", " ": "unchanged"}


@cache
def sheet() -> str:
    """The style rules of a diff, as an element."""
    return f"<style>{Path(__file__).with_name('view.css').read_text(encoding='utf-8')}</style>"


def data(settings: dict) -> dict:
    """The pull request and its lines."""
    return shown(settings["pull_request"])


def shown(number: int) -> dict:
    """A pull request as the browser draws it."""
    one = pull_request(number)
    return {
        "title": f"#{number} {one.title}",
        "meta": meta(one),
        "description": one.description,
        "files": _files(number),
    }


def html(settings: dict, answer: object) -> str:
    """The diff with the comments of an answer under their lines."""
    comments = answer if isinstance(answer, dict) else {}
    marked = {id: said for id, said in comments.items() if isinstance(said, dict)}
    return sheet() + pull_request_html(settings["pull_request"], marked)


def pull_request_html(number: int, comments: dict[str, dict] | None = None) -> str:
    """A pull request with what its author wrote and its diff, as HTML without its style rules."""
    one = shown(number)
    head = (
        f'<p class="course-diff-title"><strong>{escape(one["title"])}</strong></p>'
        f'<p class="course-diff-meta">{escape(one["meta"])}</p>'
        f'<p class="course-diff-says">{escape(one["description"])}</p>'
    )
    files = "".join(_file_html(file, comments or {}) for file in changed_files(number))
    return f'<div class="course-diff">{head}{files}</div>'


def meta(one: PullRequest) -> str:
    """Who opened a pull request, when, how large it is, and what its checks said."""
    files = changed_files(one.number)
    added, removed = (sum(getattr(file, name) for file in files) for name in ("added", "removed"))
    return f"{one.team} team · opened {one.opened} · +{added} −{removed} lines · {one.checks}"


def _files(number: int) -> list[dict]:
    return [
        {
            "path": file.path,
            "added": file.added,
            "removed": file.removed,
            "hunks": [[{"id": line.id, "sign": line.sign, "text": line.text} for line in hunk] for hunk in file.hunks],
        }
        for file in changed_files(number)
    ]


def _file_html(file: ChangedFile, comments: dict[str, dict]) -> str:
    lines = '<div class="course-diff-gap" aria-hidden="true">⋯</div>'.join(
        "".join(_line_html(line, comments.get(line.id)) for line in hunk) for hunk in file.hunks
    )
    path = escape(file.path)
    return (
        f'<div class="course-diff-file"><code>{path}</code> <span>+{file.added} −{file.removed}</span></div>'
        f'<div class="course-diff-lines" tabindex="0" role="region" aria-label="{path}">{lines}</div>'
    )


def _line_html(line: Line, comment: dict | None) -> str:
    said = "" if comment is None else f'<div class="course-diff-comment">{escape(_said(comment))}</div>'
    return (
        f'<div class="course-diff-line {KINDS[line.sign]}"><span class="course-diff-number">{line.id}</span>'
        f'<span class="course-diff-sign">{SIGNS[line.sign]}<span class="course-sr"> {WORDS[line.sign]}: </span></span>'
        f"<code>{escape(line.text)}</code></div>{said}"
    )


def _said(comment: dict) -> str:
    words = [str(comment[name]) for name in ("category", "severity") if comment.get(name)]
    return f"▲ Marked. {' · '.join(words) or 'No category yet'}"
