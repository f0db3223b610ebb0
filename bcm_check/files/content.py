"""How a questionnaire is read: one file, or a folder whose files form one document."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from bcm_check.core.errors import ContentRejected, Fault, FileTrouble
from bcm_check.core.errors import Path as Place
from bcm_check.core.redactie import review
from bcm_check.core.tekst import clean_line
from bcm_check.core.toetsing import check
from bcm_check.core.vergelijking import broken
from bcm_check.core.vragenlijst import Vragenlijst

from . import releases, yamlreader
from .faults import MOST, from_pydantic
from .salvage import faults_of_rest

MAX_FILES = 200
Model = TypeVar("Model", bound=BaseModel)
_STAND_IN = {"formaat": 1, "id": "x", "versie": "x", "titel": "x", "pijlers": [{"id": "x", "naam": "x"}]}


class _File(NamedTuple):
    """One file of a questionnaire: its name as it is shown, and its text."""

    name: str
    text: str


class Source(NamedTuple):
    """A questionnaire as it was read: the joined document, where each part came from, and what was wrong so far."""

    document: dict[str, Any]
    files: tuple[_File, ...]
    origins: dict[Place, tuple[int, Place]]  # the first parts of a path -> the number of the file, the path in it
    faults: list[Fault]
    unread: bool = False  # whether there is a file whose content is unknown, because it cannot be read whole


def read(path: Path) -> tuple[Vragenlijst | None, list[Fault]]:
    """Read a questionnaire and check it whole. Returns it (None when it has faults) and every fault, with its place.

    Raises FileTrouble when there is nothing to read.
    """
    return _checked(_join(_files(path)))


def read_reviewed(path: Path) -> tuple[Vragenlijst | None, list[Fault], list[Fault]]:
    """Read a questionnaire as an editor: with every fault, or, where there is none, with every warning and its place.

    Beside the usual faults it names released ids that are gone without a step in `migraties`, and questions that say
    something else than in the release of the same version.
    """
    source = _join(_files(path))
    lijst, faults = _checked(source)
    if lijst is None:
        return None, faults, []
    promised = broken(lijst, *releases.last_release(lijst.id))
    if promised:
        return None, _placed(source, promised), []
    return lijst, [], _placed(source, review(lijst))


def _checked(source: Source) -> tuple[Vragenlijst | None, list[Fault]]:
    return _checked_as(source, Vragenlijst, check, _STAND_IN)


def _checked_as(
    source: Source, model: type[Model], between: Callable[[Model], list[Fault]], stand_in: dict[str, Any]
) -> tuple[Model | None, list[Fault]]:
    """Check a document by its types and between its parts; `stand_in` is what `faults_of_rest` needs."""
    if source.faults and not source.document:
        return None, source.faults
    try:
        lijst: Model | None = model.model_validate(source.document)
    except ValidationError as error:
        lijst, faults = None, from_pydantic(error, model, show_values=True)
        if error.error_count() <= MOST:
            faults += faults_of_rest(source.document, model, stand_in, between)
    else:
        faults = between(lijst) if lijst is not None else []
    if not faults and not source.faults:
        return lijst, []
    if source.unread:  # what that file holds is not missing: it is only out of sight
        faults = [fault for fault in faults if not _may_stand_elsewhere(fault)]
    placed = _placed(source, faults)
    wrong_places = {(fault.bestand, fault.regel, fault.kolom) for fault in source.faults}
    rest = [fault for fault in placed if (fault.bestand, fault.regel, fault.kolom) not in wrong_places]
    return None, sorted([*source.faults, *rest], key=lambda fault: (fault.bestand, fault.regel, fault.kolom))


def _may_stand_elsewhere(fault: Fault) -> bool:
    return fault.code in ("onbekende-verwijzing", "geen-vragen") or (fault.code == "ontbreekt" and len(fault.path) == 1)


def load(path: Path) -> Vragenlijst:
    """Read a questionnaire that must be right. Raises ContentRejected with all faults, or FileTrouble."""
    lijst, faults = read(path)
    if lijst is None:
        count = "1 fout" if len(faults) == 1 else f"{len(faults)} fouten"
        raise ContentRejected(f"De vragenlijst {clean_line(str(path))} heeft {count}.", faults)
    return lijst


def read_document(
    path: Path, model: type[Model], between: Callable[[Model], list[Fault]], stand_in: dict[str, Any]
) -> tuple[Model | None, list[Fault]]:
    """Read one file, or a folder whose files form one document, of another model. Returns it and every fault."""
    return _checked_as(_join(_files(path)), model, between, stand_in)


def _files(path: Path) -> list[tuple[str, bytes]]:
    shown = clean_line(str(path))
    try:
        if not path.is_dir():
            return [(path.name, _bytes(path))]
        found = sorted(each for each in path.iterdir() if each.suffix in (".yaml", ".yml") and _inside(each, path))
        files = [(each.name, _bytes(each)) for each in found[: MAX_FILES + 1]]
    except (OSError, ValueError) as error:
        raise FileTrouble(f"{shown[:200]} kan niet worden gelezen. Bestaat dit pad, en mag u het lezen?") from error
    if not found:
        raise FileTrouble(f"In de map {shown} staat geen enkel .yaml-bestand.")
    if len(found) > MAX_FILES:
        raise FileTrouble(f"In de map {shown} staan meer dan {MAX_FILES} .yaml-bestanden.")
    return files


def _inside(file: Path, folder: Path) -> bool:
    """Tell whether this is a file of the folder. A link out of it (in a folder from a stranger) is none."""
    return file.is_file() and (not file.is_symlink() or file.resolve().is_relative_to(folder.resolve()))


def _bytes(path: Path) -> bytes:
    if path.exists() and not path.is_file():  # a pipe would make us wait for ever
        raise OSError(errno.EINVAL, "geen gewoon bestand")
    with path.open("rb") as file:
        return file.read(yamlreader.MAX_BYTES + 1)


def _join(files: Iterable[tuple[str, bytes]]) -> Source:
    source = Source({}, (), {}, [])
    texts: list[_File] = []
    unread = False
    owners: dict[str, str] = {}
    for number, (name, raw) in enumerate(files):
        shown = clean_line(name)
        texts.append(_File(shown, ""))
        try:
            text = yamlreader.decode(raw)
            texts[number] = _File(shown, text)
            document, faults = yamlreader.parse(text)
        except yamlreader.YamlFaults as refused:
            source.faults.append(replace(refused.fault, bestand=shown))
            unread = True
            continue
        source.faults.extend(replace(fault, bestand=shown) for fault in faults)
        unread = unread or any(fault.code == "meer-documenten" for fault in faults)
        if not isinstance(document, dict):
            tekst = "Een vragenlijst begint met sleutels (zoals `titel:`), niet met een lijst of een tekst."
            source.faults.append(Fault("geen-sleutels", tekst, bestand=shown, regel=1, kolom=1))
            unread = True
            continue
        _add(source, owners, number, texts[number], document)
    return source._replace(files=tuple(texts), unread=unread)


def _add(source: Source, owners: dict[str, str], number: int, file: _File, document: dict[str, Any]) -> None:
    """Add the keys of one file: lists are joined, anything else may stand in one file only."""
    shown, text = file
    for key, value in document.items():
        before = source.document.get(key)
        if isinstance(before, list) and isinstance(value, list):
            for at, item in enumerate(value):
                source.origins[(key, len(before))] = (number, (key, at))
                before.append(item)
        elif key in source.document:
            tekst = f'De sleutel "{clean_line(key)[:60]}" staat ook al in {owners[key]}.'
            line, column = yamlreader.places(text, [(key,)])[(key,)]
            source.faults.append(Fault("dubbele-sleutel", tekst, (key,), shown, line, column))
        else:
            owners[key] = shown
            source.document[key] = value
            source.origins[(key,)] = (number, (key,))
            if isinstance(value, list):
                source.origins.update({(key, at): (number, (key, at)) for at in range(len(value))})


def _placed(source: Source, faults: Iterable[Fault]) -> list[Fault]:
    """Return the faults with the file, line and column of their paths."""
    by_file: dict[int, list[tuple[Fault, Place]]] = {}
    for fault in faults:
        number, path = _origin(source, fault.path)
        by_file.setdefault(number, []).append((fault, path))
    placed = []
    for number, found in by_file.items():
        file = source.files[number]
        places = yamlreader.places(file.text, [path for _, path in found])
        for fault, path in found:
            line, column = places[path]
            placed.append(replace(fault, bestand=file.name, regel=line, kolom=column))
    return placed


def _origin(source: Source, path: Place) -> tuple[int, Place]:
    for length in (2, 1):
        if path[:length] in source.origins and len(path) >= length:
            number, start = source.origins[path[:length]]
            return number, (*start, *path[length:])
    return next(iter(source.origins.values()), (0, ()))[0], path
