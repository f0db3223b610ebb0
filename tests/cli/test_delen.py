"""`deel` and `sleutel`: what leaves is what was shown, what was typed stays, and nothing leaves unasked."""

from __future__ import annotations

import builtins
import io
import json
import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bcm_check.__main__ import run
from bcm_check.cli import delen
from bcm_check.core.antwoorden import Antwoord, Antwoorden, Herkomst, Organisatie, new
from bcm_check.core.beoordeling import assess
from bcm_check.core.bijdrage import Bijdrage, Toestemming, Uurstuk
from bcm_check.core.eigen import Eigen, EigenProces
from bcm_check.files import answers, bijdragen, content, graphs, zegel
from bcm_check.files.answers import AnswerFile
from bcm_check.files.locations import shipped

if TYPE_CHECKING:
    from doing import Do

G, N = "g.bcm.json", "n.bcm.json"
MERK = "ZEEHOND"
CODE = "0123456789abcdef0123"


@pytest.fixture
def gemeente(do: Do) -> Do:
    """Two files of one organisation: its own list, and the list about its network."""
    new_ = ["--nieuw", "--naam", MERK, "--type"]
    assert do("beantwoord", G, *new_, "gemeente", "P1.1.2=2", "P1.1.1=nvt:" + MERK).code == 0
    more = ["--vragenlijst", "netwerk", "NW2.1.1=Boels, Bredenoord", "NW1.1.3=" + MERK, "NW1.1.1=12"]
    assert do("beantwoord", N, *new_, "gemeente", *more).code == 0
    return do


def shared(folder: str = "uit") -> list[Path]:
    return sorted(Path(folder).iterdir()) if Path(folder).exists() else []


def only(folder: str = "uit") -> Bijdrage:
    (path,) = shared(folder)
    return bijdragen.load(path.read_bytes(), path.name)


# -- what leaves ----------------------------------------------------------------------------------------------------


def test_the_first_time_a_code_is_made_and_kept(gemeente: Do) -> None:
    before = answers.read(Path(G))
    done = gemeente("deel", G, "--uit", "uit", "--ja")
    assert (done.code, done.err) == (0, "")
    after, found = answers.read(Path(G)), only()
    code = after.organisatie.code
    assert len(code) == 20
    assert (found.code, found.soort, found.niveaus) == (code, "gemeente", {"P1.1.2": 2})
    assert after.model_copy(update={"teller": before.teller, "organisatie": before.organisatie}) == before
    assert shared() == [Path(f"uit/bijdrage-weerbaarheid-{code}-TLP-AMBER.bcm-deel.json")]
    kept = Path(G).read_bytes()
    gemeente("deel", G, "--uit", "uit", "--ja")
    assert Path(G).read_bytes() == kept  # the second time the file is left alone
    assert len(shared()) == 1
    assert only().code == code


def test_other_lists_of_one_organisation_take_its_code(gemeente: Do) -> None:
    gemeente("deel", G, "--uit", "uit", "--ja")
    done = gemeente("deel", N, "--uit", "uit", "--ja")
    assert G in done.err
    codes = {answers.read(Path(name)).organisatie.code for name in (G, N)}
    assert len(codes) == 1
    assert len(shared()) == 2


def test_another_organisation_in_the_folder_has_its_own_code(gemeente: Do) -> None:
    gemeente("deel", G, "--uit", "uit", "--ja")
    gemeente("beantwoord", "z.bcm.json", "--nieuw", "--naam", MERK, "--type", "zorg")
    gemeente("beantwoord", "y.bcm.json", "--nieuw", "--naam", "Anders", "--type", "gemeente")
    Path("a.bcm.json").write_text("geen json", encoding="utf-8")
    words = ["--nieuw", "--naam", "Anders nog", "--type", "gemeente", "--vragenlijst", "netwerk"]
    gemeente("beantwoord", "x.bcm.json", *words)
    names = ("z.bcm.json", "y.bcm.json", "x.bcm.json")
    for name in names:
        assert gemeente("deel", name, "--uit", "uit", "--ja").code == 0
    assert len({answers.read(Path(name)).organisatie.code for name in (G, *names)}) == 4


