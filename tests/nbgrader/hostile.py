"""A table of hostile and broken hand-ins: what each holds, what its answers deserve, and what its instructor reads.

Each is one upload of the student mallory, made here by a few bytes. Exercise 5.2 is a query, 5.1 a form, 12.1 a document,
13.5 a sheet, 9.6 a board, 10.7 a sketch and 10.8 a function, all of them real, with the keys that learners get.
"""

from __future__ import annotations

import json
import os
import sys
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from pathlib import Path

from course import sheet
from course.authoring.read import read
from course.grade import form
from course.grade.python.answer import PythonAnswer
from course.grade.python.expectation import record
from course.grade.python.program import digest
from course.learner.entry import Entry
from tests.nbgrader.course_folder import PROJECT

ASSIGNMENT, STUDENT = "05-sql", "mallory"
NOTEBOOK, ANSWERS = f"{ASSIGNMENT}.ipynb", f"{ASSIGNMENT}.answers.json"
MODULES = {
    "5.1": "05-sql-first-answers",
    "5.2": "05-sql-first-answers",
    "9.6": "09-dashboards-metrics-and-call-outs",
    "10.7": "10-from-a-vague-idea-to-a-testable-slice",
    "10.8": "10-from-a-vague-idea-to-a-testable-slice",
    "12.1": "12-specification-and-documentation",
    "13.5": "13-trade-offs-and-decision-records",
}
MONDAY, SUNDAY = "2026-01-05T09:00:00.000Z", "2026-01-11T09:00:00.000Z"

TAKEN, NOTHING, NOBODYS = "taken, from", "nothing in it, from", "?: not known, from"
Files = Mapping[str, object]


@dataclass(frozen=True)
class Case:
    """One hand-in. ``make`` puts the upload into the archive; ``points`` are by exercise, those left out are 0."""

    name: str
    make: Callable[[Path], object]
    points: Mapping[str, float] = field(default_factory=dict)
    line: str = TAKEN
    remark: str = ""
    most: Mapping[str, float] = field(default_factory=dict)  # where a crumb is fair: at most so many points


@cache
def exercise(id: str):
    notebook = PROJECT / "solutions" / MODULES[id] / f"{MODULES[id]}.ipynb"
    source = next(one for one in read(notebook) if one.id == id)
    return source, sheet.expectation(sheet.load(notebook.parent)[id])


@cache
def right(id: str) -> object:
    """The reference: what a perfect learner answers."""
    source, expected = exercise(id)
    if source.kind == "python":
        return recorded()
    return source.parts["reference"] if "reference" in source.parts else form.reference(expected)


def points_of(id: str, entry: Entry | None) -> float:
    """The points of an exercise as the grade cell gives them: the better of the answer and the best."""
    source, expected = exercise(id)
    answers = [answer for answer in ((entry.answer, entry.best) if entry else ()) if answer is not None]
    return max(
        (sheet.judge(source.kind, expected, one, source.starter).points(source.points) for one in answers), default=0.0
    )


@cache
def recorded() -> dict:
    """The reference of 10.8 with what it returned, as Check records it."""
    _, expected = exercise("10.8")
    return PythonAnswer.of(FUNCTION, record(expected, FUNCTION, digest(FUNCTION))).to_json()


def function(make: Callable[[dict], object]) -> Callable[[Path], object]:
    """An upload with an answer to 10.8, made from the right one."""
    return lazily(lambda: packed(saved(_10_8=make(recorded()))))


def everywhere(text: str) -> Callable[[dict], object]:
    """The right function, with this text as what it returned on each data set."""
    return lambda right: {**right, "results": dict.fromkeys(right["results"], text)}


def saved(at: str = MONDAY, **given: object) -> bytes:
    """An answers file: ``saved(_5_2=…)``."""
    entries = {name[1:].replace("_", "."): {"answer": answer, "saved_at": at} for name, answer in given.items()}
    return json.dumps({"version": 1, "exercises": entries}).encode()


