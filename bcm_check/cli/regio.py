"""The command of a region: a folder of contributions in, a public summary and a closed annex out."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from pydantic import ValidationError

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
from bcm_check.files import bijdragen, graphs, regiobeelden, regios, zegel
from bcm_check.files.atomic import Writer
from bcm_check.files.bijdragen import Overgeslagen
from bcm_check.files.jsonreader import parse, read_bytes, reason, shown
from bcm_check.files.locations import home

if TYPE_CHECKING:
    from bcm_check.reports.regio import Kop

_Read = TypeVar("_Read")
EDITIE = "editie.bcm-regio.json"
NAAST = "naast-TLP-CLEAR.json"
STAP = 500  # files between two signs of life
SOORTNAMEN: dict[Soort, str] = {
    "openbaar": "Openbare samenvatting: mag vrij worden gedeeld.",
    "besloten": "Besloten bijlage: alleen voor wie hem nodig heeft, binnen uw organisatie en bij de deelnemers.",
}
LEESWIJZER: dict[Soort, tuple[str, ...]] = {
    "openbaar": (
        "Groepen van minder dan tien organisaties staan er niet in. Aantallen zijn afgerond op vijf.",
        "Een score staat er als band van twintig punten: zo valt er over één deelnemer niets preciezer te zeggen.",
        "Een aandeel is afgerond op 5; bij minder dan 100 deelnemers op 10, bij minder dan 50 op 25.",
        "Bij minder dan 20 deelnemers staat er geen aandeel. Het laagste is 5 en het hoogste 95: nooit niets of alles.",
        "Een groep krijgt pas nieuwe cijfers als vijf of meer deelnemers kwamen, gingen of opnieuw antwoordden.",
        "Meedoen is vrijwillig. Er is geen rangorde van gemeenten.",
        "De uren rusten op aannames; 72 uur is de norm voor inwoners en hier een planningsgrondslag.",
    ),
    "besloten": (
        "Groepen van minder dan vijf organisaties staan er niet in: niet getoond.",
        "De codes van organisaties gelden alleen voor deze uitgave.",
        "Deze bijlage laat zien waar organisaties kwetsbaar zijn. Bewaar haar gesloten en vernietig haar na gebruik.",
        "De uren rusten op aannames; 72 uur is de norm voor inwoners en hier een planningsgrondslag.",
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


def regio(map_: Path, wens: Regiowens, peildatum: datetime | None, *, json: bool, openbaar: bool) -> None:
    """Add up a folder and write both results. Raises FileTrouble when there is nothing to read or no place to write."""
    _refuse_inside(map_, wens.uit)
    ketens, lists = graphs.load(graphs.standard()), regios.load(wens.regio)
    lijst = load_vragenlijst(None)
    day = peildatum.date() if peildatum is not None else today()
    keys = [key for path in wens.sleutels for key in zegel.secret_keys(path)]
    som = _add_up(map_, motor.Taak(tuple(keys), peildatum, day, lists, secrets.token_bytes(16)), wens)
    if not som.gebruikt:
        raise FileTrouble(_nothing(map_, som.overgeslagen))
    beeld = som.beeld
    ids = _ids(beeld)
    bron = Bron(beeld, lijst, ketens, lists, ids)
    before = _last(wens.vorige)
    edition = clean_line(wens.editie or f"{day:%Y-%m-%d}")[:60]
    made: dict[Soort, Publicatie] = {}
    for soort in ("openbaar", "besloten"):
        publicatie, editie = publish(bron, soort, before)
        made[soort] = publicatie
        skipped = [(each.pad, each.reden) for each in som.overgeslagen] if soort == "besloten" else []
        _write(publicatie, _kop(bron, som, soort, day, edition), wens.uit / soort, skipped, quiet=json)
        if soort == "openbaar":
            _store(wens.uit / "besloten" / EDITIE, editie.model_dump_json(indent=1).encode())
            _store(wens.uit / "besloten" / regiobeelden.EINDE, regiobeelden.dump(beeld))
    _write_network(beeld, ids, wens.uit / "besloten")
    if wens.benchmark:
        naast = to_compare(made["openbaar"], lists.titel, edition)
        _store(wens.uit / "openbaar" / NAAST, naast.model_dump_json(indent=1).encode())
    if json:
        from bcm_check.reports.regio_uitvoer import document

        skipped_codes = [] if openbaar else [(each.pad, each.code, each.reden) for each in som.overgeslagen]
        count = None if openbaar else som.gebruikt
        print_json(document(made["openbaar" if openbaar else "besloten"], count, skipped_codes))
    else:
        print(f"Meegeteld: {som.gebruikt} bestanden. Niet meegeteld: {len(som.overgeslagen)}.")
        for each in som.overgeslagen[:20]:
            tell(f"  {each.pad}: {each.reden}")
        if len(som.overgeslagen) > 20:
            tell(f"  en nog {len(som.overgeslagen) - 20}; zie het blad Niet meegeteld in de besloten bijlage.")


def _add_up(map_: Path, taak: motor.Taak, wens: Regiowens) -> motor.Som:
    """Add up a folder: here, one file after the other, or by the engine that was asked for."""
    if wens.motor not in (None, "dask"):
        raise WrongUse("Kies bij --motor: dask. Laat de optie weg om op deze computer op te tellen.")
    if wens.motor == "dask":
        found = motor.with_dask(map_, taak, wens.scheduler)
    else:
        lijst = load_vragenlijst(None)
        convert = converter({lijst.id: lijst}, graphs.load(graphs.standard()), taak.peildatum, taak.zout)
        som = bijdragen.Optelling(
            lambda path: bijdragen.read(path, convert, taak.sleutels), partial(bijdragen.in_sector, taak.regio)
        )
        for each in _progress(bijdragen.read_folder(map_, convert, taak.sleutels, taak.vandaag)):
            som.take(each)
        found = motor.Som(som.beeld, som.gebruikt, som.overgeslagen)
    return found._replace(overgeslagen=sorted(found.overgeslagen))


def _write_network(beeld: Regiobeeld, ids: dict[str, str], folder: Path) -> None:
    """Write who counts on which supplier, when any supplier is shared by more than one."""
    from bcm_check.reports import regio_net

    banden = ties(beeld)
    if not banden:
        return
    for name, make in (
        ("netwerk-TLP-AMBER.graphml", regio_net.graphml),
        ("netwerk-TLP-AMBER.csv", regio_net.table),
        ("netwerk-TLP-AMBER.svg", regio_net.picture),
    ):
        _store(folder / name, make(banden, ids, "TLP:AMBER"))


def _refuse_inside(map_: Path, uit: Path) -> None:
    """Refuse to write among the sources: the next time the results would be read as files of others."""
    source, target = os.path.realpath(map_), os.path.realpath(uit)
    if target == source:
        raise WrongUse("Kies bij --uit een andere map dan die met de bijdragen.")


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


def _last(vorige: Path | None) -> Editie | None:
    """Read what was remembered of the edition before: of its folder, or of the file itself."""
    if vorige is None:
        return None
    path = vorige if vorige.is_file() else vorige / "besloten" / EDITIE
    try:
        return Editie.model_validate(parse(read_bytes(path), shown(path)))
    except ValidationError:
        raise ContentRejected(f"{shown(path)} is geen uitgave van bcm-check regio.") from None


def _kop(bron: Bron, som: motor.Som, soort: Soort, day: date, edition: str) -> Kop:
    from bcm_check.reports.regio import Kop

    closed = soort == "besloten"
    return Kop(
        titel=f"Weerbaarheid in {bron.regio.titel}",
        peildatum=day,
        editie=edition,
        versie=__version__,
        vragenlijst=f"{bron.lijst.id} {bron.lijst.versie}",
        meegeteld=som.gebruikt if closed else "zie Wie deed mee",
        overgeslagen=len(som.overgeslagen) if closed else "zie de besloten bijlage",
        soortnaam=SOORTNAMEN[soort],
        leeswijzer=LEESWIJZER[soort],
    )


def _write(publicatie: Publicatie, kop: Kop, folder: Path, skipped: Sequence[tuple[str, str]], *, quiet: bool) -> None:
    from bcm_check.reports.regio import markdown, workbook

    label = publicatie.tlp.replace(":", "-")
    for suffix, raw in (
        (".md", markdown(publicatie, kop, home("sjablonen"), skipped)),
        (".xlsx", workbook(publicatie, kop, skipped)),
    ):
        path = folder / f"regio-{publicatie.soort}-{label}{suffix}"
        _store(path, raw)
        if not quiet:
            print(shown(path))
    _store(folder / bijdragen.MERK, b"bcm-check regio\n")


def _store(path: Path, raw: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        Writer(path).write(raw)
    except (OSError, ValueError) as error:
        raise FileTrouble(
            f"{shown(path)} kan niet worden geschreven: {reason(error)}. Is het bestand nog ergens geopend?"
        ) from error
