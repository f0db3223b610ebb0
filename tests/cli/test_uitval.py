"""`uitval`: the run of hours of an organisation and of a bare graph, and what is said of a graph that is wrong."""

from __future__ import annotations

import io
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from doing import KLEIN
from jsonschema import Draft202012Validator

from bcm_check.__main__ import _prepare_streams, run
from bcm_check.files import answers, content, examples, locations
from bcm_check.reports.uren import chance

if TYPE_CHECKING:
    from doing import Do, Uitkomst

SCHEMA = Path(__file__).parent.parent.parent / "docs" / "schema" / "uitval.schema.json"
LABEL = "TLP:AMBER+STRICT"
GRAAF = """\
formaat: 1
id: proef
versie: "1"
titel: Proef
middelen:
  - {id: net, naam: Net}
  - {id: mast, naam: Mast, behoeften: [{een_van: [net], uren: "2,5"}]}
  - {id: accu, naam: Accu, behoeften: [{een_van: [net], uren: 12}]}
processen:
  - {id: balie, naam: Balie, mtpd: 24, gewicht: 2, behoeften: [{een_van: [mast], uren: 1}]}
  - {id: loket, naam: Loket, behoeften: [{een_van: [mast], uren: 40}]}
  - {id: kelder, naam: Kelder, behoeften: [{een_van: [accu, mast], uren: 3 dagen}]}
scenarios:
  - {id: SC1, naam: Net weg, treft: [{middel: net, van: 0, tot: 24}]}
  - {id: SC2, naam: Mast weg, treft: [{middel: mast, van: 24, tot: 2 dagen}]}
  - {id: SC3, naam: Ver weg, treft: [{middel: net, van: 500}]}
"""

STROOK = "  █" + "░" * 11 + "█" * 24  # two hours a sign: it stops at 3,5 and is back at 24


def fits(document: Any) -> None:
    validator = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert [error.message for error in validator.iter_errors(document)] == []


@pytest.fixture
def graaf(do: Do) -> Do:
    """Return a function that runs `uitval` over the graph, with a piece of its text replaced by another."""

    def doing(*words: str, old: str = "", new: str = "") -> Uitkomst:
        assert old in GRAAF
        Path("g.yaml").write_text(GRAAF.replace(old, new, 1) if old else GRAAF, encoding="utf-8")
        return do("uitval", "--graaf", "g.yaml", *words)

    return doing


@pytest.fixture
def demo(do: Do) -> Do:
    """The same as `do`, with the files of the three examples there."""
    lijst = content.load(locations.standard())
    for source in sorted((locations.home("vragenlijsten") / "voorbeelden").glob("*.yaml")):
        with answers.AnswerFile(Path(f"{source.stem.split('-')[0]}.bcm.json")) as file:
            file.save(examples.load(source, lijst).antwoorden)
    return do


# -- a bare graph ---------------------------------------------------------------------------------------------------


def test_a_bare_graph_without_an_organisation(graaf: Do) -> None:
    """On paper: mast at 2,5; balie 1 hour later, until 24; loket and kelder have enough."""
    done = graaf("--json")
    fits(done.json)
    found = done.json
    assert (done.code, done.err, found["tlp"], found["scenario"], found["uren"]) == (0, "", None, ["SC1"], 72)
    assert found["middelen"]["mast"]["uur"] == {"pessimistisch": 2.5, "verwacht": 2.5, "optimistisch": 2.5}
    assert found["middelen"]["mast"]["keten"] == ["net", "mast"]
    balie = found["processen"]["balie"]
    assert (balie["uur"]["verwacht"], balie["keten"]) == (3.5, ["net", "mast", "balie"])
    assert (balie["mtpd_uren"], balie["tekort_uren"], balie["haalt_norm"]) == (24, 0, False)
    assert found["processen"]["kelder"]["uur"]["verwacht"] is None
    assert (found["aandeel"], found["mediaan_uur"], found["vooruitblik"]) == (50, None, [])
    assert found["kleinste_set"] == {"vragen": [], "middelen": ["mast"], "bewezen": True, "niet_te_halen": []}


def test_the_same_for_people(graaf: Do) -> None:
    done = graaf()
    lines = done.out.splitlines()
    assert (done.code, done.err, lines[0]) == (0, "", "SC1 Net weg · 72 uur")
    at = lines.index("Balie: uur 3,5")
    assert lines[at + 1] == STROOK
    assert lines[at + 2] == "  Waarom: Net → Mast → Balie"
    assert "Loket: houdt het vol" in lines
    assert "50,0% van de kritieke processen (gewogen) houdt het 72 uur vol." in lines
    assert "Meer dan de helft van de processen houdt het vol." in lines
    (alone,) = [line for line in lines if line.startswith("Valt op een gewone dag één hiervan lang weg")]
    assert alone.endswith(": Net (2), Mast (2).")
    at = lines.index("Hiermee houdt u alles vol wat te redden is (met minder lukt het niet):")
    assert lines[at + 1] == "  Mast"


