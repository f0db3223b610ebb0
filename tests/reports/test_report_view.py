"""The view model: sums worked out by hand, words, and what must be named."""

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcm_check.core.velden import Bereik
from bcm_check.reports import FORMATS, filename
from bcm_check.reports.rapport import Aantallen, half_days
from bcm_check.reports.view_plan import cost_signs
from bcm_check.reports.view_tekst import score_sentence

LAAG = {"P1.1.1": {"waarde": 0}, "P1.1.2": {"waarde": 4, "testdatum": "2026-01-05"}, "P1.1.3": {"waarde": 3}}


def test_scores_by_hand(maak):
    # P1.1.1 = 0/4, P1.1.2 = 2/4, P1.1.3 = 4 with a test of 16 months ago, so 3/4.
    # P1 = (0 + 1/2 + 3/4) / 3 = 5/12 = 41,7.
    # P2.1: P2.1.1 = 1/4, P2.1.2 weet niet = 0, and P1.1.2 counts here too = 2/4. P2 = (1/4 + 0 + 1/2) / 3 = 1/4 = 25,0.
    # P3.1: one n.v.t., one open: no score. Total, P1 at 3/2: (3 × 5/12 + 2 × 1/4) / 5 = 7/20 = 35,0.
    rapport = maak()
    assert [row.score for row in rapport.pijlers] == [41.7, 25.0, None]
    assert rapport.totaal.score == 35.0
    assert (
        rapport.totaal.som == "totaal = (3 × 5/12 van P1 + 2 × 1/4 van P2) / 5 = 7/20, dat is 35,0. Telt niet mee: P3."
    )
    assert rapport.pijlers[0].som == "P1 = (5/12 van P1.1) / 1 = 5/12, dat is 41,7."
    assert rapport.pijlers[2].som == "P3 heeft geen score: er is nog niets beantwoord dat meetelt."
    # Equal weights: (5/12 + 1/4) / 2 = 1/3 = 33,3.
    assert (rapport.profielen[0].gekozen, rapport.profielen[0].gelijk) == (35.0, 33.3)
    # laag: P3 = 0, so (3 × 5/12 + 2 × 1/4 + 2 × 0) / 7 = 1/4; hoog: P2 = (1/4 + 1 + 1/2) / 3 = 7/12, P3 = 1:
    # (3 × 5/12 + 2 × 7/12 + 2) / 7 = 53/84 = 63,1.
    assert (rapport.totaal.laag, rapport.totaal.hoog) == (25.0, 63.1)


def test_a_band_without_width_is_said_once(maak):
    totaal = maak().totaal
    assert "ligt de uitkomst tussen 25,0 en 63,1." in score_sentence("veilig", totaal)
    text = score_sentence("veilig", replace(totaal, laag=35.0, hoog=35.0))
    assert text.count("35,0") == 1
    assert text.endswith("Dit getal heeft geen marge: er is niets open of onbekend dat het nog verandert.")


def test_states_are_counted_apart(maak):
    n = maak().totaal.aantallen
    assert (n.beantwoord, n.weet_niet, n.nvt, n.open, n.niet_gesteld, n.niet_voor) == (4, 1, 1, 1, 1, 1)
    assert n.gesteld == 7


def test_a_cap_says_what_lifts_it(maak):
    rapport = maak(waarden=LAAG)
    assert rapport.pijlers[0].niveaunaam == "Naam b"
    assert rapport.pijlers[0].plafond == (
        "De niveaunaam blijft Naam b. Titel van P1.1.1 (P1.1.1) staat op niveau 0; niveau 2 of hoger heft dit op."
    )
    assert "Een kritieke vraag houdt de niveaunaam laag in P1." in rapport.samenvatting


def test_the_summary_is_short_and_names_gaps(maak):
    rapport = maak()
    assert 4 <= len(rapport.samenvatting) <= 7
    # P2 has ambition 4, the others 3: 4 levels under it (weet niet counts as 0), then 3; the critical one goes first.
    assert [(gat.vraag, gat.ambitie - gat.niveau) for gat in rapport.gaten] == [
        ("P2.1.2", 4),
        ("P1.1.1", 3),
        ("P2.1.1", 3),
    ]


def test_the_first_six_stand_apart(maak):
    rapport = maak()
    assert [m.rang for m in rapport.voorpagina] == [1, 2, 3, 4, 5, 6]
    assert [m.rang for m in rapport.maatregelen] == list(range(1, 9))
    assert all(m.horizon == horizon.id for horizon in rapport.horizonnen for m in horizon.maatregelen)
    # Two measures of 2–4 half-days, and six of 3 to 8: 4 + 33 and 8 + 33.
    assert (rapport.dagdelen_van, rapport.dagdelen_tot) == (37, 41)


