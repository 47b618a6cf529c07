"""The site as it is built: whole, without a dead link, with nothing from elsewhere, and true to the course."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup

from course import sequence, site
from course.authoring.external_links import places, read_list
from course.learner.progress import read_progress
from course.learner.saved import nothing_saved
from course.setup.state import ROOT
from course.site import address, modules, pages, pictures

ELSEWHERE = ("http://", "https://", "//")


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """The folder with the site's pages."""
    target = tmp_path_factory.mktemp("site")
    assert site.build(ROOT, target) == 0
    return target


@pytest.fixture(scope="module")
def soups(built) -> dict[str, BeautifulSoup]:
    """Every page by its file name."""
    return {path.name: BeautifulSoup(path.read_text("utf-8"), "html.parser") for path in sorted(built.glob("*.html"))}


def targets(soup: BeautifulSoup) -> list[str]:
    """Everything that a page links to or loads."""
    attributes = ("href", "src", "srcset")
    return [tag[name] for tag in soup.find_all(True) for name in attributes if tag.get(name)]


def test_it_is_built_without_a_warning(tmp_path, capfd):
    assert site.build(ROOT, tmp_path / "site") == 0
    said = capfd.readouterr()

    assert (said.out.count("\n"), said.err) == (1, "")


def test_a_dead_link_fails_the_build(tmp_path, monkeypatch, capfd):
    dead = ("no-page.md", "#no-heading-here", "start.md#no-heading-there")

    def write_pages(root: Path, target: Path) -> None:
        pages.write_pages(root, target)
        (target / "teach.md").write_text("# Teach\n\n" + " ".join(f"[gone]({link})" for link in dead))

    monkeypatch.setattr(site, "write_pages", write_pages)

    assert site.build(ROOT, tmp_path / "site") != 0
    said = capfd.readouterr().err
    assert [link for link in dead if link not in said] == []


def test_every_page_is_there_and_every_page_leads_to_all_others(soups):
    names = {Path(page).with_suffix(".html").name for page in pages.NAVIGATION.values()}

    assert soups.keys() == names
    assert {
        name for name, soup in soups.items() if not names <= {tag["href"] for tag in soup.nav.find_all("a")}
    } == set()


def test_every_link_inside_leads_somewhere(soups, built):
    dead = []
    for name, soup in soups.items():
        for target in targets(soup):
            parts = urlsplit(target)
            if parts.scheme:
                continue
            path = unquote(parts.path) or name
            ids = {tag["id"] for tag in soups[path].find_all(id=True)} if path in soups else set()
            if not (built / path).is_file() or (parts.fragment and parts.fragment not in ids):
                dead.append(f"{name}: {target}")

    assert dead == []


def test_every_link_outside_is_listed_or_leads_into_the_repository(soups):
    listed = {entry.address if "://" in entry.address else f"https://{entry.address}" for entry in read_list()}
    own = address.repository(ROOT)
    outside = {target for soup in soups.values() for target in targets(soup) if target.startswith(ELSEWHERE)}
    files = {
        match[1] for target in outside if (match := re.fullmatch(rf"{re.escape(own)}/(?:blob|tree)/main/(.+)", target))
    }

    assert {target for target in outside if target not in listed and not target.startswith(own)} <= {
        address.binder(ROOT)
    }
    assert {target for target in outside if target.startswith(f"{own}/")} == {
        address.file(ROOT, path) for path in files
    }
    assert {path for path in files if not (ROOT / path).exists()} == set()


def test_nothing_is_loaded_from_elsewhere_and_nothing_is_a_program(soups, built):
    styles = "\n".join(path.read_text("utf-8") for path in built.rglob("*.css"))
    loaded = [
        tag for soup in soups.values() for tag in soup.find_all(["link", "img", "source", "iframe", "script", "video"])
    ]
    addresses = [tag.get(name, "") for tag in loaded for name in ("href", "src", "srcset")]

    assert [each for each in addresses if each.startswith(ELSEWHERE)] == []
    assert not re.search(r"@import|url\(", styles)
    assert [name for name, soup in soups.items() if soup.find("script")] == []
    assert list(built.rglob("*.js")) == []


