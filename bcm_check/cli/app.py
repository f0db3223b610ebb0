"""The command line as it is declared: names, options and help. Each command imports what it needs when it runs."""

# Typer reads these annotations when it builds a command, so they stand outside `from __future__ import annotations`.

from pathlib import Path
from typing import Annotated

import typer

from bcm_check import __version__
from bcm_check.cli.app_vragenlijst import vragenlijst
from bcm_check.cli.dutch import DutchCommand, DutchGroup
from bcm_check.cli.opties import (
    SETTINGS,
    Bestand,
    DiepteNaam,
    Json,
    Lijst,
    Naam,
    Naast,
    Peildatum,
    ProfielNaam,
    Soort,
    Tlp,
    argument,
    option,
)

_HELP = "Hoe lang gaat uw organisatie door als de samenleving ontwricht raakt, en wat doet u daar het eerst aan?"
app = typer.Typer(
    cls=DutchGroup,
    help=_HELP,
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings=SETTINGS,
    epilog="Begin met `bcm-check start`. Alles blijft op deze computer; er is geen netwerk nodig.",
)
sleutel = typer.Typer(cls=DutchGroup, no_args_is_help=True, rich_markup_mode=None, context_settings=SETTINGS)
app.add_typer(sleutel, name="sleutel", help="Voor een regio: sleutels om bijdragen te verzegelen.")
app.add_typer(vragenlijst, name="vragenlijst", help="Voor schrijvers: vragenlijsten nakijken en bekijken.")


def _versions(wanted: bool) -> None:
    if not wanted:
        return
    from bcm_check.core.versies import ANTWOORDEN
    from bcm_check.files.locations import shipped_version

    print(f"bcm-check {__version__}\nvragenlijst {shipped_version()}\nantwoordbestand {ANTWOORDEN}")
    raise typer.Exit


@app.callback()
def _root(
    versie: Annotated[
        bool, typer.Option("--versie", is_eager=True, callback=_versions, help="Toon de versies.")
    ] = False,
) -> None:
    del versie


@app.command(cls=DutchCommand)
def start(
    bestand: Annotated[
        Path | None,
        argument("BESTAND", "Het antwoordbestand; zonder naam vraagt de tool ernaar."),
    ] = None,
    naam: Naam = None,
    type_: Soort = None,
    diepte: DiepteNaam = None,
    tlp: Tlp = None,
    vragenlijst: Lijst = None,
    eenvoudig: Annotated[
        bool,
        typer.Option("--eenvoudig", help="Gewone regels, voor een schermlezer of een oude terminal."),
    ] = False,
) -> None:
    """Begin of hervat een beoordeling in dit venster."""
    from bcm_check.cli import invullen

    invullen.start(bestand, invullen.Wensen(naam, type_, diepte, tlp), vragenlijst, eenvoudig=eenvoudig)


@app.command(cls=DutchCommand)
def beantwoord(
    bestand: Bestand,
    antwoorden: Annotated[
        list[str] | None,
        argument("VRAAG=WAARDE…", "Zoals P1.1.2=3, P1.1.2=weet-niet of P1.1.2=nvt:reden."),
    ] = None,
    nieuw: Annotated[bool, option("--nieuw", None, "Maak het bestand; dan hoort --naam en --type erbij.")] = False,
    naam: Naam = None,
    type_: Soort = None,
    diepte: DiepteNaam = None,
    tlp: Tlp = None,
    van: Annotated[
        Path | None,
        option("--van", "ANTWOORDEN.json", "Neem hele antwoorden over uit dit bestand."),
    ] = None,
    gemeente: Annotated[str | None, option("--gemeente", "NAAM", "De gemeente waar u werkt.")] = None,
    sector: Annotated[str | None, option("--sector", "SECTOR", "Uw sector, zoals zorg.")] = None,
    medewerkers: Annotated[int | None, option("--medewerkers", "AANTAL", "Hoeveel mensen er werken.")] = None,
    inwoners: Annotated[int | None, option("--inwoners", "AANTAL", "Voor hoeveel inwoners u werkt.")] = None,
    ambitie: Annotated[
        list[str] | None,
        option("--ambitie", "PIJLER=NIVEAU", "Het niveau dat u in een pijler wilt halen."),
    ] = None,
    vragenlijst: Lijst = None,
) -> None:
    """Geef antwoorden zonder gesprek: in één opdracht, of uit een bestand."""
    from bcm_check.cli import invullen

    wensen = invullen.Wensen(naam, type_, diepte, tlp, gemeente, sector, medewerkers, inwoners)
    invullen.beantwoord(bestand, antwoorden or [], van, ambitie or [], wensen, vragenlijst, nieuw=nieuw)


@app.command(cls=DutchCommand)
def samenvoegen(
    bestand: Bestand,
    kopie: Annotated[
        Path,
        argument("KOPIE", "Het bestand dat erbij moet, zoals een conflictkopie."),
    ],
    kies: Annotated[
        str | None,
        option("--kies", "WELK", "Bij verschil: bestand of kopie."),
    ] = None,
    vragenlijst: Lijst = None,
) -> None:
    """Voeg een kopie samen met een antwoordbestand, per antwoord."""
    from bcm_check.cli import invullen

    invullen.samenvoegen(bestand, kopie, kies, vragenlijst)