def test_unknown_answers_become_tasks(maak):
    (task,) = maak().uitzoekacties
    assert task.vraag == "P2.1.2"
    assert task.eerste_stap == "Vraag binnen twee weken na wie dit weet. Begin bij: veilig."
    (task,) = maak(waarden={"P2.1.2": {"waarde": "weet_niet"}}).uitzoekacties
    assert task.eerste_stap.endswith("Begin bij: hoofd facilitair.")
    (task,) = maak(waarden={"P1.1.2": {"waarde": "weet_niet"}}).uitzoekacties
    assert task.eerste_stap == "Vraag in uw team wie dit weet."


def test_hidden_answers_and_double_questions_are_named(maak):
    rapport = maak()
    (hidden,) = [row for row in rapport.antwoorden if row.vraag == "P2.1.3"]
    assert hidden.toestand == "niet gesteld, telt niet mee"
    assert hidden.geteld is None
    assert [(row.vraag, row.groepen) for row in rapport.dubbel] == [("P1.1.2", "P1.1 en P2.1")]
    assert [row.vraag for row in rapport.zonder_maatregel] == ["P1.1.2"]
    (old,) = [row for row in rapport.antwoorden if row.vraag == "P1.1.3"]
    assert (old.niveau, old.geteld, old.waarom) == (4, 3, "test ouder dan 12 maanden telt als 3")


def test_sources_tell_how_sure_they_are(maak):
    rapport = maak()
    assert [row.naam for row in rapport.wettelijk] == ["Een wet"]
    assert [(row.naam, row.zekerheid) for row in rapport.bronnen] == [
        ("Een wet", "teruggevonden"),
        ("Een plan", "teruggevonden"),
    ]
    assert rapport.wettelijk[0].waar.startswith("P1.1.1 (art. x), P1.1.2")


def test_equal_weights_have_one_sentence(maak):
    assert maak(profiel="gelijk").profieluitleg == ("Alle pijlers tellen even zwaar.",)
    assert maak().profieluitleg[1] == "Gewichten: P1 × 1,5; de andere pijlers × 1."


def test_small_words():
    assert [half_days(1, 1), half_days(2, 2), half_days(2, 4)] == ["1 dagdeel", "2 dagdelen", "2–4 dagdelen"]
    assert [cost_signs(Bereik(1, 1)), cost_signs(Bereik(3, 4))] == ["€", "€€€ tot €€€€"]


def test_next_measurement_is_a_year_on(maak):
    assert maak().volgende_meting == date(2027, 3, 12)


def test_file_name(maak):
    name = filename(maak("Gemeente Voorbeeldveen"), ".xlsx")
    assert re.fullmatch(r"verbeterplan-klein-gemeente-voorbeeldveen-[0-9a-f]{4}-TLP-AMBER-STRICT\.xlsx", name)
    assert filename(maak("Gemeente Voorbeeldvéén"), ".md") != filename(maak("Gemeente Voorbeeldveen"), ".md")
    assert filename(maak("日本", tlp="TLP:RED"), ".md").startswith("verbeterplan-klein-organisatie-")
    usual = replace(maak("Gemeente Voorbeeldveen"), lijst="weerbaarheid")
    assert filename(usual, ".md").startswith("verbeterplan-gemeente-voorbeeldveen-")


@pytest.mark.parametrize("naam", ["CON", "../../x", "a" * 200, "a. ", "a\\b:c", "NUL.txt", "é" * 150])
def test_file_names_are_safe(maak, naam):
    assert re.fullmatch(
        r"verbeterplan-klein-[a-z0-9][a-z0-9-]{0,39}-[0-9a-f]{4}-TLP-CLEAR\.md",
        filename(maak(naam, tlp="TLP:CLEAR"), ".md"),
    )


def test_formats_make_bytes(maak, sjablonen):
    assert {name: form.suffix for name, form in FORMATS.items()} == {"excel": ".xlsx", "markdown": ".md"}
    rapport = maak()
    assert FORMATS["markdown"].make(rapport, sjablonen).startswith(b"TLP:AMBER+STRICT\n")
    assert FORMATS["excel"].make(rapport, sjablonen).startswith(b"PK")


