"""Adding up a folder again with what is remembered of the last time: only what changed is read.

The sum is exact, so what is no longer there is taken out of it and what is new is added; which of several files of one
organisation counts is decided as in `optelling.py`. Files that may not be remembered are added last, to that sum.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final, NamedTuple

from pydantic import ValidationError

from bcm_check.core.antwoorden import FORMAAT as ANTWOORDFORMAAT
from bcm_check.core.bijdrage import Bijdrage
from bcm_check.core.errors import FileTrouble
from bcm_check.core.regiobeeld import MEESTE_RIJEN, row_of
from bcm_check.core.regiotelling import Regiotelling

from . import bijdragen, regiobeelden
from .bijdragen import Beeld, Gelezen, Overgeslagen
from .geheugen import (
    Beschadigd,
    Geheugen,
    Rij,
    Stand,
    Terzijde,
    VanAnders,
    hindered,
    throw_away,
)
from .jsonreader import reason, shown
from .kenmerk import NOOIT, Kenmerk, is_still, kenmerk, read_still
from .locking import Busy, Lock
from .optelling import Begin, Optelling, key_of
from .register import Geteld, Register
from .ronde import Ronde
from .zegel import is_sealed

SPELING: Final = 2_000_000_000  # ns: a file that is younger than the run by less may change again at the same time
BLIJVEND: Final = frozenset(("beschadigd", "vreemd", "onbekende-versie", "klopt-niet", "zonder-code"))
WEINIG: Final = 1_000  # of so many files nobody minds that all of it is read again
_LATER: Final = (ANTWOORDFORMAAT.encode(), regiobeelden.FORMAAT.encode())


class Lezer(NamedTuple):
    """How files are read: one, with whatever it brings about; one that counted, again; and what fits it in a region.

    `dag` is the day of the picture: a contribution of a later one does not count.
    """

    lees: Callable[[Path], Gelezen | Beeld | Overgeslagen]
    herlees: Callable[[Path], Gelezen | Beeld]
    passend: Callable[[Bijdrage], Bijdrage]
    dag: int


class Wens(NamedTuple):
    """Where the memory is, what it must have been made with, whether only hashes are trusted, and how to speak."""

    plek: Path
    stempel: str
    opnieuw: bool
    zeg: Callable[[str], None]
    onderweg: Callable[[Iterable[str]], Iterable[str]] = iter


class _TeVeel(Exception):
    """More groups and parts than fit: which of the files count depends then on the order of reading."""


class _TeAnders(Exception):
    """So much changed that it is quicker to read everything."""


def recount(folder: Path, lezer: Lezer, wens: Wens) -> Optelling | None:
    """Return the sum over a folder, or None where the memory cannot be used: then it must be added up without.

    Why not is told in one sentence. Raises FileTrouble when the folder, or a link at the place of the memory, cannot
    be read.
    """
    slot, name = Lock(wens.plek), shown(wens.plek)
    try:
        slot.acquire()
    except Busy:
        wens.zeg(f"Het geheugen {name} is in gebruik door een andere bcm-check. Er wordt zonder geheugen opgeteld.")
        return None
    except (OSError, ValueError) as error:
        wens.zeg(f"Het geheugen {name} kan niet worden gebruikt: {reason(error)}. Er wordt zonder opgeteld.")
        return None
    try:
        return _tried(folder, lezer, wens)
    except VanAnders:
        raise FileTrouble(f"{name} is geen geheugen van bcm-check. Kies bij --geheugen een andere naam.") from None
    except (OSError, sqlite3.Error, Beschadigd, OverflowError) as error:
        why = reason(error) if isinstance(error, OSError) else "er is geen ruimte, of een ander programma gebruikt het"
        wens.zeg(f"Het geheugen {name} kan niet worden gebruikt: {why}. Er wordt zonder opgeteld.")
        return None
    except (_TeVeel, _TeAnders):
        wens.zeg(f"Het geheugen {name} helpt bij deze map niet. Er wordt zonder opgeteld.")
        return None
    finally:
        slot.release()


def _tried(folder: Path, lezer: Lezer, wens: Wens) -> Optelling | None:
    """Add up with what is remembered; with nothing where that cannot be used."""
    why = ""
    try:
        return _with(folder, lezer, wens)
    except _TeAnders:
        pass
    except _Ongeldig as error:
        why = str(error)
    except sqlite3.Error as error:
        if hindered(error):
            raise
        why = "is beschadigd"
    except (Beschadigd, OverflowError, UnicodeDecodeError):
        why = "is beschadigd"
    if why:
        wens.zeg(f"Het geheugen {shown(wens.plek)} {why}. Het is weggegooid en wordt opnieuw gemaakt.")
    throw_away(wens.plek)
    return _with(folder, lezer, wens)


class _Ongeldig(Exception):
    """The memory was made with something else; the message says what."""


def _with(folder: Path, lezer: Lezer, wens: Wens) -> Optelling:
    geheugen = Geheugen(wens.plek)
    try:
        stand = geheugen.stand(wens.stempel)
        if stand is None:
            raise _Ongeldig("is van een andere versie, vragenlijst of regio")
        if stand.laatste_dag > lezer.dag:
            raise _Ongeldig("is van een latere peildatum")
        telling = Hertelling(folder, lezer, geheugen, stand, trust=not wens.opnieuw)
        telling.catch_up(wens.onderweg)
        telling.keep(wens)
        return telling.whole()
    finally:
        geheugen.close()


class Hertelling:
    """One run over a folder with what is remembered of it."""

    def __init__(self, folder: Path, lezer: Lezer, geheugen: Geheugen, stand: Stand, *, trust: bool) -> None:
        self._root, self._lezer, self._geheugen = str(folder), lezer, geheugen
        self._before, self._since = sum(map(len, stand.bestanden.values())), time.time_ns() - SPELING
        self._som, self._aantal, self._laatste = Regiotelling(stand.som), stand.aantal, stand.laatste_dag
        self._ronde = Ronde(str(folder), stand.bestanden, trust=trust)
        self._index = self._ronde.index
        self._aside = self._ronde.terzijde  # of this run only
        self._later: list[str] = []  # what may not be remembered
        self._several = {rij.sleutel for rij in geheugen.rijen(verslagen=True)}
        self._slow, self._changed = 0, geheugen.nieuw

    # -- what changed --

    def catch_up(self, onderweg: Callable[[Iterable[str]], Iterable[str]]) -> None:
        """Bring the sum up to what stands in the folder now."""
        for plek in self._ronde.weg:
            self._forget(plek)
        for plek in onderweg(self._ronde.anders):
            mark = self._look(plek, os.path.join(self._root, plek))
            if mark is not None:
                below, name = os.path.split(plek)
                self._changed = True
                self._index[below][name] = mark

    # -- one file --

    def _look(self, plek: str, path: str) -> Kenmerk | None:
        """Bring the sum up to one file. Returns what it will be known by, or None when it is not remembered."""
        raw, found = read_still(path)
        if found is None:
            self._leave(plek, path)
            return None
        young = max(found.st_mtime_ns, found.st_ctime_ns) >= self._since
        mark = NOOIT if young else kenmerk(found)
        merk, text = bijdragen.marked(raw)
        known = self._geheugen.rij(plek)
        if (known.merk if known is not None else self._geheugen.merk_terzijde(plek)) == merk:
            return mark
        if known is not None and text is not None and self._replaced(known, text, merk):
            return mark
        if is_sealed(raw) or any(word in raw for word in _LATER):
            self._leave(plek, path)
            return None
        self._slow += 1
        if self._slow > max(WEINIG, self._before // 2) and self._before:
            raise _TeAnders
        self._forget(plek)
        if self._read_whole(plek, path, text, merk):
            if is_still(path, found):
                return mark
            self._leave(plek, path)
        return None

    def _leave(self, plek: str, path: str) -> None:
        """Leave a file for the end of this run, and remember nothing of it."""
        self._forget(plek)
        self._later.append(path)

    def _replaced(self, known: Rij, text: bytes, merk: str) -> bool:
        """Put a contribution in the place of another one of the same organisation. False: it cannot."""
        now = bijdragen.as_we_write(text)
        if now is None or known.sleutel in self._several:
            return False
        day = now.peildatum.toordinal()
        if key_of((now.code, now.lijst.id)) != known.sleutel or day > self._lezer.dag:
            return False
        self._add(now)  # first: no count ever falls below zero
        self._take_out(known)
        self._geheugen.put(known.met(text, merk, now.teller, day))
        self._laatste = max(self._laatste, day)
        return True

    def _read_whole(self, plek: str, path: str, text: bytes | None, merk: str) -> bool:
        """Read a file as if it was never seen. Returns whether it may be remembered."""
        found = self._lezer.lees(Path(path))
        if isinstance(found, Overgeslagen):
            if found.code not in BLIJVEND or found.pad in found.reden:
                self._aside.append(found)
                return False
            self._geheugen.set_aside(Terzijde(plek, merk, found.code, found.reden))
            return True
        if text is None or isinstance(found, Beeld) or found.merk != merk:
            self._leave(plek, path)
            return False
        day = found.bijdrage.peildatum.toordinal()
        empty = Rij(plek, merk, key_of(found.sleutel), found.bijdrage.teller, day, False, b"", b"")
        self._put(empty.met(text, merk, found.bijdrage.teller, day), found.bijdrage)
        self._laatste = max(self._laatste, day)
        return True

    def _put(self, rij: Rij, bijdrage: Bijdrage) -> None:
        """Remember a contribution that was not there; it counts unless another one of its organisation goes first."""
        others = self._geheugen.van(rij.sleutel)
        self._add(bijdrage)  # also what yields: its groups and parts take their room in any order of reading
        if not others:
            self._aantal += 1
            self._geheugen.put(rij)
            return
        self._several.add(rij.sleutel)
        first = _first(others)
        if _first((first, rij)) is rij:
            self._take_out(first)
            self._geheugen.put(first._replace(verslagen=True))
            self._geheugen.put(rij)
        else:
            self._som.remove(self._lezer.passend(bijdrage))
            self._geheugen.put(rij._replace(verslagen=True))

    def _forget(self, plek: str) -> None:
        """Take a file out of the sum and the memory; what had to yield to it counts again."""
        rij = self._geheugen.rij(plek)
        self._changed = self._geheugen.drop(plek) or self._changed
        if rij is None or rij.verslagen:
            return
        self._take_out(rij)
        others = self._geheugen.van(rij.sleutel)
        if not others:
            self._aantal -= 1
            return
        first = _first(others)
        self._add(_whole(first))
        self._geheugen.put(first._replace(verslagen=False))

    def _add(self, bijdrage: Bijdrage) -> None:
        self._som.add(self._room_for(bijdrage))

    def _room_for(self, bijdrage: Bijdrage) -> Bijdrage:
        fitted = self._lezer.passend(bijdrage)
        if not self._som.has_room(fitted):
            raise _TeVeel
        return fitted

    def _take_out(self, rij: Rij) -> None:
        self._som.remove(self._lezer.passend(_whole(rij)))

    # -- the end --

    def keep(self, wens: Wens) -> None:
        """Keep what is known now, for the next run. That it cannot be kept is told, and changes nothing in the sum."""
        if not self._changed:
            return
        try:
            self._geheugen.keep(wens.stempel, Stand(self._index, self._som.beeld, self._aantal, self._laatste))
        except sqlite3.Error as error:
            if not hindered(error):
                raise
            wens.zeg(f"Het geheugen {shown(wens.plek)} is niet bijgewerkt: er is geen ruimte. De uitkomst klopt wel.")

    def whole(self) -> Optelling:
        """Return the sum with what is not remembered added to it."""
        beeld = self._som.beeld
        if self._aantal <= MEESTE_RIJEN:
            rows = (row_of(self._lezer.passend(_whole(rij))) for rij in self._geheugen.rijen(verslagen=False))
            beeld.rijen = {(rij.code, rij.lijst): rij for rij in rows}
        beaten = [(rij.sleutel, self._counted(rij)) for rij in self._geheugen.rijen(verslagen=True)]
        register = _Onthouden(self._geheugen, self._counted)
        for key, _ in beaten:
            register.get(key)
        begin = Begin(beeld, self._aantal, register, beaten)
        som = Optelling(self._lezer.herlees, self._lezer.passend, begin)
        for each in self._geheugen.terzijde():
            som.take(Overgeslagen(shown(Path(self._root, each.plek)), each.code, each.reden))
        for aside in self._aside:
            som.take(aside)
        for path in self._later:
            som.take(self._lezer.lees(Path(path)))
        if any(each.code == "te-veel" for each in som.overgeslagen):
            raise _TeVeel
        return som

    def _counted(self, rij: Rij) -> Geteld:
        return Geteld(rij.rang, Path(self._root, rij.plek))


class _Onthouden(Register):
    """Which file counts: of this run, or else as remembered."""

    def __init__(self, geheugen: Geheugen, counted: Callable[[Rij], Geteld]) -> None:
        super().__init__()
        self._geheugen, self._counted = geheugen, counted

    def get(self, sleutel: bytes) -> Geteld | None:
        """Return what counts under a key, or None."""
        found = super().get(sleutel)
        if found is None:
            others = self._geheugen.van(sleutel)
            if others:
                found = self._counted(_first(others))
                self.put(sleutel, found)  # it is asked for again when the memory is closed
        return found


def _first(rijen: Iterable[Rij]) -> Rij:
    """Return which of several counts: the highest rank, and of what is the same the first name."""
    found = list(rijen)
    highest = max(rij.rang for rij in found)
    return min((rij for rij in found if rij.rang == highest), key=lambda rij: rij.plek)


def _whole(rij: Rij) -> Bijdrage:
    """Return a contribution that was counted, of the text that was kept. Raises Beschadigd."""
    text = rij.tekst
    found = bijdragen.as_we_write(text)
    if found is not None:
        return found
    try:
        return Bijdrage.model_validate_json(text, strict=True)
    except ValidationError as error:
        raise Beschadigd from error