@app.command(cls=DutchCommand)
def score(
    bestand: Bestand,
    json: Json = False,
    profiel: ProfielNaam = None,
    naast: Naast = None,
    peildatum: Peildatum = None,
    vragenlijst: Lijst = None,
) -> None:
    """Toon de scores: totaal, sporen en pijlers, met hun band."""
    from bcm_check.cli import uitkomsten

    uitkomsten.score(bestand, vragenlijst, profiel, peildatum, naast, json=json)


@app.command(cls=DutchCommand)
def uitleg(
    bestand: Bestand,
    deel: Annotated[str, argument("DEEL", "Zoals P1, P1.1, P1.1.2, S1 of totaal.")],
    profiel: ProfielNaam = None,
    peildatum: Peildatum = None,
    vragenlijst: Lijst = None,
) -> None:
    """Leg een score uit: de hele som, in woorden."""
    from bcm_check.cli import uitkomsten

    uitkomsten.uitleg(bestand, deel, vragenlijst, profiel, peildatum)


@app.command(cls=DutchCommand)
def rapport(
    bestand: Bestand,
    uit: Annotated[Path, option("--uit", "MAP", "De map voor de rapporten.")],
    formaat: Annotated[
        str,
        option("--formaat", "FORMATEN", "excel, markdown of allebei met een komma."),
    ] = "excel,markdown",
    profiel: ProfielNaam = None,
    naast: Naast = None,
    peildatum: Peildatum = None,
    vragenlijst: Lijst = None,
) -> None:
    """Schrijf het verbeterplan: een Excel-werkmap en een Markdown-bestand."""
    from bcm_check.cli import uitkomsten

    uitkomsten.rapport(bestand, uit, formaat, vragenlijst, profiel, peildatum, naast)


@app.command(cls=DutchCommand)
def uitval(
    bestand: Annotated[Path | None, argument("BESTAND", "Het antwoordbestand (*.bcm.json).")] = None,
    graaf: Annotated[Path | None, option("--graaf", "BESTAND.yaml", "Reken een losse graaf door.")] = None,
    scenario: Annotated[str | None, option("--scenario", "SC1,SC4", "Een scenario, of meer tegelijk.")] = None,
    uren: Annotated[int, option("--uren", "UREN", "Hoeveel uur: 24, 72 of 168. Anders: 72.")] = 72,
    kans: Annotated[bool, option("--kans", None, "Reken ook de kans uit dat het lukt.")] = False,
    trekkingen: Annotated[int | None, option("--trekkingen", "AANTAL", "Hoe vaak bij --kans. Anders: 10000.")] = None,
    zaad: Annotated[int | None, option("--zaad", "GETAL", "Het startgetal bij --kans. Anders: 1.")] = None,
    json: Json = False,
    peildatum: Peildatum = None,
    vragenlijst: Lijst = None,
) -> None:
    """Toon op welk uur welk proces stopt, en waarom."""
    from bcm_check.cli import uren as uren_

    trekking = uren_.trekking(trekkingen, zaad, kans=kans)
    uren_.uitval(bestand, graaf, scenario, uren, vragenlijst, peildatum, json=json, trekking=trekking)


@app.command(cls=DutchCommand)
def deel(
    bestand: Bestand,
    uit: Annotated[Path | None, option("--uit", "MAP", "De map voor het bestand dat u deelt.")] = None,
    naam_mee: Annotated[bool, option("--naam-mee", None, "De naam van uw organisatie mag mee.")] = False,
    leveranciers_mee: Annotated[
        bool, option("--leveranciers-mee", None, "De namen van uw leveranciers mogen mee.")
    ] = False,
    locatie_mee: Annotated[bool, option("--locatie-mee", None, "De naam van deze locatie mag mee.")] = False,
    reden: Annotated[str, option("--reden", "TEKST", "Waarom u dit vertrouwelijk deelt.")] = "",
    voor: Annotated[str | None, option("--voor", "SLEUTEL", "Verzegel voor deze openbare sleutel.")] = None,
    code: Annotated[str | None, option("--code", "CODE", "De code uit een ander bestand van u.")] = None,
    ja: Annotated[bool, option("--ja", None, "Dit mag mee; vraag niets.")] = False,
    toon: Annotated[bool, option("--toon", None, "Toon alleen wat er mee zou gaan.")] = False,
    json: Json = False,
    vragenlijst: Lijst = None,
    peildatum: Peildatum = None,
) -> None:
    """Maak van uw antwoorden een bestand voor de regio, zonder tekst en zonder naam."""
    from bcm_check.cli import delen

    wens = delen.Deelwens(naam_mee, leveranciers_mee, locatie_mee, reden, voor, code, ja, toon)
    delen.deel(bestand, uit, wens, vragenlijst, peildatum, json=json)