@given(st.integers(1, 4), st.integers(1, 4))
def test_cost_signs_count(one, other):
    low, high = sorted((one, other))
    assert cost_signs(Bereik(low, high)).count("€") == (low if low == high else low + high)


def test_the_run_of_hours_by_hand(maak):
    """Weights 2, 1, 1, 1: only markt lasts, 1 of 5. Level 2 of P1.1.1 saves balie and dienst; nothing saves wagen."""
    beeld = maak().uren
    assert (beeld.scenario, beeld.uren) == ("SC1 Stroom weg", 72)
    assert beeld.zinnen == (
        "Seizoen: Winter.",
        "Waarschuwing vooraf: Geen.",
        "20,0% van de kritieke processen (gewogen) houdt het 72 uur vol.",
        "Op uur 30 ligt de helft van de processen stil.",
        "2 processen liggen langer stil dan mag.",
    )
    assert [row.naam for row in beeld.processen] == ["Balie", "Wagens", "Dienst", "Markt"]
    assert [(row.vraag, row.titel) for row in beeld.kleinste] == [("P1.1.1", "Titel van P1.1.1 (nodig: niveau 2)")]
    assert (beeld.bewijs, beeld.niet_te_halen, beeld.middelen) == ("met minder lukt het niet", ("Wagens",), ())
    # 2 × (72 − 1 1/6) + (72 − 36) = 177 2/3 hours. The scenario takes Stroom itself, so that is no link to mend.
    assert [(row.naam, row.winst) for row in beeld.zwakste] == [
        ("Computers", "177 uur winst; redt 2 processen"),
    ]
    assert beeld.alleen == (
        "Valt op een gewone dag één hiervan lang weg, dan stopt er werk (tussen haakjes: zoveel processen): "
        "Stroom (3), Computers (2)."
    )
    assert beeld.inzichten == ("De balie is dicht.",)
    assert [row.vraag for row in beeld.onbekend] == ["P2.1.2"]
    assert beeld.vooruitblik == (
        ("nu", "1 van 4. Op uur 30 ligt de helft van de processen stil."),
        ("na 12 maanden", "3 van 4. Meer dan de helft van de processen houdt het vol."),
    )


def test_the_assumptions_are_those_of_this_organisation(maak):
    """Level 2 of P1.1.1 gives computers 72 hours: then no chain goes through them, and only the wagens stop."""
    better = maak(waarden={"P1.1.1": {"waarde": 2}}).uren
    assert [(row.naam, row.verwacht, row.kwaliteit) for row in better.aannames] == [("Wagens", "20 uur", "B")]
    usual = maak().uren
    assert [(row.naam, row.nodig, row.laagst, row.verwacht, row.hoogst) for row in usual.aannames] == [
        ("Computers", "Stroom", "10 minuten", "10 minuten", "10 minuten"),
        ("Papier", "Computers", "72 uur", "72 uur", "72 uur"),
        ("Balie", "Computers", "0 uur", "1 uur", "4,5 uur"),
        ("Wagens", "Stroom", "30 uur", "30 uur", "30 uur"),
        ("Dienst", "Computers", "2150 minuten", "2150 minuten", "2150 minuten"),
    ]
    assert usual.aannames[0].bronnen == "Een wet, art. y; Een plan"
    assert [row.vraag for row in usual.hulp] == ["P1.1.1"]


def test_what_limps_and_on_what_it_then_runs(maak):
    """Markt may do without computers for no minute; by hand it lasts, at half of what is usual."""
    balie, *_, markt = maak().uren.processen
    assert (markt.balk, markt.uur) == ("▒" * 36, "houdt het vol")
    assert markt.verminderd == (
        "Verminderd vanaf uur 0: Stroom → Computers → Markt. "
        "Vanaf uur 0 gaat het met: Papier. Dan lukt ongeveer 50% van normaal. "
        "Nog niet beproefd: daarom telt het korter."
    )
    assert (balie.verminderd, balie.hersteldoel, balie.dienst) == ("", "4 uur", "Er is een loket.")
    assert (markt.hersteldoel, markt.dienst) == ("–", "")


@pytest.mark.parametrize(("weet_niet", "still_open"), [(6, 19), (6, 0), (0, 19)])
def test_a_plan_is_not_done_while_answers_are_missing(weet_niet: int, still_open: int) -> None:
    assert "nog geen maatregel" in Aantallen(0, weet_niet, 0, still_open, 0, 0).zonder_plan
    assert "geen maatregel nodig" in Aantallen(25, 0, 3, 0, 0, 0).zonder_plan