def test_half_of_the_processes_stop(graaf: Do) -> None:
    done = graaf(old="uren: 40", new="uren: 6")
    assert "Op uur 8,5 ligt de helft van de processen stil." in done.out.splitlines()


def test_two_stacked_tell_what_each_alone_does(graaf: Do) -> None:
    """Loket has 40 hours without the mast. SC1 takes it from 2,5 to 24, SC2 from 24 to 48: together 45,5, at 42,5."""
    done = graaf("--scenario", "sc2, SC1,SC1")
    lines = done.out.splitlines()
    assert lines[0] == "SC2 Mast weg + SC1 Net weg · 72 uur"
    assert "Loket: los houdt het vol, samen uur 42,5" in lines
    assert [line for line in lines if "samen" in line and "Balie" in line] == []
    assert (
        graaf("--scenario", "SC1,SC2", "--json").json["processen"]
        == graaf("--scenario", "SC2,SC1", "--json").json["processen"]
    )
    assert "samen" not in graaf("--scenario", "SC1").out
    assert graaf("--scenario", "SC2,SC1", "--json").json["gestapeld"] == {"loket": {"los": None, "samen": 42.5}}
    assert graaf("--scenario", "SC1", "--json").json["gestapeld"] == {}


def test_a_chance_is_told_with_its_draws_and_its_seed(graaf: Do) -> None:
    pytest.importorskip("numpy", reason="numpy is in the extra `kans`")
    wide = {"old": "uren: 40", "new": "uren: {min: 1, verwacht: 2, max: 90}"}
    done = graaf("--uren", "24", "--kans", "--zaad", "3", "--trekkingen", "500", **wide)
    assert done.code == 0
    assert "Kans dat alle processen 24 uur halen: 0% (500 trekkingen, startgetal 3)." in done.out
    found = graaf("--uren", "24", "--kans", "--zaad", "3", "--trekkingen", "500", "--json", **wide).json
    chance = found["processen"]["loket"]["kans"]
    assert 0.3 < chance < 0.8
    assert f"Kans dat het 24 uur haalt: {round(100 * chance)}%" in done.out
    assert found["kansen"] == {"alle": 0.0, "trekkingen": 500, "zaad": 3}
    assert graaf("--json").json["kansen"] is None


@pytest.mark.parametrize(
    ("value", "said"),
    [(0, "0%"), (0.001, "minder dan 1%"), (0.334, "33%"), (0.999, "meer dan 99%"), (1, "100%")],
)
def test_a_chance_never_promises_what_the_draws_do_not(value: float, said: str) -> None:
    assert chance(value) == said


@pytest.mark.parametrize(("more", "said"), [(("--trekkingen", "0"), "trekkingen"), (("--uren", "72"), "terugkomt")])
def test_a_chance_that_cannot_be_told(graaf: Do, more: tuple[str, ...], said: str) -> None:
    done = graaf("--kans", *more)
    assert done.code == 2
    assert said in done.err


@pytest.mark.parametrize("named", ["SC9", "SC1,SC9", "", "SC1,,SC2", "\u202eSC1"])
def test_a_scenario_that_does_not_exist(graaf: Do, named: str) -> None:
    done = graaf("--scenario", named)
    assert (done.code, done.out) == (2, "")
    assert "bestaat niet; kies uit SC1, SC2, SC3." in done.err
    assert "\u202e" not in done.err


@pytest.mark.parametrize(("uren", "stops"), [("1", 0), ("24", 1), ("72", 1), ("168", 1), ("8784", 1)])
def test_hours_that_can_be_asked_for(graaf: Do, uren: str, stops: int) -> None:
    found = graaf("--uren", uren, "--json").json
    assert found["uren"] == int(uren)
    assert sum(not each["haalt_norm"] for each in found["processen"].values()) == stops


@pytest.mark.parametrize("uren", ["0", "-1", "8785", "99999", "veel", "2,5", "1e3"])
def test_hours_that_cannot(graaf: Do, uren: str) -> None:
    done = graaf(f"--uren={uren}")
    assert (done.code, done.out) == (2, "")
    assert "--uren" in done.err


def test_neither_a_file_nor_a_graph(do: Do) -> None:
    done = do("uitval")
    assert (done.code, done.out) == (2, "")
    assert done.err == "Noem een antwoordbestand, of een graaf met --graaf BESTAND.yaml.\n"


