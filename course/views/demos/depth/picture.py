"""The depth dial as HTML: a bar and a reason for each competence, and all companies side by side."""

from __future__ import annotations

from html import escape

from course.views import markup
from course.views.demos.depth.companies import COMPANIES, COMPETENCES, DEEPEST, LEVELS, Company


def bars(company: Company, previous: Company) -> str:
    """Eight bars with their reasons. Each grows or shrinks from its depth at the ``previous`` company."""
    rows = "".join(
        _bar(name, depth, reason, previous_depth)
        for name, (depth, reason), (previous_depth, _) in zip(COMPETENCES, company.depths, previous.depths, strict=True)
    )
    return f'<p class="course-product">{escape(company.product)}.</p><dl class="course-bars">{rows}</dl>'


def sentence(company: Company, previous: Company) -> str:
    """What changed, to be read out."""
    pairs = zip(COMPETENCES, company.depths, previous.depths, strict=True)
    changes = [
        f"{name} {depth}, was {previous_depth}"
        for name, (depth, _), (previous_depth, _) in pairs
        if depth != previous_depth
    ]
    return f"{company.kind}. {'; '.join(changes) or 'Nothing moves'}."


def table() -> str:
    """All depths, one column per company."""
    heads = ["Competence", *(company.kind for company in COMPANIES)]
    rows = [[name, *(str(company.depths[index][0]) for company in COMPANIES)] for index, name in enumerate(COMPETENCES)]
    legend = ", ".join(f"{depth} {words}" for depth, words in enumerate(LEVELS))
    numbers = range(1, len(heads))
    return markup.scrolled("All companies", markup.table(heads, rows, numbers, caption=legend))


def _bar(name: str, depth: int, reason: str, previous_depth: int) -> str:
    change = "" if depth == previous_depth else f" {'▲' if depth > previous_depth else '▼'} from {previous_depth}"
    widths = f"--was: {100 * previous_depth / DEEPEST:g}%; --now: {100 * depth / DEEPEST:g}%"
    return (
        f'<dt>{escape(name)}</dt><dd class="course-depth-bar"><span class="course-track" aria-hidden="true">'
        f'<span class="course-fill" style="{widths}"></span></span>'
        f"<span class=course-note>{depth} · {LEVELS[depth]}{change}</span></dd>"
        f'<dd class="course-why">{escape(reason)}</dd>'
    )
