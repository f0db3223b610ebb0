"""The region: reading and adding up against DuckDB over the same files, and time and memory as a folder grows.

Of answer files the reading and scoring is what has a peer; what a region also makes of each (its plan, its hours under
every scenario) is printed beside it. A third of the levels is another one in every file.

And adding up again with a memory (`python benchmarks/regio.py geheugen [files]`): 1% of the exports is made anew before
each run, against a walk over the same folder that looks at the size and time of each file and reads none. Each run is a
process of its own, which has met nothing yet. It times the sum, not the start of the program or its reports.

Linux only. Run it with the package and its `dev` group installed: `python benchmarks/regio.py [files] [most in a
stream]`. The stream grows by ten up to its most (100,000; 1,000,000 takes some ten minutes), each size in a process of
its own: made in memory, each with other scores, so that files do not take the time.
"""

from __future__ import annotations

import json
import math
import os
import random
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

import duckdb
from ratio import compare, cpu_of

from bcm_check.cli.delen import converter, make_bijdrage
from bcm_check.cli.laden import fitted, load_vragenlijst
from bcm_check.core.antwoorden import Antwoorden
from bcm_check.core.beoordeling import assess
from bcm_check.core.bijdrage import Bijdrage, Uurstuk
from bcm_check.core.regiobeeld import Regiobeeld
from bcm_check.core.scores import score
from bcm_check.files import bijdragen, examples, graphs, hertelling, optelling, regiobeelden, regios
from bcm_check.files.answers import Encoder, decode
from bcm_check.files.locations import home

DAG = date(2026, 3, 1)
RUST = 2.1  # seconds: what is younger when it is read is read once more the next time, which is another sum
# every field that we read has its type here too
EXPORT = {
    "code": "VARCHAR",
    "teller": "BIGINT",
    "peildatum": "DATE",
    "soort": "VARCHAR",
    "diepte": "VARCHAR",
    "gemeente": "VARCHAR",
    "lijst": {"id": "VARCHAR", "versie": "VARCHAR"},
    "scores": "MAP(VARCHAR, BIGINT)",
    "ambitie": "MAP(VARCHAR, BIGINT)",
    "niveaus": "MAP(VARCHAR, BIGINT)",
    "weet_niet": ["VARCHAR"],
    "nvt": ["VARCHAR"],
    "maatregelen": ["VARCHAR"],
    "uren": "MAP(VARCHAR, MAP(VARCHAR, STRUCT(uit BIGINT[][], oorzaak VARCHAR)))",
}
ANSWERS = {
    "teller": "BIGINT",
    "diepte": "VARCHAR",
    "organisatie": {"naam": "VARCHAR", "type": "VARCHAR", "code": "VARCHAR"},
    "vragenlijst": {"id": "VARCHAR", "versie": "VARCHAR"},
    "ambitie": "MAP(VARCHAR, BIGINT)",
    "antwoorden": "MAP(VARCHAR, STRUCT(waarde VARCHAR, reden VARCHAR, toelichting VARCHAR,"
    " bewijs VARCHAR, eigenaar VARCHAR, testdatum DATE))",
}
QUERY = "select count(*), {sum} from (select from_json(content, '{types}') as j from read_text('{files}'))"


class Stroom(NamedTuple):
    """What a stream of contributions took: CPU seconds, the most memory of the process (MB), the picture's file."""

    seconden: float
    geheugen: float
    bestand: float


