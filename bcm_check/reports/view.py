"""From an assessment to what a reader sees: one view model for every output, so they cannot disagree. Pure."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence

from bcm_check.core.antwoorden import Antwoord, in_words, months_after
from bcm_check.core.beoordeling import Beoordeling
from bcm_check.core.gesprek import Toestand
from bcm_check.core.scores import Blad
from bcm_check.core.tekst import clean, clean_line
from bcm_check.core.versies import ANTWOORDEN
from bcm_check.core.vraag import Verwijzing
from bcm_check.core.vragenlijst import Bron, Plek, Vragenlijst

from .rapport import Antwoordregel, Archiefregel, Bronregel, Nvtregel, Rapport, Urenbeeld, Versieregel, Vraagregel
from .view_plan import KOSTEN, bare_rows, biggest_gaps, find_out_rows, measure_rows, split
from .view_scores import (
    double_rows,
    level_name,
    pillar_rows,
    profile_rows,
    profile_words,
    score_row,
    topic_rows,
    track_rows,
)
from .view_tekst import AANNAMES, LABELS, summary

TOESTANDNAMEN: dict[Toestand, str] = {
    "beantwoord": "beantwoord",
    "weet_niet": "weet niet",
    "nvt": "n.v.t.",
    "open": "nog niet beantwoord",
    "niet_gesteld": "niet gesteld, telt niet mee",
    "niet_voor": "niet voor dit type, telt niet mee",
}
ZEKERHEID = {"bron": "teruggevonden", "te_verifieren": "te verifiëren"}


def build(
    beoordeling: Beoordeling, *, versie: str, uren: Urenbeeld | None = None, naast: tuple[str, ...] = ()
) -> Rapport:
    """Return everything that a report of this assessment shows.

    `versie` is the version of the tool; `uren` the run of hours, for a questionnaire that has one; `naast` tells where
    this organisation stands beside others.
    """
    lijst, answers = beoordeling.vragenlijst, beoordeling.antwoorden
    naam = clean_line(answers.organisatie.naam)
    totaal = score_row(beoordeling, beoordeling.scores.totaal, "Totaal", None)
    pijlers, plan = pillar_rows(beoordeling), measure_rows(beoordeling)
    first, terms = split(plan)
    find_out = find_out_rows(beoordeling)
    return Rapport(
        naast=tuple(map(clean_line, naast)),
        label=answers.tlp,
        labeluitleg=LABELS[answers.tlp],
        organisatie=naam,
        organisatietype=clean_line(lijst.naam_doelgroep(answers.organisatie.type)),
        lijst=lijst.id,
        titel=clean_line(lijst.titel),
        peildatum=beoordeling.peildatum,
        diepte=_depth(lijst, answers.diepte),
        versies=_versions(lijst, versie),
        samenvatting=summary(naam, totaal, pijlers, plan, len(find_out)),
        gaten=biggest_gaps(beoordeling),
        totaal=totaal,
        sporen=track_rows(beoordeling),
        pijlers=pijlers,
        onderwerpen=topic_rows(beoordeling),
        dubbel=double_rows(beoordeling),
        schaal=tuple((trede.niveau, clean_line(trede.naam), clean_line(trede.uitleg)) for trede in lijst.schaal),
        profiel=clean_line(beoordeling.scores.profiel.naam),
        profieluitleg=profile_words(beoordeling),
        profielen=profile_rows(beoordeling),
        voorpagina=first,
        horizonnen=terms,
        dagdelen_van=sum(row.dagdelen_van for row in plan),
        dagdelen_tot=sum(row.dagdelen_tot for row in plan),
        kostenlegenda=KOSTEN,
        uitzoekacties=find_out,
        zonder_maatregel=bare_rows(beoordeling),
        nvt=tuple(
            Nvtregel(plek.vraag.id, clean_line(plek.vraag.titel), clean(why).strip()) for plek, why in beoordeling.nvt
        ),
        open=tuple(Vraagregel(plek.vraag.id, clean_line(plek.vraag.titel)) for plek in beoordeling.open),
        antwoorden=answer_rows(beoordeling),
        archief=archive_rows(beoordeling),
        meldingen=tuple(clean_line(text) for text in beoordeling.meldingen),
        aannames=AANNAMES,
        wettelijk=source_rows(beoordeling, ("wet", "norm"), places=True),
        bronnen=source_rows(beoordeling),
        volgende_meting=months_after(beoordeling.peildatum, 12),
        uren=uren,
    )


def _depth(lijst: Vragenlijst, diepte: str) -> str:
    return next((clean_line(each.naam) for each in lijst.dieptes if each.id == diepte), diepte)


def _versions(lijst: Vragenlijst, versie: str) -> tuple[Versieregel, ...]:
    day = f" (inhoud van {clean_line(lijst.peildatum)})" if lijst.peildatum else ""
    return (
        Versieregel("bcm-check", versie),
        Versieregel(f"Vragenlijst {lijst.id}", clean_line(lijst.versie) + day),
        Versieregel("Opbouw van het antwoordbestand", str(ANTWOORDEN)),
    )


def answer_rows(beoordeling: Beoordeling) -> tuple[Antwoordregel, ...]:
    """Return every asked question with its answer, and every answer that was given to a question now hidden."""
    lijst, given = beoordeling.vragenlijst, beoordeling.antwoorden.antwoorden
    bladen = beoordeling.scores.bladen
    return tuple(
        _answer_row(lijst, plek, bladen[plek.vraag.id], given.get(plek.vraag.id))
        for plek in lijst.plekken
        if plek.vraag.id in given or not bladen[plek.vraag.id].toestand.startswith("niet_")
    )


def _answer_row(lijst: Vragenlijst, plek: Plek, blad: Blad, antwoord: Antwoord | None) -> Antwoordregel:
    vraag = plek.vraag
    given = antwoord or Antwoord(waarde="weet_niet")
    on_scale = vraag.soort == "schaal"
    niveau = given.niveau if on_scale else None
    words = vraag.niveaus.get(niveau, "") if niveau is not None else ""
    if not on_scale and antwoord is not None and blad.toestand == "beantwoord":
        words = in_words(vraag, antwoord)
    counts = on_scale and blad.toestand in ("beantwoord", "weet_niet")
    return Antwoordregel(
        pijler=plek.pijler.id,
        groep=plek.thuis,
        vraag=vraag.id,
        titel=clean_line(vraag.titel),
        vraagtekst=clean_line(vraag.vraag),
        toestand=TOESTANDNAMEN[blad.toestand],
        niveau=niveau,
        geteld=blad.geteld if counts else None,
        niveaunaam="" if niveau is None else level_name(lijst, niveau),
        niveautekst=clean(words).strip(),
        waarom=blad.waarom,
        reden=clean(given.reden).strip(),
        toelichting=clean(given.toelichting).strip(),
        bewijs=clean(given.bewijs).strip(),
        eigenaar=clean(given.eigenaar).strip(),
        testdatum=given.testdatum,
        kritiek=vraag.kritiek,
        telt_ook_in=", ".join(vraag.telt_ook_in),
        bronnen="; ".join(reference(lijst, each) for each in vraag.bronnen),
        niveaus=tuple(clean_line(vraag.niveaus.get(trede.niveau, "")) for trede in lijst.schaal),
    )


def reference(lijst: Vragenlijst, each: Verwijzing) -> str:
    """Return a source by its name, the place in it, and whether somebody must still look it up."""
    bron = lijst.bron.get(each.bron)
    name = clean_line(bron.naam) if bron else each.bron
    place = f", {clean_line(each.plaats)}" if each.plaats else ""
    unsure = each.zekerheid == "te_verifieren" or (bron is not None and bron.zekerheid == "te_verifieren")
    return f"{name}{place}{' (te verifiëren)' if unsure else ''}"


def source_rows(
    beoordeling: Beoordeling, soorten: Collection[str] = (), *, places: bool = False
) -> tuple[Bronregel, ...]:
    """Return the sources of the questions that were asked, in the order of the questionnaire's own list.

    With `soorten` only those kinds; with `places` each question says where in the source. A source is as sure as the
    least sure of the references to it.
    """
    lijst, bladen = beoordeling.vragenlijst, beoordeling.scores.bladen
    used: dict[str, list[tuple[str, Verwijzing]]] = {}
    for plek in lijst.plekken:
        if not bladen[plek.vraag.id].toestand.startswith("niet_"):
            for each in plek.vraag.bronnen:
                used.setdefault(each.bron, []).append((plek.vraag.id, each))
    return tuple(
        _source_row(bron, used[bron.id], places)
        for bron in lijst.bronnen
        if bron.id in used and (not soorten or bron.soort in soorten)
    )


def _source_row(bron: Bron, used: Sequence[tuple[str, Verwijzing]], places: bool) -> Bronregel:
    unsure = "te_verifieren" in (bron.zekerheid, *(each.zekerheid for _, each in used))
    shown = (f"{name} ({clean_line(each.plaats)})" if places and each.plaats else name for name, each in used)
    return Bronregel(
        naam=clean_line(bron.naam),
        jaar=clean_line(bron.jaar),
        soort=bron.soort,
        zekerheid=ZEKERHEID["te_verifieren" if unsure else "bron"],
        status=clean_line(bron.status),
        waar=", ".join(dict.fromkeys(shown)),
    )


def archive_rows(beoordeling: Beoordeling) -> tuple[Archiefregel, ...]:
    """Return the answers that no longer fit the questionnaire, whole."""
    return tuple(
        Archiefregel(
            clean_line(piece.vraag), clean_line(piece.reden), clean_line(piece.versie), clean(_flat(piece.antwoord))
        )
        for piece in beoordeling.antwoorden.archief
    )


def _flat(answer: dict[str, object]) -> str:
    parts = (f"{key}: {_value(value)}" for key, value in answer.items())
    return "; ".join(parts)


def _value(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
