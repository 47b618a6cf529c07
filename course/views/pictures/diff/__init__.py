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
def diff_style() -> str:
    """The style rules of a diff, as an element."""
    return f"<style>{Path(__file__).with_name('view.css').read_text(encoding='utf-8')}</style>"


def data(settings: dict) -> dict:
    """The pull request and its lines."""
    return pull_request_data(settings["pull_request"])


def pull_request_data(number: int) -> dict:
    """A pull request as data for the browser."""
    request = pull_request(number)
    return {
        "title": f"#{number} {request.title}",
        "meta": meta(request),
        "description": request.description,
        "files": _files(number),
    }


def html(settings: dict, answer: object) -> str:
    """The diff with the comments of an answer under their lines."""
    comments = answer if isinstance(answer, dict) else {}
    marks = {id: comment for id, comment in comments.items() if isinstance(comment, dict)}
    return diff_style() + pull_request_html(settings["pull_request"], marks)


def pull_request_html(number: int, comments: dict[str, dict] | None = None) -> str:
    """A pull request with its description and its diff, as HTML without style rules."""
    request = pull_request_data(number)
    head = (
        f'<p class="course-diff-title"><strong>{escape(request["title"])}</strong></p>'
        f'<p class="course-diff-meta">{escape(request["meta"])}</p>'
        f'<p class="course-diff-says">{escape(request["description"])}</p>'
    )
    files = "".join(_file_html(file, comments or {}) for file in changed_files(number))
    return f'<div class="course-diff">{head}{files}</div>'


def meta(request: PullRequest) -> str:
    """Who opened a pull request and when, its size, and the result of its checks."""
    files = changed_files(request.number)
    added, removed = (sum(getattr(file, name) for file in files) for name in ("added", "removed"))
    return f"{request.team} team · opened {request.opened} · +{added} −{removed} lines · {request.checks}"


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
    comment_html = "" if comment is None else f'<div class="course-diff-comment">{escape(_comment_text(comment))}</div>'
    return (
        f'<div class="course-diff-line {KINDS[line.sign]}"><span class="course-diff-number">{line.id}</span>'
        f'<span class="course-diff-sign">{SIGNS[line.sign]}<span class="course-sr"> {WORDS[line.sign]}: </span></span>'
        f"<code>{escape(line.text)}</code></div>{comment_html}"
    )


def _comment_text(comment: dict) -> str:
    words = [str(comment[name]) for name in ("category", "severity") if comment.get(name)]
    return f"▲ Marked. {' · '.join(words) or 'No category yet'}"
