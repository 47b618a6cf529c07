"""A step of a change as HTML: the places that it has reached, its commits in git, who sees it, how to undo it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from course.views.demos.change.story import HOW, NAMES, PLACES, CommitLine, Step, Story, steps
from course.views.markup import note

WAYS = {"merge": "a merge commit", "squash": "a squash"}
GETS = {
    "merge": "three new commits: both of the branch, and one that joins them",
    "squash": "one new commit that holds both changes",
}
MERGE = NAMES.index("Merge")


def every_step(story: Story) -> list[str]:
    """All steps, with both ways to merge and both positions of the flag."""
    steps_off, steps_on = steps(False), steps(True)
    step_htmls = [body(story, steps_off, position, "merge") for position in range(MERGE)]
    step_htmls += [body(story, steps_off, MERGE, how) for how in HOW]
    for position in range(MERGE + 1, len(NAMES)):
        for state, flag_steps in (("off", steps_off), ("on", steps_on)):
            step_htmls.append(f"<h4>Flag {state}</h4>{body(story, flag_steps, position, 'merge')}")
    return [f"<section>{html}</section>" for html in step_htmls]


def rail(current: int) -> str:
    """The chain of steps; the current one is marked by a sign and a word."""
    items = "".join(_rail_item(name, position == current) for position, name in enumerate(NAMES))
    return f'<ol class="course-rail" aria-label="Steps of the change">{items}</ol>'


def body(story: Story, all_steps: Sequence[Step], position: int, how: str) -> str:
    """One of all steps: title, places, what changed, who sees it, how to undo it, and its commits in git."""
    step = all_steps[position]
    rows = (("What changed", step.changed), ("Who sees it", step.seen), ("The way back", step.undo))
    details = "".join(f"<dt>{term}</dt><dd>{escape(words)}</dd>" for term, words in rows)
    return (
        f'<p class="course-change-title"><strong>Step {position + 1} of {len(all_steps)}: {step.name}</strong></p>'
        f'{places(step.reached)}<dl class="course-step-details">{details}</dl>{_git(story, position, how)}'
    )


def places(reached: int) -> str:
    """Where the new fee is by now."""
    items = "".join(_place(name, place < reached) for place, name in enumerate(PLACES))
    return f'{note("The new fee has reached:")}<ul class="course-places">{items}</ul>'


def sentence(all_steps: Sequence[Step], position: int) -> str:
    """A step in one sentence, to be read out."""
    step = all_steps[position]
    return f"Step {position + 1} of {len(all_steps)}, {step.name}. {step.changed} Who sees it: {step.seen}"


def _rail_item(name: str, is_current: bool) -> str:
    mark, sign = (' class="course-here" aria-current="step"', "▶ ") if is_current else ("", "")
    return f"<li{mark}>{sign}{name}</li>"


def _place(name: str, is_reached: bool) -> str:
    kind, sign, word = ("course-there", "●", "") if is_reached else ("course-not-there", "○", ", not yet")
    return f'<li class="{kind}"><span aria-hidden="true">{sign}</span> {name}{word}</li>'


def _git(story: Story, position: int, how: str) -> str:
    new_commits = (*(story.branch if how == "merge" else ()), story.tips[how]) if position >= MERGE else ()
    name = "price-list-2026" if position else "not named yet"
    lanes = _lane("main", [story.base, *new_commits]) + _lane(name, [story.base, *story.branch])
    return f'<div class="course-lanes">{lanes}</div>{_merged(story, how) if position == MERGE else ""}'


def _lane(name: str, commits: list[CommitLine]) -> str:
    commit_htmls = '<span class="course-arrow" aria-hidden="true">→</span>'.join(
        f'<span class="course-commit"><code>{commit.id}</code> {escape(commit.message)}</span>' for commit in commits
    )
    return (
        f'<div class="course-lane"><span class="course-lane-name">{escape(name)}</span><div>{commit_htmls}</div></div>'
    )


def _merged(story: Story, how: str) -> str:
    tip, other_way = story.tips[how], next(way for way in HOW if way != how)
    comparison = "the same" if tip.tree == story.tips[other_way].tree else "another"
    parents = "</code> and <code>".join(tip.parents)
    return (
        f"<p>With <strong>{WAYS[how]}</strong>, main gets {GETS[how]}. Its newest commit <code>{tip.id}</code> has "
        f"{'two parents' if len(tip.parents) == 2 else 'one parent'}, <code>{parents}</code>. "
        f"Its files, the <em>tree</em>, have the id <code>{tip.tree}</code>, {comparison} id as with {WAYS[other_way]}: "
        "the histories differ, the files do not.</p>"
        f'<div class="course-trees">{_file("fees.yaml on main, before", story.before, story.after)}'
        f"{_file('fees.yaml on main, after', story.after, story.before)}</div>"
    )


def _file(title: str, text: str, other: str) -> str:
    other_lines = other.splitlines()
    lines = "\n".join(
        escape(line) if line in other_lines else f"<mark>{escape(line)}</mark>" for line in text.splitlines()
    )
    return f'<figure><figcaption>{escape(title)}</figcaption><pre class="course-answer">{lines}</pre></figure>'
