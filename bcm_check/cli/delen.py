"""The commands that let a result out: the share-safe contribution of one organisation, and the keys of a region."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import secrets
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from bcm_check.cli.laden import fitted, load_vragenlijst, print_json, tell, today, typed
from bcm_check.cli.uren import fits, own_graph, standard_question
from bcm_check.core.antwoorden import Antwoorden
from bcm_check.core.beoordeling import Beoordeling, assess, with_equal
from bcm_check.core.bijdrage import (
    GEEN_TOESTEMMING,
    Bijdrage,
    Kenmerken,
    Toestemming,
    Uurstuk,
    contribute,
    hours_of,
    supplier_questions,
)
from bcm_check.core.errors import BcmError, FileTrouble, WrongUse
from bcm_check.core.ketens import Ketens
from bcm_check.core.tekst import clean_line
from bcm_check.core.vragenlijst import Vragenlijst
from bcm_check.files import answers, bijdragen, graphs, zegel
from bcm_check.files.answers import SUFFIX, AnswerFile
from bcm_check.files.atomic import Writer
from bcm_check.files.jsonreader import reason, shown
from bcm_check.reports.uitvoer import DeelDocument

UREN = 72
_CODE = re.compile(r"[0-9a-f]{20}")


class Deelwens(NamedTuple):
    """What the owner lets go, to whom, and whether that was confirmed. `code` is one that another file already has."""

    naam: bool = False
    leveranciers: bool = False
    locatie: bool = False
    reden: str = ""
    voor: str | None = None
    code: str | None = None
    ja: bool = False
    toon: bool = False


# -- what one organisation gives ----------------------------------------------------------------------------------


def make_bijdrage(
    beoordeling: Beoordeling, ketens: Ketens, toestemming: Toestemming = GEEN_TOESTEMMING, code: str = ""
) -> Bijdrage:
    """Return what an organisation gives to its region, with its hours under every scenario of the graph.

    `code` stands in where the file has none yet.
    """
    organisatie = beoordeling.antwoorden.organisatie
    kenmerken = Kenmerken(
        organisatie.code or code,
        organisatie.gemeente,
        organisatie.sector,
        organisatie.medewerkers,
        organisatie.inwoners,
    )
    return contribute(beoordeling, kenmerken, _hours(beoordeling, ketens), toestemming)


def _hours(beoordeling: Beoordeling, ketens: Ketens) -> dict[str, dict[str, Uurstuk]]:
    """Return the hours of the processes that the shared graph knows.

    The id of a process of its own is made of what was typed: it stays. Nothing in the shared graph leans on one, so it
    is never a cause either.
    """
    if not fits(ketens, beoordeling):
        return {}
    own = own_graph(ketens, beoordeling.antwoorden)
    shared = {proces.id for proces in ketens.processen}
    hours = hours_of(standard_question(own, beoordeling, own.scenarios, UREN * 60))
    return {
        scenario: {name: stuk for name, stuk in found.items() if name in shared} for scenario, found in hours.items()
    }


def converter(
    lijsten: dict[str, Vragenlijst], ketens: Ketens, peildatum: datetime | None, zout: bytes
) -> bijdragen.Omzetter:
    """Return what turns an answer file into a contribution, as the owner would share it without any consent.

    A file without a code has one for this run only, made with its salt (`zout`).
    """
    day = peildatum.date() if peildatum is not None else today()
    known = {name: with_equal(lijst) for name, lijst in lijsten.items()}  # once, and not for every file

    def convert(antwoorden: Antwoorden) -> Bijdrage:
        name = antwoorden.vragenlijst.id
        if name not in known:
            known[name] = with_equal(load_vragenlijst(None, antwoorden))
        whose = bijdragen.known_as(antwoorden.organisatie).encode("utf-8", "surrogatepass")
        code = hashlib.blake2b(whose, key=zout, digest_size=10).hexdigest()
        return make_bijdrage(assess(known[name], fitted(known[name], antwoorden), day), ketens, code=code)

    return convert


# -- deel ---------------------------------------------------------------------------------------------------------


def deel(
    bestand: Path,
    uit: Path | None,
    wens: Deelwens,
    vragenlijst: Path | None,
    peildatum: datetime | None,
    *,
    json: bool = False,
) -> None:
    """Show exactly what would leave, and write it when the owner says so.

    Raises WrongUse when nobody can be asked, or when a wish cannot be; FileTrouble when a file cannot be used.
    """
    _check_use(uit, wens, json=json)
    sleutel = zegel.public_key(wens.voor) if wens.voor is not None else None
    if wens.toon or uit is None:
        only_read = answers.read(bestand)
        _show(_make(only_read, only_read.organisatie.code, wens, vragenlijst, peildatum), only_read, sleutel, json)
        return
    if not os.path.lexists(bestand):
        raise FileTrouble(f"{shown(bestand)} bestaat niet. Kijk naar de naam en de map.")
    with AnswerFile(bestand) as file:
        antwoorden = file.antwoorden
        if antwoorden is None:
            raise FileTrouble(f"{shown(bestand)} bestaat niet. Kijk naar de naam en de map.")
        code = _code(bestand, antwoorden, wens.code)
        bijdrage = _make(antwoorden, code, wens, vragenlijst, peildatum)
        if not json:
            _show(bijdrage, antwoorden, sleutel, json)
        if not wens.ja and not _confirmed():
            print("Er is niets geschreven.")
            return
        if antwoorden.organisatie.code != code:
            coded = antwoorden.organisatie.model_copy(update={"code": code})
            file.save(antwoorden.model_copy(update={"organisatie": coded}))
        path = _write(bijdrage, uit, sleutel)
    if json:
        print_json(DeelDocument(bijdrage=bijdrage, geschreven=str(path)))
    else:
        print(f"Geschreven: {shown(path)}")


def _check_use(uit: Path | None, wens: Deelwens, *, json: bool) -> None:
    if uit is None and not wens.toon:
        raise WrongUse("Noem met --uit de map voor het bestand. Of kijk eerst alleen, met --toon.")
    asks = sys.stdin.isatty() and sys.stdout.isatty() and not json
    if not (wens.toon or wens.ja or asks):
        raise WrongUse("Hier kan ik niets vragen. Zeg met --ja dat dit mee mag, of kijk eerst met --toon.")
    if wens.code is not None and not _CODE.fullmatch(wens.code):
        raise WrongUse("Een code heeft 20 tekens: cijfers en de letters a tot en met f. Neem hem precies over.")


def _code(bestand: Path, antwoorden: Antwoorden, wanted: str | None) -> str:
    """Return the code of an organisation: the one it has, that of its other file in the same folder, or a new one."""
    ours = antwoorden.organisatie
    if ours.code:
        if wanted not in (None, ours.code):
            raise WrongUse("Dit bestand heeft al een andere code. Laat --code weg: de code blijft altijd dezelfde.")
        return ours.code
    if wanted is not None:
        return wanted
    for path in sorted(bestand.parent.glob(f"*{SUFFIX}")):
        with contextlib.suppress(BcmError):  # what cannot be read has no code to offer
            other = answers.read(path)
            same = ours.is_same(other.organisatie) or antwoorden.vragenlijst.id != other.vragenlijst.id
            if same and other.organisatie.code and other.organisatie.naam == ours.naam:
                tell(f"De code komt uit {shown(path)}: dat is van dezelfde organisatie.")
                return other.organisatie.code
    return secrets.token_hex(10)


def _make(
    antwoorden: Antwoorden, code: str, wens: Deelwens, vragenlijst: Path | None, peildatum: datetime | None
) -> Bijdrage:
    lijst = load_vragenlijst(vragenlijst, antwoorden)
    day = peildatum.date() if peildatum is not None else today()
    toestemming = _consent(lijst, wens)
    beoordeling = assess(lijst, fitted(lijst, antwoorden), day)
    return make_bijdrage(beoordeling, graphs.load(graphs.standard()), toestemming, code)


def _consent(lijst: Vragenlijst, wens: Deelwens) -> Toestemming:
    suppliers = supplier_questions(lijst) if wens.leveranciers else ()
    if wens.leveranciers and not suppliers:
        raise WrongUse(f'De vragenlijst "{lijst.id}" vraagt niet naar leveranciers. Laat --leveranciers-mee weg.')
    if wens.locatie and lijst.doelgroepen:
        raise WrongUse("Dit bestand gaat over een organisatie, niet over een locatie. Laat --locatie-mee weg.")
    return Toestemming(wens.naam, wens.locatie, suppliers, clean_line(wens.reden)[:400])


def _confirmed() -> bool:
    from bcm_check.prompts.vooraf import line

    try:
        return line("Mag dit mee? Typ j, of Enter om te stoppen: ", plain=True).strip().lower() in ("j", "ja")
    except EOFError:
        return False


# -- what the owner sees ------------------------------------------------------------------------------------------


def _show(bijdrage: Bijdrage, antwoorden: Antwoorden, sleutel: str | None, json: bool) -> None:
    if json:
        print_json(DeelDocument(bijdrage=bijdrage, geschreven=None))
        return
    for line in preview(bijdrage, antwoorden, sleutel):
        print(clean_line(line) if not line.startswith(" ") else f"  {clean_line(line)}")


def preview(bijdrage: Bijdrage, antwoorden: Antwoorden, sleutel: str | None) -> Iterator[str]:
    """Yield exactly what leaves, part by part, and what stays. What could tell who it is stands there in full."""
    yield f"{bijdrage.tlp} · Dit gaat mee (vragenlijst {bijdrage.lijst.id} {bijdrage.lijst.versie}):"
    yield from (f"  {label}: {value}" for label, value in _traits(bijdrage))
    yield from (f"  {label}: {value}" for label, value in _counts(bijdrage))
    yield from (f"  getal {name}: {f'{number:g}'.replace('.', ',')}" for name, number in bijdrage.getallen.items())
    yield from (f"  keuze {name}: {keuze}" for name, keuze in bijdrage.keuzes.items())
    yield from (f"  leveranciers {name}: {', '.join(names)}" for name, names in bijdrage.leveranciers.items())
    yield "Let op: wie uw soort, gemeente en aantallen kent, weet misschien toch om wie het gaat."
    yield f"Dit blijft hier: {', '.join(_stays(bijdrage))}."
    yield f"Het bestand krijgt label {bijdrage.tlp}. Uw antwoordbestand houdt {antwoorden.tlp}."
    if sleutel is None:
        yield "Het is niet verzegeld: wie het krijgt, kan het lezen. Verzegelen gaat met --voor SLEUTEL."
    else:
        yield f"Het wordt verzegeld voor {sleutel}."


def _traits(bijdrage: Bijdrage) -> Iterator[tuple[str, object]]:
    """Yield what is known of the organisation itself, each in full."""
    found = (
        ("code", bijdrage.code or "wordt gemaakt als u deelt"),
        ("naam", bijdrage.naam),
        ("locatie", bijdrage.locatie),
        ("soort", bijdrage.soort),
        ("gemeente", bijdrage.gemeente),
        ("sector", bijdrage.sector),
        ("medewerkers", bijdrage.medewerkers),
        ("inwoners", bijdrage.inwoners),
        ("vertrouwelijk, omdat", bijdrage.vertrouwelijk_omdat),
        ("peildatum", f"{bijdrage.peildatum:%d-%m-%Y}"),
        ("diepte", bijdrage.diepte),
        ("aantal keren bewaard", bijdrage.teller),
    )
    return ((label, value) for label, value in found if value not in ("", None))


def _counts(bijdrage: Bijdrage) -> Iterator[tuple[str, str]]:
    """Yield how much there is of each other part."""
    processen = {name for found in bijdrage.uren.values() for name in found}
    yield "scores", f"{len(bijdrage.scores)} (totaal, pijlers en punten)"
    yield "ambities", f"{len(bijdrage.ambitie)} (per pijler)"
    yield "niveaus", f"{len(bijdrage.niveaus)} (per vraag)"
    yield "weet niet", f"{len(bijdrage.weet_niet)} (welke vragen)"
    yield "n.v.t.", f"{len(bijdrage.nvt)} (welke vragen, zonder de reden)"
    scenarios = f"in {len(bijdrage.uren)} scenario's"
    yield "uren", f"{len(processen)} processen {scenarios} (van wanneer tot wanneer ze stilliggen, en waardoor)"
    yield "maatregelen", f"{len(bijdrage.maatregelen)} (welke in uw plan staan)"
    yield "getallen", f"{len(bijdrage.getallen)}{' (zie hieronder)' if bijdrage.getallen else ''}"
    yield "keuzes", f"{len(bijdrage.keuzes)}{' (zie hieronder)' if bijdrage.keuzes else ''}"


def _stays(bijdrage: Bijdrage) -> Iterator[str]:
    yield from ("toelichtingen", "bewijs", "eigenaren", "redenen bij n.v.t.", "testdatums", "eigen processen")
    yield "aantallen van 1 tot en met 4 personen"
    yield "andere antwoorden in woorden" if bijdrage.leveranciers else "antwoorden in woorden"
    if not bijdrage.leveranciers:
        yield "namen van leveranciers"
    if not bijdrage.naam and not bijdrage.locatie:
        yield "uw naam"


# -- to disk ------------------------------------------------------------------------------------------------------


def _write(bijdrage: Bijdrage, uit: Path, sleutel: str | None) -> Path:
    """Write a contribution in a folder, or as the file that was named. The name of a sealed one tells nothing."""
    raw, ending, name = bijdragen.dump(bijdrage), bijdragen.EINDE, bijdragen.file_name(bijdrage)
    if sleutel is not None:
        raw, ending = zegel.seal(raw, sleutel), bijdragen.VERZEGELD
        label = bijdrage.tlp.replace(":", "-").replace("+", "-")
        name = f"bijdrage-{secrets.token_hex(8)}-{label}{ending}"
    path = uit if uit.name.endswith(ending) else uit / name
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        sure = Writer(path).write(raw)
    except (OSError, ValueError) as error:
        raise FileTrouble(f"{shown(path)} kan niet worden geschreven: {reason(error)}.") from error
    if not sure:
        tell(f"De schijf bevestigde {shown(path)} niet. Kijk of het er staat.")
    return path


# -- keys ---------------------------------------------------------------------------------------------------------


def maak_sleutel(uit: Path) -> None:
    """Write a pair of keys: the public one to hand out, the secret one to keep. Never over an existing one."""
    public, secret = uit / "regio-openbaar.txt", uit / "regio-geheim.txt"
    for path in (public, secret):
        if os.path.lexists(path):
            raise FileTrouble(f"{shown(path)} bestaat al. Een sleutel overschrijf ik nooit; kies een andere map.")
    open_, closed = zegel.make_pair()
    _store_new(secret, f"# TLP:RED. Geheime sleutel van de regio: nooit delen.\n{closed}\n", 0o600)
    try:
        _store_new(public, f"# TLP:CLEAR. Openbare sleutel van de regio, om uit te delen.\n{open_}\n", 0o666)
    except FileTrouble:
        with contextlib.suppress(OSError):
            secret.unlink()  # made just now: half a pair is of no use
        raise
    print(f"Openbaar, om uit te delen: {shown(public)}")
    print(f"Geheim, om te bewaren: {shown(secret)}")
    tell("Zonder de geheime sleutel gaat niets meer open. Bewaar een kopie op een andere veilige plek.")
    tell(f"Verzegelen gaat met: bcm-check deel BESTAND --uit MAP --voor {typed(public)}")


def _store_new(path: Path, text: str, mode: int) -> None:
    """Write a new file with these rights (on Windows: those of its folder); of a failed one nothing stays."""
    made = False
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
        made = True
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
    except (OSError, ValueError) as error:
        if made:
            with contextlib.suppress(OSError):
                path.unlink()
        raise FileTrouble(f"{shown(path)} kan niet worden geschreven: {reason(error)}.") from error
