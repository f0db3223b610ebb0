"""The same sum on an engine that exists: dask, on this machine or on a cluster that somebody already has.

First every file is read for its rank alone, in parts; then it is decided which count; then the parts are added up where
they are read, and only sums travel. The picture is the same to the last figure. The engine is an extra.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial, reduce
from importlib import import_module
from operator import add
from pathlib import Path
from typing import Any, NamedTuple

from bcm_check.cli.delen import converter
from bcm_check.cli.laden import load_vragenlijst
from bcm_check.core.bijdrage import Bijdrage
from bcm_check.core.errors import FileTrouble, WrongUse
from bcm_check.core.regio import Regio
from bcm_check.core.regiobeeld import Regiobeeld
from bcm_check.core.regiotelling import Regiotelling
from bcm_check.core.tekst import clean_line
from bcm_check.files import bijdragen, graphs
from bcm_check.files.bijdragen import Beeld, Gelezen, Overgeslagen
from bcm_check.files.optelling import Optelling, in_sector

DEEL = 250  # files in a part
WERKERS = 2


class Som(NamedTuple):
    """What an engine gives: the picture, how many files count, and why the others do not."""

    beeld: Regiobeeld
    gebruikt: int
    overgeslagen: list[Overgeslagen]
    tijdelijk: frozenset[str] = frozenset()  # the codes that hold for this run only


@dataclass(frozen=True)
class Taak:
    """What a worker needs to read a file: the keys, the day, the lists of the region, and the salt of this run."""

    sleutels: tuple[str, ...]
    peildatum: datetime | None
    vandaag: date
    regio: Regio
    zout: bytes

    def read(self, paths: Sequence[str]) -> Iterator[Gelezen | Beeld | Overgeslagen]:
        """Yield each file, read."""
        lijst = load_vragenlijst(None)
        convert = converter({lijst.id: lijst}, graphs.load(graphs.standard()), self.peildatum, self.zout)
        for path in paths:
            yield bijdragen.read_one(Path(path), convert, self.sleutels, self.vandaag)

    def ranks(self, paths: Sequence[str]) -> list[Gelezen | Beeld | Overgeslagen]:
        """Return each file without what is in it."""
        return [_without_content(each) for each in self.read(paths)]

    def fold(self, files: Sequence[tuple[str, str]]) -> Regiobeeld:
        """Return the sum over files (place, mark) that all count. Raises FileTrouble when one changed since."""
        telling = Regiotelling()
        for found, (path, mark) in zip(self.read([path for path, _ in files]), files, strict=True):
            if isinstance(found, Overgeslagen) or found.merk != mark:
                raise FileTrouble(f"{clean_line(path)} veranderde tijdens het optellen. Begin opnieuw.")
            if isinstance(found, Gelezen):
                telling.add(in_sector(self.regio, found.bijdrage))
            else:
                telling = Regiotelling(telling.beeld + found.beeld)
        return telling.beeld


def _without_content(found: Gelezen | Beeld | Overgeslagen) -> Gelezen | Beeld | Overgeslagen:
    if isinstance(found, Gelezen):
        kept = {"code", "teller", "peildatum", "lijst", "soort", "diepte"}
        return found._replace(bijdrage=type(found.bijdrage)(**found.bijdrage.model_dump(include=kept)))
    return found._replace(beeld=Regiobeeld()) if isinstance(found, Beeld) else found


def with_dask(map_: Path, taak: Taak, adres: str | None) -> Som:
    """Return the sum over a folder, by dask. Raises WrongUse without it, or when no cluster answers at the address."""
    walked = list(bijdragen.walk(map_))
    paths = [str(each) for each in walked if isinstance(each, Path)]
    with _client(adres) as client:
        parts = [paths[at : at + DEEL] for at in range(0, len(paths), DEEL)]
        index = Optelling(partial(_unread, taak), _as_it_is)
        for each in walked:
            if isinstance(each, Overgeslagen):
                index.take(each)
        for ranks in client.gather(client.map(taak.ranks, parts, pure=False)):
            for found in ranks:
                index.take(found)
        counted = index.counted
        chosen = [counted[at : at + DEEL] for at in range(0, len(counted), DEEL)]
        sums = client.gather(client.map(taak.fold, chosen, pure=False))
    beeld = reduce(add, sums, Regiobeeld())
    return Som(beeld, index.gebruikt, index.overgeslagen, frozenset(index.tijdelijk))


def _unread(taak: Taak, path: Path) -> Gelezen | Beeld:
    """Read a file again that an index must take out: only its rank matters."""
    found = _without_content(next(taak.read([str(path)])))
    if isinstance(found, Overgeslagen):
        raise WrongUse(f"{found.pad}: {found.reden}")
    return found


def _as_it_is(bijdrage: Bijdrage) -> Bijdrage:
    return bijdrage


def _client(adres: str | None) -> Any:
    try:
        engine = import_module("distributed")
    except ImportError:
        raise WrongUse(
            'Voor --motor dask is een extra nodig. Installeer die met: python -m pip install "bcm-check[cluster]"'
        ) from None
    if adres is None:
        return engine.Client(engine.LocalCluster(n_workers=WERKERS, threads_per_worker=1, dashboard_address=None))
    try:
        return engine.Client(adres, timeout=10)
    except (OSError, ValueError):
        raise WrongUse(f"Op {adres} antwoordt geen cluster. Kijk naar het adres bij --scheduler.") from None
