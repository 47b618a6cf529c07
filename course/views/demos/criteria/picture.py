"""The results of criteria on eleven services, as HTML."""

from __future__ import annotations

from html import escape

from course.grade.count import agree
from course.grade.criteria import STEPS, WRONG, CriteriaProblem, Failure, Trial, Wrong, read_scenarios, run_criteria
from course.views.markup import folded, note

HEADS = ("", "Service", "What it does to a customer", "What your criteria say")

HAPPY = """Scenario: A payment works
  Given the acquirer answers
  When the merchant charges €38.00 with key "A1"
  Then the answer is "captured"
"""
ONCE = """Scenario: A repeat is charged once
  Given the merchant has charged €38.00 with key "A1"
  When the merchant charges €38.00 with key "A1"
  Then the customer is charged once
  And the merchant is notified once
"""
SILENCE = """Scenario: Nobody knows yet
  Given the acquirer captures the money but does not answer in time
  When the merchant charges €38.00 with key "A1"
  Then the answer is "pending"
"""
TOGETHER = """Scenario: Two taps at once
  Given the acquirer answers
  When the merchant charges €38.00 with key "A1" twice at the same moment
  Then the customer is charged once
"""
PRESETS = {
    "The happy path": HAPPY,
    "And the same request again": f"{HAPPY}\n{ONCE}",
    "And an acquirer that stays silent": f"{HAPPY}\n{ONCE}\n{SILENCE}",
    "And two requests at the same moment": f"{HAPPY}\n{ONCE}\n{SILENCE}\n{TOGETHER}",
}


Result = Trial | CriteriaProblem


def try_out(text: str) -> Result:
    """The result of criteria on all services, or the first problem that prevents running them."""
    try:
        trial = run_criteria(read_scenarios(text))
    except CriteriaProblem as problem:
        return problem
    return trial.unread[0][1] if trial.unread else trial


def listing(text: str) -> str:
    """Criteria as written."""
    return f'<pre class="course-answer">{escape(text)}</pre>'


def result_html(result: Result) -> str:
    """A table of the right service and every wrong one, with what stopped it; or one sentence about what cannot be run."""
    if isinstance(result, CriteriaProblem):
        return f'<p class="course-finding">{escape(sentence(result))}</p>'
    failures = {wrong.name: failure for wrong, failure in result.stopped}
    rows = _right(result) + "".join(_wrong(wrong, failures.get(wrong.name)) for wrong in WRONG)
    head = "".join(f'<th scope="col">{name}</th>' for name in HEADS)
    table = f'<table class="course-table"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
    return note(sentence(result)) + table


def sentence(result: Result) -> str:
    """The result in one line.

    >>> sentence(try_out(HAPPY))
    'The right service passes. 0 of 10 wrong services are stopped.'
    """
    if isinstance(result, CriteriaProblem):
        return f"Line {result.line + 1}: {result}"
    if result.refused:
        return "Your criteria refuse the right service. Until that is mended, nothing they stop counts."
    return f"The right service passes. {result.killed} of {len(WRONG)} wrong services {agree(result.killed)} stopped."


def steps_html() -> str:
    """The steps that can be run, folded."""
    lines = "".join(f"<li><code>{escape(step.example)}</code></li>" for step in STEPS)
    return folded("The steps that you can use", f"<ul>{lines}</ul>")


def _right(trial: Trial) -> str:
    if not trial.refused:
        return _row("✓", "passes", "the right one", "Charged once, told the truth.", "All scenarios hold.", "")
    failure = trial.refused[0]
    reason = f"“{failure.step}” fails: {failure.seen}."
    return _row("✗", "refused", "the right one", "Charged once, told the truth.", reason, "missing")


def _wrong(wrong: Wrong, failure: Failure | None) -> str:
    if failure is None:
        return _row("○", "gets through", wrong.name, wrong.harm, "No scenario notices.", "missing")
    return _row("✓", "stopped", wrong.name, wrong.harm, f"Stopped at “{failure.step}”: {failure.seen}.", "")


def _row(sign: str, word: str, name: str, harm: str, reason: str, state: str) -> str:
    mark = f' class="course-{state}"' if state else ""
    return (
        f'<tr{mark}><th scope="row">{sign} {word}</th><td class="course-wrap">{escape(name)}</td>'
        f'<td class="course-wrap">{escape(harm)}</td><td class="course-wrap">{escape(reason)}</td></tr>'
    )
