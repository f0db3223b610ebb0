"""The command of a region: a folder of contributions in, a public summary and a closed annex out."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from bcm_check import __version__
from bcm_check.cli import motor
from bcm_check.cli.delen import converter
from bcm_check.cli.laden import load_vragenlijst, print_json, tell, today
from bcm_check.core.concentratie import ties
from bcm_check.core.edities import Editie
from bcm_check.core.errors import ContentRejected, FileTrouble, WrongUse
from bcm_check.core.naast import to_compare
from bcm_check.core.publicatie import Publicatie, Soort, publish
from bcm_check.core.regiobeeld import Regiobeeld
from bcm_check.core.regiotabel import Bron
from bcm_check.core.tekst import clean_line
from bcm_check.files import bijdragen, graphs, hertelling, regiobeelden, regios, zegel
from bcm_check.files.atomic import Writer
from bcm_check.files.bijdragen import Overgeslagen
from bcm_check.files.jsonreader import parse, read_bytes, reason, shown
from bcm_check.files.locations import home
from bcm_check.files.optelling import Optelling, in_sector

if TYPE_CHECKING:
    from bcm_check.reports.regio_view import Kop

_Read = TypeVar("_Read")
EDITIE = "editie.bcm-regio.json"
BEWAREN = "bewaren"  # what only the region itself needs, for its next edition: it ties codes to groups
NAAST = "naast-TLP-CLEAR.json"
STAP = 500  # files between two signs of life
MEEST_GENOEMD = 20  # files that do not count, on the screen
SOORTNAMEN: dict[Soort, str] = {
    "openbaar": "Openbare samenvatting: mag vrij worden gedeeld.",
    "besloten": "Besloten bijlage: alleen voor wie hem nodig heeft, binnen uw organisatie en bij de deelnemers.",
}
MAPPEN: Final = (*SOORTNAMEN, BEWAREN)
LEESWIJZER: dict[Soort, tuple[str, ...]] = {
    "openbaar": (
        "Groepen van minder dan tien organisaties staan er niet in. Aantallen zijn afgerond op vijf.",
        "Een score staat er als band van twintig punten: zo valt er over één deelnemer niets preciezer te zeggen.",
        "Een aandeel is afgerond op 5; bij minder dan 100 deelnemers op 10, bij minder dan 50 op 25.",
        "Bij minder dan 20 deelnemers staat er geen aandeel. Het laagste is 5 en het hoogste 95: nooit 0% of 100%.",
        "Een groep krijgt pas nieuwe cijfers als vijf of meer deelnemers kwamen, gingen of opnieuw antwoordden.",
        "Meedoen is vrijwillig. Er is geen rangorde van gemeenten.",
        "De uren rusten op aannames. 72 uur is de norm voor inwoners; hier rekenen wij er ook voor organisaties mee.",
    ),
    "besloten": (
        "Groepen van minder dan vijf organisaties staan er niet in.",
        "De codes van organisaties gelden alleen voor deze uitgave.",
        "Deze bijlage laat zien waar organisaties kwetsbaar zijn. Bewaar haar achter slot; vernietig haar na gebruik.",
        "De uren rusten op aannames. 72 uur is de norm voor inwoners; hier rekenen wij er ook voor organisaties mee.",
    ),
}


class Regiowens(NamedTuple):
    """Where the results go, and with what lists, keys and name of the edition they are made."""

    uit: Path
    sleutels: Sequence[Path]
    regio: Path | None
    editie: str | None
    vorige: Path | None
    benchmark: bool = False
    motor: str | None = None
    scheduler: str | None = None
    eerder: Path | None = None
    geheugen: Path | None = None
    opnieuw: bool = False


def regio(map_: Path, wens: Regiowens, peildatum: datetime | None, *, json: bool, openbaar: bool) -> None:
    """Add up a folder and write both results. Raises FileTrouble when there is nothing to read or no place to write.

    Everything is made before the first of it is written: what cannot be made leaves the results of last time alone.
    """
    _refuse_mixed(map_, wens.uit)
    _refuse_geheugen(map_, wens)
    ketens, lists = graphs.load(graphs.standard()), regios.load(wens.regio)
    lijst = load_vragenlijst(None)
    day = peildatum.date() if peildatum is not None else today()
    keys = [key for path in wens.sleutels for key in zegel.secret_keys(path)]
    taak = motor.Taak(tuple(keys), peildatum, day, lists, secrets.token_bytes(16))
    som = _add_up(map_, taak, wens, wens.geheugen)
    if not som.gebruikt:
        raise FileTrouble(_nothing(map_, som.overgeslagen))
    beeld = som.beeld
    ids = _ids(beeld)
    bron = Bron(beeld, lijst, ketens, lists, ids, _earlier(taak, wens), tijdelijk=som.tijdelijk)
    before = _last(wens)
    edition = clean_line(wens.editie or f"{day:%Y-%m-%d}")[:60]
    made: dict[Soort, Publicatie] = {}
    results: dict[str, bytes] = {}
    remembered = Editie()
    for soort in SOORTNAMEN:
        made[soort], editie = publish(bron, soort, before)
        if soort == "openbaar":
            remembered = editie
        skipped = _below(map_, som.overgeslagen) if soort == "besloten" else []
        results |= _results(made[soort], _kop(bron, som, soort, day, edition), skipped)
    results |= _network(beeld, _ids(beeld))  # other ids: who supplies whom is often public
    results[f"{BEWAREN}/{regiobeelden.EINDE}"] = regiobeelden.dump(beeld)
    if wens.benchmark:
        naast = to_compare(made["openbaar"], lists.titel, edition)
        results[f"openbaar/{NAAST}"] = naast.model_dump_json(indent=1).encode()
    _write(wens.uit, remembered, results, quiet=json)
    if json:
        from bcm_check.reports.regio_uitvoer import document

        skipped_codes = [] if openbaar else [(each.pad, each.code, each.reden) for each in som.overgeslagen]
        count = None if openbaar else som.gebruikt
        print_json(document(made["openbaar" if openbaar else "besloten"], count, skipped_codes))
    else:
        _tell_counts(som)


def _tell_counts(som: motor.Som) -> None:
    print(f"Meegeteld: {som.gebruikt} bestanden. Niet meegeteld: {len(som.overgeslagen)}.")
    used = (+som.beeld.lijsten).most_common(MEEST_GENOEMD)  # of a mixed folder one wants to know which versions
    print(
        f"Vragenlijsten: {', '.join(f'{clean_line(name)} {clean_line(at)} ({count})' for (name, at), count in used)}."
    )
    for each in som.overgeslagen[:MEEST_GENOEMD]:
        tell(f"  {each.pad}: {each.reden}")
    if len(som.overgeslagen) > MEEST_GENOEMD:
        from bcm_check.reports.regio_lijst import LIJST

        tell(f"  en nog {len(som.overgeslagen) - MEEST_GENOEMD}; zie {LIJST} in de map {BEWAREN}.")


def _add_up(map_: Path, taak: motor.Taak, wens: Regiowens, geheugen: Path | None = None) -> motor.Som:
    """Add up a folder: here, one file after the other, or by the engine that was asked for; or only what changed."""
    if wens.motor not in (None, "dask"):
        raise WrongUse("Kies bij --motor: dask. Laat de optie weg om op deze computer op te tellen.")
    if wens.motor == "dask":
        found = motor.with_dask(map_, taak, wens.scheduler)
    else:
        lijst = load_vragenlijst(None)
        ketens = graphs.load(graphs.standard())
        convert = converter({lijst.id: lijst}, ketens, taak.peildatum, taak.zout)
        again, fitted = (
            partial(bijdragen.read, omzetter=convert, sleutels=taak.sleutels),
            partial(in_sector, taak.regio),
        )
        som = None
        if geheugen is not None:
            read = partial(bijdragen.read_one, omzetter=convert, sleutels=taak.sleutels, vandaag=taak.vandaag)
            lezer = hertelling.Lezer(read, again, fitted, taak.vandaag.toordinal())
            stempel = _stempel(lijst, ketens, taak.regio)
            som = hertelling.recount(map_, lezer, hertelling.Wens(geheugen, stempel, wens.opnieuw, tell, _progress))
        if som is None:
            som = Optelling(again, fitted)
            for each in _progress(bijdragen.read_folder(map_, convert, taak.sleutels, taak.vandaag)):
                som.take(each)
        found = motor.Som(som.beeld, som.gebruikt, som.overgeslagen, frozenset(som.tijdelijk))
    return found._replace(beeld=found.beeld.without_zeros(), overgeslagen=sorted(found.overgeslagen))


def _stempel(*content: BaseModel) -> str:
    """Return what a memory must have been made with to be of use: this version, and this content."""
    found = hashlib.sha256("\n".join(each.model_dump_json() for each in content).encode())
    return f"{__version__} {found.hexdigest()}"


def _refuse_geheugen(map_: Path, wens: Regiowens) -> None:
    """Refuse a memory among the sources or the results: it would be read as one, or go with them."""
    if wens.geheugen is None:
        if wens.opnieuw:
            raise WrongUse("--opnieuw hoort bij --geheugen BESTAND. Zonder geheugen wordt altijd alles gelezen.")
        return
    if wens.motor is not None:
        raise WrongUse("--geheugen gaat niet samen met --motor. Kies één van de twee.")
    places = [Path(os.path.normcase(os.path.realpath(path))) for path in (wens.geheugen, map_, wens.uit)]
    if not {places[0], *places[0].parents}.isdisjoint(places[1:]):
        raise WrongUse("Kies bij --geheugen een bestand buiten de map met bijdragen en buiten --uit.")


def _earlier(taak: motor.Taak, wens: Regiowens) -> Regiobeeld | None:
    """Add up the folder of an earlier moment, for what changed since among those that took part both times."""
    if wens.eerder is None:
        return None
    som = _add_up(wens.eerder, taak, wens)
    if not som.gebruikt:
        raise FileTrouble(_nothing(wens.eerder, som.overgeslagen))
    if som.beeld.rijen is None:
        tell("De eerdere meting is te groot, of telt andere regio's mee: wat er veranderde, is dan niet te zien.")
    tell(f"Eerdere meting: {som.gebruikt} bestanden tellen mee, {len(som.overgeslagen)} niet.")
    for each in som.overgeslagen[:MEEST_GENOEMD]:
        tell(f"  {each.pad}: {each.reden}")
    return som.beeld


def _below(map_: Path, overgeslagen: Iterable[Overgeslagen]) -> list[Overgeslagen]:
    """Return what did not count by its place in the folder: where that stands is nobody else's business."""
    root = f"{shown(map_)}{os.sep}"
    return [each._replace(pad=each.pad.removeprefix(root), reden=each.reden.replace(root, "")) for each in overgeslagen]


