"""The walls of the house: which room may know which, and that every word has its place in the glossary."""

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from pydantic import BaseModel

import bcm_check

PACKAGE = Path(bcm_check.__file__).parent
# The order of ontwerp.md 3. `versies` stands before all: it imports nothing and only holds numbers.
ORDER = (
    "versies",
    "errors",
    "tekst",
    "velden",
    "vraag",
    "vragenlijst",
    "toetsing",
    "redactie",
    "dekking",
    "eigen",
    "antwoorden",
    "migratie",
    "vergelijking",
    "gesprek",
    "scores",
    "kringen",
    "uitval",
    "ketens",
    "steekproef",
    "verminderd",
    "vraagstelling",
    "verbeteringen",
    "tijdlijn",
    "bia",
    "plan",
    "beoordeling",
    "bijdrage",
    "regiobeeld",
    "regiotelling",
    "regio",
    "gezamenlijk",
    "concentratie",
    "aanbod",
    "onderdrukking",
    "regiotabel",
    "regiotabellen",
    "regiobesloten",
    "edities",
    "publicatie",
    "naast",
)
IMPURE = {
    "os",
    "sys",
    "time",
    "random",
    "io",
    "pathlib",
    "subprocess",
    "socket",
    "secrets",
    "uuid",
    "shutil",
    "tempfile",
}
IMPURE_CALLS = {"open", "print", "input", "eval", "exec", "breakpoint", "__import__"}


def name_of(path: Path) -> str:
    """Return the dotted name of a module."""
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(source: str, module: str, is_package: bool) -> Iterator[str]:
    """Yield the dotted name of everything that a module imports, inside functions too."""
    here = module.split(".") if is_package else module.split(".")[:-1]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = here[: len(here) - node.level + 1] if node.level else []
            start = ".".join([*base, *(node.module or "").split(".")]).strip(".")
            yield start
            yield from (f"{start}.{alias.name}" for alias in node.names)


MODULES = {
    name_of(path): sorted(set(imports_of(path.read_text(encoding="utf-8"), name_of(path), path.name == "__init__.py")))
    for path in sorted(PACKAGE.rglob("*.py"))
}


def room_of(name: str) -> str:
    """Return the room of a dotted name: `files`, `core`; empty for what is not ours or stands at the top."""
    parts = name.split(".")
    return parts[1] if parts[0] == "bcm_check" and len(parts) > 1 else ""


def in_room(room: str) -> list[str]:
    """Return the modules of a room."""
    return [name for name in MODULES if room_of(name) == room]


def test_the_reader_of_imports_sees_every_kind():
    source = "import os.path\nfrom .a import b\nfrom . import c\ndef f():\n    from bcm_check.cli import app\n"
    found = set(imports_of(source, "bcm_check.core.x", is_package=False))
    assert {"os.path", "bcm_check.core.a", "bcm_check.core.a.b", "bcm_check.core.c", "bcm_check.cli.app"} <= found
    assert "bcm_check.files.a" in set(imports_of("from ..files import a", "bcm_check.core.x", is_package=False))
    assert "bcm_check.files.a" in set(imports_of("from .a import b", "bcm_check.files", is_package=True))


def test_every_module_of_the_core_has_its_place_in_the_order():
    assert {name.removeprefix("bcm_check.core").lstrip(".") for name in in_room("core")} <= {"", *ORDER}


@pytest.mark.parametrize("module", in_room("core"))
def test_the_core_knows_no_other_room(module):
    ours = [name for name in MODULES[module] if name.split(".")[0] == "bcm_check"]
    assert [name for name in ours if not name.startswith("bcm_check.core")] == []


@pytest.mark.parametrize("module", in_room("core"))
def test_inside_the_core_imports_point_back_only(module):
    own = module.split(".")[2:]
    before = ORDER[: ORDER.index(own[0])] if own else ()
    used = {name.split(".")[2] for name in MODULES[module] if name.startswith("bcm_check.core.")}
    assert used <= set(before)


@pytest.mark.parametrize("module", in_room("core"))
def test_the_core_has_no_disk_no_clock_and_no_chance(module):
    assert {name.split(".")[0] for name in MODULES[module]} & IMPURE == set()
    path = PACKAGE.parent / Path(*module.split("."))
    source = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    calls = [node.func for node in ast.walk(ast.parse(source.read_text("utf-8"))) if isinstance(node, ast.Call)]
    assert {call.id for call in calls if isinstance(call, ast.Name)} & IMPURE_CALLS == set()
    assert {call.attr for call in calls if isinstance(call, ast.Attribute)} & {"today", "now", "utcnow"} == set()


@pytest.mark.parametrize("room", ["files", "prompts", "reports"])
def test_the_three_rooms_never_know_each_other_nor_the_command_line(room):
    barred = {"files", "prompts", "reports", "cli", "__main__"} - {room}
    for module in in_room(room):
        assert [name for name in MODULES[module] if room_of(name) in barred] == [], module


def models() -> dict[str, type[BaseModel]]:
    """Return every pydantic model of the core by its name."""
    modules = [import_module(name) for name in in_room("core")]
    kinds = [kind for module in modules for kind in vars(module).values() if isinstance(kind, type)]
    return {kind.__name__: kind for kind in kinds if issubclass(kind, BaseModel) and kind is not BaseModel}


def test_every_field_of_a_file_stands_in_the_glossary():
    glossary = PACKAGE.parent / "docs" / "begrippen.md"
    table = glossary.read_text(encoding="utf-8").split("## Velden in bestanden en code")[1]
    known = set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE))
    fields = {field: name for name, kind in models().items() for field in kind.model_fields}
    assert len(fields) > 50
    missing = {field: name for field, name in sorted(fields.items()) if field not in known}
    assert not missing, f"docs/begrippen.md mist: {', '.join(f'{field} ({name})' for field, name in missing.items())}"
