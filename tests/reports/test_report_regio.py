"""A region on paper: the order a board reads in, what is suppressed, hostile texts, and both formats alike."""

import io
import os
import re
import zipfile
from datetime import date
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_report_excel import HOSTILE as HOSTILE_CELLS
from test_report_text import HOSTILE, tree

from bcm_check.core.concentratie import Band
from bcm_check.core.publicatie import TLP, Publicatie, Soort
from bcm_check.core.regiotabel import WEG, Cel, Tabel, Tabelrij
from bcm_check.core.tekst import clean, clean_line
from bcm_check.reports import regio_net
from bcm_check.reports.cellen import NIVEAUKLEUREN
from bcm_check.reports.regio import markdown, workbook
from bcm_check.reports.regio_view import (
    HERHAALD,
    KORT,
    RANDNOOT,
    TE_WEINIG,
    VOETNOOT,
    Kop,
    Pijlernaam,
    Stuk,
    sections,
)

GOLDEN = Path(__file__).parent / "golden" / "regio.md"
SJABLONEN = Path(__file__).resolve().parents[2] / "sjablonen"
UREN = tuple(f"uur {hour}" for hour in (0, 1, 2, 4, 8, 12, 24, 48, 72))
KWARTEN = ("mediaan", "laagste kwart", "hoogste kwart")
BEELD = tuple(f"{pijler} {what}" for pijler in ("P1", "P2") for what in KWARTEN)
SAMEN = ("Nodig bij", "Ieder apart", "Eén keer samen", "Bespaart", "Bespaart in euro", "Actielijn", "Vorm")
EEN_SOORT = (("sector/zorg", "soort/zorg"),)
VORM = "Eén voorbeeld dat ieder zelf aanpast"


def rows(*found: tuple[str, str, tuple[Cel, ...]]) -> tuple[Tabelrij, ...]:
    return tuple(Tabelrij(*each) for each in found)


def shares(*values: float, n: int = 40) -> tuple[Cel, ...]:
    return tuple(Cel(float(value), n) for value in values)


