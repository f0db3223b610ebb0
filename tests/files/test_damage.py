"""A damaged, foreign, newer or hostile answer file: one clear sentence without answers in it, the file untouched."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bcm_check.core.antwoorden import Antwoord, Antwoorden, Archiefstuk
from bcm_check.core.eigen import Duur, Eigen, EigenProces
from bcm_check.core.errors import BcmError, ContentRejected, FileTrouble
from bcm_check.files import answers, jsonreader
from bcm_check.files.answers import AnswerFile, Encoder, checksum, decode

from .system import NAME, answer, check_line, some_answers

SECRET = "GEHEIM"


def _full() -> Antwoorden:
    """Return answers in which every free text holds the secret."""
    given_answer = Antwoord(
        waarde="nvt",
        reden=f"{SECRET} reden",
        toelichting=f"{SECRET} ëé 🙂 \x1b[31m\n tweede regel",
        bewijs=f"{SECRET} bewijs",
        eigenaar=SECRET,
        testdatum="2026-03-31",
    )
    archive = Archiefstuk(vraag="OUD", reden="past niet", versie="1", antwoord={"waarde": 1, "toelichting": SECRET})
    return (
        some_answers(5, SECRET)
        .met("N1", given_answer)
        .model_copy(update={"archief": (archive,), "ambitie": {"P1": 3}, "teller": 7})
    )


def mutated(raw: bytes, chance: random.Random) -> bytes:
    """Return the bytes with one thing wrong: a bit, a cut, a piece twice, a piece gone, a piece of something else."""
    at, size = chance.randrange(len(raw)), chance.randrange(1, 40)
    return chance.choice(
        [
            raw[:at] + bytes([raw[at] ^ 1 << chance.randrange(8)]) + raw[at + 1 :],
            raw[:at],
            raw[:at] + raw[at : at + size] * 2 + raw[at + size :],
            raw[:at] + raw[at + size :],
            raw[:at] + chance.randbytes(size) + raw[at:],
            raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :],
            raw[:at] + b"\n" + raw[at:],
        ]
    )


def _check_mutations(raw: bytes, chance: random.Random, path: Path, original: Antwoorden) -> int:
    return sum(_check(mutated(raw, chance), path, original) for _ in range(100))


def _check(raw: bytes, path: Path, original: Antwoorden) -> bool:
    """Read a damaged file; tell whether it was refused, and check what was said."""
    path.write_bytes(raw)
    try:
        assert answers.read(path) == original
        refused = False
    except (FileTrouble, ContentRejected) as error:
        _is_a_sentence(error)
        refused = True
    assert path.read_bytes() == raw
    return refused


def _is_a_sentence(error: BcmError) -> None:
    said = [str(error), *(str(fault) for fault in error.faults)]
    for each in said:
        check_line(each)
        assert SECRET not in each
    assert len(str(error)) < 500
    assert str(error).endswith(".")


@pytest.mark.parametrize("seed", range(3))
def test_100_mutations_are_named_or_harmless(seed: int, tmp_path: Path) -> None:
    path, original = tmp_path / NAME, _full()
    raw, chance = Encoder().encode(original), random.Random(seed)
    assert _check_mutations(raw, chance, path, original) > 80


def test_without_the_check_damage_would_pass(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted fault: nearly half of the mutated files still parse."""
    monkeypatch.setattr(answers, "_holds", lambda document: bool(document.pop("controle", None)) or True)
    path, original = tmp_path / NAME, _full()
    raw, chance = Encoder().encode(original), random.Random(0)
    with pytest.raises(AssertionError):
        _check_mutations(raw, chance, path, original)


def test_a_cut_anywhere_is_named(tmp_path: Path) -> None:
    path, original = tmp_path / NAME, _full()
    raw = Encoder().encode(original)
    for end in range(0, len(raw) - 1, 5):
        assert _check(raw[:end], path, original)


