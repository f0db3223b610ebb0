"""What is left of a document when its wrong parts are taken out, so that the rest can be checked in the same run.

An author wants every fault at once, also the reference that leads nowhere in a file that has an unknown key too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from bcm_check.core.errors import Fault, Path

from .faults import real_path

_ROUNDS = 8
Model = TypeVar("Model", bound=BaseModel)
_GONE = object()
_NAMED_BY_KEY = ("gewichten", "voorbeelden", "diepte_voor")  # whose keys are references too
Indexes = dict[Path, list[int]]  # for each list that is left: the number that each item had before


def faults_of_rest(
    document: dict[str, Any], model: type[Model], stand_in: dict[str, Any], check: Callable[[Model], list[Fault]]
) -> list[Fault]:
    """Return what `check` finds in the parts that are sound, with their paths in the whole document.

    `stand_in` holds a value for each required key at the top. A reference to a part that is there, but was taken out,
    is not a fault.
    """
    rest: Any = document
    moved: list[Indexes] = []
    wrong_before: set[Path] = set()
    for _ in range(_ROUNDS):
        try:
            sound = model.model_validate(rest)
        except ValidationError as error:
            indexes: Indexes = {}
            wrong = {_to_drop(detail["type"], detail["loc"]) for detail in error.errors()}
            above = {path[:length] for path in wrong for length in range(len(path))}
            wrong_before |= {_before(path, moved) for path in wrong}
            rest = _without(rest, wrong - above, (), indexes)
            rest = {**stand_in, **rest} if isinstance(rest, dict) else dict(stand_in)
            moved.append(indexes)
            continue
        present = set(_ids(document))
        found = (Fault(fault.code, fault.tekst, _before(fault.path, moved)) for fault in check(sound))
        # What a part lacks because something in it was taken out, it does not lack.
        torn = {path[:length] for path in wrong_before for length in range(1, len(path) + 1)}
        return [fault for fault in found if fault.path not in torn and not _points_at(document, fault, present)]
    return []


def _to_drop(kind: str, loc: Path) -> Path:
    """Return the path to take out: the part itself, or the one that misses something."""
    path = real_path(loc)
    return path[:-1] if kind == "missing" and len(path) > 1 else path


def _without(value: Any, wrong: set[Path], path: Path, indexes: Indexes) -> Any:
    if path in wrong and path:
        return _GONE
    if isinstance(value, dict):
        kept = {key: _without(item, wrong, (*path, key), indexes) for key, item in value.items()}
        return {key: item for key, item in kept.items() if item is not _GONE}
    if isinstance(value, list):
        items = [(at, _without(item, wrong, (*path, at), indexes)) for at, item in enumerate(value)]
        left = [(at, item) for at, item in items if item is not _GONE]
        indexes[path] = [at for at, _ in left]
        return [item for _, item in left]
    return value


def _before(path: Path, moved: list[Indexes]) -> Path:
    """Return the path that a part had before each round took something out."""
    for indexes in reversed(moved):
        old: Path = ()
        for part in path:
            numbers = indexes.get(old) if isinstance(part, int) else None
            old = (*old, numbers[part] if numbers and isinstance(part, int) and part < len(numbers) else part)
        path = old
    return path


def _ids(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("id"), str) and "naar" not in value:  # a step names a measure, it is none
            yield value["id"]
        for item in value.values():
            yield from _ids(item)
    elif isinstance(value, list):
        for item in value:
            yield from _ids(item)


def _points_at(document: Any, fault: Fault, present: set[str]) -> bool:
    if fault.code == "geen-vragen":
        return True
    if fault.code != "onbekende-verwijzing":
        return False
    value = document
    for part in fault.path:
        try:
            value = value[part]
        except (KeyError, IndexError, TypeError):
            return fault.path[-1] in present
    by_key = len(fault.path) > 1 and fault.path[-2] in _NAMED_BY_KEY and fault.path[-1] in present
    return by_key or (isinstance(value, str) and value in present)
