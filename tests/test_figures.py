"""Figures in texts come from somewhere: the fact register, the Rulebook, or a line of figures.tsv that says from where.

A line holds a module's number, an origin, and figures separated by `` · ``. The origin is a SELECT whose first row
gives the figures, or the words of somebody who has looked. ``python -m tests.test_figures`` prints what is missing.
A lesson may type what the register finds, because Markdown cannot quote it. A key quotes it: ``{F9.price}``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import nbformat
import pytest

from course import sequence
from course.authoring.read import SourceExercise, read, sources
from course.case.facts import FACTS, fact, measure, quotes
from course.case.rulebook import RULES
from course.dashboards import TILES
from course.grade.query.rows import find_rows
from course.sequence.interview import FOLDER as INTERVIEWS
from course.sequence.interview import interview_of

ROOT = Path(__file__).parents[1]
LIST = Path(__file__).with_name("figures.tsv")
SAID = {"ask", "help", "options", "items", "classes", "rows", "note", "hints", "reasons"}
"""What a key says to learners beside the sentences of its mistakes."""

NEIGHBOUR = "A worked neighbour"
"""How the third hint begins: its figures are its own."""

NOT_READ = re.compile(
    r"`[^`]*`|\]\([^)]*\)|<[^>]*>|&#?\w+;|\b(?:SELECT|WITH) .*|\d{4}-\d\d-\d\d[T ]?|\d\d:\d\d|\d+·10\S+", re.DOTALL
)
FIGURE = re.compile(
    r"(?<![\w.])(?P<euro>€\s?)?(?P<number>\d+(?:,\d{3})*(?:\.\d+)?)(?P<thousand>k\b|\s+thousand\b)?"
    r"(?P<unit>\s?%|\s?pp\b|\s(?:percent(?:age points?)?)\b)?"
)
YEAR = re.compile(r"(?:19|20)\d\d")


def figures(text: str) -> list[str]:
    """The figures of a text in one spelling: those with a unit, a decimal or at least three digits.

    Years, dates, code, and the numbers of exercises are none.

    >>> figures("620 earns €270.6 thousand, 5.1 percent in 2025, `LIMIT 1000`")
    ['620', '€270.6k', '5.1 %']
    """
    found = []
    for each in FIGURE.finditer(NOT_READ.sub(" ", text)):
        number, unit = each["number"].replace(",", ""), (each["unit"] or "").strip()
        bare = not (each["euro"] or unit or each["thousand"])
        if bare and (len(number) < 3 or YEAR.fullmatch(number) or number in ids()):
            continue
        sign = {"percent": " %", "%": " %", "": ""}.get(unit, " pp")
        found.append(f"{'€' if each['euro'] else ''}{number}{'k' if each['thousand'] else ''}{sign}")
    return list(dict.fromkeys(found))


@cache
def exercises() -> tuple[SourceExercise, ...]:
    return tuple(each for notebook in sources(ROOT) for each in read(notebook))


@cache
def ids() -> frozenset[str]:
    return frozenset(each.id for each in exercises())


def said(part: object, name: str = "") -> Iterator[str]:
    """The sentences in the parts of a key, as their author wrote them."""
    if isinstance(part, dict):
        yield from part if name == "mistakes" else ()
        for inner, value in part.items():
            yield from said(value, inner) if name != "mistakes" else ()
    elif isinstance(part, list | tuple):
        for each in part:
            yield from said(each, name)
    elif isinstance(part, str) and name in SAID and not part.startswith(NEIGHBOUR):
        yield part


def texts() -> Iterator[tuple[str, str]]:
    """Everything that is checked: a module's number, an exercise's id or ``tiles``, and a text there."""
    for notebook in (*(ROOT / sequence.LESSONS).glob("*.ipynb"), *sources(ROOT)):
        for cell in nbformat.read(notebook, as_version=4).cells:
            if cell.cell_type == "markdown":
                yield str(sequence.number_of(notebook)), cell.source
    for cards in (ROOT / sequence.LESSONS).glob("*.cards.md"):
        yield str(sequence.number_of(cards)), cards.read_text(encoding="utf-8")
    for file in sorted(INTERVIEWS.glob("*.toml")):
        for question in interview_of(int(file.stem)):
            sounds = (sentence for _, sound in question.sounds for sentence in (sound.says, sound.tell))
            for sentence in (question.ask, *question.points, *sounds):
                yield str(int(file.stem)), sentence
    for exercise in exercises():
        for sentence in said(exercise.parts):
            yield exercise.id, sentence
    for tile in TILES:
        for sentence in (tile.flawed.title, tile.true.title, tile.first_glance, tile.true_reading):
            yield "tiles", sentence


@cache
def typed() -> dict[str, dict[str, str]]:
    """The typed figures by place, each with the text that it stands in; quoted facts are not typed."""
    found: dict[str, dict[str, str]] = {}
    for place, text in texts():
        for figure in figures(text):
            found.setdefault(place, {}).setdefault(figure, text)
    return found


@cache
def registered(place: str) -> frozenset[str]:
    """What the register finds for facts that the module's exercises use. Where a sentence can quote, it has to."""
    used = [each for each in FACTS if any(id.split(".")[0] == place for id in each.used_in)]
    return frozenset(figure for each in used for figure in figures(each.with_unit(measure(each))))