@app.command(cls=DutchCommand)
def regio(
    map_: Annotated[Path, argument("MAP", "De map met bijdragen en antwoordbestanden; ook alles eronder.")],
    uit: Annotated[Path, option("--uit", "MAP", "De map voor de uitkomsten: openbaar, besloten en bewaren apart.")],
    sleutel: Annotated[
        list[Path] | None, option("--sleutel", "BESTAND", "De geheime sleutel, voor verzegelde bijdragen.")
    ] = None,
    lijsten: Annotated[Path | None, option("--regio", "BESTAND.yaml", "De lijsten van uw regio.")] = None,
    editie: Annotated[str | None, option("--editie", "NAAM", "De naam van deze uitgave.")] = None,
    vorige: Annotated[
        Path | None,
        option("--vorige", "MAP", "De uitkomsten van de vorige uitgave. Staan die al in --uit, dan vanzelf."),
    ] = None,
    eerder: Annotated[
        Path | None, option("--eerder", "MAP", "De bijdragen van een eerdere meting, om te zien wat er veranderde.")
    ] = None,
    json: Json = False,
    openbaar: Annotated[bool, option("--openbaar", None, "Geef bij --json alleen wat openbaar mag.")] = False,
    benchmark: Annotated[
        bool, option("--benchmark", None, "Maak ook een bestand waarmee een organisatie zich kan vergelijken.")
    ] = False,
    motor: Annotated[str | None, option("--motor", "MOTOR", "Tel op met dask, voor heel veel bestanden.")] = None,
    scheduler: Annotated[
        str | None, option("--scheduler", "ADRES", "Het adres van uw eigen cluster; anders deze computer.")
    ] = None,
    geheugen: Annotated[
        Path | None,
        option(
            "--geheugen", "BESTAND", "Onthoud hier wat is gelezen; dan is de volgende keer alleen nieuw werk nodig."
        ),
    ] = None,
    opnieuw: Annotated[
        bool, option("--opnieuw", None, "Lees bij --geheugen elk bestand, ook als datum en grootte gelijk zijn.")
    ] = False,
    peildatum: Peildatum = None,
) -> None:
    """Tel veel organisaties bij elkaar op, zonder er één te laten zien."""
    from bcm_check.cli import regio as regio_

    wens = regio_.Regiowens(
        uit, sleutel or [], lijsten, editie, vorige, benchmark, motor, scheduler, eerder, geheugen, opnieuw
    )
    regio_.regio(map_, wens, peildatum, json=json, openbaar=openbaar)


@sleutel.command(cls=DutchCommand)
def maak(uit: Annotated[Path, option("--uit", "MAP", "De map voor de sleutels.")]) -> None:
    """Maak een paar sleutels: een openbare om uit te delen en een geheime om te bewaren."""
    from bcm_check.cli import delen

    delen.maak_sleutel(uit)


@app.command(cls=DutchCommand)
def bia(
    bestand: Bestand,
    kies: Annotated[str | None, option("--kies", "PROCES,…", "Alleen deze zijn kritiek, of alles.")] = None,
    eigen: Annotated[list[str] | None, option("--eigen", "ID=NAAM", "Voeg een eigen proces toe.")] = None,
    mtpd: Annotated[list[str] | None, option("--mtpd", "PROCES=UREN", "Zo lang mag het stilliggen.")] = None,
    leunt: Annotated[
        list[str] | None, option("--leunt", "PROCES=MIDDEL,…", "Dit heeft een proces bij u nodig, en niets anders.")
    ] = None,
    uren: Annotated[
        list[str] | None,
        option("--uren", "KNOOP:LID=UREN", "Zo lang gaat het bij u door, zoals it:stroom=2 of it:stroom=1/2/4."),
    ] = None,
    herstel: Annotated[list[str] | None, option("--herstel", "MIDDEL=UREN", "Zo lang duurt terugkomen.")] = None,
    wis: Annotated[
        list[str] | None, option("--wis", "WAT", "Terug naar de standaard: it:stroom, it, een proces of alles.")
    ] = None,
    toon: Annotated[bool, option("--toon", None, "Toon wat er nu geldt, en waar het vandaan komt.")] = False,
    eenvoudig: Annotated[
        bool,
        typer.Option("--eenvoudig", help="Gewone regels, voor een schermlezer of een oude terminal."),
    ] = False,
    vragenlijst: Lijst = None,
) -> None:
    """Kies uw kritieke processen en vul uw eigen uren in."""
    from bcm_check.cli import bia as bia_

    opgave = bia_.Opgave(kies, eigen or [], mtpd or [], leunt or [], uren or [], herstel or [], wis or [], toon)
    bia_.bia(bestand, opgave, vragenlijst, eenvoudig=eenvoudig)


@app.command(cls=DutchCommand)
def demo(
    uit: Annotated[Path, option("--uit", "MAP", "De map voor het voorbeeld.")],
    regio: Annotated[bool, option("--regio", None, "Maak een verzonnen regio van honderd organisaties.")] = False,
) -> None:
    """Maak een voorbeeld: een verzonnen gemeente met alle rapporten, en twee andere organisaties."""
    if regio:
        from bcm_check.cli import regiodemo

        regiodemo.demo_region(uit)
        return
    from bcm_check.cli import uitkomsten

    uitkomsten.demo(uit)
