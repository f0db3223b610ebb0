"""A folder of a region as it really is: every file counts once or is named, and the good ones give the same picture."""

from __future__ import annotations

import json
import os
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import inzendingen
import pytest
from hypothesis import given
from hypothesis import strategies as st
from inzendingen import contribution

from bcm_check.core.antwoorden import Antwoorden
from bcm_check.core.bijdrage import Bijdrage, Uurstuk
from bcm_check.core.errors import ContentRejected, FileTrouble, WrongUse
from bcm_check.core.regiobeeld import Regiobeeld
from bcm_check.core.regiotelling import fold
from bcm_check.files import bijdragen, regiobeelden, zegel
from bcm_check.files.answers import Encoder, checksum
from bcm_check.files.bijdragen import Beeld, Gelezen, Overgeslagen, read_folder, read_one, walk
from bcm_check.files.optelling import Optelling

DAG = date(2026, 3, 1)
LATER = date(2026, 4, 1)
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="such files do not exist there")
Found = Gelezen | Beeld | Overgeslagen


def bijdrage(number: int, **more: Any) -> Bijdrage:
    """Return a contribution of an organisation with this number: no two give the same figures."""
    usual: dict[str, Any] = {
        "teller": 3,
        "peildatum": DAG,
        "soort": ("gemeente", "zorg", "mkb")[number % 3],
        "scores": {"totaal": number * 7 % 1001, "P1": number * 13 % 1001},
        "niveaus": {"P1.1.1": number % 5},
        "uren": {"SC1": {"p": Uurstuk(uit=((number % 4000, None),), oorzaak="it")}},
    }
    return inzendingen.bijdrage(number, **(usual | more))


def answers(naam: str, code: str = "", **more: Any) -> bytes:
    """Return the bytes of an answer file."""
    usual = {
        "vragenlijst": {"id": "weerbaarheid", "versie": "1"},
        "organisatie": {"naam": naam, "type": "zorg", "code": code},
        "diepte": "snel",
        "teller": 4,
    }
    return Encoder().encode(Antwoorden.model_validate(usual | more))


def convert(antwoorden: Antwoorden) -> Bijdrage:
    """Turn answers into a contribution; a file without a code has one for this run."""
    number = sum(map(ord, bijdragen.known_as(antwoorden.organisatie)))
    return bijdrage(number, code=antwoorden.organisatie.code or f"{number:020x}", teller=antwoorden.teller)


def no_answers(_: Antwoorden) -> Bijdrage:
    raise AssertionError("no answer file here")


def look(path: Path, omzetter: Callable[[Antwoorden], Bijdrage] = convert, sleutels: tuple[str, ...] = ()) -> Found:
    return read_one(path, omzetter, sleutels, LATER)


def added(found: Iterable[Found], sleutels: tuple[str, ...] = ()) -> Optelling:
    som = Optelling(lambda path: bijdragen.read(path, convert, sleutels), lambda each: each)
    for each in found:
        som.take(each)
    return som


def code_of(found: Found) -> str:
    return found.code if isinstance(found, Overgeslagen) else type(found).__name__


def signed(document: dict[str, Any]) -> bytes:
    """Return a document with a check that fits: what somebody makes who knows how."""
    body = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return json.dumps({"controle": checksum(body), **document}).encode()


def plain(raw: bytes) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(raw)
    del document["controle"]
    return document