RULED = {figure for rule in RULES for figure in figures(rule.text)}


def listed() -> list[tuple[str, str, list[str]]]:
    lines = [line.split("\t") for line in LIST.read_text(encoding="utf-8").splitlines()]
    return [(place, origin, known.split(" · ")) for place, origin, known in lines]


def unexplained() -> dict[str, list[str]]:
    """The figures of each place that come from nowhere."""
    found: dict[str, list[str]] = {}
    for place, several in typed().items():
        module = place.split(".")[0]
        known = RULED | registered(place) | {each for line in listed() if line[0] == module for each in line[2]}
        if missing := [each for each in several if each not in known]:
            found[place] = missing
    return found


def test_every_figure_comes_from_somewhere():
    assert unexplained() == {}, "Quote a fact ({F9.price}) where a sentence can, or add a line to tests/figures.tsv."


def test_the_list_holds_only_what_is_typed():
    there = {(place.split(".")[0], each) for place, several in typed().items() for each in several}
    stale = {(module, each) for module, _, several in listed() for each in several} - there

    assert stale == set()


@pytest.mark.parametrize("line", [line for line in listed() if line[1].startswith("SELECT")], ids=lambda line: line[0])
def test_a_query_gives_the_figures_beside_it(line):
    _, query, several = line

    assert [float(value) for value in find_rows(query)[0]] == [float(re.sub(r"[^\d.]", "", each)) for each in several]


def test_facts_name_the_exercises_that_use_them():
    written = {id.split(".")[0] for id in ids()}
    named = {(each.id, id) for each in FACTS for id in each.used_in if id.split(".")[0] in written}
    used = {(id, exercise.id) for exercise in exercises() for id in facts_of(exercise.parts)}

    assert {(each, id) for each, id in named if id not in ids()} == set()
    assert used <= named


def facts_of(part: object) -> set[str]:
    """The facts that a key reads: as a source, or quoted in a sentence."""
    if isinstance(part, dict):
        source = {part["fact"]} if isinstance(part.get("fact"), str) else set()
        return source.union(*(facts_of(each) for each in (*part.keys(), *part.values())))
    if isinstance(part, list | tuple):
        return set().union(*map(facts_of, part))
    return set(quotes(part)) if isinstance(part, str) else set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("At 560 the loan earns €24.16, in total €225.9k or €225.9 thousand.", ["560", "€24.16", "€225.9k"]),
        ("47.48 % fell by 6.31 percentage points, −7.31 pp of it mix.", ["47.48 %", "6.31 pp", "7.31 pp"]),
        ("12,350 applicants in 2025, 81 of them by hand.", ["12350"]),
        ("`LIMIT 1000`, [8.2](../a-100.ipynb), <b style='margin: 800'>, 2025-11-14, 09:10", []),
        ("A neighbour: SELECT count(*) FROM payments WHERE amount_cents > 12345", []),
        ("{F9.price} and {F9.profit_600}", []),
    ],
)
def test_figures_of_a_text(text, expected):
    assert figures(text) == expected


def test_a_figure_that_the_data_do_not_give_is_noticed():
    price = fact("F9.price")

    assert figures(price.with_unit(measure(price)))[0] in registered("8")
    assert figures(price.with_unit(16.9))[0] not in registered("8")


if __name__ == "__main__":
    for place, several in unexplained().items():
        print(f"{place}\t?\t{' · '.join(several)}")
