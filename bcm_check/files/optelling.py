"""The sum over a folder of a region, one file at a time.

Which of several contributions of one organisation counts does not depend on the order of reading: the highest counter,
then the latest day, then the text itself. Nor does what is told of the others.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

from bcm_check.core.bijdrage import Bijdrage
from bcm_check.core.errors import BcmError, FileTrouble
from bcm_check.core.regio import Regio
from bcm_check.core.regiobeeld import MEESTE_RIJEN, Regiobeeld
from bcm_check.core.regiotelling import Regiotelling

from .bijdragen import Beeld, Gelezen, Overgeslagen
from .jsonreader import shown
from .register import Geteld, Register

_EMPTY: Final = Regiobeeld()


class Begin(NamedTuple):
    """A sum that others are added to: its picture, how many it counts, which those are, and what yielded to them."""

    beeld: Regiobeeld
    gebruikt: int
    register: Register
    verslagen: list[tuple[bytes, Geteld]]


class Optelling:
    """The sum over a folder, one file at a time: of each contribution only its rank and place are remembered.

    One contribution of each organisation and questionnaire counts, whatever the order of reading. Where a later file
    takes the place of an earlier one, that one is read again and taken out.
    """

    def __init__(
        self,
        herlees: Callable[[Path], Gelezen | Beeld],
        passend: Callable[[Bijdrage], Bijdrage],
        begin: Begin | None = None,
    ) -> None:
        beeld, self.gebruikt, self._kept, beaten = begin or Begin(Regiobeeld(), 0, Register(), [])
        self._telling = Regiotelling(beeld)
        self.tijdelijk: set[str] = set()  # codes that were made for this run; more than anybody asks for, not kept
        self._again, self._fitted = herlees, passend
        self._pictures: dict[str, Beeld] = {}  # the first by name of each, by its mark, and without its figures
        self._aside: list[Overgeslagen] = []
        self._beaten = list(beaten)  # what had to yield to another of the same organisation
        self._twice: list[Beeld] = []

    @property
    def beeld(self) -> Regiobeeld:
        """The picture of everything that counts until now."""
        return self._telling.beeld

    @property
    def overgeslagen(self) -> list[Overgeslagen]:
        """What does not count, with the reason. It is told against what counts in the end, so in any order the same."""
        found = list(self._aside)
        for key, gone in self._beaten:
            kept = self._kept.get(key)
            if kept is not None:
                found.append(_beaten(gone, kept))
        for beeld in self._twice:
            first = self._pictures[beeld.merk]
            found.append(Overgeslagen(beeld.pad, "dubbel", f"Dit is hetzelfde als {first.pad}."))
        return found

    @property
    def counted(self) -> list[tuple[str, str]]:
        """Where everything stands that counts, in order, and the mark of its text."""
        kept = ((str(each.plek), each.rang[2]) for each in self._kept.everything())
        return sorted([*kept, *((str(each.plek), each.merk) for each in self._pictures.values())])

    def take(self, found: Gelezen | Beeld | Overgeslagen) -> None:
        """Add what was read, or name why it does not count. Raises FileTrouble when an earlier file changed since."""
        if isinstance(found, Overgeslagen):
            self._aside.append(found)
        elif isinstance(found, Beeld):
            self._take_picture(found)
        else:
            self._take_contribution(found)

    def _take_picture(self, found: Beeld) -> None:
        mine, known = found._replace(beeld=_EMPTY), self._pictures.get(found.merk)
        if known is not None:
            first, second = sorted((mine, known), key=lambda each: str(each.plek))
            self._pictures[found.merk] = first
            self._twice.append(second)
            return
        if not self._telling.join(found.beeld):
            self._aside.append(_too_much(found.pad))
            return
        self._pictures[found.merk] = mine
        self.gebruikt += 1

    def _take_contribution(self, found: Gelezen) -> None:
        key = key_of(found.sleutel)
        mine, known = Geteld(found.rang, found.plek), self._kept.get(key)
        if found.sleutel[0] != found.bijdrage.code and len(self.tijdelijk) <= MEESTE_RIJEN:
            self.tijdelijk.add(found.bijdrage.code)
        bijdrage = self._fitted(found.bijdrage)
        if not self._telling.has_room(bijdrage):
            self._aside.append(_too_much(found.pad))
            return
        if known is None:
            self._kept.put(key, mine)
            self.gebruikt += 1
            self._telling.add(bijdrage)
            return
        # of two that are the same the first name counts, whatever was read first
        same = mine.rang == known.rang
        wins = str(mine.plek) < str(known.plek) if same else mine.rang > known.rang
        self._beaten.append((key, known if wins else mine))
        if wins:
            self._kept.put(key, mine)
            if not same:
                self._take_out(known)
                self._telling.add(bijdrage)

    def _take_out(self, known: Geteld) -> None:
        try:
            found = self._again(known.plek)
        except (BcmError, OSError):
            found = None
        if not isinstance(found, Gelezen) or found.merk != known.rang[2]:
            raise FileTrouble(
                f"{shown(known.plek)} veranderde tijdens het optellen. Begin opnieuw als niemand erin werkt."
            )
        self._telling.remove(self._fitted(found.bijdrage))


def key_of(sleutel: tuple[str, str]) -> bytes:
    """Return under what an organisation and questionnaire are registered."""
    return hashlib.blake2b("\0".join(sleutel).encode("utf-8", "surrogatepass"), digest_size=12).digest()


def _beaten(gone: Geteld, kept: Geteld) -> Overgeslagen:
    """Return why a file does not count beside the one of the same organisation and questionnaire that does."""
    pad, winner = shown(gone.plek), shown(kept.plek)
    if gone.rang == kept.rang:
        return Overgeslagen(pad, "dubbel", f"Dit is hetzelfde als {winner}.")
    if gone.rang[:2] == kept.rang[:2]:
        return Overgeslagen(pad, "dubbel", f"Dit is van dezelfde organisatie en hetzelfde moment als {winner}.")
    return Overgeslagen(pad, "ouder", f"Dit is ouder dan {winner}.")


def _too_much(pad: str) -> Overgeslagen:
    text = "Dit bestand noemt te veel groepen en onderdelen die verder niemand noemt."
    return Overgeslagen(pad, "te-veel", text)


def in_sector(lists: Regio, bijdrage: Bijdrage) -> Bijdrage:
    """Return a contribution with the sector of its kind where it named none."""
    if bijdrage.sector:
        return bijdrage
    return bijdrage.model_copy(update={"sector": lists.sector_of(bijdrage.soort, "")})
