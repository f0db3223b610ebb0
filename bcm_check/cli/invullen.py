"""The commands that put answers in: an interview, or one line."""

from __future__ import annotations

import gc
import hashlib
import os
import re
import sys
from pathlib import Path
from typing import NamedTuple, get_args

from pydantic import ValidationError

from bcm_check.cli import waarden
from bcm_check.cli.laden import NOT_SURE, fitted, is_plain, load_vragenlijst, tell, today, typed
from bcm_check.core import antwoorden as core_antwoorden
from bcm_check.core.antwoorden import LABEL, LABELS, Antwoorden, Label, Organisatie, check_start, counted, merge
from bcm_check.core.eigen import Eigen
from bcm_check.core.errors import BcmError, ContentRejected, FileTrouble, WrongUse
from bcm_check.core.gesprek import Gesprek, begin
from bcm_check.core.tekst import clean_line, fold
from bcm_check.core.vragenlijst import Diepte, Vragenlijst
from bcm_check.files import answers
from bcm_check.files.answers import SUFFIX, AnswerFile, conflict_copies
from bcm_check.files.jsonreader import shown
from bcm_check.files.locations import STANDAARD, exists, shipped


class Interrupted(BcmError):
    """The user broke off an interview; everything is kept, and the message says how to go on."""

    exit_code = 130
    code = "onderbroken"


class Wensen(NamedTuple):
    """What was said on the command line about a new file."""

    naam: str | None
    type: str | None
    diepte: str | None
    tlp: str | None
    gemeente: str | None = None
    sector: str | None = None
    medewerkers: int | None = None
    inwoners: int | None = None

    @property
    def kenmerken(self) -> dict[str, str | int]:
        """What was said of the organisation itself."""
        said = {name: getattr(self, name) for name in ("gemeente", "sector", "medewerkers", "inwoners")}
        return {name: clean_line(v).strip() if isinstance(v, str) else v for name, v in said.items() if v is not None}


# -- one line -----------------------------------------------------------------------------------------------------


def beantwoord(
    bestand: Path,
    woorden: list[str],
    van: Path | None,
    ambitie: list[str],
    wensen: Wensen,
    vragenlijst: Path | None,
    *,
    nieuw: bool,
) -> None:
    """Put answers in a file; all of them, or none."""
    paren = [*(waarden.from_file(van) if van is not None else ()), *waarden.from_arguments(woorden)]
    if nieuw and os.path.lexists(bestand):
        raise WrongUse(f"{shown(bestand)} bestaat al. Laat --nieuw weg, of kies een andere naam.")
    if not nieuw and not os.path.lexists(bestand):
        raise FileTrouble(f"{shown(bestand)} bestaat niet. Maak het met --nieuw --naam NAAM --type TYPE.")
    with AnswerFile(bestand) as file:
        lijst = load_vragenlijst(vragenlijst, file.antwoorden)
        old = fitted(lijst, file.antwoorden) if file.antwoorden is not None else make_new(lijst, wensen)
        if file.antwoorden is not None:
            old = _with_wishes(lijst, old, wensen)
        old = _with_ambition(lijst, old, ambitie)
        new = waarden.apply(lijst, old, paren, today())
        sure = file.save(new)
    _tell_kept(lijst, new, bestand, [name for name, _ in paren], sure)


def make_new(lijst: Vragenlijst, wensen: Wensen) -> Antwoorden:
    """Return an empty file for the organisation that was named. Raises WrongUse when something is missing or wrong."""
    if wensen.naam is None or not wensen.naam.strip():
        raise WrongUse("Bij een nieuw bestand hoort --naam: de naam van de organisatie.")
    if wensen.type is None and lijst.doelgroepen:
        kinds = ", ".join(kind.id for kind in lijst.doelgroepen)
        raise WrongUse(f"Bij een nieuw bestand hoort --type: kies uit {kinds}.")
    naam = clean_line(wensen.naam)[:200]
    organisatie = _described(Organisatie(naam=naam, type=checked_type(lijst, wensen.type or "organisatie")), wensen)
    diepte = wensen.diepte or lijst.dieptes[0].id
    fresh = core_antwoorden.new(lijst, organisatie, diepte, label_of(wensen.tlp))
    return _checked(lijst, fresh)


def _described(organisatie: Organisatie, wensen: Wensen) -> Organisatie:
    """Return an organisation with what was said of it. Raises WrongUse when that cannot be."""
    if not wensen.kenmerken:
        return organisatie
    try:
        return Organisatie.model_validate({**organisatie.model_dump(), **wensen.kenmerken})
    except ValidationError:
        raise WrongUse(
            "Een kenmerk klopt niet: --sector is één woord, --medewerkers en --inwoners zijn getallen vanaf 0."
        ) from None


