"""The sheets of a workbook: what is said (Samenvatting), how it scores (Pijlers), what was answered (Antwoorden)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import grafieken
from .cellen import Vel, Waarde, banded, level_style, plain
from .rapport import Antwoordregel, Maatregelregel, Onderwerpregel, Rapport, Scoreregel

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from .cellen import Stijlen

CHART_ROWS = 18
PER_PAGINA = 3
ANTWOORDKOPPEN = (
    "Vraag", "Wat is gevraagd", "Antwoord", "Niveau", "Telt als", "Naam", "Wat dit niveau betekent", "Toelichting",
    "Bewijs", "Eigenaar (functie)", "Laatste test", "Reden of opmerking",
)  # fmt: skip
WINST = "De winst is in punten van de totaalscore."


def opening(vel: Vel, rapport: Rapport, title: str) -> None:
    """Write the top of a sheet: label, title, and whose report this is, of which day."""
    day = f"{rapport.peildatum.day:02}-{rapport.peildatum.month:02}-{rapport.peildatum.year:04}"
    vel.line(rapport.label, "label")
    vel.line(title, "titel", height=27.0)
    vel.line(f"{rapport.organisatie} · {rapport.organisatietype} · {rapport.diepte} · peildatum {day}", "klein")


def summary_sheet(sheet: Worksheet, stijlen: Stijlen, rapport: Rapport) -> None:
    """Fill Samenvatting: one page for the management, then the first measures with why and how."""
    vel = Vel(sheet, stijlen, (31, 9, 9, 9, 25, 25, 12))
    opening(vel, rapport, f"Verbeterplan {rapport.organisatie}")
    vel.line(f"{rapport.titel}. Dit rapport is {rapport.labeluitleg}.", "klein")
    vel.heading("Samenvatting voor het management")
    for zin in rapport.samenvatting:
        vel.line(zin)
    if rapport.gaten:
        vel.skip()
        for number, gat in enumerate(rapport.gaten, start=1):
            now = f"nu {gat.niveau} {gat.niveaunaam}{f' ({gat.toestand})' if gat.toestand else ''}"
            goal = f"ambitie {gat.ambitie} {gat.ambitienaam}"
            vel.pair(f"Grootste gat {number}", f"{gat.titel} ({gat.vraag}): {now}, {goal}")
    for m in rapport.voorpagina[:3]:
        vel.pair(f"Begin met {m.rang}", f"{m.titel}. Eerste stap: {m.eerste_stap}")
    _score_table(vel, rapport)
    _first_measures(vel, rapport)
    sheet.freeze_panes = "A2"


def _score_table(vel: Vel, rapport: Rapport) -> None:
    top = len(rapport.schaal) - 1
    vel.heading("Uitkomst per pijler")
    vel.header(("Pijler", "Score", "Laag", "Hoog", "Niveau", "Ambitie", "Ambitie (0–100)"), (1, 2, 3, 6))
    first = vel.rij + 1
    for at, row in enumerate((*rapport.pijlers, *rapport.sporen, rapport.totaal)):
        head = f"{row.id} {row.kort}" if at < len(rapport.pijlers) else row.kort
        goal = "" if row.ambitie is None else f"{row.ambitie} {row.ambitienaam}"
        values: list[Waarde] = [head, row.score, row.laag, row.hoog, _level(row), goal, row.ambitie_score]
        styles = banded(("vet", "getal", "getal", "getal", "tekst", "tekst", "getal"), at % 2 == 1)
        styles[4] = level_style(row.niveau, top)
        vel.row(values, styles)
    last = first + len(rapport.pijlers) - 1
    tabel = grafieken.Tabel(first, last, naam=1, score=2, laag=3, hoog=4, ambitie=7)
    vel.skip()
    start = vel.rij + 1
    if len(rapport.pijlers) >= grafieken.MINSTENS_RADAR:
        vel.sheet.add_chart(grafieken.radar(vel.sheet, tabel, (11.6, 8.6)), f"A{start}")
        vel.sheet.add_chart(grafieken.bars(vel.sheet, tabel, (11.6, 8.6)), f"E{start}")
    else:
        vel.sheet.add_chart(grafieken.bars(vel.sheet, tabel, (23.2, 8.6)), f"A{start}")
    vel.skip(CHART_ROWS)


def _level(row: Scoreregel | Onderwerpregel) -> str:
    return row.niveaunaam if row.niveau is None else f"{row.niveau} {row.niveaunaam}"


def _first_measures(vel: Vel, rapport: Rapport) -> None:
    vel.page_break()
    vel.heading("Hier begint u mee")
    if not rapport.voorpagina:
        vel.line(rapport.totaal.aantallen.zonder_plan)
        return
    vel.line(f"Alle maatregelen samen vragen {rapport.inzet} eigen inzet. {rapport.kostenlegenda} {WINST}")
    for at, m in enumerate(rapport.voorpagina):
        if at == PER_PAGINA:
            vel.page_break()
        vel.skip()
        vel.line(f"{m.rang}. {m.titel}", "kopje")
        for head, text in measure_lines(m):
            vel.pair(head, text)


def measure_lines(m: Maatregelregel) -> tuple[tuple[str, str], ...]:
    """Return what is said of a measure on page one, each with its head."""
    who = f"{m.actiehouder}; {m.inzet}; kosten {m.kosten}; termijn {m.horizonnaam}; betaler: {m.betaler}"
    gain = f"{_number(m.winst)} punten{'; gaat over een kritieke vraag' if m.kritiek else ''}"
    found = (
        ("Waarom", m.waarom),
        ("Zo doet u het", m.hoe),
        ("Eerste stap", m.eerste_stap),
        ("Wie", who),
        ("1 × 12", m.samen),
        ("Actielijn", m.actielijn),
        ("Doe eerst", "; ".join(m.eerst)),
        ("Levert op", "\n".join(map(str, m.sprongen))),
        ("Winst", gain),
    )
    return tuple((head, text) for head, text in found if text)


def _number(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")


def pillars_sheet(sheet: Worksheet, stijlen: Stijlen, rapport: Rapport) -> None:
    """Fill Pijlers: the whole, the tracks, the pillars and every group of questions."""
    vel = Vel(sheet, stijlen, (8, 44, 9, 9, 9, 24, 24, 10, 8, 8, 8, 9, 9, 48))
    opening(vel, rapport, "Uitkomst per pijler en onderwerp")
    names = ("Id", "Naam", "Score", "Laag", "Hoog", "Niveau", "Ambitie", "Beant- woord", "Weet niet", "N.v.t.", "Open",
             "Niet gesteld", "Niet voor u", "Wat het niveau laag houdt")  # fmt: skip
    vel.header(names, (2, 3, 4, *range(7, 13)))
    sheet.freeze_panes = f"C{vel.rij + 1}"
    top = len(rapport.schaal) - 1
    for at, row in enumerate((rapport.totaal, *rapport.sporen, *rapport.pijlers)):
        n = row.aantallen
        goal = "" if row.ambitie is None else f"{row.ambitie} {row.ambitienaam}"
        values = ("" if at == 0 else row.id, row.naam, row.score, row.laag, row.hoog, _level(row), goal,
                  n.beantwoord, n.weet_niet, n.nvt, n.open, n.niet_gesteld, n.niet_voor, row.plafond)  # fmt: skip
        styles = banded(("tekst", "vet", *["getal"] * 3, "tekst", "tekst", *["heel"] * 6, "tekst"), at % 2 == 1)
        styles[5] = level_style(row.niveau, top)
        vel.row(values, styles)
    _weighing(vel, rapport)
    if rapport.naast:
        vel.heading("Naast anderen")
    for zin in rapport.naast:
        vel.line(zin)
    vel.heading("De schaal")
    for niveau, naam, uitleg in rapport.schaal:
        vel.row((niveau, naam), ("heel", level_style(niveau, top)))
        vel.put(vel.rij, 3, plain(uitleg), "klein")
    vel.page_break()
    _topics(vel, rapport, top)


def _topics(vel: Vel, rapport: Rapport, top: int) -> None:
    vel.heading("Per onderwerp")
    vel.header(("Id", "Onderwerp", "Score", "Laag", "Hoog", "Niveau"), (2, 3, 4))
    for at, row in enumerate(rapport.onderwerpen):
        styles = banded(("tekst", "tekst", "getal", "getal", "getal", "tekst"), at % 2 == 1)
        styles[5] = level_style(row.niveau, top)
        vel.row((row.id, row.naam, row.score, row.laag, row.hoog, _level(row)), styles)
    if rapport.dubbel:
        vel.skip()
        vel.line("Deze vragen zijn één keer gesteld en tellen in twee of meer onderwerpen mee:")
        for d in rapport.dubbel:
            vel.line(f"{d.vraag} {d.titel} telt in {d.groepen}")


def _weighing(vel: Vel, rapport: Rapport) -> None:
    vel.heading("Twee manieren van wegen")
    vel.header(("", "Deel", rapport.profiel, "Gelijk"), (2, 3))
    for at, row in enumerate(rapport.profielen):
        vel.row(("", row.naam, row.gekozen, row.gelijk), banded(("tekst", "vet", "getal", "getal"), at % 2 == 1))
    for zin in rapport.profieluitleg:
        vel.line(zin)


def answers_sheet(sheet: Worksheet, stijlen: Stijlen, rapport: Rapport) -> None:
    """Fill Antwoorden: every answer with its note and evidence; all levels and sources stand to the right."""
    levels = [f"{niveau} {naam}" for niveau, naam, _ in rapport.schaal]
    vel = Vel(sheet, stijlen, (9, 36, 13, 9, 9, 16, 40, 40, 28, 22, 13, 30, *[44] * len(levels), 110), top=True)
    opening(vel, rapport, "Alle antwoorden")
    names = (*ANTWOORDKOPPEN, *levels, "Bronnen")
    head = vel.header(names, (3, 4, 10))
    sheet.freeze_panes = f"C{head + 1}"
    sheet.print_title_rows = f"{head}:{head}"
    top = len(rapport.schaal) - 1
    tail = ["tekst"] * (len(levels) + 1)
    for at, row in enumerate(rapport.antwoorden):
        values = (row.vraag, f"{row.titel}\n{row.vraagtekst}", row.toestand, row.niveau, row.geteld, row.niveaunaam,
                  row.niveautekst, row.toelichting, row.bewijs, row.eigenaar, row.testdatum, _remark(row),
                  *row.niveaus, row.bronnen)  # fmt: skip
        styles = banded(("vet", "tekst", "tekst", "heel", "heel", "tekst", "tekst", "tekst", "tekst", "tekst", "datum",
                         "tekst", *tail), at % 2 == 1)  # fmt: skip
        styles[5] = level_style(row.geteld if row.niveau is not None else None, top)
        vel.row(values, styles)
    sheet.auto_filter.ref = f"A{head}:{vel.last_letter}{max(vel.rij, head)}"
    sheet.print_area = f"A1:L{max(vel.rij, head)}"


def _remark(row: Antwoordregel) -> str:
    parts = (
        row.reden,
        f"{row.waarom[:1].upper()}{row.waarom[1:]}." if row.waarom else "",
        "Kritieke vraag." if row.kritiek else "",
        f"Telt ook in {row.telt_ook_in}." if row.telt_ook_in else "",
    )
    return "\n".join(part for part in parts if part)
