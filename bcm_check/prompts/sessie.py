"""The session behind every kind of screen: what a key does to the interview, and what is kept on disk.

A screen only shows and asks; all that may go wrong with an answer or a save is settled here, once.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Literal, NamedTuple, Protocol

from pydantic import ValidationError

from bcm_check.core.antwoorden import (
    NVT,
    WEET_NIET,
    Antwoord,
    Antwoorden,
    check_antwoord,
    differences,
    merge,
    normalised,
)
from bcm_check.core.errors import BcmError, ChangedUnderneath, FileTrouble
from bcm_check.core.gesprek import Gesprek
from bcm_check.core.migratie import upgrade
from bcm_check.core.scores import Scores, Uitslag, score
from bcm_check.core.tekst import clean, clean_line, personal
from bcm_check.core.vraag import Vraag

Afloop = Literal["pauze", "onderbroken", "klaar", "rapport"]
Veld = Literal["antwoord", "reden", "toelichting", "bewijs", "eigenaar", "testdatum"]

VRAGEN_OM: dict[Veld, str] = {
    "antwoord": "Uw antwoord:",
    "reden": "Waarom is dit niet van toepassing?",
    "toelichting": "Uw opmerking:",
    "bewijs": "Waaraan ziet een ander dit? Noem het stuk, de datum en de plek:",
    "eigenaar": "Wie is hiervan de eigenaar? Noem een functie, geen naam (Enter = later):",
    "testdatum": "Wanneer voor het laatst getest? dd-mm-jjjj (Enter = geen datum, telt dan als één niveau lager):",
}

BIJ_NIVEAU: tuple[Veld, ...] = ("eigenaar", "testdatum")  # asked each time that a high level is chosen
_OF_ANOTHER = "NIET bewaard: dit bestand hoort nu bij een andere organisatie of vragenlijst; er is niets overschreven."
_NOT_SURE = "Misschien niet bewaard: de schijf bevestigde het niet. Bij teruglezen stond het er."


_MANY = 30  # so many ids are named in a sentence
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")


class Optie(NamedTuple):
    """One of the answers to point at: the number that chooses it, its text, and the value that is kept."""

    nummer: int
    tekst: str
    waarde: int | str


def opties(vraag: Vraag) -> tuple[Optie, ...]:
    """Return the answers to point at: the levels of a scale, or the choices from 1; none where an answer is typed."""
    if vraag.soort == "keuze":
        return tuple(Optie(number, keuze.tekst, keuze.id) for number, keuze in enumerate(vraag.keuzes, start=1))
    return tuple(Optie(niveau, tekst, niveau) for niveau, tekst in sorted(vraag.niveaus.items()))


def shown_value(antwoord: Antwoord | None, veld: Veld) -> str:
    """Return what stands in a field of an answer as it is typed, a date as 31-03-2026; "" when there is nothing."""
    value = getattr(antwoord, veld, None)
    return f"{value:%d-%m-%Y}" if isinstance(value, date) else str(value or "")


class Bewaarder(Protocol):
    """What keeps the answers: the answer file, or a stand-in in a test."""

    def save(self, antwoorden: Antwoorden) -> bool:
        """Keep the answers; True when they are surely on the disk. Raises FileTrouble or ChangedUnderneath."""

    def reread(self) -> Antwoorden | None:
        """Return what stands on the disk now, and accept it as known."""


class Sessie:
    """One interview at a terminal."""

    def __init__(self, gesprek: Gesprek, bewaarder: Bewaarder, vandaag: date) -> None:
        self.gesprek = gesprek
        self.vandaag = vandaag
        self.melding = ""
        self.bewaard = True
        self.verschillen: tuple[str, ...] = ()
        self.geweigerd = False  # once the file cannot be merged with: nothing is written any more
        self._moved = ""  # what is said of their answers that went to the archive
        self._bewaarder = bewaarder
        self._base = self._theirs = gesprek.antwoorden

    # -- answers ------------------------------------------------------------------------------------------------

    @property
    def gekozen(self) -> int | None:
        """The number of the option that the question on the screen was answered with, if it was."""
        plek, antwoord = self.gesprek.huidige, self.gesprek.antwoord
        if plek is None or antwoord is None:
            return None
        given = str(antwoord.waarde)
        return next((optie.nummer for optie in opties(plek.vraag) if str(optie.waarde) == given), None)

    def kies(self, nummer: int) -> list[Veld]:
        """Answer the question on the screen with an option; return what is asked on top of it: only of a level."""
        plek = self.gesprek.huidige
        optie = next((each for each in opties(plek.vraag) if each.nummer == nummer), None) if plek else None
        if plek is None or optie is None:
            return []
        self._put_value(Antwoord(waarde=optie.waarde))
        if plek.vraag.soort != "schaal":
            return []
        top = self.gesprek.vragenlijst.hoogste
        extra: list[Veld] = ["eigenaar"] if nummer >= top - 1 else []
        return [*extra, "testdatum"] if nummer == top else extra

    def weet_niet(self) -> None:
        """Answer that it is not known; a note or evidence stays."""
        self._put_value(Antwoord(waarde=WEET_NIET))

    def _put_value(self, antwoord: Antwoord) -> None:
        before = self.gesprek.antwoord or antwoord
        self._put(before.model_copy(update={"waarde": antwoord.waarde, "reden": ""}))

    def vul(self, veld: Veld, tekst: str) -> str:
        """Fill in a text for the question on the screen; return what is wrong with it, or nothing.

        Of an owner or a test date nothing at all keeps what is there, and `-` alone wipes it.
        """
        tekst = clean(tekst).strip()
        if veld == "antwoord":
            return self._typed(tekst)
        if veld == "reden":
            return self._nvt(tekst)
        before = self.gesprek.antwoord
        if before is None:
            return "Geef eerst een antwoord, of kies weet niet."
        if veld in BIJ_NIVEAU and tekst in ("", "-"):
            if tekst and getattr(before, veld):
                self._put(before.model_copy(update={veld: None if veld == "testdatum" else ""}))
            return ""
        if veld == "testdatum":
            return self._test_date(before, tekst)
        self._put(before.model_copy(update={veld: tekst}))
        self._warn_personal(tekst)
        return ""

    def _typed(self, tekst: str) -> str:
        plek = self.gesprek.huidige
        if plek is None or opties(plek.vraag):
            return ""
        number = tekst.removesuffix(plek.vraag.eenheid).rstrip() if plek.vraag.soort == "getal" else tekst
        if plek.vraag.soort == "getal" and _THOUSANDS.fullmatch(number):
            return f"Bedoelt u {_without_dots(number)}? Typ het getal zonder punt."
        try:
            antwoord = Antwoord(waarde=number)
        except ValidationError:
            return "Dit antwoord is te lang."
        antwoord = normalised(plek.vraag, antwoord)
        if antwoord.waarde == NVT:
            return "Bij n.v.t. hoort een reden. Kies n: dan vraagt de tool ernaar."
        wrong = "" if antwoord.waarde == WEET_NIET else self._unfit(plek.vraag, antwoord, tekst)
        if not wrong:
            self._put_value(antwoord)
            self._warn_personal(tekst)
        return wrong

    def _unfit(self, vraag: Vraag, antwoord: Antwoord, tekst: str) -> str:
        """Return why an answer cannot stand, with what was typed and what is expected, or nothing."""
        soort = self.gesprek.antwoorden.organisatie.type
        faults = check_antwoord(self.gesprek.vragenlijst, soort, vraag.id, antwoord, self.vandaag)
        if not faults:
            return ""
        expected = faults[0].tekst.removeprefix(f"Vraag {vraag.id}: ")
        return (
            f'"{clean_line(tekst)[:30]}" kan hier niet: {expected}'
            if tekst
            else f"{expected[:1].upper()}{expected[1:]}"
        )

    def _nvt(self, reden: str) -> str:
        if not reden:
            return "Bij n.v.t. hoort een reden. Zonder reden verandert er niets."
        before = self.gesprek.antwoord or Antwoord(waarde="nvt")
        self._put(before.model_copy(update={"waarde": "nvt", "reden": reden}))
        self._warn_personal(reden)
        return ""

    def _test_date(self, before: Antwoord, tekst: str) -> str:
        day = read_date(tekst)
        if day is None:
            return f'"{clean_line(tekst)[:30]}" is geen datum. Typ bijvoorbeeld 31-03-2026.'
        if day > self.vandaag:
            return "Die datum ligt in de toekomst. Typ de dag van de laatste test."
        self._put(before.model_copy(update={"testdatum": day}))
        return ""

    def _warn_personal(self, tekst: str) -> None:
        found = personal(tekst)
        if found and self.bewaard:
            self.melding += f" Let op: dit lijkt op {found}. Schrijf geen gegevens van personen op."

    # -- moving -------------------------------------------------------------------------------------------------

    def verder(self) -> str | None:
        """Go on to the next question. Returns the id of the pillar that this ends, if it does."""
        plek = self.gesprek.huidige
        if plek is None:
            return None
        ends = self.gesprek.einde_pijler(plek.vraag.id)
        self.gesprek = self.gesprek.verder()
        return plek.pijler.id if ends else None

    def terug(self) -> None:
        """Go one question back; nothing is discarded."""
        self.gesprek = self.gesprek.terug()
        self.melding = ""

    @property
    def regel(self) -> str:
        """What is said at the foot of the screen; it never hides that something is not kept."""
        if self.bewaard or "niet bewaard" in self.melding.lower():
            return self.melding
        return f"NIET bewaard. {self.melding}".strip()

    # -- keeping ------------------------------------------------------------------------------------------------

    def _put(self, antwoord: Antwoord) -> None:
        position = self.gesprek.positie
        if position is None:
            return
        answers = self.gesprek.antwoorden.met(position, antwoord)
        self.bewaard = False  # until it is: an interrupt may come in between
        self.gesprek = Gesprek(self.gesprek.vragenlijst, answers, position)
        self.bewaar()

    def bewaar(self) -> None:
        """Keep what there is now. Whatever happens, the answers stay in memory and the sentence says the truth.

        While differences with another window wait for a choice, and once a merge was refused, nothing is written: that
        would overwrite its answers.
        """
        self.bewaard = False
        if self.verschillen or self.geweigerd:
            return
        answers = self.gesprek.antwoorden
        try:
            sure = self._bewaarder.save(answers)
        except ChangedUnderneath as error:
            self.melding = _not_kept(error)
            self._look_at_theirs()
        except FileTrouble as error:
            self.melding = _not_kept(error)
        else:
            kept = answers.model_copy(update={"teller": answers.teller + 1})
            self._base = kept
            self.gesprek = Gesprek(self.gesprek.vragenlijst, kept, self.gesprek.positie)
            self.bewaard = True
            self.melding = "Bewaard." if sure else _NOT_SURE

    def _look_at_theirs(self) -> None:
        try:
            theirs = self._bewaarder.reread()
        except BcmError as error:
            self.melding = _not_kept(error)
            return
        self._moved = ""
        fitted = self._base if theirs is None else self._fitted(theirs)
        if fitted is None:
            return
        self._theirs = fitted
        self.verschillen = differences(self.gesprek.antwoorden, self._theirs)
        if self.verschillen:
            self.melding += self._moved
        else:
            self.voeg_samen()

    def _fitted(self, theirs: Antwoorden) -> Antwoorden | None:
        """Return their answers as far as they fit our questionnaire, or refuse them for good and return None.

        For good, because what was reread counts as known: the next save would overwrite it.
        """
        ours, lijst = self.gesprek.antwoorden, self.gesprek.vragenlijst
        if not theirs.organisatie.is_same(ours.organisatie) or theirs.vragenlijst.id != ours.vragenlijst.id:
            self.geweigerd, self.verschillen, self.melding = True, (), _OF_ANOTHER
            return None
        try:
            fitted, verslag = upgrade(lijst, theirs)
        except BcmError as error:
            self.geweigerd, self.verschillen, self.melding = True, (), _not_kept(error)
            return None
        moved = dict.fromkeys((*verslag.te_bevestigen, *verslag.gearchiveerd))
        if moved:
            names = ", ".join(clean_line(name) for name in list(moved)[:_MANY])
            self._moved = f" Uit het andere venster passen deze antwoorden niet en gaan naar het archief: {names}."
        return fitted

    def voeg_samen(self) -> None:
        """Join our answers with what another window or program wrote; where both changed one, ours stays."""
        if self.geweigerd:
            return
        merged, torn = merge(self._base, self.gesprek.antwoorden, self._theirs)
        joined = Gesprek(self.gesprek.vragenlijst, merged, self.gesprek.positie)
        hidden = joined.positie not in (None, *(plek.vraag.id for plek in joined.gesteld))
        self.gesprek = joined.naar_open() if hidden else joined
        self.verschillen = ()
        self.bewaar()
        if self.bewaard and torn:
            self.melding = f"Samengevoegd. Bij {', '.join(torn)} blijft uw antwoord; het andere staat in het archief."
        if self.bewaard:
            self.melding += self._moved

    # -- what is shown ------------------------------------------------------------------------------------------

    def scores(self) -> Scores:
        """Return the scores as they stand."""
        return score(self.gesprek.vragenlijst, self.gesprek.antwoorden, self.vandaag)

    def stand(self) -> Uitslag | None:
        """Return the score of the pillar of the question on the screen."""
        plek = self.gesprek.huidige
        return None if plek is None else self.scores().pijlers[plek.pijler.id]


def _without_dots(number: str) -> str:
    """Return what a number with dots can mean: thousands, and with one dot a fraction too."""
    whole = number.replace(".", "")
    return whole if number.count(".") > 1 else f"{whole} of {number.replace('.', ',')}"


def _not_kept(error: BcmError) -> str:
    return f"NIET bewaard: {str(error).removeprefix('Niet bewaard: ')}"


def read_date(tekst: str) -> date | None:
    """Return the day of a text as people write it: 31-03-2026, 31/3/26 or 2026-03-31; None when it is none."""
    parts = [part.strip() for part in tekst.replace("/", "-").replace(".", "-").split("-")]
    if len(parts) != 3 or not all(part.isdecimal() and len(part) < 5 for part in parts):
        return None
    first, month, last = parts
    year, day = (first, last) if len(first) == 4 else (last, first)
    year = f"20{year}" if len(year) == 2 else year
    try:
        return date(int(year), int(month), int(day)) if int(year) >= 1900 else None
    except ValueError:
        return None
