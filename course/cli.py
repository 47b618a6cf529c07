"""The subcommands of ``python3 -m course``; each imports what it needs when it is called."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from course import bench as benches
from course.learner import edition
from course.setup.state import ROOT

LAST_PORT = 65535
STOPPED_UPDATE = ROOT / ".course-update" / "done.json"


def lab_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--no-browser", action="store_true", help="show the address instead of opening it")
    parser.add_argument(
        "--port", type=port_number, metavar="N", help="the port to use (otherwise the first free one from 8888)"
    )
    parser.add_argument(
        "--instructor", action="store_true", help="with nbgrader's tools, and with the files that learners need not see"
    )


def port_number(text: str) -> int:
    """The port that a person typed."""
    if text.isascii() and text.isdigit() and 1 <= int(text) <= LAST_PORT:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no port: give a whole number from 1 to {LAST_PORT}, such as 8899")


def lab(options: argparse.Namespace, rest: list[str]) -> int:
    from course.setup import lab

    return lab.start(options.port, not options.no_browser, options.instructor)


def test(options: argparse.Namespace, rest: list[str]) -> int:
    from course.setup import suite

    return suite.run(rest)


def module_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("module", type=module_number, nargs="?", metavar="MODULE", help="only this module, such as 5")


def module_number(text: str) -> int:
    """The module that a person typed."""
    if text.isascii() and text.isdigit():
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no module: give its number, such as 5")


def check_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("place", nargs="?", metavar="PLACE", help="only this module or exercise, such as 5 or 5.6")
    parser.add_argument(
        "--quick", action="store_true", help="leave out the search for hidden data sets, so that queries are not proved"
    )


def build(options: argparse.Namespace, rest: list[str]) -> int:
    from course.authoring import report
    from course.authoring.place import Place

    return report.build(ROOT, Place(options.module))


def check(options: argparse.Namespace, rest: list[str]) -> int:
    from course.authoring import report
    from course.authoring.place import EVERYWHERE, read_place

    try:
        place = read_place(options.place) if options.place else EVERYWHERE
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    return report.check(ROOT, place, options.quick)


def fresh(options: argparse.Namespace, rest: list[str]) -> int:
    from course.authoring import report

    return report.fresh(ROOT)


def bench_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=benches.BENCHES, help="what to measure")


def bench(options: argparse.Namespace, rest: list[str]) -> int:
    from course.bench.kept import keep

    measurements = benches.bench(options.what, ROOT)
    print("\n".join([*(measurement.line for measurement in measurements), *keep(options.what, measurements)]))
    return int(not all(measurement.is_within_limit for measurement in measurements))


def grade_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "assignment", metavar="ASSIGNMENT", help="the assignment's name or its module's number, such as 5"
    )
    parser.add_argument(
        "--student",
        action="append",
        default=[],
        metavar="ID",
        help="only this student's hand-in; may be given several times",
    )
    parser.add_argument(
        "--jobs", type=job_count, default=0, metavar="N", help="how many judge at once (otherwise one per core)"
    )
    parser.add_argument("--force", action="store_true", help="grade those that are done, too; a person's marks stay")
    parser.add_argument(
        "--regrade", action="store_true", help="show who gains and loses if all is graded again, then ask"
    )
    parser.add_argument("--yes", action="store_true", help="with --regrade: write it without asking")
    parser.add_argument(
        "--cluster",
        default="",
        metavar="ADDRESS",
        help="judge on the workers of a dask scheduler, such as tcp://host:8786",
    )
    parser.add_argument(
        "--json",
        action="store_true",
        help="print one JSON object with every hand-in; with --regrade also every change, and it does not ask",
    )


def job_count(text: str) -> int:
    """The number of processes that a person typed."""
    if text.isascii() and text.isdigit() and int(text) >= 1:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no number of processes: give 1 or more")


def grade(options: argparse.Namespace, rest: list[str]) -> int:
    from course.nbgrader.grade import grade, regrade, regrade_as_json

    root, chosen = course_folder(), (options.assignment, options.student, options.jobs)
    if options.regrade and options.json:
        return regrade_as_json(root, *chosen, options.yes, options.cluster)
    if options.regrade and not regrade(root, *chosen, options.yes):
        return 0
    return grade(root, *chosen, options.force or options.regrade, options.json, options.cluster)


def course_folder() -> Path:
    """The folder of the class: the one that this was called in if it is a course of nbgrader's, else this one."""
    here = Path.cwd()
    return here if (here / "nbgrader_config.py").exists() else ROOT