def tables(t: str | None, soort: Soort) -> tuple[Tabel, ...]:
    """Return tables of every kind; `t` stands in every text of people, when given."""

    def say(usual: str) -> str:
        return usual if t is None else t

    public = soort == "openbaar"
    score = (Cel("40–60", 40), Cel("20–40", 40), Cel("60–80", 40)) if public else shares(48.8, 26.9, 60.9)
    clock = shares(5, 20, 35, 50, 60, 65, 75, 90, 95)
    shared = (
        Tabel(
            "dekking",
            "Wie deed mee",
            ("Deelnemers", "Uitgenodigd"),
            rows(
                ("alle/", "Alle deelnemers", (Cel(40), Cel(80))),
                ("soort/zorg", say("Soort: Zorg"), (Cel(10), Cel("–"))),
                ("sector/zorg", say("Sector: Zorg en welzijn"), (Cel(10), Cel(20))),
            ),
            "aantal",
            say("Kleine groepen staan er niet bij."),
        ),
        Tabel(
            "pijlers",
            "Scores per pijler",
            BEELD,
            rows(
                ("alle/", "Alle deelnemers", (*score, *score)),
                ("soort/zorg", say("Soort: Zorg"), (Cel(score[0].waarde, 10), WEG, WEG, WEG, WEG, WEG)),
            ),
            "%",
            say("Scores van 0 tot 100."),
        ),
        Tabel(
            "norm",
            "Wie haalt 72 uur",
            ("Aandeel",),
            rows(("alle/", "Alle deelnemers", shares(5))),
            "%",
            say("Het aandeel dat 72 uur haalt."),
        ),
        Tabel(
            "oorzaken",
            "Waardoor werk stopt",
            ("Aandeel",),
            rows(
                *((f"M{at}", say(f"Middel {at}"), shares(90 - 10 * at)) for at in range(5)),
                ("SC2/M1", say("SC2: Middel 1"), shares(30)),
            ),
            "%",
            say("Bij welk deel stopt werk hierdoor."),
            "Waardoor",
        ),
        Tabel(
            "klok",
            "De klok van de regio",
            UREN,
            rows(
                ("SC1", say("SC1 Stroom"), clock),
                ("SC1/balie", say("Balie"), clock),
                ("SC2", say("SC2 Internet"), (*clock[:8], WEG)),
            ),
            "%",
            say("Welk deel stilligt."),
            "Scenario",
        ),
        Tabel(
            "themas",
            "Thema's van het risicoprofiel",
            ("Ligt stil na 24 uur",),
            rows(("4", say("4 Vitaal"), shares(75)), ("6", say("6 Zorg"), (WEG,))),
            "%",
            say("Na 24 uur."),
            "Thema",
        ),
        Tabel(
            "gezamenlijk",
            "Wat één keer kan voor allen",
            SAMEN,
            rows(
                *(
                    (
                        f"m{at}",
                        say(f"Maatregel {at}"),
                        (
                            Cel(30 - at),
                            Cel("60–90"),
                            Cel("17–26"),
                            Cel("43–64"),
                            Cel("4300–6400"),
                            Cel("D"),
                            Cel(say(VORM)),
                        ),
                    )
                    for at in range(6)
                )
            ),
            "dagdelen",
            say("In dagdelen."),
            "Maatregel",
        ),
        Tabel(
            "actielijnen",
            "Per actielijn",
            ("Maatregelen die samen kunnen", "Levert het meeste op"),
            rows(("D", say("D Eigen organisatie"), (Cel(6), Cel(say("Maatregel 0 die het meeste oplevert"))))),
            "aantal",
            say("Samen."),
            "Actielijn",
        ),
        Tabel(
            "trend",
            "Sinds de vorige keer",
            ("Vorige keer", "Nu"),
            rows(("P1", say("P1 Vitaal"), (Cel("20–40", 20), Cel("40–60", 20)))),
            "%",
            say("Wie beide keren meedeed."),
            "Pijler",
        ),
    )
    return shared if public else (*shared, *closed(say))


def closed(say) -> tuple[Tabel, ...]:
    return (
        Tabel(
            "niveaus",
            "Kritieke vragen",
            ("niveau 0", "niveau 1", "Weet niet (aantal)"),
            rows(("P1.1.2", say("P1.1.2 Noodstroom"), (*shares(25, 75), Cel(3)))),
            "%",
            say("Welk niveau."),
            "Vraag",
        ),
        Tabel(
            "hittekaart",
            "Organisaties en pijlers",
            ("Totaal", "P1", "P2", "Eerste proces stopt"),
            rows(
                ("a1", say("a1"), (Cel(10.0), Cel(48.8), Cel(97.5), Cel("uur 2"))),
                ("b2", say("b2"), (WEG, Cel(0.0), Cel(100.0), Cel("–"))),
            ),
            "%",
            say("Elke regel een organisatie."),
            "Organisatie",
        ),
        Tabel(
            "concentratie",
            "Leveranciers",
            ("Vraag", "Organisaties", "Zeker dezelfde", "Zo geschreven"),
            rows(
                (
                    "NW2.1.1/x",
                    say("De Vonk"),
                    (Cel("NW2.1.1"), Cel(9), Cel("ja"), Cel(say("De Vonk; de vonk B.V.; De Vonk BV"))),
                )
            ),
            "aantal",
            say("Met naam."),
            "Leverancier",
        ),
        Tabel(
            "locaties",
            "Noodsteunpunten een voor een",
            ("Gemeente", "Geschikt", "Zwakste functie", "Uren", "Plaatsen"),
            rows(("l1", say("Locatie 1"), (Cel(say("Voorbeeldveen")), Cel("nee"), Cel("stroom"), Cel(12.0), Cel(24)))),
            "aantal",
            "",
            "Locatie",
        ),
    )


