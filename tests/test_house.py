"""The rules of the house, each with a message that names the better way.

That every route is public by name or asks who is looking: ``web/test_every_route.py``.
"""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import alembic
from importlinter.cli import lint_imports
from typer.main import get_command

from matcher.cli import app as command_line
from matcher.settings import PREFIX, Settings

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
TOP = {
    "matcher", "catalogue", "templates", "tests", "alembic", "pyproject.toml",
    "run.py", "README.md", "CHANGELOG.md", "LICENSE", "requirements.lock",
    ".gitignore", ".ci",
}  # fmt: skip
AVOIDED_NAMES = {"utils", "helpers", "common", "services", "managers"}


def run_tool(*arguments: str) -> str:
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr


def tracked() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files"],  # noqa: S607 - wherever git is
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return listed.stdout.splitlines()


def python_files(*packages: str) -> list[Path]:
    return [path for name in packages for path in (ROOT / name).rglob("*.py")]


def test_nothing_stands_at_the_top_that_a_newcomer_would_not_expect():
    top = {name.split("/")[0] for name in tracked()}

    assert top <= TOP, f"move {sorted(top - TOP)} into the room README.md gives it"


def test_imports_point_one_way():
    assert lint_imports(no_cache=True) == 0


def test_every_room_but_the_rim_is_held_to_know_no_http():
    told = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contracts = told["tool"]["importlinter"]["contracts"]
    (held,) = (c for c in contracts if c["name"] == "Only the rim knows HTTP")

    rooms = {f"matcher.{name}" for name in rooms_of(ROOT / "matcher")}

    assert rooms - set(held["source_modules"]) == {"matcher.cli", "matcher.web"}, (
        "name the new room in that contract of pyproject.toml"
    )


def test_ranking_imports_only_what_is_pure():
    allowed = {"numpy", "rapidfuzz", "snowballstemmer", *sys.stdlib_module_names}
    imported = {
        name
        for path in python_files("matcher/ranking")
        for name in imports_of(path)
        if not name.startswith("matcher.ranking")
    }

    assert {name.split(".")[0] for name in imported} <= allowed, (
        "hand ranking values: it reads no row, clock or page"
    )


def imports_of(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text())))
    plain = {a.name for n in nodes if isinstance(n, ast.Import) for a in n.names}
    return plain | {n.module or "" for n in nodes if isinstance(n, ast.ImportFrom)}


def test_the_style_is_kept():
    assert run_tool("ruff", "check", ".") == ""
    assert run_tool("ruff", "format", "--check", ".") == ""


def test_the_types_hold():
    assert run_tool("mypy") == ""


def test_the_alembic_library_is_not_hidden_by_our_folder():
    assert "site-packages" in str(alembic.__file__), "remove alembic/__init__.py"


def test_no_module_is_called_by_a_name_that_says_nothing():
    vague = [p for p in python_files("matcher", "catalogue") if p.stem in AVOIDED_NAMES]

    assert vague == [], "name a module for what it knows"


def test_every_module_says_what_it_is():
    silent = [
        path.relative_to(ROOT)
        for path in python_files("matcher", "catalogue", "alembic")
        if not ast.get_docstring(ast.parse(path.read_text()))
    ]

    assert silent == [], "begin the module with a docstring"


def test_every_setting_has_a_row_in_the_readme():
    documented = set(
        re.findall(rf"^\| `({PREFIX}\w+)`", README.read_text(), re.MULTILINE)
    )

    assert documented == {PREFIX + name.upper() for name in Settings.model_fields}


def test_every_verb_has_a_row_in_the_readme():
    documented = set(
        re.findall(r"^\| `python3 run\.py (\w+)", README.read_text(), re.MULTILINE)
    )
    verbs = set(get_command(command_line).commands)  # type: ignore[attr-defined]

    assert documented == verbs | {"test", "bench"}


def test_every_module_is_in_the_tour_of_its_package():
    faces = python_files("matcher", "catalogue")
    rooms = [face.parent for face in faces if face.name == "__init__.py"]

    missing = {
        str(room.relative_to(ROOT)): left
        for room in rooms
        if (left := rooms_of(room) - named_in_the_tour(room))
    }

    assert missing == {}, "say in the docstring of the package what these are for"


def named_in_the_tour(package: Path) -> set[str]:
    tour = ast.get_docstring(ast.parse((package / "__init__.py").read_text())) or ""
    return {name for said in re.findall("``([^`]+)``", tour) for name in said.split()}


def rooms_of(package: Path) -> set[str]:
    inside = list(package.iterdir())
    modules = {p.stem for p in inside if p.suffix == ".py" and p.stem[0] != "_"}
    return modules | {p.name for p in inside if (p / "__init__.py").exists()}


def test_locks_hold_no_addresses():
    for lock in (ROOT / "requirements.lock", ROOT / "tests" / "requirements.lock"):
        assert "://" not in lock.read_text(), f"{lock.name}: see README on making it"


def test_locks_have_what_the_project_asks_for():
    asked = re.findall(r'^    "([a-z0-9-]+)', what_is_asked_for(), re.MULTILINE)
    locked = (ROOT / "tests" / "requirements.lock").read_text()

    missing = [
        name for name in asked if not re.search(rf"^{name}==", locked, re.MULTILINE)
    ]

    assert missing == [], "compile the locks again: README says how"


def what_is_asked_for() -> str:
    text = (ROOT / "pyproject.toml").read_text()
    return text[: text.index("[tool.")]