def _network(beeld: Regiobeeld, ids: dict[str, str]) -> dict[str, bytes]:
    """Return who counts on which supplier, when any supplier is shared by more than one."""
    from bcm_check.reports import regio_net

    banden = ties(beeld)
    forms = {"graphml": regio_net.graphml, "csv": regio_net.table, "svg": regio_net.picture}
    return {
        f"besloten/netwerk-TLP-AMBER.{ending}": make(banden, ids, "TLP:AMBER")
        for ending, make in forms.items()
        if banden
    }


def _refuse_mixed(map_: Path, uit: Path) -> None:
    """Refuse to write where sources stand: the results would be read as files of others, or the sources as results."""
    source, target = (Path(os.path.normcase(os.path.realpath(path))) for path in (map_, uit))
    if target == source:
        raise WrongUse("Kies bij --uit een andere map dan die met de bijdragen.")
    for folder in (target / name for name in MAPPEN):
        if folder in (source, *source.parents):
            raise WrongUse(
                f"De bijdragen staan in {shown(folder)}, en daar komen de uitkomsten. Kies een andere --uit."
            )
        if source in folder.parents and _holds_others(folder):
            raise WrongUse(f"In {shown(folder)} staan al bestanden, misschien bijdragen. Kies bij --uit een lege map.")


