"""A fictional region to look at: twelve municipalities and eighty-eight partners, with facts planted to be found.

Everything is invented, and the same every time: a fixed seed, a fixed day.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from bcm_check.cli.delen import make_bijdrage
from bcm_check.cli.laden import load_vragenlijst, tell, typed
from bcm_check.core import antwoorden as core_antwoorden
from bcm_check.core.antwoorden import Antwoord, Antwoorden, Organisatie, is_for
from bcm_check.core.beoordeling import assess
from bcm_check.core.bijdrage import Bijdrage, Toestemming
from bcm_check.core.errors import FileTrouble
from bcm_check.core.vraag import Vraag
from bcm_check.core.vragenlijst import Vragenlijst
from bcm_check.files import bijdragen, graphs
from bcm_check.files.answers import Encoder
from bcm_check.files.atomic import Writer
from bcm_check.files.jsonreader import reason, shown
from bcm_check.files.locations import shipped

DAG: Final = date(2026, 3, 2)
ZAAD: Final = 72
GEMEENTEN: Final = (
    "Bedachtzand", "Denkbeeld", "Droomerveld", "Fictiedal", "Nergenshuizen", "Proefdorp", "Schijnloo", "Sprookveen",
    "Testerwolde", "Verzinhuizen", "Voorbeeldveen", "Waanderdal",
)  # fmt: skip
PARTNERS: Final = {"zorg": 26, "mkb": 24, "onderwijs": 14, "dorpshuis": 14, "nuts": 10}
# The planted facts.
VERHUURDER: Final = ("Aggregaatverhuur De Vonk B.V.", "aggregaatverhuur de vonk", "Aggregaatverhuur De Vonk BV")
VERHUURDER_BIJ: Final = 9  # of the municipalities
BRANDSTOF: Final = ("Brandstofhandel Het Vat", "Brandstoffenhandel Het Vat")  # alike: one or two suppliers?
BRANDSTOF_BIJ: Final = 6  # of the municipalities, the last of them in the other spelling
# How much stronger or weaker everybody is in a pillar: a region in which all are alike shows nothing.
VERSCHIL: Final = {"P2": 0.2, "P3": 0.05, "P4": -0.1, "P6": -0.2}
SAMEN_ZWAK: Final = ("P1.1.3", "P2.2.2", "P3.4.1")  # no municipality has any of these
BRANDWEER: Final = 12  # volunteers of the fire brigade that each of the first ten municipalities employs
# What an organisation says in numbers, by how far it is (0 to 4).
UREN: Final = (0, 4, 24, 72, 96)
POULE: Final = (0, 5, 9, 14, 20)
TWEEDE_TAAK: Final = (0, 0, 5, 6, 8)


class Deelnemer(NamedTuple):
    """An invented organisation: its code, its kind, the municipality it serves, and how far it is (0 to 1)."""

    naam: str
    code: str
    soort: str
    gemeente: str
    kracht: float
    medewerkers: int


def write_region(uit: Path) -> Path:
    """Write the region's lists and the files of everybody; return the folder with those files."""
    chance = random.Random(ZAAD)  # noqa: S311 -- an example, and the same every time
    folder = uit / "inzendingen"
    _store(uit / "regio.yaml", _lists().encode())
    lijst, netwerk, punt = (load_vragenlijst(shipped(name)) for name in ("weerbaarheid", "netwerk", "noodsteunpunt"))
    ketens = graphs.load(graphs.standard())
    for deelnemer in _participants(chance):
        given = _answers(lijst, deelnemer, chance)
        name = f"{deelnemer.soort}-{deelnemer.code}"
        if deelnemer.soort == "gemeente":
            _store(folder / "gemeenten" / f"{name}.bcm.json", Encoder().encode(given))
        else:
            _store_contribution(folder / "partners", make_bijdrage(assess(lijst, given, DAG), ketens))
        if deelnemer.soort == "gemeente" or chance.random() < 0.3:
            shared = _answers(netwerk, deelnemer, chance)
            asked = tuple(plek.vraag.id for plek in netwerk.plekken if plek.vraag.soort == "tekst")
            suppliers = tuple(name for name in asked if name.startswith("NW2."))
            made = make_bijdrage(assess(netwerk, shared, DAG), ketens, Toestemming(leveranciers=suppliers))
            _store_contribution(folder / "netwerk", made)
        if deelnemer.soort == "dorpshuis":
            made = make_bijdrage(assess(punt, _answers(punt, deelnemer, chance), DAG), ketens)
            _store_contribution(folder / "noodsteunpunten", made)
    _plant_bad_files(folder)
    return folder