def result(t: str | None = None, soort: Soort = "openbaar", titel: str = "Weerbaarheid") -> tuple[Publicatie, Kop]:
    """Return a small result and its head, with one text everywhere when given."""

    def say(usual: str) -> str:
        return usual if t is None else t

    findings = (say("Er deden ongeveer 40 organisaties mee."), say("De helft ligt stil."))
    decisions = (say("Doe dit samen: Maatregel 0."), say("Doe dit samen: Maatregel 1."))
    paper = Publicatie(soort, TLP[soort], tables(t, soort), findings, decisions, EEN_SOORT)
    counted = (None, None) if soort == "openbaar" else (41, 2)
    names = (Pijlernaam("P1", say("Vitale processen"), True), Pijlernaam("P2", say("Samenleving")))
    kop = Kop(
        say(titel),
        date(2026, 3, 2),
        say("voorjaar"),
        "0.1.0",
        "weerbaarheid 2026.1",
        *counted,
        say("Vrij te delen."),
        (say("Groepen kleiner dan tien staan er niet in."),),
        names,
    )
    return paper, kop


def text_of(t: str | None = None, soort: Soort = "openbaar", skipped: tuple[tuple[str, int], ...] = ()) -> str:
    return markdown(*result(t, soort), SJABLONEN, skipped).decode("utf-8")


def book_of(t: str | None = None, soort: Soort = "openbaar", skipped: tuple[tuple[str, int], ...] = ()):
    return openpyxl.load_workbook(io.BytesIO(workbook(*result(t, soort), skipped)))


def test_golden() -> None:
    text = text_of()
    if os.environ.get("BCM_GOLDEN"):
        GOLDEN.write_text(text, encoding="utf-8", newline="\n")
    assert text == GOLDEN.read_text(encoding="utf-8")


def test_a_board_reads_in_this_order() -> None:
    heads = re.findall(r"^## (.+)$", text_of("x", "besloten", (("dubbel gestuurd", 2),)), re.MULTILINE)
    assert heads == [
        "Wat u moet weten", "Stand in één beeld", "72-uursbeeld", "Thema's van het risicoprofiel", "Per actielijn",
        "Wat één keer kan voor allen", "Gevraagde besluiten", "Sinds de vorige keer", "Onzekerheden en leeswijzer",
        "Bijlage: de tabellen", "Niet meegeteld",
    ]  # fmt: skip


def test_an_empty_result_still_says_what_it_is() -> None:
    _, kop = result()
    bare = Publicatie("openbaar", TLP["openbaar"], (), ("Er deden te weinig organisaties mee.",))
    text = markdown(bare, kop._replace(pijlers=()), SJABLONEN).decode("utf-8")
    assert text.startswith("TLP:CLEAR\n\n# Weerbaarheid\n")
    assert "Er deden te weinig organisaties mee." in text
    assert "|" not in text
    book = openpyxl.load_workbook(io.BytesIO(workbook(bare, kop)))
    assert book.sheetnames == ["Samenvatting"]


# -- figures ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("soort", ["openbaar", "besloten"])
def test_a_suppressed_cell_has_words_and_no_figure(soort: Soort) -> None:
    for stuk in sections(*result(soort=soort)):
        texts = [vak for blok in stuk.blokken for rij in blok.rijen for vak in rij if vak.tekst in (KORT, TE_WEINIG)]
        assert all(vak.waarde is None for vak in texts)
        assert (VOETNOOT in stuk.voet) == any(vak.tekst == KORT for vak in texts)
    assert f"| 6 Zorg | {TE_WEINIG} |" in text_of(soort=soort)
    assert "| SC2 Internet |" in text_of(soort=soort)


