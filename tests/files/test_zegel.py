"""Sealing: only the holder of the secret key opens it, every changed byte is noticed, and no password is ever tried."""

from __future__ import annotations

import sys
from pathlib import Path

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bcm_check.core.errors import BcmError, ContentRejected, FileTrouble, WrongUse
from bcm_check.files import zegel

TEKST = b'{"formaat":"bcm-check-bijdrage"}'


@pytest.fixture(scope="module")
def pair() -> tuple[str, str]:
    return zegel.make_pair()


@pytest.fixture(scope="module")
def sealed(pair: tuple[str, str]) -> bytes:
    return zegel.seal(TEKST, pair[0])


@settings(max_examples=50, deadline=None)
@given(raw=st.binary(max_size=200))
def test_what_was_sealed_comes_back(pair: tuple[str, str], raw: bytes) -> None:
    closed = zegel.seal(raw, pair[0])
    assert zegel.is_sealed(closed)
    assert zegel.open_seal(closed, [pair[1]]) == raw


def test_nothing_is_readable_from_outside_and_no_two_seals_are_the_same(pair: tuple[str, str], sealed: bytes) -> None:
    assert b"bcm-check" not in sealed
    assert pair[0].encode() not in sealed
    assert zegel.seal(TEKST, pair[0]) != sealed


def test_every_changed_or_missing_byte_is_noticed(pair: tuple[str, str], sealed: bytes) -> None:
    for at in range(len(sealed)):
        for changed in (sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :], sealed[:at]):
            with pytest.raises(BcmError):
                zegel.open_seal(changed, [pair[1]])
    with pytest.raises(BcmError):
        zegel.open_seal(sealed + b"x", [pair[1]])


def test_another_key_does_not_open_it_and_one_of_several_does(pair: tuple[str, str], sealed: bytes) -> None:
    other = zegel.make_pair()[1]
    with pytest.raises(FileTrouble, match="sleutel past niet"):
        zegel.open_seal(sealed, [other])
    with pytest.raises(FileTrouble, match="--sleutel"):
        zegel.open_seal(sealed, [])
    assert zegel.open_seal(sealed, [other, pair[1]]) == TEKST


def test_a_password_is_refused_before_anything_is_opened(
    pair: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    locked = pyrage.passphrase.encrypt(TEKST, "geheim")

    def never(*_: object) -> bytes:
        raise AssertionError("opened")

    monkeypatch.setattr(pyrage, "decrypt", never)
    for raw in (locked, locked.replace(b"-> scrypt", b"-> X25519 a\n-> scrypt")):
        assert zegel.is_sealed(raw)
        with pytest.raises(ContentRejected, match="wachtwoord"):
            zegel.open_seal(raw, [pair[1]])


@pytest.mark.parametrize(
    "raw",
    [
        zegel.HEAD,
        zegel.HEAD + b"-> X25519 a\n",
        zegel.HEAD + b"--- \n",
        zegel.HEAD + b"-> \n--- x\n",
        zegel.HEAD + b"-> X25519 a\nb\n" * 200 + b"\n--- x\n",
        zegel.HEAD + b"-" * 60_000 + b"\n--- x\n",
        zegel.HEAD + b"-> X25519 \xff\n\xff\n--- \xff\n",
        b"",
        b"x" * 1000,
    ],
)
def test_a_head_that_is_none_is_a_sentence(pair: tuple[str, str], raw: bytes) -> None:
    with pytest.raises((ContentRejected, FileTrouble)) as caught:
        zegel.open_seal(raw, [pair[1]])
    assert str(caught.value).endswith(".")


@settings(max_examples=200, deadline=None)
@given(tail=st.binary(max_size=300))
def test_rubbish_after_the_head_never_crashes(pair: tuple[str, str], tail: bytes) -> None:
    with pytest.raises(BcmError):
        zegel.open_seal(zegel.HEAD + tail, [pair[1]])


# -- keys -----------------------------------------------------------------------------------------------------------


def test_a_key_may_be_typed_or_stand_in_a_file(pair: tuple[str, str], tmp_path: Path) -> None:
    path = tmp_path / "sleutels.txt"
    path.write_bytes(f"\ufeff# een regel uitleg\r\n\r\n  {pair[0]}\r\n{pair[1]}\r\n".encode())
    assert zegel.public_key(pair[0]) == zegel.public_key(f" {pair[0]}\n") == zegel.public_key(str(path)) == pair[0]
    assert zegel.secret_keys(path) == (pair[1],)


@pytest.mark.parametrize("typed", ["age1", "age1qqqq", "age1" + "q" * 10_000, "age1\x1b[31m"])
def test_what_is_no_public_key(typed: str) -> None:
    with pytest.raises(WrongUse, match="age1") as caught:
        zegel.public_key(typed)
    assert "\x1b" not in str(caught.value)
    assert len(str(caught.value)) < 200


def test_a_secret_key_is_never_taken_for_a_public_one_and_never_repeated(pair: tuple[str, str], tmp_path: Path) -> None:
    (tmp_path / "geheim.txt").write_text(pair[1], encoding="utf-8")
    for typed in (pair[1], str(tmp_path / "geheim.txt")):
        with pytest.raises(WrongUse, match="geheime sleutel") as caught:
            zegel.public_key(typed)
        assert pair[1][16:24] not in str(caught.value)


def test_files_without_a_key_are_named(pair: tuple[str, str], tmp_path: Path) -> None:
    with pytest.raises(FileTrouble, match="bestaat niet"):
        zegel.public_key(str(tmp_path / "weg.txt"))
    path = tmp_path / "leeg.txt"
    path.write_text("niets\n", encoding="utf-8")
    for read in (lambda: zegel.public_key(str(path)), lambda: zegel.secret_keys(path)):
        with pytest.raises(WrongUse, match="leeg"):
            read()
    path.write_text(f"{pair[1][:-1]}x\n", encoding="utf-8")
    with pytest.raises(WrongUse) as caught:
        zegel.secret_keys(path)
    assert pair[1][16:24] not in str(caught.value)


def test_without_the_package_there_is_a_way_on(monkeypatch: pytest.MonkeyPatch, pair: tuple[str, str]) -> None:
    monkeypatch.setitem(sys.modules, "pyrage", None)
    with pytest.raises(WrongUse, match=r"bcm-check\[zegel\]"):
        zegel.seal(TEKST, pair[0])
