"""What the course adds to Jupyter's server: the overview of the course as JSON, for the panel at the left."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

from jupyter_server.base.handlers import APIHandler
from jupyter_server.utils import url_path_join
from tornado import web

from course.sequence import LESSONS
from course.setup.state import ROOT

ADDRESS = ("tpm-course", "overview")


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": __name__}]


def _load_jupyter_server_extension(server) -> None:
    address = url_path_join(server.web_app.settings["base_url"], *ADDRESS)
    server.web_app.add_handlers(".*$", [(address, OverviewHandler, {"served": Path(server.root_dir).resolve()})])


def course_in(served: Path) -> Path | None:
    """The course that a server shows: in its folder, or below it; None if it shows something else."""
    if (served / LESSONS).is_dir():
        return served
    return ROOT if ROOT.is_relative_to(served) else None


class OverviewHandler(APIHandler):
    """Answers with the overview, or with nothing if the page already has it: that is asked every few seconds."""

    def initialize(self, served: Path) -> None:
        self.served = served

    @web.authenticated
    async def get(self) -> None:
        root = course_in(self.served)
        if root is None:
            raise web.HTTPError(404, "There is no course in the folder that this JupyterLab shows.")
        answer = await asyncio.to_thread(self._read, root, self.get_query_argument("known", ""))
        if answer is None:
            self.set_status(204)
        await self.finish(answer)

    def _read(self, root: Path, known: str) -> str | None:
        # The server starts sooner without these.
        from course.learner.overview import overview, stamp

        now = stamp(root)
        return None if now == known else json.dumps({"stamp": now, **overview(root, self.served)})
