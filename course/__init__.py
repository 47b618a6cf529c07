"""An interactive course on becoming a technical product manager.

The names below, and those of demos and of kinds of exercises, are all that a notebook needs. What they use loads on
first call, so that ``python3 -m course`` starts on a bare Python and ``import course`` costs nothing.
"""

__version__ = "0.2.0"
__all__ = [
    "cards",
    "carried",
    "dashboard",
    "decision",
    "decisions",
    "demo",
    "frame",
    "map",
    "mock_interview",
    "query",
    "save_and_restore",
    "tile",
    "tiles",
]


def __getattr__(name):
    """What is found by its name: an exercise of a kind, such as ``course.sql("5.2")``, or a demo: ``course.cutoff()``."""
    if not name.startswith("_"):
        if name in _kinds():
            return _exercise_of(name)
        if name in _demos():
            return _demos()[name].DEMO
    raise AttributeError("The course has no {!r}.".format(name))


def __dir__():
    return sorted([*globals(), *_kinds(), *_demos()])


def _kinds():
    from course.grade.kind import KINDS

    return KINDS


def _demos():
    from course.registry import Registry

    return Registry("course.views.demos")


def _exercise_of(kind):
    def exercise(id, starter="", beside=(), carries=(), **settings):
        from course.views.notebook import NotebookExercise

        return NotebookExercise(kind, id, starter, beside, carries, settings, proofs=_proofs)

    exercise.__name__ = exercise.__qualname__ = kind
    exercise.__doc__ = "An exercise of the kind {}.".format(kind)
    return exercise


def _proofs(kind, id, starter, parts):
    """What an author sees below a grade cell: everything that was tried with the key, as an HTML table."""
    from course.authoring.prove import prove, table

    return table(prove(kind, id, starter, parts))


def query(sql):
    """Show the result of a query on the practice data."""
    from course.views.show import show_query

    show_query(sql)


def frame(sql):
    """The result of a query on the practice data as a pandas data frame, to work on in a notebook."""
    from course.case.frames import read_frame

    return read_frame(sql)


def decision(id, ask):
    """An entry of the learner's decision log."""
    from course.views.decision import Decision

    return Decision(id, ask)


def mock_interview(id):
    """Three questions that interviewers ask, an own answer to each, and points to judge it by."""
    from course.views.interview import Interview

    return Interview(id)


def cards(id):
    """The five cards of a module, and those of earlier modules that come back."""
    from course.views.cards import Cards

    return Cards(id)


def carried(*ids):
    """Figures that earlier exercises found, such as "4.5/clean", with the learner's own beside them."""
    from course.views.carried_display import CarriedDisplay

    return CarriedDisplay(ids)


def decisions():
    """The learner's decision log, all modules in one place."""
    from course.views.welcome.log import DecisionLog

    return DecisionLog()


def map():
    """The map of the course: what is done, tried, open and announced, and where to go on."""
    from course.views.welcome.map import CourseMap

    return CourseMap()


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


def demo(name, *arguments):
    """A demo by its name, such as "cutoff": something to play with."""
    return _demos()[name].DEMO(*arguments)
