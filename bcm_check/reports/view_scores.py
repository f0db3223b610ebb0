"""Scores in the words a reader sees: rows, what caps a level, and the sum of a pillar in one line."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from bcm_check.core.antwoorden import Antwoorden
from bcm_check.core.beoordeling import GELIJK, Beoordeling
from bcm_check.core.plan import ambition
from bcm_check.core.scores import Uitslag, value_of
from bcm_check.core.tekst import clean_line, decimal, percent
from bcm_check.core.vragenlijst import Vragenlijst

from .rapport import Aantallen, Dubbelregel, Onderwerpregel, Profielregel, Scoreregel

GEEN = "geen score"


def level_name(lijst: Vragenlijst, niveau: int | None) -> str:
    """Return the name of a level; `geen score` for None."""
    return GEEN if niveau is None else clean_line(lijst.niveaunaam.get(niveau, str(niveau)))


def cap_words(lijst: Vragenlijst, beoordeling: Beoordeling, uitslag: Uitslag) -> str:
    """Return what caps the level name of a pillar and which answers lift the cap; "" without a cap."""
    rule = lijst.knock_out
    if uitslag.plafond is None or rule is None:
        return ""
    held = f"De niveaunaam blijft {level_name(lijst, uitslag.plafond.niveau)}."
    bladen = [beoordeling.scores.bladen[name] for name in uitslag.plafond.vragen]
    told = [f"{clean_line(blad.vraag.titel)} ({blad.vraag.id}) staat op niveau {blad.geteld}" for blad in bladen]
    lift = f"Niveau {rule.onder} of hoger heft dit op"
    if len(told) == 1:
        return f"{held} {told[0]}; niveau {rule.onder} of hoger heft dit op."
    return f"{held} {'; '.join(told)}. {lift}, als elk van deze vragen dat haalt."


def _counts(uitslag: Uitslag) -> Aantallen:
    found = uitslag.aantallen
    return Aantallen(
        found.get("beantwoord", 0), found.get("weet_niet", 0), found.get("nvt", 0),
        found.get("open", 0), found.get("niet_gesteld", 0), found.get("niet_voor", 0),
    )  # fmt: skip


def score_row(beoordeling: Beoordeling, uitslag: Uitslag, kort: str, ambitie: int | None) -> Scoreregel:
    """Return the row of the whole, a track or a pillar."""
    lijst = beoordeling.vragenlijst
    return Scoreregel(
        id=uitslag.id,
        naam=clean_line(uitslag.naam),
        kort=clean_line(kort),
        laag=percent(uitslag.laag),
        score=percent(uitslag.score),
        hoog=percent(uitslag.hoog),
        niveau=uitslag.niveau,
        niveaunaam=level_name(lijst, uitslag.niveau),
        ambitie=ambitie,
        ambitienaam="" if ambitie is None else level_name(lijst, ambitie),
        ambitie_score=None if ambitie is None else percent(Fraction(ambitie, lijst.hoogste)),
        plafond=cap_words(lijst, beoordeling, uitslag),
        aantallen=_counts(uitslag),
        som=sum_line(uitslag, lijst.hoogste),
    )


def pillar_rows(beoordeling: Beoordeling) -> tuple[Scoreregel, ...]:
    """Return the row of every pillar, in the order of the questionnaire."""
    lijst, answers = beoordeling.vragenlijst, beoordeling.antwoorden
    found = beoordeling.scores.pijlers
    return tuple(
        score_row(beoordeling, found[pijler.id], pijler.label, _ambition(lijst, answers, pijler.id))
        for pijler in lijst.pijlers
    )


def _ambition(lijst: Vragenlijst, answers: Antwoorden, pijler: str) -> int:
    return min(ambition(lijst, answers, pijler), lijst.hoogste)


def track_rows(beoordeling: Beoordeling) -> tuple[Scoreregel, ...]:
    """Return the row of every track."""
    return tuple(score_row(beoordeling, found, found.naam, None) for found in beoordeling.scores.sporen.values())


def topic_rows(beoordeling: Beoordeling) -> tuple[Onderwerpregel, ...]:
    """Return the row of every group of questions with a score or a band."""
    lijst = beoordeling.vragenlijst
    return tuple(
        Onderwerpregel(
            pijler,
            below.id,
            clean_line(below.naam),
            percent(below.laag),
            percent(below.score),
            percent(below.hoog),
            None if below.score is None else int(below.score * lijst.hoogste),
            level_name(lijst, None if below.score is None else int(below.score * lijst.hoogste)),
        )
        for pijler, uitslag in beoordeling.scores.pijlers.items()
        for below in _nodes(uitslag)
        if below.laag is not None
    )


def _nodes(uitslag: Uitslag) -> Iterator[Uitslag]:
    for deel in uitslag.delen:
        if isinstance(deel, Uitslag):
            yield deel
            yield from _nodes(deel)


def double_rows(beoordeling: Beoordeling) -> tuple[Dubbelregel, ...]:
    """Return the asked questions that count in more than one point: asked once, counted in each."""
    lijst = beoordeling.vragenlijst
    return tuple(
        Dubbelregel(blad.vraag.id, clean_line(blad.vraag.titel), " en ".join(lijst.groepen(blad.vraag.id)))
        for blad in beoordeling.scores.bladen.values()
        if blad.vraag.telt_ook_in and not blad.toestand.startswith("niet_")
    )


def profile_rows(beoordeling: Beoordeling) -> tuple[Profielregel, ...]:
    """Return the total and the tracks under the chosen and under equal weights (a pillar is the same in both)."""
    chosen, equal = beoordeling.scores, beoordeling.gelijk
    rows = [Profielregel("Totaal", percent(chosen.totaal.score), percent(equal.totaal.score))]
    for name, spoor in chosen.sporen.items():
        rows.append(Profielregel(clean_line(spoor.naam), percent(spoor.score), percent(equal.sporen[name].score)))
    return tuple(rows)


def profile_words(beoordeling: Beoordeling) -> tuple[str, ...]:
    """Return what the chosen weights are, and whether the first measures stay the same under equal weights."""
    profiel = beoordeling.scores.profiel
    if profiel.id == GELIJK:
        return ("Alle pijlers tellen even zwaar.",)
    weights = ", ".join(f"{name} × {_weight(weight)}" for name, weight in profiel.gewichten.items())
    first = f"De score volgt profiel {clean_line(profiel.naam)}. {clean_line(profiel.uitleg)}".strip()
    told = [first, f"Gewichten: {weights}; de andere pijlers × 1."] if weights else [first]
    same = (
        "Wegen alle pijlers even zwaar, dan blijven de eerste maatregelen dezelfde, in dezelfde volgorde."
        if beoordeling.zelfde_volgorde
        else "Wegen alle pijlers even zwaar, dan veranderen de eerste maatregelen of hun volgorde."
    )
    return (*told, same)


def _weight(weight: Fraction) -> str:
    exact = f"{float(weight):.2f}".rstrip("0").rstrip(".")
    return exact.replace(".", ",") if Fraction(exact) == weight else str(weight)


_WORDS = {
    "minimum": "het laagste",
    "cumulatief": "het aandeel dat op rij helemaal gehaald is,",
    "meetkundig": "het meetkundig gemiddelde",
}


def sum_line(uitslag: Uitslag, top: int) -> str:
    """Return the arithmetic of one node in one line: every part that counts with its fraction and weight."""
    counted, left_out = [], []
    for deel, weight in zip(uitslag.delen, uitslag.gewichten, strict=True):
        name = deel.id if isinstance(deel, Uitslag) else deel.vraag.id
        value = value_of(deel, uitslag.methode)
        if value is None:
            left_out.append(name)
        else:
            counted.append((name, value, weight))
    if uitslag.score is None or not counted:
        return f"{uitslag.id} heeft geen score: er is nog niets beantwoord dat meetelt."
    times = [f"{weight} × " if weight != 1 else "" for _, _, weight in counted]
    parts = [f"{factor}{value} van {name}" for factor, (name, value, _) in zip(times, counted, strict=True)]
    if uitslag.methode in ("gemiddelde", "som"):
        whole = f"({' + '.join(parts)}) / {sum(weight for _, _, weight in counted)}"
    else:
        whole = f"{_WORDS[uitslag.methode]} van {', '.join(parts)}"
    line = f"{uitslag.id} = {whole} = {uitslag.score}, dat is {decimal(percent(uitslag.score))}."
    return f"{line} Telt niet mee: {', '.join(left_out)}." if left_out else line
