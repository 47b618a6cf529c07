"""Whose upload a file is, by the name that a learning platform gave it; what a learner called it decides nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

# Browsers, platforms and file managers number a file that they have seen before: "<student>_<assignment> (1)", "…-1".
NUMBER = r"(?: ?\(\d+\)|-\d+|-Copy\d*| - Copy| copy(?: \d+)?)*"
PLAIN = "plain"  # no platform: a name by `course pack`, or one that an instructor gave
SUFFIX = r"(?:\.answers)?(?:\.\w{1,8}){0,2}"


@dataclass(frozen=True)
class Upload:
    """What a name says: the platform, the person, the time, and what the learner called the file.

    ``person`` is the same for all files of one person, and for nobody else's. ``keys`` are the names by which a roster may
    list the person, the most certain first; the first is also the person's id where there is no roster. ``at`` is in UTC
    without a zone, as nbgrader counts.
    """

    platform: str
    person: str
    keys: tuple[str, ...]
    file: str = ""
    at: datetime | None = None
    is_late: bool = False


@dataclass(frozen=True)
class Platform:
    """How a platform names the files in its download of a class. ``example`` is such a name, ``source`` where it was read.

    What comes before a name's first mark of the platform was written by it, what comes after may be the learner's. ``keys``
    are templates over the pattern's groups. ``time`` is how the group ``at`` is written, in the platform's own zone,
    for which this machine's stands in.
    """

    name: str
    pattern: re.Pattern[str]
    keys: tuple[str, ...]
    example: str
    source: str
    time: str = ""

    def read(self, name: str) -> Upload | None:
        """What a name says; None if it is not one of this platform."""
        match = self.pattern.fullmatch(name)
        if not match:
            return None
        groups = {group: value or "" for group, value in match.groupdict().items()}
        keys = tuple(dict.fromkeys(key for key in (_filled(key, groups) for key in self.keys) if key))
        at = _moment(groups["at"], self.time) if self.time else None
        person = f"{groups['name']}_{groups['id']}"
        return Upload(self.name, person, keys, groups["file"], at, bool(groups.get("late")))


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.DOTALL)


PLATFORMS = (
    Platform(
        "Moodle",
        # "Participant" stands in for the name where marking is anonymous. In folders, or flat. People choose their names
        # there, so one that could be read in two ways is nobody's.
        _pattern(
            r"(?!.*_assignsubmission_.*_assignsubmission_)(?P<name>.+?)_(?P<id>\d+)_assignsubmission_[a-z]+(?:_(?P<file>.*))?"
        ),
        ("{name}_{id}", "{id}", "{name}"),
        "Ann Lee_657717_assignsubmission_file_/05-sql.ipynb",
        "folders in public class repositories, and github.com/jozsef-k/nbgutils (README), read 2026-11-30",
    ),
    Platform(
        "Blackboard",
        # "poging" is Dutch. The text file about an attempt ends with its time.
        _pattern(
            r"(?P<name>.+?)_(?P<id>[^_]+?)_(?:attempt|poging)_(?P<at>\d{4}(?:-\d\d){5})(?:_(?P<file>.+)|\.txt)",
        ),
        ("{id}", "{name}_{id}"),
        "ps1_bitdiddle_attempt_2016-01-30-15-00-00_problem1.ipynb",
        "nbgrader 0.9.6, help of FileNameCollectorPlugin.named_regexp",
        "%Y-%m-%d-%H-%M-%S",
    ),
    Platform(
        "Canvas",
        # The name is the surname and the first name without a gap; a second file of one name ends in "-1".
        _pattern(r"(?P<name>[^_]+)_(?P<late>LATE_)?(?P<id>\d+)_\d+_(?P<file>.+)"),
        ("{name}_{id}", "{id}", "{name}"),
        "smithbob_LATE_340934_208490284_BobsWork.zip",
        "github.com/mikewesthad/canvas-unzipper and github.com/HCI-Data-Analysis/HCI-data-analysis (READMEs), read 2026-11-30",
    ),
    Platform(
        "Brightspace",
        _pattern(
            r"(?P<id>\d+)-\d+ - (?P<name>.+?) - (?P<at>\w{3,9} \d{1,2}, \d{4} \d{1,4} [AP]M)(?: - (?P<file>.+))?",
        ),
        ("{name}_{id}", "{id}", "{name}"),
        "13394-80551 - Eric Gillotti - Mar 29, 2018 1205 PM - Homework 6.zip",
        "tests of the public parser “kodiak”, read 2026-11-30",
        "%b %d, %Y %I%M %p",
    ),
)


def of_platform(name: str) -> Upload | None:
    """What a name says, if a platform gave it.

    >>> of_platform("smithbob_LATE_340934_208490284_BobsWork.zip").keys
    ('smithbob_340934', '340934', 'smithbob')
    >>> of_platform("ann_05-sql.zip") is None
    True
    """
    name = unicodedata.normalize("NFC", name)
    return next((upload for platform in PLATFORMS if (upload := platform.read(name))), None)


def of_pack(name: str, assignment: str) -> Upload | None:
    """What a name says, if `course pack` gave it: ``<student>_<assignment>``, as a zip, a folder or a file of its own.

    >>> [of_pack(name, "05-sql").keys[0] for name in ("a_b_05-sql (1).ZIP", "ann_05-SQL", "ann_05-sql.answers.json")]
    ['a_b', 'ann', 'ann']
    >>> of_pack("ann_07-more.zip", "05-sql") is None
    True
    """
    pattern = rf"(?P<id>.+)_{re.escape(assignment)}{NUMBER}(?P<suffix>{SUFFIX})"
    match = re.fullmatch(pattern, unicodedata.normalize("NFC", name), re.IGNORECASE | re.DOTALL)
    return Upload(PLAIN, match["id"], (match["id"],), f"{assignment}{match['suffix']}") if match else None


def of_roster(name: str) -> Upload:
    """What a name says if all of it is a person's, as only a roster can tell: ``Ann Lee.zip``, or a folder ``ann``."""
    stem = re.sub(rf"{NUMBER}{SUFFIX}$", "", unicodedata.normalize("NFC", name))
    return Upload(PLAIN, stem, (stem,), name)


def _filled(template: str, groups: dict[str, str]) -> str:
    return unicodedata.normalize("NFC", template.format_map(groups)).strip(" _")


def _moment(text: str, form: str) -> datetime | None:
    return next((moment for moment in _read_times(text, form)), None)


def _read_times(text: str, form: str) -> Iterator[datetime]:
    # Brightspace leaves the colon out of "12:05 PM", and also the zero of "9:05".
    padded = re.sub(r"(?<= )(\d{3})(?= [AP]M)", r"0\1", text)
    for candidate in (form, form.replace("%b", "%B")):
        try:
            yield datetime.strptime(padded, candidate).astimezone(UTC).replace(tzinfo=None)
        except (ValueError, OverflowError):
            continue
