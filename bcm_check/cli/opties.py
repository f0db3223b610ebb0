"""The options and arguments that several commands share, with their help."""

# Typer reads these annotations when it builds a command, so they stand outside `from __future__ import annotations`.

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

SETTINGS = {"help_option_names": ["--help", "-h"]}


def argument(metavar: str, text: str) -> Any:
    """Return a positional argument with its help."""
    return typer.Argument(metavar=metavar, help=text, show_default=False)


def option(name: str, metavar: str | None, text: str, **more: Any) -> Any:
    """Return an option with its help."""
    return typer.Option(name, metavar=metavar, help=text, show_default=False, **more)


Bestand = Annotated[Path, argument("BESTAND", "Het antwoordbestand (*.bcm.json).")]
Lijst = Annotated[
    Path | None,
    option("--vragenlijst", "PAD", "Een andere vragenlijst: noodsteunpunt, netwerk, een bestand of een map."),
]
Peildatum = Annotated[
    datetime | None,
    option("--peildatum", "JJJJ-MM-DD", "Reken op deze dag. Anders: vandaag.", formats=["%Y-%m-%d"]),
]
ProfielNaam = Annotated[
    str | None,
    option("--profiel", "NAAM", "Weging: drenthe of gelijk."),
]
Naast = Annotated[
    Path | None,
    option("--naast", "BESTAND.json", "Leg uw scores naast die van een regio (regio --benchmark)."),
]
Json = Annotated[bool, option("--json", None, "Geef JSON, voor een programma.")]
Naam = Annotated[
    str | None,
    option("--naam", "NAAM", "De naam van de organisatie."),
]
Soort = Annotated[
    str | None,
    option("--type", "TYPE", "Het type organisatie, zoals gemeente."),
]
DiepteNaam = Annotated[
    str | None,
    option("--diepte", "DIEPTE", "Hoeveel u wilt invullen: snel, standaard of volledig."),
]
Tlp = Annotated[
    str | None,
    option("--tlp", "LABEL", "Met wie delen mag. Anders: TLP:AMBER+STRICT."),
]
