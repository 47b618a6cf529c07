"""One upload is one student's, by the name that a platform gave it; conflicts are said, and nothing is overwritten."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from course.nbgrader.collect import Places, collect
from course.nbgrader.platforms import PLATFORMS, of_pack, of_platform
from course.nbgrader.roster import Roster, RosterError, read_roster
from tests.nbgrader.course_folder import ASSIGNMENT, answers, zipped
from tests.nbgrader.hostile import zip_bytes

ANSWERS = f"{ASSIGNMENT}.answers.json"
NOON = datetime(2026, 1, 8, 12).timestamp()


@pytest.fixture
def places(tmp_path) -> Places:
    for name in (ASSIGNMENT, "07-more"):
        (tmp_path / "solutions" / name).mkdir(parents=True)
    source = tmp_path / "solutions" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    source.write_text(json.dumps({"cells": [{"metadata": {"nbgrader": {"grade_id": "5-2"}}}]}))
    archive = tmp_path / "downloaded" / ASSIGNMENT / "archive"
    archive.mkdir(parents=True)
    return Places(
        ASSIGNMENT, archive, lambda id: tmp_path / "submitted" / id / ASSIGNMENT, source, tmp_path / "roster.csv"
    )


def packed(answer: str) -> bytes:
    return zip_bytes({f"{ASSIGNMENT}/{ANSWERS}": answers(_5_2=answer)})


def given(places: Places) -> dict[str, str]:
    """The answer of each student whose hand-in is there."""
    files = places.roster.parent.glob(f"submitted/*/{ASSIGNMENT}/{ANSWERS}")
    return {path.parents[1].name: json.loads(path.read_bytes())["exercises"]["5.2"]["answer"] for path in sorted(files)}


def statuses(collection) -> dict[str, str]:
    return {hand_in.student: hand_in.status for hand_in in collection.hand_ins}


def local(*parts: int) -> datetime:
    return datetime(*parts).astimezone(UTC).replace(tzinfo=None)


@pytest.mark.parametrize(
    ("name", "platform", "keys", "file", "at"),
    [
        ("smithbob_340934_208490284_BobsWork.zip", "Canvas", ("smithbob_340934", "340934", "smithbob"), "BobsWork.zip", None),
        ("leeann_LATE_7_8_ann_05-sql-1.zip", "Canvas", ("leeann_7", "7", "leeann"), "ann_05-sql-1.zip", None),
        ("李明_7_8_x.ZIP", "Canvas", ("李明_7", "7", "李明"), "x.ZIP", None),
        ("bob_7_8_leeann_9_10_x.zip", "Canvas", ("bob_7", "7", "bob"), "leeann_9_10_x.zip", None),
        ("Ann Lee_657717_assignsubmission_file_", "Moodle", ("Ann Lee_657717", "657717", "Ann Lee"), "", None),
        ("Ann Lee_657717_assignsubmission_file", "Moodle", ("Ann Lee_657717", "657717", "Ann Lee"), "", None),
        ("Ann Lee_657717_assignsubmission_file_05-sql.zip", "Moodle", ("Ann Lee_657717", "657717", "Ann Lee"), "05-sql.zip", None),
        ("Participant_21_assignsubmission_file_", "Moodle", ("Participant_21", "21", "Participant"), "", None),
        ("Bo_1_assignsubmission_file_x_2_assignsubmission_file_", None, None, None, None),
        ("ps1_bitdiddle_attempt_2016-01-30-15-00-00_problem1.ipynb", "Blackboard", ("bitdiddle", "ps1_bitdiddle"), "problem1.ipynb", local(2016, 1, 30, 15)),
        ("ps1_bitdiddle_attempt_2016-01-30-15-00-00.txt", "Blackboard", ("bitdiddle", "ps1_bitdiddle"), "", local(2016, 1, 30, 15)),
        ("Taak 1 (kans 1)_j.jansen@school.nl_poging_2020-02-03-04-05-06_a.zip", "Blackboard", ("j.jansen@school.nl", "Taak 1 (kans 1)_j.jansen@school.nl"), "a.zip", local(2020, 2, 3, 4, 5, 6)),
        ("ps1_bob_attempt_2016-01-30-15-00-00_x_ann_attempt_2016-01-30-15-00-00_y.zip", "Blackboard", ("bob", "ps1_bob"), "x_ann_attempt_2016-01-30-15-00-00_y.zip", local(2016, 1, 30, 15)),
        ("ps1_bob_attempt_2016-13-30-15-00-00_x.zip", "Blackboard", ("bob", "ps1_bob"), "x.zip", None),
        ("13394-80551 - Eric Gillotti - Mar 29, 2018 1205 PM - Homework 6.zip", "Brightspace", ("Eric Gillotti_13394", "13394", "Eric Gillotti"), "Homework 6.zip", local(2018, 3, 29, 12, 5)),
        ("1-2 - A B - March 9, 2018 905 AM - Mar 1, 2018 100 AM - x.zip", "Brightspace", ("A B_1", "1", "A B"), "Mar 1, 2018 100 AM - x.zip", local(2018, 3, 9, 9, 5)),
        ("ann_05-sql.zip", None, None, None, None),
        ("homework.zip", None, None, None, None),
        ("submissions.zip", None, None, None, None),
        ("gradebook_ART_EA-38302_Assignment1_2013-06-11-20-50-44.zip", None, None, None, None),
    ],
)  # fmt: skip
def test_names_of_platforms(name, platform, keys, file, at):
    upload = of_platform(name)
    assert (upload and (upload.platform, upload.keys, upload.file, upload.at)) == (
        platform and (platform, keys, file, at)
    )


@pytest.mark.parametrize("platform", PLATFORMS, ids=lambda platform: platform.name)
def test_each_platform_reads_its_example_and_names_its_source(platform):
    upload = of_platform(platform.example.partition("/")[0])
    assert upload.platform == platform.name
    assert platform.source


@pytest.mark.parametrize(
    ("name", "student"),
    [
        ("ann_05-sql.zip", "ann"), ("a_b_05-sql.zip", "a_b"), ("a_05-sql_05-sql.zip", "a_05-sql"), ("ann_05-sql-2.zip", "ann"),
        ("ann_05-sql (1).zip", "ann"), ("ann_05-sql-Copy1.zip", "ann"), ("ann_05-sql-1 (2).ZIP", "ann"), ("ANN_05-SQL", "ANN"),
        ("Jose\u0301_05-sql.zip", "José"), ("ann_05-sql.ipynb", "ann"), ("ann_05-sql.answers.json", "ann"),
        ("ann_07-more.zip", None), ("05-sql.zip", None), ("_05-sql.zip", None),
    ],
)  # fmt: skip
def test_names_by_pack(name, student):
    upload = of_pack(name, ASSIGNMENT)
    assert (upload and upload.keys) == (student and (student,))


DOWNLOADS = {
    "Canvas": {
        "leeann_1_10_ann_05-sql.zip": packed("ann's"),
        "bobby_LATE_2_11_ann_05-sql.zip": packed("bob's"),
        "cyd_3_12_05-sql.ipynb": b"{}",
        "cyd_3_13_05-sql.answers.json": answers(_5_2="cyd's"),
    },
    "Moodle": {
        "Ann Lee_1_assignsubmission_file_/ann_05-sql.zip": packed("ann's"),
        "Bob_2_assignsubmission_file_/ann_05-sql.zip": packed("bob's"),
        "Bob_2_assignsubmission_onlinetext_/onlinetext.html": b"<p>hello</p>",
        "Cyd_3_assignsubmission_file_/05-sql/05-sql.answers.json": answers(_5_2="cyd's"),
    },
    "Moodle, flat": {
        "Ann Lee_1_assignsubmission_file_ann_05-sql.zip": packed("ann's"),
        "Bob_2_assignsubmission_file_ann_05-sql.ZIP": packed("bob's"),
        "Cyd_3_assignsubmission_file_05-sql.answers.json": answers(_5_2="cyd's"),
    },
    "Blackboard": {
        "SQL_ann_attempt_2026-01-05-10-00-00_ann_05-sql.zip": packed("ann's"),
        "SQL_ann_attempt_2026-01-04-10-00-00_ann_05-sql.zip": packed("ann's first"),
        "SQL_ann_attempt_2026-01-05-10-00-00.txt": b"Name: Ann",
        "SQL_bob_attempt_2026-01-05-10-00-00_x_ann_attempt_2026-01-09-10-00-00_y.zip": packed("bob's"),
        "SQL_cyd_attempt_2026-01-05-10-00-00_05-sql.answers.json": answers(_5_2="cyd's"),
    },
    "Brightspace": {
        "1-9 - Ann Lee - Mar 29, 2026 1205 PM - ann_05-sql.zip": packed("ann's"),
        "2-9 - Bob - Mar 29, 2026 905 PM - ann_05-sql.zip": packed("bob's"),
        "3-9 - Cyd - Mar 29, 2026 105 AM - 05-sql.answers.json": answers(_5_2="cyd's"),
    },
}
ROSTER = "platform,student\n1,ann\nann lee,ann\n2,bob\n3,cyd\n4,dan\nann,ann\nbob,bob\ncyd,cyd\n"


@pytest.mark.parametrize("platform", DOWNLOADS)
@pytest.mark.parametrize("way", ["as it came", "unpacked", "in a folder of its own"])
def test_a_class_is_taken_from_a_download_of(places, platform, way):
    files = DOWNLOADS[platform]
    places.roster.write_text(ROSTER)
    if way == "unpacked":
        for name, content in files.items():
            (places.archive / "all" / name).parent.mkdir(parents=True, exist_ok=True)
            (places.archive / "all" / name).write_bytes(content)
    else:
        inside = "class/" if way == "in a folder of its own" else ""
        zipped(places.archive / "submissions.ZIP", {f"{inside}{name}": content for name, content in files.items()})
    collection = collect(places)
    assert statuses(collection) == {"ann": "taken", "bob": "taken", "cyd": "taken"}
    assert given(places) == {"ann": "ann's", "bob": "bob's", "cyd": "cyd's"}
    assert collection.missing == ("dan",)
    assert collection.summary == "3 taken. Nothing from 1 on the roster: dan."
    bob = next(hand_in for hand_in in collection.hand_ins if hand_in.student == "bob")
    assert "named for ann" in bob.line or platform in ("Brightspace", "Blackboard")
    assert bob.is_late == (platform == "Canvas")
    assert collect(places).summary.startswith("3 unchanged.")


def test_without_a_roster_the_platforms_own_name_is_the_id(places):
    zipped(places.archive / "submissions.zip", DOWNLOADS["Canvas"])
    assert statuses(collect(places)) == {"leeann_1": "taken", "bobby_2": "taken", "cyd_3": "taken"}


def test_no_zip_in_an_upload_makes_other_students(places):
    others = {f"s{number}_{ASSIGNMENT}.zip": packed("made up") for number in range(30)}
    zipped(places.archive / "submissions.zip", {"eve_1_2_all.zip": zip_bytes(others), "ann_3_4_x.zip": packed("ann's")})
    zipped(places.archive / f"mallory_{ASSIGNMENT}.zip", DOWNLOADS["Canvas"])
    assert set(statuses(collect(places))) == {"ann_3", "eve_1", "mallory"}
    assert given(places)["ann_3"] == "ann's"


def test_two_people_under_one_id_are_a_conflict_and_neither_is_taken(places):
    places.roster.write_text("platform,student\nleeann,ann\n")
    files = {"leeann_1_10_x.zip": packed("ann's"), "leeann_9_11_x.zip": packed("not ann's")}
    zipped(places.archive / "submissions.zip", files)
    (hand_in,) = collect(places).hand_ins
    assert (hand_in.student, hand_in.status, given(places)) == ("ann", "conflict", {})
    assert "several people are ann: Canvas leeann_1, Canvas leeann_9" in hand_in.line


@pytest.mark.parametrize(
    "names",
    [
        (f"ann_{ASSIGNMENT}.zip", f"ann_{ASSIGNMENT} (1).zip"),
        (f"ann_{ASSIGNMENT}.zip", f"ANN_{ASSIGNMENT}.ZIP"),
        (f"ann_{ASSIGNMENT}.zip", f"ann_{ASSIGNMENT}.answers.json"),
        (f"ann_{ASSIGNMENT}.answers.json", f"ann_{ASSIGNMENT} (1).answers.json"),
        (f"a/ann_{ASSIGNMENT}.zip", f"b/ann_{ASSIGNMENT}.zip"),
    ],
)
def test_two_uploads_with_one_name_are_a_conflict(places, names):
    for number, name in enumerate(names):
        content = packed(str(number)) if name.lower().endswith("zip") else answers(_5_2=str(number))
        (places.archive / name).parent.mkdir(exist_ok=True)
        (places.archive / name).write_bytes(content)
    (hand_in,) = collect(places).hand_ins
    assert (hand_in.status, given(places)) == ("conflict", {})


def test_a_notebook_and_its_answers_are_one_hand_in(places):
    (places.archive / f"ann_{ASSIGNMENT}.ipynb").write_bytes(b"{}")
    (places.archive / f"ann_{ASSIGNMENT}.answers.json").write_bytes(answers(_5_2="ann's"))
    (hand_in,) = collect(places).hand_ins
    assert (hand_in.status, hand_in.files) == ("taken", 2)


def test_what_is_there_stays_until_a_later_one_is_asked_for(places):
    upload = zipped(places.archive / f"ann_{ASSIGNMENT}.zip", {ANSWERS: answers(_5_2="first")})
    os.utime(upload, (NOON, NOON))
    assert collect(places).summary == "1 taken."
    upload.write_bytes(packed("second"))
    os.utime(upload, (NOON, NOON))
    kept = collect(places)
    assert "another hand-in is there, handed in on 2026-01-08" in kept.hand_ins[0].line and not kept.is_complete
    assert collect(places, update=True).hand_ins[0].status == "kept"
    os.utime(upload, (NOON + 60, NOON + 60))
    assert collect(places).hand_ins[0].status == "kept"
    assert given(places) == {"ann": "first"}
    assert collect(places, update=True).hand_ins[0].status == "updated"
    assert given(places) == {"ann": "second"}
    (old,) = (places.archive.parent / "replaced" / "ann").iterdir()
    assert b"first" in (old / ANSWERS).read_bytes()


def test_the_time_is_the_file_systems_and_the_learners_own_is_a_claim(places):
    content = zip_bytes({ANSWERS: answers(_5_2="x"), "timestamp.txt": b"1999-01-01 00:00:00 UTC"})
    upload = places.archive / f"ann_{ASSIGNMENT}.zip"
    upload.write_bytes(content)
    os.utime(upload, (NOON, NOON))
    (hand_in,) = collect(places).hand_ins
    moment = datetime.fromtimestamp(NOON, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    assert (hand_in.handed_in, hand_in.clock, hand_in.claimed) == (moment, "file system", "2026-01-05 09:00:00 UTC")
    assert (places.submitted("ann") / "timestamp.txt").read_text().strip() == moment


def test_who_is_not_on_the_roster_is_named_and_not_taken(places):
    places.roster.write_text("student;platform;section\nann;340934;A\nann; Lee,  Ann ;A\n", encoding="utf-8-sig")
    zipped(
        places.archive / "submissions.zip", {"eve_9_9_x.zip": packed("eve's"), "leeann_340934_9_x.zip": packed("ann's")}
    )
    zipped(places.archive / "lee, ann.zip", {})
    collection = collect(places)
    assert statuses(collection) == {"": "not known", "ann": "conflict"}
    assert "“eve_9” is not in roster.csv" in collection.hand_ins[0].line


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "lists nobody"),
        ("platform,student\n", "lists nobody"),
        ("name,id\nann,ann\n", "no column “platform”"),
        ("platform,student\n1,ann\n1,bob\n", "line 3: “1” is both ann and bob"),
        ("platform,student\n1,../x\n", "line 2: “../x” cannot be part of a file name"),
        ("platform,student\n1\n", "line 2: a name or a student is missing"),
        ("platform,student\n,ann\n", "line 2: a name or a student is missing"),
        (b"\xff\xfe\x00", "could not be read"),
    ],
)
def test_a_roster_that_cannot_be_used_says_where(tmp_path, text, sentence):
    (tmp_path / "roster.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(RosterError, match="roster.csv") as refused:
        read_roster(tmp_path / "roster.csv")
    assert sentence in str(refused.value)


def test_without_a_roster_every_name_is_its_own():
    assert read_roster(Path("nowhere.csv")) == Roster()
    assert Roster().student(("ann", "1")) == "ann"


def test_an_empty_folder_says_so(places):
    assert collect(places).summary == "Nothing to collect."


def test_a_thousand_uploads_are_a_thousand_students(places):
    zipped(places.archive / "submissions.zip", {f"s{number}_{number}_1_x.zip": packed("x") for number in range(1_000)})
    assert collect(places).summary == "1000 taken."
