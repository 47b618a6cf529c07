"""Save and restore on screen: a button that makes one file to download, and a button that restores it."""

from __future__ import annotations

from datetime import date
from html import escape
from pathlib import Path

import ipywidgets as widgets
from IPython.display import HTML, display

from course.learner import backup
from course.learner.backup import BackupError, Conflict, Restored
from course.views.companion import Companion
from course.views.frame import button, problem_html
from course.views.live import display_live
from course.views.markup import folded, note
from course.views.refreshed import Refreshed
from course.views.welcome import page_style
from course.views.welcome.map import link, place

INSTEAD = (
    "Run this cell for two buttons: <b>Save my work</b> makes one file with all your answers, decisions and cards; "
    "<b>Restore</b> brings it back here or on another computer. In a terminal: <code>python3 -m course save</code> and "
    "<code>python3 -m course restore FILE</code>."
)


class SaveAndRestore:
    """What ``course.save_and_restore()`` gives a notebook."""

    def __init__(self):
        self.folder, self.root = place()
        self._report_html = ""
        self._save = button("Save my work", "Make one file with everything you have done, to download", primary=True)
        self._upload = widgets.FileUpload(accept=".json", multiple=False, description="Restore from a file")
        self._upload.tooltip = "Choose a file that you saved before; nothing that is here gets lost"
        self._report, self._companion = Refreshed(lambda: self._report_html), Companion()
        self._save.on_click(lambda _: self.save())
        self._upload.observe(lambda change: self._restore(change.new), "value")
        actions = widgets.HBox([self._save, self._upload]).add_class("course-actions")
        parts = [widgets.HTML(page_style()), actions, self._report.widget, self._companion]
        self.widget = widgets.VBox(parts).add_class("course-page").add_class("course-frame").add_class("course-backup")

    def _ipython_display_(self) -> None:
        display_live(self.widget)
        display(HTML(static_html()))

    def save(self) -> None:
        """Make the file in the course's folder and show a link that downloads it."""
        target = self.root / backup.default_name(date.today())
        try:
            count, problems = backup.save(self.root, target)
        except BackupError as error:
            self._show_report(problem_html(error), str(error))
            return
        count_text = f"{count} {'entry' if count == 1 else 'entries'} in one file."
        self._show_report(_saved_html(target, self.folder, count_text, problems), f"Saved. {count_text}")

    def restore(self, content: bytes) -> None:
        """Merge a file into the course and report the result."""
        try:
            restored = backup.restore(self.root, content)
        except BackupError as error:
            self._show_report(problem_html(error), str(error))
            return
        self._show_report(restored_html(restored), backup.summary(restored))

    def _restore(self, files) -> None:
        if files:
            self.restore(bytes(files[0]["content"]))
            self._upload.value = ()

    def _show_report(self, html: str, text: str) -> None:
        self._report_html = html
        self._report.refresh()
        self._companion.announcement = text


def static_html() -> str:
    """The text in place of the buttons when no kernel is running."""
    return f'{page_style()}<div class="course-twin"><p>{INSTEAD}</p></div>'


def restored_html(restored: Restored) -> str:
    """The result of a restore, with each unused answer one click away."""
    conflicts = "".join(_conflict_html(conflict) for conflict in restored.conflicts)
    summary = escape(backup.summary(restored))
    return f'<div class="course-verdict course-passed"><p><strong>✓</strong> {summary}</p>{conflicts}</div>'


def _conflict_html(conflict: Conflict) -> str:
    answer = f'<pre class="course-answer">{escape(str(conflict.other.answer))}</pre>'
    return folded(f"The answer to {conflict.exercise} that is not used", answer)


def _saved_html(target: Path, folder: Path, words: str, problems: tuple[str, ...]) -> str:
    download = link(target, folder, f"Download {target.name}").replace("<a ", "<a download ", 1)
    problem_htmls = "".join(
        f"<p><strong>!</strong> {escape(problem)} It is not in the file.</p>" for problem in problems
    )
    return (
        f'<div class="course-verdict course-passed"><p><strong>✓ Saved.</strong> {escape(words)}</p><p>{download}</p>'
        f"{note('It is also in the top folder of the course.')}{problem_htmls}</div>"
    )
