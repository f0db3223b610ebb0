"""Reading contributions as this program writes them, in a tenth of the time that it takes to read anything.

Over the files of a region nearly every entry has been seen before: the same level of the same question, the same hours
of the same process. So a text is taken apart into its entries, and an entry that was checked once is known by its text.
One that was not met before is checked by the model (`Bijdrage`), and must be written as we write it. Then so is the
whole: all entries are sound, they are in order, and put together they are the text. Whatever does not fit is left to
the reader that names what is wrong (`bijdragen.py`).
"""

from __future__ import annotations

import json
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Final, get_args, get_origin

from pydantic import TypeAdapter

from bcm_check.core.antwoorden import Herkomst
from bcm_check.core.bijdrage import FORMAAT, Bijdrage

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

MEESTE_DELEN: Final = 200  # of one field; the model allows as many of each. A text with more is read the other way
MEESTE_BEKEND: Final = 10_000  # entries of one field that are remembered: ten times what the longest list has
MEESTE_SCORES: Final = 60_000  # and of the scores: every one that sixty parts can have
MEESTE_UREN: Final = 4_000  # texts of the hours under a scenario, of half a kB each
_LAATST: Final = "versie"  # of what is always there, the last in order
_VAST: Final = ("formaat", _LAATST)  # always the same
_PER_STUK: Final = "uren"
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


class _Bekend(ABC):
    """What was read before of one field, by its text."""

    def __init__(self, most: int = MEESTE_BEKEND) -> None:
        self._most = most
        self._known: dict[bytes, Any] = {}

    def value(self, text: bytes) -> Any:
        """Return what a text says. Raises ValueError when it is not of this field, or not as we write it."""
        known = self._known
        if text in known:
            return known[text]
        found = self._checked(text)
        if len(known) >= self._most:
            self._known = known = {}
        known[text] = found
        return found

    @abstractmethod
    def _checked(self, text: bytes) -> Any:
        """Return what a text says that was not met before. Raises ValueError."""

    def _values(self, parts: list[bytes]) -> tuple[Any, ...]:
        if len(parts) > MEESTE_DELEN:
            raise ValueError("veel")
        known = self._known
        try:
            return tuple(map(known.__getitem__, parts))
        except KeyError:
            return tuple([known[part] if part in known else self.value(part) for part in parts])


class _Waarden(_Bekend):
    """Values of a type."""

    def __init__(self, kind: Any) -> None:
        super().__init__()
        self._check: TypeAdapter[Any] = TypeAdapter(kind)

    def _checked(self, text: bytes) -> Any:
        found = self._check.validate_json(text, strict=True)  # a ValidationError is a ValueError
        # mostly pydantic writes it as we do, and three times as fast
        if self._check.dump_json(found, exclude_defaults=True) != text and self._written(found) != text:
            raise ValueError("schrijfwijze")
        return found

    def _written(self, found: Any) -> bytes:
        return _encode(self._check.dump_python(found, mode="json", exclude_defaults=True)).encode()

    def listed(self, text: bytes) -> tuple[Any, ...]:
        """Return what is in a list; its text is without its brackets. Raises ValueError."""
        return self._values(text.split(b","))


class _Gewoon(_Waarden):
    """Values of a field that is left out when it says what it usually says."""

    def __init__(self, field: FieldInfo) -> None:
        super().__init__(Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation)
        self._usual = None if field.is_required() else field.default

    def _checked(self, text: bytes) -> Any:
        found = super()._checked(text)
        if found == self._usual:
            raise ValueError("wordt weggelaten")
        return found


class _Paren(_Bekend):
    """Pairs of a name and a value, the entries of an object."""

    tussen = b","

    def __init__(self, kind: Any, most: int = MEESTE_BEKEND) -> None:
        super().__init__(most)
        name, value = get_args(kind)
        self._namen, self._waarden = _Waarden(name), _Waarden(value)

    def pairs(self, text: bytes) -> dict[str, Any]:
        """Return an object; its text is without its brackets. Raises ValueError, also when its names are not in order.

        A name that is there twice is not in order.
        """
        found = self._values(text.split(self.tussen))
        pairs = dict(found)
        names = list(pairs)
        if len(names) != len(found) or names != sorted(names):
            raise ValueError("volgorde")
        return pairs

    def _checked(self, text: bytes) -> Any:
        name, _, value = text.partition(b":")
        return self._namen.value(name), self._waarden.value(value)