def test_in_public_the_ends_of_the_scale_are_no_exact_figures() -> None:
    line = next(line for line in text_of().splitlines() if line.startswith("| SC1 Stroom | ≤5% | 20%"))
    assert line.endswith("| 90% | ≥95% | 40 |")
    assert RANDNOOT in text_of()
    shut = text_of(soort="besloten")
    assert "| SC1 Stroom | 5,0% | 20,0% |" in shut
    assert RANDNOOT not in shut


@pytest.mark.parametrize("soort", ["openbaar", "besloten"])
def test_every_share_stands_beside_its_number(soort: Soort) -> None:
    for stuk in sections(*result(soort=soort)):
        for blok in stuk.blokken:
            for rij in blok.rijen:
                if any(vak.tekst.endswith("%") for vak in rij):
                    counts = [at for at, head in enumerate(blok.koppen) if head.startswith("Aantal ")]
                    assert [rij[at].tekst for at in counts] == ["40"], (stuk.id, rij)


def test_the_strip_marks_the_median_and_the_middle_half() -> None:
    assert "| P1 Vitale processen | accent | ░░▒▒██▒▒░░ | 40–60 | 40 |" in text_of()
    assert "| P2 Samenleving |  | ░░▒▒█▒▒░░░ | 48,8 | 40 |" in text_of(soort="besloten")


@pytest.mark.parametrize("value", ["", "–", "99–3", "0–900", "x–y", "²–³", None, 250.0, -3.0])
def test_a_strip_of_no_score_breaks_nothing(value: str | float | None) -> None:
    _, kop = result()
    odd = Tabel("pijlers", "Scores", ("P1 mediaan",), rows(("alle/", "Alle", (Cel(value, 3),))))
    (stuk,) = [each for each in sections(Publicatie("besloten", "TLP:AMBER", (odd,)), kop) if each.id == "beeld"]
    assert len(stuk.blokken[0].rijen[0][2].tekst) in (0, 10)


def test_quartiles_show_only_the_groups_that_have_them() -> None:
    (stuk,) = [each for each in sections(*result()) if each.id == "pijlers"]
    assert [(blok.titel, len(blok.rijen)) for blok in stuk.blokken] == [
        ("Mediaan", 2), ("Laagste kwart", 1), ("Hoogste kwart", 1),
    ]  # fmt: skip


def groups(*found: tuple[str, str, tuple[Cel, ...]], een_soort: tuple[tuple[str, str], ...] = EEN_SOORT) -> Stuk:
    """Return the section of who took part, of those groups."""
    _, kop = result()
    table = Tabel("dekking", "Wie deed mee", ("Deelnemers", "Uitgenodigd"), rows(*found), "aantal", "Uitleg.")
    paper = Publicatie("openbaar", "TLP:CLEAR", (table,), een_soort=een_soort)
    (stuk,) = [each for each in sections(paper, kop) if each.id == "dekking"]
    return stuk


def test_a_sector_and_its_only_kind_are_one_row_when_they_read_the_same() -> None:
    """Whoever reads the note can write the left out row again: it tells as much as before."""
    kind = ("soort/zorg", "Soort: Zorginstelling", (Cel(25), Cel("–")))
    stuk = groups(kind, ("sector/zorg", "Sector: Zorg", (Cel(25), Cel(40))))
    assert [[vak.tekst for vak in rij] for rij in stuk.blokken[0].rijen] == [["Soort: Zorginstelling", "25", "40"]]
    assert stuk.zinnen[-1].endswith("Dat geldt voor: Zorg (zie Zorginstelling).")