def pack_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("module", help="the module's number or name, for example 5")
    parser.add_argument("--student", required=True, help="your name as your class knows it, in quotes if it has spaces")


def pack(options: argparse.Namespace, rest: list[str]) -> int:
    from course.learner.pack import PackError, pack

    try:
        print(f"Hand in {pack(ROOT, options.module, options.student).name}. It holds your notebook and your answers.")
    except (PackError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def collect_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("assignment", help="the assignment's number or name, for example 5")
    parser.add_argument(
        "--roster", type=Path, metavar="FILE", help="a CSV file with the columns platform and student; else roster.csv"
    )
    parser.add_argument(
        "--update", action="store_true", help="put a hand-in that came later in the place of the one that is there"
    )
    parser.add_argument("--json", action="store_true", help="print what became of each hand-in for a program to read")


def collect(options: argparse.Namespace, rest: list[str]) -> int:
    import json

    from course.nbgrader.collect import collect_in
    from course.nbgrader.roster import RosterError
    from course.nbgrader.source import AssignmentError, find_assignment

    try:
        assignment = find_assignment(ROOT, options.assignment)
        collection = collect_in(ROOT, assignment, options.update, options.roster and options.roster.absolute())
    except (AssignmentError, RosterError) as error:
        print(error, file=sys.stderr)
        return 2
    if options.json:
        print(json.dumps(collection.as_json(), indent=1, ensure_ascii=False))
    else:
        print("\n".join([*(hand_in.line for hand_in in collection.hand_ins), collection.summary]))
    return int(not collection.is_complete)


def save_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="otherwise course-work-DATE.json here")


def save(options: argparse.Namespace, rest: list[str]) -> int:
    from datetime import date

    from course.learner import backup

    target = options.file or Path(backup.default_name(date.today()))
    try:
        count, problems = backup.save(ROOT, target)
    except backup.BackupError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Saved {count} {'entry' if count == 1 else 'entries'} to {target}.")
    print(f"To bring your work back: python3 -m course restore {target}")
    for problem in problems:
        print(f"{problem} It is not in the file.", file=sys.stderr)
    return 0


def restore_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="a file that “save” or the welcome page has made")


def restore(options: argparse.Namespace, rest: list[str]) -> int:
    from course.learner import backup

    try:
        restored = backup.restore(ROOT, backup.read(options.file))
    except backup.BackupError as error:
        print(error, file=sys.stderr)
        return 1
    print(backup.summary(restored))
    return 0


def forget_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("student", metavar="STUDENT", help="the id in the grade book")
    parser.add_argument(
        "--json", action="store_true", help="print one JSON object with what was deleted and what is left"
    )


def forget(options: argparse.Namespace, rest: list[str]) -> int:
    import json

    from course.nbgrader.forget import ForgetError, forget

    try:
        forgotten = forget(ROOT, options.student)
    except ForgetError as error:
        print(error, file=sys.stderr)
        return 2
    if options.json:
        left = {"deleted": forgotten.deleted, "failed": forgotten.failed, "named": forgotten.named}
        print(json.dumps({"student": options.student, **left}, indent=1, ensure_ascii=False))
    else:
        print("\n".join(forgotten.lines))
    return int(bool(forgotten.failed or forgotten.named or not forgotten.deleted))