def _holds_others(folder: Path) -> bool:
    """Tell whether a folder has something in it, and is no earlier result of ours."""
    try:
        names = {each.name for each in folder.iterdir()}
    except OSError:
        return False  # not there; or no place to write, which is told when we do
    return bool(names) and bijdragen.MERK not in names


def _progress(found: Iterable[_Read]) -> Iterator[_Read]:
    """Pass on what was read, with a sign of life on stderr."""
    for number, each in enumerate(found, start=1):
        if number % STAP == 0:
            tell(f"{number} bestanden gelezen…")
        yield each


def _nothing(map_: Path, overgeslagen: Sequence[Overgeslagen]) -> str:
    if not overgeslagen:
        return f"In {shown(map_)} staat geen enkel bestand. Zet er bijdragen of antwoordbestanden in."
    first = min(overgeslagen)
    return f"In {shown(map_)} telt geen enkel bestand mee. Het eerste is {first.pad}: {first.reden}"


def _ids(beeld: Regiobeeld) -> dict[str, str]:
    """Return a random id for each organisation, for this edition only."""
    codes = sorted({rij.code for rij in (beeld.rijen or {}).values()})
    found: set[str] = set()
    while len(found) < len(codes):
        found.add(secrets.token_hex(3))
    return dict(zip(codes, sorted(found, key=lambda _: secrets.randbits(64)), strict=True))


