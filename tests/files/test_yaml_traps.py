"""What other YAML readers fall into: every scalar stays text, and what could surprise is refused with its place."""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bcm_check.core.errors import Fault
from bcm_check.files import content, yamlreader
from bcm_check.files.yamlreader import MAX_BYTES, MAX_DEPTH, MAX_EVENTS, MAX_FAULTS, YamlFaults, decode, parse, places

WORDS = [
    "no",
    "yes",
    "on",
    "off",
    "y",
    "n",
    "True",
    "false",
    "NULL",
    "~",
    "12:30",
    "72:00",
    "0123",
    "0o17",
    "0x1F",
    "0b101",
    "1_000",
    "1.10",
    "1e3",
    ".inf",
    "-.INF",
    ".nan",
    "2026-03-31",
    "2026-03-31T12:30:00Z",
    "+1",
    "-0",
    "=",
    "<<x",
    "190:20:30",
    "1,5",
]


@pytest.mark.parametrize("word", WORDS)
def test_a_scalar_stays_the_text_that_was_written(word: str) -> None:
    assert parse(f"a: {word}\n") == ({"a": word}, [])
    assert parse(f"- {word}\n") == ([word], [])
    assert parse(f"{word}: a\n") == ({word: "a"}, [])


def test_the_other_loader_does_fall_into_these_traps() -> None:
    """The words above are no straw men."""
    changed = [word for word in WORDS if _safe_load(word) != word]
    assert len(changed) > len(WORDS) / 2
    assert _safe_load("no") is False
    assert _safe_load("12:30") == 750


def _safe_load(word: str) -> object:
    try:
        return yaml.safe_load(f"a: {word}\n")["a"]
    except yaml.YAMLError:
        return None


def test_an_empty_value_is_an_empty_text() -> None:
    assert parse("a:\nb: ''\nc: |\n  x\n") == ({"a": "", "b": "", "c": "x\n"}, [])


def refused(raw: str | bytes) -> list[Fault]:
    """Return what the reader has against a document."""
    try:
        _, faults = parse(decode(raw if isinstance(raw, bytes) else raw.encode()))
    except YamlFaults as error:
        return [error.fault]
    return faults


