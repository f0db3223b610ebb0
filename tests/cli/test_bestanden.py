"""Files that are not right, and questionnaires with faults: one clear answer, the file untouched."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from doing import KLEIN, Do

from bcm_check.files.answers import checksum

Change = Callable[[bytes], bytes]


def _signed(raw: bytes, **update: object) -> bytes:
    document = {**json.loads(raw), **update}
    document.pop("controle")
    body = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return json.dumps({**document, "controle": checksum(body)}).encode()


WRONG: list[tuple[str, Change, int, str]] = [
    ("empty", lambda _raw: b"", 3, "beschadigd of geen JSON"),
    ("half", lambda raw: raw[: len(raw) // 2], 3, "beschadigd of geen JSON"),
    ("one byte", lambda raw: raw.replace(b'"waarde":1', b'"waarde":2'), 3, "controlegetal"),
    ("no check", lambda raw: re.sub(rb'"controle":"[^"]*",', b"", raw), 3, "controlegetal"),
    ("binary", lambda _raw: bytes(range(256)), 3, "beschadigd of geen JSON"),
    ("utf-16", lambda raw: raw.decode().encode("utf-16"), 3, "beschadigd of geen JSON"),
    ("doubles", lambda raw: raw.replace(b'"diepte"', b'"diepte":"x","diepte"'), 3, "beschadigd of geen JSON"),
    ("NaN", lambda raw: raw.replace(b'"waarde":1', b'"waarde":NaN'), 3, "beschadigd of geen JSON"),
    ("deep", lambda _raw: b"[" * 100_000, 3, "beschadigd of geen JSON"),
    ("list", lambda _raw: b"[]", 1, "geen antwoordbestand"),
    ("foreign", lambda _raw: b'{"formaat": "iets-anders"}', 1, "geen antwoordbestand"),
    ("newer", lambda raw: _signed(raw, versie=2), 1, "nieuwere versie"),
    ("older", lambda raw: _signed(raw, versie=0), 1, "onbekende versie"),
    ("no version", lambda raw: _signed(raw, versie=None), 1, "onbekende versie"),
    ("unknown key", lambda raw: _signed(raw, kleur="rood"), 1, "kleur"),
    ("unknown kind", lambda raw: _signed(raw, organisatie={"naam": "X", "type": "bank"}), 1, "bank"),
    ("unknown depth", lambda raw: _signed(raw, diepte="diep"), 1, "diep"),
    ("other list", lambda raw: _signed(raw, vragenlijst={"id": "ander", "versie": "1"}), 1, "ander"),
]


@pytest.mark.parametrize(("change", "code", "sentence"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG])
def test_a_wrong_answer_file(klein: Do, change: Change, code: int, sentence: str) -> None:
    klein("beantwoord", "a.bcm.json", "P1.1.1=1")
    raw = change(Path("a.bcm.json").read_bytes())
    for kept in Path().glob("*.vorige"):
        kept.unlink()
    Path("b.bcm.json").write_bytes(raw)
    commands = {"score": [], "beantwoord": ["P1.1.1=2"], "rapport": ["--uit", "uit"], "samenvoegen": ["a.bcm.json"]}
    if sentence in ("bank", "diep", "ander"):
        del commands["samenvoegen"]  # joining compares two organisations, and leaves the rest to what comes after it
    for command, words in commands.items():
        done = klein(command, "b.bcm.json", *words)
        assert (done.code, done.out) == (code, ""), command
        assert sentence in done.err
        assert len(done.err.splitlines()) <= 2
        assert Path("b.bcm.json").read_bytes() == raw
        assert sorted(path.name for path in Path().iterdir()) == ["a.bcm.json", "b.bcm.json"]


def test_damage_names_the_kept_generation(klein: Do) -> None:
    klein("beantwoord", "a.bcm.json", "P1.1.1=1")
    klein("beantwoord", "a.bcm.json", "P1.1.1=2")
    path = Path("a.bcm.json")
    path.write_bytes(path.read_bytes().replace(b'"waarde":2', b'"waarde":4'))
    done = klein("score", "a.bcm.json")
    assert done.code == 3
    assert "a.bcm.json.vorige" in done.err
    path.write_bytes(Path("a.bcm.json.vorige").read_bytes())
    assert klein("score", "a.bcm.json").code == 0


FAULTY = """\
formaat: 1
id: x
versie: "1"
titel: X
kleur: rood
profielen:
  - {id: p, naam: P, gewichten: {P9: 2, P1: nul}}