def test_a_graph_that_is_not_there(do: Do) -> None:
    done = do("uitval", "--graaf", "weg.yaml")
    assert (done.code, done.out) == (3, "")
    assert "weg.yaml" in done.err


# -- bad input ------------------------------------------------------------------------------------------------------

BUFFER = "uren: 1}"
BALIE = "een_van: [mast], uren: 1}"


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        (BALIE, "een_van: [mats], uren: 1}", 10, 'Middel "mats" bestaat niet.'),
        (BALIE, "een_van: [balie], uren: 1}", 10, "balie heeft zichzelf nodig."),
        (BALIE, "een_van: [loket], uren: 1}", 10, 'Middel "loket" bestaat niet.'),
        ("een_van: [net], uren: 12", "een_van: [net, accu], uren: 12", 8, "accu heeft zichzelf nodig."),
        (BALIE, "een_van: [], uren: 1}", 10, "kan nooit vervuld zijn"),
        (BUFFER, "uren: -1}", 10, "uren vanaf 0"),
        (BUFFER, "uren: .inf}", 10, "uren vanaf 0"),
        (BUFFER, "uren: .nan}", 10, "uren vanaf 0"),
        (BUFFER, "uren: ja}", 10, ""),
        (BUFFER, 'uren: "-3 dagen"}', 10, "uren vanaf 0"),
        (BUFFER, "uren: even}", 10, "uren vanaf 0"),
        (BUFFER, "uren: {min: 5, verwacht: 3, max: 9}}", 10, "lopen niet op"),
        (BUFFER, "uren: {min: 1, verwacht: 9, max: 3}}", 10, "lopen niet op"),
        ("mtpd: 24", "mtpd: -24", 10, "uren vanaf 0"),
        ("[{middel: net, van: 500}]", "[]", 16, "SC3 neemt niets weg"),
        ("van: 0, tot: 24", "van: 24, tot: 24", 14, "`tot` ligt niet na `van`"),
        ("middel: net, van: 500", "middel: balie, van: 500", 16, 'Middel "balie" bestaat niet.'),
        ("id: accu", "id: NET", 8, "al gebruikt"),
    ],
)
def test_a_graph_that_is_wrong_is_told_with_its_place(graaf: Do, old: str, new: str, line: int, said: str) -> None:
    done = graaf(old=old, new=new)
    assert (done.code, done.out) == (1, "")
    assert f"g.yaml:{line}:" in done.err
    assert said in done.err
    assert "Traceback" not in done.err
    told = graaf("--json", old=old, new=new)
    assert (told.code, told.err, told.json["fout"]["exit"]) == (1, "", 1)


@pytest.mark.parametrize(
    ("typed", "uur"),
    [("3 dagen", None), ('"2,5"', 5), ("2.5", 5), ("30 min", 3), ("1 dag", None), ('"3"', 5.5), ("20 uur", 22.5)],
)
def test_hours_as_people_type_them(graaf: Do, typed: str, uur: float | None) -> None:
    """Balie stops so long after the mast (2,5), if that is before hour 24, when the mast is back."""
    found = graaf("--json", old=BUFFER, new=f"uren: {typed}}}")
    assert found.code == 0, found.err
    assert found.json["processen"]["balie"]["uur"]["verwacht"] == uur


def test_a_scenario_without_effect_is_an_answer_and_no_fault(graaf: Do) -> None:
    done = graaf("--scenario", "SC3", "--json")
    fits(done.json)
    assert (done.code, done.json["aandeel"], done.json["mediaan_uur"]) == (0, 100, None)
    assert {each["uur"]["verwacht"] for each in done.json["middelen"].values()} == {None}
    people = graaf("--scenario", "SC3")
    assert "In dit scenario valt binnen 72 uur niets uit." in people.out.splitlines()
    assert "100,0% van de kritieke processen (gewogen) houdt het 72 uur vol." in people.out
    assert "Meer dan de helft" in people.out
    assert "Zwakste" not in people.out


