"""The commands for who writes questionnaires, as they are declared (see app.py)."""

# Typer reads these annotations when it builds a command, so they stand outside `from __future__ import annotations`.

from pathlib import Path
from typing import Annotated

import typer

from bcm_check.cli.dutch import DutchCommand, DutchGroup
from bcm_check.cli.opties import SETTINGS, Json, argument

vragenlijst = typer.Typer(cls=DutchGroup, no_args_is_help=True, rich_markup_mode=None, context_settings=SETTINGS)


@vragenlijst.command(cls=DutchCommand)
def controleer(
    pad: Annotated[Path, argument("PAD", "Een bestand of een map.")],
    json: Json = False,
) -> None:
    """Kijk een vragenlijst na en noem alle fouten, met hun plek."""
    from bcm_check.cli import auteurs

    auteurs.controleer(pad, json=json)


@vragenlijst.command(cls=DutchCommand)
def schema(
    welk: Annotated[
        str,
        argument(
            "WELK", "vragenlijst, antwoorden, score, toon, controleer, dekking, vergelijk, uitval, regio, deel of fout."
        ),
    ] = "vragenlijst",
) -> None:
    """Toon een JSON-schema, voor uw tekstverwerker of programma."""
    from bcm_check.cli import auteurs

    auteurs.schema(welk)


@vragenlijst.command(cls=DutchCommand)
def toon(
    pad: Annotated[
        Path | None,
        argument("PAD", "Een bestand of een map; zonder pad de eigen vragenlijst."),
    ] = None,
    json: Json = False,
) -> None:
    """Toon alle vragen van een vragenlijst."""
    from bcm_check.cli import auteurs

    auteurs.toon(pad, json=json)


@vragenlijst.command(cls=DutchCommand)
def dekking(
    pad: Annotated[
        Path | None,
        argument("PAD", "Een bestand of een map; zonder pad de eigen vragenlijst."),
    ] = None,
    json: Json = False,
) -> None:
    """Toon welke vraag welk punt, welke norm of wet bedient, en wat nog geen vraag heeft."""
    from bcm_check.cli import auteurs

    auteurs.dekking(pad, json=json)


@vragenlijst.command(cls=DutchCommand)
def vergelijk(
    oud: Annotated[Path, argument("OUD", "De oude versie: een bestand of een map.")],
    nieuw: Annotated[Path, argument("NIEUW", "De nieuwe versie.")],
    json: Json = False,
) -> None:
    """Vergelijk twee versies, en toon wat dat doet met bewaarde antwoorden."""
    from bcm_check.cli import auteurs

    auteurs.vergelijk(oud, nieuw, json=json)


@vragenlijst.command(cls=DutchCommand)
def uitgeven(pad: Annotated[Path, argument("PAD", "Een vragenlijst die met de tool meekomt.")]) -> None:
    """Leg de ids van een vragenlijst vast: die blijven voor altijd."""
    from bcm_check.cli import auteurs

    auteurs.uitgeven(pad)
