"""The judge of forms: field by field, with partial credit, known mistakes first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from math import ceil

from course.grade.count import agree, quantity
from course.grade.form.expectation import FieldExpectation, FormExpectation, MistakeExpectation
from course.grade.form.field import field_kind
from course.grade.form.follow import following_marks, overruled, own_values, sources
from course.grade.form.mark import NEARLY, Mark
from course.grade.form.samples import judge_samples, samples_of
from course.verdict import Finding, Outcome, Verdict

NUMBERED = re.compile(r"(\d+)\.\s")  # a question that begins with its number
NAMED = re.compile(r"\bquestions? \d", re.IGNORECASE)
MANY_OPEN = 3  # questions that nobody has begun, from which on they share a line


def judge_form(expected: FormExpectation, answer: dict) -> Verdict:
    """Judge a form: the weighted share of what is right is the score, and from the stated share on it is passed."""
    asked = [field for field in expected.fields if field.rule.is_judged]
    marks = {field.id: field.rule.judge(field.settings, expected.right(field), answer.get(field.id)) for field in asked}
    marks |= overruled(expected, marks, answer)
    following = following_marks(expected, marks, answer)
    marks |= following
    if not any(mark.filled or _begun(field, answer) for field, mark in zip(asked, marks.values(), strict=True)):
        return Verdict.not_attempted("No field is filled in yet.")
    if samples_of(expected):
        return judge_samples(expected, marks, answer, _findings(expected, asked, marks, following, set(), answer))
    is_right = {field.id: marks[field.id].right(field.enough) for field in asked}
    bare = {field.id for field in asked if field.evidence and not is_right[field.evidence]}
    weights = {field.id: _weight(field, marks[field.id]) for field in asked}
    earned = {field.id: 0.0 if field.id in bare else marks[field.id].credit(field.enough) for field in asked}
    toward = {id: 1.0 if is_right[id] and id not in bare else earned[id] for id in earned}
    total = sum(weights.values())
    score = sum(weights[id] * earned[id] for id in weights) / total
    reached = sum(weights[id] * toward[id] for id in weights) / total
    findings = (
        *_findings(expected, asked, marks, following, bare, answer),
        *_further_findings(expected, is_right, answer),
    )
    passed = reached >= expected.pass_at - NEARLY
    headline = _headline(expected, asked, marks, bare, score if passed else reached, passed)
    score = min(1.0, score) if score < 1 - NEARLY else 1.0
    return Verdict(Outcome.PASSED if passed else Outcome.NOT_YET, float(score), headline, findings)


def known_mistakes(expected: FormExpectation, answer: dict) -> list[MistakeExpectation]:
    """The known mistakes that an answer shows: the most specific first, then the nearest."""
    distances = [(distance_of(expected, mistake, answer), mistake) for mistake in expected.mistakes]
    near = sorted(
        ((-len(mistake.fields), distance, mistake) for distance, mistake in distances if distance is not None),
        key=lambda entry: entry[:2],
    )
    known: list[MistakeExpectation] = []
    for _, _, mistake in near:  # of two explanations for the same fields only the nearer one is given
        if not any(set(mistake.fields) <= set(other.fields) and _is_single(expected, mistake) for other in known):
            known.append(mistake)
    return known


def distance_of(expected: FormExpectation, mistake: MistakeExpectation, answer: dict) -> float | None:
    """How far an answer is from a known mistake; None if it is not that mistake."""
    distances = []
    for id, wrong in expected.wrong(mistake).items():
        field = expected[id]
        distances.append(field.rule.distance(field.settings, expected.right(field), wrong, answer.get(id)))
    return None if None in distances else sum(distances)


def _is_single(expected: FormExpectation, mistake: MistakeExpectation) -> bool:
    """Whether the mistake's fields hold one value each, so that a second explanation says nothing more."""
    return all(expected[id].rule.is_single for id in mistake.fields)


def _begun(field: FieldExpectation, answer: dict) -> bool:
    return field.rule.clean(field.settings, answer.get(field.id)) is not None


