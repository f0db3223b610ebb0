"""Fuzzing of the readers of strangers' files, within bounds of time and memory: seeded, a minute each when asked."""

from __future__ import annotations

import random
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bcm_check.core.errors import BcmError
from bcm_check.files import content, locations, yamlreader
from bcm_check.files.answers import Encoder, decode

from .test_damage import _full, _is_a_sentence, mutated, signed
from .test_yaml_traps import BOMBS, TRAPS

SECONDS = 60
SHORT = 0.5
TOKENS = [
    "a",
    "b",
    "é",
    "-",
    ":",
    "?",
    "[",
    "]",
    "{",
    "}",
    ",",
    "#",
    "&",
    "*",
    "!",
    "|",
    ">",
    "'",
    '"',
    "%",
    "@",
    "`",
    "<<",
    "---",
    "...",
    "&a",
    "*a",
    "!!int",
    "!x\t",
    "\n",
    "\r\n",
    "\u2028",
    "\x85",
    "\ufeff",
    "\x00",
    "\x1b",
    "~",
    "0",
    ".",
    "pijlers:",
    "vragen:",
    "id:",
    "niveaus:",
    "formaat:",
]


def _yaml_seed(chance: random.Random) -> bytes:
    kind = chance.randrange(4)
    if kind == 0:
        return "".join(chance.choices([*TOKENS, "\n", "\n  ", " "], k=chance.randrange(1, 400))).encode()
    if kind == 1:
        raw = chance.choice([raw for raw, _ in TRAPS.values()])
        return raw if isinstance(raw, bytes) else raw.encode()
    if kind == 2:
        token = chance.choice(TOKENS) + chance.choice(["", " ", "\n", "a", ": "])
        return (token * chance.randrange(1, 20_000)).encode()[:100_000]
    return chance.choice(QUESTIONNAIRES)


QUESTIONNAIRES = [path.read_bytes()[:20_000] for path in sorted(locations.standard().glob("*.yaml"))]


def _read_yaml(raw: bytes) -> None:
    try:
        text = yamlreader.decode(raw)
        document, faults = yamlreader.parse(text)
        yamlreader.places(text, [("pijlers", 0, "vragen", 1, "id"), (3,)])
        assert all(type(each) is str for each in (document if isinstance(document, dict) else {}))
    except yamlreader.YamlFaults as error:
        faults = [error.fault]
    assert all(fault.tekst.isprintable() and fault.regel >= 1 and fault.kolom >= 1 for fault in faults)


ANSWER_FILES = [
    Encoder().encode(_full()),
    signed({"formaat": "bcm-check-antwoorden", "versie": 1, "antwoorden": {}}),
    b'{"formaat":"bcm-check-antwoorden","versie":1,"x":' + b"[" * 300 + b"]" * 300 + b"}",
    b"[" + b"1e308," * 3000 + b"1]",
]


def _read_answers(raw: bytes) -> None:
    try:
        decode(raw, Path("gemeente.bcm.json"))
    except BcmError as error:
        _is_a_sentence(error)


def _answers_seed(chance: random.Random) -> bytes:
    if chance.randrange(4) == 0:
        pieces = [
            b"{",
            b"}",
            b"[",
            b"]",
            b",",
            b":",
            b'"',
            b"\\u",
            b"\\ud800",
            b"1e",
            b"NaN",
            b"-",
            b'"formaat"',
            b"9" * 50,
        ]
        return b"".join(chance.choices(pieces, k=chance.randrange(1, 3000)))
    return chance.choice(ANSWER_FILES)


def fuzz(read: Callable[[bytes], None], seed: Callable[[random.Random], bytes], seconds: float, number: int) -> int:
    """Read mutated inputs for a while. Returns how many; fails on one that takes over a second of our time."""
    chance = random.Random(number)
    done = 0
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        raw = seed(chance)
        for _ in range(chance.randrange(4)):
            raw = mutated(raw, chance) if raw else raw
        start = time.process_time()
        try:
            read(raw)
        except Exception as error:
            pytest.fail(f"{type(error).__name__} on {raw[:300]!r} (seed {number}, input {done})")
        assert time.process_time() - start < 1, raw[:300]
        done += 1
    return done


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024 if sys.platform == "linux" else 0


@pytest.mark.parametrize(("read", "seed"), [(_read_yaml, _yaml_seed), (_read_answers, _answers_seed)])
def test_a_second_of_fuzzing(read: Callable[[bytes], None], seed: Callable[[random.Random], bytes]) -> None:
    assert fuzz(read, seed, SHORT, 1) > 20


@pytest.mark.lang
@pytest.mark.parametrize(("read", "seed"), [(_read_yaml, _yaml_seed), (_read_answers, _answers_seed)])
def test_a_minute_of_fuzzing(read: Callable[[bytes], None], seed: Callable[[random.Random], bytes]) -> None:
    before = _memory()
    done = fuzz(read, seed, SECONDS, 2)
    print(f"{read.__name__}: {done} inputs in {SECONDS} s, {_memory() - before} MB more than before")
    assert _memory() - before < 300


def test_the_fuzzer_finds_a_planted_crash() -> None:
    def fragile(raw: bytes) -> None:
        if raw.count(b"[") > 30:
            raise RecursionError

    with pytest.raises(pytest.fail.Exception):
        fuzz(fragile, _yaml_seed, 20, 1)


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_as_a_questionnaire_is_named(name: str, tmp_path: Path) -> None:
    raw = BOMBS[name][0]
    (tmp_path / "lijst.yaml").write_bytes(raw if isinstance(raw, bytes) else raw.encode())
    start = time.process_time()
    lijst, faults = content.read(tmp_path)
    assert lijst is None
    assert faults
    assert time.process_time() - start < 2