def main(count: int, most: int) -> None:
    """Measure and print."""
    lijst, ketens, lists = load_vragenlijst(None), graphs.load(graphs.standard()), regios.load()
    given = examples.load(home("vragenlijsten") / "voorbeelden" / "gemeente-voorbeeldveen.yaml", lijst).antwoorden
    base = make_bijdrage(assess(lijst, given, DAG), ketens, code="0" * 20)
    convert = converter({lijst.id: lijst}, ketens, None, secrets.token_bytes(16))

    def add_up(folder: Path) -> Regiobeeld:
        som = optelling.Optelling(partial(bijdragen.read, omzetter=convert), partial(optelling.in_sector, lists))
        for found in bijdragen.read_folder(folder, convert, (), date(2099, 1, 1)):
            som.take(found)
        assert not som.overgeslagen
        return som.beeld

    with tempfile.TemporaryDirectory() as temporary:
        engine = duckdb.connect()
        engine.execute("set threads to 1")
        exports, answers = Path(temporary) / "exports", Path(temporary) / "antwoorden"
        exports.mkdir()
        answers.mkdir()
        for bijdrage in others(base, count):
            (exports / f"{bijdrage.code}.bcm-deel.json").write_bytes(bijdragen.dump(bijdrage))
        few = max(count // 20, 20)
        for number, each in enumerate(others_in_answers(given, few)):
            (answers / f"{number:07}.bcm.json").write_bytes(Encoder().encode(each))

        def read_and_score() -> int:
            return sum(
                score(lijst, fitted(lijst, decode(path.read_bytes(), path)), DAG).totaal.score is not None
                for path in answers.iterdir()
            )

        def queried(folder: Path, types: dict[str, object], total: str) -> Callable[[], object]:
            query = QUERY.format(sum=total, types=json.dumps(types), files=folder / "*.json")
            assert all(engine.execute(query).fetchall()[0])
            return lambda: engine.execute(query).fetchall()

        theirs = queried(exports, EXPORT, "sum(j.scores['totaal'])")
        # a throughput of at least 1.0 and 0.5 of DuckDB's is a time of at most 1 and 2
        print(compare(f"{count} exports, read and added up", partial(add_up, exports), theirs, 1, rounds=3))
        theirs = queried(answers, ANSWERS, "sum(len(map_keys(j.antwoorden)))")
        assert read_and_score() == few
        print(compare(f"{few} answer files, read and scored", read_and_score, theirs, 2, rounds=3))
        print(compare(f"{few} answer files, to the picture", partial(add_up, answers), theirs, math.inf, rounds=3))
    grow(most)


def again(count: int) -> None:
    """Add up a folder again and again with a memory, after 1% changed, and print the ratio to a walk of the folder."""
    base, chance = _base(), random.Random(2)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "exports"
        folder.mkdir()
        names = []
        for bijdrage in others(base, count):
            names.append(f"{bijdrage.code}.bcm-deel.json")
            (folder / names[-1]).write_bytes(bijdragen.dump(bijdrage))
        plek = Path(temporary) / "x.bcm-geheugen"

        def ours() -> float:
            made = subprocess.run(
                [sys.executable, __file__, "nogeens", folder, plek, str(count)], check=True, capture_output=True
            )
            return float(made.stdout)

        for name, anew in (("scores and levels", _other_scores), ("hours and measures too", _other_hours)):

            def measured(action: Callable[[], object], anew: Callable[..., Bijdrage] = anew) -> float:
                if action is ours:
                    for path in (folder / name for name in chance.sample(names, count // 100)):
                        path.write_bytes(bijdragen.dump(anew(bijdragen.load(path.read_bytes(), "x"), chance)))
                    time.sleep(RUST)
                    return ours()
                return cpu_of(action)

            title = f"{count} exports, 1% other {name}"
            print(compare(title, ours, lambda: _walked(folder), 3, rounds=5, measure=measured))
        print(f"the memory: {plek.stat().st_size / 1e6:.0f} MB")


def once_more(folder: Path, plek: Path, count: int) -> float:
    """Return the CPU time (ms) of adding up a folder with a memory; fail where it is another sum than without."""
    again = partial(bijdragen.read, omzetter=None)
    read = partial(bijdragen.read_one, omzetter=None, sleutels=(), vandaag=DAG)
    lezer = hertelling.Lezer(read, again, partial(optelling.in_sector, regios.load()), DAG.toordinal())
    beelden = list[Regiobeeld]()

    def ours() -> None:
        som = hertelling.recount(folder, lezer, hertelling.Wens(plek, "meting", False, print))
        assert som is not None
        assert (som.gebruikt, som.overgeslagen) == (count, [])
        beelden.append(som.beeld.without_zeros())

    spent = cpu_of(ours)
    whole = optelling.Optelling(again, lezer.passend)
    for found in bijdragen.read_folder(folder, None, (), DAG):
        whole.take(found)
    assert beelden == [whole.beeld.without_zeros()]
    return spent


def _walked(folder: Path) -> int:
    """Look at every file of a folder, and read none."""
    todo, size = [str(folder)], 0
    while todo:
        with os.scandir(todo.pop()) as entries:
            for entry in entries:
                size += entry.stat(follow_symlinks=False).st_size
                if entry.is_dir(follow_symlinks=False):
                    todo.append(entry.path)
    return size


def _other_scores(bijdrage: Bijdrage, chance: random.Random) -> Bijdrage:
    """Return it as it may be a year later: every score and ten levels are others."""
    scores = {name: min(1000, max(0, value + chance.randrange(-50, 51))) for name, value in bijdrage.scores.items()}
    niveaus = bijdrage.niveaus | {name: chance.randrange(5) for name in chance.sample(list(bijdrage.niveaus), 10)}
    return bijdrage.model_copy(update={"teller": bijdrage.teller + 1, "scores": scores, "niveaus": niveaus})


def _other_hours(bijdrage: Bijdrage, chance: random.Random) -> Bijdrage:
    """And two processes under three scenarios stop at another hour, and one measure is done."""
    uren = dict(bijdrage.uren)
    for scenario in chance.sample(list(uren), 3):
        other = {
            proces: Uurstuk(uit=((chance.randrange(4000), None),), oorzaak="stroom")
            for proces in chance.sample(list(uren[scenario]), 2)
        }
        uren[scenario] = uren[scenario] | other
    maatregelen = chance.sample(bijdrage.maatregelen, len(bijdrage.maatregelen) - 1)
    return _other_scores(bijdrage, chance).model_copy(update={"uren": uren, "maatregelen": tuple(maatregelen)})


def others_in_answers(given: Antwoorden, count: int) -> Iterator[Antwoorden]:
    """Yield the answers of so many organisations like one: a third of their levels is another one."""
    chance = random.Random(3)
    levels = [name for name, antwoord in given.antwoorden.items() if antwoord.niveau is not None]
    for number in range(count):
        organisatie = given.organisatie.model_copy(update={"code": f"{number:020x}"})
        changed = {
            name: given.antwoorden[name].model_copy(update={"waarde": chance.randrange(4)})
            for name in chance.sample(levels, len(levels) // 3)
        }
        update = {"organisatie": organisatie, "antwoorden": given.antwoorden | changed}
        yield given.model_copy(update=update)


def _base() -> Bijdrage:
    lijst, ketens = load_vragenlijst(None), graphs.load(graphs.standard())
    given = examples.load(home("vragenlijsten") / "voorbeelden" / "gemeente-voorbeeldveen.yaml", lijst).antwoorden
    return make_bijdrage(assess(lijst, given, DAG), ketens, code="0" * 20)


def grow(most: int) -> None:
    """Print what ever longer streams take, and the law between them."""
    before: Stroom | None = None
    size = 1_000
    while size <= most:
        made = subprocess.run([sys.executable, __file__, "stroom", str(size)], check=True, capture_output=True)
        now = Stroom(*json.loads(made.stdout))
        law = ""
        if before is not None:
            law = f"; tenfold: time x n^{math.log10(now.seconden / before.seconden):.2f}"
            law += f", memory x {now.geheugen / before.geheugen:.2f}"
        print(f"{size:>9} in a stream: {now.seconden:8.2f} s, {now.geheugen:6.1f} MB, file {now.bestand:5.2f} MB{law}")
        before, size = now, size * 10


def stream(size: int) -> Stroom:
    """Add up so many contributions in this process."""
    base = _base()
    som = optelling.Optelling(lambda path: (_ for _ in ()).throw(OSError(path)), lambda bijdrage: bijdrage)
    before = time.process_time()
    for number, bijdrage in enumerate(others(base, size)):
        name = f"inzendingen/{bijdrage.code}.bcm-deel.json"
        som.take(bijdragen.Gelezen(bijdrage, f"{number:064x}", (bijdrage.code, "weerbaarheid"), Path(name)))
    spent = time.process_time() - before
    raw = regiobeelden.dump(som.beeld)
    peak = _peak()
    regiobeelden.load(raw, "beeld")  # what is written must be read
    return Stroom(spent, peak, len(raw) / 1e6)


def _peak() -> float:
    """Return the most memory that this process had (MB); getrusage would count that of who started it too."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1000


def others(base: Bijdrage, count: int) -> Iterator[Bijdrage]:
    """Yield so many organisations like one: of twelve municipalities and seven kinds, each with its own scores."""
    chance = random.Random(1)
    kinds = ("gemeente", "zorg", "mkb", "nuts", "zzp", "vereniging", "dorpshuis")
    for _ in range(count):
        scores = {name: min(1000, max(0, value + chance.randrange(-300, 300))) for name, value in base.scores.items()}
        more = {"code": f"{chance.randrange(16**20):020x}", "scores": scores, "soort": chance.choice(kinds)}
        yield base.model_copy(update={**more, "gemeente": f"Gemeente {chance.randrange(12)}"})


if __name__ == "__main__":
    if sys.argv[1:2] == ["stroom"]:
        print(json.dumps(stream(int(sys.argv[2]))))
    elif sys.argv[1:2] == ["nogeens"]:
        print(once_more(Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4])))
    elif sys.argv[1:2] == ["geheugen"]:
        again(*map(int, sys.argv[2:3] or ["100000"]))
    else:
        main(*map(int, (*sys.argv[1:3], *("2000", "100000")[len(sys.argv) - 1 :])))