def test_the_previous_generation_is_offered_for_every_kind_of_damage(tmp_path: Path) -> None:
    path = tmp_path / NAME
    for number in range(2):
        with AnswerFile(path) as file:
            file.save((file.antwoorden or some_answers()).met("V1", answer(f"{number}")))
    raw = path.read_bytes()
    kept = answers.previous(path)
    assert answers.read(kept).antwoorden["V1"] == answer("0")
    for damaged in (
        raw[:-40],
        raw.replace(b'"V2"', b'"V9"'),
        b"",
        raw.replace(b"bcm-check-a", b"bcm-check-b"),
        b"\0" * 9,
    ):
        path.write_bytes(damaged)
        for act in (answers.read, _open):
            with pytest.raises(BcmError, match="vorige bewaarde versie staat in"):
                act(path)
        assert path.read_bytes() == damaged
    path.write_bytes(kept.read_bytes())  # what the sentence says to do
    assert answers.read(path).teller == 1
    kept.unlink()
    path.write_bytes(raw[:-40])
    with pytest.raises(FileTrouble) as trouble:
        answers.read(path)
    assert "vorige" not in str(trouble.value)


def _open(path: Path) -> None:
    with AnswerFile(path):
        pass


def _document() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Encoder().encode(_full()))
    del found["controle"]
    return found