def _weight(field: FieldExpectation, mark: Mark) -> float:
    return float(mark.parts) if field.weight is None else field.weight


def _findings(
    expected: FormExpectation, asked: list, marks: dict, following: dict, bare: set, answer: dict
) -> list[Finding]:
    known = [mistake for mistake in known_mistakes(expected, answer) if not following.keys() >= set(mistake.fields)]
    known.sort(key=lambda mistake: (-len(mistake.fields), _place(expected, mistake.fields)))
    explained = {id for mistake in known for id in mistake.fields}
    wrong = [field for field in asked if not _is_full(marks[field.id]) and field.id not in explained]
    not_open = [
        field for field in wrong if marks[field.id].filled >= marks[field.id].parts and not field.rule.finds_all
    ]
    further = [field for field in asked if field.id in explained and _has_further_cells(field, marks[field.id], known)]
    reasons = [
        *((mistake.fields, _known(expected, mistake, answer)) for mistake in known),
        *(((field.id,), _wrong(field, marks[field.id])) for field in not_open),
        *(((field.id,), _wrong(field, marks[field.id])) for field in further),
        *_all_open([field for field in wrong if marks[field.id].filled < marks[field.id].parts], marks),
    ]
    reasons += [
        ((field.id,), finding)
        for field in asked
        if marks[field.id].filled and not _is_full(marks[field.id])
        for finding in _beside_known(expected, field, known, answer)
    ]
    reasons.sort(key=lambda reason: _rank(expected, reason[0], marks))
    resting = [field for field in asked if field.id in bare and marks[field.id].right(field.enough)]
    follows = (_follows(expected, field, marks, answer) for field in asked if field.id in following)
    return [*_with_resting(expected, reasons, resting), *filter(None, follows)]


def _rank(expected: FormExpectation, ids: tuple[str, ...], marks: dict[str, Mark]) -> int:
    """Where a finding belongs: first what others rest on, then the rest, then what rests on what is wrong, last what passes."""
    fields = [expected[id] for id in ids]
    if any(field.rule.leads for field in fields):
        return -1
    if all(marks[field.id].right(field.enough) for field in fields):
        return 3
    if any(
        not marks[field.evidence].right(expected[field.evidence].enough)
        for field in fields
        if field.evidence not in ("", *ids)
    ):
        return 2
    if any(
        _is_slip(source, marks) for field in fields for source in _rests_on(expected, field) if source.id not in ids
    ):
        return 2
    based = {source.id for field in expected.fields if field.id not in ids for source in _rests_on(expected, field)}
    return int(not any(field.id in based and _is_slip(field, marks) for field in fields))


def _is_slip(field: FieldExpectation, marks: dict[str, Mark]) -> bool:
    """Whether a question is answered and not right: one that is open misleads nobody."""
    return marks[field.id].filled > 0 and not marks[field.id].right(field.enough)


def _rests_on(expected: FormExpectation, field: FieldExpectation) -> list[FieldExpectation]:
    """The questions to settle before this one: its evidence, those that its author names, and what it follows from."""
    named = [id for id in (field.evidence, *field.rests_on) if id]
    return [*(expected[id] for id in named), *sources(expected, field)]


def _place(expected: FormExpectation, ids: tuple[str, ...]) -> int:
    """Where on the page the first of some questions is."""
    return min(index for index, field in enumerate(expected.fields) if field.id in ids)


def _beside_known(
    expected: FormExpectation, field: FieldExpectation, known: list[MistakeExpectation], answer: dict
) -> Iterator[Finding]:
    wrong = [expected.wrong(mistake)[field.id] for mistake in known if field.id in mistake.fields]
    yield from field.rule.beside_known(field.settings, expected.right(field), answer.get(field.id), wrong)


