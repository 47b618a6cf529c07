"""The entry point of ``python3 -m course``, written so that an old Python can read it and say that it is too old."""

import os
import sys

OLDEST = (3, 11)
STOPPED_UPDATE = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), ".course-update")


def main(arguments, version=sys.version_info):
    """Run a subcommand in the course's own environment and return the exit code."""
    if tuple(version[:2]) < OLDEST:
        sys.stderr.write(
            "The course needs Python 3.11 or newer, and this is Python {}.{}. "
            "Install a newer one from python.org and run the same command with it, for example: "
            "python3.13 -m course lab\n".format(*version)
        )
        return 1
    if os.path.exists(os.path.join(STOPPED_UPDATE, "plan.json")):
        import runpy

        code = runpy.run_path(os.path.join(STOPPED_UPDATE, "finish.py"))["main"]()
        if code:
            return code
    from course.setup import environment

    return environment.run(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
