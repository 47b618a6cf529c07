"""The demo of a change on its way to a release: its steps, both ways to merge, both positions of the flag."""

from __future__ import annotations

import pytest

from course.views.demos.change import Change
from course.views.demos.change.story import NAMES, read_story, steps
from tests.views.words import words


@pytest.fixture(scope="module")
def story():
    return read_story()


@pytest.fixture
def demo() -> Change:
    return Change()


@pytest.mark.parametrize(("is_on", "reached"), [(False, [1, 2, 2, 2, 3, 4, 4]), (True, [1, 2, 2, 2, 3, 5, 5])])
def test_merged_deployed_and_released_are_three_events(is_on, reached):
    assert [step.reached for step in steps(is_on)] == reached
    assert tuple(step.name for step in steps(is_on)) == NAMES


def test_it_starts_with_the_first_step(demo):
    assert "Step 1 of 7: Commit" in words(demo.picture_html)
    assert demo.controls["Previous"].disabled and not demo.controls["Next"].disabled


def test_buttons_walk_to_the_end_and_not_beyond(demo):
    for _ in range(9):
        demo.controls["Next"].click()

    assert demo.controls["Step"].value == len(NAMES) - 1
    assert demo.controls["Next"].disabled
    assert demo.announcement.startswith("Step 7 of 7, Release.")


@pytest.mark.parametrize(
    ("how", "said"), [("merge", ("three new commits", "two parents")), ("squash", ("one new commit", "one parent"))]
)
def test_the_merge_says_what_git_did(demo, story, how, said):
    demo.controls["Step"].value, demo.controls["Merge by"].value = 4, how

    ids = (story.tips[how].id, story.tips[how].tree)
    assert all(each in words(demo.picture_html) for each in (*said, *ids, "the same id"))


@pytest.mark.parametrize(
    ("flag", "said"), [(False, "They still pay 1.4%"), (True, "Merchants, on their next card payment")]
)
def test_the_flag_decides_who_sees_the_release(demo, flag, said):
    demo.controls["Step"].value, demo.controls["Flag"].value = 6, flag

    assert said in words(demo.picture_html)


def test_the_twin_shows_all_of_it(demo):
    page = words(demo.twin)

    assert all(f"Step {place} of 7: {name}" in page for place, name in enumerate(NAMES, 1))
    assert page.count("Flag on") == page.count("Flag off") == 2
    assert "a merge commit" in page and "a squash" in page


def test_reading_the_story_leaves_nothing_behind(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    read_story()

    assert list(tmp_path.iterdir()) == []