def _known(expected: FormExpectation, mistake: MistakeExpectation, answer: dict) -> Finding:
    """The sentence of a known mistake, and its place: inside the answer, or the question, where a form asks several."""
    for id, wrong in expected.wrong(mistake).items():
        field = expected[id]
        if place := field.rule.place(field.settings, expected.right(field), wrong, answer.get(id)):
            return Finding("known-mistake", mistake.sentence, about=place)
    asks = [expected[id].ask for id in mistake.fields]
    numbers = [found[1] for ask in asks if (found := NUMBERED.match(ask))]
    is_plain = len(numbers) == 1 == len(asks) and len(expected.fields) > 1 and not NAMED.search(mistake.sentence)
    return Finding("known-mistake", mistake.sentence, about=f"Question {numbers[0]}" if is_plain else "")


def _with_resting(expected: FormExpectation, reasons: list[tuple], resting: list) -> Iterator[Finding]:
    """The findings, first those that keep right answers from counting, each with the answers that rest on it."""
    left, rest = list(resting), []
    for ids, finding in reasons:
        on_it = [field for field in left if field.evidence in ids]
        left = [field for field in left if field not in on_it]
        if on_it:
            sentences = [_counts_once(field, expected[field.evidence]) for field in on_it]
            yield replace(finding, look=" ".join([finding.look, *sentences]).strip())
        else:
            rest.append(finding)
    yield from rest


def _is_full(mark: Mark) -> bool:
    return mark.right() and mark.share >= 1 - NEARLY


def _has_further_cells(field: FieldExpectation, mark: Mark, known: list[MistakeExpectation]) -> bool:
    """Whether a table has wrong cells beside those that known mistakes explain, one each; what leads is told in any case."""
    return (
        field.rule.leads
        or field.rule.names_cells
        and mark.filled - mark.hits > sum(field.id in mistake.fields for mistake in known)
    )


def _all_open(fields: list[FieldExpectation], marks: dict) -> Iterator[tuple[tuple[str, ...], Finding]]:
    """What is still open: questions that nobody has begun share one line."""
    untouched = [field for field in fields if marks[field.id].parts == 1 or not marks[field.id].filled]
    numbers = [found[1] for field in untouched if (found := NUMBERED.match(field.ask))]
    together = untouched if len(untouched) >= MANY_OPEN and len(numbers) == len(untouched) else []
    if together:
        yield (
            tuple(field.id for field in together),
            Finding("empty", f"Questions {', '.join(numbers[:-1])} and {numbers[-1]} are still open."),
        )
    yield from (((field.id,), _open(field, marks[field.id])) for field in fields if field not in together)


def _open(field: FieldExpectation, mark: Mark) -> Finding:
    if mark.parts == 1 or not mark.filled:
        return Finding("empty", f"“{field.ask}” is still open.")
    open_count = mark.parts - mark.filled
    return Finding("empty", f"“{field.ask}”: {open_count} of {mark.parts} {agree(open_count)} still open.")


def _wrong(field: FieldExpectation, mark: Mark) -> Finding:
    if not mark.reason:
        return Finding("wrong", f"“{field.ask}” does not hold yet.", field.help)
    reason = mark.reason if mark.reason[-1] in ".?" else f"{mark.reason}."
    if mark.right(field.enough):
        return Finding("wrong", f"“{field.ask}” has passed, though not in full: {reason}")
    return Finding("wrong", f"“{field.ask}”: {reason}", field.help if mark.help is None else mark.help)


def _counts_once(field: FieldExpectation, evidence: FieldExpectation) -> str:
    called = _called(field)
    return f"{called[0].upper()}{called[1:]} counts only once {_called(evidence)} holds."


def _called(field: FieldExpectation) -> str:
    """A question by its number, else by its words."""
    found = NUMBERED.match(field.ask)
    return f"question {found[1]}" if found else f"“{field.ask}”"


def _follows(expected: FormExpectation, field: FieldExpectation, marks: dict, answer: dict) -> Finding | None:
    """That a field is right for a number that is wrong; None where the number is near enough to be right."""
    wrong = [source for source in sources(expected, field) if not marks[source.id].right(source.enough)]
    if not wrong:
        return None
    own = own_values(expected, field, answer)
    asks = " and ".join(f"“{source.ask}”" for source in wrong)
    itself = "does not itself hold" if len(wrong) == 1 else "do not themselves hold"
    return Finding("follows", f"“{field.ask}” is right for your {own}, and counts. {asks} {itself} yet.")


