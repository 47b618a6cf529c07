"""The review that a learner without an instructor does alone: the same criteria that a person would mark by."""

from __future__ import annotations

from html import escape

from course.grade.document import Criterion


def review_html(criteria: tuple[Criterion, ...]) -> str:
    """Each criterion with what the marks mean, folded; nothing without criteria."""
    if not criteria:
        return ""
    rows = "".join(
        f'<tr><th scope="row" class="course-wrap">{escape(each.title)}</th><td class="course-number">{each.weight}</td>'
        f'<td class="course-wrap"><ol start="0">{"".join(f"<li>{escape(mark)}</li>" for mark in each.marks)}</ol></td></tr>'
        for each in criteria
    )
    return (
        '<details class="course-review"><summary>Judge it yourself: what the checks cannot see</summary>'
        '<p class="course-note">Give each line 0 to 3. This is your own judgement: it never enters the score.</p>'
        '<table class="course-table"><thead><tr><th scope="col">Criterion</th><th scope="col">Weight</th>'
        f'<th scope="col">Marks</th></tr></thead><tbody>{rows}</tbody></table></details>'
    )
