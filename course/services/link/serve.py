"""Starts the API as a service over the practice data, and sets its switches."""

from __future__ import annotations

import json

from course.case.database import practice_database
from course.services.link.client import PATIENCE_SECONDS, Call, Live
from course.services.run import Service, start

APPLICATION = "course.services.link.application:make"


def serve() -> Service:
    """The API on a free port. Raises ServiceError, and CaseError if the practice data are not available."""
    return start(APPLICATION, settings={"database": str(practice_database())})


def switch(service: Service, patience: float = PATIENCE_SECONDS, **switches: object) -> None:
    """Set the switches that are named and reset all others."""
    Live(service.address, patience).send(Call("PUT", "/switches", {}, json.dumps(switches)))
