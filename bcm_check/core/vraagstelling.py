"""What is asked of the run of hours for one organisation, and one round of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from .eigen import Ronde
from .ketens import Ketens, Proces, Scenario, grips, set_up
from .uitval import Greep, Verloop, run


class Vraagstelling(NamedTuple):
    """What is asked: a graph, an organisation's counted levels and kind, scenarios, and the horizon in minutes."""

    ketens: Ketens
    niveaus: Mapping[str, int]
    soort: str | None
    scenarios: tuple[Scenario, ...]
    minuten: int
    vragen: frozenset[str] | None = None  # the questions that it can answer; None: all
    beproefd: Mapping[str, date] = MappingProxyType({})  # the day of the last test, by question


def processes_of(vraag: Vraagstelling) -> tuple[Proces, ...]:
    """Return the processes of this kind of organisation."""
    soort = vraag.soort
    return tuple(p for p in vraag.ketens.processen if soort is None or not p.voor or soort in p.voor)


def one_run(
    vraag: Vraagstelling,
    ronde: Ronde = "verwacht",
    *,
    zonder: Sequence[str] = (),
    extra: Sequence[str] = (),
    verminderd: bool = False,
) -> Verloop:
    """Run one round; `zonder` are nodes that cannot fail, `extra` nodes that are down from the start.

    With `verminderd` it is a run over twice as many nodes (`ketens.set_up`).
    """
    opzet = set_up(vraag.ketens, ronde, vraag.niveaus, soort=vraag.soort, verminderd=verminderd)
    held = [*grips(opzet, vraag.scenarios), *(Greep(opzet.nummer[name], 0, None) for name in extra)]
    graaf = opzet.graaf
    if zonder:
        safe = {opzet.nummer[name] for name in zonder}
        held = [grip for grip in held if grip.knoop not in safe]
        needs = tuple(() if at in safe else each for at, each in enumerate(graaf.behoeften))
        graaf = type(graaf)(graaf.namen, needs, graaf.herstel)
    return run(graaf, held, vraag.minuten)
