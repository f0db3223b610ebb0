"""The region: reading and adding up against DuckDB over the same files, and memory as the folder grows.

Linux only. Run it with the package and its `dev` group installed: `python benchmarks/regio.py [number of files]`.
"""

from __future__ import annotations

import gc
import secrets
import shutil
import sys
import tempfile
import tracemalloc
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

import duckdb
from ratio import compare

from bcm_check.cli.delen import converter, make_bijdrage
from bcm_check.cli.laden import load_vragenlijst
from bcm_check.core.beoordeling import assess
from bcm_check.core.bijdrage import Bijdrage
from bcm_check.core.regiobeeld import Regiobeeld
from bcm_check.files import bijdragen, examples, graphs, regios
from bcm_check.files.answers import Encoder
from bcm_check.files.locations import home

DAG = date(2026, 3, 1)
QUERY = """
select count(*), avg((j.scores->>'totaal')::int)
from (select from_json(content, '{"code":"VARCHAR","teller":"BIGINT","soort":"VARCHAR","gemeente":"VARCHAR",
    "scores":"MAP(VARCHAR, BIGINT)","niveaus":"MAP(VARCHAR, BIGINT)","maatregelen":["VARCHAR"],
    "uren":"JSON","weet_niet":["VARCHAR"],"nvt":["VARCHAR"],"ambitie":"JSON"}') as j
from read_text('%s'))
"""
QUERY_ANSWERS = QUERY.replace("avg((j.scores->>'totaal')::int)", "count(j.antwoorden)").replace(
    '"code":"VARCHAR"', '"antwoorden":"JSON","code":"VARCHAR"'
)


def main(count: int) -> None:
    """Measure and print."""
    lijst, ketens, lists = load_vragenlijst(None), graphs.load(graphs.standard()), regios.load()
    place = home("vragenlijsten") / "voorbeelden" / "gemeente-voorbeeldveen.yaml"
    given = examples.load(place, lijst).antwoorden
    base = make_bijdrage(assess(lijst, given, DAG), ketens, code="0" * 20)
    convert = converter({lijst.id: lijst}, ketens, None, secrets.token_bytes(16))

    def add_up(folder: Path) -> Regiobeeld:
        som = bijdragen.Optelling(partial(bijdragen.read, omzetter=convert), partial(bijdragen.in_sector, lists))
        for found in bijdragen.read_folder(folder, convert, (), date(2099, 1, 1)):
            som.take(found)
        assert not som.overgeslagen
        return som.beeld

    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        engine = duckdb.connect()
        engine.execute("set threads to 1")
        exports, answers = folder / "exports", folder / "antwoorden"
        exports.mkdir()
        answers.mkdir()
        for number in range(count):
            bijdrage = base.model_copy(update={"code": f"{number:020x}"})
            (exports / f"{number:07}.bcm-deel.json").write_bytes(bijdragen.dump(bijdrage))
        few = max(count // 20, 20)
        for number in range(few):
            organisatie = given.organisatie.model_copy(update={"code": f"{number:020x}"})
            raw = Encoder().encode(given.model_copy(update={"organisatie": organisatie}))
            (answers / f"{number:07}.bcm.json").write_bytes(raw)
        # a throughput of at least 1.0 and 0.5 of DuckDB's is a time of at most 1 and 2
        print(compare(
            f"{count} exports, against read_text + from_json", lambda: add_up(exports),
            lambda: engine.execute(QUERY % (exports / "*.json")).fetchall(), 1, rounds=3,
        ))  # fmt: skip
        print(compare(
            f"{few} answer files, against read_text + from_json", lambda: add_up(answers),
            lambda: engine.execute(QUERY_ANSWERS % (answers / "*.json")).fetchall(), 2, rounds=3,
        ))  # fmt: skip
        shutil.rmtree(exports)
    for size in (1_000, 10_000):
        print(f"{size:>8} contributions in a stream: {memory(base, size) / 1e6:7.1f} MB at the most")


def memory(base: Bijdrage, size: int) -> int:
    """Return the most memory that the sum itself takes over a stream of so many contributions, in bytes."""

    def stream() -> Iterator[bijdragen.Gelezen]:
        for number in range(size):
            bijdrage = base.model_copy(update={"code": f"{number:020x}"})
            yield bijdragen.Gelezen(f"{number}", bijdrage, f"{number:064x}", (bijdrage.code, "weerbaarheid"), Path("x"))

    gc.collect()
    tracemalloc.start()
    som = bijdragen.Optelling(lambda path: (_ for _ in ()).throw(OSError(path)), lambda bijdrage: bijdrage)
    for found in stream():
        som.take(found)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000)
