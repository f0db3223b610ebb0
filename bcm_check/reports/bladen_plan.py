"""The sheets of a workbook: what to do (Verbeterplan), and what it all rests on (Verantwoording)."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from .bladen import WINST, opening
from .cellen import Vel, Waarde, banded
from .rapport import Bronregel, Gatregel, Maatregelregel, Rapport, Uitzoekregel

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from .cellen import Stijlen

STATUSSEN = ("open", "bezig", "klaar", "vervallen")


class Kolom(NamedTuple):
    """A column of the plan: its head, its width, the style of its cells."""

    kop: str
    breedte: float
    stijl: str


KOLOMMEN = (
    Kolom("Nr", 5, "heel"),
    Kolom("Maatregel", 31, "vet"),
    Kolom("Eerste stap", 31, "tekst"),
    Kolom("Actiehouder (voorstel)", 23, "tekst"),
    Kolom("Dagdelen van", 10, "heel"),
    Kolom("Dagdelen tot", 10, "heel"),
    Kolom("Kosten", 12, "tekst"),
    Kolom("Termijn", 15, "tekst"),
    Kolom("Levert op", 36, "tekst"),
    Kolom("Winst (punten)", 10, "getal"),
    Kolom("Status", 10, "invoer"),
    Kolom("Eigenaar (functie)", 18, "invoer"),
    Kolom("Klaar op", 12, "invoer_datum"),
    Kolom("Opmerking of reden", 20, "invoer"),
    Kolom("Waarom", 60, "tekst"),
    Kolom("Zo doet u het", 80, "tekst"),
    Kolom("Kritiek", 9, "tekst"),
    Kolom("Doe eerst", 40, "tekst"),
    Kolom("Betaler", 17, "tekst"),
    Kolom("1 × 12", 9, "tekst"),
    Kolom("Vorm van samen doen", 45, "tekst"),
    Kolom("Actielijn", 26, "tekst"),
    Kolom("Bewijs na afloop", 60, "tekst"),
    # Hidden: a workbook that comes back is read by key, never by place or by title.
    Kolom("Sleutel", 20, "tekst"),
    Kolom("Keuzelijst eigenaar", 20, "tekst"),
)
_AT = {kolom.kop: at for at, kolom in enumerate(KOLOMMEN, start=1)}


def plan_sheet(sheet: Worksheet, stijlen: Stijlen, rapport: Rapport) -> None:
    """Fill Verbeterplan: measures, then what must be found out, then gaps without a measure; to keep up by hand."""
    vel = Vel(sheet, stijlen, [kolom.breedte for kolom in KOLOMMEN], top=True)
    _plan_opening(vel, rapport)
    head = vel.header([kolom.kop for kolom in KOLOMMEN], (0, 4, 5, 9, 12))
    rows = [_measure(m) for m in rapport.maatregelen]
    rows += [_find_out(u) for u in rapport.uitzoekacties]
    rows += [_bare(gat) for gat in rapport.zonder_maatregel]
    owners = sorted({m.actiehouder for m in rapport.maatregelen}, key=str.casefold)
    for at, (values, owner) in enumerate(zip_longest(rows, owners)):
        vel.row([*values, owner], banded([kolom.stijl for kolom in KOLOMMEN], at % 2 == 1))
    last = max(vel.rij, head + 1)
    _validations(sheet, head + 1, last, head + len(owners))
    for name in ("Sleutel", "Keuzelijst eigenaar"):
        sheet.column_dimensions[get_column_letter(_AT[name])].hidden = True
    sheet.freeze_panes = f"{_letter('Eerste stap')}{head + 1}"
    sheet.auto_filter.ref = f"A{head}:{_letter('Bewijs na afloop')}{last}"
    sheet.print_title_rows = f"{head}:{head}"
    sheet.print_area = f"A1:{_letter('Opmerking of reden')}{last}"


def _plan_opening(vel: Vel, rapport: Rapport) -> None:
    """Write the top of the plan, and how to keep it up."""
    opening(vel, rapport, "Verbeterplan")
    vel.line(f"{rapport.kostenlegenda} {WINST}", "klein")
    vel.line("Vul de gele kolommen zelf in. Rechts van Opmerking staan waarom, hoe, samen doen en bewijs.", "klein")


def _letter(name: str) -> str:
    return get_column_letter(_AT[name])


def _measure(m: Maatregelregel) -> list[Waarde]:
    return [
        m.rang, m.titel, m.eerste_stap, m.actiehouder, m.dagdelen_van, m.dagdelen_tot, m.kosten,
        m.horizonnaam, "\n".join(map(str, m.sprongen)), m.winst, STATUSSEN[0], None, None, None, m.waarom, m.hoe,
        "ja" if m.kritiek else "nee", "; ".join(m.eerst), m.betaler, m.gezamenlijk, m.vorm, m.actielijn,
        "\n".join(m.bewijs), f"maatregel:{m.id}",
    ]  # fmt: skip


def _find_out(u: Uitzoekregel) -> list[Waarde]:
    what = "\n".join((u.vraagtekst, *(f"Zoek naar: {text}" for text in u.bewijs)))
    return [
        None, f"Zoek uit: {u.titel} ({u.vraag})", u.eerste_stap, None, None, None, None,
        "uitzoeken", f"Antwoord op {u.vraag}", None, STATUSSEN[0], None, None, None, None, what, *[None] * 7,
        f"uitzoeken:{u.vraag}",
    ]  # fmt: skip


def _bare(gat: Gatregel) -> list[Waarde]:
    jump = f"{gat.vraag} {gat.titel}: nu {gat.niveau} ({gat.niveaunaam}), ambitie {gat.ambitie} ({gat.ambitienaam})"
    return [
        None, f"Bedenk een maatregel: {gat.titel} ({gat.vraag})", None, None, None, None, None,
        "nog te bepalen", jump, None, STATUSSEN[0], *[None] * 12, f"gat:{gat.vraag}",
    ]  # fmt: skip


def _validations(sheet: Worksheet, first: int, last: int, last_owner: int) -> None:
    status = DataValidation(type="list", formula1=f'"{",".join(STATUSSEN)}"', allow_blank=True)
    status.errorTitle, status.error = "Status", f"Kies uit: {', '.join(STATUSSEN)}."
    day = DataValidation(type="date", operator="greaterThan", formula1="36526", allow_blank=True)
    day.errorTitle, day.error = "Datum", "Vul een datum in als dd-mm-jjjj."
    checks = [(status, "Status"), (day, "Klaar op")]
    if last_owner >= first:
        column = _letter("Keuzelijst eigenaar")
        owner = DataValidation(type="list", formula1=f"${column}${first}:${column}${last_owner}", allow_blank=True)
        owner.showErrorMessage = False  # the list is a help: another function may be typed
        checks.append((owner, "Eigenaar (functie)"))
    for check, name in checks:
        if check.showErrorMessage is not False:
            check.showErrorMessage = True
        check.add(f"{_letter(name)}{first}:{_letter(name)}{last}")
        sheet.add_data_validation(check)


def account_sheet(sheet: Worksheet, stijlen: Stijlen, rapport: Rapport) -> None:
    """Fill Verantwoording: versions, remarks, assumptions, arithmetic, what does not apply, sources."""
    vel = Vel(sheet, stijlen, (36, 11, 15, 17, 44), top=True)
    opening(vel, rapport, "Verantwoording")
    sheet.freeze_panes = "A2"
    vel.heading("Versies")
    for versie in rapport.versies:
        vel.pair(versie.wat, versie.versie)
    day = rapport.volgende_meting
    vel.pair("Meet opnieuw rond", f"{day.day:02}-{day.month:02}-{day.year:04}; ons advies is elk jaar.")
    for title, texts in (("Let op", rapport.meldingen), ("Aannames", rapport.aannames)):
        if texts:
            vel.heading(title)
        for text in texts:
            vel.line(text)
    vel.heading("Zo is gerekend")
    for row in (rapport.totaal, *rapport.sporen, *rapport.pijlers):
        vel.line(row.som)
    _left_out(vel, rapport)
    vel.page_break()
    _sources(vel, "Wetten en normen", rapport.wettelijk, status=True)
    _sources(vel, "Bronnen", rapport.bronnen, status=False)


def _left_out(vel: Vel, rapport: Rapport) -> None:
    vel.heading("Niet van toepassing en nog open")
    for n in rapport.nvt:
        vel.pair(f"{n.vraag} {n.titel}", f"Niet van toepassing: {n.reden}")
    for v in rapport.open:
        vel.pair(f"{v.vraag} {v.titel}", "Nog niet beantwoord.")
    if not rapport.nvt and not rapport.open:
        vel.line("Elke gestelde vraag heeft een antwoord, en geen enkele is niet van toepassing.")
    if rapport.archief:
        vel.heading("Antwoorden die niet meer passen")
        vel.line("Deze antwoorden tellen niet mee. Zij zijn bewaard.")
    for a in rapport.archief:
        vel.pair(f"{a.vraag} (versie {a.versie})", f"{a.reden} Antwoord: {a.antwoord}")


def _sources(vel: Vel, title: str, rows: tuple[Bronregel, ...], *, status: bool) -> None:
    if not rows:
        return
    vel.heading(title)
    vel.header(("Bron", "Jaar", "Soort", "Zekerheid", "Status en waar" if status else "Bij welke vraag"))
    for at, row in enumerate(rows):
        last = f"{row.status}\n{row.waar}" if status and row.status else row.waar
        values = (row.naam, row.jaar, row.soort, row.zekerheid, last)
        vel.row(values, banded(("vet", "tekst", "tekst", "tekst", "tekst"), at % 2 == 1))
