"""The commands that show what follows from the answers: scores, their sum, reports, and the example."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from bcm_check import __version__
from bcm_check.cli.laden import load_beoordeling, load_vragenlijst, print_json, speaks_utf, tell, typed
from bcm_check.core.antwoorden import differences
from bcm_check.core.beoordeling import Beoordeling, assess
from bcm_check.core.errors import ContentRejected, FileTrouble, WrongUse
from bcm_check.core.scores import Uitslag
from bcm_check.core.tekst import clean, clean_line, decimal, percent
from bcm_check.core.vragenlijst import Vragenlijst
from bcm_check.files import examples
from bcm_check.files.answers import AnswerFile
from bcm_check.files.atomic import Writer
from bcm_check.files.jsonreader import reason, shown
from bcm_check.files.locations import home
from bcm_check.reports import FORMATS, filename
from bcm_check.reports.uitleg import explain
from bcm_check.reports.uitvoer import score_document, score_part


def score(
    bestand: Path,
    vragenlijst: Path | None,
    profiel: str | None,
    peildatum: datetime | None,
    naast: Path | None = None,
    *,
    json: bool,
) -> None:
    """Print the scores of a file, and where they stand beside those of a region if one is named."""
    beoordeling = load_beoordeling(bestand, vragenlijst, profiel, peildatum)
    if json:
        print_json(score_document(beoordeling, __version__))
        return
    _print_table(beoordeling)
    if naast is not None:
        for line in beside_lines(naast, beoordeling):
            print(clean(line))
    for melding in beoordeling.meldingen:
        print(clean(melding))


def beside_lines(path: Path, beoordeling: Beoordeling) -> tuple[str, ...]:
    """Return in words where an organisation stands beside its kind. Raises ContentRejected when the file is none."""
    from pydantic import ValidationError

    from bcm_check.core.naast import Naast, beside
    from bcm_check.files.jsonreader import parse, read_bytes
    from bcm_check.reports.uitleg import beside_words

    try:
        naast = Naast.model_validate(parse(read_bytes(path), shown(path)))
    except ValidationError:
        raise ContentRejected(f"{shown(path)} is geen bestand van `bcm-check regio --benchmark`.") from None
    return beside_words(naast, beside(naast, beoordeling))


def _print_table(beoordeling: Beoordeling) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    scores, antwoorden = beoordeling.scores, beoordeling.antwoorden
    console = Console(markup=False, emoji=False, highlight=False)
    head = (antwoorden.tlp, antwoorden.organisatie.naam, f"{beoordeling.peildatum:%d-%m-%Y}", scores.profiel.naam)
    console.print(Text(clean_line(" · ".join(head))))
    table = Table(box=box.SIMPLE if speaks_utf() else box.ASCII, pad_edge=False)
    for title, justify in (("", "left"), ("Score", "right"), ("Band", "right"), ("Niveau", "left")):
        table.add_column(title, justify=justify)  # type: ignore[arg-type]
    for uitslag in (scores.totaal, *scores.sporen.values(), *scores.pijlers.values()):
        table.add_row(*(Text(clean_line(cell)) for cell in _row(beoordeling, uitslag)))
    console.print(table)
    for uitslag in scores.pijlers.values():
        cap = score_part(beoordeling.vragenlijst, uitslag).plafond
        if cap is not None:
            console.print(Text(clean_line(f"{uitslag.id}: {cap.uitleg}")))
    equal = percent(beoordeling.gelijk.totaal.score)
    console.print(Text(f"Totaal als alle pijlers even zwaar tellen: {decimal(equal)}."))


def _row(beoordeling: Beoordeling, uitslag: Uitslag) -> tuple[str, str, str, str]:
    lijst = beoordeling.vragenlijst
    names = {pijler.id: f"{pijler.id} {pijler.label}" for pijler in lijst.pijlers}
    title = names.get(uitslag.id, uitslag.naam)
    band = "" if uitslag.laag is None else f"{decimal(percent(uitslag.laag))}–{decimal(percent(uitslag.hoog))}"
    level = "" if uitslag.niveau is None else lijst.niveaunaam[uitslag.niveau]
    return title, decimal(percent(uitslag.score)), band, level + ("*" if uitslag.plafond else "")


def uitleg(bestand: Path, deel: str, vragenlijst: Path | None, profiel: str | None, peildatum: datetime | None) -> None:
    """Print the whole sum of one part."""
    for line in explain(load_beoordeling(bestand, vragenlijst, profiel, peildatum), deel):
        print(clean(line))


def rapport(
    bestand: Path,
    uit: Path,
    formaat: str,
    vragenlijst: Path | None,
    profiel: str | None,
    peildatum: datetime | None,
    naast: Path | None = None,
) -> None:
    """Write the reports of a file to a folder and print where they stand."""
    wanted = _formats(formaat)
    beoordeling = load_beoordeling(bestand, vragenlijst, profiel, peildatum)
    write_reports(beoordeling, uit, wanted, beside_lines(naast, beoordeling) if naast is not None else ())


def _formats(formaat: str) -> list[str]:
    wanted = [name.strip().lower() for name in formaat.split(",") if name.strip()]
    for name in wanted:
        if name not in FORMATS:
            raise WrongUse(f'Formaat "{clean_line(name)[:40]}" bestaat niet; kies uit {", ".join(FORMATS)}.')
    if not wanted:
        raise WrongUse(f"Noem bij --formaat minstens één formaat: {', '.join(FORMATS)}.")
    return list(dict.fromkeys(wanted))


def write_reports(beoordeling: Beoordeling, uit: Path, wanted: list[str], naast: tuple[str, ...] = ()) -> None:
    """Write each report whole or not at all; `naast` tells where it stands beside others.

    Raises FileTrouble when a file cannot be written.
    """
    from bcm_check.cli.uren import report_hours
    from bcm_check.reports.view import build

    view = build(beoordeling, versie=__version__, uren=report_hours(beoordeling), naast=naast)
    for name in wanted:
        made = FORMATS[name].make(view, home("sjablonen"))
        path = uit / filename(view, FORMATS[name].suffix)
        try:
            uit.mkdir(parents=True, exist_ok=True)
            Writer(path).write(made)
        except (OSError, ValueError) as error:
            raise FileTrouble(
                f"{shown(path)} kan niet worden geschreven: {reason(error)}. Is het bestand nog ergens geopend?"
            ) from error
        print(shown(path))


DEMO = "gemeente-voorbeeldveen"


def demo(uit: Path) -> None:
    """Write a fictional municipality, wholly answered, with all its reports; two other organisations in folders."""
    lijst = load_vragenlijst(None)
    places = {path.stem: path for path in sorted((home("vragenlijsten") / "voorbeelden").glob("*.yaml"))}
    for name in sorted(places, key=lambda each: each != DEMO):
        _write_example(lijst, places[name], uit if name == DEMO else uit / name)
    tell("Dit zijn verzonnen organisaties. Bekijk de scores van de gemeente met:")
    tell(f"  bcm-check score {typed(uit / f'{DEMO}.bcm.json')}")


def _write_example(lijst: Vragenlijst, source: Path, folder: Path) -> None:
    example = examples.load(source, lijst)
    path = folder / f"{source.stem}.bcm.json"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        raise FileTrouble(f"{shown(folder)} kan niet worden gemaakt: {reason(error)}.") from error
    with AnswerFile(path) as file:
        if file.antwoorden is not None and differences(file.antwoorden, example.antwoorden):  # somebody's own work
            raise FileTrouble(
                f"{shown(path)} bestaat al en is anders dan het voorbeeld. Kies een andere map met --uit."
            )
        file.save(example.antwoorden)
    print(shown(path))
    write_reports(assess(lijst, example.antwoorden, example.peildatum), folder, list(FORMATS))
