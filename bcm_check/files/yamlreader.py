"""YAML as people write it, read strictly: every scalar is text, and whatever could surprise is refused with its place.

libyaml's events are read, never its nodes or objects: its composer recurses (a row of brackets crashes the process)
and its constructor guesses (`no`, `12:30`, `0123`). Aliases, anchors, tags and merge keys are refused, so a file cannot
grow while it is read. Places are looked up afterwards, for the paths that turned out to be wrong: reading without
them is twice as fast, and nearly every file is right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NoReturn

import yaml
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from bcm_check.core.errors import Fault, Path
from bcm_check.core.tekst import clean_line

MAX_BYTES = 8_000_000
MAX_DEPTH = 40
MAX_EVENTS = 200_000  # the whole questionnaire of 100 questions has 20,000
MAX_FAULTS = 200
# Checking its directives takes libyaml time squared. Only at the start of a line are they ones.
_DIRECTIVE = re.compile("%(?<![^\n\r\x85\u2028\u2029]%)")
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_FORBIDDEN = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
Place = tuple[int, int]


class YamlFaults(Exception):
    """What is wrong with the YAML itself (never with its meaning)."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.tekst)
        self.fault = fault


def decode(raw: bytes) -> str:
    """Return the text of a file; UTF-8 only, a byte order mark is taken off. Raises YamlFaults."""
    if len(raw) > MAX_BYTES:
        _refuse("te-groot", f"Dit bestand is groter dan {MAX_BYTES // 1_000_000} MB.")
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        _refuse("geen-utf8", "Dit bestand is UTF-16. Sla het op als UTF-8.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode()
        _refuse("geen-utf8", "Dit bestand is geen UTF-8. Sla het op als UTF-8.", _end(before))
    return text


def _refuse(code: str, tekst: str, place: Place = (1, 1)) -> NoReturn:
    raise YamlFaults(Fault(code, tekst, regel=place[0], kolom=place[1]))


def _end(before: str) -> Place:
    """Return the place that comes after this text."""
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def _at(event: Event) -> Place:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def events(text: str) -> Iterator[Event]:
    """Yield the events of one document; what YAML forbids becomes a Dutch fault."""
    if (directive := _DIRECTIVE.search(text)) is not None:
        _refuse("instructie", _TEXTS["instructie"], _end(text[: directive.start()]))
    try:
        loader = _Loader(text)
    except (UnicodeEncodeError, yaml.reader.ReaderError):
        _refuse_sign(text)
    try:
        while loader.check_event():
            yield loader.get_event()
    except yaml.MarkedYAMLError as error:
        code, tekst = _worded(error.problem or "")
        marks = [error.problem_mark, error.context_mark]
        # What is never closed is found out at the end of the file; it helps to know where it opened.
        mark = next(filter(None, reversed(marks) if code == "niet-afgesloten" else marks), None)
        _refuse(code, tekst, (mark.line + 1, mark.column + 1) if mark else (1, 1))
    except yaml.reader.ReaderError:
        _refuse_sign(text)  # libyaml tells the place in bytes
    except RecursionError:
        _refuse("te-diep", _TEXTS["te-diep"])
    finally:
        loader.dispose()


def _refuse_sign(text: str) -> NoReturn:
    wrong = _FORBIDDEN.search(text)
    _refuse("verboden-teken", _TEXTS["verboden-teken"], _end(text[: wrong.start()]) if wrong else (1, 1))


_TEXTS = {
    "verboden-begin": "Een tekst begint niet met dit teken of een tab. Gebruik spaties of aanhalingstekens.",
    "dubbele-punt": "Na een sleutel hoort een dubbele punt; een tekst met zo'n punt staat tussen aanhalingstekens.",
    "inspringing": "Deze regel past niet bij wat ervoor staat. Kijk naar de inspringing en de streepjes.",
    "niet-afgesloten": "Een aanhalingsteken, haakje of komma ontbreekt.",
    "verwijzing": "Verwijzingen met * zijn niet toegestaan. Schrijf de tekst uit.",
    "tag": "Labels met ! zijn niet toegestaan.",
    "meer-documenten": "Dit bestand heeft meer dan één document (---). Maak er één van.",
    "instructie": "Een regel die met % begint (zoals %YAML) is niet toegestaan. Haal hem weg.",
    "verboden-teken": "Hier staat een onzichtbaar stuurteken. Haal het weg.",
    "te-diep": f"Dit bestand is dieper genest dan {MAX_DEPTH} lagen.",
    "geen-yaml": "Dit is geen geldige YAML. Kijk naar aanhalingstekens, streepjes en inspringing.",
}
# What libyaml says, and our code for it.
_SYNTAX = (
    ("cannot start any token", "verboden-begin"),
    ("found a tab character", "verboden-begin"),
    ("could not find expected ':'", "dubbele-punt"),
    ("mapping values are not allowed", "dubbele-punt"),
    ("did not find expected key", "inspringing"),
    ("did not find expected '-'", "inspringing"),
    ("unexpected end of stream", "niet-afgesloten"),
    ("did not find expected ',' or", "niet-afgesloten"),
    ("undefined tag", "tag"),
    ("did not find expected <document start>", "meer-documenten"),
    ("control characters", "verboden-teken"),
    ("exceeded maximum nesting depth", "te-diep"),
)


def _worded(problem: str) -> tuple[str, str]:
    code = next((code for part, code in _SYNTAX if part in problem), "geen-yaml")
    return code, _TEXTS[code]


class _Builder:
    """Builds dicts, lists and texts from events; what is refused is noted with its place, and reading goes on."""

    def __init__(self) -> None:
        self.root: list[Any] = []
        self.faults: list[Fault] = []
        self._stack: list[Any] = [self.root]  # the containers that are open
        self._keys: list[str | None] = [None]  # for each of them, in a mapping: the key that waits for its value
        self._documents = 0

    def note(self, code: str, tekst: str, event: Event) -> None:
        if len(self.faults) >= MAX_FAULTS:
            first = self.faults[0]
            tekst = f"Dit bestand heeft meer dan {MAX_FAULTS} fouten; de eerste, op regel {first.regel}: {first.tekst}"
            _refuse("te-veel-fouten", tekst, _at(event))
        line, column = _at(event)
        self.faults.append(Fault(code, tekst, regel=line, kolom=column))

    def open(self, fresh: Any, event: Any) -> None:
        if event.tag is not None:
            self.note("tag", _TEXTS["tag"], event)
        if len(self._stack) > MAX_DEPTH:
            _refuse("te-diep", _TEXTS["te-diep"], _at(event))
        self.put(fresh, event)
        self._stack.append(fresh)
        self._keys.append(None)

    def close(self, event: Event) -> None:
        self._stack.pop()
        self._keys.pop()

    def begin(self, event: Event) -> None:
        self._documents += 1
        if self._documents == 2:
            self.note("meer-documenten", _TEXTS["meer-documenten"], event)

    def scalar(self, event: Any) -> None:
        if event.tag is not None and event.tag != "!":
            self.note("tag", _TEXTS["tag"], event)
        self.put(event.value, event)

    def mapping(self, event: Event) -> None:
        self.open({}, event)

    def sequence(self, event: Event) -> None:
        self.open([], event)

    def alias(self, event: Any) -> None:
        self.note("verwijzing", _TEXTS["verwijzing"], event)
        event.anchor = None
        self.put("", event)

    def put(self, value: Any, event: Any) -> None:
        if event.anchor is not None:
            self.note("anker", "Ankers met & zijn niet toegestaan. Schrijf de tekst uit.", event)
        container = self._stack[-1]
        if type(container) is list:
            container.append(value)
            return
        key = self._keys[-1]
        if key is None:
            self._open_key(container, value, event)
        else:
            container[key] = value
            self._keys[-1] = None

    def _open_key(self, container: dict[str, Any], value: Any, event: Event) -> None:
        if type(value) is not str:
            _refuse("sleutel-geen-tekst", "Een sleutel moet een gewone tekst zijn.", _at(event))
        if value in container:
            self.note("dubbele-sleutel", f'De sleutel "{clean_line(value)[:60]}" staat hier al.', event)
        if value == "<<":
            self.note("samenvoegsleutel", "De samenvoegsleutel << is niet toegestaan. Schrijf de tekst uit.", event)
        container[value] = ""
        self._keys[-1] = value


_TAKES: dict[type[Event], Callable[[_Builder, Any], None]] = {
    ScalarEvent: _Builder.scalar,
    MappingStartEvent: _Builder.mapping,
    SequenceStartEvent: _Builder.sequence,
    MappingEndEvent: _Builder.close,
    SequenceEndEvent: _Builder.close,
    AliasEvent: _Builder.alias,
    DocumentStartEvent: _Builder.begin,
}


def parse(text: str) -> tuple[Any, list[Fault]]:
    """Return a document as dicts, lists and texts, with what was refused in it.

    Raises YamlFaults where reading cannot go on: broken YAML, too deep, nothing at all.
    """
    build = _Builder()
    for number, event in enumerate(events(text)):
        if number > MAX_EVENTS:
            _refuse("te-veel", "Dit bestand heeft te veel onderdelen. Verdeel het over meer bestanden.", _at(event))
        take = _TAKES.get(type(event))
        if take is not None:
            take(build, event)
    if not build.root:
        _refuse("leeg", "Dit bestand is leeg.")
    return build.root[0], build.faults


def places(text: str, wanted: Iterable[Path]) -> dict[Path, Place]:
    """Return the line and column of the paths in a document that `parse` accepted; of a mapping's entry, its key.

    A path that does not exist gets the place of the nearest part above it.
    """
    known: dict[Path, Place] = {(): (1, 1)}
    stack: list[tuple[bool, Path]] = []  # is it a list, its path
    at: list[Any] = []  # the index of a list, or the key that waits in a mapping (None: a key comes)

    def open_value(event: Event) -> Path:
        if not stack:
            return ()
        is_list, path = stack[-1]
        here: Path = (*path, at[-1])
        if is_list:
            known[here] = _at(event)
            at[-1] += 1
        else:
            at[-1] = None
        return here

    for event in events(text):
        kind = type(event)
        if kind is DocumentEndEvent:
            break  # a second document is refused already, and its paths would hide those of the first
        if kind is ScalarEvent or kind is AliasEvent:
            if stack and not stack[-1][0] and at[-1] is None:
                key = at[-1] = getattr(event, "value", "")
                known[(*stack[-1][1], key)] = _at(event)
            else:
                open_value(event)
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            stack.append((kind is SequenceStartEvent, open_value(event)))
            at.append(0 if kind is SequenceStartEvent else None)
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            stack.pop()
            at.pop()
    return {path: known[next(path[:end] for end in range(len(path), -1, -1) if path[:end] in known)] for path in wanted}
