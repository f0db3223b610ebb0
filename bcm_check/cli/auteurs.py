"""The commands for authors of questionnaires."""

from __future__ import annotations

import json as json_format
from pathlib import Path

import typer

from bcm_check.cli.laden import load_vragenlijst, print_json, speaks_utf, tell
from bcm_check.core import antwoorden, vragenlijst
from bcm_check.core.errors import WrongUse
from bcm_check.core.tekst import clean
from bcm_check.files import content
from bcm_check.reports.uitvoer import DOCUMENTS, ControleDocument, fault_lines, schema_of, toon_document


def controleer(pad: Path, *, json: bool) -> None:
    """Check a questionnaire; exit code 1 when it has faults."""
    lijst, faults = content.read(pad)
    count = len(lijst.plekken) if lijst is not None else 0
    if json:
        document = ControleDocument(goed=not faults, vragen=count, fouten=fault_lines(faults), waarschuwingen=[])
        print_json(document)
    else:
        for fault in faults:
            print(clean(str(fault)))
        if faults:
            tell(
                f"{len(faults)} {'fout' if len(faults) == 1 else 'fouten'} gevonden. Verbeter ze en controleer opnieuw."
            )
        else:
            print(f"Geen fouten: {count} vragen.")
    if faults:
        raise typer.Exit(1)


def schema(welk: str) -> None:
    """Print a JSON Schema."""
    print(json_format.dumps(schema_named(welk), ensure_ascii=not speaks_utf(), indent=2))


def schema_named(welk: str) -> dict[str, object]:
    """Return the JSON Schema of a file or an output. Raises WrongUse when there is none of that name."""
    files = {"vragenlijst": vragenlijst.schema, "antwoorden": antwoorden.schema}
    if welk in files:
        return files[welk]()
    if welk in DOCUMENTS:
        return schema_of(welk)
    raise WrongUse(f'Schema "{clean(welk)[:40]}" bestaat niet; kies uit {", ".join([*files, *DOCUMENTS])}.')


def toon(pad: Path | None, *, json: bool) -> None:
    """Print every question."""
    lijst = load_vragenlijst(pad)
    if json:
        print_json(toon_document(lijst))
        return
    print(clean(f"{lijst.titel} ({lijst.id} {lijst.versie}): {len(lijst.plekken)} vragen"))
    for plek in lijst.plekken:
        vraag = plek.vraag
        print(clean(f"\n{vraag.id}  {vraag.titel}\n  {vraag.vraag}"))
        for level, text in sorted(vraag.niveaus.items()):
            print(clean(f"  {level}  {text}"))
