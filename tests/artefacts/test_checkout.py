"""The files of checkout agree with each other, the case, the small service, and with what exercises ask."""

from __future__ import annotations

import csv
import re
from itertools import combinations
from pathlib import Path

import nbformat
import pytest
import yaml

from course.artefacts import files, graph, text, traces
from course.authoring.read import read
from course.case.database import practice_database
from course.grade.form import judge_form, reference
from course.grade.models import capacity, latency
from course.grade.query.sandbox import run
from course.services.checkout import app, session
from course.sheet import compile_key
from course.verdict import Outcome

FILES = {file.name: file.text for file in files("checkout")}
SOURCE = Path(__file__).parents[2] / "solutions/02-what-it-runs-on/02-what-it-runs-on.ipynb"
EXERCISES = {exercise.id: exercise.key for exercise in read(SOURCE)}
DECIDES = {
    "Cloud region of production": ("infrastructure.tf", 'region = "eu-north-1"'),
    "Programming language and its version": ("Dockerfile", "FROM python:3.13-slim"),
    "Web framework": ("requirements.lock", "starlette=="),
    "Server program that runs the framework": ("infrastructure.tf", '"uvicorn"'),
    "Database engine in production": ("infrastructure.tf", '"postgres"'),
    "Cache engine": ("infrastructure.tf", '"valkey"'),
    "Containers in production": ("infrastructure.tf", "= 4 # containers"),
    "Workers in each container in production": ("infrastructure.tf", '"--workers", "6"'),
    "Seconds that production waits for an acquirer": ("infrastructure.tf", 'ACQUIRER_TIMEOUT_SECONDS", value = "8"'),
    "Most connections that the database accepts": ("infrastructure.tf", 'value = "60"'),
    "How a new version is rolled out": ("ci.yaml", "--strategy rolling"),
    "Availability in November, as published": ("status-page.md", "99.96 %"),
}


def field(exercise: str, id: str):
    return next(one for one in EXERCISES[exercise].fields if one.id == id)


def test_there_are_seven_files_that_can_be_read_in_minutes():
    assert len(FILES) == 7
    assert {
        name: len(told.splitlines()) for name, told in FILES.items() if not 12 <= len(told.splitlines()) <= 60
    } == {}


def test_each_field_of_the_stack_sheet_stands_in_the_file_that_decides():
    assert set(field("2.1", "sheet").rows) == set(DECIDES)
    assert [row for row, (name, line) in DECIDES.items() if line not in FILES[name]] == []


@pytest.mark.parametrize("line", field("2.5", "lines").options, ids=lambda line: line[0])
def test_each_line_of_evidence_stands_where_it_says(line):
    name, _, number = line[0].partition(":")

    assert FILES[name].splitlines()[int(number) - 1].strip() == line[1]


def test_the_readme_is_stale_in_two_places():
    lock = FILES["requirements.lock"]

    assert "eu-central-1" in FILES["README.md"] and "eu-central-1" not in FILES["infrastructure.tf"]
    assert "Flask" in FILES["README.md"] and "flask" not in lock and "gunicorn" not in lock


def test_the_laptop_of_compose_is_the_small_service():
    told = yaml.safe_load(FILES["compose.yaml"])["services"]["checkout"]

    assert told["command"][-2:] == ["--workers", str(session.WORKERS)]
    assert float(told["environment"]["CACHE_TIMEOUT_SECONDS"]) == app.CACHE_SECONDS
    assert float(told["environment"]["ACQUIRER_TIMEOUT_SECONDS"]) == app.ACQUIRER_SECONDS


def test_ci_is_valid_and_deploys_after_its_tests():
    assert yaml.safe_load(FILES["ci.yaml"])["jobs"]["deploy"]["needs"] == ["test", "audit"]


def test_the_status_page_tells_the_outages_of_the_case():
    rows = run(
        practice_database(),
        "SELECT strftime(started_at, '%-d %B %Y, %H:%M'), strftime(mitigated_at, '%H:%M'),"
        " sum(epoch(mitigated_at - started_at))"
        " FILTER (WHERE started_at >= '2025-11-01' AND started_at < '2025-12-01') OVER ()"
        " FROM incidents WHERE service = 'checkout' AND severity = 1",
    ).rows
    november = 100 * (1 - float(rows[0][2]) / (30 * 86_400))

    assert [start for start, end, _ in rows if f"{start} to {end} UTC" not in FILES["status-page.md"]] == []
    assert f"{november:.2f} %" == "99.96 %"


def test_the_trace_file_adds_up():
    found = list(csv.DictReader(text("checkout/traces.csv").splitlines()))

    assert len(found) == 300
    assert [
        row["trace"] for row in found if sum(int(row[part]) for part in latency.PARTS) != int(row["total_ms"])
    ] == []


def test_a_payment_takes_the_seconds_of_the_exercise_on_workers():
    assert round(latency.mean() / 1000, 1) == 0.6


def test_one_pair_of_fixes_keeps_target_and_budget():
    limits = field("2.3", "plan").parameters
    names = [fix.name for fix in latency.FIXES]
    kept = [pair for pair in combinations(names, 2) if not latency.plan({"fixes": pair}, **limits).problems]

    assert list(field("2.3", "plan").controls[0].options) == names
    assert [set(pair) for pair in kept] == [set(field("2.3", "after").parameters["fixes"])]


@pytest.mark.parametrize(
    ("fixes", "says"), [((), "0 fixes"), ((0, 1, 2), "3 fixes"), ((0, 2), "€14k"), ((0, 3), "800 ms")]
)
def test_a_plan_that_breaks_a_limit_says_which(fixes, says):
    plan = {"fixes": [latency.FIXES[n].name for n in fixes]}

    assert says in latency.plan(plan, target=800, budget=14, most=2).problems[0]


def test_percentiles_do_not_add():
    assert latency.sum_of_p95() > 1.3 * latency.p95()


def test_prices_in_the_prompt_are_those_of_the_model():
    prompt = next(cell.source for cell in nbformat.read(SOURCE, 4).cells if cell.source.startswith("### 2.3"))
    told = dict(re.findall(r"^\| (.+?) \| €(\d+)k", prompt, re.MULTILINE))

    assert told == {fix.name: str(fix.cost) for fix in latency.FIXES}


def test_payday_needs_more_connections_than_the_database_accepts():
    containers = capacity.containers(40 * 2.2, 0.6, 0.7, 6)

    assert containers * 6 > 60 >= 4 * 6


def test_the_graph_has_the_nodes_of_the_exercise():
    nodes = [node["name"] for node in graph("checkout")["nodes"] if not node.get("fixed")]

    assert sorted(field("2.5", "nodes").options) == sorted(nodes)
    assert {name for edge in graph("checkout")["edges"] for name in edge} <= {
        node["name"] for node in graph("checkout")["nodes"]
    }


@pytest.mark.parametrize(
    ("slips", "passed"),
    [((), True), (("cache",), True), (("cache", "acquirer A"), False), (("cache", "status page"), False)],
)
def test_one_wrong_weak_point_is_forgiven_and_named(slips, passed):
    form = compile_key("form", EXERCISES["2.5"])
    right = reference(form)
    verdict = judge_form(form, {**right, "nodes": [*right["nodes"], *slips]})

    assert (verdict.outcome is Outcome.PASSED) == passed
    assert (verdict.score == 1) == (not slips)
    assert any("degraded" in finding.text for finding in verdict.findings) == ("cache" in slips)


def test_traces_are_read_as_numbers():
    assert {type(value) for trace in traces("checkout") for value in trace.values()} == {int}