def _participants(chance: random.Random) -> Iterator[Deelnemer]:
    for naam in GEMEENTEN:
        yield Deelnemer(f"Gemeente {naam}", _code(chance), "gemeente", naam, chance.uniform(0.3, 0.7), 300)
    for soort, count in PARTNERS.items():
        for number in range(1, count + 1):
            gemeente = GEMEENTEN[(number * 5 + len(soort)) % len(GEMEENTEN)]
            strength = chance.uniform(0.1, 0.8)
            yield Deelnemer(f"Voorbeeld {soort} {number}", _code(chance), soort, gemeente, strength, 10 + number * 7)


def _code(chance: random.Random) -> str:
    return f"{chance.getrandbits(80):020x}"


def _answers(lijst: Vragenlijst, deelnemer: Deelnemer, chance: random.Random) -> Antwoorden:
    """Return the answers of one organisation to one questionnaire."""
    soort = deelnemer.soort if lijst.doelgroepen else "organisatie"
    organisatie = Organisatie(
        naam=deelnemer.naam,
        type=soort,
        code=deelnemer.code,
        gemeente=deelnemer.gemeente,
        medewerkers=deelnemer.medewerkers,
        inwoners=_inhabitants(deelnemer.gemeente) if deelnemer.soort == "gemeente" else None,
    )
    fresh = core_antwoorden.new(lijst, organisatie, lijst.dieptes[-1].id)
    given = {}
    for plek in lijst.plekken:
        if is_for(plek.vraag, soort):
            given[plek.vraag.id] = _answer(plek.vraag, deelnemer, chance)
    return fresh.model_copy(update={"antwoorden": given, "teller": 3})


def _answer(vraag: Vraag, deelnemer: Deelnemer, chance: random.Random) -> Antwoord:
    """Return one answer; what is planted stands in the place of chance."""
    strength = deelnemer.kracht + VERSCHIL.get(vraag.id.partition(".")[0], 0)
    drawn = min(4, max(0, round(chance.gauss(4 * strength, 0.9))))
    if deelnemer.soort == "gemeente" and vraag.id in SAMEN_ZWAK:
        drawn = 0
    if vraag.soort == "schaal":
        tested = date(2026, 1, 15) if drawn == 4 else None
        return Antwoord(waarde=drawn, testdatum=tested, eigenaar="hoofd bedrijfsvoering" if drawn >= 3 else "")
    if vraag.soort == "keuze":
        return Antwoord(waarde=vraag.keuzes[min(drawn, len(vraag.keuzes) - 1)].id)
    if vraag.soort == "getal":
        return Antwoord(waarde=_number(vraag, deelnemer, drawn))
    return Antwoord(waarde=_text(vraag, deelnemer, chance))


def _number(vraag: Vraag, deelnemer: Deelnemer, drawn: int) -> int:
    at = GEMEENTEN.index(deelnemer.gemeente)
    if vraag.id == "NW3.1.1":
        return BRANDWEER if deelnemer.soort == "gemeente" and at < 10 else 0
    if vraag.id == "NW1.1.1":
        return 20 if deelnemer.soort == "gemeente" and at < 10 else 0
    if vraag.id.startswith("NW3."):
        return TWEEDE_TAAK[drawn]
    if vraag.id == "NS4.1.2":
        return POULE[drawn]
    number = UREN[drawn] if vraag.eenheid == "uur" else drawn * 12
    return min(vraag.hoogstens, max(vraag.minstens, number))