# name -> document, and for each fault its code, line and column
TRAPS: dict[str, tuple[str | bytes, list[tuple[str, int, int]]]] = {
    "double key": ("a: 1\nb: 2\na: 3\n", [("dubbele-sleutel", 3, 1)]),
    "double key, quoted": ("a: 1\n'a': 3\n", [("dubbele-sleutel", 2, 1)]),
    "double key below": ("x:\n  - é: 1\n    b: 2\n    b: 3\n", [("dubbele-sleutel", 4, 5)]),
    "double key in a row": ("x: {a: 1, é: 2, a: 3}\n", [("dubbele-sleutel", 1, 17)]),
    "anchor": ("a: &x 1\nb: 2\n", [("anker", 1, 4)]),
    "anchor on a list": ("a: &x\n  - 1\n", [("anker", 1, 4)]),
    "anchor on a key": ("&x a: 1\n", [("anker", 1, 1)]),
    "alias": ("a: &x 1\nb: *x\n", [("anker", 1, 4), ("verwijzing", 2, 4)]),
    "alias as key": ("&x a: 1\n*x : 2\n", [("anker", 1, 1), ("verwijzing", 2, 1)]),
    "alias without anchor": ("a: *x\n", [("verwijzing", 1, 4)]),
    "tag": ("a: !!int 3\nb: !x y\n", [("tag", 1, 4), ("tag", 2, 4)]),
    "tag on a mapping": ("a: !!omap\n  b: 1\n", [("tag", 1, 4)]),
    "python tag": ("a: !!python/object/apply:os.system ['ls']\n", [("tag", 1, 4)]),
    "unknown tag handle": ("a: !e!x y\n", [("tag", 1, 4)]),
    "merge key": ("a:\n  <<: {b: 1}\n", [("samenvoegsleutel", 2, 3)]),
    "two documents": ("a: 1\n---\nb: 2\n", [("meer-documenten", 2, 1)]),
    "three documents": ("a: 1\n---\nb: 2\n---\nc: 3\n", [("meer-documenten", 2, 1)]),
    "end and a new one": ("a: 1\n...\nb: 2\n", [("meer-documenten", 3, 1)]),
    "tab as indentation": ("a:\n\tb: 1\n", [("verboden-begin", 2, 1)]),
    "tab before a key": ("a:\n  b: 1\n\tc: 2\n", [("verboden-begin", 3, 1)]),
    "reserved sign": ("a: 1\nbé: @x\n", [("verboden-begin", 2, 5)]),
    "UTF-16 little": ("a: 1\n".encode("utf-16"), [("geen-utf8", 1, 1)]),
    "UTF-16 big": (b"\xfe\xff" + "a: 1\n".encode("utf-16-be"), [("geen-utf8", 1, 1)]),
    "UTF-16 without mark": ("a: 1\n".encode("utf-16-le"), [("verboden-teken", 1, 2)]),
    "latin 1": ("é: ü\nb: ".encode() + b"\xe9\n", [("geen-utf8", 2, 4)]),
    "latin 1 after é": ("bé: ".encode() + b"\xe9\n", [("geen-utf8", 1, 5)]),
    "latin 1 after a mark": (b"\xef\xbb\xbfb: \xe9\n", [("geen-utf8", 1, 4)]),
    "half a character": (b"a: \xed\xa0\x80\n", [("geen-utf8", 1, 4)]),
    "NUL": ("é: 1\nb: x\0y\n", [("verboden-teken", 2, 5)]),
    "escape": ("ééé: 1\nb: \x1b[31m\n", [("verboden-teken", 2, 4)]),
    "not a character": ("a: \uffff\n", [("verboden-teken", 1, 4)]),
    "nothing": ("", [("leeg", 1, 1)]),
    "only a comment": ("# niets\n", [("leeg", 1, 1)]),
    "only a mark": (b"\xef\xbb\xbf", [("leeg", 1, 1)]),
    "key that is a list": ("a: 1\n[b]: 2\n", [("sleutel-geen-tekst", 2, 1)]),
    "key that is a mapping": ("? {a: 1}\n: 2\n", [("sleutel-geen-tekst", 1, 3)]),
    "colon in a text": ("a: 1\ntitel: Gas: wat nu\n", [("dubbele-punt", 2, 11)]),
    "no colon": ("a: 1\nbcd\n", [("dubbele-punt", 3, 1)]),
    "quote left open": ('a: 1\nb: "x\nc: 2\n', [("niet-afgesloten", 2, 4)]),
    "bracket left open": ("a: 1\nb: [x, y\n", [("niet-afgesloten", 2, 4)]),
    "text after a quote": ("a: 'x' y\n", [("inspringing", 1, 8)]),
    "indentation": ("a: |\n  x\n y\n", [("inspringing", 3, 2)]),
    "list and key": ("- a\nb: c\n", [("inspringing", 2, 1)]),
    "version line": ("%YAML 1.2\n---\na: 1\n", [("instructie", 1, 1)]),
    "tag line": ("# x\n%TAG ! tag:x,2026:\n---\na: 1\n", [("instructie", 2, 1)]),
    "all at once": (
        "a: &x 1\nb: *x\na: !t 2\n<<: 3\n",
        [("anker", 1, 4), ("verwijzing", 2, 4), ("dubbele-sleutel", 3, 1), ("tag", 3, 4), ("samenvoegsleutel", 4, 1)],
    ),
}


@pytest.mark.parametrize("name", TRAPS)
def test_a_trap_is_named_with_its_place(name: str) -> None:
    raw, expected = TRAPS[name]
    faults = refused(raw)
    assert [(fault.code, fault.regel, fault.kolom) for fault in faults] == expected
    assert all(fault.tekst.isprintable() and fault.tekst.endswith(".") for fault in faults)


def test_a_byte_order_mark_is_taken_off() -> None:
    assert parse(decode(b"\xef\xbb\xbfa: 1\n")) == ({"a": "1"}, [])


def test_windows_line_ends_give_the_same_text_and_places() -> None:
    text = "a: 1\r\nb:\r\n  - x\r\n  - y\r\n"
    assert parse(text) == parse(text.replace("\r", ""))
    assert places(text, [("b", 1)]) == {("b", 1): (4, 5)}


def test_a_percent_sign_inside_a_line_is_only_a_text() -> None:
    assert parse("a: 80%\nb: '%x'\nc: |\n  %d\n") == ({"a": "80%", "b": "%x", "c": "%d\n"}, [])


