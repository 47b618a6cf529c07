"""A query to try in a lesson: predict what comes, run it, change one thing. The judge of queries says whether it is done."""

from __future__ import annotations

from collections.abc import Sequence

from course.case.tables import TABLES
from course.sequence.practice import query
from course.views.demo import Demo, Part, Row, action
from course.views.demos.practice import picture
from course.views.demos.practice.trial import try_query
from course.views.demos.question.picture import asked, options
from course.views.editor import completion_schema, make_editor


class Practice(Demo):
    """A query to predict, run and change. ``id`` is the module's number and a letter, such as "5b"."""

    restart = ("Start again", "Go back to the query that was given")

    def __init__(self, id: str):
        self.id = id

    def make_controls(self) -> Sequence[Row]:
        self.query, self.trial = query(self.id), None
        self.editor = make_editor(
            value=self.query.sql,
            label=f"SQL to try, {self.id}",
            dialect="duckdb",
            schema=completion_schema(TABLES),
            rows=max(3, self.query.sql.count("\n") + 1),
        )
        self.editor.on_run(self._run)
        self.prediction = options(self.query.prediction) if self.query.prediction else None
        rows = [asked(self.query.prediction), self.prediction] if self.prediction else []
        run = action("Run", "Run the query on the practice data", self.editor.run, primary=True)
        return [*rows, self.editor, [run]]

    def picture(self) -> Sequence[Part]:
        if self.trial is None:
            return []
        return picture.outcome(self.query, self.prediction.value if self.prediction else None, self.trial)

    def sentence(self) -> str:
        return picture.sentence(self.query, self.trial) if self.trial else "The query is the one that was given."

    def still(self) -> Sequence[str]:
        return picture.untried(self.query, try_query(self.query, self.query.sql))

    def changed(self, control: object) -> None:
        """Neither typing nor predicting shows anything: Run does."""

    def reset(self) -> None:
        self.trial = None
        super().reset()

    def _run(self, text: str) -> None:
        self.trial = try_query(self.query, text)
        self.refresh()


DEMO = Practice
