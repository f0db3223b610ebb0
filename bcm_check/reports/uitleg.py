"""Every number explains itself: the whole sum of a score in words (ontwerp.md 6)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bcm_check.core.beoordeling import Beoordeling
from bcm_check.core.errors import WrongUse
from bcm_check.core.naast import Naast, Vergelijking
from bcm_check.core.onderdrukking import BAND
from bcm_check.core.scores import Blad, Scores, Uitslag, value_of
from bcm_check.core.tekst import clean_line, decimal, percent
from bcm_check.core.toetsing import near
from bcm_check.reports.uitvoer import plafond_words

_METHODS = {
    "gemiddelde": "het gemiddelde van de delen; elk deel telt mee naar zijn gewicht",
    "som": "de som van de punten; elk deel telt mee naar de punten die het kan opleveren",
    "minimum": "het laagste deel",
    "cumulatief": "hoeveel delen op rij, van laag naar hoog, helemaal gehaald zijn",
    "meetkundig": "het meetkundig gemiddelde van de delen, naar beneden afgerond voorbij twaalf decimalen",
}
_STATES = {
    "open": "nog niet beantwoord: telt niet in de score, als 0 in laag en als hoogste in hoog",
    "nvt": "niet van toepassing: telt nergens mee",
    "niet_gesteld": "niet gesteld: telt nergens mee",
    "niet_voor": "niet voor dit type organisatie: telt nergens mee",
}


def explain(beoordeling: Beoordeling, deel: str) -> list[str]:
    """Return the sum of a part (`totaal`, a track, a pillar, a point or a question) line by line.

    Raises WrongUse when there is no such part.
    """
    scores = beoordeling.scores
    vraag = next((name for name in scores.bladen if name.casefold() == deel.casefold()), None)
    if vraag is not None:
        return [*_head(beoordeling), "", _leaf(scores.bladen[vraag], beoordeling.vragenlijst.hoogste)]
    found = _find(scores, deel)
    if found is None:
        known = [*_names(scores), *scores.bladen]
        raise WrongUse(f'"{clean_line(deel)[:60]}" is geen deel van deze vragenlijst.{near(deel, known)}')
    lines = [*_head(beoordeling), "", *_node(beoordeling, found, 0)]
    return [*lines, *_cap(beoordeling, found), "", *_legend(scores, found)]


def _find(scores: Scores, name: str) -> Uitslag | None:
    for uitslag in (scores.totaal, *scores.sporen.values(), *_every(scores)):
        if uitslag.id.casefold() == name.casefold():
            return uitslag
    return None


def _every(scores: Scores) -> Iterator[Uitslag]:
    for pijler in scores.pijlers.values():
        yield from _below(pijler)


def _below(uitslag: Uitslag) -> Iterator[Uitslag]:
    yield uitslag
    for deel in uitslag.delen:
        if isinstance(deel, Uitslag):
            yield from _below(deel)


def _names(scores: Scores) -> list[str]:
    return ["totaal", *scores.sporen, *(uitslag.id for uitslag in _every(scores))]


def _head(beoordeling: Beoordeling) -> list[str]:
    antwoorden, day = beoordeling.antwoorden, beoordeling.peildatum.strftime("%d-%m-%Y")
    wie, weging = clean_line(antwoorden.organisatie.naam), beoordeling.scores.profiel.naam
    return [
        f"{antwoorden.tlp} · {wie} · {day} · weging {weging}",
        "Een score is een deel van 1; keer 100 is het cijfer in de rapporten.",
    ]


def _node(beoordeling: Beoordeling, uitslag: Uitslag, depth: int) -> Iterator[str]:
    pad = "  " * depth
    yield f"{pad}{uitslag.id} {clean_line(uitslag.naam)}: {_shown(uitslag)}"
    if depth == 0:
        yield f"{pad}Dit is {_METHODS[uitslag.methode]}."
    for deel, weight in zip(uitslag.delen, uitslag.gewichten, strict=True):
        times = f" (gewicht {weight})" if weight != 1 else ""
        if isinstance(deel, Blad):
            yield f"{pad}  {_leaf(deel, beoordeling.vragenlijst.hoogste)}{times}"
        elif uitslag.id == "totaal" or uitslag.id in beoordeling.scores.sporen:
            yield f"{pad}  {deel.id} {clean_line(deel.naam)}: {_shown(deel)}{times}"
        else:
            yield from _node(beoordeling, deel, depth + 1)
            if times:
                yield f"{pad}    telt mee met{times}"
    yield f"{pad}  {_sum(uitslag)}"


def _shown(uitslag: Uitslag) -> str:
    if uitslag.score is None:
        return f"geen score (band {_band(uitslag)})"
    return f"{decimal(percent(uitslag.score))} = {uitslag.score} (band {_band(uitslag)})"


def _band(uitslag: Uitslag) -> str:
    if uitslag.laag is None:
        return "geen"
    return f"{decimal(percent(uitslag.laag))}–{decimal(percent(uitslag.hoog))}"


def _leaf(blad: Blad, top: int) -> str:
    name = f"{blad.vraag.id} {clean_line(blad.vraag.titel)}"
    if blad.toestand in _STATES:
        return f"{name}: {_STATES[blad.toestand]}"
    if blad.toestand == "weet_niet":
        return f"{name}: weet niet: telt als 0 in score en laag, als {top} in hoog"
    if not blad.vraag.telt:
        return f"{name}: beantwoord; dit antwoord telt niet mee in een score"
    if blad.vraag.soort == "keuze":
        return f'{name}: keuze "{blad.keuze}" = {blad.deel()}'
    why = f" ({blad.waarom})" if blad.waarom else ""
    return f"{name}: niveau {blad.geteld} van {top} = {blad.deel()}{why}"


def _sum(uitslag: Uitslag) -> str:
    values = ((value_of(deel, uitslag.methode), w) for deel, w in zip(uitslag.delen, uitslag.gewichten, strict=True))
    parts = [(value, weight) for value, weight in values if value is not None]
    if uitslag.score is None or not parts:
        return "Er is nog niets om op te tellen."
    if uitslag.methode not in ("gemiddelde", "som"):
        return f"Uitkomst van {', '.join(str(value) for value, _ in parts)}: {uitslag.score}."
    terms = " + ".join(f"{weight} × {value}" if weight != 1 else str(value) for value, weight in parts)
    return f"({terms}) / {sum(weight for _, weight in parts)} = {uitslag.score}"


def _cap(beoordeling: Beoordeling, uitslag: Uitslag) -> list[str]:
    lijst = beoordeling.vragenlijst
    if uitslag.niveau is None:
        return []
    name = lijst.niveaunaam[uitslag.niveau]
    if uitslag.plafond is None or lijst.knock_out is None:
        return ["", f"Niveau: {name} (het hoogste niveau dat de score helemaal haalt)."]
    return ["", f"Niveau: {plafond_words(list(uitslag.plafond.vragen), lijst.knock_out.onder, name)}"]


def _legend(scores: Scores, uitslag: Uitslag) -> list[str]:
    lines = ["De band: weet niet en nog niet beantwoord tellen als 0 in laag en als het hoogste niveau in hoog."]
    if uitslag.id == "totaal" or uitslag.id in scores.sporen:
        lines.append("De som van elke pijler staat in `uitleg` met het id van die pijler.")
    return lines


def beside_words(naast: Naast, found: Sequence[Vergelijking]) -> tuple[str, ...]:
    """Return in words where an organisation stands beside those of its kind in a region."""
    if not found:
        return (
            f"In {naast.regio} ({naast.editie}) zijn er te weinig organisaties van uw soort om u mee te vergelijken.",
        )
    alike = "uw soort en grootte" if found[0].even_groot else "uw soort"
    lines = [f"Naast organisaties van {alike} in {naast.regio} ({naast.editie}):"]
    for each in found:
        middle = each.kwartielen.mediaan // 10
        lines.append(
            f"{each.id.capitalize()}: u {decimal(each.score / 10)}, {each.plaats} "
            f"(mediaan {middle}–{middle + BAND // 10}, ongeveer {each.kwartielen.aantal} organisaties)"
        )
    return tuple(lines)
