"""The depth dial as HTML: a bar and a reason for each competence, and all companies side by side."""

from __future__ import annotations

from html import escape

from course.views import markup
from course.views.demos.depth.companies import COMPANIES, COMPETENCES, DEEPEST, LEVELS, Company


def bars(now: Company, before: Company) -> str:
    """Eight bars with their reasons. Each grows or shrinks from where it stood at the company shown ``before``."""
    rows = "".join(
        _bar(name, depth, why, was)
        for name, (depth, why), (was, _) in zip(COMPETENCES, now.depths, before.depths, strict=True)
    )
    return f'<p class="course-product">{escape(now.product)}.</p><dl class="course-bars">{rows}</dl>'


def sentence(now: Company, before: Company) -> str:
    """What changed, for those who hear it."""
    pairs = zip(COMPETENCES, now.depths, before.depths, strict=True)
    moved = [f"{name} {depth}, was {was}" for name, (depth, _), (was, _) in pairs if depth != was]
    return f"{now.kind}. {'; '.join(moved) or 'Nothing moves'}."


def table() -> str:
    """All depths, a column for each company."""
    heads = ["Competence", *(company.kind for company in COMPANIES)]
    rows = [[name, *(str(company.depths[at][0]) for company in COMPANIES)] for at, name in enumerate(COMPETENCES)]
    legend = ", ".join(f"{depth} {words}" for depth, words in enumerate(LEVELS))
    numbers = range(1, len(heads))
    return markup.scrolled("All companies", markup.table(heads, rows, numbers, caption=legend))


def _bar(name: str, depth: int, why: str, was: int) -> str:
    change = "" if depth == was else f" {'▲' if depth > was else '▼'} from {was}"
    ends = f"--was: {100 * was / DEEPEST:g}%; --now: {100 * depth / DEEPEST:g}%"
    return (
        f'<dt>{escape(name)}</dt><dd class="course-depth-bar"><span class="course-track" aria-hidden="true">'
        f'<span class="course-fill" style="{ends}"></span></span>'
        f"<span class=course-note>{depth} · {LEVELS[depth]}{change}</span></dd>"
        f'<dd class="course-why">{escape(why)}</dd>'
    )
