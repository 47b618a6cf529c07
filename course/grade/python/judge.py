"""The judge of answers in Python: recorded results on the practice data first, then on the hidden data. No code is run."""

from __future__ import annotations

from typing import Any

from course.grade.count import quantity
from course.grade.python.answer import PythonAnswer
from course.grade.python.compare import difference
from course.grade.python.expectation import NOTHING, KnownMistake, KnownSet, PythonExpectation
from course.grade.python.explain import explain, printed_words, warned
from course.grade.python.quoted import quoted_value
from course.grade.python.run import PRACTICE, SECONDS, DataSet
from course.grade.python.value import Value, read_value
from course.verdict import UNFINISHED, Finding, Verdict

ELSEWHERE = "Right on the practice data, not on other data of the same form."
EDGES = "Think of groups of one, missing values, equal values, and values exactly at a limit."


def judge_python(expectation: PythonExpectation, answer: PythonAnswer) -> Verdict:
    """The verdict on what was recorded. Results that are not of the source beside them count nothing."""
    if not answer.results:
        begun = "the cell was run and not checked yet. Press Check" if answer.text else "there is no result yet"
        return Verdict.not_attempted(f"{begun}.")
    practice = answer.outcome(PRACTICE)
    if practice is not None and _error_type(practice) == "Unfinished":
        return Verdict.not_attempted(f"`{expectation.function}` has no lines of yours yet.")
    if not answer.is_whole:
        return Verdict.not_yet(
            "the results are of other code.",
            Finding(
                "other-code",
                f"The results that were recorded belong to another version of `{expectation.function}` than the one beside them.",
                look="Check again: that records them anew.",
            ),
        )
    return _judged(expectation, answer, practice)


def receive_python(expectation: PythonExpectation, answer: PythonAnswer) -> Verdict:
    """What was recorded, by a closed expectation: what the function returned here, and on how many data sets it did."""
    if not answer.results:
        return judge_python(expectation, answer)
    practice = answer.outcome(PRACTICE)
    if practice is not None and _error_type(practice) == "Unfinished":
        return judge_python(expectation, answer)
    value = _value(practice)
    if value is None:
        unfinished = Finding(
            UNFINISHED, "It is saved as it is. A function has to return something before anybody can judge it."
        )
        return Verdict.saved("a function that gives no result", _no_value(expectation, answer, practice), unfinished)
    sets = expectation.sets_for(answer.digest)
    returned = sum(_value(answer.outcome(each.name)) is not None for each, _ in sets)
    words = f"`{expectation.function}`, which returns {value.words}: recorded on {returned} of {quantity(len(sets), 'data set')}"
    return Verdict.saved(words, *_remarks(answer, practice, is_right=False))


def _judged(expectation: PythonExpectation, answer: PythonAnswer, practice: dict[str, Any] | None) -> Verdict:
    value = _value(practice)
    if value is None:
        return Verdict.not_yet("the function gave no result.", _no_value(expectation, answer, practice))
    loose = _loose(expectation, answer)
    found = difference(value, expectation, printed_words(practice or {}))
    if found:
        mistake = _known_mistake(expectation, loose)
        first = (
            Finding(
                "known-mistake",
                mistake.sentence,
                rows=found.rows,
                columns=found.columns,
                numbers=found.numbers,
                left_out=found.left_out,
            )
            if mistake
            else _without_result(answer, value) or found
        )
        return Verdict.not_yet(_headline(found), first, *_remarks(answer, practice, is_right=False))
    return _on_hidden(expectation, answer, loose) or _passed(expectation, answer, practice)


def _error_type(outcome: dict[str, Any]) -> str:
    error = outcome.get("error")
    return str(error.get("type")) if isinstance(error, dict) else ""


