"""The command for the impact analysis in its light form: own processes and own hours, asked or given in one line."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from bcm_check.cli.laden import NOT_SURE, fitted, is_plain, load_vragenlijst, tell, today, typed
from bcm_check.cli.uren import RAPPORTSCENARIO, RAPPORTUREN, chosen_scenarios, standard_question
from bcm_check.core.antwoorden import Antwoorden
from bcm_check.core.beoordeling import assess
from bcm_check.core.bia import check_own, chosen, critical_by_default, questions, with_hours, with_own
from bcm_check.core.eigen import Duur, Eigen, EigenProces
from bcm_check.core.errors import ChangedUnderneath, ContentRejected, Fault, FileTrouble, WrongUse
from bcm_check.core.ketens import Ketens
from bcm_check.core.tekst import clean, clean_line
from bcm_check.core.vraagstelling import Vraagstelling, processes_of
from bcm_check.files import graphs
from bcm_check.files.answers import AnswerFile
from bcm_check.files.faults import from_pydantic
from bcm_check.files.jsonreader import shown

ALLES = "alles"


class Opgave(NamedTuple):
    """What was said on the command line; each a list of words."""

    kies: str | None
    eigen: list[str]
    mtpd: list[str]
    leunt: list[str]
    uren: list[str]
    herstel: list[str]
    wis: list[str]
    toon: bool

    @property
    def iets(self) -> bool:
        """Whether anything is to be changed."""
        return self.kies is not None or any((self.eigen, self.mtpd, self.leunt, self.uren, self.herstel, self.wis))


NIETS = Opgave(None, [], [], [], [], [], [], toon=False)


def bia(bestand: Path, opgave: Opgave, vragenlijst: Path | None, *, eenvoudig: bool) -> None:
    """Ask what the organisation knows better than the standard, or take it from the command line."""
    if not os.path.lexists(bestand):
        raise FileTrouble(f"{shown(bestand)} bestaat niet. Kijk naar de naam en de map.")
    with AnswerFile(bestand) as file:
        if file.antwoorden is None:
            raise FileTrouble(f"{shown(bestand)} bestaat niet. Kijk naar de naam en de map.")
        lijst = load_vragenlijst(vragenlijst, file.antwoorden)
        antwoorden = fitted(lijst, file.antwoorden)
        ketens = graphs.load(graphs.standard())
        scenarios = chosen_scenarios(ketens, RAPPORTSCENARIO)
        vraag = standard_question(ketens, assess(lijst, antwoorden, today()), scenarios, RAPPORTUREN * 60)
        if opgave.iets:
            new = _applied(ketens, antwoorden, opgave)
            sure = file.save(antwoorden.model_copy(update={"eigen": new}))
            print(f"{'Bewaard' if sure else f'Misschien niet bewaard {NOT_SURE}'} in {shown(bestand)}.")
            antwoorden = file.antwoorden
        if opgave.toon:
            _show(ketens, antwoorden.eigen, vraag)
        if not opgave.iets and not opgave.toon:
            _ask(file, antwoorden, ketens, vraag, plain=is_plain(eenvoudig))
            print("Bekijk wat uw uren doen, en maak het rapport opnieuw, met:")
            print(f"  bcm-check uitval {typed(bestand)}\n  bcm-check rapport {typed(bestand)} --uit rapport")


# -- in a conversation --------------------------------------------------------------------------------------------


def _ask(file: AnswerFile, antwoorden: Antwoorden, ketens: Ketens, vraag: Vraagstelling, *, plain: bool) -> None:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise WrongUse("Dit venster kan geen gesprek voeren. Geef uw uren met --mtpd en --uren, of kijk met --toon.")
    from bcm_check.prompts.bia import Bia, say
    from bcm_check.prompts.vooraf import line

    def read(text: str) -> str:
        try:
            return line(text, plain=plain)
        except EOFError:
            return "q"

    for fault in check_own(ketens, antwoorden.eigen, vraag.soort or ""):
        say(f"Uw eigen opgave telt hier niet mee: {fault.tekst}")
    keeper = _Keeper(file, antwoorden, say)
    Bia(ketens, vraag, antwoorden.eigen, keeper.keep, read, say, breed=not plain).run()
    keeper.finish()


class _Keeper:
    """Keeps each statement of a conversation at once; what could not be kept goes along with the next."""

    def __init__(self, file: AnswerFile, antwoorden: Antwoorden, say: Callable[[str], None]) -> None:
        self._file, self._held, self._say = file, antwoorden, say
        self._kept: bool | None = True  # None: the last save failed; False: the disk did not confirm it

    def keep(self, eigen: Eigen) -> None:
        """Save; tell when that fails, and go on. Raises ChangedUnderneath: going on would overwrite another window."""
        self._held = self._held.model_copy(update={"eigen": eigen})
        try:
            self._kept = self._file.save(self._held)
            self._held = self._file.antwoorden or self._held
        except ChangedUnderneath:
            raise
        except FileTrouble as error:
            self._kept = None
            self._say(f"NIET bewaard: {str(error).removeprefix('Niet bewaard: ')}")

    def finish(self) -> None:
        """Tell whether all is kept. Raises FileTrouble when the last statements are not."""
        if self._kept is None:
            self._kept = self._file.save(self._held)
        print(
            f"{'Alles is bewaard' if self._kept else f'Misschien niet bewaard {NOT_SURE}'} in {shown(self._file.path)}."
        )


# -- in one line --------------------------------------------------------------------------------------------------


def _applied(ketens: Ketens, antwoorden: Antwoorden, opgave: Opgave) -> Eigen:
    """Return the statements with everything of the command line put in. Raises ContentRejected with all faults.

    What is wrong with an earlier statement, because the graph has changed, stops nothing: it is told and kept.
    """
    faults: list[Fault] = []
    soort = antwoorden.organisatie.type
    before = check_own(ketens, antwoorden.eigen, soort)
    eigen = antwoorden.eigen
    for word in opgave.wis:
        eigen = _wiped(ketens, eigen, soort, word, faults)
    processen = _processes(ketens, eigen, opgave, soort, faults)
    eigen = _valid({**dict(eigen), "processen": processen}, faults) or eigen
    for place, duur in _durations(opgave.uren, "KNOOP:LID=UREN", faults):
        node, _, member = place.partition(":")
        if member:
            eigen = with_hours(ketens, eigen, soort, (node, member), duur)
        else:
            faults.append(Fault("geen-paar", f'"{clean_line(place)[:60]}" is geen KNOOP:LID, zoals it:stroom.'))
    herstel = {**eigen.herstel, **dict(_durations(opgave.herstel, "MIDDEL=UREN", faults))}
    new = _valid({**dict(eigen), "herstel": herstel}, faults) or antwoorden.eigen
    found = check_own(ketens, new, soort)
    faults += [fault for fault in found if fault not in before]
    if faults:
        count = "1 opgave klopt" if len(faults) == 1 else f"{len(faults)} opgaven kloppen"
        raise ContentRejected(f"{count} niet. Er is niets bewaard.", faults)
    for fault in found:
        tell(f"Uw eigen opgave telt hier niet mee: {fault.tekst}")
    return new


def _valid(parts: dict[str, object], faults: list[Fault]) -> Eigen | None:
    """Return statements that an answer file can hold, or None with what is wrong with them."""
    try:
        return Eigen.model_validate(parts)
    except ValidationError as error:
        faults += from_pydantic(error, Eigen, show_values=True)
        return None


def _wiped(ketens: Ketens, eigen: Eigen, soort: str, word: str, faults: list[Fault]) -> Eigen:
    """Return the statements without those on a need (`it:stroom`), on a whole node (`it`), or without any (`alles`)."""
    node, colon, member = word.partition(":")
    if word == ALLES:
        return Eigen()
    if colon:
        found = with_hours(ketens, eigen, soort, (node, member), None)
    else:
        each = eigen.processen.get(node)
        own = each is not None and node not in {proces.id for proces in ketens.processen}
        processen = {
            name: EigenProces() if name == node else kept
            for name, kept in eigen.processen.items()
            if not (own and name == node)
        }
        uren = {name: kept for name, kept in eigen.uren.items() if name != node}
        herstel = {name: kept for name, kept in eigen.herstel.items() if name != node}
        found = Eigen(processen=processen, uren=uren, herstel=herstel)
    if found == eigen:
        faults.append(Fault("niets-te-wissen", f'"{clean_line(word)[:60]}" staat niet in uw opgave.'))
    return found


def _processes(ketens: Ketens, eigen: Eigen, opgave: Opgave, soort: str, faults: list[Fault]) -> dict[str, EigenProces]:
    """Return the critical processes: those that were there or were chosen, with names, limits and needs put in."""
    from bcm_check.prompts.bia import EEN_GETAL, lost_by_choice

    standard = list(critical_by_default(ketens, soort))
    found = dict(eigen.processen)
    if opgave.kies is not None:
        names = [name.strip() for name in opgave.kies.split(",") if name.strip()]
        if names == [ALLES]:
            names = [*standard, *(name for name in found if name not in standard)]
        for text in lost_by_choice(eigen, set(names)):
            tell(text)
        found = {name: found.get(name, EigenProces()) for name in names}
    if [*opgave.eigen, *opgave.mtpd, *opgave.leunt] and not found:
        found = {name: EigenProces() for name in standard}
    for name, naam in _pairs(opgave.eigen, "ID=NAAM", faults):
        found[name] = found.get(name, EigenProces()).model_copy(update={"naam": clean_line(naam)[:200]})
    for name, duur in _durations(opgave.mtpd, "PROCES=UREN", faults):
        if duur.min != duur.max:
            faults.append(Fault("geen-uren", f"{clean_line(name)[:60]}: {EEN_GETAL}"))
        found[name] = found.get(name, EigenProces()).model_copy(update={"mtpd": duur.verwacht})
    for name, members in _pairs(opgave.leunt, "PROCES=MIDDEL,MIDDEL", faults):
        each = found.get(name, EigenProces())
        needs = {member.strip(): each.leunt_op.get(member.strip()) for member in members.split(",") if member.strip()}
        found[name] = each.model_copy(update={"leunt_op": needs})
    return chosen(ketens, soort, found)


def _pairs(words: Iterable[str], form: str, faults: list[Fault]) -> list[tuple[str, str]]:
    """Return what stands before and behind each `=`; a word without it is a fault, and so are two values for a name."""
    found: dict[str, str] = {}
    for word in words:
        name, sign, value = (part.strip() for part in word.partition("="))
        if not sign or not name or not value:
            faults.append(Fault("geen-paar", f'"{clean_line(word)[:60]}" is geen {form}.'))
        elif found.setdefault(name, value) != value:
            text = f"{clean_line(name)[:60]} heeft in deze opdracht twee waarden. Geef er één."
            faults.append(Fault("twee-waarden", text))
    return list(found.items())


def _durations(words: Iterable[str], form: str, faults: list[Fault]) -> list[tuple[str, Duur]]:
    from bcm_check.prompts.bia import ONDUIDELIJK, duration

    found = []
    for name, value in _pairs(words, form, faults):
        duur = duration(value)
        if duur is None:
            faults.append(Fault("geen-uren", f"{clean_line(name)[:60]}: {ONDUIDELIJK}"))
        else:
            found.append((name, duur))
    return found


# -- what holds ---------------------------------------------------------------------------------------------------


def _show(ketens: Ketens, eigen: Eigen, vraag: Vraagstelling) -> None:
    """Print the critical processes with what decides about them, and where each number comes from."""
    from bcm_check.prompts.bia import Bia, stated_words

    now = vraag._replace(ketens=with_own(ketens, eigen, vraag.soort))
    words = Bia(ketens, vraag, eigen, lambda _: None, lambda _: "", print).words
    for proces in processes_of(now):
        print(clean(f"{proces.id}  {clean_line(proces.naam)}"))
        for each in questions(now, proces):
            place = f"{each.knoop}:{each.lid}" if each.lid else proces.id
            print(f"  {clean_line(place)}  {clean_line(words(each, proces))}")
    for text in stated_words(eigen):
        print(clean_line(f"Uw eigen opgave: {text}"))