def test_a_scenario_that_stops_no_process_says_so(graaf: Do) -> None:
    """Kelder alone is left: accu or mast, and three days; it limps for want of the net, from hour 6 to 24."""
    before, _, rest = GRAAF.partition("  - {id: balie")
    kelder = "  - {id: kelder" + rest.partition("  - {id: kelder")[2]
    limps = kelder.replace("3 dagen}", "3 dagen}, {een_van: [net], uren: 6, soort: verminderd}", 1)
    for graph, more in ((kelder, ""), (limps, " Wel gaat er werk verminderd door.")):
        Path("h.yaml").write_text(before + graph, encoding="utf-8")
        done = graaf("--graaf", "h.yaml")
        assert f"In dit scenario stopt binnen 72 uur geen enkel proces.{more}" in done.out.splitlines()
    assert "  " + "█" * 3 + "▒" * 9 + "█" * 24 in done.out.splitlines()
    assert "  Verminderd vanaf uur 6: Net → Kelder." in done.out.splitlines()
    found = graaf("--graaf", "h.yaml", "--json")
    fits(found.json)
    kelder_ = found.json["processen"]["kelder"]
    assert (kelder_["verminderd"], kelder_["verminderd_keten"]) == ([{"van": 6, "tot": 24}], ["net", "kelder"])
    assert (kelder_["uit"], kelder_["haalt_norm"], found.json["aandeel"]) == ([], True, 100)
    assert found.json["middelen"]["mast"]["verminderd"] == []


def test_every_stop_of_a_process_is_drawn_with_its_own_end_of_what_is_allowed(graaf: Do) -> None:
    """Balie stops at 7, until 12 (its one hour is then used), and at 24, until 48; it may be down 10 hours, so 34."""
    away = "[{middel: mast, van: 6, tot: 12}, {middel: mast, van: 24, tot: 2 dagen}]"
    text = GRAAF.replace("mtpd: 24", "mtpd: 10").replace("[{middel: mast, van: 24, tot: 2 dagen}]", away)
    Path("h.yaml").write_text(text, encoding="utf-8")
    lines = graaf("--graaf", "h.yaml", "--scenario", "SC2").out.splitlines()
    drawn = "█" * 3 + "░" * 3 + "█" * 6 + "░" * 5 + "|" + "░" * 6 + "█" * 12
    assert lines[lines.index("Balie: uur 7") + 1] == "  " + drawn


def test_the_heading_tells_the_season_and_the_warning(graaf: Do) -> None:
    told = {"old": "id: SC1, naam: Net weg,", "new": "id: SC1, naam: Net weg, seizoen: Winter, waarschuwing: Geen.,"}
    assert graaf(**told).out.splitlines()[1:3] == ["Seizoen: Winter.", "Waarschuwing vooraf: Geen."]
    both = graaf("--scenario", "SC1,SC3", **told).out.splitlines()
    assert both[1:3] == ["SC1, seizoen: Winter.", "SC1, waarschuwing vooraf: Geen."]


@pytest.mark.parametrize("words", [("--zaad", "3"), ("--trekkingen", "500"), ("--zaad", "1", "--json")])
def test_a_seed_without_a_chance_is_not_silently_skipped(graaf: Do, words: tuple[str, ...]) -> None:
    done = graaf(*words)
    assert done.code == 2
    assert "horen bij --kans" in done.err + done.out


def test_no_scenarios_to_choose_from(do: Do) -> None:
    Path("g.yaml").write_text(GRAAF.partition("scenarios:")[0], encoding="utf-8")
    done = do("uitval", "--graaf", "g.yaml")
    assert (done.code, done.out, done.err) == (2, "", "Deze graaf heeft geen enkel scenario.\n")


def test_a_graph_without_processes(do: Do) -> None:
    head, _, rest = GRAAF.partition("processen:")
    Path("g.yaml").write_text(f"{head}scenarios:{rest.partition('scenarios:')[2]}", encoding="utf-8")
    done = do("uitval", "--graaf", "g.yaml", "--json")
    fits(done.json)
    assert (done.code, done.json["processen"], done.json["aandeel"]) == (0, {}, None)
    assert do("uitval", "--graaf", "g.yaml").code == 0


# -- an organisation ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["gemeente", "thuiszorg", "dorpshuis"])
@pytest.mark.parametrize("scenario", ["SC1", "SC1,SC4"])
def test_an_organisation_as_json(demo: Do, name: str, scenario: str) -> None:
    done = demo("uitval", f"{name}.bcm.json", "--scenario", scenario, "--json")
    fits(done.json)
    found = done.json
    assert (done.code, found["tlp"], found["scenario"]) == (0, LABEL, scenario.split(","))
    assert [each["maanden"] for each in found["vooruitblik"]] == [0, 3, 12, 24]
    shares = [each["aandeel"] for each in found["vooruitblik"]]
    assert shares == sorted(shares)
    assert shares[0] == found["aandeel"]
    assert found["vooruitblik"][0]["mediaan_uur"] == found["mediaan_uur"]
    assert all(each["haalt_norm"] == (not each["keten"]) for each in found["processen"].values())