@pytest.mark.parametrize(
    "found",
    [
        [("soort/zorg", "Soort: Z", (Cel(20), Cel("–"))), ("sector/zorg", "Sector: Z", (Cel(25), Cel(40)))],
        [("soort/zorg", f"Soort: Z{HERHAALD}", (Cel(25), Cel("–"))), ("sector/zorg", "Sector: Z", (Cel(25), Cel(40)))],
        [("soort/zorg", "Soort: Z", (WEG, Cel("–"))), ("sector/zorg", "Sector: Z", (Cel(25), Cel(40)))],
        [("sector/zorg", "Sector: Z", (Cel(25), Cel(40)))],
        [("soort/mkb", "Soort: M", (Cel(25), Cel("–"))), ("sector/zorg", "Sector: Z", (Cel(25), Cel(40)))],
    ],
)
def test_a_sector_stays_when_its_row_reads_in_another_way(found: list[tuple[str, str, tuple[Cel, ...]]]) -> None:
    """Also when it has the same members: who sees it left out must not learn that from more than the figures."""
    stuk = groups(*found)
    assert [rij[0].tekst for rij in stuk.blokken[0].rijen] == [name for _, name, _ in found]
    assert stuk.zinnen == ("Uitleg.",)


def test_two_sectors_of_one_kind_do_not_hide_each_other() -> None:
    kind, one, two = (
        (f"{name}", f"X: {name}", (Cel(25), Cel(n))) for name, n in (("soort/z", "–"), ("a", 1), ("b", 2))
    )
    stuk = groups(kind, one, two, een_soort=(("a", "soort/z"), ("b", "soort/z")))
    assert [rij[0].tekst for rij in stuk.blokken[0].rijen] == ["X: soort/z", "X: b"]


@given(st.floats(0, 100), st.sampled_from(["klok", "hittekaart", "dekking"]), st.sampled_from(["openbaar", "besloten"]))
def test_a_figure_reads_as_itself(value: float, name: str, soort: Soort) -> None:
    """What is shown is at most half a last place away from the figure, with a comma and never a dot."""
    _, kop = result(soort=soort)
    tabel = Tabel(name, "T", ("uur 1",), rows(("SC1", "x", (Cel(value, 40),))))
    stukken = sections(Publicatie(soort, TLP[soort], (tabel,)), kop)
    vak = next(each for stuk in stukken if stuk.id == name for each in stuk.blokken[0].rijen[0][1:2])
    assert "." not in vak.tekst
    if vak.tekst[0] in "≤≥":
        assert (value <= 5) == (vak.tekst == "≤5%") or (value >= 95) == (vak.tekst == "≥95%")
    else:
        assert abs(float(vak.tekst.rstrip("%").replace(",", ".")) - value) <= 0.5000001


def test_thousands_have_a_point_from_five_digits_on() -> None:
    _, kop = result()
    cells = (Cel(60800), Cel(9999), Cel("11368–20311"), Cel("4526–8277"), Cel("a1234567"))
    heads = ("Gelijk", "Klein", "Dagdelen", "Ook", "Code")
    paper = Publicatie("besloten", "TLP:AMBER", (Tabel("optelling", "Som", heads, rows(("a", "12345", cells))),))
    (row,) = [blok.rijen[0] for stuk in sections(paper, kop) if stuk.id == "optelling" for blok in stuk.blokken]
    assert [vak.tekst for vak in row] == ["12345", "60.800", "9999", "11.368–20.311", "4526–8277", "a1234567"]
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(paper, kop)))["Som"]
    found = next(cell for line in sheet.iter_rows() for cell in line if cell.value == 60800)
    assert "#,##0" in found.number_format


# -- both formats ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("soort", ["openbaar", "besloten"])
def test_workbook_and_markdown_have_the_same_rows(soort: Soort) -> None:
    text, book = text_of(soort=soort).replace("\\", ""), book_of(soort=soort)
    found = 0
    for sheet in book:
        written = [tuple(cell.value for cell in row) for row in sheet.iter_rows()]
        for stuk in sections(*result(soort=soort)):
            if (sheet.title == "Samenvatting") != stuk.bijlage and sheet.title in ("Samenvatting", stuk.titel):
                for rij in (rij for blok in stuk.blokken for rij in blok.rijen):
                    values = tuple((vak.tekst or None) if vak.waarde is None else vak.waarde for vak in rij)
                    assert any(row[: len(values)] == values for row in written), (sheet.title, values)
                    assert f"| {' | '.join(vak.tekst for vak in rij)} |" in text
                    found += 1
    assert found > 30