GOOD = bijdragen.dump(bijdrage(1))
ANSWERS = answers("Zorg Zonneveld")
PICTURE = regiobeelden.dump(fold([bijdrage(2), bijdrage(3)]))
PASSWORD = b"age-encryption.org/v1\n-> scrypt AAAAAAAAAAAAAAAAAAAAAA 22\nAAAA\n--- AAAA\n"
FILES: dict[str, tuple[bytes, str]] = {
    "goed": (GOOD, "Gelezen"),
    "met witruimte": (json.dumps(json.loads(GOOD), indent=3).encode(), "Gelezen"),
    "met bom-teken": (b"\xef\xbb\xbf" + GOOD, "Gelezen"),
    "antwoorden": (ANSWERS, "Gelezen"),
    "beeld": (PICTURE, "Beeld"),
    "leeg": (b"", "vreemd"),
    "tekst": (b"Notulen.\n", "vreemd"),
    "lijst": (b"[1]", "vreemd"),
    "andere json": (b'{"formaat":"iets"}', "vreemd"),
    "formaat is een lijst": (b'{"formaat":[]}', "vreemd"),
    "werkmap": (b"PK\x03\x04" + bytes(100), "vreemd"),
    "half": (GOOD[: len(GOOD) // 2], "beschadigd"),
    "half antwoord": (ANSWERS[: len(ANSWERS) // 2], "beschadigd"),
    "twee": (GOOD + GOOD, "beschadigd"),
    "omgevallen bit": (GOOD.replace(b'"teller":3', b'"teller":2'), "beschadigd"),
    "omgevallen antwoord": (ANSWERS.replace(b'"teller":4', b'"teller":5'), "beschadigd"),
    "omgevallen beeld": (PICTURE.replace(b'"n","alle","",2', b'"n","alle","",3'), "beschadigd"),
    "dubbele sleutel": (GOOD.replace(b'"soort"', b'"soort":"x","soort"'), "beschadigd"),
    "zonder controle": (json.dumps(plain(GOOD)).encode(), "beschadigd"),
    "halve letter": (b'{"formaat":"bcm-check-bijdrage","versie":1,"soort":"\\ud800"}', "beschadigd"),
    "oneindig": (GOOD.replace(b'"teller":3', b'"teller":Infinity'), "beschadigd"),
    "diep": (b'{"a":' + b"[" * 100_000, "beschadigd"),
    "nieuwer": (signed(plain(GOOD) | {"versie": 2}), "onbekende-versie"),
    "nieuwer antwoord": (signed(plain(ANSWERS) | {"versie": 99}), "onbekende-versie"),
    "nieuwer beeld": (signed(plain(PICTURE) | {"versie": 2}), "onbekende-versie"),
    "versie is waar": (signed(plain(GOOD) | {"versie": True}), "onbekende-versie"),
    "onbekend veld": (signed(plain(GOOD) | {"sleutel": "verzegeld"}), "klopt-niet"),
    "score te hoog": (signed(plain(GOOD) | {"scores": {"P1": 1001}}), "klopt-niet"),
    "teller als tekst": (signed(plain(GOOD) | {"teller": "3"}), "klopt-niet"),
    "score is waar": (signed(plain(GOOD) | {"scores": {"P1": True}}), "klopt-niet"),
    "teller onder nul": (signed(plain(GOOD) | {"teller": -1}), "klopt-niet"),
    "antwoord zonder wie": (signed({k: v for k, v in plain(ANSWERS).items() if k != "organisatie"}), "klopt-niet"),
    "beeld zonder klok": (signed({k: v for k, v in plain(PICTURE).items() if k != "klok"}), "klopt-niet"),
    "zonder code": (bijdragen.dump(bijdrage(1, code="")), "zonder-code"),
    "morgen": (bijdragen.dump(bijdrage(1, peildatum=date(2099, 1, 1))), "toekomst"),
    "met wachtwoord": (PASSWORD, "verkeerde-sleutel"),
    "veel deeltjes": (b'{"a":[' + b"{}," * 600_000 + b"{}]}", "te-groot"),
}


@pytest.mark.parametrize("folder", ["gewoon", "sleutel te groot, beschadigd en verzegeld", "geen bijdrage, versie 2"])
@pytest.mark.parametrize("name", FILES)
def test_every_kind_of_file_has_its_reason_wherever_it_stands(tmp_path: Path, name: str, folder: str) -> None:
    raw, wanted = FILES[name]
    path = tmp_path / folder / f"{name}.json"
    path.parent.mkdir()
    path.write_bytes(raw)
    found = look(path)
    assert code_of(found) == wanted
    if isinstance(found, Overgeslagen):
        assert found.reden[0].isupper()
        assert found.reden.endswith((".", "?"))
        assert str(tmp_path) not in found.reden  # the name stands beside it


def test_a_file_that_is_too_large_is_not_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bcm_check.files.jsonreader.MAX_BYTES", 1000)
    path = tmp_path / "a.json"
    path.write_bytes(GOOD + b" " * 1000)
    assert code_of(look(path)) == "te-groot"


def refuses(error: Exception) -> Callable[[Antwoorden], Bijdrage]:
    def convert_(_: Antwoorden) -> Bijdrage:
        raise error

    return convert_


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (WrongUse("Noem die met --vragenlijst PAD."), "onbekende-lijst"),
        (ContentRejected("Dit antwoordbestand past niet bij de vragenlijst."), "past-niet"),
        (RecursionError(), "onleesbaar"),
        (MemoryError(), "onleesbaar"),
        (KeyError("P1.1.1"), "onverwacht"),
        (AssertionError(), "onverwacht"),
    ],
)
def test_answers_that_cannot_be_added_are_named_and_never_end_the_run(
    tmp_path: Path, error: Exception, code: str
) -> None:
    (tmp_path / "a.json").write_bytes(ANSWERS)
    (tmp_path / "b.json").write_bytes(GOOD)
    som = added(read_folder(tmp_path, refuses(error), (), LATER))
    assert (som.gebruikt, [each.code for each in som.overgeslagen]) == (1, [code])
    assert "P1.1.1" not in som.overgeslagen[0].reden  # nothing of the answers
    assert "--vragenlijst" not in som.overgeslagen[0].reden  # no option of this command


# -- sealed ----------------------------------------------------------------------------------------------------------


def test_a_seal_and_what_can_be_wrong_with_it(tmp_path: Path) -> None:
    pytest.importorskip("pyrage", reason="pyrage is in the extra `zegel`")
    (public, secret), (_, other) = zegel.make_pair(), zegel.make_pair()
    path = tmp_path / "a.age"
    sealed = zegel.seal(GOOD, public)
    path.write_bytes(sealed)
    found = look(path, sleutels=(other, secret))
    assert isinstance(found, Gelezen)
    assert found.bijdrage == bijdrage(1)
    assert code_of(look(path, sleutels=(other,))) == code_of(look(path)) == "verkeerde-sleutel"
    for at in (0, 30, len(sealed) // 2, len(sealed) - 1):
        path.write_bytes(sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :])
        assert code_of(look(path, sleutels=(secret,))) in ("verkeerde-sleutel", "vreemd")
    path.write_bytes(zegel.seal(b"Notulen.", public))
    assert code_of(look(path, sleutels=(secret,))) == "vreemd"


def test_what_is_in_a_seal_is_bounded_as_any_file(tmp_path: Path) -> None:
    """Anybody can seal for a public key: a row of small parts would take half a gigabyte."""
    pytest.importorskip("pyrage", reason="pyrage is in the extra `zegel`")
    public, secret = zegel.make_pair()
    path = tmp_path / "a.age"
    path.write_bytes(zegel.seal(b'{"a":[' + b"{}," * 600_000 + b"{}]}", public))
    assert code_of(look(path, sleutels=(secret,))) == "te-groot"


def test_a_sealed_one_and_the_same_in_the_open_count_once(tmp_path: Path) -> None:
    pytest.importorskip("pyrage", reason="pyrage is in the extra `zegel`")
    public, secret = zegel.make_pair()
    for number in range(3):
        (tmp_path / f"{number}.age").write_bytes(zegel.seal(GOOD, public))
    (tmp_path / "open.json").write_bytes(GOOD)
    som = added(read_folder(tmp_path, no_answers, (secret,), LATER), (secret,))
    assert (som.gebruikt, [each.code for each in som.overgeslagen]) == (1, ["dubbel"] * 3)
    assert som.beeld == fold([bijdrage(1)])


# -- which of two counts ---------------------------------------------------------------------------------------------


@st.composite
def folders(draw: st.DrawFn) -> list[Gelezen]:
    """Draw files of three organisations: doubles, older ones, and others of the same moment."""
    found = []
    for at in range(draw(st.integers(0, 8))):
        each = bijdrage(
            draw(st.integers(1, 3)),
            teller=draw(st.integers(1, 2)),
            peildatum=date(2026, draw(st.integers(1, 2)), 1),
            scores={"totaal": draw(st.integers(0, 2))},
        )
        mark = bijdragen.hashlib.sha256(bijdragen.dump(each)).hexdigest()
        name = f"{draw(st.integers(0, 9))}/{at}"
        found.append(Gelezen(each, mark, (each.code, each.lijst.id), Path(name)))
    return found


@given(folders(), st.randoms())
def test_the_order_of_reading_changes_neither_the_picture_nor_what_is_told(
    files: list[Gelezen], chance: random.Random
) -> None:
    by_place = {each.plek: each for each in files}

    def sum_of(some: Iterable[Gelezen]) -> Optelling:
        som = Optelling(by_place.__getitem__, lambda each: each)
        for each in some:
            som.take(each)
        return som

    one, other = sum_of(files), sum_of(chance.sample(files, len(files)))
    best = {each.sleutel: each for each in sorted(files, key=lambda each: each.rang)}
    assert whole(one.beeld) == whole(other.beeld) == whole(fold(each.bijdrage for each in best.values()))
    assert sorted(one.overgeslagen) == sorted(other.overgeslagen)
    assert one.counted == other.counted
    assert one.gebruikt + len(one.overgeslagen) == len(files)
    for told in one.overgeslagen:
        assert told.code in ("dubbel", "ouder")
        assert any(told.reden.endswith(f" {place}.") for place, _ in one.counted)  # it names what counts


def whole(beeld: Regiobeeld) -> tuple[object, ...]:
    """Return a picture without counts and histograms that are 0: what was taken out again leaves those."""
    return (
        +beeld.tellers,
        {key: bins for key, bins in beeld.scores.items() if any(bins)},
        {key: bins for key, bins in beeld.randen.items() if any(bins)},
        beeld.rijen,
        +beeld.lijsten,
    )


def test_two_of_the_same_moment_are_doubles_and_none_is_called_older(tmp_path: Path) -> None:
    for name, score in (("a", 100), ("b", 200)):
        (tmp_path / f"{name}.json").write_bytes(bijdragen.dump(bijdrage(1, scores={"totaal": score})))
    som = added(read_folder(tmp_path, no_answers, (), LATER))
    (told,) = som.overgeslagen
    assert (som.gebruikt, told.code) == (1, "dubbel")
    assert "hetzelfde moment" in told.reden


def test_the_same_picture_of_a_region_counts_once_in_any_order(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("b.json", "a.json", "c.json")]
    for path in paths:
        path.write_bytes(PICTURE)
    sums = [added(look(path) for path in order) for order in (paths, paths[::-1])]
    assert [som.gebruikt for som in sums] == [1, 1]
    assert sorted(sums[0].overgeslagen) == sorted(sums[1].overgeslagen)
    assert all(each.reden == f"Dit is hetzelfde als {tmp_path / 'a.json'}." for each in sums[0].overgeslagen)


def test_answers_without_a_code_join_by_name_and_kind_and_only_within_the_run(tmp_path: Path) -> None:
    (tmp_path / "1.json").write_bytes(answers("Zorg Zonneveld"))
    (tmp_path / "2.json").write_bytes(answers("ZORG  ZÓNNEVELD", teller=9))
    (tmp_path / "3.json").write_bytes(answers("Zorg Maanveld"))
    (tmp_path / "4.json").write_bytes(answers("Zorg Sterveld", code="a" * 20))
    som = added(read_folder(tmp_path, convert, (), LATER))
    assert (som.gebruikt, [each.code for each in som.overgeslagen]) == (3, ["ouder"])
    assert len(som.tijdelijk) == 2
    assert "a" * 20 not in som.tijdelijk


# -- a folder that changes -------------------------------------------------------------------------------------------


def test_a_file_that_changes_while_it_is_read_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(ANSWERS)

    def changing(antwoorden: Antwoorden) -> Bijdrage:
        path.write_bytes(answers("Iemand anders", teller=9))
        return convert(antwoorden)

    assert code_of(look(path, changing)) == "gewijzigd"


def test_a_contribution_that_changes_while_it_is_read_counts_as_it_is_then(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, read = tmp_path / "a.json", os.read
    path.write_bytes(contribution(1))

    def changing(handle: int, size: int) -> bytes:
        found = read(handle, size)
        path.write_bytes(contribution(2, teller=12))
        return found

    monkeypatch.setattr(os, "read", changing)
    found = look(path)
    assert isinstance(found, Gelezen)
    assert found.bijdrage == bijdragen.load(contribution(2, teller=12), "x")


def test_a_file_that_another_took_the_place_of_is_named(tmp_path: Path) -> None:
    """Of the same size, and with the time of the first."""
    path, other = tmp_path / "a.json", tmp_path / "b.tmp"
    path.write_bytes(ANSWERS)

    def changing(antwoorden: Antwoorden) -> Bijdrage:
        before = path.stat()
        other.write_bytes(ANSWERS.replace(b"Zonneveld", b"Maanveldd"))
        os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
        other.replace(path)
        return convert(antwoorden)

    assert code_of(look(path, changing)) == "gewijzigd"


def test_a_file_that_goes_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    assert code_of(look(path)) == "onleesbaar"
    path.write_bytes(ANSWERS)

    def going(antwoorden: Antwoorden) -> Bijdrage:
        path.unlink()
        return convert(antwoorden)

    assert code_of(look(path, going)) == "onleesbaar"


@pytest.mark.parametrize("later", [bijdragen.dump(bijdrage(1, teller=2)), b"{", None])
def test_one_that_changed_after_it_was_added_ends_the_sum_in_a_sentence(tmp_path: Path, later: bytes | None) -> None:
    """It must be taken out for a newer one, and what was added is not there any more: no wrong figure is given."""
    first, second = tmp_path / "a.json", tmp_path / "b.json"
    first.write_bytes(GOOD)
    second.write_bytes(bijdragen.dump(bijdrage(1, teller=8)))
    som = added([look(first)])
    if later is None:
        first.unlink()
    else:
        first.write_bytes(later)
    with pytest.raises(FileTrouble, match=r"a\.json veranderde tijdens het optellen"):
        som.take(look(second))


# -- names -----------------------------------------------------------------------------------------------------------


@POSIX
def test_hostile_names_are_shown_clean_and_all_are_counted(tmp_path: Path) -> None:
    names = [
        "=1+1",
        "con.json",
        "\x1b[31m",
        "a\nb",
        "..%2f..%2fx",
        "\u202egnp",
        "-rf",
        "é",
        " ",
        "a" * 200,
        "[b]",
        "$(x)",
    ]
    raw_names = [os.fsencode(name) for name in names] + [b"\xff\xfe.json"]
    for number, name in enumerate(raw_names):
        with open(os.path.join(os.fsencode(tmp_path), name), "wb") as file:
            file.write(bijdragen.dump(bijdrage(number)) if number % 2 else b"vreemd")
    som = added(read_folder(tmp_path, no_answers, (), LATER))
    assert som.gebruikt + len(som.overgeslagen) == len(raw_names)
    assert som.gebruikt == len(raw_names) // 2
    for each in som.overgeslagen:
        assert each.pad.isprintable()
        each.pad.encode()


def test_a_junction_of_windows_leads_elsewhere_and_a_folder_in_the_cloud_does_not(tmp_path: Path) -> None:
    """Both look like folders. Here, where there are none, what Windows would tell of them."""
    plain = os.lstat(tmp_path)
    tags = {0: False, 0xA0000003: True, 0x9000001A: False}
    for tag, link in tags.items():
        told = SimpleNamespace(st_mode=plain.st_mode, st_reparse_tag=tag)
        assert bijdragen.leads_elsewhere(told) is link  # type: ignore[arg-type]
    assert not bijdragen.leads_elsewhere(plain)


@POSIX
def test_links_loops_and_pipes_are_named_and_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "map"
    folder.mkdir()
    (tmp_path / "elders.json").write_bytes(GOOD)
    os.symlink(tmp_path / "elders.json", folder / "naar een bestand")
    os.symlink(folder, folder / "kring")
    os.symlink(folder / "nergens", folder / "dood")
    os.symlink(folder / "zelf", folder / "zelf")
    os.mkfifo(folder / "pijp")
    found = Counter(code_of(each) for each in read_folder(folder, no_answers, (), LATER))
    assert found == {"koppeling": 4, "vreemd": 1}


# -- all at once -----------------------------------------------------------------------------------------------------


def mutated(raw: bytes, chance: random.Random) -> bytes:
    """Return the bytes of a file, damaged in one of many ways; never one that still counts."""
    at = chance.randrange(len(raw) - 1)
    ways: tuple[Callable[[], bytes], ...] = (
        lambda: raw[:at],
        lambda: raw[:at] + bytes([raw[at] ^ (1 << chance.randrange(8))]) + raw[at + 1 :],
        lambda: raw[:at] + bytes(chance.randrange(256) for _ in range(8)) + raw[at + 8 :],
        lambda: raw[:at] + raw[at + 1 :],
        lambda: raw + raw,
        lambda: chance.choice(
            [found for found, code in FILES.values() if code not in ("Gelezen", "Beeld", "te-groot")]
        ),
        lambda: raw.decode().encode("utf-16"),
        lambda: raw[::-1],
        raw.upper,
        lambda: signed(plain(raw) | {"scores": {"P1": chance.choice([-1, 1001, "9", None, True, [], 1e308])}}),
    )
    return chance.choice(ways)()


def spoil(folder: Path, count: int, chance: random.Random) -> list[Bijdrage]:
    """Fill a folder with files of which four in ten are bad; return what must count."""
    good = [bijdrage(number) for number in range(count * 6 // 10)]
    raws = [bijdragen.dump(each) for each in good]
    made: list[bytes | str] = [*raws]
    while len(made) < count:
        raw = chance.choice(raws)
        older = bijdragen.load(raw, "x").model_copy(
            update=chance.choice([{"teller": 1, "scores": {"totaal": 0}}, {"peildatum": date(2026, 2, 1)}])
        )
        link = "link" if sys.platform != "win32" else raw
        made.append(chance.choice([raw, bijdragen.dump(older), link, mutated(raw, chance), mutated(raw, chance)]))
    chance.shuffle(made)
    for at, each in enumerate(made):
        path = folder / f"{chance.randrange(9)}" / f"{chance.randrange(10**6)}-{at}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(each, str):
            os.symlink(chance.choice([folder, path.parent, path, Path("../weg")]), path)
        else:
            path.write_bytes(each)
    return good


@pytest.mark.parametrize("count", [2_000, pytest.param(20_000, marks=pytest.mark.lang)])
def test_used_and_set_aside_are_all_and_the_good_ones_give_the_same_figures(tmp_path: Path, count: int) -> None:
    chance = random.Random(count)
    good = spoil(tmp_path, count, chance)
    files = list(walk(tmp_path))
    wanted = whole(fold(good))
    for _ in range(2):
        som = added(each if isinstance(each, Overgeslagen) else look(each, no_answers) for each in files)
        assert som.gebruikt == len(good)
        assert som.gebruikt + len(som.overgeslagen) == count
        assert (whole(som.beeld)[:3], +som.beeld.lijsten) == (wanted[:3], wanted[4])
        told = {each.pad: each for each in som.overgeslagen}
        assert len(told) == len(som.overgeslagen)  # each is named once
        assert not {each.code for each in told.values()} & {"onverwacht"}
        assert {"dubbel", "ouder", "beschadigd", "vreemd", "klopt-niet"} <= {each.code for each in told.values()}
        chance.shuffle(files)