def _value(outcome: dict[str, Any] | None) -> Value | None:
    """What was returned; None if nothing was, or if what is recorded is no value."""
    if not outcome or "value" not in outcome:
        return None
    try:
        return read_value(outcome["value"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError):
        return None


def _no_value(expectation: PythonExpectation, answer: PythonAnswer, outcome: dict[str, Any] | None) -> Finding:
    if not outcome or not {"error", "late", "ended"} & set(outcome):
        return Finding("no-result", "What was recorded cannot be read.", look="Check again: that records it anew.")
    late = outcome.get("late")
    safe = {**outcome, "late": late if isinstance(late, dict) else {}} if "late" in outcome else outcome
    return explain(safe, answer.source, expectation.function, expectation.inputs, SECONDS)


def _loose(expectation: PythonExpectation, answer: PythonAnswer) -> tuple[str, ...]:
    """The loose fingerprints of what was recorded on the data sets of everybody; empty where there is none."""
    sets = expectation.sets_for(answer.digest)[: len(expectation.known)]
    values = [(each.name, _value(answer.outcome(each.name))) for each, _ in sets]
    return tuple(expectation.prints(value, name).loose if value else "" for name, value in values)


def _known_mistake(expectation: PythonExpectation, loose: tuple[str, ...]) -> KnownMistake | None:
    """The known mistake with this result on the practice data, and of several the one that agrees most often elsewhere."""
    if loose[0] == expectation.loose[0]:
        return None
    candidates = [mistake for mistake in expectation.mistakes if mistake.loose[0] == loose[0]]
    return max(
        candidates,
        default=None,
        key=lambda mistake: sum(known == own for known, own in zip(mistake.loose, loose, strict=True)),
    )


def _headline(found: Finding) -> str:
    return {
        "columns": "the columns differ.",
        "column-name": "the columns differ.",
        "index": "the columns differ.",
        "order": "the order differs.",
    }.get(found.kind, "the result differs.")


def _on_hidden(expectation: PythonExpectation, answer: PythonAnswer, loose: tuple[str, ...]) -> Verdict | None:
    """What is wrong on data that the learner does not see."""
    hidden = expectation.sets_for(answer.digest)[1:]
    wrong = [pair for pair in hidden if not _is_right(expectation, answer, *pair)]
    if not wrong:
        return None
    if mistake := next((each for each in expectation.mistakes if each.loose == loose), None):
        return Verdict.not_yet("the result differs on hidden data.", Finding("known-mistake", mistake.sentence))
    return Verdict.not_yet("the result differs on hidden data.", _elsewhere(expectation, answer, *wrong[0]))


def _is_right(expectation: PythonExpectation, answer: PythonAnswer, each: DataSet, known: KnownSet) -> bool:
    value = _value(answer.outcome(each.name))
    return value is not None and expectation.prints(value, each.name).whole == known.whole


def _elsewhere(expectation: PythonExpectation, answer: PythonAnswer, each: DataSet, known: KnownSet) -> Finding:
    outcome = answer.outcome(each.name)
    value = _value(outcome)
    if outcome is None:
        return Finding(
            "no-result",
            "Right on the practice data; on other data nothing was recorded.",
            look="Check again: that records it anew.",
        )
    if value is None:
        found = _no_value(expectation, answer, outcome)
        return Finding(found.kind, ELSEWHERE, found.seen, found.look, raw=found.raw, raw_title=found.raw_title)
    if quoted := _without_result(answer, value):
        return Finding(quoted.kind, ELSEWHERE, quoted.seen, quoted.look)
    size, look = "", next((entry["edges"] for entry in expectation.inputs.values() if "edges" in entry), EDGES)
    if value.shape == "nothing":
        size = "There it returns nothing (`None`), and there is something to return."
    elif known.row_count == NOTHING:
        size = f"There it returns {value.words}, expected nothing (`None`)."
    elif expectation.right.is_rows and value.table.row_count != known.row_count:
        noun = "row" if expectation.right.shape in ("frame", "series") else "item"
        size = f"There it has {quantity(value.table.row_count, noun)}, expected {known.row_count:,}."
    return Finding("hidden", ELSEWHERE, size, look)


def _without_result(answer: PythonAnswer, value: Value) -> Finding | None:
    """Where nothing, no row or the word None came: a value in quotes, which nothing that is no text equals."""
    is_empty = value.shape in ("nothing", "text") or (value.is_rows and not value.table.row_count)
    return quoted_value(answer.source) if is_empty else None


def _passed(expectation: PythonExpectation, answer: PythonAnswer, practice: dict[str, Any] | None) -> Verdict:
    count = len(expectation.sets_for(answer.digest))
    return Verdict.passed(f"right on all {quantity(count, 'data set')}.", *_remarks(answer, practice, is_right=True))


def _remarks(answer: PythonAnswer, practice: dict[str, Any] | None, is_right: bool) -> list[Finding]:
    """What is worth saying besides: that the cell was changed since, what pandas warned of, what was written to."""
    remarks = []
    if answer.is_stale:
        remarks.append(stale(""))
    outcome = practice or {}
    if warning := warned(outcome, answer.source):
        remarks.append(warning)
    changed = outcome.get("changed")
    if isinstance(changed, list) and changed:
        name = str(changed[0])[:60]
        remarks.append(
            Finding(
                "mutation",
                f"Your function writes into `{name}`, which belongs to whoever called it: after the call it is another one.",
                look=f"Begin with a copy: `own = {name}.copy()`.",
            )
        )
    return remarks


def stale(function: str) -> Finding:
    """That the cell was changed after the last check; on screen with the function's name, when grading without."""
    if function:
        return Finding("stale", f"You changed `{function}` since.", look="Check again.")
    return Finding(
        "stale", "The cell was changed after this version was checked. What was recorded last is what counts."
    )
