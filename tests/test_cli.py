"""What a person types after ``python3 -m course``: a slip is one sentence."""

from __future__ import annotations

import pytest

import course
from course import cli
from course.setup import update
from course.sheet import data_version


@pytest.mark.parametrize("port", ["99999", "0", "-1", "abc", "88.5", ""])
def test_what_is_no_port_is_named_with_what_is(port, capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(["lab", f"--port={port}"])

    assert ended.value.code == 2
    assert f"{port!r} is no port: give a whole number from 1 to 65535" in capsys.readouterr().err


@pytest.mark.parametrize("port", ["1", "8899", "65535"])
def test_a_port_is_read(port):
    assert cli.port_number(port) == int(port)


def test_the_version_is_one_line_to_paste_into_a_report(capsys):
    assert cli.main(["version"]) == 0
    assert capsys.readouterr().out.startswith(f"Course {course.__version__}, data {data_version()}, Python 3.")


@pytest.mark.parametrize(("command", "completed"), [("version", 1), ("update", 0)])
def test_an_update_that_was_stopped_is_completed_first(command, completed, monkeypatch, tmp_path):
    """The command itself completes one, too."""
    stopped, roots = tmp_path / "done.json", []
    stopped.write_text("{}")
    monkeypatch.setattr(cli, "STOPPED_UPDATE", stopped)
    monkeypatch.setattr(update, "resume", roots.append)
    monkeypatch.setattr(update, "run", lambda root, source: 0)

    assert cli.main([command]) == 0
    assert roots == [cli.ROOT] * completed