def test_a_code_may_be_carried_over(gemeente: Do) -> None:
    assert gemeente("deel", G, "--uit", "uit", "--ja", "--code", "x").code == 2
    assert gemeente("deel", G, "--uit", "uit", "--ja", "--code", CODE).code == 0
    assert only().code == CODE
    done = gemeente("deel", G, "--uit", "uit", "--ja", "--code", CODE[::-1])
    assert (done.code, answers.read(Path(G)).organisatie.code) == (2, CODE)


@pytest.mark.parametrize("name", [G, N])
def test_nothing_that_was_typed_leaves_unasked(gemeente: Do, name: str) -> None:
    done = gemeente("deel", name, "--uit", "uit", "--ja")
    (path,) = shared()
    for word in (MERK, "Boels"):
        assert word not in path.read_text(encoding="utf-8") + path.name
        assert word not in done.out
    assert "uw naam" in done.out
    assert "namen van leveranciers" in done.out


def test_names_leave_on_the_owners_word(gemeente: Do) -> None:
    words = ["--naam-mee", "--leveranciers-mee", "--reden", "Anders\x1b weet een dief de weg"]
    done = gemeente("deel", N, "--uit", "uit", "--ja", *words)
    found = only()
    assert (found.naam, found.leveranciers) == (MERK, {"NW2.1.1": ("Boels", "Bredenoord")})
    assert found.getallen == {"NW1.1.1": 12}
    for said in (f"naam: {MERK}", "Boels, Bredenoord", "Anders⟨001B⟩ weet", "getal NW1.1.1: 12"):
        assert said in done.out
    assert "uw naam" not in done.out
    assert found.vertrouwelijk_omdat.startswith("Anders")


def test_the_name_of_a_place_leaves_on_the_owners_word(do: Do) -> None:
    do("beantwoord", "s.bcm.json", "--nieuw", "--naam", "De Schuur", "--vragenlijst", "noodsteunpunt")
    do("deel", "s.bcm.json", "--uit", "zonder", "--ja")
    done = do("deel", "s.bcm.json", "--uit", "met", "--ja", "--locatie-mee")
    assert (only("zonder").locatie, only("met").locatie, only("met").naam) == ("", "De Schuur", "")
    assert "locatie: De Schuur" in done.out
    assert "uw naam" not in done.out


@pytest.mark.parametrize("wish", ["--leveranciers-mee", "--locatie-mee"])
def test_a_wish_that_means_nothing_here_is_refused(gemeente: Do, wish: str) -> None:
    done = gemeente("deel", G, "--uit", "uit", "--ja", wish)
    assert (done.code, shared()) == (2, [])
    assert wish in done.err
    assert answers.read(Path(G)).organisatie.code == ""


def test_hours_are_those_of_every_scenario(gemeente: Do) -> None:
    gemeente("deel", G, "--uit", "uit", "--ja")
    found = only().uren
    assert list(found) == sorted(each.id for each in graphs.load(graphs.standard()).scenarios)
    told = gemeente("uitval", G, "--scenario", "SC4", "--json").json["processen"]
    assert set(found["SC4"]) == set(told)
    stopped = {name: stuk.uit[0][0] for name, stuk in found["SC4"].items() if stuk.uit}
    assert stopped == {
        name: round(each["uur"]["verwacht"] * 60) for name, each in told.items() if each["uur"]["verwacht"] is not None
    }
    assert stopped


def test_traits_are_told_once_and_leave(gemeente: Do) -> None:
    words = ["--gemeente", " Assen ", "--sector", "overheid", "--medewerkers", "120", "--inwoners", "70000"]
    assert gemeente("beantwoord", G, *words).code == 0
    assert gemeente("beantwoord", G, "--inwoners", "71000").code == 0
    gemeente("deel", G, "--uit", "uit", "--ja")
    found = only()
    assert (found.gemeente, found.sector, found.medewerkers, found.inwoners) == ("Assen", "overheid", 120, 71000)


@pytest.mark.parametrize("words", [["--sector", "zorg en welzijn"], ["--medewerkers", "-1"], ["--gemeente", "x" * 101]])
def test_a_trait_that_cannot_be(gemeente: Do, words: list[str]) -> None:
    before = Path(G).read_bytes()
    done = gemeente("beantwoord", G, *words)
    assert (done.code, Path(G).read_bytes()) == (2, before)


def test_a_file_without_traits_is_written_as_before(gemeente: Do) -> None:
    stored = json.loads(Path(G).read_bytes())["organisatie"]
    assert stored == {"naam": MERK, "type": "gemeente"}


