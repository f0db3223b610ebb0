"""The sentences of a report: management summary, assumptions, what a label means."""

from __future__ import annotations

from collections.abc import Iterator

from bcm_check.core.tekst import decimal

from .rapport import Aantallen, Maatregelregel, Scoreregel, half_days

LABELS = {
    "TLP:RED": "alleen voor de aanwezigen",
    "TLP:AMBER+STRICT": "alleen voor de eigen organisatie",
    "TLP:AMBER": "alleen voor de eigen organisatie en voor partners die dit nodig hebben",
    "TLP:GREEN": "voor de eigen gemeenschap, niet openbaar",
    "TLP:CLEAR": "vrij te verspreiden",
}

AANNAMES = (
    "72 uur is in het plan de norm voor inwoners. Hier is 72 uur een planningsgrondslag voor organisaties, "
    "geen voorspelling.",
    "Niveaubeschrijvingen, dagdelen, kosten en termijnen zijn voorstellen van de redactie. Vervang ze door eigen "
    "cijfers zodra u die heeft.",
    "Het plan zet voorop wat kritiek is en daarna wat veel oplevert voor weinig werk. Die volgorde is stap voor stap "
    "gekozen; dat zij de best mogelijke is, is niet bewezen.",
    "De winst van een maatregel is berekend met de andere antwoorden gelijk. Winsten mag u daarom niet optellen.",
    "Er is geen voldoende of onvoldoende. U kiest per pijler zelf uw ambitie.",
    "De actielijnen met (voorstel) zijn nog niet vastgesteld door de Veiligheidsregio Drenthe.",
    "De score berust op uw eigen antwoorden. Niemand heeft ze van buiten gecontroleerd.",
    "Wetten en normen staan erbij als aanwijzing. Wat als te verifiëren is gemerkt, moet een jurist nog nakijken.",
)


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def score_sentence(naam: str, totaal: Scoreregel) -> str:
    """Return the sentence with the total."""
    if totaal.score is None:
        return f"{naam} heeft nog geen score: er is nog niets beantwoord dat meetelt."
    low, high = decimal(totaal.laag), decimal(totaal.hoog)
    margin = f"Met wat nog open of onbekend is, ligt de uitkomst tussen {low} en {high}."
    if low == high:
        margin = "Dit getal heeft geen marge: er is niets open of onbekend dat het nog verandert."
    return f"{naam} scoort {decimal(totaal.score)} van de 100: niveau {totaal.niveau}, {totaal.niveaunaam}. {margin}"


def _extremes(pijlers: tuple[Scoreregel, ...]) -> Iterator[str]:
    scored = [(row.score, row) for row in pijlers if row.score is not None]
    if len(scored) > 1:
        (high, best), (low, worst) = (pick(scored, key=lambda pair: pair[0]) for pick in (max, min))
        if high != low:
            yield (
                f"Het sterkst is {best.kort} ({best.id}, {decimal(high)}), "
                f"het zwakst {worst.kort} ({worst.id}, {decimal(low)})."
            )


def _ambitions(pijlers: tuple[Scoreregel, ...]) -> Iterator[str]:
    scored = [row for row in pijlers if row.niveau is not None and row.ambitie is not None]
    under = [row for row in scored if (row.niveau or 0) < (row.ambitie or 0)]
    if scored:
        yield _under_ambition(len(under), len(scored))
        capped = [row.id for row in scored if row.plafond]
        if capped:
            yield f"Een kritieke vraag houdt de niveaunaam laag in {', '.join(capped)}."


def _under_ambition(under: int, scored: int) -> str:
    if not under:
        return "Elke pijler met een score haalt de ambitie."
    if under == scored:
        return "Nog geen enkele pijler haalt uw ambitie."
    return f"{under} van de {scored} pijlers met een score {'haalt' if under == 1 else 'halen'} de ambitie nog niet."


def state_sentence(found: Aantallen) -> str:
    """Return the sentence with how many questions are in each state."""
    return (
        f"Van de {_count(found.gesteld, 'gestelde vraag', 'gestelde vragen')} zijn er {found.beantwoord} beantwoord; "
        f"{found.weet_niet} keer is het antwoord weet niet, {found.nvt} keer n.v.t., en nog open: {found.open}."
    )


def summary(
    naam: str, totaal: Scoreregel, pijlers: tuple[Scoreregel, ...], plan: tuple[Maatregelregel, ...], uitzoeken: int
) -> tuple[str, ...]:
    """Return the management summary: about five plain sentences."""
    return (
        score_sentence(naam, totaal),
        *_extremes(pijlers),
        *_ambitions(pijlers),
        state_sentence(totaal.aantallen),
        *_plan_sentence(totaal.aantallen, plan, uitzoeken),
    )


def _plan_sentence(found: Aantallen, plan: tuple[Maatregelregel, ...], uitzoeken: int) -> Iterator[str]:
    if not plan:
        yield found.zonder_plan
    else:
        low, high = sum(row.dagdelen_van for row in plan), sum(row.dagdelen_tot for row in plan)
        many = _count(len(plan), "maatregel", "maatregelen")
        yield f"Het verbeterplan telt {many} en vraagt samen {half_days(low, high)} eigen inzet."
    if uitzoeken:
        yield f"Zoek daarnaast het antwoord op {_count(uitzoeken, 'vraag', 'vragen')}: dat wist niemand."