def _last(wens: Regiowens) -> Editie | None:
    """Read what was remembered of the edition before: of its folder, of the file itself, or of where this one goes.

    An edition that stands where this one goes counts as the one before, asked for or not: whoever has both could
    otherwise subtract them.
    """
    vorige = wens.vorige
    if vorige is None:
        if not os.path.lexists(wens.uit / BEWAREN / EDITIE):
            return None
        vorige = wens.uit
        tell(
            f"In {shown(vorige)} staat al een uitgave. Die telt als de vorige: groepen die nauwelijks veranderden, "
            "houden hun cijfers. Is er nog niets gedeeld? Kies dan bij --uit een lege map."
        )
    path = vorige if vorige.is_file() else vorige / BEWAREN / EDITIE
    try:
        return Editie.model_validate(parse(read_bytes(path), shown(path)))
    except ValidationError:
        raise ContentRejected(f"{shown(path)} is geen uitgave van bcm-check regio.") from None


def _kop(bron: Bron, som: motor.Som, soort: Soort, day: date, edition: str) -> Kop:
    from bcm_check.reports.regio_view import Kop, Pijlernaam

    closed = soort == "besloten"
    profile = bron.lijst.profielen[0].gewichten if bron.lijst.profielen else {}
    heavy = {name for name, weight in profile.items() if weight > 1}
    return Kop(
        titel=f"Weerbaarheid in {bron.regio.titel}",
        peildatum=day,
        editie=edition,
        versie=__version__,
        vragenlijst=f"{bron.lijst.id} {bron.lijst.versie}",
        meegeteld=som.gebruikt if closed else None,
        overgeslagen=len(som.overgeslagen) if closed else None,
        soortnaam=SOORTNAMEN[soort],
        leeswijzer=LEESWIJZER[soort],
        pijlers=tuple(Pijlernaam(each.id, each.label, each.id in heavy) for each in bron.lijst.pijlers),
    )


def _results(publicatie: Publicatie, kop: Kop, overgeslagen: Sequence[Overgeslagen]) -> dict[str, bytes]:
    """Return the files of one result by their place in the folder of results."""
    from bcm_check.reports import regio_lijst
    from bcm_check.reports.regio import markdown, workbook

    start = f"{publicatie.soort}/regio-{publicatie.soort}-{publicatie.tlp.replace(':', '-')}"
    skipped = regio_lijst.by_reason(each.code for each in overgeslagen)
    found = {
        f"{start}.md": markdown(publicatie, kop, home("sjablonen"), skipped),
        f"{start}.xlsx": workbook(publicatie, kop, skipped),
    }
    if publicatie.soort == "besloten":  # also when it is empty: a list of last time may not stay
        rows = ((each.pad, each.code, each.reden) for each in overgeslagen)
        found[f"{BEWAREN}/{regio_lijst.LIJST}"] = regio_lijst.table(rows, publicatie.tlp)
    return found


def _write(uit: Path, editie: Editie, results: dict[str, bytes], *, quiet: bool) -> None:
    """Write everything. What a run that is cut short leaves is known as ours, and as an edition that may be out."""
    for name in MAPPEN:
        _store(uit / name / bijdragen.MERK, b"bcm-check regio\n")
    _store(uit / BEWAREN / EDITIE, editie.model_dump_json(indent=1).encode())
    for name, raw in results.items():
        _store(uit / name, raw)
        if not quiet and name.endswith((".md", ".xlsx")):
            print(shown(uit / name))


def _store(path: Path, raw: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        Writer(path).write(raw)
    except (OSError, ValueError) as error:
        raise FileTrouble(
            f"{shown(path)} kan niet worden geschreven: {reason(error)}. Is het bestand nog ergens geopend?"
        ) from error
