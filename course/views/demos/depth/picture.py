"""The depth dial as HTML: a bar and a reason for each competence, and all companies side by side."""

from __future__ import annotations

from functools import cache
from html import escape
from pathlib import Path

from course.views.demos.depth.companies import COMPANIES, COMPETENCES, DEEPEST, LEVELS, Company
from course.views.twin import style

HEAD = (
    '<div class="course-head"><strong class="course-title">How deep, and in what?</strong>'
    f'<span class="course-meta">depth from 0, {LEVELS[0]}, to {DEEPEST}, {LEVELS[DEEPEST]}</span></div>'
)


@cache
def sheet() -> str:
    """The dial's own style rules."""
    return Path(__file__).with_name("depth.css").read_text(encoding="utf-8")


def twin() -> str:
    """The first company's bars, and all companies as a table: HTML that needs no kernel, no script and no network."""
    shown = f"{HEAD}{bars(COMPANIES[0], COMPANIES[0])}{table()}"
    return f'{style()}<style>{sheet()}</style><div class="course-twin course-depth">{shown}</div>'


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
    head = "".join(f'<th scope="col" class="course-number">{escape(company.kind)}</th>' for company in COMPANIES)
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th>'
        + "".join(f'<td class="course-number">{company.depths[at][0]}</td>' for company in COMPANIES)
        + "</tr>"
        for at, name in enumerate(COMPETENCES)
    )
    legend = ", ".join(f"{depth} {words}" for depth, words in enumerate(LEVELS))
    return (
        f'<div class="course-scroll"><table class="course-table"><caption>{escape(legend)}</caption>'
        f'<thead><tr><th scope="col">Competence</th>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _bar(name: str, depth: int, why: str, was: int) -> str:
    change = "" if depth == was else f" {'▲' if depth > was else '▼'} from {was}"
    ends = f"--was: {100 * was / DEEPEST:g}%; --now: {100 * depth / DEEPEST:g}%"
    return (
        f'<dt>{escape(name)}</dt><dd class="course-depth-bar"><span class="course-track" aria-hidden="true">'
        f'<span class="course-fill" style="{ends}"></span></span>'
        f"<span class=course-note>{depth} · {LEVELS[depth]}{change}</span></dd>"
        f'<dd class="course-why">{escape(why)}</dd>'
    )
