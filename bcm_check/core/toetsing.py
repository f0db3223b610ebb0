"""What must hold between the parts of a questionnaire: ids that exist, scales that fit, conditions that look back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from fractions import Fraction
from itertools import islice
from math import gcd

from .errors import Fault, Path
from .vraag import Vraag
from .vragenlijst import Knoop, Onderwerp, Pijler, Plek, Vragenlijst, groups, whole_weights

MAX_VRAGEN = 10_000
MAX_DEPTH = 8
_CHOICE = re.compile(r"[a-z][a-z0-9_]*")
MAX_NEAR = 1_000  # looking for a near miss among more takes longer than its worth
MAX_DEGREE = 1000


def near(word: str, known: Sequence[str] | Mapping[str, object]) -> str:
    """Return ` Bedoelt u "…"?` for the known word that looks most like this one, or nothing.

    The known words stand in a fixed order (no set): of more than MAX_NEAR only the first are looked at.
    """
    close = get_close_matches(word[:60], islice(known, MAX_NEAR), n=1, cutoff=0.7)
    return f' Bedoelt u "{close[0]}"?' if close else ""


def check(vragenlijst: Vragenlijst) -> list[Fault]:
    """Return every fault between the parts, in a fixed order; an empty list means that the questionnaire holds."""
    checks: tuple[Callable[[Vragenlijst], Iterator[Fault]], ...] = (
        _size,
        _double_ids,
        _scale,
        _profiles,
        _tracks,
        _levels,
        _questions,
        _conditions,
        _measures,
        _steps,
        _measure_order,
        _upgrades,
        _roots,
    )
    return [fault for one in checks for fault in one(vragenlijst)]


def _unknown(what: str, word: str, known: Sequence[str] | Mapping[str, object], path: Path) -> Fault:
    return Fault("onbekende-verwijzing", f'{what} "{word}" bestaat niet.{near(word, known)}', path)


def _size(lijst: Vragenlijst) -> Iterator[Fault]:
    if len(lijst.plekken) > MAX_VRAGEN:
        yield Fault("te-veel-vragen", f"{len(lijst.plekken)} vragen; hoogstens {MAX_VRAGEN} in één vragenlijst.")
    if not lijst.plekken:
        yield Fault("geen-vragen", "Deze vragenlijst heeft geen enkele vraag.", ("pijlers",))
    for plek in lijst.plekken:
        if len(plek.path) > 2 * MAX_DEPTH + 4:
            yield Fault("te-diep", f"Onderwerpen liggen meer dan {MAX_DEPTH} lagen diep.", plek.path)


def _paths_of_ids(lijst: Vragenlijst) -> Iterator[tuple[str, Path, str]]:
    """Yield every id with its place and the room it must be unique in (groups and questions share one)."""
    for name in ("doelgroepen", "dieptes", "profielen", "maatregelen", "bronnen", "actielijnen"):
        for at, item in enumerate(getattr(lijst, name)):
            yield item.id, (name, at, "id"), name
    for at, spoor in enumerate(lijst.sporen):
        yield spoor.id, ("sporen", at, "id"), "boom"
    for at, pijler in enumerate(lijst.pijlers):
        yield pijler.id, ("pijlers", at, "id"), "boom"
        yield from _ids_of_groups(pijler, ("pijlers", at))
    for plek in lijst.plekken:
        yield plek.vraag.id, (*plek.path, "id"), "boom"


def _ids_of_groups(group: Pijler | Onderwerp, path: Path) -> Iterator[tuple[str, Path, str]]:
    for at, onderwerp in enumerate(group.onderwerpen):
        here = (*path, "onderwerpen", at)
        yield onderwerp.id, (*here, "id"), "boom"
        yield from _ids_of_groups(onderwerp, here)


def _double_ids(lijst: Vragenlijst) -> Iterator[Fault]:
    seen: dict[tuple[str, str], str] = {}
    for name, path, room in _paths_of_ids(lijst):
        key = (room, name.casefold())
        if key in seen:
            yield Fault("dubbel-id", f'Het id "{name}" is al gebruikt (hoofdletters tellen niet mee).', path)
        seen[key] = name
        if name.casefold() == "totaal" and room == "boom":
            yield Fault("voorbehouden-id", 'Het id "totaal" is al van de tool zelf.', path)


def _scale(lijst: Vragenlijst) -> Iterator[Fault]:
    levels = [trede.niveau for trede in lijst.schaal]
    if len(levels) < 2 or levels != list(range(len(levels))):
        yield Fault("schaal-onvolledig", "De schaal moet oplopen: 0, 1, 2, … zonder gaten.", ("schaal",))
    if lijst.knock_out and lijst.knock_out.plafond >= lijst.knock_out.onder:
        yield Fault("knock-out-zinloos", "`plafond` moet lager zijn dan `onder`.", ("knock_out",))
    for level, path in _levels_of_rules(lijst):
        if level > lijst.hoogste:
            yield Fault("niveau-onbekend", f"Niveau {level} staat niet op de schaal.", path)


def _levels_of_rules(lijst: Vragenlijst) -> Iterator[tuple[int, Path]]:
    if lijst.knock_out:
        yield lijst.knock_out.onder, ("knock_out", "onder")
        yield lijst.knock_out.plafond, ("knock_out", "plafond")
    yield from ((rule.niveau, ("veroudering", at, "niveau")) for at, rule in enumerate(lijst.veroudering))


def _profiles(lijst: Vragenlijst) -> Iterator[Fault]:
    pillars = [pijler.id for pijler in lijst.pijlers]
    for at, profiel in enumerate(lijst.profielen):
        for name in profiel.gewichten:
            if name not in pillars:
                yield _unknown("Pijler", name, pillars, ("profielen", at, "gewichten", name))


def _tracks(lijst: Vragenlijst) -> Iterator[Fault]:
    tracks = [spoor.id for spoor in lijst.sporen]
    for at, pijler in enumerate(lijst.pijlers):
        if pijler.spoor is not None and pijler.spoor not in tracks:
            yield _unknown("Spoor", pijler.spoor, tracks, ("pijlers", at, "spoor"))


def _levels(lijst: Vragenlijst) -> Iterator[Fault]:
    wanted = [trede.niveau for trede in lijst.schaal]
    for plek in lijst.plekken:
        path = (*plek.path, "niveaus")
        if plek.vraag.soort != "schaal":
            yield from _other_kind(plek)
            continue
        found = list(plek.vraag.niveaus)
        missing = [str(level) for level in wanted if level not in found]
        strange = [level for level in found if level not in wanted]
        if missing:
            yield Fault("niveau-ontbreekt", f"Vraag {plek.vraag.id} mist niveau {', '.join(missing)}.", path)
        for level in strange:
            yield Fault("niveau-onbekend", f"Niveau {level} staat niet op de schaal.", (*path, str(level)))
        if not missing and not strange and found != wanted:
            yield Fault(
                "niveau-volgorde", f"De niveaus van {plek.vraag.id} staan niet op volgorde van laag naar hoog.", path
            )


def _other_kind(plek: Plek) -> Iterator[Fault]:
    vraag, path = plek.vraag, plek.path
    if vraag.niveaus or vraag.kritiek or vraag.maatregelen:
        text = f"Vraag {vraag.id}: niveaus, maatregelen en kritiek horen alleen bij een schaalvraag."
        yield Fault("hoort-bij-schaal", text, path)
    if vraag.soort == "getal" and vraag.minstens > vraag.hoogstens:
        yield Fault("bereik-omgekeerd", f"Vraag {vraag.id}: `minstens` is groter dan `hoogstens`.", path)
    if (vraag.soort == "keuze") != bool(vraag.keuzes) or len(vraag.keuzes) == 1:
        yield Fault("keuzes", f"Vraag {vraag.id}: een keuzevraag heeft minstens twee keuzes, een andere geen.", path)
    if vraag.soort == "keuze":
        yield from _choices(vraag, (*path, "keuzes"))


def _choices(vraag: Vraag, path: Path) -> Iterator[Fault]:
    seen: set[str] = set()
    for at, keuze in enumerate(vraag.keuzes):
        if not _CHOICE.fullmatch(keuze.id) or keuze.id in ("weet_niet", "nvt"):
            text = f'"{keuze.id}" kan geen keuze zijn: begin met een kleine letter, dan letters, cijfers of _.'
            yield Fault("keuze-id", text, (*path, at, "id"))
        if keuze.id in seen:
            yield Fault("dubbel-id", f'De keuze "{keuze.id}" bestaat al in vraag {vraag.id}.', (*path, at, "id"))
        seen.add(keuze.id)
    with_points = [keuze.punten is not None for keuze in vraag.keuzes]
    if any(with_points) and not all(with_points):
        yield Fault("punten-onvolledig", f"Vraag {vraag.id}: geef elke keuze punten, of geen enkele.", path)
    if with_points and all(with_points) and not vraag.hoogste_punten:
        yield Fault("punten-onvolledig", f"Vraag {vraag.id}: minstens één keuze geeft meer dan 0 punten.", path)


def _questions(lijst: Vragenlijst) -> Iterator[Fault]:
    kinds = [kind.id for kind in lijst.doelgroepen]
    depths = [diepte.id for diepte in lijst.dieptes]
    known_groups = dict.fromkeys(group.id for pijler in lijst.pijlers for group in groups(pijler))
    for plek in lijst.plekken:
        vraag, path = plek.vraag, plek.path
        named: list[tuple[str, str, list[str], Path]] = [
            *(("Doelgroep", kind, kinds, (*path, "voor", at)) for at, kind in enumerate(vraag.voor)),
            *(("Doelgroep", kind, kinds, (*path, "voorbeelden", kind)) for kind in vraag.voorbeelden),
            *(("Doelgroep", kind, kinds, (*path, "diepte_voor", kind)) for kind in vraag.diepte_voor),
            *(("Diepte", depth, depths, (*path, "diepte_voor", kind)) for kind, depth in vraag.diepte_voor.items()),
            *(
                ("Bron", bron.bron, list(lijst.bron), (*path, "bronnen", at, "bron"))
                for at, bron in enumerate(vraag.bronnen)
            ),
        ]
        if vraag.diepte is not None:
            named.append(("Diepte", vraag.diepte, depths, (*path, "diepte")))
        yield from (_unknown(what, word, known, where) for what, word, known, where in named if word not in known)
        yield from _counts_also(plek, known_groups)


def _counts_also(plek: Plek, known: Mapping[str, None]) -> Iterator[Fault]:
    for at, name in enumerate(plek.vraag.telt_ook_in):
        path = (*plek.path, "telt_ook_in", at)
        if name not in known:
            yield _unknown("Onderwerp", name, known, path)
        elif name == plek.thuis or name in plek.vraag.telt_ook_in[:at]:
            yield Fault("dubbel-geteld", f"Vraag {plek.vraag.id} telt al mee in {name}.", path)


def _conditions(lijst: Vragenlijst) -> Iterator[Fault]:
    before: dict[str, Plek] = {}
    everyone = dict.fromkeys(plek.vraag.id for plek in lijst.plekken)
    for plek in lijst.plekken:
        for at, als in enumerate(plek.vraag.als):
            path = (*plek.path, "als", at)
            if als.vraag not in everyone:
                yield _unknown("Vraag", als.vraag, everyone, (*path, "vraag"))
            elif als.vraag not in before:
                yield Fault("voorwaarde-vooruit", f"{als.vraag} staat niet vóór {plek.vraag.id}.", (*path, "vraag"))
            earlier = before.get(als.vraag)
            if earlier is not None and earlier.vraag.soort in ("keuze", "tekst"):
                text = f"{als.vraag} is geen schaal- of getalvraag: een voorwaarde kijkt naar een getal."
                yield Fault("voorwaarde-onmogelijk", text, (*path, "vraag"))
            limit = earlier.vraag.hoogstens if earlier is not None and earlier.vraag.soort == "getal" else lijst.hoogste
            if als.minstens > min(als.hoogstens, limit):
                yield Fault("voorwaarde-onmogelijk", "Aan deze voorwaarde kan geen antwoord voldoen.", path)
        before[plek.vraag.id] = plek


def _measures(lijst: Vragenlijst) -> Iterator[Fault]:
    lines = [actielijn.id for actielijn in lijst.actielijnen]
    for at, maatregel in enumerate(lijst.maatregelen):
        path: Path = ("maatregelen", at)
        if maatregel.actielijn is not None and maatregel.actielijn not in lines:
            yield _unknown("Actielijn", maatregel.actielijn, lines, (*path, "actielijn"))
        if maatregel.dagdelen.tot == 0:
            yield Fault("dagdelen-nul", "Een maatregel kost altijd iets: minstens één dagdeel.", (*path, "dagdelen"))
        if not 1 <= maatregel.kosten.van <= maatregel.kosten.tot <= 4:
            yield Fault("kosten-onbekend", "De kostenklasse loopt van 1 tot en met 4.", (*path, "kosten"))
        for number, name in enumerate(maatregel.vereist):
            if name not in lijst.maatregel:
                yield _unknown("Maatregel", name, lijst.maatregel, (*path, "vereist", number))


def _steps(lijst: Vragenlijst) -> Iterator[Fault]:
    for plek in lijst.plekken:
        for number, stap in enumerate(plek.vraag.maatregelen):
            path = (*plek.path, "maatregelen", number)
            if stap.id not in lijst.maatregel:
                yield _unknown("Maatregel", stap.id, lijst.maatregel, (*path, "id"))
            if stap.naar > lijst.hoogste:
                yield Fault("niveau-onbekend", f"Niveau {stap.naar} staat niet op de schaal.", (*path, "naar"))


def _upgrades(lijst: Vragenlijst) -> Iterator[Fault]:
    """Check that each step of `migraties` leads somewhere: to a question that exists, to levels on the scale."""
    for at, step in enumerate(lijst.migraties):
        path: Path = ("migraties", at)
        renamed_on = {each.vraag for each in lijst.migraties if each.soort in ("hernoem", "vervallen")}
        if (step.soort == "hernoem") != (step.naar is not None):
            yield Fault("migratie-naar", "`naar` hoort bij hernoem, en alleen daar.", path)
        elif step.naar is not None and step.naar not in lijst.plek and step.naar not in renamed_on:
            yield _unknown("Vraag", step.naar, lijst.plek, (*path, "naar"))
        if (step.soort == "antwoorden") != bool(step.niveaus):
            yield Fault("migratie-niveaus", "`niveaus` hoort bij antwoorden, en alleen daar.", path)
        for level in step.niveaus.values():
            if not 0 <= level <= lijst.hoogste:
                yield Fault("niveau-onbekend", f"Niveau {level} staat niet op de schaal.", (*path, "niveaus"))


def _measure_order(lijst: Vragenlijst) -> Iterator[Fault]:
    """Name the measures that wait for each other in a circle (Kahn's order leaves exactly those over)."""
    waits = {
        maatregel.id: {name for name in maatregel.vereist if name in lijst.maatregel} for maatregel in lijst.maatregelen
    }
    follows: dict[str, list[str]] = {name: [] for name in waits}
    for name, names in waits.items():
        for first in names:
            follows[first].append(name)
    free = [name for name, names in waits.items() if not names]
    while free:
        done = free.pop()
        del waits[done]
        for name in follows[done]:
            waits[name].discard(done)
            if not waits[name]:
                free.append(name)
    for at, maatregel in enumerate(lijst.maatregelen):
        if maatregel.id in waits:
            yield Fault("vereist-kring", f"Maatregel {maatregel.id} wacht op zichzelf.", ("maatregelen", at, "vereist"))


def _roots(lijst: Vragenlijst) -> Iterator[Fault]:
    """Name the weights that would make a geometric mean the root of a number too large to compute."""
    places = {name: path[:-1] for name, path, room in _paths_of_ids(lijst) if room == "boom"}
    for knoop in _nodes(lijst.boom):
        if knoop.methode == "meetkundig" and _too_fine(knoop.gewichten):
            yield _too_fine_fault(f"de delen van {knoop.id}", (*places[knoop.id], "methode"))
    if "meetkundig" in (lijst.methode, *(spoor.methode for spoor in lijst.sporen)):
        for at, profiel in enumerate(lijst.profielen):
            weights = [profiel.gewichten.get(pijler.id, Fraction(1)) for pijler in lijst.pijlers]
            if _too_fine(whole_weights(weights)):
                yield _too_fine_fault(f"profiel {profiel.id}", ("profielen", at, "gewichten"))


def _nodes(knopen: Iterable[Knoop]) -> Iterator[Knoop]:
    for knoop in knopen:
        yield knoop
        yield from _nodes(deel for deel in knoop.delen if isinstance(deel, Knoop))


def _too_fine(weights: Sequence[int]) -> bool:
    return sum(weights) > MAX_DEGREE * gcd(*weights)


def _too_fine_fault(what: str, path: Path) -> Fault:
    text = f"De gewichten van {what} zijn te fijn voor `meetkundig`: kies kleine, ronde getallen zoals 1, 2 of 3/2."
    return Fault("gewichten-te-fijn", text, path)
