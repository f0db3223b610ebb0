"""What the README and the project's own pages promise, held against the program itself."""

from __future__ import annotations

import ast
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
import typer

from bcm_check.__main__ import run
from bcm_check.cli.app import app
from bcm_check.core import errors
from bcm_check.core.antwoorden import Antwoord, counted
from bcm_check.core.scores import Band, combine, level_of
from bcm_check.core.tekst import percent
from bcm_check.files.content import load
from bcm_check.files.locations import standard

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = ("start-linux", "test-linux", "start-windows", "test-windows")
SKIPPED = {
    ".git",
    ".venv",
    "__pycache__",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
    ".hypothesis",
    "dist",
    "build",
}
# Written in two pieces each, or this file would name them itself.
FORBIDDEN = (
    "pypi" + ".org", "pythonhosted" + ".org", "deb.debian" + ".org", "registry.npmjs" + ".org",
    "/work" + "/", "/opt" + "/dev", "/root" + "/",
)  # fmt: skip


def block_after(marker: str, text: str = README) -> str:
    """Return the block of code that follows a marker."""
    found = re.search(rf"<!-- {re.escape(marker)} -->\n```\w+\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    assert found, marker
    return found[1]


def committed_files() -> Iterator[Path]:
    for folder, below, names in os.walk(ROOT):
        below[:] = [name for name in below if name not in SKIPPED and not name.endswith(".egg-info")]
        yield from (Path(folder) / name for name in names if name != ".coverage")


def cells(heading: str) -> list[list[str]]:
    """Return the rows of the table whose first row starts with a word."""
    found = re.search(rf"^\| {heading} \|.*\n\|[-|]+\|\n((?:\|.*\n)+)", README, re.MULTILINE)
    assert found, heading
    return [[cell.strip() for cell in row.strip().strip("|").split("|")] for row in found[1].splitlines()]


def spoken_commands() -> list[list[str]]:
    """Return every `bcm-check …` that the README says, split into words; what ends in `…` is not a command."""
    found = re.findall(r"`bcm-check ([^`]+)`", README)
    assert len(found) > 20
    return [shlex.split(words) for words in found]


def known_command(words: list[str]) -> tuple[object, list[str]]:
    """Return the command that these words name, and the words behind its name."""
    command: object = typer.main.get_command(app)
    while words and words[0] in getattr(command, "commands", {}):
        command, words = command.commands[words[0]], words[1:]  # type: ignore[attr-defined]
    return command, words


@pytest.mark.parametrize("words", spoken_commands(), ids=" ".join)
def test_a_command_of_the_readme_exists_with_its_options(words: list[str]) -> None:
    command, rest = known_command(words)
    options = {name for param in command.params for name in param.opts} | {"--help"}  # type: ignore[attr-defined]
    assert rest is not words or words[0].startswith("--"), f"no such command: {words[0]}"
    assert not hasattr(command, "commands") or words[0].startswith("--"), "this is a group, not a command"
    assert {word for word in rest if word.startswith("--")} <= options


def test_every_command_of_the_program_stands_in_the_readme() -> None:
    spoken = set()
    for words in spoken_commands():
        _, rest = known_command(words)
        spoken.add(" ".join(words[: len(words) - len(rest)]))
    for name, command in typer.main.get_command(app).commands.items():  # type: ignore[attr-defined]
        names = [f"{name} {below}" for below in getattr(command, "commands", {})] or [name]
        assert set(names) <= spoken


def test_the_examples_work_in_the_order_of_the_readme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("dorpshuis.yaml").write_text(block_after("voorbeeld: dorpshuis.yaml"), encoding="utf-8")
    Path("antwoorden.json").write_text(block_after("voorbeeld: antwoorden.json"), encoding="utf-8")
    done = []
    for _, _, example in cells("commando"):
        words = shlex.split(example.strip("`"))[1:]
        if words[0] == "samenvoegen":
            shutil.copy("voorbeeldveen.bcm.json", "voorbeeldveen (1).bcm.json")
        assert run(words) == (2 if words[0] == "start" else 0), example  # a conversation wants a terminal
        done.append(words[0])
    assert len(done) > 10
    assert run(["beantwoord", "voorbeeldveen.bcm.json", "--van", "antwoorden.json"]) == 0
    made = {path.name for path in Path().rglob("*")}
    assert {"voorbeeldveen.bcm.json", "voorbeeldveen.bcm.json.vorige"} <= made
    assert [
        name for name in made if re.fullmatch(r"verbeterplan-gemeente-voorbeeldveen-.*TLP-AMBER-STRICT\.xlsx", name)
    ]
    for ending in ("xlsx", "md"):
        pattern = rf"verbeterplan-gemeente-voorbeeldveen-.*TLP-AMBER-STRICT\.{ending}"
        assert [name for name in made if re.fullmatch(pattern, name)]


def test_the_small_questionnaire_can_be_answered_and_scored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("dorpshuis.yaml").write_text(block_after("voorbeeld: dorpshuis.yaml"), encoding="utf-8")
    assert run(["vragenlijst", "controleer", "dorpshuis.yaml"]) == 0
    new = ["beantwoord", "d.bcm.json", "--nieuw", "--naam", "Dorpshuis", "--vragenlijst", "dorpshuis.yaml"]
    assert run([*new, "D1.1=1"]) == 0
    capsys.readouterr()
    assert run(["score", "d.bcm.json", "--vragenlijst", "dorpshuis.yaml", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["totaal"]["exact"] == "1/4"


@pytest.mark.skipif(sys.platform == "win32" or shutil.which("bash") is None, reason="the script is for bash")
@pytest.mark.parametrize("name", COMMANDS)
def test_the_ci_script_finds_the_same_commands(name: str) -> None:
    found = subprocess.run(
        ["bash", str(ROOT / ".ci" / "run"), "--opdracht", name], capture_output=True, text=True, check=True
    )
    assert found.stdout == block_after(f"opdracht: {name}")


@pytest.mark.parametrize("name", COMMANDS)
def test_both_columns_do_the_same_steps(name: str) -> None:
    command = block_after(f"opdracht: {name}")
    wanted = ["-m venv .venv", "-m pip install --quiet"]
    wanted += ['-e ".[test]"', "-m pytest -q -n auto"] if name.startswith("test") else [" . ", "bcm-check start"]
    flat = command.replace("\n", " ").replace(";", " ")
    places = [flat.find(step) for step in wanted]
    assert -1 not in places
    assert places == sorted(places)


def test_the_exit_codes_of_the_readme_are_those_of_the_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = {int(row[0]) for row in cells("exitcode")}
    kinds = [each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, errors.BcmError)]
    assert told == {0, 130, *(kind.exit_code for kind in kinds)}
    monkeypatch.chdir(tmp_path)
    Path("ander.bcm.json").write_text("{}", encoding="utf-8")
    assert run(["--versie"]) == 0
    assert run(["score", "ander.bcm.json"]) == 1
    assert run(["score"]) == 2
    assert run(["score", "weg.bcm.json"]) == 3
    for broken, code in ((ZeroDivisionError, 70), (KeyboardInterrupt, 130)):
        monkeypatch.setattr("bcm_check.cli.uitkomsten.score", _raising(broken))
        assert run(["score", "ander.bcm.json"]) == code
    assert "Traceback" not in capsys.readouterr().err


def _raising(error: type[BaseException]) -> object:
    def score(*_args: object, **_more: object) -> None:
        raise error

    return score


def test_the_levels_in_the_readme_are_those_of_the_questionnaire() -> None:
    told = [(int(level), name, text) for level, name, text in cells("niveau")]
    assert told == [(step.niveau, step.naam, step.uitleg) for step in load(standard()).schaal]


def test_no_file_names_a_registry_or_a_path_of_a_machine() -> None:
    files = list(committed_files())
    assert len(files) > 50
    for path in files:
        raw = path.read_bytes()
        named = [word for word in FORBIDDEN if word.encode() in raw]
        assert not named, f"{path.relative_to(ROOT)}: {named}"


@pytest.mark.parametrize("path", sorted((ROOT / "docs").rglob("*.svg")), ids=lambda path: path.name)
def test_a_picture_asks_nothing_of_the_network(path: Path) -> None:
    text = path.read_text(encoding="utf-8").replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not re.search(r"https?:|@import|@font-face|<script|href", text)
    assert path.name in README


PAGES = [ROOT / name for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md")] + sorted(
    (ROOT / "docs").rglob("*.md")
)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_file(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


def core_order() -> list[str]:
    """Return the modules of the core in the order that CONTRIBUTING.md gives."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    return re.findall(r"^\d+\. `(\w+)\.py`", text, re.MULTILINE)


def core_imports(path: Path) -> set[str]:
    """Return the modules of the core that a module of the core imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            module = node.module or ""
            inside = node.level == 1 or module.startswith("bcm_check.core")
            names = [module.removeprefix("bcm_check.core").strip(".")] if module else []
            found |= {name for name in names or [each.name for each in node.names] if inside and name}
    return found


def test_each_module_of_the_core_imports_only_what_stands_before_it() -> None:
    order = core_order()
    modules = {path.stem for path in (ROOT / "bcm_check" / "core").glob("*.py")} - {"__init__"}
    assert set(order) == modules
    for at, name in enumerate(order):
        later = core_imports(ROOT / "bcm_check" / "core" / f"{name}.py") & set(order[at:])
        assert not later, f"{name}.py imports {sorted(later)}"


WALLS = [
    ("core", "import bcm_check.files.answers"),
    ("core", "from ..reports import view"),
    ("core", "from bcm_check import cli"),
    ("core", "import os"),
    ("core", "from pathlib import Path"),
    ("core", "import random"),
    ("core", "import time"),
    ("core", "from datetime import date\n\nDAY = date.today()"),
    ("core", "import openpyxl"),
    ("files", "from bcm_check.reports import view"),
    ("files", "from bcm_check.cli import app"),
    ("prompts", "def later():\n    from bcm_check.files import answers"),
    ("reports", "import bcm_check.prompts"),
    ("cli", "import socket"),
]


RUFF = shutil.which("ruff", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]))


@pytest.mark.skipif(RUFF is None, reason="the linter is not in the test extra")
@pytest.mark.parametrize(("room", "code"), WALLS, ids=[f"{room}: {code.splitlines()[0]}" for room, code in WALLS])
def test_the_linter_holds_the_walls(room: str, code: str, tmp_path: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for wall in (ROOT / "bcm_check").rglob("ruff.toml"):
        there = tmp_path / wall.relative_to(ROOT)
        there.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(wall, there)
    wrong = tmp_path / "bcm_check" / room / "wrong.py"
    wrong.parent.mkdir(exist_ok=True)
    for package in (wrong.parent.parent, wrong.parent):
        (package / "__init__.py").touch()
    wrong.write_text(code + "\n", encoding="utf-8")
    found = subprocess.run(
        [str(RUFF), "check", "--no-cache", "--select", "TID251", "--output-format", "concise", str(wrong)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "TID251" in found.stdout


def points(*levels: int) -> list[Band]:
    """Return the bands of answered questions at these levels."""
    return [(Fraction(level, 4),) * 3 for level in levels]  # type: ignore[misc]


def test_the_sums_on_the_pages_of_besluiten() -> None:
    equal = (1, 1, 1, 1, 1, 1)
    unknown: Band = (Fraction(0), Fraction(0), Fraction(1))
    still_open: Band = (Fraction(0), None, Fraction(1))
    assert combine("gemiddelde", points(3, 2), equal[:2])[1] == Fraction(5, 8)  # 001
    first = combine("gemiddelde", points(4, 2), equal[:2])
    assert combine("gemiddelde", [first, *points(1)], equal[:2])[1] == Fraction(1, 2)  # 002
    pillars: list[Band] = [(Fraction(value, 100),) * 3 for value in (60, 40, 20, 20, 20, 80)]  # type: ignore[misc]
    assert combine("gemiddelde", pillars, (3, 3, 2, 2, 2, 3))[1] == Fraction(44, 100)  # 003
    assert combine("gemiddelde", pillars, equal)[1] == Fraction(40, 100)
    assert level_of(Fraction(725, 1000), 4) == 2  # 004
    band = combine("gemiddelde", [*points(3, 1), unknown, still_open], equal[:4])
    assert [percent(end) for end in band] == [25.0, 33.3, 75.0]  # 006
    assert (level_of(Fraction(1499, 2000), 4), percent(Fraction(1499, 2000))) == (2, 75.0)  # 007
    assert combine("gemiddelde", points(2, 2, 3, 3), equal[:4])[1] == Fraction(5, 8)  # 009
    assert percent(Fraction(1, 16)) == 6.3  # 014


@pytest.mark.parametrize(("day", "level"), [("2026-11-02", 4), ("2026-11-03", 3), ("2027-11-02", 3), ("2027-11-03", 2)])
def test_the_days_on_the_page_about_ageing(day: str, level: int) -> None:
    tested = Antwoord(waarde=4, testdatum=date(2025, 11, 2))
    assert counted(load(standard()), tested, date.fromisoformat(day))[0] == level


def test_the_profile_and_the_knock_out_of_the_pages_are_those_of_the_questionnaire() -> None:
    lijst = load(standard())
    heavier = {name: weight for name, weight in lijst.profielen[0].gewichten.items() if weight != 1}
    assert heavier == dict.fromkeys(("P1", "P2", "P6"), Fraction(3, 2))
    assert lijst.knock_out is not None
    assert (lijst.knock_out.onder, lijst.knock_out.plafond) == (2, 1)
    assert {plek.vraag.gewicht for plek in lijst.plekken} == {1}
    assert sum(len(lijst.groepen(plek.vraag.id)) > 1 for plek in lijst.plekken) == 11
