"""Where content lives: light enough to import for `--versie`."""

from __future__ import annotations

from pathlib import Path

STANDAARD = "weerbaarheid"
_PACKAGE = Path(__file__).resolve().parent.parent


def home(name: str) -> Path:
    """Return where `vragenlijsten` or `sjablonen` stands: beside the package in a source tree, else inside it.

    The source tree goes first: an editable install leaves an old copy in the package.
    """
    beside = _PACKAGE.parent / name
    if in_source_tree() and beside.is_dir():
        return beside
    return _PACKAGE / "_inhoud" / name


def in_source_tree() -> bool:
    """Tell whether this code runs from its source tree."""
    return (_PACKAGE.parent / "pyproject.toml").is_file()


def standard() -> Path:
    """Return where the questionnaire stands that is used when nobody names another."""
    return home("vragenlijsten") / STANDAARD


def shipped(name: str) -> Path | None:
    """Return where a shipped questionnaire of this id stands, one file or a folder; None when there is none."""
    if name != Path(name).name:
        return None
    found = (home("vragenlijsten") / name, home("vragenlijsten") / f"{name}.yaml")
    return next((path for path in found if exists(path)), None)


def exists(path: Path) -> bool:
    """Tell whether a path exists; a name that no file can have does not."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def questionnaire(typed: Path) -> Path:
    """Return where a questionnaire stands: as it was typed, or the shipped one of that name."""
    return typed if exists(typed) else shipped(str(typed)) or typed


def shipped_version() -> str:
    """Return the id and version of the standard questionnaire, read from the head of its file without parsing it."""
    version = "onbekend"
    with (standard() / "vragenlijst.yaml").open(encoding="utf-8") as file:
        for line in file:
            if line.startswith("versie:"):
                version = line.partition(":")[2].strip().strip("\"'")
                break
    return f"{STANDAARD} {version}"
