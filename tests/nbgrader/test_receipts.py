"""The time and the secret of a hand-in: whatever is in their place, it is graded, and its learner is told."""

from __future__ import annotations

import os
import sys
from datetime import datetime, timedelta

import pytest

from course.nbgrader.receipts import SECRET, TIMESTAMP, graded_receipts, problems, read_timestamp
from tests.nbgrader.course_folder import ASSIGNMENT, answers

SOON = (datetime.now() + timedelta(days=400)).strftime("%Y-%m-%d %H:%M:%S UTC")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-01-05 09:00:00.000000 UTC", datetime(2026, 1, 5, 9)),
        ("2026-01-05 10:00:00 CET", datetime(2026, 1, 5, 9)),
        ("2026-01-05T09:00:00Z", datetime(2026, 1, 5, 9)),
        ("1970-01-01 00:00:00", datetime(1970, 1, 1)),  # of a zip whose answers have no time
        ("", None),
        (" \n", None),
    ],
)
def test_a_time_is_read_as_nbgrader_writes_it(tmp_path, text, moment):
    (tmp_path / TIMESTAMP).write_text(text)
    assert read_timestamp(tmp_path) == moment
    assert problems(tmp_path) == []
    assert graded_receipts(tmp_path) == {TIMESTAMP: text.strip().encode()}


def test_a_hand_in_needs_no_receipts(tmp_path):
    assert (read_timestamp(tmp_path), problems(tmp_path), graded_receipts(tmp_path)) == (None, [], {})


def a_link(path):
    path.symlink_to("/dev/zero")


PLACES = [
    (lambda path: path.write_bytes(b"\xff\xfe\x00"), "is no text"),
    (lambda path: path.write_bytes(b"1" * 20_000), "is larger than 10 kB"),
    (os.mkdir, "is no ordinary file"),
    *(
        [(os.mkfifo, "is no ordinary file"), (a_link, "is a link to another place, and links are not followed")]
        * (sys.platform != "win32")
    ),
]
TIMES = [
    ("the other day", "is no time"),
    ("99999", "is no time"),
    ("99999-01-01 00:00:00 UTC", "is no time"),
    ("0001-01-01 00:00:00 +1400", "is no time"),
    ("9999-12-31 23:59:59 -1400", "is no time"),
    ("2026-01-05 09:00:00 /etc/localtime", "is no time"),
    ("2026-01-05 " * 50, "is no time"),
    ("0001-01-01 00:00:00 UTC", "says 0001-01-01 00:00:00, which cannot be right"),
    (SOON, "which cannot be right"),
]


@pytest.mark.parametrize(
    ("make", "sentence"),
    [*PLACES, *((lambda path, text=text: path.write_text(text), sentence) for text, sentence in TIMES)],
)
def test_a_time_that_cannot_be_used_is_told_and_left_out(tmp_path, make, sentence):
    make(tmp_path / TIMESTAMP)
    (message,) = problems(tmp_path)
    assert message.startswith(f"`{TIMESTAMP}` ") and sentence in message
    assert message.endswith("so when you handed in is unknown.")
    assert graded_receipts(tmp_path) == {TIMESTAMP: b""}


@pytest.mark.parametrize(("make", "sentence"), PLACES)
def test_a_secret_that_cannot_be_used_is_told_and_replaced(tmp_path, make, sentence):
    make(tmp_path / SECRET)
    assert problems(tmp_path) == [f"`{SECRET}` {sentence}, so your instructor has to send you this page."]
    assert len(graded_receipts(tmp_path)[SECRET]) == 128
    assert graded_receipts(tmp_path) != graded_receipts(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pipes, and no exchange")
def test_no_receipt_stops_grading_or_the_return_of_feedback(course_folder):
    folder = course_folder
    sound = {TIMESTAMP: b"2026-01-05 09:00:00 UTC", SECRET: b"secret"}
    folder.hand_in("sound", {f"{ASSIGNMENT}.answers.json": answers(_5_2="right"), **sound})
    makers = [make for make, _ in PLACES] + [lambda path: path.write_text("0001-01-01 00:00:00 UTC")]
    for number, make in enumerate(makers):
        hand_in = folder.hand_in(f"bad-{number}", {f"{ASSIGNMENT}.answers.json": answers(_5_2="right")})
        for name in (TIMESTAMP, SECRET):
            make(hand_in / name)
    for _ in range(2):  # the second time, what stands beside the graded notebooks is read as well
        assert folder.autograde(force=False)["success"]
    assert {sum(points.values()) for points in folder.scores().values()} == {4.0}
    assert len(folder.api.get_submissions(ASSIGNMENT)) == 1 + len(makers)
    folder.feedback()
    assert "so when you handed in is unknown" in folder.page("bad-0")
    assert folder.api.release_assignment(ASSIGNMENT)["success"]
    assert folder.api.release_feedback(ASSIGNMENT)["success"]
    assert len(list(folder.exchange.glob("*/feedback/*.html"))) == 1 + len(makers)
