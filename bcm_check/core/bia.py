"""The impact analysis in its light form (ISO 22301 8.2.2): the standard graph with what an organisation knows better.

A number that the organisation gives stands in the place of the standard's, whatever its answers say; its quality is
"E", own statement. What it says of a part that the graph no longer has is named by `check_own`, and left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from .eigen import RONDEN, Duur, Eigen, EigenProces, Ronde
from .errors import Fault
from .ketens import BehoefteVeld, Ketens, Middel, Proces, minutes_of
from .tijdlijn import Vraagstelling, one_run
from .toetsing import near

MEESTE_VRAGEN = 8


def with_own(ketens: Ketens, eigen: Eigen, soort: str | None) -> Ketens:
    """Return the graph with an organisation's own numbers and processes in it.

    Where it chose processes, the others of its kind (`soort`) are left out.
    """
    middelen = tuple(_middel(middel, eigen) for middel in ketens.middelen)
    known = {middel.id for middel in ketens.middelen}
    standard = [_proces(proces, eigen) for proces in ketens.processen if _is_chosen(proces, eigen, soort)]
    ids = known | {proces.id for proces in ketens.processen}
    own = [_own(name, each, soort, known) for name, each in eigen.processen.items() if name not in ids and each.naam]
    processen = (*standard, *(proces for proces in own if proces.behoeften))
    return ketens.model_copy(update={"middelen": middelen, "processen": processen})


def _is_chosen(proces: Proces, eigen: Eigen, soort: str | None) -> bool:
    mine = soort is None or not proces.voor or soort in proces.voor
    return not mine or not eigen.processen or proces.id in eigen.processen


def _middel(middel: Middel, eigen: Eigen) -> Middel:
    update: dict[str, object] = {}
    if middel.id in eigen.herstel:
        update["herstel"] = eigen.herstel[middel.id]
    if middel.id in eigen.uren:
        update["behoeften"] = _needs(middel, eigen)
    return middel.model_copy(update=update) if update else middel


def _proces(proces: Proces, eigen: Eigen) -> Proces:
    update: dict[str, object] = {}
    chosen = eigen.processen.get(proces.id)
    if chosen is not None and chosen.mtpd is not None:
        update["mtpd"] = chosen.mtpd
    if proces.id in eigen.uren:
        update["behoeften"] = _needs(proces, eigen)
    return proces.model_copy(update=update) if update else proces


def _needs(node: Middel | Proces, eigen: Eigen) -> tuple[BehoefteVeld, ...]:
    own = eigen.uren[node.id]
    return tuple(_need(need, own[member]) if (member := _named(need, own)) else need for need in node.behoeften)


def _named(need: BehoefteVeld, own: Iterable[str]) -> str | None:
    return next((name for name in need.een_van if name in own), None)


def _need(need: BehoefteVeld, duur: Duur) -> BehoefteVeld:
    update = {"uren": duur, "bij_antwoord": (), "kwaliteit": "E", "bronnen": (), "uitleg": ""}
    return need.model_copy(update=update)


def _own(name: str, eigen: EigenProces, soort: str | None, known: Iterable[str]) -> Proces:
    needs = tuple(
        BehoefteVeld(een_van=(member,), uren=duur, kwaliteit="E")
        for member, duur in eigen.leunt_op.items()
        if member in known
    )
    return Proces(id=name, naam=eigen.naam, voor=(soort,) if soort else (), mtpd=eigen.mtpd, behoeften=needs)


def check_own(ketens: Ketens, eigen: Eigen, soort: str | None) -> list[Fault]:
    """Return what an organisation of this kind says of parts that the graph does not have, and what is not whole."""
    return [*_check_processes(ketens, eigen, soort), *_check_hours(ketens, eigen), *_check_ranges(eigen)]


def _check_processes(ketens: Ketens, eigen: Eigen, soort: str | None) -> Iterator[Fault]:
    middelen = [middel.id for middel in ketens.middelen]
    standard = [p.id for p in ketens.processen if soort is None or not p.voor or soort in p.voor]
    for name, each in eigen.processen.items():
        path = ("eigen", "processen", name)
        if name in standard:
            continue
        if name in middelen:
            yield Fault("dubbel-id", f'"{name}" is een middel en kan geen proces zijn.', path)
        elif not each.naam:
            text = f'Proces "{name}" bestaat niet.{near(name, standard)} Is het een eigen proces? Geef het een naam.'
            yield Fault("onbekend-proces", text, path)
        elif not each.leunt_op:
            yield Fault("leunt-nergens-op", f'Eigen proces "{name}" leunt nergens op. Noem wat het nodig heeft.', path)
        for member in each.leunt_op:
            if member not in middelen:
                text = f'Middel "{member}" bestaat niet.{near(member, middelen)}'
                yield Fault("onbekende-verwijzing", text, (*path, "leunt_op", member))


def _check_hours(ketens: Ketens, eigen: Eigen) -> Iterator[Fault]:
    nodes: dict[str, Middel | Proces] = {middel.id: middel for middel in ketens.middelen}
    nodes |= {proces.id: proces for proces in ketens.processen}
    for name, own in eigen.uren.items():
        if name not in nodes:
            yield Fault("onbekende-knoop", f'"{name}" bestaat niet.{near(name, nodes)}', ("eigen", "uren", name))
            continue
        members = [member for need in nodes[name].behoeften for member in need.een_van]
        for member in own:
            if member not in members:
                text = f'{name} heeft "{member}" niet nodig.{near(member, members)}'
                yield Fault("onbekende-verwijzing", text, ("eigen", "uren", name, member))
    for name in eigen.herstel:
        if not isinstance(nodes.get(name), Middel):
            yield Fault(
                "onbekende-knoop", f'Middel "{name}" bestaat niet.{near(name, nodes)}', ("eigen", "herstel", name)
            )


def _check_ranges(eigen: Eigen) -> Iterator[Fault]:
    named = [(f"{node}:{member}", duur) for node, own in eigen.uren.items() for member, duur in own.items()]
    named += list(eigen.herstel.items())
    named += [(f"{p}:{member}", duur) for p, each in eigen.processen.items() for member, duur in each.leunt_op.items()]
    for name, duur in named:
        if not duur.min <= duur.verwacht <= duur.max:
            yield Fault("bereik-omgekeerd", f"{name}: minst, verwacht en meest lopen niet op.", ("eigen",))


class Biavraag(NamedTuple):
    """Something to confirm: how long `knoop` goes without `lid`, or (`lid` is "") how long the process may be down.

    `minuten` is what holds now in each round; None where nothing is known. `herkomst` tells where that comes from: a
    question and its level, "eigen", or "" (the standard, of this `kwaliteit`).
    """

    knoop: str
    lid: str
    minuten: tuple[int, int, int] | None
    kwaliteit: str
    herkomst: str


def questions(vraag: Vraagstelling, proces: Proces) -> tuple[Biavraag, ...]:
    """Return what to confirm of a process, eight at most: how long it may be down, then what decides when it stops.

    First the links of the chain that stops it in this scenario, then the other needs of the process itself.
    """
    down = None if proces.mtpd is None else (proces.mtpd,) * 3
    found = [Biavraag(proces.id, "", down, "", "")]
    nodes: dict[str, Middel | Proces] = {middel.id: middel for middel in vraag.ketens.middelen}
    nodes[proces.id] = proces
    verloop = one_run(vraag)
    names = verloop.graaf.namen
    number = names.index(proces.id)
    chain = [names[each] for each in verloop.keten(number)] if verloop.eerste(number) else []
    links = [(stopped, lost) for lost, stopped in pairwise(chain)][::-1]
    links += [(proces.id, need.een_van[0]) for need in proces.behoeften if need.soort == "uitval"]
    seen: set[tuple[str, int]] = set()
    for node, member in links:
        for at, need in enumerate(nodes[node].behoeften):
            if member in need.een_van and (node, at) not in seen:
                seen.add((node, at))
                found.append(_question(node, member, need, vraag))
    return tuple(found[:MEESTE_VRAGEN])


def _question(node: str, member: str, need: BehoefteVeld, vraag: Vraagstelling) -> Biavraag:
    low, usual, high = (minutes_of(need, ronde, vraag.niveaus) for ronde in RONDEN)
    return Biavraag(node, member, (low, usual, high), need.kwaliteit, _origin(need, "verwacht", vraag))


def _origin(need: BehoefteVeld, ronde: Ronde, vraag: Vraagstelling) -> str:
    """Return which answer sets how long a need lasts; "" where none does."""
    if need.kwaliteit == "E":
        return "eigen"
    lasting = minutes_of(need, ronde, vraag.niveaus)
    earned = [
        each
        for each in need.bij_antwoord
        if vraag.niveaus.get(each.vraag, 0) >= each.niveau and each.uren.minuten(ronde) == lasting
    ]
    return f"{earned[0].vraag} (niveau {vraag.niveaus[earned[0].vraag]})" if earned else ""
