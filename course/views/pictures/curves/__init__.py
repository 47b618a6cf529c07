"""Products on their curves: for a table with a row for each product, its columns the choices to make about it."""

from __future__ import annotations

from html import escape

from course.grade.models.lifecycle import BY_NAME, QUARTERS, Product
from course.views import draw
from course.views.form.field import OPEN
from course.views.markup import folded, scrolled, table
from course.views.stills import stills

WIDTH, HEIGHT, LEFT, RIGHT, TOP, FOOT = 320, 112, 8, 56, 12, 88
LINE = "var(--course-info)"
WORDS = "fill:var(--jp-content-font-color1,#212121)"
QUIET = "fill:var(--jp-content-font-color2,#5b5b5b)"
AXIS = "stroke:var(--jp-border-color1,#9e9e9e)"


def data(settings: dict) -> dict:
    """The curve of each product as a drawing, its figures as a table, and what else is known of it."""
    return {"products": {name: _shown(BY_NAME[name]) for name in settings["rows"]}}


def html(settings: dict, answer: object) -> str:
    """Each product with its curve, and what was chosen for it."""
    given = answer if isinstance(answer, dict) else {}
    return "".join(_row(BY_NAME[name], settings["columns"], given.get(name)) for name in settings["rows"])


def curve(product: Product) -> str:
    """The users of a product by quarter, from zero up. All six have one axis of time; a curve begins with its users."""
    x = draw.scale(0, len(QUARTERS) - 1, LEFT, WIDTH - RIGHT)
    y = draw.scale(0, max(product.users), FOOT, TOP)
    points = [(x(QUARTERS.index(quarter)), y(users)) for quarter, users in product.shown]
    last = product.users[-1]
    label = f"{product.name}, {product.unit}: {', '.join(f'{quarter} {users:,}' for quarter, users in product.shown)}."
    return draw.drawing(
        WIDTH,
        HEIGHT,
        draw.line((LEFT, FOOT), (WIDTH - RIGHT, FOOT), style=AXIS)
        + draw.path(points, LINE, stroke_width=2, style=f"stroke:{LINE}")
        + "".join(draw.point(*point, 2.5, style=f"fill:{LINE}") for point in points)
        + draw.text(points[-1][0] + 8, points[-1][1] + 4, f"{last:,}", style=WORDS)
        + draw.text(LEFT, FOOT + 18, QUARTERS[0], style=QUIET)
        + draw.text(WIDTH - RIGHT, FOOT + 18, QUARTERS[-1], "end", style=QUIET),
        label,
    )


def _shown(product: Product) -> dict:
    figures = table(("Quarter", product.unit), [[q, f"{n:,}"] for q, n in product.shown], {1})
    return {
        "svg": curve(product),
        "unit": product.unit,
        "facts": list(product.facts),
        "figures": folded("The figures", scrolled(f"Figures of {product.name}", figures)),
    }


def _row(product: Product, columns: list[dict], chosen: object) -> str:
    cells = chosen if isinstance(chosen, dict) else {}
    answers = "".join(
        f"<li>{escape(column['ask'])}: {escape(str(cells.get(column['id']) or OPEN))}</li>" for column in columns
    )
    facts = "".join(f"<li>{escape(fact)}</li>" for fact in product.facts)
    return (
        f"<p><strong>{escape(product.name)}</strong>, {escape(product.unit)}</p>"
        f"{stills(curve(product))}<ul>{facts}</ul><ul>{answers}</ul>"
    )