pijlers:
  - id: P1
    naam: Een
    naam: Twee
    onderwerpen:
      - id: P1.1
        naam: A
        vragen:
          - id: P1.1.1
            titel: T
            vraag: V
            kritiek: yes
            als: [{vraag: P1.1.2}]
            maatregelen: [{id: M1, naar: 3}]
            niveaus: {0: a, 1: b, 2: c, 3: d}
          - id: P1.1.2
            title: T
            vraag: V
            niveaus: {0: a, 1: b, 2: c, 3: d, 4: e}
"""
PLACE = re.compile(r"^slecht\\.yaml:(\d+):(\d+) [a-z-]+ .+".replace("\\\\", "\\"))


@pytest.mark.parametrize("folder", [False, True])
def test_all_faults_of_a_questionnaire_at_once_with_their_places(do: Do, folder: bool) -> None:
    path = Path("map" if folder else "slecht.yaml")
    if folder:
        path.mkdir()
    (path / "slecht.yaml" if folder else path).write_text(FAULTY, encoding="utf-8")
    done = do("vragenlijst", "controleer", str(path))
    assert done.code == 1
    lines = done.out.splitlines()
    assert all(PLACE.match(line) for line in lines), done.out
    assert len(lines) >= 6
    told = {int(match[1]) for line in lines if (match := PLACE.match(line))}
    assert {5, 7, 11, 19, 24} <= told
    assert 'Bedoelt u "titel"?' in done.out
    assert f"{len(lines)} fouten gevonden." in done.err
    as_json = do("vragenlijst", "controleer", str(path), "--json").json
    assert [f"{f['bestand']}:{f['regel']}:{f['kolom']} {f['code']} {f['tekst']}" for f in as_json["fouten"]] == lines


def test_a_good_questionnaire(do: Do) -> None:
    done = do("vragenlijst", "controleer", KLEIN)
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[-1].startswith("Geen fouten")
    assert done.out.endswith("7 vragen.\n")
    assert all(line.endswith("(waarschuwing)") for line in done.out.splitlines()[:-1])


def test_the_standard_questionnaire_is_right(do: Do) -> None:
    done = do("vragenlijst", "toon")
    assert done.code == 0
    assert "P1.1.1 " in done.out
    count = int(done.out.split(" vragen", 1)[0].rsplit(" ", 1)[1])
    assert len(re.findall(r"^P\d+\.\d+\.\d+  ", done.out, re.MULTILINE)) == count == 100


def test_toon_shows_every_level(do: Do) -> None:
    done = do("vragenlijst", "toon", KLEIN)
    assert done.out.count("\n  4  ") == 7


def test_the_demo_asks_nothing_and_makes_all(do: Do) -> None:
    done = do("demo", "--uit", "voor beeld")
    assert done.code == 0, done.err
    made = {path for path in Path("voor beeld").rglob("*") if path.is_file()}
    assert {Path(line) for line in done.out.splitlines()} == made
    folders = {path.parent.name: sorted(each.suffix for each in path.parent.glob("*.*")) for path in made}
    assert set(folders) == {"voor beeld", "thuiszorg-de-brink", "dorpshuis-de-schuur"}
    assert all(endings == [".json", ".md", ".xlsx"] for endings in folders.values())
    assert "verzonnen organisaties" in done.err
    assert "bcm-check score 'voor beeld/gemeente-voorbeeldveen.bcm.json'" in done.err
    scored = do("score", "voor beeld/gemeente-voorbeeldveen.bcm.json", "--json")
    assert scored.code == 0
    assert scored.json["totaal"]["aantallen"]["open"] == 0
    again = do("demo", "--uit", "voor beeld")
    assert again.code == 0


def test_the_demo_leaves_a_file_alone_that_somebody_filled_in(do: Do) -> None:
    assert do("demo", "--uit", "map").code == 0
    path = Path("map/gemeente-voorbeeldveen.bcm.json")
    assert do("beantwoord", str(path), "P1.1.1=0").code == 0
    before = path.read_bytes()
    again = do("demo", "--uit", "map")
    assert again.code == 3
    assert "bestaat al en is anders dan het voorbeeld" in again.err
    assert path.read_bytes() == before