def test_the_label_is_on_the_first_line(demo: Do) -> None:
    done = demo("uitval", "gemeente.bcm.json", "--peildatum", "2026-03-01")
    first, second = done.out.splitlines()[:2]
    assert first == f"{LABEL} · Gemeente Voorbeeldveen · 01-03-2026"
    assert second.startswith("SC1 ")
    assert "72 uur is de norm voor inwoners; hier is het een planningsgrondslag." in done.out


def test_the_organisation_may_bring_its_own_graph(demo: Do) -> None:
    Path("g.yaml").write_text(GRAAF, encoding="utf-8")
    done = demo("uitval", "gemeente.bcm.json", "--graaf", "g.yaml")
    assert (done.code, done.out.splitlines()[0].split(" · ")[0]) == (0, LABEL)
    assert "Balie: uur 3,5" in done.out


@pytest.mark.parametrize("soort", ["gemeente", "mkb", "nuts"])
def test_without_a_single_answer(do: Do, soort: str) -> None:
    do("beantwoord", "leeg.bcm.json", "--nieuw", "--naam", "Leeg", "--type", soort)
    done = do("uitval", "leeg.bcm.json", "--json")
    fits(done.json)
    assert (done.code, done.json["processen"] != {}) == (0, True)


def test_the_report_tells_the_same(demo: Do) -> None:
    """The hours in a report are those of `uitval` with SC1 over 72 hours, on the same day."""
    day = ("--peildatum", "2026-03-01")
    told = demo("uitval", "gemeente.bcm.json", "--json", "--scenario", "SC1", *day).json
    made = demo("rapport", "gemeente.bcm.json", "--uit", "uit", "--formaat", "markdown,excel", *day)
    assert (made.code, made.err) == (0, "")
    (text,) = (path.read_text(encoding="utf-8") for path in Path("uit").glob("*.md"))
    part = text.partition("## Op welk uur stopt wat")[2].partition("\n## ")[0]
    rows = [line.split(" | ") for line in part.partition("### ")[0].splitlines() if line.startswith("| ")]
    assert {row[0].removeprefix("| ") for row in rows[1:]} == {each["naam"] for each in told["processen"].values()}
    assert f"{told['aandeel']:.1f}%".replace(".", ",") in part
    assert all(f"- {name} " in part for name in told["kleinste_set"]["vragen"])
    (book,) = Path("uit").glob("*.xlsx")
    assert openpyxl.load_workbook(book, read_only=True).sheetnames[2] == "72 uur"


def test_a_report_of_another_list_has_no_hours(klein: Do) -> None:
    klein("beantwoord", "a.bcm.json", "P1.1.1=1")
    assert klein("rapport", "a.bcm.json", "--uit", "uit").code == 0
    (text,) = (path.read_text(encoding="utf-8") for path in Path("uit").glob("*.md"))
    assert "Op welk uur" not in text


def test_a_list_with_the_usual_name_and_other_questions_still_has_a_report(do: Do) -> None:
    text = Path(KLEIN).read_text(encoding="utf-8")
    other = re.sub(r"(?m)^id: .*$", "id: weerbaarheid", text, count=1).replace("P1.", "Q1.").replace("P2.", "Q2.")
    Path("ander.yaml").write_text(other.replace("P3.", "Q3."), encoding="utf-8")
    words = ("--vragenlijst", "ander.yaml")
    made = do("beantwoord", "b.bcm.json", "--nieuw", "--naam", "Ander", "--type", "gemeente", *words)
    assert made.code == 0, made.err
    done = do("rapport", "b.bcm.json", "--uit", "uit", *words)
    assert done.code == 0, done.err
    (report,) = (path.read_text(encoding="utf-8") for path in Path("uit").glob("*.md"))
    assert "Op welk uur" not in report


# -- where it is printed --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_bars_of_plain_signs_where_stdout_knows_no_others(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, encoding: str
) -> None:
    path = tmp_path / "g.yaml"
    path.write_text(GRAAF.replace("uren: 1}", "uren: {min: 0, verwacht: 1, max: 4}}", 1), encoding="utf-8")
    raw = io.BytesIO()
    with monkeypatch.context() as changed:
        changed.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding=encoding, errors="strict"))
        _prepare_streams()
        code = run(["uitval", "--graaf", str(path)])
        sys.stdout.flush()
        shown = raw.getvalue().decode(encoding)
    lines = shown.splitlines()
    assert code == 0
    assert "  #" + "." * 11 + "#" * 24 in lines
    assert "  Waarom: Net > Mast > Balie" in lines
    assert "  " + "#" * 36 in lines
    if encoding == "cp1252":
        assert "?" not in shown
        assert "Balie: uur 3,5 (band 2,5–6,5)" in lines
