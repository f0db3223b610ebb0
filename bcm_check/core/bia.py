"""The impact analysis in its light form (ISO 22301 8.2.2): the standard graph with what an organisation knows better.

A number that the organisation gives stands in the place of the standard's, whatever its answers say; its quality is
"E", own statement. What it says of a part that the graph no longer has is named by `check_own`, and left out.

A need has no id: it is named by its node and by a member of its group (`it:stroom`), see `reached`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from .eigen import RONDEN, Duur, Eigen, EigenProces, Ronde
from .errors import Fault
from .ketens import BehoefteVeld, Ketens, Middel, Proces, is_there, minutes_of
from .toetsing import near
from .vraagstelling import Vraagstelling, one_run

MEESTE_VRAGEN: Final = 8
HINDERT: Final = ".verminderd"  # behind a member: the need whose loss only hinders, where another stops the node


# -- which need is meant ------------------------------------------------------------------------------------------


def reached(needs: Sequence[BehoefteVeld], lid: str) -> tuple[int, ...]:
    """Return the numbers of the needs that a member names; none where no group holds it.

    Those whose group it opens go before others that hold it too, and needs that stop the node before those that only
    hinder it. So each need can be named apart: see `name_of`.
    """
    member = lid.removesuffix(HINDERT)
    holding = [at for at, need in enumerate(needs) if member in need.een_van]
    stops = member == lid and any(needs[at].soort == "uitval" for at in holding)
    holding = [at for at in holding if (needs[at].soort == "uitval") == stops]
    return tuple([at for at in holding if needs[at].een_van[0] == member] or holding)


def name_of(needs: Sequence[BehoefteVeld], at: int) -> str:
    """Return the member by which a need is named, and no other."""
    members = needs[at].een_van
    names = (*members, *(f"{member}{HINDERT}" for member in members))
    return next((name for name in names if reached(needs, name) == (at,)), members[0])


# -- the graph of one organisation --------------------------------------------------------------------------------


def with_own(ketens: Ketens, eigen: Eigen, soort: str | None) -> Ketens:
    """Return the graph with an organisation's own numbers and processes in it.

    Where it chose processes, the others of its kind (`soort`) are left out. A choice of which this graph has nothing
    is no choice: then those that are there on some days only are left out. Where nothing was stated at all it is the
    same graph for all of a kind.
    """
    if not eigen.leeg:
        return _with_own(ketens, eigen, soort)
    key = ("zonder eigen opgave", soort)
    found: Ketens | None = ketens.onthouden.get(key)
    if found is None:
        found = ketens.onthouden[key] = _with_own(ketens, eigen, soort)
    return found


def _with_own(ketens: Ketens, eigen: Eigen, soort: str | None) -> Ketens:
    known = {middel.id for middel in ketens.middelen}
    own = [proces for proces in _own_processes(ketens, eigen, soort, known) if proces.behoeften]
    mine = {proces.id for proces in ketens.processen if is_of(proces, soort)}
    critical = {*(mine & eigen.processen.keys()), *(proces.id for proces in own)}
    left_out = mine - (critical or critical_by_default(ketens, soort).keys())
    standard = [_proces(proces, eigen, known) for proces in ketens.processen if proces.id not in left_out]
    middelen = tuple(_middel(middel, eigen) for middel in ketens.middelen)
    return ketens.model_copy(update={"middelen": middelen, "processen": (*standard, *own)})


def critical_by_default(ketens: Ketens, soort: str | None) -> dict[str, EigenProces]:
    """Return the processes that count for an organisation of this kind that chose none."""
    return {each.id: EigenProces() for each in ketens.processen if is_of(each, soort) and not each.bij_keuze}


def is_of(proces: Proces, soort: str | None) -> bool:
    """Tell whether a process is one of this kind of organisation."""
    return soort is None or not proces.voor or soort in proces.voor


def _own_processes(ketens: Ketens, eigen: Eigen, soort: str | None, known: set[str]) -> Iterator[Proces]:
    taken = {node.id.casefold() for node in _nodes(ketens)}
    for name, each in eigen.processen.items():
        if each.naam and name.casefold() not in taken:
            yield _proces(Proces(id=name, naam=each.naam, voor=(soort,) if soort else ()), eigen, known)


def _nodes(ketens: Ketens) -> tuple[Middel | Proces, ...]:
    return (*ketens.middelen, *ketens.processen)


def _middel(middel: Middel, eigen: Eigen) -> Middel:
    update: dict[str, object] = {}
    back = eigen.herstel.get(middel.id)
    if back is not None and _rises(back):
        update["herstel"] = back
    if middel.id in eigen.uren:
        update["behoeften"] = _with_durations(middel.behoeften, eigen.uren[middel.id])
    return middel.model_copy(update=update) if update else middel


def _proces(proces: Proces, eigen: Eigen, known: set[str]) -> Proces:
    if proces.id not in eigen.processen and proces.id not in eigen.uren:
        return proces
    each = eigen.processen.get(proces.id, EigenProces())
    needs = _leaning(proces.behoeften, each.leunt_op, known)
    durations = {name: duur for name, duur in each.leunt_op.items() if duur is not None}
    update: dict[str, object] = {}
    if each.naam:
        update["naam"] = each.naam
    if each.mtpd is not None:
        update["mtpd"] = each.mtpd
    if each.leunt_op or proces.id in eigen.uren:
        update["behoeften"] = _with_durations(needs, {**durations, **eigen.uren.get(proces.id, {})})
    return proces.model_copy(update=update) if update else proces


def _leaning(
    needs: tuple[BehoefteVeld, ...], leunt_op: Mapping[str, Duur | None], known: set[str]
) -> tuple[BehoefteVeld, ...]:
    """Return the needs of a process that are left when it leans on these alone, and new ones for what it lacked."""
    stops = {at for name in leunt_op for at in reached(needs, name)}
    kept = [
        need
        for at, need in enumerate(needs)
        if at in stops or (need.soort == "verminderd" and any(member in leunt_op for member in need.een_van))
    ]
    new = [name for name in leunt_op if name in known and not reached(needs, name)]
    return (*kept, *(BehoefteVeld(een_van=(name,)) for name in new)) or needs


def _with_durations(needs: tuple[BehoefteVeld, ...], own: Mapping[str, Duur]) -> tuple[BehoefteVeld, ...]:
    sound = {name: duur for name, duur in own.items() if _rises(duur)}
    found = {at: duur for name, duur in sound.items() for at in reached(needs, name)}
    found |= {at: sound[name_of(needs, at)] for at in found if name_of(needs, at) in sound}
    return tuple(_need(need, found[at]) if at in found else need for at, need in enumerate(needs))


def _need(need: BehoefteVeld, duur: Duur) -> BehoefteVeld:
    update = {"uren": duur, "bij_antwoord": (), "kwaliteit": "E", "bronnen": (), "uitleg": ""}
    return need.model_copy(update=update)


def _rises(duur: Duur) -> bool:
    return duur.min <= duur.verwacht <= duur.max


# -- what may be stated -------------------------------------------------------------------------------------------


def check_own(ketens: Ketens, eigen: Eigen, soort: str | None) -> list[Fault]:
    """Return what an organisation of this kind says of parts that the graph does not have, and what is not whole."""
    if eigen.leeg:
        return []
    return [*_check_processes(ketens, eigen, soort), *_check_hours(ketens, eigen, soort), *_check_ranges(eigen)]


def _check_processes(ketens: Ketens, eigen: Eigen, soort: str | None) -> Iterator[Fault]:
    middelen = [middel.id for middel in ketens.middelen]
    standard = {proces.id: proces for proces in ketens.processen if is_of(proces, soort)}
    taken = {node.id.casefold(): node for node in _nodes(ketens)}
    for name, each in eigen.processen.items():
        path = ("eigen", "processen", name)
        node = taken.get(name.casefold())
        if name in standard:
            pass
        elif isinstance(node, Middel):
            yield Fault("dubbel-id", f'"{name}" is een middel en kan geen proces zijn.', path)
        elif not each.naam:
            text = f'Proces "{name}" bestaat niet.{near(name, standard)} Is het een eigen proces? Geef het een naam.'
            yield Fault("onbekend-proces", text, path)
        elif node is not None:
            yield Fault("dubbel-id", f'"{name}" is al een standaardproces. Kies een ander id.', path)
        elif not each.leunt_op:
            yield Fault("leunt-nergens-op", f'Eigen proces "{name}" leunt nergens op. Noem wat het nodig heeft.', path)
        usual = standard[name].behoeften if name in standard else ()
        for member in each.leunt_op:
            if member not in middelen and not reached(usual, member):
                text = f'Middel "{member}" bestaat niet.{near(member, middelen)}'
                yield Fault("onbekende-verwijzing", text, (*path, "leunt_op", member))


def _check_hours(ketens: Ketens, eigen: Eigen, soort: str | None) -> Iterator[Fault]:
    usual = {node.id: node for node in _nodes(ketens)}
    now = {**usual, **{node.id: node for node in _nodes(with_own(ketens, eigen, soort))}}
    for name, own in eigen.uren.items():
        if name not in now:
            yield Fault("onbekende-knoop", f'"{name}" bestaat niet.{near(name, now)}', ("eigen", "uren", name))
            continue
        groups = [now[name].behoeften, usual[name].behoeften if name in usual else ()]
        members = list(dict.fromkeys(member for needs in groups for need in needs for member in need.een_van))
        for member in own:
            if not any(reached(needs, member) for needs in groups):
                text = f'{name} heeft "{member}" niet nodig.{near(member, members)}'
                yield Fault("onbekende-verwijzing", text, ("eigen", "uren", name, member))
    middelen = [middel.id for middel in ketens.middelen]
    for name in eigen.herstel:
        if name not in middelen:
            text = f'Middel "{name}" bestaat niet.{near(name, middelen)}'
            yield Fault("onbekende-knoop", text, ("eigen", "herstel", name))


def _check_ranges(eigen: Eigen) -> Iterator[Fault]:
    named = [(f"{node}:{member}", duur) for node, own in eigen.uren.items() for member, duur in own.items()]
    named += list(eigen.herstel.items())
    named += [
        (f"{name}:{member}", duur)
        for name, each in eigen.processen.items()
        for member, duur in each.leunt_op.items()
        if duur is not None
    ]
    for name, duur in named:
        if not _rises(duur):
            yield Fault("bereik-omgekeerd", f"{name}: minst, verwacht en meest lopen niet op.", ("eigen",))


# -- stating something --------------------------------------------------------------------------------------------


def chosen(ketens: Ketens, soort: str | None, processen: dict[str, EigenProces]) -> dict[str, EigenProces]:
    """Return a choice of processes as it is kept: all of them, as they are, is no choice.

    So a process that is new in a later version belongs to it.
    """
    return {} if processen == critical_by_default(ketens, soort) else processen


def with_hours(ketens: Ketens, eigen: Eigen, soort: str | None, place: tuple[str, str], duur: Duur | None) -> Eigen:
    """Return the statements with hours put in for a need (`place`: a node and a member), or wiped (None).

    Each need is kept under one name, whichever member named it: a later statement replaces an earlier one. A need of
    the standard that the process was said not to have comes back by its hours. A place that the graph does not have
    is kept as it was named, for `check_own` to tell.
    """
    node, lid = place
    if duur is not None:
        eigen = _taken_back(ketens, eigen, node, lid)
    now = next((each for each in _nodes(with_own(ketens, eigen, soort)) if each.id == node), None)
    needs = now.behoeften if now is not None else ()
    meant = reached(needs, lid)
    before = eigen.uren.get(node, {})
    own = {name: kept for name, kept in before.items() if name != lid and not _is_within(reached(needs, name), meant)}
    if duur is not None:
        own |= {name_of(needs, at): duur for at in meant} or {lid: duur}
    uren = {**eigen.uren, node: own}
    return eigen.model_copy(
        update={
            "uren": {name: kept for name, kept in uren.items() if kept},
            "processen": _without_duration(eigen.processen, node, needs, meant),
        }
    )


def _taken_back(ketens: Ketens, eigen: Eigen, node: str, lid: str) -> Eigen:
    proces = eigen.processen.get(node)
    usual_ = next((each.behoeften for each in ketens.processen if each.id == node), ())
    if proces is None or not proces.leunt_op or not reached(usual_, lid):
        return eigen
    wanted = {name_of(usual_, at) for at in reached(usual_, lid)}
    there = {at for name in proces.leunt_op for at in reached(usual_, name)}
    leunt_op = {**proces.leunt_op, **{name: None for name in wanted if not set(reached(usual_, name)) <= there}}
    kept = proces.model_copy(update={"leunt_op": leunt_op})
    return eigen.model_copy(update={"processen": {**eigen.processen, node: kept}})


def _is_within(part: tuple[int, ...], whole: tuple[int, ...]) -> bool:
    return bool(part) and set(part) <= set(whole)


def _without_duration(
    processen: dict[str, EigenProces], node: str, needs: Sequence[BehoefteVeld], meant: tuple[int, ...]
) -> dict[str, EigenProces]:
    """Return the processes where what a process leans on has no hours of its own for the needs that are meant."""
    proces = processen.get(node)
    if proces is None:
        return processen
    leunt_op = {
        name: None if _is_within(reached(needs, name), meant) else kept for name, kept in proces.leunt_op.items()
    }
    return {**processen, node: proces.model_copy(update={"leunt_op": leunt_op})}


def without_need(ketens: Ketens, eigen: Eigen, soort: str | None, place: tuple[str, str]) -> Eigen | None:
    """Return the statements where a process leans on a need no more; None where nothing would be left to lean on."""
    node, lid = place
    cleared = with_hours(ketens, eigen, soort, place, None)
    now = with_own(ketens, eigen, soort)
    proces = next(each for each in now.processen if each.id == node)
    gone = reached(proces.behoeften, lid)
    left = [at for at in range(len(proces.behoeften)) if at not in gone]
    if not any(proces.behoeften[at].soort == "uitval" for at in left):
        return None
    critical = cleared.processen or critical_by_default(ketens, soort)
    before = critical.get(node, EigenProces())
    leunt_op = {name: before.leunt_op.get(name) for name in (name_of(proces.behoeften, at) for at in left)}
    return cleared.model_copy(
        update={"processen": {**critical, node: before.model_copy(update={"leunt_op": leunt_op})}}
    )


# -- what is asked ------------------------------------------------------------------------------------------------


class Biavraag(NamedTuple):
    """Something to confirm: how long `knoop` goes without `lid`, or (`lid` is "") how long the process may be down.

    `leden` is the group that `lid` stands for: what is there of it. `minuten` is what holds now in each round; None
    where nothing is known. `herkomst` tells where that comes from: a question and its level, "eigen", or "" (the
    standard, of this `kwaliteit`).
    """

    knoop: str
    lid: str
    leden: tuple[str, ...]
    minuten: tuple[int, int, int] | None
    kwaliteit: str
    herkomst: str


def questions(vraag: Vraagstelling, proces: Proces) -> tuple[Biavraag, ...]:
    """Return what to confirm of a process, eight at most: how long it may be down, then what decides when it stops.

    First the links of the chain that stops it in this scenario, then the other needs of the process itself.
    """
    down = None if proces.mtpd is None else (proces.mtpd,) * 3
    found = {(proces.id, -1): Biavraag(proces.id, "", (), down, "", "")}
    nodes: dict[str, Middel | Proces] = {middel.id: middel for middel in vraag.ketens.middelen}
    nodes[proces.id] = proces
    verloop = one_run(vraag)
    names = verloop.graaf.namen
    number = names.index(proces.id)
    chain = [names[each] for each in verloop.keten(number)] if verloop.eerste(number) else []
    links = [(stopped, lost) for lost, stopped in pairwise(chain)][::-1]
    links += [(proces.id, member) for need in proces.behoeften for member in need.een_van[:1]]
    for node, member in links:
        for at, need in enumerate(nodes[node].behoeften):
            if need.soort == "uitval" and member in need.een_van and (node, at) not in found:
                found[node, at] = _question(nodes[node], at, vraag)
    return tuple(found.values())[:MEESTE_VRAGEN]


def _question(node: Middel | Proces, at: int, vraag: Vraagstelling) -> Biavraag:
    need = node.behoeften[at]
    there = {middel.id for middel in vraag.ketens.middelen if is_there(middel, vraag.niveaus)}
    members = tuple(name for name in need.een_van if name in there) or need.een_van
    lid = name_of(node.behoeften, at)
    return Biavraag(node.id, lid, members, _in_rounds(need, vraag), need.kwaliteit, _origin(need, "verwacht", vraag))


def _in_rounds(need: BehoefteVeld, vraag: Vraagstelling) -> tuple[int, int, int]:
    low, usual, high = (minutes_of(need, ronde, vraag.niveaus) for ronde in RONDEN)
    return low, usual, high


def usual(vraag: Vraagstelling, bia: Biavraag) -> tuple[int, int, int] | None:
    """Return the minutes that a question would have without the statements; `vraag` is the run over the standard."""
    node = next((each for each in _nodes(vraag.ketens) if each.id == bia.knoop), None)
    if node is None:
        return None
    if not bia.lid:
        return (node.mtpd,) * 3 if isinstance(node, Proces) and node.mtpd is not None else None
    meant = reached(node.behoeften, bia.lid)
    return _in_rounds(node.behoeften[meant[0]], vraag) if meant else None


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
