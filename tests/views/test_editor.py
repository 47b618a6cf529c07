"""Both editors from Python's side: one API, whatever shows it."""

from __future__ import annotations

import pytest
from ipywidgets import Widget

from course.case.schema import Column, Table
from course.views.editor import completion_schema, make_editor
from course.views.editor.codemirror import SqlEditor
from course.views.editor.plain import PlainEditor
from tests.views import face


@pytest.fixture(params=[SqlEditor, PlainEditor])
def editor(request):
    return request.param(value="select 1", label="Query 5.2")


@pytest.mark.parametrize(("setting", "kind"), [("", SqlEditor), ("1", PlainEditor)])
def test_the_environment_chooses(setting, kind, monkeypatch):
    monkeypatch.setenv("COURSE_PLAIN_EDITOR", setting)
    assert isinstance(make_editor(), kind)


@pytest.mark.parametrize("event", ["run", "check"])
def test_events_carry_the_text_until_removed(event, editor):
    told = []
    register = getattr(editor, f"on_{event}")
    register(told.append)
    getattr(editor, event)()
    register(told.append, remove=True)
    getattr(editor, event)()
    assert told == ["select 1"]


def test_line_ends_are_those_of_browsers(editor):
    editor.value = "select 1\r\nfrom t\r"
    assert editor.value == "select 1\nfrom t\n"


@pytest.mark.parametrize(
    ("messages", "told"),
    [
        ([face.typed("new"), {"type": "run"}], ["run new"]),
        ([face.typed("new"), {"type": "check"}], ["check new"]),
        ([face.typed("new")], []),
        ([{"type": "run"}], ["run old"]),
        ([{"type": "close"}], []),
        ([{}], []),
    ],
)
def test_what_is_typed_is_there_when_an_event_follows(messages, told):
    editor, heard = SqlEditor(value="old"), []
    editor.on_run(lambda text: heard.append(f"run {text}"))
    editor.on_check(lambda text: heard.append(f"check {text}"))
    for message in messages:
        face.send(editor, **message)
    assert heard == told


def bundle(editor: SqlEditor) -> str:
    return editor.get_state()["_bundle"]


def test_the_bundle_is_shared_and_made_anew_when_it_was_closed():
    first, second = SqlEditor(), SqlEditor()
    shared = bundle(first)
    assert shared == bundle(second)
    assert len(str(first.get_state())) < 20_000  # the bundle itself has some 400,000 characters
    Widget.close_all()
    assert bundle(SqlEditor()) != shared


def test_the_plain_editor_shows_its_traits():
    editor = PlainEditor(label="Query", rows=3, read_only=True, placeholder="select")
    area, findings = editor.children
    assert (area.description, area.rows, area.disabled, area.placeholder) == ("Query", 3, True, "select")
    area.value = "select 1\nfrm t"
    editor.diagnostics = [{"from": 9, "to": 12, "severity": "error", "message": "Is <frm> FROM?"}]
    assert editor.value == area.value
    assert "Line 2: Is &lt;frm&gt; FROM?" in findings.value


def test_the_schema_tells_what_rows_and_columns_mean():
    table = Table("orders", "One row is an order.", ("id",), "Shop", (Column("id", "bigint", "Names the order."),))
    columns = [{"name": "id", "type": "bigint", "meaning": "Names the order."}]
    assert completion_schema([table]) == {"orders": {"meaning": "One row is an order.", "columns": columns}}
