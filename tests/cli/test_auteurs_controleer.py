"""`vragenlijst controleer` and `uitgeven`: warnings with their place, half-empty and very long lists, released ids."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from core.lists import Doc, document, groep, maatregel, pijler, vraag

from bcm_check.core import toetsing
from bcm_check.files import content, releases

if TYPE_CHECKING:
    from doing import Do


def write(name: str, doc: Doc) -> str:
    """Write a questionnaire as a person would, and return its path."""
    Path(name).write_text(yaml.safe_dump(doc, sort_keys=False, allow_unicode=True), encoding="utf-8")
    return name


def line_of(name: str, text: str) -> int:
    """Return the number of the one line that holds a text."""
    (found,) = [at for at, line in enumerate(Path(name).read_text(encoding="utf-8").splitlines(), 1) if text in line]
    return found


@pytest.fixture
def uitgegeven(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let releases be written down in an empty folder."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setattr(releases, "home", lambda _: home)
    return home / "uitgegeven"


# -- warnings -------------------------------------------------------------------------------------------------------


def test_a_good_list_is_told_in_one_line(do: Do) -> None:
    done = do("vragenlijst", "controleer", write("goed.yaml", document(pijler("P", vraag("a"), vraag("b")))))
    assert (done.code, done.out, done.err) == (0, "Geen fouten: 2 vragen.\n", "")


def test_warnings_are_told_with_their_line_and_do_not_fail(do: Do) -> None:
    wrong = vraag("a", waarom="Het plan noemt stroom en/of water.")
    doc = document(
        pijler("P", wrong),
        maatregelen=[maatregel("M1")],
        begrippen=[{"engels": "backup", "nederlands": "reservekopie"}],
    )
    doc["maatregelen"][0]["hoe"] = "Maak elke dag een backup."
    name = write("lijst.yaml", doc)
    done = do("vragenlijst", "controleer", name)
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[-1] == "Geen fouten, 4 waarschuwingen: 1 vragen."
    assert all(line.startswith("lijst.yaml:") and line.endswith(" (waarschuwing)") for line in lines[:-1])
    places = {line.split()[1]: int(line.split(":")[1]) for line in lines[:-1]}
    assert places["en-of"] == line_of(name, "en/of")
    assert places["engelse-term"] == line_of(name, "Maak elke dag een backup.")
    assert places["maatregel-ongebruikt"] == line_of(name, "id: M1")
    assert places["niveau-zonder-maatregel"] == line_of(name, "id: a")


def test_the_same_warnings_as_a_document(do: Do) -> None:
    name = write("lijst.yaml", document(pijler("P", vraag("a", waarom="Stroom en/of water."))))
    found = do("vragenlijst", "controleer", name, "--json").json
    assert (found["goed"], found["fouten"], found["vragen"]) == (True, [], 1)
    (warning,) = found["waarschuwingen"]
    assert (warning["bestand"], warning["code"], warning["regel"]) == ("lijst.yaml", "en-of", line_of(name, "en/of"))


def test_a_warning_in_a_folder_names_its_own_file(do: Do) -> None:
    Path("map").mkdir()
    doc = document(pijler("P1", vraag("a")), titel="Twee bestanden")
    pillars = doc.pop("pijlers")
    write("map/kop.yaml", doc)
    write("map/p1.yaml", {"pijlers": pillars})
    write("map/p2.yaml", {"pijlers": [pijler("P2", vraag("b", waarom="Stroom en/of water."))]})
    done = do("vragenlijst", "controleer", "map")
    assert done.out.splitlines()[0].startswith(f"p2.yaml:{line_of('map/p2.yaml', 'en/of')}:")


def test_with_faults_no_warnings_are_told(do: Do) -> None:
    doc = document(pijler("P", vraag("a", waarom="Stroom en/of water.", telt_ook_in=["weg"])))
    done = do("vragenlijst", "controleer", write("lijst.yaml", doc))
    assert done.code == 1
    assert "en-of" not in done.out
    assert done.err == "1 fout gevonden. Verbeter ze en controleer opnieuw.\n"


@pytest.mark.parametrize("name", ["weerbaarheid", "noodsteunpunt", "netwerk"])
def test_the_shipped_lists_by_their_names(do: Do, name: str) -> None:
    done = do("vragenlijst", "controleer", name)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("Geen fouten: ")


# -- bad input ------------------------------------------------------------------------------------------------------

HALF = """\
formaat: 1
id: half
pijlers:
  - id: P1
    vragen:
      - id: a
        titel: Noodstroom
        niveaus: {0: Niets, 2: Veel}
      - titel: Water
        vraag: Heeft u water?
      - id: c
        titel: Eten
        vraag: Heeft u eten?
        soort: keuze
        keuzes: [{id: ja}, {tekst: Nee}]
        bronnen: [{plaats: "8.2"}]
        maatregelen: [{naar: 3}, {id: M1}]
  - naam: Zonder id
