"""The sheet of the run of hours: a timeline made of cells, with what is weak, what helps and what is assumed below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .bladen import opening
from .cellen import Vel, banded
from .rapport import Rapport, Urenbeeld
from .uren import BAR, REDDEN, WINST
from .view_uren import HULP, cell_minutes

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from .cellen import Stijlen

# Each sign of a bar as a cell shows it: told apart without colour, in black and white too.
TEKENS = {"█": ("■", "loopt"), "▒": ("▫", "half"), "░": ("·", "stil"), "|": ("|", "grens")}
VOOR = (34, 16, 15, 14, 12, 12)
HOKJE, OORZAAK = 2.4, 64
EERSTE, LAATSTE = len(VOOR) + 1, len(VOOR) + BAR


def hours_sheet(sheet: Worksheet, stijlen: Stijlen, rapport: Rapport) -> None:
    """Fill the sheet of a report that has a run of hours."""
    beeld = rapport.uren
    if beeld is None:
        return
    vel = Vel(sheet, stijlen, (*VOOR, *[HOKJE] * BAR, OORZAAK))
    opening(vel, rapport, "Op welk uur stopt wat")
    vel.line(" ".join((f"{beeld.scenario}.", *beeld.zinnen)))
    vel.line(
        f"Elk vakje is {cell_minutes(beeld.uren)}: ■ het werk loopt, ▫ het loopt verminderd, · het ligt stil, "
        f"| tot hier mag het stil liggen. {beeld.aanname}"
    )
    _timeline(vel, beeld)
    vel.page_break()
    _told(vel, beeld)
    vel.page_break()
    _assumptions(vel, beeld)


def _timeline(vel: Vel, beeld: Urenbeeld) -> None:
    names = ("Proces", "Stopt (verwacht)", "Band", "Mag stil liggen", "Hersteldoel", "Te lang stil")
    vel.skip()
    head = vel.row((*names, *[""] * BAR, "Waarom"), (*["kop"] * len(names), *["kop_uur"] * BAR, "kop"))
    step = BAR // len(beeld.schaal)
    for at, mark in enumerate(beeld.schaal):
        first = EERSTE + at * step
        vel.put(head, first, f"uur {mark}", "kop_uur")
        vel.merge(head, first, first + step - 1)
    vel.sheet.freeze_panes = f"B{head + 1}"
    for at, row in enumerate(beeld.processen):
        signs, looks = zip(*(TEKENS[sign] for sign in row.balk), strict=True)
        before = banded(("vet", *["tekst"] * (len(names) - 1)), at % 2 == 1)
        values = (row.naam, row.uur, row.band, row.mag_stil, row.hersteldoel, row.te_lang, *signs, row.oorzaak)
        vel.row(values, (*before, *looks, *banded(("tekst",), at % 2 == 1)))
    _limping(vel, beeld)


def _limping(vel: Vel, beeld: Urenbeeld) -> None:
    if any(row.verminderd for row in beeld.processen):
        vel.heading("Wat verminderd doorgaat")
    for row in beeld.processen:
        if row.verminderd:
            vel.pair(row.naam, row.verminderd)
    if any(row.dienst for row in beeld.processen):
        vel.heading("Het minimum dat door moet gaan")
    for row in beeld.processen:
        if row.dienst:
            vel.pair(row.naam, row.dienst)


def _told(vel: Vel, beeld: Urenbeeld) -> None:
    if beeld.zwakste:
        vel.heading("De zwakste schakels")
        vel.line(WINST)
    for number, schakel in enumerate(beeld.zwakste, start=1):
        vel.pair(f"{number}. {schakel.naam}", schakel.winst)
    if beeld.alleen:
        vel.line(beeld.alleen)
    _saved(vel, beeld)
    if beeld.inzichten:
        vel.heading("Let op")
    for text in beeld.inzichten:
        vel.line(text)
    if beeld.vooruitblik:
        vel.heading("Als u het plan op tijd uitvoert: processen die het volhouden")
    for when, text in beeld.vooruitblik:
        vel.pair(f"{when[:1].upper()}{when[1:]}", text)
    if beeld.verder:
        vel.line(beeld.verder)
    for vraag in beeld.tekort:
        vel.pair(vraag.vraag, vraag.titel)


def _saved(vel: Vel, beeld: Urenbeeld) -> None:
    vragen, middelen, lost = beeld.kleinste, beeld.middelen, beeld.niet_te_halen
    if vragen or middelen or lost:
        vel.heading("Wat u redt")
    if vragen or middelen:
        vel.line(f"{REDDEN} ({beeld.bewijs}):")
    for vraag in vragen:
        vel.pair(vraag.vraag, vraag.titel)
    for naam in middelen:
        vel.line(naam)
    if lost:
        vel.pair("Niet te redden met eigen maatregelen", "; ".join(lost))


def _assumptions(vel: Vel, beeld: Urenbeeld) -> None:
    vel.heading("Hiermee is gerekend")
    vel.line(beeld.kwaliteiten)
    if beeld.onbekend:
        vel.line("Nog niet bekend, en daarom als niveau 0 geteld:")
        for vraag in beeld.onbekend:
            vel.pair(vraag.vraag, vraag.titel)
    if not beeld.aannames:
        return
    vel.skip()
    span_of = ("minst", "verwacht", "meest")
    names = ("Wat stopt", *(f"Kan zonder: {each}" for each in span_of), "Kwaliteit", "Helpt: vraag", "Heeft nodig")
    rest, span = [""] * (BAR - 1), (EERSTE, LAATSTE)
    vel.row((*names, *rest, "Bron"), ["kop"] * len(vel.widths), span)
    for at, row in enumerate(beeld.aannames):
        range_ = (row.laagst, row.verwacht, row.hoogst)
        values = (row.naam, *range_, row.kwaliteit, row.doorbroken_door, row.nodig, *rest, row.bronnen)
        vel.row(values, banded(("vet", *["tekst"] * (len(vel.widths) - 1)), at % 2 == 1), span)
    if beeld.hulp:
        vel.skip()
        vel.line(HULP)
    for vraag in beeld.hulp:
        vel.pair(vraag.vraag, vraag.titel)