def test_a_list_at_the_top_is_read_here_and_refused_as_a_questionnaire(tmp_path: Path) -> None:
    path = tmp_path / "lijst.yaml"
    path.write_text("- a\n- b\n")
    lijst, faults = content.read(path)
    assert lijst is None
    assert [str(fault).split()[:2] for fault in faults] == [["lijst.yaml:1:1", "geen-sleutels"]]


# -- bombs: named within a second, whatever their size ----------------------------------------------------------------

MERGE_BOMB = "a0: &a0 {k: v}\n" + "".join(
    f"a{n}: &a{n}\n  <<: [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 13)
)
BOMBS: dict[str, tuple[str | bytes, set[str]]] = {
    "200 kB of [": ("[" * 200_000, {"te-diep"}),
    "200 kB of {": ("{" * 200_000, {"te-diep", "sleutel-geen-tekst"}),
    "200 kB of [ closed": ("[" * 100_000 + "]" * 100_000, {"te-diep"}),
    "200 kB of ? ": ("? " * 100_000, {"sleutel-geen-tekst", "te-diep"}),
    "200 kB of - ": ("- " * 100_000, {"te-diep"}),
    "deep blocks": ("".join(" " * depth + "a:\n" for depth in range(600)), {"te-diep"}),
    "an 827-byte merge-key bomb": (MERGE_BOMB, {"anker", "samenvoegsleutel", "verwijzing"}),
    "laughs": (
        "".join(f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 20)),
        {"anker", "verwijzing"},
    ),
    "9 MB": (b"a: " + b"x" * 9_000_000, {"te-groot"}),
    "8 MB of items": ("- a\n" * (MAX_BYTES // 4 - 1), {"te-veel"}),
    "8 MB in a row": ("[" + "a," * (MAX_BYTES // 2 - 2) + "]", {"te-veel"}),
    "8 MB of the same key": ("a:\n" * (MAX_BYTES // 3 - 1), {"te-veel-fouten"}),
    "8 MB of anchors": ("- &a b\n" * (MAX_BYTES // 7 - 1), {"te-veel-fouten"}),
    "8 MB of tag lines": ("".join(f"%TAG !{n}! y\n" for n in range(400_000)) + "---\na: 1\n", {"instructie"}),
    "tag lines after other line ends": ("\r".join(f"%TAG !{n}! y" for n in range(99_000)), {"instructie"}),
    "tag lines later": ("a: 1\n...\n" + "".join(f"%TAG !{n}! y\n" for n in range(99_000)), {"instructie"}),
    "a key of 7 MB": ("? " + "a" * 7_000_000 + "\n: b\n? " + "a" * 7_000_000 + "\n: b\n", {"te-groot"}),
    "a double key of 3 MB": (("? " + "a" * 3_000_000 + "\n: b\n") * 2, {"dubbele-sleutel"}),
    "8 MB of line ends": ("\n" * (MAX_BYTES - 1), {"leeg"}),
    "8 MB of documents": ("---\n" * (MAX_BYTES // 4 - 1), {"meer-documenten", "te-veel"}),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_named_within_bounds(name: str) -> None:
    raw, codes = BOMBS[name]
    start = time.process_time()
    faults = refused(raw)
    assert {fault.code for fault in faults} & codes
    assert {fault.code for fault in faults} <= codes
    assert len(faults) <= MAX_FAULTS
    assert time.process_time() - start < 2  # on a slow machine; it is some tenths here


def test_the_merge_bomb_is_a_small_file() -> None:
    assert len(MERGE_BOMB) <= 900


def test_exactly_as_deep_as_allowed_is_read() -> None:
    document, faults = parse("[" * MAX_DEPTH + "]" * MAX_DEPTH)
    assert faults == []
    assert [fault.code for fault in refused("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1))] == ["te-diep"]
    assert refused("[" * 41 + "]" * 41)[0].kolom == 41
    assert document


def test_a_large_but_honest_file_is_read() -> None:
    text = "x:\n" + "- {a: 1, b: 2}\n" * ((MAX_EVENTS - 100) // 6)
    document, faults = parse(text)
    assert faults == []
    assert len(document["x"]) == (MAX_EVENTS - 100) // 6


# -- places ---------------------------------------------------------------------------------------------------------


def test_places_are_those_of_keys_and_items() -> None:
    text = "a: 1\né:\n  - x: {b: 2, c: 3}\n    y: z\n  - q\n"
    assert places(text, [(), ("a",), ("é", 0, "x", "c"), ("é", 0, "y"), ("é", 1), ("é", 1, "no"), ("no",)]) == {
        (): (1, 1),
        ("a",): (1, 1),
        ("é", 0, "x", "c"): (3, 15),
        ("é", 0, "y"): (4, 5),
        ("é", 1): (5, 5),
        ("é", 1, "no"): (5, 5),
        ("no",): (1, 1),
    }


def test_places_after_what_was_refused_are_right_too() -> None:
    text = "a: &x 1\nb: *x\nc: 3\nd: [*x, e]\nf: !t {g: 1}\n"
    assert places(text, [("b",), ("c",), ("d", 1), ("f", "g")]) == {
        ("b",): (2, 1),
        ("c",): (3, 1),
        ("d", 1): (4, 9),
        ("f", "g"): (5, 8),
    }
    assert places("a: 1\nb: 2\n---\nb: 3\n", [("b",)]) == {("b",): (2, 1)}
    assert places("*x : 1\nb: 2\n", [("b",)]) == {("b",): (2, 1)}


SCALARS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), max_size=8)
DOCUMENTS = st.dictionaries(
    SCALARS,
    st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(SCALARS, inner, max_size=3)),
    min_size=1,
    max_size=4,
)


@given(DOCUMENTS)
@settings(max_examples=60)
def test_what_a_writer_writes_is_read_back_and_has_a_place(document: dict[str, object]) -> None:
    text = yaml.safe_dump(document, default_style="'", allow_unicode=True)
    if any(key == "<<" for key in str(document)):
        return
    document_read, faults = parse(text)
    assert [fault for fault in faults if fault.code not in ("tag", "samenvoegsleutel")] == []
    assert document_read == document
    lines = text.split("\n")
    for (key, *_), (line, column) in places(text, [(key,) for key in document]).items():
        written = yaml.safe_dump(key, default_style="'", allow_unicode=True, width=10**6).split("\n")[0]
        assert lines[line - 1][column - 1 :].startswith((written[:6], "? "))


# -- nothing else ever comes out --------------------------------------------------------------------------------------


def _only_faults(raw: bytes) -> None:
    try:
        text = decode(raw)
        _, faults = parse(text)
        places(text, [("a", 0, "b"), (0,), ()])
    except YamlFaults as error:
        faults = [error.fault]
    lines = raw.count(b"\n") + raw.count(b"\r") + raw.count("\x85".encode()) + 2
    for fault in faults:
        assert fault.tekst.isprintable()
        assert 1 <= fault.regel <= lines + raw.count("\u2028".encode()) + raw.count("\u2029".encode())
        assert fault.kolom >= 1


SIGNS = st.text(st.sampled_from("ab:-?[]{},#&*!|>'\"%@` \n\t\r<.~0é\u2028\x85\ufeff"), max_size=60)


@given(SIGNS | st.text(max_size=60))
@settings(max_examples=400)
def test_any_text_is_read_or_refused(text: str) -> None:
    _only_faults(text.encode("utf-8", "surrogatepass"))


@given(st.binary(max_size=80))
@settings(max_examples=200)
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    _only_faults(raw)


@given(st.text(st.characters() | st.characters(categories=["Cs"]), max_size=40))
@settings(max_examples=100)
def test_also_half_characters_never_crash_the_reader_itself(text: str) -> None:
    try:
        _, faults = parse(text)
    except YamlFaults as error:
        faults = [error.fault]
    assert all(fault.regel >= 1 and fault.kolom >= 1 for fault in faults)


def test_the_slow_loader_refuses_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where PyYAML comes without libyaml nothing else may happen (some sentences differ)."""
    monkeypatch.setattr(yamlreader, "_Loader", yaml.SafeLoader)
    for name, (raw, expected) in TRAPS.items():
        assert bool(refused(raw)) is bool(expected), name
    for name in ("200 kB of [", "200 kB of {", "deep blocks", "an 827-byte merge-key bomb"):
        assert refused(BOMBS[name][0]), name


def test_memory_stays_small() -> None:
    if sys.platform == "linux":
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        for name in ("8 MB of items", "8 MB of the same key", "8 MB in a row"):
            refused(BOMBS[name][0])
        assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 < 300