class _Processen(_Paren):
    """The processes under a scenario. Its text also lacks the first quote and the last bracket."""

    tussen = b'},"'

    def _checked(self, text: bytes) -> Any:
        return super()._checked(b'"%b}' % text)


class _Scenarios(_Paren):
    """The hours by scenario. Its text also lacks the first quote and the last two brackets.

    The same text is the same object, so that it can be counted as often as it is met.
    """

    tussen = b'}},"'

    def __init__(self, kind: Any) -> None:
        super().__init__(kind, MEESTE_UREN)
        self._processen = _Processen(get_args(kind)[1])

    def _checked(self, text: bytes) -> Any:
        name, _, processen = text.partition(b'":{"')
        return self._namen.value(b'"%b"' % name), self._processen.pairs(processen)


def _field(name: str, field: FieldInfo) -> tuple[bytes, Callable[[bytes], Any]]:
    """Return how a field looks, with what is read of it as its only group, and how that is read."""
    kind, form = field.annotation, get_origin(field.annotation)
    if name == "code":  # another one in every file: nothing to remember
        return rb'"([0-9a-f]{20})"', bytes.decode
    if name == _PER_STUK:
        return rb'\{"(.+)\}\}\}', _Scenarios(kind).pairs
    if form is tuple:
        return rb"\[([^\]]++)\]", _Waarden(get_args(kind)[0]).listed
    if form is dict and get_origin(get_args(kind)[1]) is not tuple:
        return rb"\{([^}]++)\}", _Paren(kind, MEESTE_SCORES if name == "scores" else MEESTE_BEKEND).pairs
    return rb'("(?:[^"\\]|\\.)*+"|\d++|\{[^{}]++\})', _Gewoon(field).value


def _form(looks: Mapping[str, bytes]) -> re.Pattern[bytes]:
    """Return how a whole text looks: its fields in order, around what is always the same (its form, its version)."""
    parts = {"formaat": b'"formaat":"%b",' % FORMAAT.encode(), _LAATST: b'"versie":1'}
    for name, look in looks.items():
        # what stands after the last one that is always there has its comma before it
        text = b'"%b":%b,' % (name.encode(), look) if name < _LAATST else b',"%b":%b' % (name.encode(), look)
        parts[name] = text if Bijdrage.model_fields[name].is_required() else b"(?:%b)?" % text
    return re.compile(rb"\{%b\}" % b"".join(parts[name] for name in sorted(parts)))


class Herkenner:
    """Reads contributions whose text is as this program writes it, and remembers what it met."""

    def __init__(self) -> None:
        fields = [(name, field) for name, field in sorted(Bijdrage.model_fields.items()) if name not in _VAST]
        found = [_field(name, field) for name, field in fields]
        self._readers = [(name, read) for (name, _), (_, read) in zip(fields, found, strict=True)]
        self._form = _form({name: look for (name, _), (look, _) in zip(fields, found, strict=True)})
        herkomst = Herkomst(id="x", versie="x")
        self._empty = Bijdrage(code="", teller=0, peildatum=date.min, lijst=herkomst, soort="x", diepte="x")

    def read(self, text: bytes) -> Bijdrage | None:
        """Return the contribution in the text over which its check is made (`{"ambitie":…}`), or None for another one.

        What it returns is what the model makes of it, and would be written as that text again.
        """
        form = self._form.fullmatch(text)
        if form is None:
            return None
        try:
            values = {
                name: read(part)
                for (name, read), part in zip(self._readers, form.groups(), strict=True)
                if part is not None
            }
        except ValueError:
            return None
        return self._empty.model_copy(update=values)
