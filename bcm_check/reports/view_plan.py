"""The improvement plan in the words a reader sees: measures, their terms, and what must be found out first."""

from __future__ import annotations

from bcm_check.core.beoordeling import Beoordeling
from bcm_check.core.plan import VOORPAGINA, Planregel, ambition
from bcm_check.core.tekst import clean_line, percent
from bcm_check.core.velden import Bereik
from bcm_check.core.vragenlijst import Maatregel, Plek, Vragenlijst

from .rapport import Gatregel, Horizon, Maatregelregel, Sprongregel, Termijn, Uitzoekregel
from .view_scores import level_name

HORIZONNEN: tuple[tuple[Termijn, str], ...] = (
    ("0-3", "0–3 maanden"),
    ("3-12", "3–12 maanden"),
    ("12-24", "12–24 maanden"),
)
BETALERS = {"eigen": "eigen organisatie", "gezamenlijk": "gezamenlijk", "rijk": "Rijk"}
KOSTEN = "Kosten: € tot 1.000 euro, €€ 1.000–10.000, €€€ 10.000–50.000, €€€€ meer dan 50.000. Een dagdeel is vier uur."
GATEN = 3
_HORIZON = dict(HORIZONNEN)


def cost_signs(kosten: Bereik) -> str:
    """Return a cost class as euro signs, from–to."""
    return "€" * kosten.van if kosten.van == kosten.tot else f"{'€' * kosten.van} tot {'€' * kosten.tot}"


def _line_of_action(lijst: Vragenlijst, maatregel: Maatregel) -> str:
    line = next((line for line in lijst.actielijnen if line.id == maatregel.actielijn), None)
    if line is None:
        return ""
    return f"{line.id} {clean_line(line.naam)}{' (voorstel)' if line.voorstel else ''}"


def measure_row(lijst: Vragenlijst, regel: Planregel, own: frozenset[str]) -> Maatregelregel:
    """Return the row of a measure; `own` are the measures of this plan, so `eerst` names only what is in it."""
    maatregel = regel.maatregel
    return Maatregelregel(
        rang=regel.rang,
        id=maatregel.id,
        titel=clean_line(maatregel.titel),
        waarom=clean_line(maatregel.waarom),
        hoe=clean_line(maatregel.hoe),
        eerste_stap=clean_line(maatregel.eerste_stap),
        actiehouder=clean_line(maatregel.actiehouder),
        dagdelen_van=maatregel.dagdelen.van,
        dagdelen_tot=maatregel.dagdelen.tot,
        kosten=cost_signs(maatregel.kosten),
        horizon=maatregel.horizon,
        horizonnaam=_HORIZON[maatregel.horizon],
        betaler=BETALERS[maatregel.betaler],
        gezamenlijk=maatregel.gezamenlijk.kan,
        vorm=clean_line(maatregel.gezamenlijk.vorm),
        actielijn=_line_of_action(lijst, maatregel),
        sprongen=tuple(
            Sprongregel(
                jump.vraag.id,
                clean_line(jump.vraag.titel),
                jump.van,
                level_name(lijst, jump.van),
                jump.naar,
                level_name(lijst, jump.naar),
            )
            for jump in regel.sprongen
        ),
        winst=percent(regel.winst) or 0.0,
        kritiek=regel.kritiek,
        eerst=tuple(clean_line(lijst.maatregel[name].titel) for name in maatregel.vereist if name in own),
        bewijs=tuple(dict.fromkeys(clean_line(text) for jump in regel.sprongen for text in jump.vraag.bewijs)),
    )


def measure_rows(beoordeling: Beoordeling) -> tuple[Maatregelregel, ...]:
    """Return all measures in the order of the plan."""
    own = frozenset(regel.maatregel.id for regel in beoordeling.plan.regels)
    return tuple(measure_row(beoordeling.vragenlijst, regel, own) for regel in beoordeling.plan.regels)


def split(rows: tuple[Maatregelregel, ...]) -> tuple[tuple[Maatregelregel, ...], tuple[Horizon, ...]]:
    """Return the measures of page one, and the rest by term."""
    rest = rows[VOORPAGINA:]
    terms = (Horizon(key, name, tuple(row for row in rest if row.horizon == key)) for key, name in HORIZONNEN)
    return rows[:VOORPAGINA], tuple(term for term in terms if term.maatregelen)


def find_out_rows(beoordeling: Beoordeling) -> tuple[Uitzoekregel, ...]:
    """Return what must be found out: one row for every *weet niet*."""
    return tuple(
        Uitzoekregel(
            vraag=plek.vraag.id,
            titel=clean_line(plek.vraag.titel),
            vraagtekst=clean_line(plek.vraag.vraag),
            bewijs=tuple(clean_line(text) for text in plek.vraag.bewijs),
            eerste_stap=_first_step(beoordeling, plek),
        )
        for plek in beoordeling.plan.uitzoekacties
    )


def _first_step(beoordeling: Beoordeling, plek: Plek) -> str:
    """Tell whom to ask first: the owner that was named, else who would take the question's first measure."""
    who = clean_line(beoordeling.antwoorden.antwoorden[plek.vraag.id].eigenaar)
    steps = sorted(plek.vraag.maatregelen, key=lambda stap: stap.naar)
    known = beoordeling.vragenlijst.maatregel
    if not who and steps and steps[0].id in known:
        who = clean_line(known[steps[0].id].actiehouder)
    return f"Vraag binnen twee weken na wie dit weet. Begin bij: {who}." if who else "Vraag in uw team wie dit weet."


def gap_row(beoordeling: Beoordeling, plek: Plek) -> Gatregel:
    """Return where a question stands against the ambition of its pillar."""
    lijst, blad = beoordeling.vragenlijst, beoordeling.scores.bladen[plek.vraag.id]
    ambitie = min(ambition(lijst, beoordeling.antwoorden, plek.pijler.id), lijst.hoogste)
    return Gatregel(
        vraag=plek.vraag.id,
        titel=clean_line(plek.vraag.titel),
        niveau=blad.geteld,
        niveaunaam=level_name(lijst, blad.geteld),
        ambitie=ambitie,
        ambitienaam=level_name(lijst, ambitie),
        toestand="weet niet" if blad.toestand == "weet_niet" else "",
    )


def biggest_gaps(beoordeling: Beoordeling) -> tuple[Gatregel, ...]:
    """Return the three biggest gaps: most levels under the ambition first, critical and heavy pillars before others."""
    bladen, weights = beoordeling.scores.bladen, beoordeling.scores.profiel.gewichten
    found = []
    for at, plek in enumerate(beoordeling.vragenlijst.plekken):
        if plek.vraag.soort != "schaal" or bladen[plek.vraag.id].toestand not in ("beantwoord", "weet_niet"):
            continue
        row = gap_row(beoordeling, plek)
        if row.niveau < row.ambitie:
            heavy = weights.get(plek.pijler.id, 1)
            found.append(((row.niveau - row.ambitie, not plek.vraag.kritiek, -heavy, at), row))
    return tuple(row for _, row in sorted(found, key=lambda pair: pair[0])[:GATEN])


def bare_rows(beoordeling: Beoordeling) -> tuple[Gatregel, ...]:
    """Return the gaps for which no measure is known."""
    return tuple(gap_row(beoordeling, plek) for plek in beoordeling.plan.zonder_maatregel)
