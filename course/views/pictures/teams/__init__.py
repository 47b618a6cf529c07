"""Nine teams on a calendar: a row for each piece, a list of weeks to begin in, and every clash in words.

For a plan whose controls are the teams that can move, each a choice of weeks.
"""

from __future__ import annotations

from html import escape

from course.grade.count import quantity
from course.grade.models import teams
from course.views.markup import Markup, table

MARK = "■"


def data(settings: dict) -> dict:
    """The pieces, the weeks, and what goes wrong in a week (``alone``) or between two teams (``together``).

    Where one needs the other, only the one that comes too early is marked.
    """
    needs = [(piece, teams.BY_TEAM[needed], [piece.id]) for piece in teams.PIECES for needed in piece.after]
    pairs = [*needs, *((one, other, [one.id, other.id]) for one, other in teams.SHARING)]
    return {
        "weeks": [teams.week_label(week) for week in range(1, teams.WEEKS + 1)],
        "pieces": [
            {
                "id": piece.id, "team": piece.team, "work": piece.work, "weeks": piece.weeks, "asked": piece.asked,
                "fixed": piece.fixed, "about": _about(piece),
                "alone": {str(start): list(teams.alone(piece, start)) for start in piece.starts},
            }
            for piece in teams.PIECES
        ],
        "together": [
            {
                "teams": [one.id, other.id],
                "marks": marked,
                "says": {
                    f"{start}|{later}": list(teams.together(one, start, other, later))
                    for start in one.starts
                    for later in other.starts
                },
            }
            for one, other, marked in pairs
        ],
    }  # fmt: skip


def _about(piece: teams.Piece) -> str:
    needs = " and ".join([*(f"{name}'s piece" for name in piece.after), *([piece.expert] if piece.expert else [])])
    wish = "" if piece.fixed else f"asks for week {piece.asked}"
    parts = [quantity(piece.weeks, "week"), wish, f"needs {needs}" if needs else ""]
    parts.append(f"done by week {piece.by}: {piece.why}" if piece.why else "")
    return "; ".join(filter(None, parts))


def html(settings: dict, answer: object) -> str:
    """The calendar as a table, and the clashes as a list."""
    plan = {name: week for name, week in answer.items() if str(week).isdigit()} if isinstance(answer, dict) else {}
    starts = teams.starts_of(plan)
    rows = [
        [
            f"{piece.team}: {piece.work}",
            *(MARK if week in piece.span(starts[piece.team]) else "" for week in range(1, teams.WEEKS + 1)),
        ]
        for piece in teams.PIECES
    ]
    heads = ("Piece", *(teams.week_label(week) for week in range(1, teams.WEEKS + 1)))
    clashes = "".join(f"<li>{escape(clash)}.</li>" for clash in teams.clashes(starts))
    missing = [piece for piece in teams.PIECES if plan and not piece.fixed and piece.id not in plan]
    waiting = ", ".join(f"{piece.team} (asks for week {piece.asked})" for piece in missing)
    said = f"<p>Still to choose: {escape(waiting)}.</p>" if missing else "" if clashes else "<p>✓ No clash.</p>"
    return table(heads, rows, wide={0}) + Markup(said) + (Markup(f"<ul>{clashes}</ul>") if clashes else "")
