"""Sealing for a region, in the age format by pyrage: only the region opens it, and a changed byte is noticed.

A password stanza can be made to cost minutes and gigabytes, so the head of a file is read before anything is opened:
only stanzas for X25519 keys are let through. Age tells nothing of who sealed it; the contribution inside does.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from bcm_check.core.errors import ContentRejected, FileTrouble, WrongUse
from bcm_check.core.tekst import clean_line

from .jsonreader import read_bytes, shown

HEAD: Final = b"age-encryption.org/v1\n"
MOST_STANZAS: Final = 100
_LONGEST_HEAD: Final = 50_000
_PUBLIC, _SECRET = "age1", "AGE-SECRET-KEY-1"


def is_sealed(raw: bytes) -> bool:
    """Tell whether bytes are a sealed file."""
    return raw.startswith(HEAD)


def make_pair() -> tuple[str, str]:
    """Return a new public key and its secret one. Raises WrongUse without pyrage."""
    identity = _pyrage().x25519.Identity.generate()
    return str(identity.to_public()), str(identity)


def public_key(typed: str) -> str:
    """Return a public key: the one that was typed, or that stands in the file of that name.

    Raises WrongUse when it is none (a secret one is never repeated), FileTrouble when there is no such file.
    """
    found = typed.strip()
    if not found.startswith((_PUBLIC, _SECRET)):
        lines = _keys_in(Path(typed), (_PUBLIC, _SECRET))
        if not lines:
            raise WrongUse(f"In {shown(Path(typed))} staat geen openbare sleutel. Vraag de regio om de goede.")
        found = lines[0]
    _recipient(found)
    return found


def secret_keys(path: Path) -> tuple[str, ...]:
    """Return the secret keys in a file, checked. Raises WrongUse when it has none, or one that is damaged."""
    found = _keys_in(path, (_SECRET,))
    if not found:
        raise WrongUse(f"In {shown(path)} staat geen geheime sleutel. Maak een paar met: bcm-check sleutel maak")
    _identities(found)
    return found


def _keys_in(path: Path, starts: tuple[str, ...]) -> tuple[str, ...]:
    lines = (line.strip() for line in read_bytes(path).decode("utf-8-sig", "replace").splitlines())
    return tuple(line for line in lines if line.startswith(starts))


def seal(raw: bytes, sleutel: str) -> bytes:
    """Return bytes that only the holder of the secret key opens. Raises WrongUse when it is no public key."""
    return bytes(_pyrage().encrypt(raw, [_recipient(sleutel)]))


def _recipient(sleutel: str) -> Any:
    pyrage = _pyrage()
    if sleutel.strip().startswith(_SECRET):
        raise WrongUse("Dit is een geheime sleutel: die hoort alleen bij de regio. Gebruik de openbare (age1…).")
    try:
        return pyrage.x25519.Recipient.from_str(sleutel.strip())
    except (ValueError, pyrage.RecipientError):
        raise WrongUse(
            f'"{clean_line(sleutel)[:20]}…" is geen openbare sleutel. Die begint met age1; u krijgt hem van de regio.'
        ) from None


def open_seal(raw: bytes, sleutels: Sequence[str]) -> bytes:
    """Return what is inside. Raises FileTrouble when no key fits or a byte was changed, WrongUse for a wrong key."""
    _refuse_other_stanzas(raw)
    pyrage = _pyrage()
    identities = _identities(sleutels)
    if not identities:
        raise FileTrouble("Het is verzegeld, en er is geen sleutel. Noem die met --sleutel BESTAND.")
    try:
        return bytes(pyrage.decrypt(raw, identities))
    except pyrage.DecryptError:
        raise FileTrouble("De sleutel past niet, of het bestand is onderweg veranderd.") from None


def _identities(sleutels: Sequence[str]) -> list[Any]:
    pyrage = _pyrage()
    try:
        return [pyrage.x25519.Identity.from_str(each.strip()) for each in sleutels]
    except (ValueError, pyrage.IdentityError):
        raise WrongUse("Dat is geen goede geheime sleutel. Die begint met AGE-SECRET-KEY-1.") from None


def _refuse_other_stanzas(raw: bytes) -> None:
    head, found, _ = raw[:_LONGEST_HEAD].partition(b"\n--- ")
    stanzas = [line for line in head.split(b"\n") if line.startswith(b"-> ")]
    if not found or not stanzas or len(stanzas) > MOST_STANZAS:
        raise ContentRejected("De kop van dit verzegelde bestand klopt niet.")
    # age itself adds a stanza with a random name that ends in -grease, so that readers learn to skip the unknown
    if any(not (line.startswith(b"-> X25519 ") or line.split(b" ")[1].endswith(b"-grease")) for line in stanzas):
        raise ContentRejected("Dit bestand is met een wachtwoord of een ander soort sleutel verzegeld. Dat mag niet.")


def _pyrage() -> ModuleType:
    """Return pyrage. Raises WrongUse where it is not installed."""
    try:
        import pyrage  # noqa: PLC0415 -- an extra: whoever seals nothing needs it not
    except ImportError:
        raise WrongUse(
            'Voor verzegelen is het pakket pyrage nodig. Installeer het met: python -m pip install "bcm-check[zegel]"'
        ) from None
    found: ModuleType = pyrage
    return found
