"""The question game: a vague idea, the problems that may be behind it, and what a question is worth before it is asked.

Each question has two possible answers. How likely the first one is under each problem is an assumption of the game,
shown to those who play it. What some questions are worth is how often one would name the right problem with their
answers: over every pattern of answers, the weight of the problem that then leads. Without a question that is the
weight of the problem that most people believe in. A question whose answer is the same whichever problem it is adds
nothing, and neither does one whose answer would change no choice (the expected value of information: Howard, IEEE
Transactions on Systems Science and Cybernetics 2, 1966, pages 22–26).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, product
from math import prod

from course.case.facts import fill_quotes
from course.grade.count import quantity
from course.grade.models import Run


@dataclass(frozen=True)
class Question:
    """A question to a colleague. ``first`` is how likely the first answer is under each problem.

    ``answers`` names both answers in a few words, ``got`` is the one that the case gives, ``said`` the colleague's words.
    """

    id: str
    who: str
    ask: str
    first: tuple[float, ...]
    answers: tuple[str, str]
    got: int
    said: str

    @property
    def words(self) -> str:
        """What the colleague says, with the figures of the case."""
        return fill_quotes(self.said)

    @property
    def says_nothing(self) -> bool:
        """Whether the answer is the same whichever problem it is."""
        return len(set(self.first)) == 1

    def chance(self, answer: int, problem: int) -> float:
        """How likely an answer is under a problem: 0 is the first answer, 1 the other."""
        return self.first[problem] if answer == 0 else 1 - self.first[problem]


@dataclass(frozen=True)
class Game:
    """A vague idea with its possible problems, their weights before anybody asks, and how many questions there is time for."""

    problems: tuple[str, ...]
    weights: tuple[float, ...]
    questions: tuple[Question, ...]
    allowed: int

    def chosen(self, ids: Collection[str]) -> tuple[Question, ...]:
        return tuple(question for question in self.questions if question.id in ids)


CLEARER = Game(
    (
        "Customers cannot find the day on which their next instalment is due.",
        "Customers cannot see that a refund is on its way.",
        "Customers do not know what the word “pending” means.",
        "The customers of one shop call, and the trouble is in that shop.",
    ),
    (0.35, 0.25, 0.25, 0.15),
    (
        Question(
            "1", "sam", "What do the callers ask, word for word?", (0.85, 0.1, 0.1, 0.2), ("about a date", "about something else"), 1,
            "Not about dates. “Is it gone or not?” All day long.",
        ),
        Question(
            "2", "noor", "Do the calls come in the days after a refund?", (0.1, 0.9, 0.15, 0.2), ("mostly", "no more than otherwise"), 1,
            "No more than on other days. Why did you expect it?",
        ),
        Question(
            "3", "noor", "Do the callers come from a single shop?", (0.05, 0.1, 0.1, 0.95), ("mostly", "from many"), 1,
            "From shops of every kind. Which one did you have in mind?",
        ),
        Question(
            "4", "noor", "How many of the callers have a payment that is pending?", (0.1, 0.2, 0.9, 0.3), ("most", "few"), 0,
            "Nearly all of them. Did nobody look before?",
        ),
        Question(
            "5", "bode", "How long would a new start page take?", (0.6,) * 4, ("two months or more", "less"), 0,
            "Two months. Of something that nobody has shown me a reason for.",
        ),
        Question(
            "6", "aya", "Could we send a message to the phone instead?", (0.9,) * 4, ("yes", "no"), 0,
            "Sure, by Thursday! What should it say?",
        ),
        Question(
            "7", "sam", "Would customers like a clearer app?", (0.95,) * 4, ("yes", "no"), 0,
            "Would you say no?",
        ),
        Question(
            "8", "ife", "Which screen do you like least?", (0.5,) * 4, ("the start page", "another"), 0,
            "The start page. It looks like last year.",
        ),
    ),
    3,
)  # fmt: skip

INSTANT = Game(
    (
        "People who apply wait too long for our yes or no.",
        "People who have our yes wait too long before they sign.",
        "People who have signed wait too long for their money.",
        "People whose file a colleague reads wait too long for that colleague.",
        "People who begin the form give up before they send it.",
        "People whom we decline call us slow, and no speed would help them.",
    ),
    (0.30, 0.15, 0.20, 0.12, 0.13, 0.10),
    (
        Question(
            "A", "bode", "How long would it take to build?", (0.7,) * 6, ("months", "weeks"), 0,
            "To build what? Months, if you let me guess. Then it is a guess.",
        ),
        Question(
            "B", "noor", "From “send” to our yes or no: how long does it take for half of the applicants?",
            (0.95, 0.05, 0.05, 0.10, 0.05, 0.05), ("hours", "less"), 1,
            "{F21.decided} seconds, for half of those who were paid out in the last quarter. And {F21.fast} of all "
            "decisions are there within two minutes. Had you expected days?",
        ),
        Question(
            "C", "aya", "Could Link fill in the income, so that nobody has to type it?", (0.8,) * 6, ("yes", "no"), 0,
            "Sure, and we have! It is what EXP-031 tried in December. Noor has the numbers, do ask her.",
        ),
        Question(
            "D", "sam", "What do people say when they call us slow, word for word?",
            (0.10, 0.85, 0.85, 0.15, 0.05, 0.10), ("something that happened after our yes", "something else"), 0,
            "“You said yes yesterday. So where is it?” They have the yes. Nobody rings about the yes.",
        ),
        Question(
            "E", "tomasz", "Could we pay out by instant transfer?", (0.9,) * 6, ("yes", "no"), 0,
            "We could. It has been possible for a while. It makes the last few hours short, whatever the others are.",
        ),
        Question(
            "F", "noor", "From our yes to the signature: how long does it take for half of them?",
            (0.10, 0.95, 0.15, 0.10, 0.10, 0.10), ("longer than a night", "less"), 0,
            "{F21.sign}, for half of those who sign at all. Shall I tell you what the others do?",
        ),
        Question(
            "G", "ife", "By when do you want it?", (0.9,) * 6, ("by the summer", "later"), 0,
            "By the summer. I want it on every tram.",
        ),
        Question(
            "H", "lin", "How many files does a colleague read, and how long do they lie?",
            (0.25, 0.05, 0.05, 0.95, 0.05, 0.10), ("many, and long", "few"), 1,
            "{F9.manual} approvals of the quarter. Half of them lay for more than {F21.reviewed}, which I do not like. On "
            "the other hand it is {F9.manual} of {F9.approved}.",
        ),
        Question(
            "I", "sam", "Would customers like to have it faster?", (0.95,) * 6, ("yes", "no"), 0,
            "They'd like it cheaper as well. And a pony.",
        ),
        Question(
            "J", "ife", "Which moment do you mean: our answer, or the money?",
            (0.30, 0.80, 0.80, 0.40, 0.40, 0.40), ("the money", "the answer"), 0,
            "The money. “On your account within the hour.” An answer buys nobody a washing machine.",
        ),
        Question(
            "K", "noor", "From the signature to the payout: how long does it take for half of them?",
            (0.10, 0.15, 0.95, 0.10, 0.10, 0.10), ("longer than a night", "less"), 1,
            "{F21.pay}. It is a part of the wait. Is it the part you would begin with?",
        ),
        Question(
            "L", "grace", "Does a rule make anybody wait?",
            (0.20, 0.35, 0.20, 0.30, 0.10, 0.10), ("yes", "no"), 1,
            "No. A contract has to be signed, and RB3 asks for reasons when we decline. Neither says when.",
        ),
        Question(
            "M", "noor", "Of those who begin the form, how many send it?",
            (0.15, 0.10, 0.05, 0.10, 0.95, 0.10), ("less than two thirds", "more"), 1,
            "{F21.sent}. Would you begin with the others? Some only came to look.",
        ),
        Question(
            "N", "marta", "Which figure of the month would move if this were solved?",
            (0.40, 0.70, 0.60, 0.30, 0.10, 0.10), ("loans per approval", "another"), 0,
            "Loans per approval. Of those whom we approved in October and November, {F21.unsigned} have no loan. I budget "
            "each of them.",
        ),
    ),
    5,
)  # fmt: skip


def ask(plan: dict) -> Run:
    """What the questions {"questions": [ids]} are worth: hits in 100 more than without a question."""
    questions = INSTANT.chosen(plan["questions"])
    before = hits(INSTANT, ())
    if len(questions) != INSTANT.allowed:
        many = quantity(len(questions), "question")
        return Run(0, (f"you have asked {many}, and there is time for {INSTANT.allowed}",))
    after = hits(INSTANT, plan["questions"])
    return Run(after - before, (), _in_words(questions, before, after))


def idle() -> list[str]:
    """The questions that are answered the same whichever problem it is."""
    return [question.id for question in INSTANT.questions if question.says_nothing]


def hits(game: Game, ids: Collection[str]) -> float:
    """How often in 100 one names the right problem with the answers to these questions."""
    return _hits(game, tuple(sorted(ids)))


@cache
def _hits(game: Game, ids: tuple[str, ...]) -> float:
    questions = game.chosen(ids)
    patterns = product((0, 1), repeat=len(questions))
    return 100 * sum(max(weights_after(game, questions, pattern)) for pattern in patterns)


def weights_after(game: Game, questions: Sequence[Question], answers: Sequence[int]) -> list[float]:
    """How likely each problem and these answers are together."""
    return [
        weight * prod(question.chance(answer, n) for question, answer in zip(questions, answers, strict=True))
        for n, weight in enumerate(game.weights)
    ]


def belief(game: Game, ids: Collection[str]) -> list[float]:
    """How likely each problem is, in percent, after the answers that the case gives."""
    questions = game.chosen(ids)
    weights = weights_after(game, questions, [question.got for question in questions])
    return [100 * weight / sum(weights) for weight in weights]


@cache
def most(game: Game) -> float:
    """How often in 100 the best questions that there is time for let one name the right problem."""
    ids = [question.id for question in game.questions]
    return max(hits(game, chosen) for chosen in combinations(ids, game.allowed))


def _in_words(questions: Sequence[Question], before: float, after: float) -> str:
    nothing = [question.id for question in questions if question.says_nothing]
    words = f"with your five you name the right problem {after:.0f} times in 100; with none it is {before:.0f}, and {most(INSTANT):.0f} can be had"
    if nothing:
        names = nothing[0] if len(nothing) == 1 else f"{', '.join(nothing[:-1])} and {nothing[-1]}"
        return f"{words}. The {'answer' if len(nothing) == 1 else 'answers'} to {names} would be the same whichever problem it is"
    leading = INSTANT.weights.index(max(INSTANT.weights))
    if not any(abs(question.first[leading] - 0.5) > 0.3 and question.first[leading] > 0.5 for question in questions):
        return f"{words}. None of your questions can clear the problem that most people believe in"
    return f"{words}. Which problem is left that none of your answers would point to?"
