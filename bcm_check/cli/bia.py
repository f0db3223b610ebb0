"""The command for the impact analysis in its light form: own processes and own hours, asked or given in one line."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from bcm_check.cli.laden import fitted, load_vragenlijst, today, typed
from bcm_check.cli.uren import RAPPORTSCENARIO, RAPPORTUREN, chosen_scenarios, standard_question
from bcm_check.core.antwoorden import Antwoorden
from bcm_check.core.beoordeling import assess
from bcm_check.core.bia import check_own, with_own
from bcm_check.core.eigen import Duur, Eigen, EigenProces
from bcm_check.core.errors import ContentRejected, Fault, FileTrouble, WrongUse
from bcm_check.core.ketens import Ketens
from bcm_check.core.tekst import clean, clean_line
from bcm_check.core.tijdlijn import Vraagstelling
from bcm_check.files import graphs
from bcm_check.files.answers import AnswerFile
from bcm_check.files.jsonreader import shown


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
            file.save(antwoorden.model_copy(update={"eigen": new}))
            print(f"Bewaard in {shown(bestand)}.")
        if opgave.toon:
            _show(ketens, (file.antwoorden or antwoorden).eigen, vraag)
        if not opgave.iets and not opgave.toon:
            _ask(file, antwoorden, ketens, vraag, plain=eenvoudig)
            print("Bekijk wat uw uren doen, en maak het rapport opnieuw, met:")
            print(f"  bcm-check uitval {typed(bestand)}\n  bcm-check rapport {typed(bestand)} --uit rapport")


def _ask(file: AnswerFile, antwoorden: Antwoorden, ketens: Ketens, vraag: Vraagstelling, *, plain: bool) -> None:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise WrongUse("Dit venster kan geen gesprek voeren. Geef uw uren met --mtpd en --uren, of kijk met --toon.")
    from bcm_check.prompts.bia import Bia
    from bcm_check.prompts.vooraf import line

    held = antwoorden

    def keep(eigen: Eigen) -> None:
        nonlocal held
        file.save(held.model_copy(update={"eigen": eigen}))
        held = file.antwoorden or held

    def read(text: str) -> str:
        try:
            return line(text, plain=plain)
        except EOFError:
            return "q"

    Bia(ketens, vraag, antwoorden.eigen, keep, read, lambda text: print(clean(text))).run()
    print(f"Alles is bewaard in {shown(file.path)}.")


def _applied(ketens: Ketens, antwoorden: Antwoorden, opgave: Opgave) -> Eigen:
    """Return the statements with everything of the command line put in. Raises ContentRejected with all faults."""
    faults: list[Fault] = []
    eigen, soort = antwoorden.eigen, antwoorden.organisatie.type
    if "alles" in opgave.wis:
        eigen = Eigen()
    processen = _processes(ketens, eigen, opgave, soort, faults)
    uren = {node: dict(own) for node, own in eigen.uren.items()}
    for word in opgave.wis:
        node, _, member = word.partition(":")
        if word != "alles" and uren.get(node, {}).pop(member, None) is None:
            faults.append(Fault("niets-te-wissen", f'"{clean_line(word)[:60]}" staat niet in uw opgave.'))
    for place, duur in _durations(opgave.uren, faults):
        node, _, member = place.partition(":")
        uren.setdefault(node, {})[member] = duur
    herstel = {**eigen.herstel, **dict(_durations(opgave.herstel, faults))}
    new = Eigen(processen=processen, uren={node: own for node, own in uren.items() if own}, herstel=herstel)
    faults += check_own(ketens, new, soort)
    if faults:
        count = "1 opgave klopt" if len(faults) == 1 else f"{len(faults)} opgaven kloppen"
        raise ContentRejected(f"{count} niet. Er is niets bewaard.", faults)
    return new


def _processes(ketens: Ketens, eigen: Eigen, opgave: Opgave, soort: str, faults: list[Fault]) -> dict[str, EigenProces]:
    """Return the critical processes: those that were there or were chosen, with names, limits and needs put in."""
    found = dict(eigen.processen)
    if opgave.kies is not None:
        names = [name.strip() for name in opgave.kies.split(",") if name.strip()]
        found = {name: found.get(name, EigenProces()) for name in names}
    changes = [*opgave.eigen, *opgave.mtpd, *opgave.leunt]
    if changes and not found:
        found = {p.id: EigenProces() for p in ketens.processen if not p.voor or soort in p.voor}
    for name, naam in _pairs(opgave.eigen, "ID=NAAM", faults):
        found[name] = found.get(name, EigenProces()).model_copy(update={"naam": clean_line(naam)[:200]})
    for name, duur in _durations(opgave.mtpd, faults):
        found[name] = found.get(name, EigenProces()).model_copy(update={"mtpd": duur.verwacht})
    none = Duur(min=0, verwacht=0, max=0)
    for name, members in _pairs(opgave.leunt, "PROCES=MIDDEL,MIDDEL", faults):
        needs = {member.strip(): none for member in members.split(",") if member.strip()}
        found[name] = found.get(name, EigenProces()).model_copy(update={"leunt_op": needs})
    return found


def _pairs(words: Iterable[str], form: str, faults: list[Fault]) -> list[tuple[str, str]]:
    found = []
    for word in words:
        name, sign, value = word.partition("=")
        if not sign or not name.strip() or not value.strip():
            faults.append(Fault("geen-paar", f'"{clean_line(word)[:60]}" is geen {form}.'))
        else:
            found.append((name.strip(), value.strip()))
    return found


def _durations(words: Iterable[str], faults: list[Fault]) -> list[tuple[str, Duur]]:
    from bcm_check.prompts.bia import ONDUIDELIJK, duration

    found = []
    for name, value in _pairs(words, "NAAM=UREN", faults):
        duur = duration(value)
        if duur is None:
            faults.append(Fault("geen-uren", f"{clean_line(name)[:60]}: {ONDUIDELIJK}"))
        else:
            found.append((name, duur))
    return found


def _show(ketens: Ketens, eigen: Eigen, vraag: Vraagstelling) -> None:
    """Print the critical processes with what decides about them, and where each number comes from."""
    from bcm_check.core.bia import questions
    from bcm_check.core.tijdlijn import processes_of
    from bcm_check.prompts.bia import Bia, duration_words

    now = vraag._replace(ketens=with_own(ketens, eigen, vraag.soort))
    words = Bia(ketens, now, eigen, lambda _: None, lambda _: "", print).words
    for proces in processes_of(now):
        print(clean(f"{proces.id}  {proces.naam}"))
        for each in questions(now, proces):
            place = f"{each.knoop}:{each.lid}" if each.lid else proces.id
            print(clean(f"  {place}  {words(each, proces)}"))
    for place, duur in _stated(eigen):
        span = duration_words(duur)
        print(clean(f"Uw eigen opgave: {place}={span}"))


def _stated(eigen: Eigen) -> Iterable[tuple[str, Duur]]:
    yield from ((f"{node}:{member}", duur) for node, own in eigen.uren.items() for member, duur in own.items())
    yield from ((f"herstel {name}", duur) for name, duur in eigen.herstel.items())