def _further_findings(expected: FormExpectation, is_right: dict[str, bool], answer: dict) -> Iterator[Finding]:
    """What the kinds of the form's fields have to say beyond right and wrong."""
    for name in sorted({field.kind for field in expected.fields}):
        fields = [field for field in expected.fields if field.kind == name]
        answered = [(field.settings, expected.right(field), answer.get(field.id)) for field in fields]
        yield from field_kind(name).further_findings(answered, is_right)


def _headline(expected: FormExpectation, asked: list, marks: dict, bare: set, share: float, passed: bool) -> str:
    """Counted where everything counts one, else in percent: 100% only if nothing is left to say.

    A single field says what is enough of it.
    """
    resting_on = {field.evidence for field in asked if field.id in bare}
    if not passed and (counts := [marks[id].count for id in resting_on if marks[id].count and marks[id].filled]):
        return f"{counts[0]}. What rests on that does not count yet."
    if len(asked) == 1 and asked[0].rule.finds_all:
        return f"{marks[asked[0].id].count}."
    if len(asked) == 1 and asked[0].enough < 1:
        return _headline_of_one(asked[0], marks[asked[0].id], passed)
    hits = [0 if field.id in bare else marks[field.id].hits for field in asked]
    plain = all(field.weight is None and field.enough == 1 for field in asked) and all(hit == int(hit) for hit in hits)
    if plain:
        count, total = int(sum(hits)), sum(marks[field.id].parts for field in asked)
        needed = ceil(expected.pass_at * total - NEARLY)
        if leading := [marks[field.id] for field in asked if field.rule.leads and marks[field.id].filled]:
            return _headline_of_parts(leading, count, total, needed, passed)
        share = f"{count} of {total} {agree(count)} {_word_for_right(asked)}"
        return f"{share}{'.' if passed else f', {needed} {agree(needed)} needed.'}"
    if not passed and expected.pass_at >= 1 - NEARLY and any(field.enough < 1 for field in asked):
        held = sum(marks[field.id].right(field.enough) and field.id not in bare for field in asked)
        return f"{held} of {len(asked)} answers {agree(held, 'holds')}, and all of them are needed."
    shown = share if share >= 1 - NEARLY else min(share, 0.99)
    if passed and share < 1 - NEARLY and expected.pass_at >= 1 - NEARLY:
        return f"every answer is good enough, and together they earn {shown:.0%} of the points."
    return f"{shown:.0%} is right{'.' if passed else f', {expected.pass_at:.0%} is needed.'}"


def _headline_of_parts(leading: list[Mark], count: int, total: int, needed: int, passed: bool) -> str:
    """What counts for itself in its own words, and the other questions behind it."""
    rest = total - sum(mark.parts for mark in leading)
    right = count - int(sum(mark.hits for mark in leading))
    of_rest = f"{right} of {quantity(rest, 'other question')} {agree(right)} right"
    words = "; ".join([*(mark.count for mark in leading), *([of_rest] if rest else [])])
    if passed:
        return f"{words}."
    return f"{words}. {f'All {total}' if needed == total else f'{needed} of these {total}'} are needed."


def _word_for_right(asked: list[FieldExpectation]) -> str:
    """What a form calls answers that hold: the word of its fields, if all have the same."""
    words = {field.rule.word_for_right(field.settings) for field in asked}
    return words.pop() if len(words) == 1 else "right"


def _headline_of_one(field: FieldExpectation, mark: Mark, passed: bool) -> str:
    if mark.parts > 1 and mark.hits == int(mark.hits):
        count = ceil(field.enough * mark.parts - NEARLY)
        share, needed = f"{mark.hits:g} of {mark.parts} {agree(mark.hits)} right", f"{count} {agree(count)}"
    else:
        share, needed = f"{mark.share:.0%} is right", f"{field.enough:.0%} is"
    return f"{share}{'.' if passed else f', {needed} needed.'}"
