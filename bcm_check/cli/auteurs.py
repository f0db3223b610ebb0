"""The commands for authors of questionnaires."""

from __future__ import annotations

import json as json_format
from pathlib import Path

import typer

from bcm_check.cli.laden import load_vragenlijst, print_json, speaks_utf, tell
from bcm_check.core import antwoorden, vragenlijst
from bcm_check.core.errors import ContentRejected, Fault, WrongUse
from bcm_check.core.migratie import version_key
from bcm_check.core.tekst import clean
from bcm_check.core.vergelijking import broken
from bcm_check.files import content, releases
from bcm_check.files.locations import in_source_tree, questionnaire
from bcm_check.reports.uitvoer import (
    DOCUMENTS,
    ControleDocument,
    dekking_document,
    fault_lines,
    schema_of,
    toon_document,
    vergelijk_document,
)


def controleer(pad: Path, *, json: bool) -> None:
    """Check a questionnaire and name its faults and warnings; exit code 1 when it has faults."""
    lijst, faults, warnings = content.read_reviewed(questionnaire(pad))
    count = len(lijst.plekken) if lijst is not None else 0
    if json:
        found, warned = fault_lines(faults), fault_lines(warnings)
        print_json(ControleDocument(goed=not faults, vragen=count, fouten=found, waarschuwingen=warned))
    else:
        _print_faults(count, faults, warnings)
    if faults:
        raise typer.Exit(1)


def _print_faults(count: int, faults: list[Fault], warnings: list[Fault]) -> None:
    for fault in faults:
        print(clean(str(fault)))
    for warning in warnings:
        print(clean(f"{warning} (waarschuwing)"))
    if faults:
        tell(f"{_counted(len(faults), 'fout', 'fouten')} gevonden. Verbeter ze en controleer opnieuw.")
    elif warnings:
        print(f"Geen fouten, {_counted(len(warnings), 'waarschuwing', 'waarschuwingen')}: {count} vragen.")
    else:
        print(f"Geen fouten: {count} vragen.")


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def dekking(pad: Path | None, *, json: bool) -> None:
    """Print which question serves which point, clause or law, and which of those have none."""
    lijst = load_vragenlijst(pad)
    document = dekking_document(lijst)
    if json:
        print_json(document)
        return
    print(clean(f"{lijst.titel} ({lijst.id} {lijst.versie})"))
    for title, rows in (("Punten van het plan", document.punten), ("Normen en wetten", document.bronnen)):
        print(f"\n{title}")
        for row in rows:
            name = row.plaats if row.bron == "plan" else f"{row.bron} {row.plaats}".strip()
            print(clean(f"  {name:<22} {', '.join(row.vragen) or 'geen vraag'}"))
    gaps = [row for row in (*document.punten, *document.bronnen) if not row.vragen]
    print(f"\n{_counted(len(gaps), 'plek', 'plekken')} zonder vraag.")


def vergelijk(oud: Path, nieuw: Path, *, json: bool) -> None:
    """Print what changed between two versions, and what that does to stored answers."""
    before, after = load_vragenlijst(oud), load_vragenlijst(nieuw)
    if before.id != after.id:
        raise WrongUse(f'Dit zijn twee verschillende vragenlijsten ("{before.id}" en "{after.id}"), geen twee versies.')
    if version_key(before.versie) > version_key(after.versie):
        raise WrongUse(f"Versie {before.versie} is nieuwer dan {after.versie}. Noem eerst de oude, dan de nieuwe.")
    document = vergelijk_document(before, after)
    if json:
        print_json(document)
        return
    print(clean(f"Van {before.id} {before.versie} naar {after.id} {after.versie}"))
    for verschil in document.verschillen:
        print(clean(f"{verschil.vraag}  {verschil.soort}: {verschil.tekst}. Gevolg: {verschil.gevolg}."))
    if not document.verschillen:
        print("Geen verschillen.")


def uitgeven(pad: Path) -> None:
    """Write down the ids of a shipped questionnaire: from now on they are for ever. Only in the source tree."""
    if not in_source_tree():
        raise WrongUse("Uitgeven kan alleen in de broncode van bcm-check, niet in een geïnstalleerde versie.")
    lijst = load_vragenlijst(pad)
    last = releases.last_release(lijst.id)
    faults = broken(lijst, last.vragen, last.versie)
    if faults:
        raise ContentRejected(f"Versie {lijst.versie} is al uitgegeven, en dit breekt wat toen is beloofd.", faults)
    print(clean(str(releases.release(lijst))))


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
        for keuze in vraag.keuzes:
            print(clean(f"  {keuze.id}  {keuze.tekst}"))
        if vraag.soort in ("getal", "tekst"):
            print(clean(f"  ({vraag.soort} {vraag.eenheid}".rstrip() + ")"))