def test_the_modules_are_those_of_the_course_with_every_exercise(soups):
    text = soups["modules.html"].main.get_text(" ")
    progress = read_progress(ROOT, nothing_saved)
    said = {
        tuple(cell.get_text() for cell in row.find_all("td")[:2]) for row in soups["modules.html"].find_all("tr")
    } - {()}

    assert [module.title for module in sequence.MODULES if module.title not in text] == []
    assert said == {(item.id, item.title.replace("`", "")) for entry in progress for item in entry.items}
    assert text.count("Announced") == sum(entry.announced for entry in progress)


def test_every_lesson_says_what_people_can_do_after_it():
    assert [path.name for path in sequence.lessons(ROOT) if not modules.promise(path)] == []


def test_the_sources_are_those_that_lessons_and_exercises_name(soups):
    named = {
        one for one, where in places(ROOT).items() if any(re.search(r"/(?!00)\d\d-.*ipynb$", page) for page in where)
    }
    linked = {tag["href"] for tag in soups["sources.html"].main.find_all("a")}

    assert linked == {each if "://" in each else f"https://{each}" for each in named}


def test_the_house_is_drawn_without_a_script(soups):
    house = soups["architecture.html"].find("ul", class_="house")

    assert [row.get_text(" ", strip=True) for row in house.find_all("li")][:2] == ["__main__", "cli __init__"]


def test_each_picture_is_there_light_and_dark_small_and_of_one_size():
    folder = ROOT / pictures.FOLDER
    wanted = {f"{scene.name}-{theme}.webp" for scene in pictures.SCENES for theme in pictures.THEMES}

    assert {path.name for path in folder.iterdir()} == wanted
    assert {name for name in wanted if (folder / name).stat().st_size > pictures.LARGEST} == set()
    assert {size_of((folder / name).read_bytes()) for name in wanted} == {(pictures.WIDTH, pictures.HEIGHT)}


def size_of(webp: bytes) -> tuple[int, int]:
    """Width and height of a WebP file with a colour profile, from its head."""
    assert webp[:4] + webp[8:16] == b"RIFFWEBPVP8X"
    return tuple(int.from_bytes(webp[start : start + 3], "little") + 1 for start in (24, 27))


def test_readers_in_the_dark_see_dark_pictures(soups):
    shown = soups["index.html"].find_all("picture")

    assert len(shown) == len(pictures.SCENES)
    for picture in shown:
        assert picture.source["media"] == "(prefers-color-scheme: dark)"
        assert picture.source["srcset"] == picture.img["src"].replace("-light", "-dark")
        assert len(picture.img["alt"]) > 20


def test_without_a_chromium_no_picture_is_taken(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(pictures, "find_chromium", lambda: None)

    assert pictures.take(ROOT, tmp_path) == 1
    assert "apt install chromium" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "page", "expected"),
    [
        ("[a](docs/testing.md#kills)", "CONTRIBUTING.md", "[a](testing.md#kills)"),
        ("[a](../CONTRIBUTING.md)", "docs/teach.md", "[a](contributing.md)"),
        ("[a](pay-light.png)", "docs/dashboards/README.md", "[a](dashboards/pay-light.png)"),
        ('<img src="pictures/exercise-light.webp">', "docs/index.md", '<img src="pictures/exercise-light.webp">'),
        ("[a](../modules)", "docs/index.md", "[a](modules.md)"),
        ("`[a](x.md)` and [b](https://dora.dev)", "docs/index.md", "`[a](x.md)` and [b](https://dora.dev)"),
        ("[a](gone.md)", "docs/index.md", "[a](docs/gone.md)"),
    ],
)
def test_links_of_the_repository_become_links_of_the_site(text, page, expected):
    assert pages.with_links(text, ROOT, page) == expected


def test_a_file_that_is_no_page_is_linked_in_the_repository():
    text = pages.with_links("[a](../course/setup/lab.py) [b](../course/case)", ROOT, "docs/teach.md")

    assert (
        text
        == f"[a]({address.repository(ROOT)}/blob/main/course/setup/lab.py) [b]({address.repository(ROOT)}/tree/main/course/case)"
    )
