"""From a run of hours to what a report shows of it: the same texts for every output. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from bcm_check.core.eigen import RONDEN
from bcm_check.core.ketens import BehoefteVeld, Ketens, Middel, Proces, minutes_of
from bcm_check.core.tekst import clean_line
from bcm_check.core.tijdlijn import Procesloop, Tijdlijn, cause_words
from bcm_check.core.verbeteringen import too_low
from bcm_check.core.vraagstelling import Vraagstelling
from bcm_check.core.vragenlijst import Vragenlijst

from .rapport import Schakelregel, Urenbeeld, Uuraanname, Uurregel, Vraagregel
from .uren import (
    AANNAME,
    BAR,
    QUARTER,
    Vooruitblik,
    assumed,
    bar,
    beyond,
    ends,
    from_level,
    gain,
    half_way,
    hour,
    in_order,
    limps,
    moment,
    proof,
    single_points,
    title,
    too_long,
    totals,
    when_and_warned,
)
from .view import reference

GEEN = "–"
HULP = "Deze vragen helpen tegen wat hierboven stopt:"
MERKEN = 6  # hours that are named along a bar
KWALITEITEN = (
    "De kwaliteit zegt hoe zeker een uur is. A komt van de overheid of de beheerder zelf. B komt van een nieuwsmedium, "
    "een vakblad of een brancheorganisatie. C is een populaire bron. K is een aanname: vervang die door een eigen "
    "meting. E is wat u zelf opgaf."
)


def hours_view(lijn: Tijdlijn, vraag: Vraagstelling, lijst: Vragenlijst, ahead: Sequence[Vooruitblik]) -> Urenbeeld:
    """Return what a report shows of a run; `vraag` is what was asked, `lijst` names its questions and sources."""
    ketens, best, needs = vraag.ketens, lijn.kleinste, list(_leaned_on(lijn, vraag))
    return Urenbeeld(
        scenario=" + ".join(title(scenario) for scenario in lijn.scenarios),
        uren=lijn.minuten // 60,
        zinnen=(*when_and_warned(lijn), *totals(lijn)),
        schaal=tuple(_number(lijn.minuten * at // MERKEN) for at in range(MERKEN)),
        processen=tuple(_process(each, ketens, lijn.minuten) for each in in_order(lijn)),
        zwakste=tuple(Schakelregel(clean_line(ketens.namen[each.id]), gain(each)) for each in lijn.zwakste),
        alleen=single_points(lijn, ketens),
        kleinste=_with_levels(lijst, too_low(vraag, best)),
        middelen=_names(ketens, best.middelen),
        bewijs=proof(best),
        niet_te_halen=_names(ketens, best.niet_te_halen),
        inzichten=tuple(clean_line(text) for text in lijn.inzichten),
        vooruitblik=tuple(
            (moment(each.maanden), f"{each.processen[0]} van {each.processen[1]}. {half_way(each.mediaan)}")
            for each in ahead
            if each.processen[1]
        ),
        verder=beyond(ahead),
        tekort=_with_levels(lijst, ahead[-1].tekort if ahead else ()),
        onbekend=_questions(lijst, assumed(vraag)),
        aanname=AANNAME,
        aannames=tuple(_assumption(node, need, vraag, lijst) for node, need in needs),
        hulp=_questions(lijst, _helping(vraag, [need for _, need in needs])),
        kwaliteiten=KWALITEITEN,
    )


def cell_minutes(uren: int) -> str:
    """Return how long one sign of a bar is: `2 uur`."""
    return _lasts(uren * 60 // BAR)


def _number(minutes: int) -> str:
    return hour(minutes).removeprefix("uur ")


def _lasts(minutes: int) -> str:
    """Return how long something lasts; what is no whole quarter of an hour in minutes, so that nothing is lost."""
    return f"{minutes} minuten" if minutes % QUARTER else f"{_number(minutes)} uur"


def _process(each: Procesloop, ketens: Ketens, minuten: int) -> Uurregel:
    dark, bright = ends(each.stop.minuut)
    return Uurregel(
        naam=clean_line(each.stop.naam),
        uur=hour(each.stop.minuut["verwacht"]),
        pessimistisch=dark,
        optimistisch=bright,
        balk=bar(each, minuten),
        mag_stil=GEEN if each.proces.mtpd is None else _lasts(each.proces.mtpd),
        hersteldoel=GEEN if each.proces.rto is None else _lasts(each.proces.rto),
        te_lang=too_long(each) if each.tekort and each.tekort >= QUARTER else GEEN,
        oorzaak=clean_line(cause_words(ketens, each.stop)) or GEEN,
        verminderd=" ".join(limps(each, ketens)),
        dienst=clean_line(each.proces.dienst),
    )


def _names(ketens: Ketens, ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(clean_line(ketens.namen[name]) for name in ids)


def _questions(lijst: Vragenlijst, ids: Iterable[str]) -> tuple[Vraagregel, ...]:
    titles = {plek.vraag.id: clean_line(plek.vraag.titel) for plek in lijst.plekken}
    return tuple(Vraagregel(name, titles.get(name, "")) for name in ids)


def _with_levels(lijst: Vragenlijst, wanted: Iterable[tuple[str, int]]) -> tuple[Vraagregel, ...]:
    """Return questions with the level that each must have."""
    levels = dict(wanted)
    return tuple(Vraagregel(row.vraag, from_level(row.titel, levels[row.vraag])) for row in _questions(lijst, levels))


def _leaned_on(lijn: Tijdlijn, vraag: Vraagstelling) -> Iterator[tuple[Middel | Proces, BehoefteVeld]]:
    """Yield every need along the chains that stopped a process, once, and those of what carries one that limps."""
    both: list[Middel | Proces] = [*vraag.ketens.middelen, *vraag.ketens.processen]
    nodes = {node.id: node for node in both}
    rows = in_order(lijn)
    links = dict.fromkeys(link for each in rows for link in pairwise(each.stop.keten))
    carriers = {drager.id for each in rows for drager in each.verminderd.dragers}
    links |= {(lost, name): None for name in sorted(carriers) for lost in _members(nodes[name])}
    seen: set[tuple[str, int]] = set()
    for lost, stopped in sorted(links, key=lambda link: isinstance(nodes[link[1]], Proces)):
        for at, need in enumerate(nodes[stopped].behoeften):
            if lost in need.een_van and need.soort == "uitval" and (stopped, at) not in seen:
                seen.add((stopped, at))
                yield nodes[stopped], need


def _breaks(ketens: Ketens, need: BehoefteVeld) -> list[str]:
    """Return the questions that break a link: those it names, that make it last, or of which a member of it comes."""
    named = {*need.doorbroken_door, *(each.vraag for each in need.bij_antwoord)}
    provisions = {middel.id: middel.aanwezig.vraag for middel in ketens.middelen if middel.aanwezig is not None}
    return sorted(named | {provisions[name] for name in need.een_van if name in provisions})


def _helping(vraag: Vraagstelling, needs: Iterable[BehoefteVeld]) -> list[str]:
    """Return the questions that break a link, of those that this organisation can answer."""
    named = {name for need in needs for name in _breaks(vraag.ketens, need)}
    return sorted(named if vraag.vragen is None else named & vraag.vragen)


def _members(node: Middel | Proces) -> list[str]:
    return [name for need in node.behoeften for name in need.een_van]


def _assumption(node: Middel | Proces, need: BehoefteVeld, vraag: Vraagstelling, lijst: Vragenlijst) -> Uuraanname:
    low, expected, high = (_lasts(minutes_of(need, ronde, vraag.niveaus)) for ronde in RONDEN)
    return Uuraanname(
        naam=clean_line(node.naam),
        nodig=" of ".join(_names(vraag.ketens, need.een_van)),
        laagst=low,
        verwacht=expected,
        hoogst=high,
        kwaliteit=need.kwaliteit,
        doorbroken_door=", ".join(_breaks(vraag.ketens, need)) or GEEN,
        bronnen="; ".join(reference(lijst, each) for each in need.bronnen) or GEEN,
    )