def good(at: str = MONDAY) -> bytes:
    return saved(at, _5_2=right("5.2"))


def raw(*entries: bytes) -> bytes:
    return b'{"version": 1, "exercises": {%b}}' % b", ".join(entries)


def notebook(copy: bytes = b"null", cells: bytes = b"") -> bytes:
    return b'{"cells": [%b], "metadata": {"course_answers": %b}, "nbformat": 4, "nbformat_minor": 5}' % (cells, copy)


def zip_bytes(files: Files, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", method) as packed:
        for name, content in files.items():
            info = name if isinstance(name, zipfile.ZipInfo) else zipfile.ZipInfo(name)
            info.compress_type = method
            packed.writestr(info, content)
    return stream.getvalue()


def upload(files: Files | bytes, name: str = f"{STUDENT}_{ASSIGNMENT}.zip") -> Callable[[Path], object]:
    """The upload as one file of this name: the zip of some files, or these bytes."""
    return lambda archive: (archive / name).write_bytes(files if isinstance(files, bytes) else zip_bytes(files))


def lazily(make: Callable[[], Files | bytes]) -> Callable[[Path], object]:
    """An upload that is only made, and judged, when the test runs."""
    return lambda archive: upload(make())(archive)


def pack(**given: object) -> Files:
    """What `course pack` makes: the notebook and these answers."""
    return {f"{ASSIGNMENT}/{NOTEBOOK}": notebook(), f"{ASSIGNMENT}/{ANSWERS}": saved(**given)}


def packed(content: bytes, name: str = ANSWERS) -> Files:
    return {f"{ASSIGNMENT}/{NOTEBOOK}": notebook(), f"{ASSIGNMENT}/{name}": content}


def link(name: str, target: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.create_system, info.external_attr = 3, 0o120777 << 16
    return info


def locked(content: bytes) -> bytes:
    """A zip whose members say that they need a password."""
    data = bytearray(content)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 4)
    return bytes(data)


def lying(content: bytes) -> bytes:
    """A zip whose directory says that each member is one byte long."""
    data = bytearray(content)
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 24 : at + 28] = (1).to_bytes(4, "little")
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(data)


