"""An interactive course on becoming a technical product manager.

The names below are all that a notebook needs. What they use loads on first call, so that ``python3 -m course`` starts
on a bare Python and ``import course`` costs nothing.
"""

__version__ = "0.2.0"
__all__ = [
    "cards",
    "centre",
    "change",
    "console",
    "criteria",
    "cutoff",
    "dashboard",
    "decision",
    "decisions",
    "depth",
    "files",
    "frame",
    "joins",
    "journey",
    "ladder",
    "map",
    "pull_request",
    "query",
    "requirement",
    "rulebook",
    "save_and_restore",
    "schema",
    "steps",
    "tile",
    "tiles",
    "traces",
]


def __getattr__(name):
    """An exercise of a kind, such as ``course.sql("5.2", starter="SELECT …")``: kinds are found by their names."""
    from course.grade.kind import KINDS

    if name.startswith("_") or name not in KINDS:
        raise AttributeError("The course has no {!r}.".format(name))
    return _exercise_of(name)


def _exercise_of(kind):
    def exercise(id, starter=""):
        from course.views.notebook import NotebookExercise

        return NotebookExercise(kind, id, starter, proofs=_proofs)

    exercise.__name__ = exercise.__qualname__ = kind
    exercise.__doc__ = "An exercise of the kind {}.".format(kind)
    return exercise


def _proofs(kind, id, starter, parts):
    """What an author sees below a grade cell: everything that was tried with the key, as an HTML table."""
    from course.authoring.prove import prove, table

    return table(prove(kind, id, starter, parts))


def query(sql):
    """Show the result of a query on the practice data."""
    from course.views.demos.show import show_query

    show_query(sql)


def frame(sql):
    """The result of a query on the practice data as a pandas data frame, to work on in a notebook."""
    from course.case.frames import read_frame

    return read_frame(sql)


def steps(sql):
    """A query of several steps, to walk through one at a time."""
    from course.views.demos.steps import StepDemo

    return StepDemo(sql)


def schema():
    """The tables of the practice data, to search and to look at."""
    from course.views.demos.explorer import Schema

    return Schema()


def joins():
    """What joins do to the number of rows and to a sum."""
    from course.views.demos.joins import JoinDemo

    return JoinDemo()


def cutoff():
    """What a credit cut-off does to approvals, bad loans and profit."""
    from course.views.demos.cutoff import CutoffDemo

    return CutoffDemo()


def ladder():
    """What levels of product managers answer for at three firms, and what is said to be paid for it."""
    from course.views.demos.ladder import LadderExplorer

    return LadderExplorer()


def depth():
    """How deep a technical product manager goes in eight competences, at five companies."""
    from course.views.demos.depth import DepthDemo

    return DepthDemo()


def centre():
    """A page of ten lines in which to centre a box, with a preview."""
    from course.views.demos.centre import CentreDemo

    return CentreDemo()


def criteria():
    """Acceptance criteria, run against a right payment service and seven wrong ones."""
    from course.views.demos.criteria import CriteriaDemo

    return CriteriaDemo()


def console():
    """A console to call the API of product Link."""
    from course.views.demos.console import ConsoleDemo

    return ConsoleDemo()


def change():
    """One change on its way from commit to release: what each step changes, and who sees it."""
    from course.views.demos.change import ChangeDemo

    return ChangeDemo()


def pull_request(number):
    """A pull request of the case company with its diff, to read."""
    from course.views.demos.pull_request import PullRequestView

    return PullRequestView(number)


def files(service):
    """The files of a service of the case company, with line numbers: "checkout"."""
    from course.views.demos.files import FilesDisplay

    return FilesDisplay(service)


def journey():
    """A payment's way through a real small checkout that runs on this computer, with parts to slow down and to kill."""
    from course.views.demos.journey import JourneyDemo

    return JourneyDemo()


def traces():
    """What fixes do to the latency of recorded requests."""
    from course.views.demos.traces import TracesDemo

    return TracesDemo()


def decision(id, ask):
    """An entry of the learner's decision log."""
    from course.views.decision import Decision

    return Decision(id, ask)


def cards(id):
    """The five cards of a module, and those of earlier modules that come back."""
    from course.views.cards import Cards

    return Cards(id)


def decisions():
    """The learner's decision log, all modules in one place."""
    from course.views.welcome.log import DecisionLog

    return DecisionLog()


def map():
    """The map of the course: what is done, tried, open and announced, and where to go on."""
    from course.views.welcome.map import CourseMap

    return CourseMap()


def requirement():
    """One sentence that three engineers build in three ways, and what a check sees of it."""
    from course.views.demos.requirement import RequirementDemo

    return RequirementDemo()


def rulebook():
    """The rules by which the case is judged, each with what resembles it in the real world."""
    from course.views.demos.rulebook import Rulebook

    return Rulebook()


def save_and_restore():
    """Buttons that save everything a learner has done in one file, and bring it back."""
    from course.views.welcome.backup import SaveAndRestore

    return SaveAndRestore()


def dashboard(id):
    """A dashboard of the case company: "pay", "lend" or "link"."""
    from course.dashboards import DASHBOARDS
    from course.views.dashboard import DashboardDisplay

    return DashboardDisplay(DASHBOARDS[id])


def tiles():
    """Ten figures that mislead, each with its flaw to be switched off."""
    from course.views.dashboard import TilesDisplay

    return TilesDisplay()


def tile(number):
    """One of the ten misleading figures, 1 to 10, as its maker published it."""
    from course.dashboards import TILES
    from course.views.dashboard import TileDisplay

    return TileDisplay(TILES[number - 1].flawed)