def test_traits_and_a_code_do_not_stand_in_the_way_of_a_merge(gemeente: Do) -> None:
    Path("kopie.bcm.json").write_bytes(Path(G).read_bytes())
    gemeente("deel", G, "--uit", "uit", "--ja", "--code", CODE)
    gemeente("beantwoord", "kopie.bcm.json", "--gemeente", "Assen", "P1.2.1=1")
    assert gemeente("samenvoegen", G, "kopie.bcm.json").code == 0
    assert answers.read(Path(G)).organisatie == Organisatie(naam=MERK, type="gemeente", code=CODE, gemeente="Assen")
    gemeente("beantwoord", "kopie.bcm.json", "--gemeente", "Emmen")
    gemeente("samenvoegen", G, "kopie.bcm.json", "--kies", "bestand")
    assert answers.read(Path(G)).organisatie.gemeente == "Assen"
    gemeente("samenvoegen", G, "kopie.bcm.json", "--kies", "kopie")
    assert answers.read(Path(G)).organisatie.gemeente == "Emmen"


# -- hostile texts, through the bytes -------------------------------------------------------------------------------

LIJSTEN = {name: content.load(path) for name in ("weerbaarheid", "netwerk") if (path := shipped(name)) is not None}
KETENS = graphs.load(graphs.standard())
HOSTILE = st.text(st.characters(codec="utf-8"), max_size=12).map(lambda text: f"{text[:5]}{MERK}{text[5:]}")


@st.composite
def planted(draw: st.DrawFn) -> Antwoorden:
    """An organisation with the mark in every text that can be typed."""
    lijst = LIJSTEN[draw(st.sampled_from(sorted(LIJSTEN)))]
    told = {"toelichting": draw(HOSTILE), "bewijs": draw(HOSTILE), "eigenaar": draw(HOSTILE)}
    given: dict[str, Any] = {}
    for plek in lijst.plekken:
        vraag = plek.vraag
        if vraag.voor and "gemeente" not in vraag.voor:
            continue
        usual: object = {"schaal": 1, "getal": vraag.minstens, "tekst": draw(HOSTILE)}.get(vraag.soort)
        waarde = vraag.keuzes[0].id if vraag.soort == "keuze" else usual
        given[vraag.id] = draw(
            st.sampled_from([{"waarde": waarde}, {"waarde": "nvt", "reden": draw(HOSTILE)}, {"waarde": "weet_niet"}])
        )
    fresh = new(lijst, Organisatie(naam=draw(HOSTILE), type="gemeente", code=CODE), lijst.dieptes[-1].id)
    eigen = Eigen(
        processen={MERK: EigenProces(naam=MERK, leunt_op={"stroom": {"verwacht": 1}}), "gem_crisis": EigenProces()}
    )
    filled = {name: Antwoord(**told, **fields) for name, fields in given.items()}
    return fresh.model_copy(update={"antwoorden": filled, "eigen": eigen})


@settings(max_examples=25, deadline=None)
@given(planted())
def test_no_free_text_is_in_the_bytes(typed: Antwoorden) -> None:
    beoordeling = assess(LIJSTEN[typed.vragenlijst.id], typed, date(2026, 3, 31))
    bijdrage = delen.make_bijdrage(beoordeling, KETENS)
    assert MERK not in bijdragen.dump(bijdrage).decode()
    assert MERK not in "\n".join(delen.preview(bijdrage, typed, None))
    assert bijdragen.load(bijdragen.dump(bijdrage), "x") == bijdrage
    named = delen.make_bijdrage(beoordeling, KETENS, Toestemming(naam=True))
    assert MERK in bijdragen.dump(named).decode()  # the mark does show where it may


# -- the preview and the question -----------------------------------------------------------------------------------

