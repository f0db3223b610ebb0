"""What happens within one process: reading, saving, scoring, the workbook."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import yaml
from ratio import Ratio, compare

from bcm_check.core import scores
from bcm_check.core.antwoorden import Antwoord, Antwoorden
from bcm_check.core.beoordeling import assess
from bcm_check.files import content, examples
from bcm_check.files.answers import AnswerFile, Encoder
from bcm_check.files.locations import home, standard
from bcm_check.reports.view import build

DAY = date(2026, 11, 2)


def example() -> tuple[object, Antwoorden]:
    """Return the standard questionnaire and the wholly answered municipality."""
    lijst = content.load(standard())
    voorbeeld = examples.load(home("vragenlijsten") / "voorbeelden" / "gemeente-voorbeeldveen.yaml", lijst)
    return lijst, voorbeeld.antwoorden


def reading() -> Ratio:
    """The questionnaire with places for faults, against the C loader on the same bytes."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(standard().glob("*.yaml"))]

    def floor() -> None:
        for text in texts:
            yaml.load(text, Loader=yaml.CSafeLoader)

    return compare("vragenlijst lezen / CSafeLoader", lambda: content.load(standard()), floor, 0.7)


def saving() -> Ratio:
    """Saving one answer, against write + fsync + rename of one byte."""
    _, antwoorden = example()
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        path, other = Path(folder) / "a.bcm.json", Path(folder) / "b"

        def floor() -> None:
            for _ in range(40):
                handle = os.open(Path(folder) / "t", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
                os.write(handle, b"x")
                os.fsync(handle)
                os.close(handle)
                os.replace(Path(folder) / "t", other)

        with AnswerFile(path) as file:
            file.save(antwoorden)

            def ours() -> None:
                for level in range(40):
                    current = file.antwoorden
                    assert current is not None
                    file.save(current.met("P1.1.1", Antwoord(waarde=level % 5)))

            return compare("een antwoord bewaren / schrijven+fsync+hernoemen", ours, floor, 2, rounds=15)


def scoring() -> Ratio:
    """Scoring with all reasons, against json.loads of the answer file."""
    lijst, antwoorden = example()
    raw = Encoder().encode(antwoorden).decode()
    return compare(
        "scoren met alle redenen / json.loads",
        lambda: [scores.score(lijst, antwoorden, DAY) for _ in range(20)],  # type: ignore[arg-type]
        lambda: [json.loads(raw) for _ in range(20)],
        5,
    )


def workbook() -> Ratio:
    """The workbook, against openpyxl writing the same cells and charts without our code."""
    from werkmap import copy_of, write_copy  # noqa: PLC0415

    from bcm_check.reports.excel import workbook as make  # noqa: PLC0415

    lijst, antwoorden = example()
    view = build(assess(lijst, antwoorden, DAY), versie="0")  # type: ignore[arg-type]
    plain = copy_of(make(view))
    name = "werkmap / openpyxl met dezelfde cellen"
    return compare(name, lambda: make(view), lambda: write_copy(plain), 1.3, rounds=9)


def bare_workbook() -> Ratio:
    """The workbook against the same values without any look, for the record: it has no limit of its own."""
    from werkmap import copy_of, write_copy  # noqa: PLC0415

    from bcm_check.reports.excel import workbook as make  # noqa: PLC0415

    lijst, antwoorden = example()
    view = build(assess(lijst, antwoorden, DAY), versie="0")  # type: ignore[arg-type]
    plain = copy_of(make(view))
    floor = "werkmap / openpyxl met kale waarden"
    return compare(floor, lambda: make(view), lambda: write_copy(plain, styled=False), float("inf"), rounds=9)


def all_of_them() -> Iterator[Ratio]:
    """Measure each in turn."""
    yield reading()
    yield saving()
    yield scoring()
    yield workbook()
    yield bare_workbook()


if __name__ == "__main__":
    for ratio in all_of_them():
        print(ratio, flush=True)
