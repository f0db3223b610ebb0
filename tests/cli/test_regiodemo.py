"""`demo --regio`: what was planted in the fictional region is found, and its sums are those of the single plans."""

from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from test_regio import Doc, add_up, added_up, contributions, rows

from bcm_check.cli.regiodemo import BRANDSTOF, BRANDSTOF_BIJ, DAG, GEMEENTEN, PARTNERS, SAMEN_ZWAK, write_region
from bcm_check.core.beoordeling import assess
from bcm_check.core.gezamenlijk import divided
from bcm_check.core.regio import Regio
from bcm_check.core.vragenlijst import Maatregel, Vragenlijst
from bcm_check.files import answers, bijdragen, content, regios
from bcm_check.files.locations import standard
from bcm_check.reports.cellen import lines_of
from bcm_check.reports.regio_bladen import VOORKANT

if TYPE_CHECKING:
    from doing import Do

# What is planted: the first step of each question that no municipality has anything of, and files that do not count.
GEDEELD = {
    "P1.1.3": "brandstof_berekenen",
    "P2.2.2": "noodcommunicatie_kiezen",
    "P3.4.1": "crisisteam_benoemen",
}
NIET_MEEGETELD = ["beschadigd", "dubbel", "ouder", "vreemd"]


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the files of the fictional region once, without adding them up."""
    folder = tmp_path_factory.mktemp("regiodemo")
    write_region(folder)
    return folder


@pytest.fixture
def found(do: Do, files: Path) -> Doc:
    return added_up(do, files / "inzendingen")


@pytest.fixture(scope="session")
def lijst() -> Vragenlijst:
    return content.load(standard())


@pytest.fixture(scope="session")
def lists(files: Path) -> Regio:
    return regios.load(files / "regio.yaml")


@pytest.fixture(scope="session")
def plans(files: Path, lijst: Vragenlijst) -> list[tuple[str, ...]]:
    """The plan of every participant apart: of the municipalities from their answers, of the others as they sent it."""
    raw = sorted((files / "inzendingen" / "gemeenten").iterdir())
    own = [assess(lijst, answers.read(path), DAG).plan.regels for path in raw]
    sent = [each.maatregelen for each in contributions(files) if each.lijst.id == lijst.id]
    return [*(tuple(regel.maatregel.id for regel in plan) for plan in own), *sent]


def figure(row: Doc, kolom: str) -> object:
    return row[kolom]["waarde"]


def span(low: Fraction, high: Fraction) -> str:
    return str(round(low)) if round(low) == round(high) else f"{round(low)}–{round(high)}"


def keeps(maatregel: Maatregel, lists: Regio) -> Fraction:
    return lists.uitrol.ja if maatregel.gezamenlijk.kan == "ja" else lists.uitrol.deels


def test_the_gaps_that_all_municipalities_share_come_first(found: Doc, lijst: Vragenlijst) -> None:
    """Those that were planted are the only ones that all twelve have, and no later step stands between them."""
    assert sorted(GEDEELD) == sorted(SAMEN_ZWAK)
    gaps = found["gedeeld"]
    assert {row["id"] for row in gaps[: len(GEDEELD)]} == set(GEDEELD.values())
    shared = [row["id"] for row in gaps if figure(row["cijfers"], "Gemeenten") == len(GEMEENTEN)]
    assert sorted(shared) == sorted(GEDEELD.values())
    for vraag, maatregel in GEDEELD.items():
        steps = lijst.plek[vraag].vraag.maatregelen
        assert min(steps, key=lambda stap: stap.naar).id == maatregel
    start = f"Deze eerste stappen ontbreken bij {len(GEMEENTEN)} gemeenten: "
    (told,) = [zin for zin in found["zinnen"] if zin.startswith(start)]
    assert all(lijst.maatregel[name].titel in told for name in GEDEELD.values())


def test_decisions_leave_the_board_two_pages(found: Doc) -> None:
    """The second page is full: with a third line for each decision there would be a third page."""
    assert len(found["besluiten"]) == 5
    for number, text in enumerate(found["besluiten"], start=1):
        assert lines_of(f"{number}. {text}", sum(VOORKANT)) <= 2


def test_what_is_joint_is_the_sum_of_the_single_plans(
    found: Doc, plans: list[tuple[str, ...]], lijst: Vragenlijst, lists: Regio
) -> None:
    """Every row of both tables, worked out from the hundred plans apart: alone, together and saved."""
    assert len(plans) == len(GEMEENTEN) + sum(PARTNERS.values()) == 100
    need = Counter(name for plan in plans for name in plan)
    checked = 0
    for table, column in (("gezamenlijk", "Nodig bij"), ("gedeeld", "Alle deelnemers")):
        for name, row in rows(found, table).items():
            maatregel = lijst.maatregel[name]
            low, high = map(Fraction, maatregel.dagdelen)
            once = 1 + need[name] * keeps(maatregel, lists)
            assert figure(row, column) == need[name]
            assert figure(row, "Ieder apart") == span(low * need[name], high * need[name])
            assert figure(row, "Eén keer samen") == span(low * once, high * once)
            saved = [round(days * need[name]) - round(days * once) for days in (low, high)]
            assert figure(row, "Bespaart") == span(*map(Fraction, saved))  # a row adds up as it is shown
            checked += 1
    assert checked > 20


def test_all_plans_add_up_exactly(found: Doc, plans: list[tuple[str, ...]], lijst: Vragenlijst, lists: Regio) -> None:
    need = Counter(name for plan in plans for name in plan)
    known = [lijst.maatregel[name] for plan in plans for name in plan]
    shared = [each for each in known if each.gezamenlijk.kan != "nee" and need[each.id] > 1]
    once = [each for each in lijst.maatregelen if each.gezamenlijk.kan != "nee" and need[each.id] > 1]
    for at, total in ((0, "van"), (1, "tot")):
        told = {name: ends(row)[at] for name, row in rows(found, "optelling").items()}
        together = sum(each.dagdelen[at] * (1 + need[each.id] * keeps(each, lists)) for each in once)
        assert told["plannen"] == sum(each.dagdelen[at] for each in known), total
        assert told["kan_samen"] == sum(each.dagdelen[at] for each in shared), total
        assert told["samen"] == round(together), total
        assert told["bespaart"] == round(told["kan_samen"] - together), total


def ends(row: Doc) -> tuple[int, int]:
    low, _, high = str(figure(row, "Dagdelen")).partition("–")
    return int(low), int(high or low)


def test_euro_follow_from_the_rate_of_the_region(found: Doc, lists: Regio) -> None:
    assert lists.tarief is not None
    low, high = ends(rows(found, "optelling")["plannen"])
    told = str(figure(rows(found, "optelling")["plannen"], "Euro"))
    assert told.replace(".", "") == f"{low * lists.tarief.van}–{high * lists.tarief.tot}"
    assert re.fullmatch(r"\d\.\d{3}\.\d{3}–\d\.\d{3}\.\d{3}", told)


def test_two_spellings_that_are_only_alike_are_told_with_doubt(found: Doc) -> None:
    (fuel,) = [row["cijfers"] for row in found["concentratie"] if row["naam"] in BRANDSTOF]
    assert figure(fuel, "Organisaties") == BRANDSTOF_BIJ
    assert str(figure(fuel, "Zeker dezelfde")).startswith("twijfel")
    assert set(str(figure(fuel, "Zo geschreven")).split("; ")) == set(BRANDSTOF)
    assert figure(fuel, "Levert") == "brandstof"
    assert len(found["concentratie"]) == 2  # nobody else shares a supplier


def test_bad_files_are_named(found: Doc) -> None:
    assert sorted(each["code"] for each in found["overgeslagen"]) == NIET_MEEGETELD


def test_locations_are_fit_as_their_own_answers_say(found: Doc, files: Path) -> None:
    """Counted here from the files: 72 hours of power, water and contact, warmth, and a dozen people."""
    paths = sorted((files / "inzendingen" / "noodsteunpunten").iterdir())
    fit: Counter[str] = Counter()
    for path in paths:
        each = bijdragen.load(path.read_bytes(), path.name)
        lasts = all(each.getallen.get(name, 0) >= 72 for name in ("NS2.1.2", "NS2.2.2", "NS3.1.2"))
        if lasts and each.keuzes["NS2.3.1"] in ("ingericht", "beproefd") and each.getallen.get("NS4.1.2", 0) >= 12:
            fit[each.gemeente] += 1
    told = {name: figure(row, "Geschikt") for name, row in rows(found, "noodsteunpunten").items()}
    assert told.pop("alle-gemeenten") == fit.total()
    assert {name: count for name, count in told.items() if count} == fit
    assert 0 < fit.total() < len(paths)


def test_what_is_there_within_a_day_is_what_those_offer_themselves(found: Doc, files: Path) -> None:
    total: Counter[str] = Counter()
    for path in sorted((files / "inzendingen" / "netwerk").iterdir()):
        each = bijdragen.load(path.read_bytes(), path.name)
        if each.keuzes.get("NW1.2.4") in ("direct", "dag") and each.getallen.get("NW1.2.2"):
            total += Counter(organisaties=1, bedden=round(each.getallen["NW1.2.2"]))
    beds = rows(found, "aanbod")["NW1.2.2"]
    assert figure(beds, "Daarvan binnen een dag") == total["organisaties"]
    assert figure(beds, "Samen binnen een dag") == f"{total['bedden']} bedden"
    assert figure(beds, "Te vragen voor") == "P6.2 gezondheidszorg"


def test_a_part_of_the_cost_does_not_lead_to_the_scores_of_who_pays_it(do: Do, files: Path) -> None:
    """The part by inhabitants tells which municipality it is: no id of the other tables stands beside it."""
    add_up(do, files / "inzendingen")
    text = next(Path("uit/besloten").glob("*.md")).read_text(encoding="utf-8")
    division = section(text, "Hoe de kosten te verdelen")
    ids = set(re.findall(r"^\| ([0-9a-f]{6}) \|", section(text, "Organisaties en pijlers"), re.M))
    assert len(ids) == 100
    assert ids & set(re.findall(r"[0-9a-f]{6}", division)) == set()
    lines = [line.replace(".", "") for line in division.splitlines() if line[:2] == "| "]  # thousands have a point
    table = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines][1:]
    (total,) = re.findall(r"Samen hoogstens ([\d.]+) euro", division)
    for key in (2, 3, 4):
        parts = [int(row[key]) for row in table if row[key].isdecimal()]
        assert sum(parts) == int(total.replace(".", ""))
        assert parts
    assert min(int(row[1]) for row in table) >= 5
    assert [row[0] for row in table if row[3].isdecimal()] == ["Gemeente"]
    assert divided(10, {"a": 1, "b": 1, "c": 1})[0] == {"a": 4, "b": 3, "c": 3}


def section(text: str, title: str) -> str:
    """Return what stands under a heading, up to the next one."""
    return re.split(r"^#+ ", text.split(f"# {title}\n", 1)[1], maxsplit=1, flags=re.M)[0]