def release_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", nargs="?", type=Path, metavar="FOLDER", help="a new folder, outside of the course")
    parser.add_argument("--zip", type=Path, metavar="FILE", help="write one zip file instead")
    parser.add_argument(
        "--closed",
        nargs="+",
        type=module_number,
        action="extend",
        default=[],
        metavar="MODULE",
        help="modules that are graded: their sheets hold no right values, and Check only saves",
    )


def release(options: argparse.Namespace, rest: list[str]) -> int:
    from course.authoring.edition import ReleaseError
    from course.authoring.edition import release as make
    from course.keys.key import AuthorError

    try:
        print(make(ROOT, options.folder, options.zip, options.closed).text)
    except (ReleaseError, AuthorError) as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nStopped. Nothing of the edition was left.", file=sys.stderr)
        return 130
    return 0


def report_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("assignments", nargs="+", metavar="ASSIGNMENT", help="its number or name, for example 5")
    parser.add_argument("--names", action="store_true", help="name the learners, where otherwise there are numbers")
    parser.add_argument(
        "--json", action="store_true", help="print one JSON object with what to talk about and the files"
    )


def report(options: argparse.Namespace, rest: list[str]) -> int:
    import json

    from course.nbgrader.report import ReportError, report
    from course.nbgrader.source import AssignmentError, find_assignment

    try:
        assignments = [find_assignment(ROOT, text) for text in dict.fromkeys(options.assignments)]
        written = report(ROOT, assignments, options.names)
    except (AssignmentError, ReportError) as error:
        print(error, file=sys.stderr)
        return 1
    if options.json:
        files = {"page": str(written.page), "notebook": str(written.notebook)}
        print(json.dumps({"talk": list(written.talk), **files}, indent=1, ensure_ascii=False))
        return 0
    lines = [f"* {line}" for line in written.talk] or ["Nothing stands out."]
    print("\n".join([*lines, f"The whole report: {written.page}", f"Its numbers, to work with: {written.notebook}"]))
    return 0


def export_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("platform", choices=["canvas", "moodle"], help="whose grade book will import the file")
    parser.add_argument("assignments", nargs="+", metavar="ASSIGNMENT", help="its number or name, for example 5")
    parser.add_argument(
        "--roster", type=Path, metavar="FILE", help="a CSV file with the columns platform and student; else roster.csv"
    )
    parser.add_argument(
        "--unfinished", action="store_true", help="write the points so far where some are still to be given"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object that says what is in the file")


def export(options: argparse.Namespace, rest: list[str]) -> int:
    import json

    from course.nbgrader.export import ExportError, export
    from course.nbgrader.roster import RosterError
    from course.nbgrader.source import AssignmentError, find_assignment

    root = course_folder()
    try:
        assignments = [find_assignment(root, text) for text in dict.fromkeys(options.assignments)]
        written = export(root, options.platform, assignments, options.roster, options.unfinished)
    except (AssignmentError, ExportError, RosterError) as error:
        print(error, file=sys.stderr)
        return 2
    if options.json:
        print(json.dumps(written.as_json(), indent=1, ensure_ascii=False))
    else:
        print("\n".join(written.lines))
    return int(bool(written.table.left_out or written.table.blank))


def update_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "source",
        nargs="?",
        type=Path,
        metavar="SOURCE",
        help="a zip file or a folder with the newer course; otherwise git fetches it from where this clone came from",
    )


def update(options: argparse.Namespace, rest: list[str]) -> int:
    from course.setup import update

    return update.run(ROOT, options.source)


def points(options: argparse.Namespace, rest: list[str]) -> int:
    from course.authoring.source_points import read_points, table

    print(table(ROOT, read_points()))
    return 0


def links(options: argparse.Namespace, rest: list[str]) -> int:
    from course.authoring.external_links import table

    print(table(ROOT))
    return 0


def docs(options: argparse.Namespace, rest: list[str]) -> int:
    from course import site

    return site.build(ROOT)


def pictures(options: argparse.Namespace, rest: list[str]) -> int:
    from course.site import pictures

    return pictures.take(ROOT)


def lock_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--upgrade", action="store_true", help="move every pin to the newest version that is allowed")


