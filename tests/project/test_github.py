"""What GitHub reads: workflows, forms, Dependabot and the citation are valid, careful, and agree with the course."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from check_jsonschema import main as check_jsonschema
from click.testing import CliRunner
from packaging.specifiers import SpecifierSet

from course import site
from course.setup.state import ROOT
from course.views.notebook import NotebookExercise

GITHUB = ROOT / ".github"
WORKFLOWS = sorted(GITHUB.glob("workflows/*.yml"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
SCHEMAS = {
    "github-workflows": WORKFLOWS,
    "github-issue-forms": sorted({*GITHUB.glob("ISSUE_TEMPLATE/*.yml")} - {GITHUB / "ISSUE_TEMPLATE/config.yml"}),
    "github-issue-config": [GITHUB / "ISSUE_TEMPLATE/config.yml"],
    "dependabot": [GITHUB / "dependabot.yml"],
    "citation-file-format": [ROOT / "CITATION.cff"],
}


def data(path: Path) -> dict:
    return yaml.safe_load(path.read_text("utf-8"))


def jobs() -> list[dict]:
    return [job for path in WORKFLOWS for job in data(path)["jobs"].values()]


def steps() -> list[dict]:
    return [step for job in jobs() for step in job["steps"]]


@pytest.mark.parametrize("schema", SCHEMAS)
def test_each_file_is_what_its_schema_allows(schema):
    checked = CliRunner().invoke(check_jsonschema, ["--builtin-schema", f"vendor.{schema}", *map(str, SCHEMAS[schema])])

    assert checked.exit_code == 0, checked.output


def test_a_workflow_may_only_read_and_an_older_run_gives_way():
    assert [path.name for path in WORKFLOWS if data(path)["permissions"] != {"contents": "read"}] == []
    assert [path.name for path in WORKFLOWS if not data(path)["concurrency"]["cancel-in-progress"]] == []


def test_a_job_may_write_only_to_github_pages():
    granted = [job["permissions"] for job in jobs() if "permissions" in job]

    assert granted == [{"pages": "write", "id-token": "write"}]


def test_the_site_that_is_published_is_the_one_that_the_command_builds():
    build = data(GITHUB / "workflows/site.yml")["jobs"]["build"]["steps"]

    assert "python -m course docs" in [step.get("run") for step in build]
    assert build[-1]["with"]["path"] == site.TARGET


def test_every_job_ends_by_itself():
    assert all(0 < job["timeout-minutes"] <= 120 for job in jobs())


def test_actions_are_github_s_own_in_a_named_version():
    actions = {step["uses"] for step in steps() if "uses" in step}

    assert [action for action in actions if not re.fullmatch(r"actions/[a-z-]+@v\d+", action)] == []


def test_packages_are_cached_by_the_locks():
    settings = [step["with"] for step in steps() if step.get("uses", "").startswith("actions/setup-python")]

    assert {(each["cache"], each["cache-dependency-path"]) for each in settings} == {("pip", "requirements*.lock")}


def test_the_readme_s_two_commands_run_on_every_system_and_python():
    job = data(GITHUB / "workflows/commands.yml")["jobs"]["commands"]
    matrix, commands = job["strategy"]["matrix"], [step["run"] for step in job["steps"] if "run" in step]

    assert commands == ["python .ci/lab_answers.py", "python -m course test"]
    assert [system.removesuffix("-latest") for system in matrix["system"]] == ["ubuntu", "macos", "windows"]
    assert matrix["python"] == ["3.11", "3.12", "3.13", "3.14"]
    assert all(version in SpecifierSet(PROJECT["requires-python"]) for version in matrix["python"])


@pytest.mark.slow
def test_the_lab_answers_and_is_stopped():
    done = subprocess.run([sys.executable, ROOT / ".ci/lab_answers.py"], capture_output=True, text=True)

    assert done.returncode == 0, done.stdout + done.stderr


def test_the_form_for_an_unfair_verdict_asks_for_a_report_that_exists():
    text = (GITHUB / "ISSUE_TEMPLATE/unfair-verdict.yml").read_text("utf-8")

    assert re.findall(r"ex_5_2\.(\w+)\(\)", text) == [NotebookExercise.report.__name__]


def test_a_vulnerability_is_reported_at_the_public_address():
    links = data(GITHUB / "ISSUE_TEMPLATE/config.yml")["contact_links"]

    assert [link["url"] for link in links] == [f"{PROJECT['urls']['Repository']}/security/advisories/new"]
