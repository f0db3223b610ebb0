"""`regio` and `demo --regio`: planted facts are found, every file is counted once, and what is public stays safe."""

from __future__ import annotations

import json
import os
import random
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import openpyxl
import pytest
from jsonschema import Draft202012Validator

from bcm_check.__main__ import run
from bcm_check.cli import motor, regiodemo
from bcm_check.cli.regiodemo import BRANDSTOF_BIJ, BRANDWEER, GEMEENTEN, PARTNERS, VERHUURDER, VERHUURDER_BIJ
from bcm_check.core.bijdrage import Bijdrage
from bcm_check.core.concentratie import Band
from bcm_check.core.errors import FileTrouble
from bcm_check.files import bijdragen, regiobeelden, regios, zegel
from bcm_check.files.answers import checksum
from bcm_check.files.bijdragen import Gelezen
from bcm_check.reports import regio_net

if TYPE_CHECKING:
    from doing import Do

SCHEMA = Path(__file__).parent.parent.parent / "docs" / "schema" / "regio.schema.json"
DAG = "--peildatum=2026-03-02"
BANDEN = VERHUURDER_BIJ + BRANDSTOF_BIJ
Doc = dict[str, Any]


@pytest.fixture(scope="session")
def region(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the fictional region once, with its results."""
    folder = tmp_path_factory.mktemp("regio")
    assert run(["demo", "--regio", "--uit", str(folder)]) == 0
    return folder


def add_up(do: Do, source: Path, *words: str) -> Doc:
    """Run `regio` over a folder and return its document, checked against the schema."""
    lists = () if "--regio" in words else ("--regio", str(source.parent / "regio.yaml"))
    done = do("regio", str(source), "--uit", "uit", DAG, "--json", *lists, *words)
    assert done.code == 0, done.err
    validator = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert [error.message for error in validator.iter_errors(done.json)] == []
    found: Doc = done.json
    return found


_once: dict[Path, str] = {}  # adding a region up takes seconds, and tests that only read share it


def added_up(do: Do, source: Path) -> Doc:
    """Return what adding a folder up gives, from once for all tests."""
    if source not in _once:
        _once[source] = json.dumps(add_up(do, source))
    found: Doc = json.loads(_once[source])
    return found


@pytest.fixture
def closed(do: Do, region: Path) -> Doc:
    return added_up(do, region / "inzendingen")


def rows(document: Doc, table: str) -> dict[str, Doc]:
    return {row["id"]: row["cijfers"] for row in document[table]}


# -- what was planted ------------------------------------------------------------------------------------------------


def test_everybody_is_counted_once(closed: Doc) -> None:
    whole = rows(closed, "dekking")
    assert whole["alle/"]["Deelnemers"]["waarde"] == len(GEMEENTEN) + sum(PARTNERS.values()) == 100
    assert {soort: whole[f"soort/{soort}"]["Deelnemers"]["waarde"] for soort in PARTNERS} == PARTNERS
    assert whole["sector/zorg"]["Uitgenodigd"]["waarde"] == 40


def test_the_files_that_do_not_count_are_named_with_their_reason(closed: Doc) -> None:
    found = {Path(each["bestand"]).parent.name: each["code"] for each in closed["overgeslagen"]}
    assert found == {"zz dubbel": "dubbel", "zz ouder": "ouder", "zz kapot": "beschadigd", "zz vreemd": "vreemd"}
    assert all(each["reden"] for each in closed["overgeslagen"])


def test_the_hirer_that_nine_count_on_is_found_over_its_spellings(closed: Doc) -> None:
    (found,) = [row for row in closed["concentratie"] if row["id"].startswith("NW2.1.1/")]
    assert found["naam"] in VERHUURDER
    assert found["cijfers"]["Organisaties"]["waarde"] == VERHUURDER_BIJ
    assert found["cijfers"]["Zeker dezelfde"]["waarde"] == "ja"
    assert set(found["cijfers"]["Zo geschreven"]["waarde"].split("; ")) == set(VERHUURDER)


def test_the_volunteers_who_are_counted_on_twice_are_found(closed: Doc) -> None:
    brandweer = rows(closed, "dubbel_geteld")["NW3.1.1"]
    assert brandweer["Organisaties"]["waarde"] == 10
    assert brandweer["Mensen met een tweede taak"]["waarde"] == 10 * BRANDWEER


def contributions(region: Path) -> Iterator[Bijdrage]:
    for path in sorted((region / "inzendingen" / "partners").glob(f"*{bijdragen.EINDE}")):
        yield bijdragen.load(path.read_bytes(), path.name)


# -- what is public --------------------------------------------------------------------------------------------------


def figures(document: Doc) -> Iterator[tuple[str, str, Doc]]:
    for table in ("dekking", "pijlers", "punten", "norm", "oorzaken", "klok", "themas"):
        for row in document[table]:
            for column, figure in row["cijfers"].items():
                yield table, column, figure


def test_the_public_summary_tells_nothing_too_precise(do: Do, region: Path) -> None:
    document = add_up(do, region / "inzendingen", "--openbaar")
    assert (document["tlp"], document["meegeteld"], document["overgeslagen"]) == ("TLP:CLEAR", None, [])
    assert document["concentratie"] == document["dubbel_geteld"] == []
    seen = 0
    for table, column, figure in figures(document):
        value = figure["waarde"]
        assert (value is None) == figure["onderdrukt"]
        assert figure["n"] is None or figure["n"] % 5 == 0
        if isinstance(value, str) and value != "–":
            assert value in ("0–20", "20–40", "40–60", "60–80", "80–100")
        elif value is not None and column != "Uitgenodigd" and value != "–":
            assert value % 5 == 0
            assert table == "dekking" or 5 <= value <= 95
        seen += 1
    assert seen > 100


def test_no_code_and_no_name_stands_in_public(region: Path) -> None:
    codes = [each.code for each in contributions(region)]
    text = next((region / "uitkomst" / "openbaar").glob("*.md")).read_text(encoding="utf-8")
    assert text.startswith("TLP:CLEAR\n")
    closed = next((region / "uitkomst" / "besloten").glob("*.md")).read_text(encoding="utf-8")
    assert closed.startswith("TLP:AMBER\n")
    assert all("TLP-" in path.name for path in (region / "uitkomst").rglob("*.md"))
    assert [code for code in codes if code in text] == []
    assert "## Niet meegeteld" in closed  # how many, and not which: the names of files hold codes
    assert [code for code in codes if code in closed] == []
    for name in (*VERHUURDER, *(f"Gemeente {place}" for place in GEMEENTEN)):
        assert name not in text


def test_workbook_and_markdown_have_the_same_figures(region: Path) -> None:
    folder = region / "uitkomst" / "openbaar"
    book = openpyxl.load_workbook(next(folder.glob("*.xlsx")))
    text = next(folder.glob("*.md")).read_text(encoding="utf-8").replace("\\", "")
    sheet = book["Scores per pijler"]
    assert sheet["A1"].value == "TLP:CLEAR"
    assert sheet.oddHeader.left.text == "TLP:CLEAR"
    found = 0
    for row in sheet.iter_rows(min_row=4, values_only=True):
        cells = [str(cell) for cell in row if cell]
        if len(cells) > 3:
            assert f"| {' | '.join(cells)} |" in text
            found += 1
    assert found > 5


# -- editions --------------------------------------------------------------------------------------------------------


def test_a_group_that_hardly_changed_keeps_its_figures(do: Do, region: Path, tmp_path: Path) -> None:
    """Four others leave: what is public stays the same, to the last figure; six leave: it is made anew."""
    source = tmp_path / "bron" / "inzendingen"
    shutil.copytree(region / "inzendingen", source)
    shutil.copy(region / "regio.yaml", source.parent)
    first = add_up(do, source, "--openbaar")
    shutil.move("uit", "eerste")
    gone = sorted((source / "partners").glob("*"))
    for path in gone[:4]:
        path.unlink()
    again = add_up(do, source, "--openbaar", "--vorige", "eerste")
    kept = {(t, c, json.dumps(f["waarde"])) for t, c, f in figures(first)}
    assert {(t, c, json.dumps(f["waarde"])) for t, c, f in figures(again)} <= kept
    for path in gone[4:40]:
        path.unlink()
    anew = add_up(do, source, "--openbaar", "--vorige", "eerste")
    assert (
        rows(anew, "dekking")["alle/"]["Deelnemers"]["waarde"] < rows(first, "dekking")["alle/"]["Deelnemers"]["waarde"]
    )


def test_an_edition_that_is_none_is_told(do: Do, region: Path) -> None:
    Path("vreemd.json").write_text("{}", encoding="utf-8")
    done = do("regio", str(region / "inzendingen"), "--uit", "uit", DAG, "--vorige", "vreemd.json")
    assert done.code in (0, 1)
    Path("vreemd.json").write_text('{"groepen": 3}', encoding="utf-8")
    assert do("regio", str(region / "inzendingen"), "--uit", "uit", DAG, "--vorige", "vreemd.json").code == 1


# -- the folder ------------------------------------------------------------------------------------------------------


def test_an_empty_folder_and_none_at_all(do: Do) -> None:
    Path("leeg").mkdir()
    assert do("regio", "leeg", "--uit", "uit").code == 3
    assert do("regio", "weg", "--uit", "uit").code == 3
    assert do("regio", "leeg", "--uit", "leeg").code == 2


def test_of_bad_files_only_the_first_is_told_when_nothing_counts(do: Do) -> None:
    Path("map").mkdir()
    Path("map/a.json").write_text("{", encoding="utf-8")
    done = do("regio", "map", "--uit", "uit")
    assert done.code == 3
    assert "map/a.json" in done.err.replace(os.sep, "/")
    assert not Path("uit").exists()


def test_sealed_contributions_open_with_the_key_and_are_named_without(do: Do, region: Path, tmp_path: Path) -> None:
    pytest.importorskip("pyrage", reason="pyrage is in the extra `zegel`")
    public, secret = zegel.make_pair()
    source = tmp_path / "bron" / "inzendingen"
    source.mkdir(parents=True)
    shutil.copy(region / "regio.yaml", source.parent)
    for number, path in enumerate(sorted((region / "inzendingen" / "partners").glob("*"))[:14]):
        raw = path.read_bytes()
        (source / f"{number}.age").write_bytes(zegel.seal(raw, public)) if number < 3 else (
            source / path.name
        ).write_bytes(raw)
    Path("geheim.txt").write_text(secret, encoding="utf-8")
    assert add_up(do, source, "--sleutel", "geheim.txt")["meegeteld"] == 14
    without = add_up(do, source)
    assert [each["code"] for each in without["overgeslagen"]] == ["verkeerde-sleutel"] * 3
    damaged = (source / "0.age").read_bytes()
    (source / "0.age").write_bytes(damaged[:-1] + bytes([damaged[-1] ^ 1]))
    assert add_up(do, source, "--sleutel", "geheim.txt")["meegeteld"] == 13


def test_links_devices_and_clocks_that_are_wrong_are_named(do: Do, region: Path, tmp_path: Path) -> None:
    source = tmp_path / "bron" / "inzendingen"
    shutil.copytree(region / "inzendingen" / "partners", source)
    shutil.copy(region / "regio.yaml", source.parent)
    os.symlink(source, source / "kring")
    late = bijdragen.load(sorted(source.glob("*.json"))[0].read_bytes(), "x")
    later = late.model_copy(update={"peildatum": late.peildatum.replace(year=2099), "code": "f" * 20})
    (source / "later.bcm-deel.json").write_bytes(bijdragen.dump(later))
    (source / "nieuwer.json").write_bytes(bijdragen.dump(late).replace(b'"versie":1', b'"versie":2'))
    found = {each["code"] for each in add_up(do, source)["overgeslagen"]}
    assert found == {"koppeling", "toekomst", "onbekende-versie"}


def mutated(raw: bytes, chance: random.Random) -> bytes:
    """Return the bytes of a file, damaged in one of many ways."""
    at = chance.randrange(len(raw))
    ways = (
        lambda: raw[:at],
        lambda: raw[:at] + bytes([raw[at] ^ (1 << chance.randrange(8))]) + raw[at + 1 :],
        lambda: b"",
        lambda: b"[" * 100_000,
        lambda: raw + raw,
        lambda: raw.replace(b'"teller":3', b'"teller":-1'),
        lambda: raw.replace(b'"soort"', b'"soort":"x","soort"'),
        lambda: b"\xff\xfe" + raw,
        lambda: b'{"formaat":"bcm-check-bijdrage","versie":1}',
        lambda: b"age-encryption.org/v1\n-> scrypt AAAAAAAAAAAAAAAAAAAAAA 22\nAAAA\n--- AAAA\n",
        lambda: raw.replace(b"controle", b"controIe"),
        lambda: json.dumps({"a": "\ud800"}).encode(),
    )
    return chance.choice(ways)()


@pytest.mark.parametrize("count", [150, pytest.param(5_000, marks=pytest.mark.lang)])
def test_used_and_set_aside_are_all_and_the_good_ones_give_the_same(
    do: Do, region: Path, tmp_path: Path, count: int
) -> None:
    """Four in ten are damaged, doubled or older; names are shuffled; the picture stays that of the good ones."""
    chance = random.Random(count)
    first = next(contributions(region))
    good = [first.model_copy(update={"code": f"{number:020x}"}) for number in range(count * 6 // 10)]
    files = [bijdragen.dump(each) for each in good]
    bad = []
    for _ in range(count - len(good)):
        raw = chance.choice(files)
        kind = chance.randrange(3)
        older = bijdragen.load(raw, "x").model_copy(update={"teller": 0})
        bad.append(raw if kind == 0 else bijdragen.dump(older) if kind == 1 else mutated(raw, chance))
    clean = store(tmp_path / "a" / "inzendingen", files, region, chance)
    mixed = store(tmp_path / "b" / "inzendingen", [*files, *bad], region, chance)
    one, other = add_up(do, clean), add_up(do, mixed)
    assert one["meegeteld"] == other["meegeteld"] == len(good)
    assert len(other["overgeslagen"]) == len(bad)
    assert all(each["code"] != "onleesbaar" or each["reden"] for each in other["overgeslagen"])
    for name in ("dekking", "pijlers", "norm", "oorzaken", "klok", "gezamenlijk"):
        assert one[name] == other[name]


def store(folder: Path, files: list[bytes], region: Path, chance: random.Random) -> Path:
    folder.mkdir(parents=True)
    shutil.copy(region / "regio.yaml", folder.parent)
    for at, raw in enumerate(chance.sample(files, len(files))):
        (folder / f"{at:05}.json").write_bytes(raw)
    return folder


def test_the_fictional_region_is_the_same_every_time(region: Path, tmp_path: Path) -> None:
    regiodemo.write_region(tmp_path)
    for path in sorted((tmp_path / "inzendingen").rglob("*")):
        if path.is_file():
            assert path.read_bytes() == (region / path.relative_to(tmp_path)).read_bytes()


# -- regions together ------------------------------------------------------------------------------------------------


def test_three_regions_together_are_the_whole_without_anybodys_files(do: Do, region: Path, tmp_path: Path) -> None:
    """The folder in three parts, each added up by itself; their pictures give the figures of the whole."""
    whole = add_up(do, region / "inzendingen", "--openbaar")
    good = sorted(path for path in (region / "inzendingen").rglob("*.json") if not path.parent.name.startswith("zz"))
    together = tmp_path / "land" / "inzendingen"
    together.mkdir(parents=True)
    shutil.copy(region / "regio.yaml", together.parent)
    for part in range(3):
        source = tmp_path / f"deel{part}" / "inzendingen"
        source.mkdir(parents=True)
        shutil.copy(region / "regio.yaml", source.parent)
        for path in good[part::3]:
            shutil.copy(path, source)
        add_up(do, source)
        shutil.copy(Path("uit/bewaren/regiobeeld.bcm-regio.json"), together / f"regio{part}.json")
        shutil.rmtree("uit")
    shutil.copy(together / "regio0.json", together / "nog eens.json")
    found = add_up(do, together, "--openbaar")
    for name in ("dekking", "pijlers", "punten", "norm", "oorzaken", "klok", "themas", "gezamenlijk", "aanbod"):
        assert found[name] == whole[name], name
    closed = add_up(do, together)
    assert [each["code"] for each in closed["overgeslagen"]] == ["dubbel"]
    assert closed["concentratie"] == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"tellers":[', '"tellers":[["n","alle","",-5],'),
        ('"tellers":[', '"tellers":[["n","alle","",true],'),
        ('"tellers":[', '"tellers":[[3],'),
        ('"scores":[', '"scores":[["land","","weerbaarheid:P1",[[0,1]]],'),
        ('"scores":[', '"scores":[["alle","","weerbaarheid:P1",[[1001,1]]],'),
        ('"klok":[', '"klok":[["SC1","p",[[-1,1]]],'),
        ('"lijsten"', '"lijst"'),
    ],
)
def test_a_picture_that_cannot_be_is_refused(do: Do, region: Path, tmp_path: Path, old: str, new: str) -> None:
    raw = (region / "uitkomst" / "bewaren" / regiobeelden.EINDE).read_text(encoding="utf-8")
    document = json.loads(raw.replace(old, new, 1))
    del document["controle"]
    body = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    source = tmp_path / "bron"
    source.mkdir()
    text = json.dumps({"controle": checksum(body), **document})
    (source / "beeld.json").write_text(text, encoding="utf-8")
    done = do("regio", str(source), "--uit", "uit", DAG)
    assert done.code == 3
    assert "regiobeeld" in done.err
    (source / "beeld.json").write_text(raw[:-40] + raw[-39:], encoding="utf-8")
    assert do("regio", str(source), "--uit", "uit", DAG).code == 3


def test_what_the_region_has_to_offer(closed: Doc) -> None:
    offered = rows(closed, "aanbod")["NW1.1.1"]
    assert offered["Organisaties"]["waarde"] == 10
    assert offered["Samen"]["waarde"] == "200 personen"
    places = rows(closed, "noodsteunpunten")
    whole = places.pop("alle-gemeenten")["Noodsteunpunten"]["waarde"]
    assert sum(row["Noodsteunpunten"]["waarde"] for row in places.values()) == whole == PARTNERS["dorpshuis"]
    assert places["Bedachtzand"]["Bij 1 per 5.000 inwoners"]["waarde"] == 4  # of 18,000 inhabitants


# -- beside others, and the network -----------------------------------------------------------------------------------


def test_an_organisation_lays_itself_beside_its_kind(do: Do, region: Path) -> None:
    add_up(do, region / "inzendingen", "--benchmark")
    path = Path("uit/openbaar/naast-TLP-CLEAR.json")
    naast = json.loads(path.read_text(encoding="utf-8"))
    assert set(naast["soorten"]) == {"mkb", "zorg"}  # of the others there are fewer than twenty
    assert all(each["aantal"] % 5 == 0 for nodes in naast["soorten"].values() for each in nodes.values())
    do("beantwoord", "z.bcm.json", "--nieuw", "--naam", "Zorg", "--type", "zorg", "P1.1.1=4", "P1.1.2=4")
    shown = do("score", "z.bcm.json", "--naast", str(path)).out
    assert "Naast organisaties van uw soort in de verzonnen Voorbeeldregio" in shown
    middle = naast["soorten"]["zorg"]["P1"]["mediaan"] // 10
    assert f"(mediaan {middle}–{middle + 20}, ongeveer 25 organisaties)" in shown
    done = do("rapport", "z.bcm.json", "--uit", "r", "--naast", str(path))
    assert done.code == 0
    assert "## Naast anderen" in next(Path("r").glob("*.md")).read_text(encoding="utf-8")
    cells = [
        row[0] for row in openpyxl.load_workbook(next(Path("r").glob("*.xlsx")))["Pijlers"].iter_rows(values_only=True)
    ]
    assert "Naast anderen" in cells
    do("beantwoord", "g.bcm.json", "--nieuw", "--naam", "G", "--type", "gemeente", "P1.1.1=4")
    assert "te weinig organisaties van uw soort" in do("score", "g.bcm.json", "--naast", str(path)).out
    Path("fout.json").write_text("{}", encoding="utf-8")
    assert do("score", "z.bcm.json", "--naast", "fout.json").code == 1


def test_the_network_of_suppliers_opens_in_other_programs(region: Path) -> None:
    folder = region / "uitkomst" / "besloten"
    tree = ElementTree.parse(folder / "netwerk-TLP-AMBER.graphml").getroot()
    space = "{http://graphml.graphdrawing.org/xmlns}"
    assert len(tree.findall(f".//{space}edge")) == BANDEN
    assert len(tree.findall(f".//{space}node")) == VERHUURDER_BIJ + 2  # who counts on fuel counts on the hirer too
    rows_ = (folder / "netwerk-TLP-AMBER.csv").read_text(encoding="utf-8-sig").splitlines()
    assert (rows_[0], len(rows_)) == ("TLP:AMBER;;;", 2 + BANDEN)
    drawing = ElementTree.parse(folder / "netwerk-TLP-AMBER.svg").getroot()
    assert len(drawing.findall("{http://www.w3.org/2000/svg}line")) == BANDEN
    text = (folder / "netwerk-TLP-AMBER.svg").read_text(encoding="utf-8")
    assert "script" not in text
    assert text.count("http") == 1  # the name of the format


@pytest.mark.parametrize("name", ['=HYPERLINK("x")', "<script>&\"'", "\x1b[31m", "@x", "]]>", "\u202eabc"])
def test_hostile_names_of_suppliers_stay_text(name: str) -> None:
    def ties(text: str) -> tuple[Band, ...]:
        return (Band("a" * 20, "NW2.1.1", text, True), Band("b" * 20, "NW2.1.1", text, False))

    def shape(raw: bytes) -> list[str]:
        return [element.tag for element in ElementTree.fromstring(raw).iter()]

    banden, neutral = ties(name), ties("veilig")
    ids = {"a" * 20: "1a", "b" * 20: "2b"}
    for make in (regio_net.graphml, regio_net.picture):
        assert shape(make(banden, ids, "TLP:AMBER")) == shape(make(neutral, ids, "TLP:AMBER"))
    cells = regio_net.table(banden, ids, "TLP:AMBER").decode("utf-8-sig").splitlines()[2].split(";")
    assert not cells[2].strip('"').startswith(("=", "@", "+", "-"))
    assert "\x1b" not in cells[2]


# -- another engine ---------------------------------------------------------------------------------------------------


@pytest.mark.lang
@pytest.mark.filterwarnings("ignore")  # of the engine and what it stands on; ours are errors everywhere else
def test_a_cluster_of_two_workers_gives_the_same_to_the_last_figure(
    do: Do, region: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # the ids of organisations are random, for one edition: here they are their codes
    monkeypatch.setattr("bcm_check.cli.regio._ids", lambda beeld: {code: code[:6] for code, _ in beeld.rijen})
    one = add_up(do, region / "inzendingen")
    other = add_up(do, region / "inzendingen", "--motor", "dask")
    assert one == other


@pytest.mark.parametrize("change", [Path.unlink, lambda path: path.write_bytes(path.read_bytes()[:-1])])
def test_a_file_that_changes_between_two_readings_is_told(
    region: Path, tmp_path: Path, change: Callable[[Path], object]
) -> None:
    """An engine reads twice: for who counts, and to add up."""
    found = sorted((region / "inzendingen" / "partners").glob("*.json"))[:3]
    paths = [str(shutil.copy(path, tmp_path)) for path in found]
    taak = motor.Taak((), None, date(2026, 4, 1), regios.load(None), b"zout")
    files = [
        (path, each.merk) for path, each in zip(paths, taak.ranks(paths), strict=True) if isinstance(each, Gelezen)
    ]
    assert taak.fold(files).tellers["n", "alle", ""] == 3
    change(Path(paths[1]))
    with pytest.raises(FileTrouble, match="veranderde tijdens het optellen"):
        taak.fold(files)


@pytest.mark.parametrize("words", [("--motor", "spark"), ("--motor", "dask", "--scheduler", "tcp://127.0.0.1:1")])
@pytest.mark.filterwarnings("ignore")
def test_an_engine_that_is_not_there_is_told(do: Do, region: Path, words: tuple[str, ...], monkeypatch: Any) -> None:
    pytest.importorskip("distributed", reason="dask is in the extra `cluster`")
    monkeypatch.setattr("distributed.Client.__init__", _no_answer)
    done = do("regio", str(region / "inzendingen"), "--uit", "uit", DAG, *words)
    assert done.code == 2
    assert not Path("uit").exists()


def _no_answer(*_words: object, **_named: object) -> None:
    raise OSError("no answer")
