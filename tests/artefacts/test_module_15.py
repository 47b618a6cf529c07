"""What module 15 tells of November and of nine teams agrees with the tables."""

from __future__ import annotations

import re
from pathlib import Path

from course.artefacts import text
from course.authoring.read import read
from course.case.database import practice_database
from course.case.tables.delivery import TEAM_NAMES
from course.grade.models import adoption
from course.grade.query.sandbox import run
from course.views.demos.notes import NOTES, parts

NAME = "15-internal-platforms-reliability-bottlenecks"
KEYS = {
    exercise.id: exercise.key for exercise in read(Path(__file__).parents[2] / "solutions" / NAME / f"{NAME}.ipynb")
}
TWICE = "SELECT max(captured_at) AS second_charge FROM settlements GROUP BY payment_id HAVING count(*) > 1"


def field(exercise: str, id: str):
    return next(each for each in KEYS[exercise].fields if each.id == id)


def test_every_team_is_interviewed_once_and_asked_about():
    blocks = parts(text(NOTES["interviews"]))
    teams = [re.match(r"## (\w+),", block)[1] for block in blocks if block.startswith("## ")]

    assert teams == list(TEAM_NAMES)
    assert list(field("15.1", "needs").items) == teams


def test_the_log_says_what_the_tables_say():
    log = dict(field("15.4", "factors").options)
    incident = run(
        practice_database(),
        "SELECT started_at, detected_at, mitigated_at FROM incidents WHERE incident_id = 'INC-11'",
    ).rows[0]
    charges = f"SELECT second_charge, row_number() OVER (ORDER BY second_charge) AS n FROM ({TWICE})"
    first, last_of_budget = (
        row[0]
        for row in run(
            practice_database(), f"SELECT second_charge FROM ({charges}) WHERE n IN (1, 120) ORDER BY n"
        ).rows
    )

    assert len(log) == 14
    for number, moment in (
        ("2", incident[0]),
        ("11", incident[1]),
        ("13", incident[2]),
        ("3", first),
        ("7", last_of_budget),
    ):
        assert f"{int(moment[8:10])} Nov {moment[11:16]}" in log[number]
    moments = [tuple(map(int, re.search(r"(\d+) Nov (\d\d):(\d\d)", line).groups())) for line in log.values()]
    assert moments == sorted(moments)


def test_the_deployment_of_the_log_is_in_the_table():
    rows = run(
        practice_database(),
        "SELECT deployed_at, lines_changed, strategy FROM deployments WHERE pr_number = 482 AND service = 'checkout'",
    ).rows

    assert [(row[0][:16], *row[1:]) for row in rows] == [("2025-11-14T09:10", 94, "direct")]


def test_the_teams_that_wait_for_a_database_change_one_when_they_move():
    waiting = {team for team, need in field("15.1", "needs").right.items() if "database" in need}

    assert waiting <= {team.name for team in adoption.TEAMS if team.needs_step}