VOL = Bijdrage(
    code=CODE,
    teller=4711,
    peildatum=date(2026, 3, 31),
    lijst=Herkomst(id="lijstje", versie="v9"),
    soort="soortje",
    diepte="dieptje",
    gemeente="Assen",
    sector="sectortje",
    medewerkers=1234,
    inwoners=5678,
    naam="Naampje",
    vertrouwelijk_omdat="Daarom",
    scores={f"s{n}": n for n in range(31)},
    ambitie={f"a{n}": 1 for n in range(32)},
    niveaus={f"n{n}": 1 for n in range(33)},
    weet_niet=tuple(f"w{n}" for n in range(34)),
    nvt=tuple(f"v{n}" for n in range(35)),
    uren={f"SC{n}": {f"p{m}": Uurstuk() for m in range(37)} for n in range(36)},
    maatregelen=tuple(f"m{n}" for n in range(38)),
    getallen={"g1": 2.5},
    keuzes={"k1": "wel"},
    leveranciers={"l1": ("Boels", "Riwal")},
    locatie="Schuurtje",
)
TOLD = {
    "code": CODE, "teller": "4711", "peildatum": "31-03-2026", "tlp": "TLP:AMBER", "lijst": "lijstje v9",
    "soort": "soortje", "diepte": "dieptje", "gemeente": "Assen", "sector": "sectortje", "medewerkers": "1234",
    "inwoners": "5678", "naam": "Naampje", "vertrouwelijk_omdat": "Daarom", "scores": "scores: 31",
    "ambitie": "ambities: 32", "niveaus": "niveaus: 33", "weet_niet": "weet niet: 34", "nvt": "n.v.t.: 35",
    "uren": "37 processen in 36 scenario's", "maatregelen": "maatregelen: 38", "getallen": "g1: 2,5",
    "keuzes": "k1: wel", "leveranciers": "l1: Boels, Riwal", "locatie": "Schuurtje",
}  # fmt: skip


def test_every_part_of_a_contribution_is_shown_before_it_leaves() -> None:
    assert set(TOLD) == set(Bijdrage.model_fields) - {"formaat", "versie"}
    answers_ = Antwoorden(organisatie=Organisatie(naam="x", type="x"), diepte="x", vragenlijst=VOL.lijst)
    text = "\n".join(delen.preview(VOL, answers_, "age1sleutel"))
    assert {name for name, said in TOLD.items() if said not in text} == set()
    assert "age1sleutel" in text


def test_showing_writes_nothing(gemeente: Do) -> None:
    before = {path: path.read_bytes() for path in Path().iterdir()}
    done = gemeente("deel", G, "--toon")
    assert (done.code, done.err) == (0, "")
    assert "niveaus: 1" in done.out
    assert {path: path.read_bytes() for path in Path().iterdir()} == before
    assert gemeente("deel", G, "--toon", "--json").json["geschreven"] is None
    assert {path: path.read_bytes() for path in Path().iterdir()} == before


@pytest.mark.parametrize("words", [["--uit", "uit"], ["--ja"], ["--uit", "uit", "--json"]])
def test_without_a_terminal_nothing_leaves_unasked(gemeente: Do, words: list[str]) -> None:
    before = Path(G).read_bytes()
    assert gemeente("deel", G, *words).code == 2
    assert (shared(), Path(G).read_bytes()) == ([], before)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("typed", "leaves"), [("j", True), (" JA ", True), ("", False), ("n", False), ("jj", False), (None, False)]
)
def test_at_a_terminal_it_asks_and_no_is_the_default(
    gemeente: Do, monkeypatch: pytest.MonkeyPatch, typed: str | None, leaves: bool
) -> None:
    def answer(_question: str) -> str:
        assert answers.read(Path(G)).organisatie.code == ""  # nothing is made before the word is given
        assert shared() == []
        if typed is None:
            raise EOFError
        return typed

    before, screen = Path(G).read_bytes(), Terminal()
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdin", Terminal())
        patch.setattr(sys, "stdout", screen)
        patch.setattr(builtins, "input", answer)
        assert run(["deel", G, "--uit", "uit"]) == 0
    assert (len(shared()) == 1, Path(G).read_bytes() != before) == (leaves, leaves)
    assert ("Er is niets geschreven." in screen.getvalue()) != leaves


def test_as_a_document(gemeente: Do) -> None:
    done = gemeente("deel", G, "--uit", "uit", "--ja", "--json")
    assert (done.code, done.err) == (0, "")
    assert Path(done.json["geschreven"]) == shared()[0]
    assert Bijdrage.model_validate(done.json["bijdrage"]) == only()


# -- where it goes --------------------------------------------------------------------------------------------------


def test_a_file_may_be_named(gemeente: Do) -> None:
    assert gemeente("deel", G, "--uit", "map/van_ons.bcm-deel.json", "--ja").code == 0
    assert shared("map") == [Path("map/van_ons.bcm-deel.json")]


