"""A document and its checks as static HTML, for the preview, the twin, feedback pages and formgrader."""

from __future__ import annotations

import re
from html import escape

from markdown_it import MarkdownIt

from course.grade.document import DocumentExpectation, JudgedCheck, Report, report
from course.grade.document.judge import LONGEST, earned_points, plain_points
from course.grade.document.parse import KEEP, read_document
from course.verdict import Finding, code_html
from course.views.document.quoted import show_figures, sources_html

DIAGRAM = "mermaid"  # the language of diagrams that JupyterLab's Markdown draws by itself
DRAWN = re.compile(rf'<pre><code class="language-{DIAGRAM}">(.*?)</code></pre>', re.DOTALL | re.IGNORECASE)
DIAGRAM_HTML = (
    '<figure class="course-diagram" style="margin: 8px 0"><figcaption class="course-note">A diagram, as the text it is drawn from. The preview in the notebook '
    r"draws it.</figcaption><pre><code>\1</code></pre></figure>"
)
MARKS = {True: ("✓", "full"), False: ("◐", "open")}


def document_html(text: str) -> str:
    """The document as a reader sees it, with the reasons for kept words and the sources of its figures.

    Raw HTML is shown as text, so that nothing of it can run, and pictures are not loaded. A diagram is shown as the text
    that it is drawn from, and labelled as one: only a live preview can draw it.
    """
    return _page(_body_html(text[:LONGEST]) + sources_html(text[:LONGEST]))


def _body_html(text: str) -> str:
    markdown = KEEP.sub(lambda match: f"*(kept “{match['word'].strip()}”: {match['reason'].strip()})*", text)
    reader = show_figures(MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table").disable("image"))
    return DRAWN.sub(DIAGRAM_HTML, reader.render(markdown))


def pieces(text: str) -> list[tuple[str, str]]:
    """A document cut at its diagrams: ("html", the rendered part) and ("diagram", the fenced block) in order.

    >>> [kind for kind, _ in pieces("# A\\n\\n```mermaid\\ngraph LR\\n```\\n\\nafter")]
    ['html', 'diagram', 'html']
    """
    document = read_document(text[:LONGEST])
    lines, parts, start = document.text.split("\n"), [], 0
    for fence in document.fences:
        if fence.language == DIAGRAM and lines[fence.line - 1].startswith(("```", "~~~")):
            end = fence.line + fence.text.count("\n") + 1
            parts += [("html", lines[start : fence.line - 1]), ("diagram", [f"```{DIAGRAM}", fence.text + "```"])]
            start = end
    texts = [(kind, "\n".join(part)) for kind, part in [*parts, ("html", lines[start:])]]
    shown = [(kind, _page(_body_html(part)) if kind == "html" else part) for kind, part in texts if part.strip()]
    sources = sources_html(document.text)
    return [*shown, ("html", _page(sources))] if sources else shown


def _page(html: str) -> str:
    return f'<div class="course-document">{html}</div>'


def checks_html(expected: DocumentExpectation, text: str) -> str:
    """Every check with its points, why it matters, what it cannot see, and what lost points in this text."""
    result = report(expected, text[:LONGEST])
    rows = "".join(_row(judged, result) for judged in result.checks)
    above = (*result.limits, *(finding.text for finding in result.unread))
    capped = "".join(f'<p class="course-finding">{code_html(text)}</p>' for text in above)
    return (
        f'<details class="course-checks" open><summary>{points_text(expected, result)}</summary>{capped}'
        '<table class="course-table"><thead><tr><td></td><th scope="col">Check</th>'
        f'<th scope="col" class="course-number">Points</th></tr></thead><tbody>{rows}</tbody></table></details>'
    )


def points_text(expected: DocumentExpectation, result: Report) -> str:
    """The points of the checks, how many of them count if that is fewer, and how many could not be read."""
    earned, counted = sum(judged.points for judged in result.checks), result.score * expected.points
    limited = f", {earned_points(counted)} count" if earned - counted > 0.05 else ""
    unread = f", {plain_points(result.unread_points)} not read" if result.unread_points else ""
    needed = f"{expected.pass_at * expected.points:g} are needed"
    return f"{earned_points(earned)} of {expected.points:g} points by the checks{limited}{unread}, {needed}"


def check_points(judged: JudgedCheck) -> str:
    """What a check gave, of what it can give."""
    if judged.check.gate and not judged.check.points:
        return "must hold"
    earned = "not read" if judged.result.unread else earned_points(judged.points)
    return f"{earned} of {judged.check.points:g}"


def own_findings(judged: JudgedCheck, result: Report) -> list[Finding]:
    """The findings of a check, without those that are said once for all checks."""
    return [finding for finding in judged.result.findings if finding not in result.unread]


def _row(judged: JudgedCheck, result: Report) -> str:
    sign, word = MARKS[judged.full]
    check = judged.check
    findings = "".join(
        f'<p class="course-finding">{code_html(finding.text)}</p>' for finding in own_findings(judged, result)[:3]
    )
    about = (
        f'<details><summary>{escape(check.title)}</summary><p class="course-note">{code_html(check.why)}</p>'
        f'<p class="course-note">What it cannot see: {code_html(check.misses)}</p></details>'
    )
    return (
        f'<tr><th scope="row">{sign}<span class="course-sr"> {word}</span></th>'
        f'<td class="course-wrap">{about}{findings}</td><td class="course-number">{check_points(judged)}</td></tr>'
    )