def checked_type(lijst: Vragenlijst, soort: str) -> str:
    """Return a kind of organisation that the questionnaire knows. Raises WrongUse with the ones it does know."""
    kinds = [kind.id for kind in lijst.doelgroepen]
    if kinds and soort not in kinds:
        raise WrongUse(f'Type "{clean_line(soort)[:40]}" bestaat niet; kies uit {", ".join(kinds)}.')
    return soort


def label_of(tlp: str | None) -> Label:
    """Return a TLP label from what was typed (`amber` is enough). Raises WrongUse when there is no such label."""
    if tlp is None:
        return LABEL
    wanted = tlp.strip().upper()
    wanted = wanted if wanted.startswith("TLP:") else f"TLP:{wanted}"
    for label in get_args(Label):
        if label == wanted:
            return label  # type: ignore[no-any-return]
    raise WrongUse(f'Label "{clean_line(tlp)[:40]}" bestaat niet; kies uit {", ".join(LABELS)}.')


def _checked(lijst: Vragenlijst, antwoorden: Antwoorden) -> Antwoorden:
    faults = check_start(lijst, antwoorden)
    if faults:
        raise WrongUse(faults[0].tekst)
    return antwoorden


def _with_wishes(lijst: Vragenlijst, antwoorden: Antwoorden, wensen: Wensen) -> Antwoorden:
    """Change depth or label of an existing file; its name and kind stay."""
    if wensen.naam is not None and clean_line(wensen.naam) != antwoorden.organisatie.naam:
        raise WrongUse(
            "De naam van een bestaand bestand kan niet veranderen. Laat --naam weg, of maak een nieuw bestand."
        )
    if wensen.type is not None and wensen.type != antwoorden.organisatie.type:
        raise WrongUse("Het type van een bestaand bestand kan niet veranderen. Maak een nieuw bestand.")
    update: dict[str, object] = {}
    if wensen.kenmerken:
        update["organisatie"] = _described(antwoorden.organisatie, wensen)
    if wensen.diepte is not None:
        update["diepte"] = wensen.diepte
    if wensen.tlp is not None:
        update["tlp"] = label_of(wensen.tlp)
    return _checked(lijst, antwoorden.model_copy(update=update)) if update else antwoorden


def _with_ambition(lijst: Vragenlijst, antwoorden: Antwoorden, words: list[str]) -> Antwoorden:
    if not words:
        return antwoorden
    ambitie = {**antwoorden.ambitie, **waarden.ambitions(lijst, words)}
    return _checked(lijst, antwoorden.model_copy(update={"ambitie": ambitie}))


def _tell_kept(lijst: Vragenlijst, antwoorden: Antwoorden, bestand: Path, names: list[str], sure: bool) -> None:
    for name in dict.fromkeys(names):
        antwoord = antwoorden.antwoorden[name]
        scale = lijst.plek[name].vraag.soort == "schaal" and antwoord.niveau is not None
        _, why = counted(lijst, antwoord, today()) if scale else (0, "")
        if why:
            tell(f"{name}: {why}.")
    progress = begin(lijst, antwoorden).voortgang()
    start = "Bewaard" if sure else f"Misschien niet bewaard {NOT_SURE}"
    print(f"{start} in {shown(bestand)}: {progress.gedaan} van de {progress.totaal} vragen beantwoord.")


# -- joining two files --------------------------------------------------------------------------------------------


def samenvoegen(bestand: Path, kopie: Path, kies: str | None, vragenlijst: Path | None) -> None:
    """Join a copy into a file, per answer; where they differ the user chooses, and the other one is archived."""
    if kies not in (None, "bestand", "kopie"):
        raise WrongUse("Kies bij --kies uit bestand of kopie.")
    theirs = answers.read(kopie)
    with AnswerFile(bestand) as file:
        ours = file.antwoorden
        if ours is None:
            raise FileTrouble(f"{shown(bestand)} bestaat niet. Kijk naar de naam en de map.")
        lijst = load_vragenlijst(vragenlijst, ours)
        if not ours.organisatie.is_same(theirs.organisatie) or ours.vragenlijst.id != theirs.vragenlijst.id:
            raise ContentRejected(
                "Deze bestanden zijn van verschillende organisaties of vragenlijsten. Er is niets veranderd."
            )
        ours, theirs = fitted(lijst, ours), fitted(lijst, theirs)
        bare = Organisatie(naam=ours.organisatie.naam, type=ours.organisatie.type)
        empty = ours.model_copy(update={"antwoorden": {}, "ambitie": {}, "organisatie": bare, "eigen": Eigen()})
        first, second = (theirs, ours) if kies == "kopie" else (ours, theirs)
        merged, torn = merge(empty, first, second)
        if torn and kies is None:
            names = ", ".join(torn)
            raise ContentRejected(
                f"Verschil bij {names}. Kies met --kies bestand of --kies kopie; er is niets veranderd."
            )
        kept = merged.model_copy(update={"diepte": ours.diepte})
        sure = file.save(kept)
    start = "Samengevoegd" if sure else f"Misschien niet bewaard {NOT_SURE}"
    told = f" Bij {len(torn)} verschillen bleef het {kies}; het andere antwoord staat in het archief." if torn else ""
    label = f" Het label is nu {kept.tlp}, het strengste van de twee." if kept.tlp != ours.tlp else ""
    print(f"{start} in {shown(bestand)}: {len(kept.antwoorden)} antwoorden.{told}{label}")


