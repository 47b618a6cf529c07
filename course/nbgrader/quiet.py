"""What nbgrader's commands say: one line per hand-in, one for all of it, and every warning that somebody can act on."""

from __future__ import annotations

import logging
import re
import warnings

from sqlalchemy.exc import SAWarning
from tornado.log import LogFormatter

# What nbgrader says of each file, or of what the person has just asked for with --force or --update.
NOISE = re.compile(
    r"Copying |Converting notebook |Writing \d+ bytes to |Setting destination file permissions |Source: |Destination: "
    r"|Updating/creating assignment |Creating/updating student with ID |Overwriting files with master versions "
    r"|Sanitizing |Autograding |Feedback released to: |Found feedback for |Using exporter: |Using file (?:extractor|collector): "
    r"|(?:Removing|Updating) existing (?:assignment|notebook): |Running (?:pre|post)-convert hook"
    r"|Using late submission penalty method: |Exporting only |.* submitted at \d{4}-"
)
SUMMED_UP = ("AutogradeApp", "GenerateFeedbackApp", "ReleaseFeedbackApp")  # these say at the end what they left alone
SKIPPED = "Skipping existing "


def use_few_warnings() -> None:
    """Leave out what SQLAlchemy says of how nbgrader makes its rows, once for each process: nobody can act on it."""
    warnings.filterwarnings("ignore", "Object of type <Submitted", SAWarning)


class LeavesOutNoise(logging.Filter):
    """Leaves out what a person cannot use. ``nbgrader --debug`` shows all of it."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno >= logging.ERROR or _is_debugged(record.name):
            return True
        text = record.getMessage()
        return not NOISE.match(text) and not (text.startswith(SKIPPED) and record.name in SUMMED_UP)


class Lines(LogFormatter):
    """Information as a plain line; a warning or an error says that it is one."""

    def format(self, record: logging.LogRecord) -> str:
        if record.levelno != logging.INFO or _is_debugged(record.name):
            return super().format(record)
        return record.getMessage()


def _is_debugged(logger: str) -> bool:
    """Whether the command was called with --debug: nbgrader gives that level to what writes, not to the logger."""
    return any(0 < handler.level <= logging.DEBUG for handler in logging.getLogger(logger).handlers)