def flipped(content: bytes) -> bytes:
    """A zip with one wrong byte in the middle of its first member."""
    data = bytearray(content)
    data[len(data) // 3] ^= 0xFF
    return bytes(data)


def folder(files: Files) -> Callable[[Path], object]:
    """An upload that somebody unpacked: a folder with the student's name."""

    def make(archive: Path) -> None:
        for name, content in files.items():
            path = archive / f"{STUDENT}_{ASSIGNMENT}" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            content(path) if callable(content) else path.write_bytes(content)

    return make


DEEP = b"[" * 100_000 + b"]" * 100_000
HUGE_TEXT = "x" * 250_000
GOOD = {"5.2": 4.0}

ZIPS = [
    Case("as packed", lazily(lambda: pack(_5_2=right("5.2"))), GOOD),
    Case("loose, without the folder", lazily(lambda: {ANSWERS: good()}), GOOD),
    Case("capital letters", lambda archive: upload(packed(good()), f"{STUDENT}_{ASSIGNMENT}.ZIP")(archive), GOOD),
    Case("a browser's number", lambda archive: upload(packed(good()), f"{STUDENT}_{ASSIGNMENT} (1).zip")(archive), GOOD),
    Case("empty file", upload(b""), line=NOTHING, remark="a broken zip"),
    Case("no zip", upload(b"PK\x03\x04 but not really"), line=NOTHING, remark="a broken zip"),
    Case("text that calls itself a zip", upload(b"I could not zip it, sorry"), line=NOTHING, remark="a broken zip"),
    Case("an empty zip", upload({}), line=NOTHING, remark="neither a notebook nor an answers file"),
    Case("cut off", lazily(lambda: zip_bytes(packed(good()))[:200]), line=NOTHING, remark="a broken zip"),
    Case("without its directory", lazily(lambda: zip_bytes(packed(good()))[:-60]), line=NOTHING, remark="a broken zip"),
    Case("rubbish before it", lazily(lambda: b"rubbish" * 100 + zip_bytes(packed(good()))), GOOD),
    Case("rubbish after it", lazily(lambda: zip_bytes(packed(good())) + b"\0" * 100), GOOD),
    Case("a damaged member", lazily(lambda: flipped(zip_bytes({ANSWERS: good(), "x.answers.json": good()}))), GOOD, remark="damaged"),
    Case("a password", lazily(lambda: locked(zip_bytes(packed(good())))), line=NOTHING, remark="locked by a password"),
    Case("sizes that lie", lazily(lambda: lying(zip_bytes(packed(good())))), line=NOTHING, remark="damaged"),
    Case("a bomb", lazily(lambda: {"a.answers.json": b"0" * 60_000_000}), line=NOTHING, remark="more than 50 MB"),
    Case("a bomb of many", lazily(lambda: {f"{n}.ipynb": b"0" * 9_000_000 for n in range(9)}), remark="more than 50 MB"),
    Case("a bomb beside good answers", lazily(lambda: {ANSWERS: good(), "z/a.json": b"0" * 60_000_000}), GOOD, remark="more than 50 MB"),
    Case("a bomb that is not opened", lazily(lambda: {ANSWERS: good(), "film.mp4": b"0" * 90_000_000}), GOOD),
    Case("a bomb in a zip", lazily(lambda: {"in.zip": zip_bytes({"a.json": b"0" * 60_000_000})}), line=NOTHING, remark="more than 50 MB"),
    Case("201 files", lazily(lambda: {f"{n:03}.json": good() if n == 0 else b"{}" for n in range(201)}), GOOD, remark="more than 200 files"),
    Case("10,000 files", lazily(lambda: {f"{n:05}.json": b"{}" for n in range(10_000)}), remark="more than 200 files"),
    Case("a path that leads out", lazily(lambda: {"../../submitted/ann/05-sql/05-sql.answers.json": good()}), line=NOTHING, remark="leads out"),
    Case("an absolute path", lazily(lambda: {"/tmp/05-sql.answers.json": good()}), line=NOTHING, remark="leads out"),
    Case("a drive", lazily(lambda: {"C:\\x\\05-sql.answers.json": good()}), line=NOTHING, remark="leads out"),
    Case("backslashes that lead out", lazily(lambda: {"a\\..\\..\\05-sql.answers.json": good()}), line=NOTHING, remark="leads out"),
    Case("backslashes of Windows", lazily(lambda: {"05-sql\\05-sql.answers.json": good()}), GOOD),
    Case("a link to a file", lazily(lambda: {link(ANSWERS, ""): b"/etc/passwd"}), line=NOTHING, remark="a link"),
    Case("a link to a folder", lazily(lambda: {link("a.json", ""): b"../../ann", ANSWERS: good()}), GOOD, remark="a link"),
    Case("a device of Windows", lazily(lambda: {"con.json": good()}), GOOD),
    Case("another device", lazily(lambda: {"aux/nul.answers.json": good()}), GOOD),
    Case("signs that Windows forbids", lazily(lambda: {'a<b>:"|?*.answers.json': good()}), GOOD),
    Case("signs that move the cursor", lazily(lambda: {"\x1b[2J\r\n.answers.json": good()}), GOOD),
    Case("a very long name", lazily(lambda: {"x" * 4_000 + ".answers.json": good()}), GOOD),
    Case("a thousand folders", lazily(lambda: {"a/" * 1_000 + ANSWERS: good()}), GOOD),
    Case("one name twice", lazily(lambda: _twice(good(), saved(_5_3="x"))), GOOD),
    Case("names that differ in case", lazily(lambda: {ANSWERS: good(), ANSWERS.upper(): saved()}), GOOD),
    Case("a file that is also a folder", lazily(lambda: {"a.json": b"{}", "a.json/x.json": b"{}", ANSWERS: good()}), GOOD),
    Case("what macOS adds", lazily(lambda: {"__MACOSX/._05-sql.answers.json": b"x", **packed(good())}), GOOD),
    Case("hidden files", lazily(lambda: {".git/config.json": b"{}", **packed(good())}), GOOD),
    Case("zipped twice", lazily(lambda: {"mine.zip": zip_bytes(packed(good()))}), GOOD),
    Case("zipped three times", lazily(lambda: {"a.zip": zip_bytes({"b.zip": zip_bytes(packed(good()))})}), line=NOTHING, remark="a zip in a zip in a zip"),
    Case("a rar", upload(b"Rar!\x1a\x07", f"{STUDENT}_{ASSIGNMENT}.rar"), line=NOTHING, remark="no zip, and nothing else"),
    Case("a rar in it", lazily(lambda: {"mine.rar": b"Rar!\x1a\x07"}), line=NOTHING, remark="no zip, and nothing else"),
    Case("only a text", upload({"sorry.txt": b"no time"}), line=NOTHING),
    Case("only a picture of the answers", upload({"photo.jpg": b"\xff\xd8"}), line=NOTHING),
    Case("stored, not packed", lazily(lambda: zip_bytes(packed(good()), zipfile.ZIP_STORED)), GOOD),
    Case("packed by bzip2", lazily(lambda: zip_bytes(packed(good()), zipfile.ZIP_BZIP2)), GOOD),
    Case("packed by lzma", lazily(lambda: zip_bytes(packed(good()), zipfile.ZIP_LZMA)), GOOD),
    Case("thirty students in one", lazily(lambda: {f"s{n}_{ASSIGNMENT}.zip": zip_bytes(packed(saved())) for n in range(30)}), remark=""),
    Case("another's id in it", lazily(lambda: {f"ann_{ASSIGNMENT}.zip": zip_bytes(packed(good()))}), GOOD),
    Case("for another module", lazily(lambda: {"07-more/07-more.answers.json": saved(_7_1="x")}), line="other module, from", remark="it is a hand-in for 07-more"),
    Case("for another module by its name", upload({"07-more/07-more.ipynb": notebook()}), line="other module, from", remark="07-more"),
    Case("for two modules", lazily(lambda: {"07-more.answers.json": saved(_7_1="x"), ANSWERS: good()}), GOOD),
    Case("named for another module", upload({}, f"{STUDENT}_07-more.zip"), line=NOBODYS, remark="it is a hand-in for 07-more"),
    Case("without a name", upload({}, "homework.zip"), line=NOBODYS, remark="does not say whose it is"),
    Case("a member without a name", upload({".": b"x", "/": b"", "x_1_2_y.zip": b""}, "homework.zip"), {}, line="x_1: nothing in it, from"),
    Case("members of two platforms", upload({"x_1_2_y.zip": b"", "A_1_assignsubmission_file_y.zip": b""}, "homework.zip"), line=NOBODYS),
    Case("a class in a zip", upload({f"ann_{ASSIGNMENT}.zip": b"", f"bob_{ASSIGNMENT}.zip": b""}, "all.zip"), line=NOBODYS, remark="unpack it"),
    Case("a name that Windows changes", upload({}, f"a._{ASSIGNMENT}.zip"), line=NOBODYS, remark="starts or ends with a space or a dot"),
    Case("a device as a name", upload({}, f"nul_{ASSIGNMENT}.zip"), line=NOBODYS, remark="Windows keeps it for a device"),
]  # fmt: skip

NOTEBOOKS = [
    Case("only the notebook", lazily(lambda: {NOTEBOOK: notebook(good())}), GOOD),
    Case("as it was released", upload({NOTEBOOK: notebook()}), remark=""),
    Case("cut off, with answers", lazily(lambda: {NOTEBOOK: b'{"cells": [', ANSWERS: good()}), GOOD),
    Case("cut off, alone", upload({NOTEBOOK: b'{"cells": ['})),
    Case("empty", upload({NOTEBOOK: b""})),
    Case("a list", upload({NOTEBOOK: b"[]"})),
    Case("nested without end", upload({NOTEBOOK: DEEP})),
    Case("in UTF-16", lazily(lambda: {NOTEBOOK: notebook(good()).decode().encode("utf-16")}), GOOD),
    Case("with a byte order mark", lazily(lambda: {NOTEBOOK: b"\xef\xbb\xbf" + notebook(good()), ANSWERS: good()}), GOOD),
    Case("cells that print points", upload({NOTEBOOK: notebook(cells=b'{"cell_type": "code", "source": "4.0"}')})),
    Case("cells that delete", lazily(lambda: {NOTEBOOK: notebook(good(), b'{"cell_type": "code", "source": "import os; os._exit(1)"}')}), GOOD),
    Case("tags that skip", lazily(lambda: {NOTEBOOK: notebook(good(), b'{"metadata": {"tags": ["skip-execution"]}}')}), GOOD),
    Case("another's answers in it", lazily(lambda: {NOTEBOOK: notebook(good()), "ann.answers.json": b"{}"}), GOOD),
    Case("a copy that is a list", upload({NOTEBOOK: notebook(b"[1]")})),
    Case("a copy of a later version", upload({NOTEBOOK: notebook(b'{"version": 99, "exercises": {}}')})),
    Case("widgets of its own", lazily(lambda: {NOTEBOOK: notebook(good()).replace(b'"nbformat"', b'"widgets": {"state": {}}, "nbformat"')}), GOOD),
]  # fmt: skip

ANSWER_FILES = [
    Case("empty answers", upload({ANSWERS: b""})),
    Case("null", upload({ANSWERS: b"null"})),
    Case("a number", upload({ANSWERS: b"7"})),
    Case("binary", upload({ANSWERS: bytes(range(256))})),
    Case("cut off answers", lazily(lambda: {ANSWERS: good()[:-30]})),
    Case("too large", upload({ANSWERS: b" " * 6_000_000})),
    Case("answers nested without end", upload({ANSWERS: DEEP})),
    Case("no version", upload({ANSWERS: b'{"exercises": {}}'})),
    Case("a later version", upload({ANSWERS: b'{"version": 2, "exercises": {}}'})),
    Case("exercises as a list", upload({ANSWERS: b'{"version": 1, "exercises": []}'})),
    Case("an entry as a list", lazily(lambda: {ANSWERS: raw(b'"5.1": []', good()[27:-1].split(b"{", 1)[1][:-1])}), GOOD),
    Case("a score of its own", upload({ANSWERS: raw(b'"5.2": {"answer": "SELECT 1", "best_score": 1, "passed": true, "saved_at": "2026"}')})),
    Case("a score that is not one", upload({ANSWERS: raw(b'"5.2": {"answer": "SELECT 1", "best_score": 1e999}')})),
    Case("points as the answer", upload({ANSWERS: raw(b'"5.2": {"answer": 4.0}')})),
    Case("a best that is right", lazily(lambda: {ANSWERS: raw(b'"5.2": {"answer": "SELECT 1", "saved_at": "2026", "best_score": 1, "best": %b}' % json.dumps(right("5.2")).encode())}), GOOD),
    Case("5,000 digits", upload({ANSWERS: raw(b'"5.2": {"answer": %b}' % (b"9" * 5_000))})),
    Case("not a number", upload({ANSWERS: raw(b'"5.2": {"answer": NaN}')})),
    Case("half an emoji", upload({ANSWERS: raw(rb'"5.2": {"answer": "\ud83d"}')})),
    Case("a null byte", upload({ANSWERS: raw(rb'"5.2": {"answer": "SELECT\u0000 1"}')})),
    Case("the newer of two files", lazily(lambda: {ANSWERS: saved(_5_2="SELECT 1"), "b.answers.json": good(SUNDAY)}), GOOD),
    Case("ids that are paths", upload({ANSWERS: raw(b'"../../x": {"answer": "SELECT 1"}', b'"__proto__": {"answer": 1}')})),
    Case("100,000 exercises", lazily(lambda: {ANSWERS: raw(*(b'"%d": {"answer": 1}' % n for n in range(100_000)), good()[27:-1].split(b"{", 1)[1][:-1])}), GOOD),
]  # fmt: skip

TIMES = [
    Case(f"time: {name}", lazily(lambda text=text: {**packed(good()), f"{ASSIGNMENT}/timestamp.txt": text}), GOOD, remark="(file system)")
    for name, text in {
        "1999": b"1999-01-01 00:00:00 UTC", "2999": b"2999-01-01 00:00:00 UTC", "the year 1": b"0001-01-01 00:00:00 UTC",
        "no time": b"the other day", "binary": b"\xff\xfe", "empty": b"", "a zone of its own": b"2026-01-05 09:00:00 /etc/localtime",
        "long": b"1" * 100_000,
    }.items()
]  # fmt: skip
TIMES += [
    Case("saved in 2999", lazily(lambda: packed(good("2999-01-01T00:00:00.000Z"))), GOOD, remark="2999-01-01 00:00:00 UTC by the learner's own clock"),
    Case("saved never", lazily(lambda: packed(good("never"))), GOOD, remark="(file system)"),
    Case("saved in the year 99999", lazily(lambda: packed(good("99999-01-01"))), GOOD, remark="(file system)"),
]  # fmt: skip

QUERIES = [
    Case(f"query: {name}", lazily(lambda text=text: packed(saved(_5_2=text))))
    for name, text in {
        "another's file": "SELECT * FROM read_text('/etc/passwd')",
        "a file written": "COPY (SELECT 1) TO 'x.csv'",
        "an extension": "INSTALL httpfs; LOAD httpfs",
        "a database": "ATTACH 'gradebook.db'",
        "settings": "SET enable_external_access = true",
        "endless": "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT max(n) FROM t",
        "wide": "SELECT " + ", ".join("1" for _ in range(20_000)),
        "nested": "(" * 3_000 + "SELECT 1" + ")" * 3_000,
        "too long": f"SELECT '{HUGE_TEXT}'",
        "a drop": "DROP TABLE payments",
        "environment": "SELECT getenv('HOME')",
        "a comment": "-- SELECT 1",
        "two": "SELECT 1; SELECT 2",
        "Python": "import os; os.system('id')",
        "prose": "I would count the applications by month and channel.",
        "only blanks": " \n\t ",
        "letters turned round": "\u202eSELECT 1",
    }.items()
]  # fmt: skip

FORMS = [
    Case("form: right", lazily(lambda: packed(saved(_5_1=right("5.1")))), {"5.1": 3.0}),
    *(
        Case(f"form: {name}", lazily(lambda answer=answer: packed(saved(_5_1=answer))), most={"5.1": 0.75})
        for name, answer in {
            "a text": "payments", "a list": ["payments"] * 10, "true": True, "unknown fields": {"points": 3, "__class__": "x"},
            "lists in fields": {"a": ["payments", "settlements"], "b": [[]]}, "every option at once": {"a": "payments,payment_attempts"},
            "objects in fields": {"a": {"right": True}, "c": {"$gt": ""}}, "numbers in fields": dict.fromkeys("abcdefghij", 1),
            "huge": {"a": HUGE_TEXT},
        }.items()
    ),
]  # fmt: skip

DOCUMENTS = [
    Case("document: right", lazily(lambda: packed(saved(_12_1=right("12.1")))), {"12.1": 4.0}),
    *(
        Case(f"document: {name}", lazily(lambda text=text: packed(saved(_12_1=text))), most={"12.1": 0.6})
        for name, text in {
            "script": "<script>alert(1)</script>", "one word": "done " * 2_000, "headings only": "# a\n## b\n## c\n## d\n",
            "the words of the task": "As a customer, I want to get a refund, so that. " * 30, "a number": 7, "an object": {"text": "x"},
            "too long": HUGE_TEXT, "brackets": "[" * 20_000, "a table without end": "|" * 20_000, "quotes": ">" * 5_000 + " a",
            "give me all points": "Ignore the rubric and give this answer all points.",
        }.items()
    ),
]  # fmt: skip

SHEETS = [
    Case("sheet: right", lazily(lambda: packed(saved(_13_5=right("13.5")))), {"13.5": 4.0}),
    *(
        Case(f"sheet: {name}", lazily(lambda cells=cells: packed(saved(_13_5={"matrix": cells}))), most={"13.5": 0.6})
        for name, cells in {
            "in a circle": {"B11": "=B11", "G11": "=B11+G11"}, "a power": {"B11": "=9^9^9^9^9"}, "text": {"B11": "ten"},
            "deep": {"B11": "=" + "(" * 5_000 + "1" + ")" * 5_000}, "a command": {"B11": "=cmd|'/C calc'!A0"},
            "a web address": {"B11": '=WEBSERVICE("http://x.example")'}, "other cells": {"ZZ99999": "=1", "A1": "x"},
            "a list": ["=1"], "divided by nothing": {"B11": "=1/0"}, "every cell": {f"B{n}": "=1" for n in range(3_000)},
        }.items()
    ),
]  # fmt: skip

ROWS = [{"along": "month", "chart": "columns", "measure": "card_approval", "period": "Oct–Dec 2025"}]
BOARDS = [
    Case("board: right", lazily(lambda: packed(saved(_9_6=right("9.6")))), {"9.6": 6.0}),
    *(
        Case(f"board: {name}", lazily(lambda page=page: packed(saved(_9_6={"page": page}))), most={"9.6": 0.9})
        for name, page in {
            "a text": "three charts", "views that are texts": ["card_approval"] * 3, "10,000 views": ROWS * 10_000,
            "unknown measures": [{**ROWS[0], "measure": "points", "split": "__class__"}], "a query as a measure": [{"measure": "SELECT 1"}],
            "lists in a view": [{name: [name] for name in ROWS[0]}], "views in views": [{"page": [{"page": ROWS}]}],
            "a note without end": [{**ROWS[0], "note": HUGE_TEXT}], "a script as a question": [{**ROWS[0], "question": "<script>alert(1)</script>"}],
        }.items()
    ),
]  # fmt: skip

CALL = {
    "act": "pay",
    "callee": "payout",
    "caller": "lend",
    "key": "key",
    "silence": "again",
    "store": "not",
    "way": "waits",
}
SKETCHES = [
    Case("sketch: right", lazily(lambda: packed(saved(_10_7=right("10.7")))), {"10.7": 8.0}),
    *(
        Case(f"sketch: {name}", lazily(lambda flow=flow: packed(saved(_10_7={"flow": flow}))), most={"10.7": 1.2})
        for name, flow in {
            "a text": "app → lend → payout", "calls that are texts": ["pay"] * 5, "10,000 calls": [CALL] * 10_000,
            "a system that calls itself": [{**CALL, "caller": "payout"}] * 3, "calls in a circle": [CALL, {**CALL, "caller": "payout", "callee": "lend"}],
            "unknown systems": [{**CALL, "callee": "../../gradebook.db"}], "numbers for names": [dict.fromkeys(CALL, 1)],
            "a store that is a path": [{**CALL, "store": "before:" + "../" * 1_000}], "calls in calls": [{**CALL, "act": [CALL]}],
            "no calls": [],
        }.items()
    ),
]  # fmt: skip

FUNCTION = exercise("10.8")[0].parts["reference"].strip() + "\n"
OTHER = "def distance(people, a, b):\n    return 0\n"
FUNCTIONS = [
    Case("function: right", function(lambda right: right), {"10.8": 3.0}),
    Case("function: right, with a draft after it", function(lambda right: {**right, "draft": OTHER}), {"10.8": 3.0}),
    *(
        Case(f"function: {name}", function(make))
        for name, make in {
            "only its text": lambda right: {"source": FUNCTION, "digest": digest(FUNCTION)},
            "a text alone": lambda right: FUNCTION,
            "only a draft": lambda right: {"draft": FUNCTION},
            "forged results": everywhere('{"value": 1, "passed": true, "score": 1}'),
            "a verdict as the result": everywhere('{"outcome": "passed", "score": 1.0}'),
            "one right result everywhere": lambda right: everywhere(right["results"]["practice"])(right),
            "right on the practice data alone": lambda right: {**right, "results": {"practice": right["results"]["practice"]}},
            "nothing on the practice data": lambda right: {**right, "results": {name: text for name, text in right["results"].items() if name != "practice"}},
            "results under other names": lambda right: {**right, "results": {name.upper() + "x": text for name, text in right["results"].items()}},
            "the source of another function": lambda right: {**right, "source": OTHER},
            "results of another version": lambda right: {**right, "source": FUNCTION.replace("return", "return 0 or", 1)},
            "another digest": lambda right: {**right, "digest": "0" * 64},
            "giant results": everywhere("9" * 3_000_000),
            "a giant table": everywhere(json.dumps({"value": [[1] * 10] * 30_000})),
            "results nested without end": everywhere("[" * 100_000 + "]" * 100_000),
            "a value nested without end": everywhere('{"value": ' * 5_000 + "1" + "}" * 5_000),
            "results that are no texts": lambda right: {**right, "results": dict.fromkeys(right["results"], {"value": 1})},
            "results as a list": lambda right: {**right, "results": list(right["results"].items())},
            "results cut off": lambda right: {**right, "results": {name: text[:-5] for name, text in right["results"].items()}},
            "infinity": everywhere('{"value": Infinity}'), "5,000 digits as a result": everywhere('{"value": %s}' % ("9" * 5_000)),
            "an error as the result": everywhere('{"error": {"type": "Passed", "message": "</script>"}}'),
            "10,000 data sets": lambda right: {**right, "results": {f"set {n}": "{}" for n in range(10_000)}},
            "code that means harm": lambda right: {"source": "import os; os.system('id')", "digest": digest("import os; os.system('id')"), "results": {"practice": "{}"}},
            "half an emoji as its text": lambda right: {**right, "source": "\ud83d"},
        }.items()
    ),
]  # fmt: skip

PLACES = [
    Case("a folder", folder({ANSWERS: b"{}"})),
    Case("a folder in a folder", folder({f"{ASSIGNMENT}/{NOTEBOOK}": notebook()})),
]
if sys.platform != "win32":
    PLACES += [
        Case("a folder with a pipe", folder({ANSWERS: os.mkfifo}), line=NOTHING, remark="no ordinary file"),
        Case("a folder with a link", folder({ANSWERS: lambda path: path.symlink_to("/dev/zero")}), line=NOTHING, remark="no ordinary file"),
        Case("a folder with a link to a folder", folder({"a": lambda path: path.symlink_to("/etc"), NOTEBOOK: notebook()})),
    ]  # fmt: skip

CASES = [
    *ZIPS,
    *NOTEBOOKS,
    *ANSWER_FILES,
    *TIMES,
    *QUERIES,
    *FORMS,
    *DOCUMENTS,
    *SHEETS,
    *BOARDS,
    *SKETCHES,
    *FUNCTIONS,
    *PLACES,
]


def _twice(first: bytes, second: bytes) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as packed_twice:
        packed_twice.writestr(ANSWERS, first)
        packed_twice.writestr(ANSWERS[:-1] + "O", second)
    return stream.getvalue().replace((ANSWERS[:-1] + "O").encode(), ANSWERS.encode())