def test_figures_are_figures_with_a_unit_and_a_shade() -> None:
    sheet = book_of(soort="besloten")["De klok van de regio"]
    cell = next(row[1] for row in sheet.iter_rows() if row[0].value == "SC1 Stroom")
    assert (cell.value, cell.data_type) == (5, "n")
    assert cell.number_format == '[$-413]0.0"%"'
    heat = book_of(soort="besloten")["Organisaties en pijlers"]
    shades = {row[0].value: [cell.fill.fgColor.rgb[2:] for cell in row[1:4]] for row in heat.iter_rows()}
    assert len({*shades["a1"]}) == 3  # 10.0, 48.8 and 97.5 each have a shade of their own, and their figure
    assert shades["b2"][1] != shades["b2"][2]


def test_no_word_of_a_heading_is_broken() -> None:
    _, kop = result()
    long = "Noodsteunpunten"
    table = Tabel("noodsteunpunten", "Punten", (long, "Geschikt"), rows(("a", "A", (Cel(1), Cel(0)))), over="Gemeente")
    raw = workbook(Publicatie("besloten", "TLP:AMBER", (table,)), kop)
    sheet = openpyxl.load_workbook(io.BytesIO(raw))["Punten"]
    assert sheet.column_dimensions["B"].width >= len(long) + 3
    assert sheet.column_dimensions["C"].width < len(long) + 3


@pytest.mark.parametrize("soort", ["openbaar", "besloten"])
def test_every_block_with_shades_says_what_they_mean(soort: Soort) -> None:
    """One line under each coloured block: the first row under it that has no shade."""
    told = 0
    for sheet in book_of(soort=soort):
        coloured = [any(cell.fill.fgColor.rgb[2:] in NIVEAUKLEUREN for cell in row) for row in sheet.iter_rows()]
        for row, (here, below) in enumerate(pairwise([*coloured, False]), start=1):
            if here and not below:
                assert str(sheet.cell(row + 1, 1).value).startswith("Kleuren: van "), (sheet.title, row)
                told += 1
    assert told == (2 if soort == "openbaar" else 3)
    assert "░ de rest van de schaal" in text_of(soort=soort)


def test_a_share_at_the_end_of_the_scale_has_a_shade_too() -> None:
    sheet = book_of()["De klok van de regio"]
    cells = next(row for row in sheet.iter_rows() if row[0].value == "SC1 Stroom")
    ends = {cell.value: cell.fill.fgColor.rgb[2:] for cell in cells if str(cell.value)[:1] in "≤≥"}
    assert ends == {"≤5%": NIVEAUKLEUREN[4], "≥95%": NIVEAUKLEUREN[0]}


@pytest.mark.parametrize(("soort", "label"), [("openbaar", "TLP:CLEAR"), ("besloten", "TLP:AMBER")])
def test_the_label_is_on_every_page(soort: Soort, label: str) -> None:
    text = text_of(soort=soort)
    assert (text.split("\n", 1)[0], text.rstrip().rsplit("\n", 1)[1]) == (label, label)
    for sheet in book_of(soort=soort, skipped=(("dubbel gestuurd", 2),)):
        assert sheet["A1"].value == label
        assert sheet.oddHeader.left.text == sheet.oddFooter.left.text == label
        assert (sheet.page_setup.paperSize, sheet.page_setup.fitToWidth) == (9, 1)
        assert "&" not in sheet.title


# -- texts of others -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("soort", ["openbaar", "besloten"])
def test_text_never_changes_the_tree(soort: Soort, hostile: str) -> None:
    neutral = "veilig" if clean(hostile).strip() else ""
    skipped, safe = ((hostile, 3),), ((neutral, 3),)
    assert tree(text_of(hostile, soort, skipped)) == tree(text_of(neutral, soort, safe))