def signed(document: dict[str, Any]) -> bytes:
    """Return a file with a check that is right: as somebody who means harm would make it."""
    body = answers._encode(document)
    return json.dumps({"controle": checksum(body), **document}, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _with(**changes: Any) -> bytes:
    return signed({**_document(), **changes})


def _in_answer(**changes: Any) -> bytes:
    return _with(antwoorden={"V1": {"waarde": 1, "toelichting": SECRET, **changes}})


RAW = Encoder().encode(_full())
DEEP = b'{"formaat":"bcm-check-antwoorden","x":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
NESTED: Any = SECRET
for _ in range(40):
    NESTED = [NESTED]
FILES: dict[str, tuple[bytes, type[BcmError]]] = {
    "foreign": (b'{"naam": "GEHEIM"}', ContentRejected),
    "list": (b'["GEHEIM"]', ContentRejected),
    "text": (b'"GEHEIM"', ContentRejected),
    "number": (b"1", ContentRejected),
    "nothing": (b"", FileTrouble),
    "null": (b"null", ContentRejected),
    "YAML": (b"formaat: bcm-check-antwoorden\n", FileTrouble),
    "newer": (_with(versie=2), ContentRejected),
    "much newer": (_with(versie=10**25), ContentRejected),
    "older": (_with(versie=0), ContentRejected),
    "version as text": (_with(versie="1"), ContentRejected),
    "version true": (_with(versie=True), ContentRejected),
    "version list": (_with(versie=[1]), ContentRejected),
    "no version": (signed({k: v for k, v in _document().items() if k != "versie"}), ContentRejected),
    "no check": (json.dumps(_document()).encode(), FileTrouble),
    "check as list": (json.dumps({"controle": [], **_document()}).encode(), FileTrouble),
    "NaN": (RAW.replace(b'"teller":7', b'"teller":NaN'), FileTrouble),
    "Infinity": (RAW.replace(b'"teller":7', b'"teller":-Infinity'), FileTrouble),
    "1e999": (
        _with(archief=[{"vraag": "x", "reden": "x", "versie": "1", "antwoord": {"w": float("inf")}}]).replace(
            b"Infinity", b"1e999"
        ),
        FileTrouble,
    ),
    "long number": (RAW.replace(b'"teller":7', b'"teller":' + b"9" * 5000), FileTrouble),
    "negative count": (_with(teller=-1), ContentRejected),
    "twice the same key": (RAW.replace(b'"teller":7', b'"teller":8,"teller":7'), FileTrouble),
    "twice the same answer": (RAW.replace(b'"V1":', b'"V0":'), FileTrouble),
    "UTF-16": (RAW.decode().encode("utf-16"), FileTrouble),
    "latin 1": ("é".encode("latin-1"), FileTrouble),
    "NUL": (RAW + b"\0", FileTrouble),
    "two documents": (RAW + RAW, FileTrouble),
    "deep": (DEEP, FileTrouble),
    "deep archive": (
        _with(archief=[{"vraag": "x", "reden": "x", "versie": "1", "antwoord": {"x": NESTED}}]),
        FileTrouble,
    ),
    "half a character": (RAW.replace(b"GEHEIM bewijs", b"GEHEIM \\ud800"), FileTrouble),
    "half a character as key": (RAW.replace(b'"V1":', b'"\\udfff":'), FileTrouble),
    "raw half a character": (RAW.replace(b"GEHEIM bewijs", b"GEHEIM \xed\xa0\x80"), FileTrouble),
    "unknown key": (_with(GEHEIM_nee=1), ContentRejected),
    "unknown key in an answer": (_in_answer(notitie=SECRET), ContentRejected),
    "no value": (_with(antwoorden={"V1": {"toelichting": SECRET}}), ContentRejected),
    "value out of the world": (_in_answer(waarde=["GEHEIM"]), ContentRejected),
    "value of a million signs": (_in_answer(waarde="GEHEIM" * 200_000), ContentRejected),
    "value true": (_in_answer(waarde=True), ContentRejected),
    "value -1.5": (_in_answer(waarde=-1.5), ContentRejected),
    "text is a list": (_in_answer(bewijs=[SECRET]), ContentRejected),
    "date": (_in_answer(testdatum="GEHEIM"), ContentRejected),
    "date 2": (_in_answer(testdatum="2026-02-31"), ContentRejected),
    "text too long": (_in_answer(bewijs=SECRET * 200_000), ContentRejected),
    "path as id": (_with(antwoorden={"../x": {"waarde": 1}}), ContentRejected),
    "escape as id": (_with(antwoorden={"\x1b[31m": {"waarde": 1}}), ContentRejected),
    "label": (_with(tlp="GEHEIM"), ContentRejected),
    "no organisation": (_with(organisatie={}), ContentRejected),
    "answers as list": (_with(antwoorden=[SECRET]), ContentRejected),
    "many wrong answers": (_with(antwoorden={f"V{number}": {} for number in range(5000)}), ContentRejected),
}
FILES["unknown key"] = (_with(onbekend=SECRET), ContentRejected)


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_not_right_gets_a_sentence(name: str, tmp_path: Path) -> None:
    raw, kind = FILES[name]
    path = tmp_path / NAME
    path.write_bytes(raw)
    for act in (answers.read, _open):
        with pytest.raises(BcmError) as trouble:
            act(path)
        assert type(trouble.value) is kind, trouble.value
        _is_a_sentence(trouble.value)
        assert path.read_bytes() == raw
    assert [each.name for each in tmp_path.iterdir()] == [NAME]


def test_the_exit_codes_are_1_and_3() -> None:
    assert {kind.exit_code for _, kind in FILES.values()} == {1, 3}


def test_a_newer_file_is_told_apart_from_damage(tmp_path: Path) -> None:
    for name, words in (
        ("newer", "nieuwere versie"),
        ("older", "onbekende versie"),
        ("foreign", "geen antwoordbestand"),
    ):
        path = tmp_path / NAME
        path.write_bytes(FILES[name][0])
        with pytest.raises(ContentRejected, match=words):
            answers.read(path)


def test_a_byte_order_mark_and_another_layout_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / NAME
    for raw in (b"\xef\xbb\xbf" + RAW, RAW.replace(b"\n", b"\r\n"), json.dumps(json.loads(RAW), indent=2).encode()):
        path.write_bytes(raw)
        assert answers.read(path) == _full()


def test_what_never_ends_or_is_too_large_is_refused_before_it_is_understood(tmp_path: Path) -> None:
    path = tmp_path / NAME
    for raw in (b" " * (jsonreader.MAX_BYTES + 1), b"[" + b"{}," * 600_000 + b"0]", b"[" * 1_200_000):
        path.write_bytes(raw)
        with pytest.raises(FileTrouble, match=r"te groot|beschadigd"):
            answers.read(path)


def _depth(value: Any) -> int:
    """Return how many parts stand in each other, by the plain way down."""
    parts = value.values() if isinstance(value, dict) else value
    return 1 + max(map(_depth, parts), default=0) if isinstance(value, dict | list) else 0


PARTS = st.recursive(
    st.integers(0, 9) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=30,
)


@given(PARTS, st.integers(0, 6))
def test_what_lies_too_deep_is_found_layer_by_layer(value: Any, limit: int) -> None:
    assert jsonreader._deeper_than(value, limit) == (_depth(value) > limit + 1)


@pytest.mark.parametrize(("before", "after"), [(b"[", b"]"), (b'{"a":', b"}"), (b'[1,{"a":[],"b":', b"}]")])
def test_the_deepest_file_that_is_read(before: bytes, after: bytes) -> None:
    layers = (jsonreader.MAX_DEPTH + 1) // (before.count(b"[") + before.count(b"{") - before.count(b"]"))
    raw = before * layers + b"1" + after * layers
    assert _depth(jsonreader.parse(raw, "x")) <= jsonreader.MAX_DEPTH + 1
    with pytest.raises(FileTrouble, match="beschadigd"):
        jsonreader.parse(before * (layers + 1) + b"1" + after * (layers + 1), "x")


# -- the way there and back -----------------------------------------------------------------------------------------

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
IDS = st.from_regex(r"[A-Za-z0-9]([A-Za-z0-9_.-]{0,8}[A-Za-z0-9_])?", fullmatch=True)
ANSWERS = st.builds(
    Antwoord,
    waarde=st.one_of(st.integers(0, 20), st.floats(0, 10**8), st.sampled_from(["weet_niet", "nvt"]), TEXT),
    reden=TEXT,
    toelichting=TEXT,
    bewijs=TEXT,
    eigenaar=TEXT,
    testdatum=st.none() | st.dates(),
)


HOURS = st.integers(0, 500).map(lambda hours: Duur(min=hours, verwacht=hours, max=hours))
EIGEN = st.builds(
    Eigen,
    processen=st.dictionaries(
        IDS, st.builds(EigenProces, leunt_op=st.dictionaries(IDS, HOURS | st.none(), max_size=2)), max_size=2
    ),
    uren=st.dictionaries(IDS, st.dictionaries(IDS, HOURS, max_size=2), max_size=2),
    herstel=st.dictionaries(IDS, HOURS, max_size=2),
)


@given(
    st.lists(st.tuples(IDS, ANSWERS | st.none()), max_size=12),
    st.dictionaries(IDS, st.integers(0, 4), max_size=3),
    EIGEN,
)
@settings(max_examples=80)
def test_what_is_saved_is_read_back_the_same_whatever_changed_before(
    changes: list[tuple[str, Antwoord | None]], ambitie: dict[str, int], eigen: Eigen
) -> None:
    """The encoder keeps what it wrote: after each change its bytes are those of a fresh one, and read back the same."""
    encoder, current = Encoder(), some_answers(4)
    path = Path(NAME)
    for number, (name, given_answer) in enumerate(changes):
        if given_answer is None:
            left = {
                key: value for key, value in current.antwoorden.items() if key != min(current.antwoorden, default="")
            }
            current = current.model_copy(update={"antwoorden": left, "ambitie": ambitie, "eigen": eigen})
        else:
            current = current.met(name, given_answer)
        current = current.model_copy(update={"teller": number})
        raw = encoder.encode(current)
        assert raw == Encoder().encode(current)
        assert decode(raw, path) == current


@given(st.binary(max_size=200))
@settings(max_examples=200)
def test_any_bytes_are_answers_or_a_sentence(raw: bytes) -> None:
    try:
        decode(raw, Path(NAME))
    except BcmError as error:
        _is_a_sentence(error)


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from(sorted(_document())), JSON)
@settings(max_examples=150)
def test_any_signed_document_is_answers_or_a_sentence(key: str, value: Any) -> None:
    """Also with the check right: then only the types stand between a stranger's file and the program."""
    try:
        found = decode(signed({**_document(), key: value}), Path(NAME))
    except BcmError as error:
        _is_a_sentence(error)
    else:
        assert decode(Encoder().encode(found), Path(NAME)) == found


def test_an_answer_that_did_not_change_is_not_written_out_again(monkeypatch: pytest.MonkeyPatch) -> None:
    encoder, current = Encoder(), some_answers(50)
    encoder.encode(current)
    written: list[str] = []
    real: Callable[..., dict[str, Any]] = Antwoord.model_dump
    monkeypatch.setattr(
        Antwoord, "model_dump", lambda self, **more: (written.append(self.toelichting), real(self, **more))[1]
    )
    encoder.encode(current.met("V7", answer("nieuw")))
    assert written == ["nieuw"]