def lock(options: argparse.Namespace, rest: list[str]) -> int:
    from course.setup import lock

    return lock.write(ROOT, options.upgrade)


def version(options: argparse.Namespace, rest: list[str]) -> int:
    import platform

    from course import __version__
    from course.sheet import data_version

    machine = f"Python {platform.python_version()}, {platform.system()} {platform.release()}"
    print(f"Course {__version__}, data {data_version()}, {machine}")
    return 0


def lessons(options: argparse.Namespace, rest: list[str]) -> int:
    from course.authoring.reading import table

    print(table(ROOT))
    return 0


@dataclass(frozen=True)
class Command:
    """A subcommand: its help, what it does, its options; ``passes_on`` keeps unknown arguments for another tool."""

    name: str
    help: str
    run: Callable[[argparse.Namespace, list[str]], int]
    options: Callable[[argparse.ArgumentParser], None] = lambda parser: None
    passes_on: bool = False


COMMANDS = (
    Command("lab", "open the course in JupyterLab", lab, lab_options),
    Command("bench", "measure speed and size against their limits", bench, bench_options),
    Command("build", "write what learners receive from the source notebooks", build, module_option),
    Command("check", "prove that every exercise is fair and that nothing leaks", check, check_options),
    Command(
        "collect",
        "take the uploads of a class, by the names that a learning platform gave them",
        collect,
        collect_options,
    ),
    Command("docs", "build the site from the repository", docs),
    Command("export", "write the grades as a file that Canvas or Moodle imports", export, export_options),
    Command("forget", "delete all that is stored of a student of your class", forget, forget_options),
    Command("fresh", "say within seconds what was not built anew, without proofs", fresh),
    Command("grade", "grade all hand-ins of an assignment; what is done is left alone", grade, grade_options),
    Command("pack", "make one zip file of a module's answers to hand in", pack, pack_options),
    Command(
        "release",
        "make the learners' edition: no solutions, tests or history, with closed sheets for graded modules",
        release,
        release_options,
    ),
    Command(
        "report", "write one page on how a class did: what is hard, who is stuck, what is alike", report, report_options
    ),
    Command("save", "make one file with everything you have done in the course", save, save_options),
    Command("restore", "bring a saved file back; nothing that is here gets lost", restore, restore_options),
    Command("lessons", "list each lesson's length, reading level and minutes", lessons),
    Command("links", "list every address outside the course, when it was last read, and where it stands", links),
    Command("lock", "write the lock files from pyproject.toml", lock, lock_options),
    Command("pictures", "take the site's pictures of the course, light and dark", pictures),
    Command("points", "list the points of the source article and where the course treats them", points),
    Command(
        "test",
        "run every test; with --quick, those that take little time; with pytest arguments, what they select",
        test,
        passes_on=True,
    ),
    Command("update", "take a new version of the course and keep everything you have done", update, update_options),
    Command("version", "print the versions to name in a report: course, data, Python, system", version),
)


def main(arguments: list[str]) -> int:
    """Run one subcommand and return its exit code."""
    if sentence := edition.refusal(ROOT, arguments):
        print(sentence, file=sys.stderr)
        return 2
    left_out = edition.OF_THE_WHOLE if edition.is_learners(ROOT) else ()
    parser = argparse.ArgumentParser(prog="python3 -m course", allow_abbrev=False)
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in (command for command in COMMANDS if command.name not in left_out):
        subparser = subparsers.add_parser(command.name, help=command.help, description=command.help, allow_abbrev=False)
        command.options(subparser)
        subparser.set_defaults(command=command)
    options, rest = parser.parse_known_args(arguments)
    if rest and not options.command.passes_on:
        parser.error(f"{options.command.name} does not know: {' '.join(rest)}")
    if STOPPED_UPDATE.exists() and options.command.run is not update:
        complete_update()
    return options.command.run(options, rest)


def complete_update() -> None:
    from course.setup import update

    update.resume(ROOT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