maatregelen:
  - id: M1
    titel: Doen
bronnen:
  - id: norm
"""


def test_a_half_empty_list_of_a_consultant_gets_every_fault_at_once_with_its_place(do: Do) -> None:
    Path("half.yaml").write_text(HALF, encoding="utf-8")
    done = do("vragenlijst", "controleer", "half.yaml", "--json")
    faults = done.json["fouten"]
    assert done.code == 1
    missing = Counter(fault["tekst"].split('"')[1] for fault in faults if fault["code"] == "ontbreekt")
    assert missing == Counter({
        "versie": 1, "titel": 1,
        "naam": 2,  # of P1 and of the source
        "vraag": 1,  # of a
        "id": 4,  # of the second question, of a choice, of a step, of the second pillar
        "tekst": 1, "bron": 1, "naar": 1,
        "waarom": 1, "hoe": 1, "eerste_stap": 1, "actiehouder": 1, "dagdelen": 1, "kosten": 1, "horizon": 1,
        "gezamenlijk": 1,
        "soort": 1,
    })  # fmt: skip
    assert all(fault["bestand"] == "half.yaml" and fault["regel"] > 0 and fault["kolom"] > 0 for fault in faults)
    places = {(fault["tekst"], fault["regel"]) for fault in faults}
    assert ('Hier ontbreekt "vraag".', 6) in places
    assert ('Hier ontbreekt "id".', 9) in places


def test_levels_in_another_order_or_with_a_gap_are_named(do: Do) -> None:
    turned = vraag("a", niveaus={level: f"Niveau {level}." for level in (4, 3, 2, 1, 0)})
    gap = vraag("b", niveaus={level: f"Niveau {level}." for level in (0, 1, 3, 4)})
    done = do("vragenlijst", "controleer", write("lijst.yaml", document(pijler("P", turned, gap))), "--json")
    assert [fault["code"] for fault in done.json["fouten"]] == ["niveau-volgorde", "niveau-ontbreekt"]


def long_list(count: int, **more: Any) -> Doc:
    vragen = [vraag(f"P1.{at}", **more) for at in range(count)]
    return document(pijler("P1", onderwerpen=[groep("G", *vragen)]))


def test_five_thousand_questions_in_one_file_are_read(do: Do) -> None:
    name = write("groot.yaml", long_list(5000))
    assert Path(name).stat().st_size < 2_000_000
    done = do("vragenlijst", "controleer", name)
    assert (done.code, done.out) == (0, "Geen fouten: 5000 vragen.\n")


def test_of_five_thousand_questions_every_wrong_one_is_named(do: Do) -> None:
    doc = long_list(5000)
    for at in (0, 2500, 4999):
        doc["pijlers"][0]["onderwerpen"][0]["vragen"][at]["telt_ook_in"] = ["weg"]
    done = do("vragenlijst", "controleer", write("groot.yaml", doc), "--json")
    assert done.code == 1
    assert [fault["code"] for fault in done.json["fouten"]] == ["onbekende-verwijzing"] * 3
    lines = [fault["regel"] for fault in done.json["fouten"]]
    assert lines == sorted(lines)
    assert lines[0] < 40 < 10_000 < lines[2]


def test_more_than_the_most_questions_is_refused_with_the_number(do: Do, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(toetsing, "MAX_VRAGEN", 20)
    done = do("vragenlijst", "controleer", write("groot.yaml", long_list(21)))
    assert done.code == 1
    assert "21 vragen; hoogstens 20" in done.out


# -- what was released ----------------------------------------------------------------------------------------------


def test_releasing_writes_every_id_down_for_ever(do: Do, uitgegeven: Path) -> None:
    name = write("lijst.yaml", document(pijler("P", vraag("a"), vraag("b"))))
    done = do("vragenlijst", "uitgeven", name)
    assert (done.code, done.out.strip()) == (0, str(uitgegeven / "proef.json"))
    assert set(releases.released_ids("proef")) == {"a", "b"}
    steps = [{"versie": "2", "soort": "vervallen", "vraag": "a"}]
    write(name, {**document(pijler("P", vraag("b"), vraag("c"))), "versie": "2", "migraties": steps})
    assert do("vragenlijst", "uitgeven", name).code == 0
    assert set(releases.released_ids("proef")) == {"a", "b", "c"}  # what was released before stays


@pytest.mark.parametrize(
    ("versie", "changed", "fault"),
    [
        ("1", vraag("a", niveaus={level: f"Anders {level}." for level in range(5)}), "uitgegeven-anders"),
        ("2", vraag("b"), "uitgegeven-weg"),
    ],
)
def test_what_was_promised_is_not_released_away(
    do: Do, uitgegeven: Path, versie: str, changed: Doc, fault: str
) -> None:
    name = write("lijst.yaml", {**document(pijler("P", vraag("a"))), "versie": "1"})
    assert do("vragenlijst", "uitgeven", name).code == 0
    before = releases.lock_file("proef").read_bytes()
    assert before
    write(name, {**document(pijler("P", changed)), "versie": versie})
    done = do("vragenlijst", "uitgeven", name)
    assert done.code == 1
    assert fault in done.err
    assert releases.lock_file("proef").read_bytes() == before


@pytest.mark.parametrize(
    ("step", "code"),
    [
        (None, 1),
        ({"soort": "vervallen"}, 0),
        ({"soort": "hernoem", "naar": "c"}, 0),
        ({"soort": "herbevestig"}, 1),
    ],
)
def test_a_released_id_may_only_leave_with_a_step(do: Do, uitgegeven: Path, step: Doc | None, code: int) -> None:
    name = write("lijst.yaml", document(pijler("P", vraag("a"), vraag("b"))))
    do("vragenlijst", "uitgeven", name)
    assert uitgegeven.is_dir()
    steps = [] if step is None else [{"versie": "2", "vraag": "a", **step}]
    write(name, {**document(pijler("P", vraag("b"), vraag("c"))), "versie": "2", "migraties": steps})
    done = do("vragenlijst", "controleer", name)
    assert done.code == code
    assert ("uitgegeven-weg Vraag a is uitgegeven" in done.out) is bool(code)


def test_another_list_with_the_ids_of_one_that_was_released_is_held_to_them(do: Do) -> None:
    """A second questionnaire that calls itself `netwerk` would be taken for it: its answers go to each other."""
    done = do(
        "vragenlijst", "controleer", write("netwerk.yaml", {**document(pijler("P", vraag("a"))), "id": "netwerk"})
    )
    assert done.code == 1
    assert done.out.count("uitgegeven-weg") == len(releases.released_ids("netwerk"))


def test_two_parts_with_the_same_ids_in_one_folder_are_named(do: Do) -> None:
    Path("map").mkdir()
    write("map/a.yaml", document(pijler("P1", vraag("a"))))
    write("map/b.yaml", {"pijlers": [pijler("P1", vraag("a"))]})
    done = do("vragenlijst", "controleer", "map", "--json")
    assert [(fault["bestand"], fault["code"]) for fault in done.json["fouten"]] == [("b.yaml", "dubbel-id")] * 2


@pytest.mark.parametrize("text", ["[]", '{"vragen": []}', '{"anders": {}}'])
def test_a_lock_that_is_no_lock_is_told(do: Do, uitgegeven: Path, text: str) -> None:
    uitgegeven.mkdir()
    (uitgegeven / "proef.json").write_text(text, encoding="utf-8")
    done = do("vragenlijst", "controleer", write("lijst.yaml", document(pijler("P", vraag("a")))))
    assert done.code == 3
    assert "uitgegeven vragen" in done.err


def test_releasing_is_for_the_source_tree_only(do: Do, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bcm_check.cli.auteurs.in_source_tree", lambda: False)
    done = do("vragenlijst", "uitgeven", "netwerk")
    assert done.code == 2
    assert "broncode" in done.err


def test_the_reader_of_reviews_gives_the_list_only_when_it_is_right(tmp_path: Path) -> None:
    right = tmp_path / "goed.yaml"
    right.write_text(yaml.safe_dump(document(pijler("P", vraag("a")))), encoding="utf-8")
    lijst, faults, warnings = content.read_reviewed(right)
    assert lijst is not None
    assert (faults, warnings) == ([], [])