# -- the interview ------------------------------------------------------------------------------------------------


def start(bestand: Path | None, wensen: Wensen, vragenlijst: Path | None, *, eenvoudig: bool) -> None:
    """Hold the interview. Raises WrongUse when there is no terminal, Interrupted after Ctrl-C."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise WrongUse(
            "Dit venster kan geen gesprek voeren. Gebruik `bcm-check beantwoord`, of start in een gewone terminal."
        )
    plain = is_plain(eenvoudig)
    if bestand is None:
        bestand, wensen = _choose_file(plain, wensen, load_vragenlijst(vragenlijst) if vragenlijst else None)
    with AnswerFile(bestand) as file:
        lijst = load_vragenlijst(vragenlijst, file.antwoorden)
        known = file.antwoorden is not None
        if file.antwoorden is not None:
            answers_now = _with_wishes(lijst, fitted(lijst, file.antwoorden), wensen)
        else:
            answers_now = make_new(lijst, _complete(lijst, wensen, plain))
        result = _interview(file, lijst, answers_now, plain=plain, nieuw=not known)
    _say_goodbye(bestand, result, vragenlijst)
    if result in ("klaar", "rapport") and lijst.id == STANDAARD:
        _offer_own_hours(bestand, vragenlijst, plain=plain)
    _tell_copies(bestand)
    if result == "onderbroken":
        raise Interrupted(_how_to_go_on(bestand, vragenlijst))


def _choose_file(plain: bool, wensen: Wensen, lijst: Vragenlijst | None) -> tuple[Path, Wensen]:
    """Return the file to go on with: the only one here, or one named after the organisation, which is asked once.

    Where a questionnaire was named (`lijst`), only files that belong to it count.
    """
    found = [path for path in sorted(Path().glob(f"*{SUFFIX}")) if lijst is None or _belongs(path, lijst)]
    if wensen.naam is None and len(found) == 1:
        tell(f"Verder met {found[0].name}.")
        return found[0], wensen
    if wensen.naam is None and len(found) > 1:
        names = ", ".join(path.name for path in found[:5])
        raise WrongUse(f"Hier staan meer antwoordbestanden. Noem er een: {names}.")
    from bcm_check.prompts import vooraf

    naam = wensen.naam or vooraf.ask_name(plain=plain, of_place=lijst is not None and not lijst.doelgroepen)
    return Path(file_name(naam, lijst.id if lijst is not None else STANDAARD)), wensen._replace(naam=naam)


def _belongs(path: Path, lijst: Vragenlijst) -> bool:
    """Tell whether a file holds answers to this questionnaire; one that cannot be read may, and is told about later."""
    try:
        return answers.read(path).vragenlijst.id == lijst.id
    except BcmError:
        return True


def file_name(naam: str, lijst_id: str = STANDAARD) -> str:
    """Return the name of an organisation's file: readable, safe on every system, another one for each typed name.

    The name of another questionnaire than the standard one stands in it too: both lie in one folder.
    """
    digits = hashlib.sha256(naam.encode("utf-8", "surrogatepass")).hexdigest()[:4]
    more = "" if lijst_id == STANDAARD else f"-{_slug(lijst_id, 20)}"
    return f"{_slug(naam, 40) or 'organisatie'}-{digits}{more}{SUFFIX}"


def _slug(text: str, most: int) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")[:most].strip("-")


def _complete(lijst: Vragenlijst, wensen: Wensen, plain: bool) -> Wensen:
    """Ask for what was not said on the command line."""
    from bcm_check.prompts import vooraf

    naam = wensen.naam or vooraf.ask_name(plain=plain, of_place=not lijst.doelgroepen)
    kinds = [(kind.id, kind.naam) for kind in lijst.doelgroepen]
    soort = wensen.type or (vooraf.choose("Wat voor organisatie is het?", kinds, plain=plain) if kinds else None)
    depths = [(diepte.id, _depth_words(lijst, soort or "", diepte)) for diepte in lijst.dieptes]
    diepte = wensen.diepte or vooraf.choose("Hoeveel wilt u invullen?", depths, plain=plain)
    return wensen._replace(naam=naam, type=soort, diepte=diepte)


def _depth_words(lijst: Vragenlijst, soort: str, diepte: Diepte) -> str:
    organisatie = Organisatie(naam="x", type=soort or "x")
    asked = len(begin(lijst, core_antwoorden.new(lijst, organisatie, diepte.id)).gesteld)
    return f"{diepte.naam}: {asked} vragen, ± {diepte.minuten} min"


def _interview(file: AnswerFile, lijst: Vragenlijst, antwoorden: Antwoorden, *, plain: bool, nieuw: bool) -> str:
    from bcm_check.prompts.sessie import Sessie

    sessie = Sessie(begin(lijst, antwoorden), file, today())
    before = file.antwoorden
    if antwoorden != before:
        sessie.bewaar()
    if sessie.bewaard:
        sessie.melding = (
            f"Nieuw bestand: {file.path.name}." if before is None else _welcome_back(sessie.gesprek, before, file.path)
        )
    if plain:
        from bcm_check.prompts.eenvoudig import Regels

        screen: Regels | Scherm = Regels(sessie, nieuw=nieuw)
    else:
        from bcm_check.prompts.scherm import Scherm

        screen = Scherm(sessie, nieuw=nieuw)
    gc.freeze()  # what is loaded by now stays: else a later search for rubbish makes one key in a hundred slow
    gc.set_threshold(2_000)
    result = screen.run()
    if not sessie.bewaard and not sessie.verschillen:
        sessie.bewaar()
    if not sessie.bewaard:
        raise FileTrouble(f"{sessie.melding} Uw laatste antwoorden staan niet in {shown(file.path)}.")
    return result


def _welcome_back(gesprek: Gesprek, before: Antwoorden, path: Path) -> str:
    """Return what someone should know who goes on: how far it is, what no longer fits, and copies that lie about."""
    done = gesprek.voortgang()
    text = f"Welkom terug: {done.gedaan} van de {done.totaal} vragen zijn beantwoord."
    moved = gesprek.antwoorden.archief[len(before.archief) :]
    if moved:
        names = ", ".join(piece.vraag for piece in moved)
        text += f" De vragenlijst is veranderd. Deze antwoorden passen niet meer en staan in het archief: {names}."
    copies = conflict_copies(path)
    if copies:
        text += f" Let op: {copies[0].name} lijkt een kopie van een ander apparaat. Na afloop leest u wat u kunt doen."
    return text


def _say_goodbye(bestand: Path, result: str, vragenlijst: Path | None) -> None:
    if result == "rapport":
        from bcm_check.cli import uitkomsten

        uitkomsten.rapport(bestand, bestand.parent / "rapport", "excel,markdown", vragenlijst, None, None)
    elif result == "klaar":
        print(f"Klaar. Uw antwoorden staan in {shown(bestand)}. Maak het verbeterplan met:")
        print(f"  bcm-check rapport {typed(bestand)} --uit rapport{_named(vragenlijst)}")
    elif result == "pauze":
        print(_how_to_go_on(bestand, vragenlijst))


def _offer_own_hours(bestand: Path, vragenlijst: Path | None, *, plain: bool) -> None:
    """Offer the impact analysis: own processes and hours. Whoever does not want it now reads how to do it later."""
    from bcm_check.cli import bia
    from bcm_check.prompts.vooraf import line

    print("Hoe lang houdt u het vol? Dat hangt af van uw eigen processen en uren.")
    try:
        wanted = line("Nu invullen? Typ j, of Enter om te stoppen: ", plain=plain).strip().lower()
    except EOFError:
        wanted = ""
    if wanted in ("j", "ja"):
        bia.bia(bestand, bia.NIETS, vragenlijst, eenvoudig=plain)
    else:
        print(f"Later kan ook:\n  bcm-check bia {typed(bestand)}")


def _how_to_go_on(bestand: Path, vragenlijst: Path | None) -> str:
    return f"Pauze. Alles is bewaard. Ga verder met:\n  bcm-check start {typed(bestand)}{_named(vragenlijst)}"


def _named(vragenlijst: Path | None) -> str:
    """Return the option that a command needs again; a file knows to which shipped questionnaire it belongs."""
    needed = vragenlijst is not None and (exists(vragenlijst) or shipped(str(vragenlijst)) is None)
    return f" --vragenlijst {typed(vragenlijst)}" if needed and vragenlijst is not None else ""


def _tell_copies(bestand: Path) -> None:
    """Name the copies of a sync client; at the end, where a full screen does not wipe it away."""
    for copy in conflict_copies(bestand):
        tell(f"Naast dit bestand staat {copy.name}: dat lijkt een kopie van een ander apparaat.")
        tell(f"Samenvoegen kan met: bcm-check samenvoegen {typed(bestand)} {typed(copy)}")
