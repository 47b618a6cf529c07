"""Evidence as a reader sees it: each quoted figure with the name of its source, and below the text what the sources say."""

from __future__ import annotations

import re
from html import escape

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml

from course.grade.document.checks.evidence import agrees, candidates
from course.grade.document.parse import EVIDENCE, read_document
from course.verdict import code_html


def show_figures(markdown: MarkdownIt) -> MarkdownIt:
    """Let a renderer show ``[F3.count=186]`` as the figure, once, and its source; in code it stays as it is typed."""
    markdown.add_render_rule("text", _text)
    return markdown


def sources_html(text: str) -> str:
    """What the quoted sources say, with the figures as they are typed; empty if nothing is quoted."""
    quoted = {(evidence.id, evidence.value) for evidence in read_document(text).evidence}
    items = "".join(f"<li>{code_html(_source(id, value))}</li>" for id, value in sorted(quoted))
    return f'<p class="course-note">Sources</p><ul class="course-note">{items}</ul>' if items else ""


def _text(_renderer: object, tokens: list, index: int, _options: object, _env: object) -> str:
    return EVIDENCE.sub(_figure, escapeHtml(tokens[index].content))


def _figure(match: re.Match[str]) -> str:
    value = (match["value"] or "").strip()
    figure = f"<strong>{value}</strong> " if value and not _ends_with(match.string[: match.start()], value) else ""
    return f"{figure}<small>({escape(match['id'] or match['query'])})</small>"


def _ends_with(text: str, value: str) -> bool:
    """Whether a text ends with a figure as it is typed, apart from spaces, and not with a longer one.

    >>> _ends_with("the ratio rose to 0.671 % ", "0.671%"), _ends_with("€17,068 ", "7,068"), _ends_with("186 payments ", "186")
    (True, False, False)
    """
    before, figure = re.sub(r"\s", "", text), re.sub(r"\s", "", value)
    return before.endswith(figure) and not re.search(r"[\d.,]$", before.removesuffix(figure))


def _source(id: str, value: str) -> str:
    """One source, in the words of the register with the typed figure: whether that is true is for the checks to say."""
    if id.startswith("Q-"):
        return f"{id}: your query of exercise {id.removeprefix('Q-')}."
    facts = candidates(id)
    if not facts:
        return f"{id}: no figure of the register has this name."
    meant = next((fact for fact in facts if agrees(fact, value)), facts[0])
    return f"{id}: {meant.statement.format(value=value)}."
