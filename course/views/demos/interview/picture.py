"""What a choice of questions leads to: the answers, what is now believed, what the choice was worth, and every sum behind it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from course.case.cast import person
from course.grade.count import agree, quantity
from course.grade.models.interview import Game, Question, belief, hits, most, weights_after
from course.views import draw
from course.views.markup import folded, note, scrolled, table

EXAMPLE = ("2", "3", "4")
WIDTH, LEFT, RIGHT, ROW, BAR = 680, 420, 620, 26, 16
WORDS = "fill:var(--jp-content-font-color1,#212121)"
QUIET = "fill:var(--jp-content-font-color2,#5b5b5b)"
BEFORE = "fill:none;stroke:var(--jp-content-font-color2,#5b5b5b);stroke-dasharray:3 3"
NOW = "fill:var(--course-info);fill-opacity:.5;stroke:var(--course-info)"


def picture(game: Game, ids: Sequence[str]) -> list[str]:
    """Everything that follows from the questions that were asked."""
    return [
        f"<p>{escape(sentence(game, ids))}</p>",
        answers(game, ids),
        bars(game, ids),
        folded("The arithmetic", arithmetic(game, ids)),
        folded("What each question is worth on its own", alone(game)),
    ]


def sentence(game: Game, ids: Sequence[str]) -> str:
    """What the choice is worth, to be read out."""
    before, after = hits(game, ()), hits(game, ids)
    if not ids:
        return f"Nobody asked yet. If you name the likeliest problem now, you are right {before:.0f} times in 100."
    left = game.allowed - len(ids)
    idle = [question.id for question in game.chosen(ids) if question.says_nothing]
    words = f"With {quantity(len(ids), 'question')} you name the right problem {after:.0f} times in 100; without any it is {before:.0f}."
    if idle:
        words += (
            f" {_list(idle)} {agree(len(idle), 'adds')} nothing: the answer would be the same whichever problem it is."
        )
    if left > 0:
        return f"{words} There is time for {left} more."
    return f"{words} The best {game.allowed} reach {most(game):.0f}."


def label(question: Question) -> str:
    """A question as its box says it."""
    return f"{question.id}. {person(question.who).name}: {question.ask}"


def answers(game: Game, ids: Sequence[str]) -> str:
    """What the colleagues said."""
    said = [
        f"<li><strong>{escape(person(question.who).name)}</strong> (question {escape(question.id)}): {escape(question.words)}</li>"
        for question in game.chosen(ids)
    ]
    return f'<ul class="course-interview-said">{"".join(said)}</ul>' if said else ""


def bars(game: Game, ids: Sequence[str]) -> str:
    """How likely each problem is now, and was before anybody asked."""
    x = draw.scale(0, 100, LEFT, RIGHT)
    head = "How likely each problem is, in 100: dashed before you asked, full after the answers you got"
    shapes, believed = [draw.text(0, 12, head, style=QUIET)], belief(game, ids)
    for row, (problem, weight, now) in enumerate(zip(game.problems, game.weights, believed, strict=True)):
        y = 26 + row * ROW
        shapes.append(draw.text(0, y + 13, problem, style=WORDS))
        shapes.append(draw.bar(x(0), y, x(now) - x(0), BAR, style=NOW))
        shapes.append(draw.bar(x(0), y, x(100 * weight) - x(0), BAR, style=BEFORE))
        shapes.append(draw.text(max(x(now), x(100 * weight)) + 6, y + 13, f"{now:.0f}", style=WORDS))
    said = "; ".join(f"{problem} {now:.0f}" for problem, now in zip(game.problems, believed, strict=True))
    height = 30 + ROW * len(game.problems)
    return draw.drawing(
        WIDTH, height, "".join(shapes), f"How likely each problem is, in 100: {said}", class_="course-interview-bars"
    )


def arithmetic(game: Game, ids: Sequence[str]) -> str:
    """Each problem's weight, the chance of each answer that was given, their product, and its share."""
    asked = game.chosen(ids)
    products = weights_after(game, asked, [question.got for question in asked])
    heads = ("Problem", "Weight", *(f"Answer {question.id}" for question in asked), "Product", "Now, in 100")
    rows = [
        [
            problem, f"{weight:.2f}", *(f"{question.chance(question.got, n):.2f}" for question in asked),
            f"{product:.4f}", f"{100 * product / sum(products):.0f}",
        ]
        for n, (problem, weight, product) in enumerate(zip(game.problems, game.weights, products, strict=True))
    ]  # fmt: skip
    sums = note(
        "The weight of a problem, times how likely the answers you got are under it. The share of each product in their sum is what you may "
        "now believe."
    )
    worth = note(
        "What a choice is worth is computed before anybody answers: for every pattern of answers that there could be, take the largest "
        f"product, for that is the problem you would name. The sum over all patterns is {hits(game, ids):.1f} in 100."
    )
    return scrolled("The arithmetic", table(heads, rows, range(1, len(heads)), wide={0})) + sums + worth


def alone(game: Game) -> str:
    """Each question by itself: how likely its first answer is under each problem, and how often one would be right with it."""
    heads = ("Question", "Answer", *(f"Problem {n}" for n in range(1, len(game.problems) + 1)), "Right, in 100")
    rows = [
        [
            label(question),
            question.answers[0],
            *(f"{share:.0%}" for share in question.first),
            f"{hits(game, [question.id]):.0f}",
        ]
        for question in game.questions
    ]
    words = f"How likely the answer is under each problem, in the order above: an assumption of this game. Without a question it is {hits(game, ()):.0f}."
    return scrolled("What each question is worth", table(heads, rows, range(2, len(heads)), wide={0, 1})) + note(words)


def _list(ids: Sequence[str]) -> str:
    *first, last = ids
    return f"Questions {', '.join(first)} and {last}" if first else f"Question {last}"
