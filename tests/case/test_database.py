"""Files in the cache: built once, repaired when damaged, replaced when stale; a clear sentence when that fails."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest

from course.case import database
from course.case.database import CaseError, practice_database, variant_database
from course.case.tables import TABLES


def rows(path, table="merchants") -> int:
    with duckdb.connect(path, read_only=True) as connection:
        return connection.execute(f"select count(*) from {table}").fetchone()[0]


def test_practice_database_is_built_once(cache):
    path = practice_database()
    built = path.stat().st_mtime_ns
    assert path.parent == cache
    assert rows(path) == 320
    assert practice_database() == path
    assert path.stat().st_mtime_ns == built
    with duckdb.connect(path, read_only=True) as connection:
        names = {name for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall()}
    assert names == {each.name for each in TABLES}


def test_variants_are_told_apart_by_seed_and_focus(cache):
    paths = {variant_database(1), variant_database(2), variant_database(1, (620,)), variant_database(1, ("620",))}
    assert len(paths) == 4
    assert all(rows(path) >= 7 for path in paths)
    assert variant_database(1) in paths


@pytest.mark.parametrize("damage", [b"", b"not a database", None])
def test_damaged_file_is_built_again(cache, damage):
    path = variant_database(1)
    content = path.read_bytes()
    path.write_bytes(
        content[: len(content) // 2] + b"\x00" + content[len(content) // 2 + 1 :] if damage is None else damage
    )
    assert variant_database(1) == path
    assert rows(path) >= 7


def test_leftovers_of_a_broken_build_do_no_harm(cache):
    path = variant_database(1)
    path.unlink()
    path.with_suffix(".part").write_bytes(b"half")
    path.with_name(f"{path.stem}.part.wal").write_bytes(b"half")
    assert rows(variant_database(1)) >= 7
    assert not list(cache.glob("*.part*"))


@pytest.mark.parametrize(("unused_days", "stays"), [(0, True), (29, True), (31, False)])
def test_databases_that_nothing_used_for_long_are_removed(cache, unused_days, stays):
    old, mine = variant_database(2), cache / "notes.duckdb"
    mine.write_bytes(b"mine")
    then = time.time() - unused_days * 24 * 3600
    os.utime(old.with_name(f"{old.name}.sum"), (then, then))
    variant_database(1)

    assert old.exists() is stays
    assert mine.exists()


def test_a_changed_generator_makes_files_stale_and_leaves_those_of_another_copy(cache, monkeypatch):
    before = variant_database(1)
    monkeypatch.setattr(database, "generator", lambda: "000000000000")

    assert variant_database(1) != before
    assert before.exists()


@pytest.mark.parametrize("seed", ["0", 1.0, None, True, -1, 2**64])
@pytest.mark.parametrize("ask", [practice_database, variant_database])
def test_unknown_seed(cache, seed, ask):
    with pytest.raises(CaseError, match="whole number from 0"):
        ask(seed)


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "The disk is full"),
        (duckdb.IOException('Could not write file "x": No space left on device'), "The disk is full"),
        (
            PermissionError(errno.EACCES, "Permission denied"),
            "cannot be written to. Set the environment variable COURSE_CACHE",
        ),
        (OSError(errno.EROFS, "Read-only file system"), "cannot be written to"),
        (RuntimeError("something else"), "could not be built in .*something else"),
    ],
)
def test_what_stops_a_build_is_said(cache, monkeypatch, error, sentence):
    def fail(*_):
        raise error

    with monkeypatch.context() as broken:
        broken.setattr(database, "_write_variant", fail)
        with pytest.raises(CaseError, match=sentence):
            variant_database(1)
    assert rows(variant_database(1)) >= 7


@contextmanager
def read_only(folder):
    """A folder that this user may read only; root becomes nobody for the time."""
    is_root = os.geteuid() == 0
    folder.chmod(0o555)
    try:
        if is_root:
            os.seteuid(65534)
        yield
    finally:
        if is_root:
            os.seteuid(0)
        folder.chmod(0o700)


@pytest.mark.skipif(os.name == "nt", reason="folders have no permission bits")
def test_folder_that_cannot_be_written_to(cache):
    variant_database(1)
    with read_only(cache), pytest.raises(CaseError, match="cannot be written to. Set .* COURSE_CACHE"):
        variant_database(2)
    assert rows(variant_database(2)) >= 7


@pytest.mark.parametrize("error", [PermissionError(errno.EACCES, "no"), OSError(errno.EROFS, "Read-only file system")])
def test_a_built_file_in_a_read_only_folder_is_used(cache, monkeypatch, error):
    path = variant_database(1)
    database._is_as_built.cache_clear()

    def refuse(*_):
        raise error

    monkeypatch.setattr(os, "utime", refuse)
    monkeypatch.setattr(database, "_build", refuse)
    assert variant_database(1) == path


def test_a_build_that_is_killed_leaves_no_broken_database(cache):
    program = """
import os
from course.case import database
def killed(path, seed, focus):
    path.write_bytes(b"half")
    os._exit(9)
