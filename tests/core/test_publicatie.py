"""What of a region is published: the laws of the public tables, editions, words, and an attacker who reads them all."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from math import floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bcm_check.core import publicatie
from bcm_check.core.edities import MERK, Editie
from bcm_check.core.naast import to_compare
from bcm_check.core.onderdrukking import BESLOTEN, Regels
from bcm_check.core.publicatie import Publicatie, Woorden, publish
from bcm_check.core.regio import Regio
from bcm_check.core.regiotabel import Cel, Tabel, Tabelrij
from bcm_check.core.regiotelling import fold
from bcm_check.core.vragenlijst import Trede

from .aanval import Aanvaller
from .streek import PIJLERS, VRAGEN, Lid, editions_of, member, source

BREED = 199  # thousandths: a band of twenty points, tried by whole thousandths
BANDEN = ("0–20", "20–40", "40–60", "60–80", "80–100")
AANDELEN = ("norm", "oorzaken", "klok", "themas")
MAAKT = "Kies wie een plan maakt"
ZORGELOOS = Regels(minstens=1, kwartielen=1, rond=False)


def group(count: int, seed: int = 1) -> list[Lid]:
    chance = random.Random(seed)
    return [member(chance, code) for code in range(count)]


def public(members: list[Lid], vorige: Editie | None = None) -> tuple[Publicatie, Editie]:
    return publish(source(fold(lid.answers() for lid in members)), "openbaar", vorige)


def closed(members: list[Lid]) -> Publicatie:
    return publish(source(fold(lid.answers() for lid in members)), "besloten")[0]


def cells(found: Publicatie, *tables: str) -> Iterator[tuple[str, str, str, Cel]]:
    for tabel in found.tabellen:
        for rij in tabel.rijen if tabel.id in tables else ():
            for kolom, cel in zip(tabel.kolommen, rij.cellen, strict=True):
                yield tabel.id, rij.id, kolom, cel


# -- the laws of what is public ---------------------------------------------------------------------------------------


@given(st.integers(0, 130), st.integers(0, 10**6))
@settings(max_examples=30, deadline=None)
def test_every_public_figure_is_a_band_or_round(count: int, seed: int) -> None:
    found, _ = public(group(count, seed))
    assert found.tlp == "TLP:CLEAR"
    for _, _, _, cel in cells(found, "pijlers"):
        assert cel.onderdrukt or cel.waarde in BANDEN
    for _, _, _, cel in cells(found, *AANDELEN):
        if not cel.onderdrukt:
            assert isinstance(cel.waarde, float)
            assert cel.waarde % 5 == 0
            assert 5 <= cel.waarde <= 95
            assert cel.n is not None
            assert cel.n % 5 == 0
    for _, _, kolom, cel in cells(found, "dekking", "gezamenlijk"):
        if kolom in ("Deelnemers", "Nodig bij") and not cel.onderdrukt:
            assert isinstance(cel.waarde, int)
            assert cel.waarde % 5 == 0
            assert cel.waarde >= 10
    assert count >= 10 or not found.tabellen
    assert not {"hittekaart", "punten", "niveaus", "concentratie", "locaties"} & {each.id for each in found.tabellen}


@given(st.lists(st.sampled_from([("gemeente", "A"), ("zorg", "A"), ("mkb", "B"), ("nuts", "C")]), max_size=70))
@settings(max_examples=30, deadline=None)
def test_no_small_group_follows_from_the_others_by_subtraction(kinds: list[tuple[str, str]]) -> None:
    """In both results: of the groups that are shown along a dimension, the rest of the whole is none or enough."""
    usual = group(len(kinds))
    members = [replace(lid, soort=a, gemeente=b) for lid, (a, b) in zip(usual, kinds, strict=True)]
    for found, least in ((public(members)[0], 10), (closed(members), 5)):
        shown = {row for _, row, kolom, _ in cells(found, "dekking") if kolom == "Deelnemers"}
        for dimensie, at in (("soort", 0), ("gemeente", 1)):
            inside = [kind for kind in kinds if f"{dimensie}/{kind[at]}" in shown]
            rest = len(kinds) - len(inside)
            assert not inside or rest == 0 or rest >= least


def hundreds(value: float) -> int:
    return floor(value / 100 + 0.5) * 100


def test_amounts_follow_from_the_round_number() -> None:
    """Half-days and euro are sums of what is shown: 2 to 4 half-days each, and together once and a quarter for each."""
    found, _ = public(group(60))
    tabel = found.tabel("gezamenlijk")
    assert tabel is not None
    assert len({rij.id[:3] for rij in tabel.rijen}) == len(tabel.rijen) == 3  # one of each pillar
    for rij in tabel.rijen:
        assert rij.id.endswith(".2")  # a first step
        count = tabel.cel(rij, "Nodig bij").waarde
        assert isinstance(count, int)
        assert tabel.cel(rij, "Ieder apart").waarde == f"{2 * count}–{4 * count}"
        low, high = 2 * (1 + count / 4), 4 * (1 + count / 4)
        assert tabel.cel(rij, "Eén keer samen").waarde == f"{round(low)}–{round(high)}"
        assert str(tabel.cel(rij, "Bespaart in euro").waarde).replace(".", "") == (
            f"{hundreds((2 * count - round(low)) * 300)}–{hundreds((4 * count - round(high)) * 500)}"
        )


def test_closed_tables_by_hand() -> None:
    """Six organisations: figures as they are, each level counted, and each organisation beside the others."""
    same = group(6)
    levels = {name: 1 for names in VRAGEN.values() for name in names}
    members = [replace(lid, soort="zorg", gemeente="A", niveaus={**levels, "P1.1": lid.code % 2 * 3}) for lid in same]
    found = closed(members)
    by_column = {(row, kolom): cel for _, row, kolom, cel in cells(found, "niveaus", "pijlers")}
    assert by_column["P1.1", "niveau 0"] == by_column["P1.1", "niveau 3"] == Cel(50.0, 6)
    assert by_column["P1.2", "niveau 1"] == Cel(100.0, 6)
    assert by_column["alle/", "P2 mediaan"] == Cel(25.0, 6)
    assert by_column["alle/", "P2 laagste kwart"].onderdrukt  # quartiles from ten on
    heat = found.tabel("hittekaart")
    assert heat is not None
    assert sorted(rij.id for rij in heat.rijen) == [f"x{at}" for at in range(6)]
    lines = found.tabel("actielijnen")
    assert lines is not None
    assert lines.cel(lines.rijen[0], "Antwoorden op basisniveau").waarde == pytest.approx(100 * 3 / 72)


def test_the_levels_are_named_where_they_are_first_used() -> None:
    bron = source(fold(lid.answers() for lid in group(12)))
    treden = [
        Trede(niveau=1, naam="Ad hoc", uitleg="Het zit in iemands hoofd."),
        Trede(niveau=0, naam="Afwezig", uitleg="ICT is er niet."),
        Trede(niveau=2, naam="Vast"),
    ]
    tabel = publish(bron._replace(lijst=bron.lijst.model_copy(update={"schaal": tuple(treden)})), "besloten")[0]
    levels = tabel.tabel("niveaus")
    assert levels is not None
    told = "De niveaus: 0 Afwezig (ICT is er niet); 1 Ad hoc (het zit in iemands hoofd); 2 Vast."
    assert levels.uitleg.endswith(told)


def test_lines_count_all_joint_measures_and_in_public_those_in_the_list() -> None:
    """Twelve questions with two steps: the closed list has 15 of the 24, the line has them all."""
    zero = {name: 0 for names in VRAGEN.values() for name in names}
    members = [replace(lid, niveaus=zero) for lid in group(40)]
    for found, listed, counted in ((closed(members), 15, 24), (public(members)[0], 3, 3)):
        joint, lines = found.tabel("gezamenlijk"), found.tabel("actielijnen")
        assert joint is not None
        assert lines is not None
        assert len(joint.rijen) == listed
        assert [lines.cel(rij, "Maatregelen die samen kunnen").waarde for rij in lines.rijen] == [counted]
        assert lines.cel(lines.rijen[0], "Levert het meeste op").waarde == joint.rijen[0].naam
        assert joint.uitleg.endswith(" Hier staat wat het meeste bespaart.") == (counted == 24)


def test_a_line_does_not_count_what_a_few_need() -> None:
    """Four that need a measure are too few to be told of: not in the list, and not in the count."""
    four = {name: 4 for names in VRAGEN.values() for name in names}
    needs = {2: {**four, "P1.1": 2}, 3: {**four, "P1.1": 2, "P1.2": 2}}  # what lacks of each is its second step
    members = [replace(lid, niveaus=needs.get(lid.code % 4, four)) for lid in group(16)]
    lines = closed(members).tabel("actielijnen")
    assert lines is not None
    assert lines.cel(lines.rijen[0], "Maatregelen die samen kunnen").waarde == 1  # P1.1: eight, P1.2: four


def test_the_cost_of_a_joint_measure_is_divided_to_the_last_euro() -> None:
    """Of 23 at level 0, together at most 4 half-days once and a quarter for each, at 500 euro."""
    zero = {name: 0 for names in VRAGEN.values() for name in names}
    tabel = closed([replace(lid, niveaus=zero) for lid in group(23)]).tabel("verdeling")
    assert tabel is not None
    shares = [tabel.cel(rij, "Gelijk").waarde for rij in tabel.rijen]
    assert sum(share for share in shares if isinstance(share, int)) == 500 * 4 * (1 + 23 / 4)
    assert {tabel.cel(rij, "Naar inwoners").waarde for rij in tabel.rijen} == {"–"}


@pytest.mark.parametrize("count", range(5, 40))
def test_no_row_of_the_cost_is_about_a_few(count: int) -> None:
    """A part by inhabitants tells which municipality it is: kinds that are small stand together."""
    zero = {name: 0 for names in VRAGEN.values() for name in names}
    tabel = closed([replace(lid, niveaus=zero) for lid in group(count)]).tabel("verdeling")
    assert tabel is not None
    counts = [tabel.cel(rij, "Aantal").waarde for rij in tabel.rijen]
    assert sum(each for each in counts if isinstance(each, int)) == count
    assert min(each for each in counts if isinstance(each, int)) >= 5


def test_no_score_of_a_group_leads_to_a_row_of_the_heat_map() -> None:
    """An exact median or quartile is the score of somebody: with it a code would have a kind and an area."""
    found = closed(group(110))
    pillars, map_ = found.tabel("pijlers"), found.tabel("hittekaart")
    assert pillars is not None
    assert map_ is not None
    figures = [cel.waarde for rij in pillars.rijen for cel in rij.cellen if isinstance(cel.waarde, int | float)]
    assert len(figures) > 50
    assert all(figure % 5 == 0 for figure in figures)
    assert any(cel.waarde % 5 for rij in map_.rijen for cel in rij.cellen if isinstance(cel.waarde, float))


@pytest.mark.parametrize("count", range(10, 60))
def test_no_count_in_public_tells_that_it_is_all(count: int) -> None:
    """Everybody needs every measure, and that is not told: five may always be others."""
    zero = {name: 0 for names in VRAGEN.values() for name in names}
    tabel = public([replace(lid, niveaus=zero) for lid in group(count)])[0].tabel("gezamenlijk")
    shown = [tabel.cel(rij, "Nodig bij").waarde for rij in tabel.rijen] if tabel is not None else []
    assert all(isinstance(each, int) and 10 <= each <= count - 5 for each in shown)
    assert bool(shown) == (count >= 15)


def test_a_share_in_public_is_of_all_together() -> None:
    members = [replace(lid, soort="zorg") for lid in group(60)]
    assert {row for _, row, _, _ in cells(public(members)[0], "norm")} == {"alle/"}
    assert {row for _, row, _, _ in cells(closed(members), "norm")} == {"alle/"}


def test_which_sectors_have_one_kind_follows_from_the_lists_and_not_from_answers() -> None:
    sectoren = [{"id": "zorg", "naam": "Zorg", "soorten": ["zorg"]}, {"id": "agrarisch", "naam": "Agrarisch"}]
    sectoren.append({"id": "bedrijven", "naam": "Bedrijven", "soorten": ["mkb", "nuts"]})
    lists = {"formaat": 1, "id": "r", "versie": "1", "titel": "Streek", "sectoren": sectoren}
    for members in (group(60), [replace(lid, soort="mkb") for lid in group(60)]):
        bron = source(fold(lid.answers() for lid in members))._replace(regio=Regio.model_validate(lists))
        for soort in ("openbaar", "besloten"):
            assert publish(bron, soort)[0].een_soort == (("sector/zorg", "soort/zorg"),)


def test_words_come_with_their_number_and_hide_what_is_hidden() -> None:
    text = " ".join(public(group(110))[0].zinnen)
    assert "Er deden ongeveer 110 organisaties mee." in text
    assert "(van ongeveer 110 deelnemers)" in text
    assert public(group(9))[0].zinnen == ("Er deden te weinig organisaties mee om iets te laten zien.",)
    found, _ = public(group(60))
    assert 1 <= len(found.besluiten) <= 5
    tabel = found.tabel("gezamenlijk")
    assert tabel is not None
    for rij, decision in zip(tabel.rijen, found.besluiten, strict=False):
        once, alone = (tabel.cel(rij, name).waarde for name in ("Eén keer samen", "Ieder apart"))
        assert decision == (
            f"Doe dit samen: {rij.naam}. Samen kost dat {once} dagdelen, apart {alone}. Zo kan het: Eén keer samen."
        )
    lasting = [replace(lid, uren=dict.fromkeys(lid.uren)) for lid in group(30)]
    assert any(zin.startswith("Ongeveer 95% of meer (van") for zin in public(lasting)[0].zinnen)


def test_a_decision_says_who_and_before_when() -> None:
    """In the closed annex, where it is asked; who has the measure already can be asked to lead, when they are more."""
    four, zero = ({name: level for names in VRAGEN.values() for name in names} for level in (4, 0))
    for ahead, who in ((6, "Vraag een van de 6 die dit al hebben om een plan"), (1, MAAKT), (0, MAAKT)):
        decisions = closed([replace(lid, niveaus=four if lid.code < ahead else zero) for lid in group(20)]).besluiten
        assert len(decisions) == 5
        assert all(each.endswith(f"Eén keer samen. {who}, vóór de volgende meting.") for each in decisions)


@pytest.mark.parametrize(
    ("count", "fit", "told"),
    [
        (9, 0, "Daarvan is er geen geschikt."),
        (9, 1, "Daarvan is er 1 geschikt."),
        (9, 3, "Daarvan zijn er 3 geschikt."),
    ],
)
def test_findings_are_whole_sentences(count: int, fit: int, told: str) -> None:
    every = Tabelrij("alle/", "Alle deelnemers", (Cel(40),))
    points = Tabelrij("alle-gemeenten", "Alle gemeenten", (Cel(count), Cel(fit)))
    gaps = tuple(Tabelrij(name, f"Stap {name}", (Cel(12),)) for name in "ab"[: 1 + fit // 3])
    tables = (
        Tabel("dekking", "Wie", ("Deelnemers",), (every,)),
        Tabel("gedeeld", "Samen", ("Gemeenten",), gaps),
        Tabel("noodsteunpunten", "Punten", ("Noodsteunpunten", "Geschikt"), (points,)),
    )
    text = " ".join(Woorden(tables, BESLOTEN, {}).findings())
    assert f"Er zijn 9 noodsteunpunten opgegeven. {told}" in text
    lacks = "Deze eerste stappen ontbreken bij 12 gemeenten: Stap a; Stap b."
    assert (lacks if fit == 3 else "Deze eerste stap ontbreekt bij 12 gemeenten: Stap a.") in text


# -- editions ---------------------------------------------------------------------------------------------------------


def test_a_group_is_made_anew_when_five_changed_and_not_before() -> None:
    """Four with other answers: all stays, and says so. A fifth: it is made anew."""
    first = group(30)
    before, editie = public(first)
    zero = {name: 0 for names in VRAGEN.values() for name in names}

    def changed(count: int) -> list[Lid]:
        return [replace(lid, niveaus=zero, teller=2) if lid.code < count else lid for lid in first]

    again, kept = public(changed(4), editie)
    for old, new in zip(before.tabellen, again.tabellen, strict=True):
        assert [rij.cellen for rij in old.rijen] == [rij.cellen for rij in new.rijen]
        assert all(MERK in rij.naam for rij in new.rijen)
    assert kept == editie
    assert again.zinnen == before.zinnen
    anew, _ = public(changed(5), editie)
    assert MERK not in {rij.id: rij.naam for tabel in anew.tabellen for rij in tabel.rijen}["alle/"]


def test_members_that_are_counted_one_by_one_add_up() -> None:
    """Never more than four between editions, but five since it was published: then it is made anew."""
    first = group(30)
    _, editie = public(first)
    for count, repeated in ((2, True), (4, True), (6, False)):
        found, editie = public([replace(lid, teller=2) if lid.code < count else lid for lid in first], editie)
        whole = next(rij for rij in found.tabellen[0].rijen if rij.id == "alle/")
        assert (MERK in whole.naam) == repeated


def test_an_edition_is_the_same_after_it_was_a_file() -> None:
    _, editie = public(group(60))
    assert Editie.model_validate_json(editie.model_dump_json()) == editie
    assert editie.gekozen.keys() == set(PIJLERS)


def test_the_joint_measure_of_a_pillar_stays_the_same_one() -> None:
    """Also when another one is needed more by now, or when too few need it: then there is none."""
    first = group(60)
    _, editie = public(first)
    chosen = editie.gekozen["P1"]
    done = {chosen.removeprefix("m").removesuffix(".2"): 4}
    later = [replace(lid, niveaus={**lid.niveaus, **done}, teller=2) for lid in first]
    found, after = public(later, editie)
    tabel = found.tabel("gezamenlijk")
    assert tabel is not None
    assert not [rij for rij in tabel.rijen if rij.id.startswith("mP1")]
    assert after.gekozen == editie.gekozen


def test_what_others_compare_with_is_what_is_public() -> None:
    members = [replace(lid, soort="zorg" if lid.code < 30 else "mkb") for lid in group(60)]
    found, editie = public(members)
    naast = to_compare(found, "Streek", "1")
    assert naast.soorten.keys() == {"zorg", "mkb"}
    assert naast.soorten["zorg"].keys() == set(PIJLERS)
    tabel = found.tabel("pijlers")
    assert tabel is not None
    (row,) = [rij for rij in tabel.rijen if rij.id == "soort/zorg"]
    start = naast.soorten["zorg"]["P1"].mediaan // 10
    assert tabel.cel(row, "P1 mediaan").waarde == f"{start}–{start + 20}"
    again, _ = public([replace(lid, scores={"P1": 990}) if lid.code < 4 else lid for lid in members], editie)
    assert to_compare(again, "Streek", "1") == naast
    assert not to_compare(closed(members), "Streek", "1").soorten


def test_others_of_the_same_size_are_compared_with_where_they_are_enough() -> None:
    members = [replace(lid, soort="zorg" if lid.code < 60 else "mkb") for lid in group(110)]
    found, _ = public(members)
    naast = to_compare(found, "Streek", "1")
    assert naast.grootten.keys() == {
        "zorg.klein",
        "mkb.klein",
    }  # 15 and 12 of the middle size are too few for quartiles
    assert naast.grootten["zorg.klein"]["P1"].aantal == 30
    assert not to_compare(public(members[:60])[0], "Streek", "1").grootten.keys() & {"mkb.klein"}


def test_the_trend_is_of_those_who_took_part_both_times() -> None:
    """Twelve both times, and twelve others came: of the twelve alone. With three others nothing: that would be them."""
    first = [replace(lid, scores={"P1": 100}) for lid in group(12)]
    now = [replace(lid, scores={"P1": 500}) for lid in group(12)]
    others = [replace(lid, code=50 + lid.code, scores={"P1": 990}) for lid in group(12, 2)]
    for more, told in ((others, ["0–20", "40–60"]), (others[:3], None)):
        bron = source(fold(lid.answers() for lid in [*now, *more]))
        found, _ = publish(bron._replace(eerder=fold(lid.answers() for lid in first)), "openbaar")
        tabel = found.tabel("trend")
        assert (tabel and [cel.waarde for cel in tabel.rijen[0].cellen]) == told


# -- the attack -------------------------------------------------------------------------------------------------------


def attack(seed: int, pijlers: tuple[str, ...]) -> tuple[list[int], list[int], bool]:
    """Return how wide each pillar stays, how wide its score by its questions and its band together, and if it is told.

    The last is a yes or no: whether all its processes last 72 hours.
    """
    attacker = Aanvaller(editions_of(seed))
    alone, together = [], []
    for name in pijlers:
        low, high = attacker.score(name)
        levels = [attacker.level(vraag) for vraag in VRAGEN[name]]
        assert all(highest > lowest for lowest, highest in levels)  # 25 points or more for each question
        alone.append(high - low)
        at_least, at_most = (sum(62.5 * each[side] for each in levels) for side in (0, 1))
        together.append(round(min(high, at_most) - max(low, at_least)))
    return alone, together, len(attacker.lasts()) == 1


def hold_out(seeds: range, pijlers: tuple[str, ...]) -> None:
    """See that each interval is twenty points or more, and that of yes and no both stay possible for most."""
    found = [attack(seed, pijlers) for seed in seeds]
    assert min(width for alone, _, _ in found for width in alone) >= BREED
    assert min(width for _, together, _ in found for width in together) >= BREED
    assert sum(told for _, _, told in found) <= len(found) / 2


def test_all_tables_of_six_editions_leave_twenty_points() -> None:
    hold_out(range(5), PIJLERS[:1])


@pytest.mark.lang
def test_all_tables_of_six_editions_of_thirty_regions_leave_twenty_points() -> None:
    hold_out(range(100, 130), PIJLERS)


def test_the_attacker_breaks_a_careless_edition(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same attacker and the same tables, but figures as they are and small groups too: he gets to within a point.

    And he knows of everybody whether all its processes last.
    """
    monkeypatch.setattr(publicatie, "OPENBAAR", ZORGELOOS)
    widths = []
    for seed in range(4):
        attacker = Aanvaller(editions_of(seed, 2))
        low, high = attacker.score("P1")
        widths.append(high - low)
        assert len(attacker.lasts()) == 1
    assert min(widths) < BREED / 2