def test_what_cannot_be_written_is_told_and_the_answers_are_whole(gemeente: Do) -> None:
    Path("uit").write_text("een bestand", encoding="utf-8")
    done = gemeente("deel", G, "--uit", "uit", "--ja")
    assert (done.code, done.out.count("Geschreven")) == (3, 0)
    assert Path("uit").read_text(encoding="utf-8") == "een bestand"
    assert answers.read(Path(G)).antwoorden["P1.1.2"].niveau == 2


def test_files_that_cannot_be_shared(gemeente: Do) -> None:
    Path("stuk.bcm.json").write_text("{", encoding="utf-8")
    for name, code in (("weg.bcm.json", 3), ("stuk.bcm.json", 3)):
        for more in (["--toon"], ["--uit", "uit", "--ja"]):
            assert gemeente("deel", name, *more).code == code
    assert not Path("weg.bcm.json").exists()
    with AnswerFile(Path(G)):
        assert gemeente("deel", G, "--uit", "uit", "--ja").code == 3
    assert shared() == []


# -- keys and seals -------------------------------------------------------------------------------------------------


def test_sealed_for_the_region_only_the_region_reads_it(gemeente: Do) -> None:
    assert gemeente("sleutel", "maak", "--uit", "sl").code == 0
    done = gemeente("deel", G, "--uit", "uit", "--ja", "--naam-mee", "--voor", "sl/regio-openbaar.txt")
    assert done.code == 0
    (path,) = shared()
    raw, code = path.read_bytes(), answers.read(Path(G)).organisatie.code
    for telling in (code, MERK, "weerbaarheid", "gemeente"):
        assert telling not in path.name
        assert telling.encode() not in raw
    assert path.name.endswith("-TLP-AMBER.bcm-deel.age")
    found = bijdragen.load(zegel.open_seal(raw, zegel.secret_keys(Path("sl/regio-geheim.txt"))), path.name)
    assert (found.code, found.naam) == (code, MERK)
    assert zegel.public_key("sl/regio-openbaar.txt") in done.out


def test_a_key_that_is_none_stops_before_a_code_is_made(gemeente: Do) -> None:
    gemeente("sleutel", "maak", "--uit", "sl")
    before = Path(G).read_bytes()
    for key in ("age1x", "sl/weg.txt", "sl/regio-geheim.txt"):
        assert gemeente("deel", G, "--uit", "uit", "--ja", "--voor", key).code in (2, 3)
    assert (shared(), Path(G).read_bytes()) == ([], before)


def test_a_pair_of_keys(do: Do) -> None:
    done = do("sleutel", "maak", "--uit", "sl")
    public, secret = Path("sl/regio-openbaar.txt"), Path("sl/regio-geheim.txt")
    (key,) = zegel.secret_keys(secret)
    assert zegel.open_seal(zegel.seal(b"x", zegel.public_key(str(public))), [key]) == b"x"
    assert key not in done.out + done.err
    if os.name == "posix":
        assert secret.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("there", ["regio-openbaar.txt", "regio-geheim.txt"])
def test_a_key_is_never_overwritten(do: Do, there: str) -> None:
    Path("sl").mkdir()
    (Path("sl") / there).write_text("van mij", encoding="utf-8")
    done = do("sleutel", "maak", "--uit", "sl")
    assert done.code == 3
    assert {path.name: path.read_text(encoding="utf-8") for path in shared("sl")} == {there: "van mij"}


def test_a_key_that_comes_between_is_not_overwritten_either(do: Do, monkeypatch: pytest.MonkeyPatch) -> None:
    assert do("sleutel", "maak", "--uit", "sl").code == 0
    before = {path: path.read_bytes() for path in shared("sl")}
    monkeypatch.setattr(os.path, "lexists", lambda _path: False)
    assert do("sleutel", "maak", "--uit", "sl").code == 3
    assert {path: path.read_bytes() for path in shared("sl")} == before


def test_half_a_pair_is_not_left_behind(do: Do, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: list[int] = []

    def full(handle: int) -> None:
        flushed.append(handle)
        if len(flushed) == 2:
            raise OSError(28, "vol")

    monkeypatch.setattr(os, "fsync", full)
    done = do("sleutel", "maak", "--uit", "sl")
    assert done.code == 3
    assert "de schijf is vol" in done.err
    assert shared("sl") == []