database._write_variant = killed
database.variant_database(1)
"""
    assert subprocess.run([sys.executable, "-c", program]).returncode == 9
    assert [each.suffix for each in cache.glob("variant-*")] == [".part"]
    assert rows(variant_database(1)) >= 7
    assert not list(cache.glob("*.part*"))


def test_cache_that_is_a_file(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("mine")
    monkeypatch.setenv("COURSE_CACHE", str(tmp_path / "file"))
    with pytest.raises(CaseError, match="could not be built"):
        variant_database(1)


@pytest.mark.parametrize("stop", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("table", [0, len(TABLES) // 2, len(TABLES) - 1])
def test_failed_filling_leaves_the_next_one_unharmed(cache, monkeypatch, stop, table):
    from course.case import load

    def fill(connection, each, columns):
        if each == TABLES[table]:
            raise stop
        filled(connection, each, columns)

    filled = load.fill
    with monkeypatch.context() as broken:
        broken.setattr(load, "fill", fill)
        with pytest.raises((CaseError, KeyboardInterrupt)):
            variant_database(1)
    assert not list(cache.glob("*.part*"))
    assert rows(variant_database(1)) >= 7


def test_rows_that_break_the_contract_are_refused(cache, monkeypatch):
    from course.case import variant

    with monkeypatch.context() as broken:
        broken.setattr(variant, "variant", lambda *_: {each.name: [(None,)] for each in TABLES})
        with pytest.raises(CaseError):
            variant_database(1)
    assert rows(variant_database(1)) >= 7


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root can mount a small disk")
@pytest.mark.parametrize(("size", "ask"), [("5m", practice_database), ("300k", lambda: variant_database(1))])
def test_a_disk_that_is_full(tmp_path, monkeypatch, size, ask):
    small, large = tmp_path / "small", tmp_path / "large"
    small.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", small]).returncode:
        pytest.skip("this machine lets nobody mount")
    try:
        monkeypatch.setenv("COURSE_CACHE", str(small))
        with pytest.raises(CaseError, match="The disk is full"):
            ask()
        assert not list(small.glob("*.part*"))
    finally:
        subprocess.run(["umount", small], check=True)
    monkeypatch.setenv("COURSE_CACHE", str(large))
    assert rows(variant_database(2)) >= 7


def test_waiting_ends(cache, monkeypatch):
    from filelock import FileLock

    monkeypatch.setattr(database, "LOCK_SECONDS", 0.1)
    with FileLock(cache / "variants.lock"), pytest.raises(CaseError, match="Another program"):
        variant_database(1)


def test_two_processes_at_once(cache):
    program = "from course.case.database import variant_database; print(variant_database(5))"
    runs = [subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) for _ in range(2)]
    paths = {run.communicate(timeout=120)[0].strip() for run in runs}
    assert [run.returncode for run in runs] == [0, 0]
    assert len(paths) == 1
    assert rows(paths.pop()) >= 7


def test_folder_with_a_quote_in_its_name(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_CACHE", str(tmp_path / "Ife's files"))
    assert rows(variant_database(1)) >= 7


@pytest.fixture
def new_version(cache):
    """The version as a new process finds it in this cache."""
    return database.version.__wrapped__


@pytest.fixture
def counted(monkeypatch):
    """The times that the version was computed."""
    times = []
    monkeypatch.setattr(database, "_computed_version", lambda: times.append(1) or "computed")
    return times


def version_file(cache: Path) -> Path:
    (found,) = cache.glob("*.version")
    return found


def test_the_version_is_kept_with_the_practice_data(cache, new_version, counted):
    variant_database(1)
    assert (new_version(), new_version(), len(counted)) == ("computed", "computed", 1)
    version_file(cache).unlink()
    practice_database()
    assert (new_version(), len(counted)) == (database.version(), 1)


@pytest.mark.parametrize("damage", ["", "c5", "000000000000", "000000000000 000000000000", "\x00" * 25, "é"])
def test_a_damaged_version_is_computed_again(cache, new_version, counted, damage):
    new_version()
    version_file(cache).write_text(damage, encoding="utf-8")
    assert (new_version(), new_version(), len(counted)) == ("computed", "computed", 2)


@pytest.mark.skipif(os.name == "nt", reason="folders have no permission bits")
def test_a_cache_that_cannot_be_written_to_has_a_version_all_the_same(cache, new_version, counted):
    with read_only(cache):
        assert (new_version(), new_version(), len(counted)) == ("computed", "computed", 2)


def test_a_version_goes_with_its_database(cache, monkeypatch, new_version, counted):
    monkeypatch.setattr(database, "_write_practice", lambda path, seed: path.write_bytes(b"rows"))
    path = practice_database()
    new_version()
    then = time.time() - 31 * 24 * 3600
    os.utime(path.with_name(f"{path.name}.sum"), (then, then))
    variant_database(1)
    assert not list(cache.glob("case-*"))


@pytest.mark.parametrize(
    ("file", "old", "new", "is_other_data"),
    [
        ("tables/lending.py", "Amount that was paid out.", "The amount paid out.  # a comment", False),
        ("variant/pools.py", '"Bran kitchen"', '"Bran pantry"', True),
    ],
    ids=["words", "a value"],
)
def test_only_other_data_have_another_version(cache, tmp_path, file, old, new, is_other_data):
    package = tmp_path / "course" / "case"
    shutil.copytree(Path(database.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__"))
    (package.parent / "__init__.py").touch()
    source = (package / file).read_text(encoding="utf-8")
    assert old in source
    (package / file).write_text(source.replace(old, new, 1), encoding="utf-8")
    program = "from course.case import database; print(database.generator(), database.version())"
    environment = os.environ | {"PYTHONPATH": str(tmp_path)}
    changed = subprocess.run(
        [sys.executable, "-P", "-c", program], env=environment, capture_output=True, text=True, check=True
    )
    generator, version = changed.stdout.split()

    assert generator != database.generator()
    assert (version != database.version()) is is_other_data