@pytest.mark.parametrize("hostile", [*HOSTILE_CELLS, *HOSTILE])
def test_text_stays_text_in_the_workbook(hostile: str) -> None:
    raw = workbook(*result(hostile, "besloten"), ((hostile, 3),))
    book = openpyxl.load_workbook(io.BytesIO(raw))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert book.sheetnames == book_of("veilig", "besloten", (("a", 3),)).sheetnames
    wanted = clean_line(hostile)
    if wanted and len(wanted) < 100 and "_x" not in wanted:
        assert sum(cell.value == wanted for cell in cells) >= 20
    parts = zipfile.ZipFile(io.BytesIO(raw)).namelist()
    assert not [name for name in parts if "externalLink" in name or "vba" in name.lower()]


# -- the network -----------------------------------------------------------------------------------------------------


def codes(count: int) -> dict[str, str]:
    return {f"{at:020x}": f"{at:06x}" for at in range(count)}


def test_a_network_counts_organisations_and_not_their_questions() -> None:
    banden = [Band(f"{0:020x}", "NW2.1.1", "De Vonk", True), Band(f"{0:020x}", "NW2.1.2", "De Vonk", True)]
    net = regio_net.network([*banden, *banden, Band(f"{1:020x}", "NW2.1.1", "Elders", False)], codes(2))
    assert dict(zip(net.leveranciers, net.gebruik, strict=True)) == {"De Vonk": 1, "Elders": 1}
    assert len(net.lijnen) == 3  # the same tie twice is one


@given(
    st.lists(
        st.builds(
            Band,
            st.sampled_from(sorted(codes(9))),
            st.sampled_from(["NW2.1.1", "<&>", "\x00"]),
            st.text(max_size=9),
            st.booleans(),
        )
    )
)
def test_every_form_of_the_network_has_the_same_ties(banden: list[Band]) -> None:
    ids = codes(9)
    net = regio_net.network(banden, ids)
    tree_ = ElementTree.fromstring(regio_net.graphml(banden, ids, "TLP:AMBER"))
    space = "{http://graphml.graphdrawing.org/xmlns}"
    nodes = {node.get("id") for node in tree_.iter(f"{space}node")}
    edges = [(edge.get("source"), edge.get("target")) for edge in tree_.iter(f"{space}edge")]
    assert len(nodes) == len(net.leveranciers) + len(net.organisaties)
    assert all({source, target} <= nodes for source, target in edges)
    drawing = ElementTree.fromstring(regio_net.picture(banden, ids, "TLP:AMBER"))
    drawn = len(drawing.findall("{http://www.w3.org/2000/svg}line"))
    assert len(edges) == drawn == len(net.lijnen)
    shuffled = list(reversed(banden))
    for make in (regio_net.graphml, regio_net.table, regio_net.picture):
        assert make(banden, ids, "TLP:AMBER") == make(shuffled, ids, "TLP:AMBER")


def test_two_hundred_in_a_picture_do_not_overlap() -> None:
    ids = codes(140)
    banden = [Band(code, "NW2.1.1", f"Leverancier {at % 60}", at % 7 > 0) for at, code in enumerate(ids)]
    drawing = ElementTree.fromstring(regio_net.picture(banden, ids, "TLP:AMBER"))
    places: dict[str, list[int]] = {}
    for circle in drawing.iter("{http://www.w3.org/2000/svg}circle"):
        places.setdefault(circle.get("cx", ""), []).append(int(circle.get("cy", "")))
    assert sorted(map(len, places.values())) == [60, 140]
    for heights in places.values():
        assert min(b - a for a, b in pairwise(heights)) >= 20
        assert max(heights) < int(drawing.get("height", "0"))