def _text(vraag: Vraag, deelnemer: Deelnemer, chance: random.Random) -> str:
    at = GEMEENTEN.index(deelnemer.gemeente)
    if vraag.id == "NW2.1.1" and deelnemer.soort == "gemeente" and at < VERHUURDER_BIJ:
        return VERHUURDER[at % len(VERHUURDER)]
    if vraag.id == "NW2.1.2" and deelnemer.soort == "gemeente" and at < BRANDSTOF_BIJ:
        return BRANDSTOF[at == BRANDSTOF_BIJ - 1]
    return f"Leverancier {chance.randrange(10**9)}" if vraag.id.startswith("NW2.") else "Verzonnen antwoord."


def _inhabitants(gemeente: str) -> int:
    return 18_000 + 4_000 * GEMEENTEN.index(gemeente)


def _lists() -> str:
    """Return the lists of the region as people write them."""
    places = "\n".join(f"  - {{naam: {naam}, inwoners: {_inhabitants(naam)}}}" for naam in GEMEENTEN)
    return f"""# De lijsten van een verzonnen regio.
formaat: 1
id: voorbeeldregio
versie: "1"
titel: de verzonnen Voorbeeldregio
gemeenten:
{places}
sectoren:
  - {{id: overheid, naam: Overheid, soorten: [gemeente]}}
  - {{id: zorg, naam: Zorg, soorten: [zorg]}}
  - {{id: onderwijs, naam: Onderwijs, soorten: [onderwijs]}}
  - {{id: bedrijven, naam: Mkb en industrie, soorten: [mkb]}}
  - {{id: vitaal, naam: Nuts en vitaal, soorten: [nuts]}}
  - {{id: maatschappelijk, naam: Maatschappelijk en dorpshuizen, soorten: [dorpshuis]}}
tarief: "250-400"
genodigden: {{overheid: 12, zorg: 40, onderwijs: 20, bedrijven: 60, vitaal: 12, maatschappelijk: 30}}
"""


def _plant_bad_files(folder: Path) -> None:
    """Put in what a real folder has too: a double, an older one, a damaged one and a file of somebody else."""
    first = sorted((folder / "partners").glob(f"*{bijdragen.EINDE}"))[0]
    raw = first.read_bytes()
    _store(folder / "zz dubbel" / first.name, raw)
    known = bijdragen.load(raw, first.name)
    _store_contribution(folder / "zz ouder", known.model_copy(update={"teller": known.teller - 1}))
    _store(folder / "zz kapot" / "half.bcm-deel.json", raw[: len(raw) // 2])
    _store(folder / "zz vreemd" / "notulen.txt", b"Notulen van het overleg.\n")


def _store_contribution(folder: Path, bijdrage: Bijdrage) -> None:
    _store(folder / bijdragen.file_name(bijdrage), bijdragen.dump(bijdrage))


def _store(path: Path, raw: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        Writer(path).write(raw)
    except (OSError, ValueError) as error:
        raise FileTrouble(f"{shown(path)} kan niet worden geschreven: {reason(error)}.") from error


def demo_region(uit: Path) -> None:
    """Write the fictional region and its two results."""
    from datetime import datetime

    from bcm_check.cli.regio import Regiowens, regio

    folder = write_region(uit)
    tell(f"Een verzonnen regio staat in {shown(folder)}.")
    wens = Regiowens(uit / "uitkomst", (), uit / "regio.yaml", None, None)
    regio(folder, wens, datetime(DAG.year, DAG.month, DAG.day), json=False, openbaar=False)
    tell("Zelf optellen gaat met:")
    tell(f"  bcm-check regio {typed(folder)} --uit uitkomst --regio {typed(uit / 'regio.yaml')}")
