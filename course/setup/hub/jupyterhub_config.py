"""JupyterHub for a class on one Linux machine, as docs/teach.md sets it up. Change the first lines, and nothing else has to.

Each person is a user of the machine: nbgrader tells them apart by that, and only so can nobody read another's folder.
"""

import os
import sys
from pathlib import Path

INSTRUCTORS = {"teacher"}
HUB = Path(
    os.environ.get("COURSE_HUB_FOLDER", "/srv/course-hub")
)  # the exchange, and nbgrader's settings for everybody

HERE = Path(__file__).parent
BIN = Path(sys.executable).parent  # the environment that holds the course, JupyterHub and nbgrader

c = get_config()  # noqa: F821 - JupyterHub provides it
c.Authenticator.allow_existing_users = True  # who can log in on the machine can log in here, with the same password
c.Spawner.cmd = [str(BIN / "jupyterhub-singleuser")]
c.Spawner.default_url = "/lab"
c.Spawner.environment = {"PATH": f"{BIN}:{os.environ['PATH']}"}  # nbgrader calls its own commands by name
c.Spawner.start_timeout = 120


def give_settings(spawner):
    """Everybody has nbgrader's settings; those who do not teach have only what learners need of its tools."""
    folders = [HUB] if spawner.user.name in INSTRUCTORS else [HERE / "learner", HUB]
    spawner.environment["JUPYTER_CONFIG_PATH"] = ":".join(map(str, folders))


c.Spawner.pre_spawn_hook = give_settings
