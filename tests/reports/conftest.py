"""A small questionnaire and its answers, with one text put in every place where a text of a person may stand."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bcm_check.core.antwoorden import Antwoorden
from bcm_check.core.beoordeling import Beoordeling, assess
from bcm_check.core.ketens import Ketens
from bcm_check.core.plan import levels_after
from bcm_check.core.tijdlijn import share, timeline
from bcm_check.core.verbeteringen import too_low
from bcm_check.core.vraagstelling import Vraagstelling
from bcm_check.core.vragenlijst import Vragenlijst
from bcm_check.reports.rapport import Rapport, Urenbeeld
from bcm_check.reports.uren import Vooruitblik
from bcm_check.reports.view import build
from bcm_check.reports.view_uren import hours_view

PEILDATUM = date(2026, 3, 12)
SJABLONEN = Path(__file__).resolve().parents[2] / "sjablonen"
Maker = Callable[..., Rapport]


def _measure(name: str, t: Callable[[str, int], str], **more: object) -> dict[str, Any]:
    return {
        "id": name,
        "titel": t(f"Maatregel {name}", 400),
        "waarom": t("Zonder dit staat het werk stil.", 4000),
        "hoe": t("Maak een lijst en wijs een eigenaar aan.", 4000),
        "eerste_stap": t("Bel de beheerder.", 4000),
        "actiehouder": t("hoofd facilitair", 400),
        "dagdelen": "2-4",
        "kosten": "1-2",
        "horizon": "0-3",
        "gezamenlijk": {"kan": "deels", "vorm": t("Samen inkopen", 4000)},
        "actielijn": "A",
        **more,
    }


def _question(name: str, t: Callable[[str, int], str], steps: list[dict[str, Any]], **more: object) -> dict[str, Any]:
    return {
        "id": name,
        "titel": t(f"Titel van {name}", 400),
        "vraag": t("Heeft u dit geregeld?", 400),
        "niveaus": {str(level): t(f"Beschrijving {'abcde'[level]}", 400) for level in range(5)},
        "bewijs": [t("Testverslag", 400)],
        "bronnen": [{"bron": "wet", "plaats": t("art. x", 400)}, {"bron": "plan"}],
        "maatregelen": steps,
        **more,
    }


def questionnaire(put: str | None) -> dict[str, Any]:
    """Return a questionnaire; with `put` that text stands in every text of it."""

    def t(usual: str, limit: int) -> str:
        return usual if put is None else (put.strip()[:limit].strip() or usual)

    step = [{"id": "a", "naar": 2}, {"id": "b", "naar": 3}]
    return {
        "formaat": 1, "id": "klein", "versie": t("2026.1", 400), "titel": t("Kleine lijst", 400), "peildatum": "maart",
        "schaal": [{"niveau": n, "naam": t(f"Naam {'abcde'[n]}", 400), "uitleg": t("Uitleg", 4000)} for n in range(5)],
        "doelgroepen": [{"id": "gemeente", "naam": t("Gemeente", 400)}, {"id": "zorg", "naam": "Zorg"}],
        "dieptes": [{"id": "snel", "naam": t("Snel", 400), "minuten": 5}, {"id": "diep", "naam": "Diep", "minuten": 9}],
        "profielen": [
            {"id": "zwaar", "naam": t("Zwaar", 400), "uitleg": t("Accent.", 4000), "gewichten": {"P1": "3/2"}},
        ],
        "knock_out": {"onder": 2, "plafond": 1},
        "veroudering": [{"maanden": 12, "niveau": 3}],
        "sporen": [{"id": "S1", "naam": t("Spoor een", 400)}],
        "bronnen": [
            {"id": "wet", "naam": t("Een wet", 400), "jaar": t("2025", 400), "soort": "wet", "status": t("Nog", 4000)},
            {"id": "plan", "naam": t("Een plan", 400), "soort": "plan"},
        ],
        "actielijnen": [{"id": "A", "naam": t("Lijn", 400), "voorstel": True}],
        "maatregelen": [
            _measure("a", t), _measure("b", t, horizon="12-24", vereist=["a"]),
            *(_measure(f"m{n}", t, horizon="3-12", dagdelen=str(n + 3)) for n in range(6)),
        ],
        "pijlers": [
            {"id": "P1", "naam": t("Pijler een", 400), "kort": t("Een", 22), "spoor": "S1", "onderwerpen": [
                {"id": "P1.1", "naam": t("Onderwerp", 400), "vragen": [
                    _question("P1.1.1", t, step, kritiek=True),
                    _question("P1.1.2", t, [], telt_ook_in=["P2.1"]),
                    _question("P1.1.3", t, step),
                ]},
            ]},
            {"id": "P2", "naam": t("Pijler twee", 400), "kort": t("Twee", 22), "spoor": "S1", "onderwerpen": [
                {"id": "P2.1", "naam": t("Onderwerp", 400), "vragen": [
                    _question("P2.1.1", t, [{"id": f"m{n}", "naar": 3} for n in range(6)]),
                    _question("P2.1.2", t, step),
                    _question("P2.1.3", t, step, diepte="diep"),
                ]},
            ]},
            {"id": "P3", "naam": t("Pijler drie", 400), "kort": t("Drie", 22), "spoor": "S1", "onderwerpen": [
                {"id": "P3.1", "naam": t("Onderwerp", 400), "vragen": [
                    _question("P3.1.1", t, step),
                    _question("P3.1.2", t, step),
                    _question("P3.1.3", t, [], voor=["zorg"]),
                ]},
            ]},
        ],
    }  # fmt: skip


def graph(put: str | None) -> dict[str, Any]:
    """Return a graph over the small questionnaire; with `put` that text stands in every text of it.

    On paper, with P1.1.1 at 0: stroom at 0, it at 10 minutes, balie at 1 hour 10, wagen at 30, dienst at 36. Level 2
    of P1.1.1 gives it 72 hours, which saves balie and dienst; nothing saves wagen (20 hours without P1.1.2). P2.1.2
    is not known. Markt goes on by hand from minute 10 on, if P1.1.2 is at 2.
    """

    def t(usual: str) -> str:
        return usual if put is None else (put.strip()[:400].strip() or usual)

    def need(name: str, hours: object, **more: object) -> dict[str, Any]:
        return {"een_van": [name], "uren": hours, **more}

    earned = [{"vraag": "P1.1.1", "niveau": 2, "uren": 72}]
    pump = {"id": "pomp", "naam": t("Pomp"), "aanwezig": {"vraag": "P2.1.2", "niveau": 1}}
    return {
        "formaat": 1, "id": "proef", "versie": "1", "titel": t("Proef"),
        "middelen": [
            {"id": "stroom", "naam": t("Stroom")},
            {"id": "it", "naam": t("Computers"), "behoeften": [
                need("stroom", "10 min", kwaliteit="A", bij_antwoord=earned,
                     bronnen=[{"bron": "wet", "plaats": t("art. y")}, {"bron": "plan"}], doorbroken_door=["P1.1.1"]),
            ]},
            pump,
            {"id": "papier", "naam": t("Papier"), "aanwezig": {"vraag": "P1.1.2", "niveau": 1},
             "alternatief": {"aandeel": 50},
             "behoeften": [need("it", 72, bij_antwoord=[{"vraag": "P1.1.2", "niveau": 4, "uren": 90}])]},
        ],
        "processen": [
            {"id": "balie", "naam": t("Balie"), "mtpd": 24, "rto": 4, "gewicht": 2,
             "dienst": t("Er is een loket."), "behoeften": [
                need("it", {"min": 0, "verwacht": 1, "max": "4,5"}),
            ]},
            {"id": "wagen", "naam": t("Wagens"), "mtpd": 4, "behoeften": [
                need("stroom", 20, kwaliteit="B", bij_antwoord=[{"vraag": "P1.1.2", "niveau": 1, "uren": 30}]),
            ]},
            {"id": "dienst", "naam": t("Dienst"), "behoeften": [need("it", "2150 min")]},
            {"id": "markt", "naam": t("Markt"), "mtpd": 8, "behoeften": [
                need("stroom", 100), {"een_van": ["it", "papier"], "uren": 0},
            ]},
        ],
        "scenarios": [{"id": "SC1", "naam": t("Stroom weg"), "treft": [{"middel": "stroom"}],
                       "seizoen": t("Winter"), "waarschuwing": t("Geen")}],
        "inzichten": [{"id": "kaart", "tekst": t("De balie is dicht."), "valt": ["balie"], "binnen": 72}],
    }  # fmt: skip


def hours(beoordeling: Beoordeling, put: str | None) -> Urenbeeld:
    """Run the graph over 72 hours for an assessment, now and after a year of its plan."""
    ketens = Ketens.model_validate(graph(put))
    now, later = (levels_after(beoordeling.scores, beoordeling.plan, months) for months in (0, 12))
    vraag = Vraagstelling(ketens, now, "gemeente", ketens.scenarios, 72 * 60, frozenset({"P1.1.1", "P2.1.2"}))
    lijn, after = timeline(vraag), vraag._replace(niveaus=later)
    ahead = [Vooruitblik(at, *share(when), too_low(when, lijn.kleinste)) for at, when in ((0, vraag), (12, after))]
    return hours_view(lijn, vraag, beoordeling.vragenlijst, ahead)


def answers(text: str, naam: str, tlp: str) -> dict[str, Any]:
    """Return answers in every state, with `text` in every field that is free."""
    free = {"toelichting": text, "bewijs": text, "eigenaar": text}
    return {
        "organisatie": {"naam": naam, "type": "gemeente"},
        "diepte": "snel", "tlp": tlp, "vragenlijst": {"id": "klein", "versie": "1"}, "ambitie": {"P2": 4},
        "antwoorden": {
            "P1.1.1": {"waarde": 0, **free},
            "P1.1.2": {"waarde": 2, **free},
            "P1.1.3": {"waarde": 4, "testdatum": "2024-11-03", **free},
            "P2.1.1": {"waarde": 1, **free},
            "P2.1.2": {"waarde": "weet_niet", **free},
            "P2.1.3": {"waarde": 3, **free},
            "P3.1.1": {"waarde": "nvt", "reden": text, **free},
        },
        "archief": [{"vraag": naam, "reden": naam, "versie": naam, "antwoord": {"waarde": 3, "toelichting": text}}],
    }  # fmt: skip


@pytest.fixture
def maak() -> Maker:
    """Return a function that makes a report: `text` in the free fields, `inhoud` in the texts of the questionnaire."""

    def make(
        text: str = "veilig",
        *,
        inhoud: str | None = None,
        tlp: str = "TLP:AMBER+STRICT",
        waarden: dict[str, Any] | None = None,
        profiel: str | None = None,
    ) -> Rapport:
        lijst = Vragenlijst.model_validate(questionnaire(inhoud))
        given = answers(text, text.strip()[:200].strip() or "veilig", tlp)
        if waarden is not None:
            given["antwoorden"], given["archief"], given["ambitie"] = waarden, [], {}
        beoordeling = assess(lijst, Antwoorden.model_validate(given), PEILDATUM, profiel)
        return build(beoordeling, versie="1.2.3", uren=hours(beoordeling, inhoud))

    return make


@pytest.fixture
def sjablonen() -> Path:
    """Return the folder with templates."""
    return SJABLONEN
