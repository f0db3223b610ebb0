"""The run of hours in words: as lines with bars for people, and the texts that the reports share with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from bcm_check.core.eigen import Ronde
from bcm_check.core.ketens import Ketens, Scenario
from bcm_check.core.tekst import clean_line
from bcm_check.core.tijdlijn import Gestapeld, Kansen, Procesloop, Schakel, Tijdlijn, cause_words
from bcm_check.core.verbeteringen import Verbetering, levers_of
from bcm_check.core.verminderd import Drager, Stuk
from bcm_check.core.vraagstelling import Vraagstelling, processes_of

AANNAME = (
    "72 uur is de norm voor inwoners; hier is het een planningsgrondslag. Uren zijn aannames tot u ze meet. "
    "Klopt iets niet voor u, kies dan uw eigen processen en uren met bcm-check bia."
)
BAR = 36
QUARTER = 15
WINST = "Winst: de uren van alle processen opgeteld; wat snel terug moet zijn, telt dubbel."
REDDEN = "Hiermee houdt u alles vol wat te redden is"
MEEST_GENOEMD = 8  # middelen of which one alone stops work
SIGNS = (("█", "▒", "░"), ("#", "~", "."))  # of a bar: runs, limps, lies still; and the same in ASCII


class Vooruitblik(NamedTuple):
    """Where the plan leads after some months: weight and number of the processes that last, and the median minute.

    `tekort` are the questions of the smallest set that are too low by then, with the level that would do.
    """

    maanden: int
    aandeel: tuple[int, int]
    processen: tuple[int, int]
    mediaan: int | None
    tekort: tuple[tuple[str, int], ...] = ()


class Meer(NamedTuple):
    """What is told beside the time line: where the plan leads, what stacking does, and chances if they were asked.

    `titels` are the titles of questions by their id, `niveaus` the levels that the smallest set asks for.
    """

    vooruit: Sequence[Vooruitblik] = ()
    gestapeld: Mapping[str, Gestapeld] = MappingProxyType({})
    kansen: Kansen | None = None
    titels: Mapping[str, str] = MappingProxyType({})
    niveaus: Mapping[str, int] = MappingProxyType({})


NIETS_MEER = Meer()


def percentage(aandeel: tuple[int, int]) -> float | None:
    """Return a part of a whole in percents, rounded half up to one decimal; None of nothing."""
    part, whole = aandeel
    return (2000 * part + whole) // (2 * whole) / 10 if whole else None


def hour(minutes: int | None, missing: str = "houdt het vol") -> str:
    """Return a minute as people say it: `uur 2`, `uur 2,5`; rounded to a quarter of an hour, down."""
    if minutes is None:
        return missing
    quarters = minutes // 15
    text = f"{quarters / 4:.2f}".rstrip("0").rstrip(".").replace(".", ",")
    return f"uur {text}"


def bar(each: Procesloop, minuten: int, *, ascii_only: bool = False) -> str:
    """Return a bar over the hours: how the process runs, limps or lies still, `|` where its mtpd ends in a stop."""
    full, half, empty = SIGNS[ascii_only]
    drawn = [full] * BAR
    for sign, stukken in ((half, each.verminderd.stukken), (empty, each.stukken)):
        for stuk in stukken:
            for cell in _cells(stuk, minuten):
                drawn[cell] = sign
    for stuk in each.stukken:
        if each.proces.mtpd is not None and stuk.van + each.proces.mtpd < (minuten if stuk.tot is None else stuk.tot):
            drawn[(stuk.van + each.proces.mtpd) * BAR // minuten] = "|"
    return "".join(drawn)


def _cells(stuk: Stuk, minuten: int) -> range:
    """Return the cells of a bar that a stretch fills: at least one, so that none is unseen."""
    first = stuk.van * BAR // minuten
    last = BAR if stuk.tot is None else stuk.tot * BAR // minuten
    return range(first, max(first + 1, last))


def lines(lijn: Tijdlijn, ketens: Ketens, meer: Meer = NIETS_MEER, *, ascii_only: bool = False) -> Iterator[str]:
    """Yield the run for people: a bar and a cause for each process, then what is weak and what helps."""
    yield f"{' + '.join(title(scenario) for scenario in lijn.scenarios)} · {lijn.minuten // 60} uur"
    yield from when_and_warned(lijn)
    yield f"{signs(ascii_only=ascii_only)}."
    yield ""
    for each in in_order(lijn):
        yield from _process_lines(each, ketens, lijn.minuten, ascii_only)
        if meer.kansen is not None:
            yield f"  Kans dat het {lijn.minuten // 60} uur haalt: {chance(meer.kansen.processen[each.proces.id])}"
    yield from _totals(lijn, ketens, meer)
    yield from _stacked(meer.gestapeld, ketens)
    if meer.kansen is not None:
        yield (
            f"Kans dat alle processen {lijn.minuten // 60} uur halen: {chance(meer.kansen.alle)} "
            f"({meer.kansen.trekkingen} trekkingen, startgetal {meer.kansen.zaad})."
        )


def signs(*, ascii_only: bool = False) -> str:
    """Return what the signs of a bar mean."""
    full, half, empty = SIGNS[ascii_only]
    return f"{full} het werk loopt, {half} het loopt verminderd, {empty} het ligt stil, | tot hier mag het stil liggen"


def when_and_warned(lijn: Tijdlijn) -> Iterator[str]:
    """Yield the season and the warning time of each scenario; with its id where there are more."""
    for scenario in lijn.scenarios:
        whose = f"{scenario.id}, " if len(lijn.scenarios) > 1 else ""
        for head, text in (("seizoen", scenario.seizoen), ("waarschuwing vooraf", scenario.waarschuwing)):
            if text:
                line = f"{whose}{head}: {clean_line(text).removesuffix('.')}."
                yield line[0].upper() + line[1:]


def _stacked(gestapeld: Mapping[str, Gestapeld], ketens: Ketens) -> Iterator[str]:
    for name, each in gestapeld.items():
        yield f"{clean_line(ketens.namen[name])}: los {hour(each.los)}, samen {hour(each.samen)}"


def chance(value: float) -> str:
    """Return a chance in whole percents; never none or all, unless no draw or every draw says so."""
    whole = round(100 * value)
    if whole == 0 and value > 0:
        return "minder dan 1%"
    return "meer dan 99%" if whole == 100 and value < 1 else f"{whole}%"


def limps(each: Procesloop, ketens: Ketens) -> Iterator[str]:
    """Yield how a process limps: from which hour, why, and what carries it then, with its share and its last test."""
    limping = each.verminderd
    if limping.vanaf is None:
        return
    chain = " → ".join(clean_line(ketens.namen[name]) for name in limping.keten)
    yield f"Verminderd vanaf {hour(limping.vanaf)}{f': {chain}' if chain else ''}."
    for drager in limping.dragers:
        yield f"{carrier(drager, ketens)}."


def carrier(drager: Drager, ketens: Ketens) -> str:
    """Return an alternative in words: what it is, from when, its share of normal output, and its last test."""
    tried = f"Laatst beproefd {drager.beproefd:%m-%Y}" if drager.beproefd else "Nog niet beproefd"
    if drager.korter:
        tried += ": dat is te lang geleden, daarom telt het korter" if drager.beproefd else ": daarom telt het korter"
    name = clean_line(ketens.namen[drager.id])
    return f"Vanaf {hour(drager.van)} gaat het met: {name}. Dan lukt ongeveer {drager.aandeel}% van normaal. {tried}"


def title(scenario: Scenario) -> str:
    """Return a scenario by its id and name."""
    return f"{scenario.id} {clean_line(scenario.naam)}"


def in_order(lijn: Tijdlijn) -> list[Procesloop]:
    """Return the processes: what is down longer than it may at the top, and of those what stops first."""
    return sorted(lijn.processen, key=_first)


def _first(each: Procesloop) -> tuple[bool, bool, int, str]:
    minute = each.stop.minuut["verwacht"]
    return not _is_late(each), minute is None, minute or 0, each.proces.id


def _process_lines(each: Procesloop, ketens: Ketens, minuten: int, ascii_only: bool) -> Iterator[str]:
    stop = each.stop
    when = hour(stop.minuut["verwacht"])
    yield f"{clean_line(stop.naam)}: {when}{_range(stop.minuut)}"
    yield f"  {bar(each, minuten, ascii_only=ascii_only)}"
    if stop.keten:
        arrow = cause_words(ketens, stop)
        yield f"  Waarom: {clean_line(arrow if not ascii_only else arrow.replace('→', '>'))}"
    for line in limps(each, ketens):
        yield f"  {line if not ascii_only else line.replace('→', '>')}"
    if _is_late(each):
        allowed = hour(each.proces.mtpd).removeprefix("uur ")
        yield f"  Mag {allowed} uur stil liggen; dat duurt {too_long(each)} te lang."


def too_long(each: Procesloop) -> str:
    """Return how much longer than it may a process is down; at least so long where it still is when the run ends."""
    least = "minstens " if each.stukken and each.stukken[-1].tot is None else ""
    return f"{least}{hour(each.tekort).removeprefix('uur ')} uur"


def _gained(minutes: int) -> str:
    return f"{minutes // 60} uur" if minutes >= 60 else "minder dan een uur"


def ends(minuut: Mapping[Ronde, int | None]) -> tuple[str, str]:
    """Return the hours of the dark and the bright round, without the word."""
    dark, bright = (hour(minuut[r], "vol te houden").removeprefix("uur ") for r in ("pessimistisch", "optimistisch"))
    return dark, bright


def _range(minuut: Mapping[Ronde, int | None]) -> str:
    dark, bright = ends(minuut)
    return "" if dark == bright else f" (band {dark}–{bright})"


def totals(lijn: Tijdlijn) -> Iterator[str]:
    """Yield whether anything stops at all, the share of the processes that last, and by when half of them stop."""
    yield from _quiet(lijn)
    share = percentage(lijn.aandeel)
    if share is not None:
        shown = f"{share:.1f}".replace(".", ",")
        yield f"{shown}% van de kritieke processen (gewogen) houdt het {lijn.minuten // 60} uur vol."
        yield half_way(lijn.mediaan)
    late = sum(1 for each in lijn.processen if _is_late(each))
    if late:
        yield f"{late} {'proces ligt' if late == 1 else 'processen liggen'} langer stil dan mag."


def _is_late(each: Procesloop) -> bool:
    return each.tekort is not None and each.tekort >= QUARTER


def _quiet(lijn: Tijdlijn) -> Iterator[str]:
    """Yield that nothing stops, or no process does, where that holds in every round."""
    within = f"In dit scenario {{}} binnen {lijn.minuten // 60} uur {{}}."
    stops = [each.stop for each in lijn.processen]
    if all(minute is None for stop in (*lijn.middelen, *stops) for minute in stop.minuut.values()):
        yield within.format("valt", "niets uit")
    elif stops and all(minute is None for stop in stops for minute in stop.minuut.values()):
        limping = any(each.verminderd.stukken for each in lijn.processen)
        yield within.format("stopt", "geen enkel proces") + (" Wel gaat er werk verminderd door." if limping else "")


def half_way(mediaan: int | None) -> str:
    """Return the median in a sentence."""
    if mediaan is None:
        return "Meer dan de helft van de processen houdt het vol."
    return f"Op {hour(mediaan)} ligt de helft van de processen stil."


def gain(schakel: Schakel) -> str:
    """Return what a weak link would give: `503 uur winst; redt 5 processen`."""
    count = len(schakel.redt)
    saved = f"; redt {count} {'proces' if count == 1 else 'processen'}" if count else ""
    return f"{_gained(schakel.winst)} winst{saved}"


def proof(best: Verbetering) -> str:
    """Return whether a smaller set would do."""
    return "met minder lukt het niet" if best.bewezen else "of het met minder kan, is niet bewezen"


def single_points(lijn: Tijdlijn, ketens: Ketens) -> str:
    """Return the middelen of which one alone stops most work on an ordinary day; nothing where there is none."""
    names = [f"{clean_line(ketens.namen[name])} ({count})" for name, count in lijn.alleen.items()]
    if not names:
        return ""
    rest = len(names) - MEEST_GENOEMD
    more = f" en nog {rest} middelen" if rest > 1 else ""
    shown = ", ".join(names if rest <= 1 else names[:MEEST_GENOEMD])
    return (
        "Valt op een gewone dag één hiervan lang weg, dan stopt er werk (tussen haakjes: zoveel processen): "
        f"{shown}{more}."
    )


def named(vragen: Iterable[str], titels: Mapping[str, str]) -> Iterator[str]:
    """Yield questions with their titles, each on a line of its own."""
    return (f"  {name} {clean_line(titels.get(name, ''))}".rstrip() for name in vragen)


def beyond(vooruit: Sequence[Vooruitblik]) -> str:
    """Return what stands above the questions in which the whole plan falls short of the smallest set; "" for none."""
    if not vooruit or not vooruit[-1].tekort:
        return ""
    return f"Hier gaat het plan niet ver genoeg voor alles wat te redden is ({moment(vooruit[-1].maanden)}):"


def from_level(titel: str, niveau: int) -> str:
    """Return a question with the level that would do."""
    return f"{clean_line(titel)} (nodig: niveau {niveau})".strip()


def moment(months: int) -> str:
    """Return a moment of the look ahead: `nu`, `na 3 maanden`."""
    return "nu" if not months else f"na {months} maanden"


def assumed(vraag: Vraagstelling) -> list[str]:
    """Return the questions that could be answered and were not: they count as level 0, for what is run here."""
    asked = vraag.vragen or frozenset()
    here = vraag.ketens.model_copy(update={"processen": processes_of(vraag)})
    return sorted(name for name in levers_of(here) if name in asked and name not in vraag.niveaus)


def _totals(lijn: Tijdlijn, ketens: Ketens, meer: Meer) -> Iterator[str]:
    yield ""
    yield from totals(lijn)
    if lijn.zwakste:
        yield f"Zwakste schakels. {WINST}"
    for number, schakel in enumerate(lijn.zwakste, start=1):
        yield f"  {number}. {clean_line(ketens.namen[schakel.id])}: {gain(schakel)}"
    if lijn.alleen:
        yield single_points(lijn, ketens)
    best = lijn.kleinste
    if best.vragen or best.middelen:
        yield f"{REDDEN} ({proof(best)}):"
    wanted = {name: from_level(meer.titels.get(name, ""), level) for name, level in meer.niveaus.items()}
    yield from named(best.vragen, {**meer.titels, **wanted})
    yield from (f"  {clean_line(ketens.namen[name])}" for name in best.middelen)
    if best.niet_te_halen:
        names = ", ".join(clean_line(ketens.namen[name]) for name in best.niet_te_halen)
        yield f"Niet te redden met eigen maatregelen: {names}."
    for tekst in lijn.inzichten:
        yield f"Let op: {clean_line(tekst)}"
