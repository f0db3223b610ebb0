"""What the interview says, in plain lines; the screens only arrange them."""

from __future__ import annotations

from collections.abc import Iterator

from bcm_check.core.gesprek import Gesprek
from bcm_check.core.plan import ambition
from bcm_check.core.scores import Uitslag
from bcm_check.core.tekst import clean_line, decimal, percent
from bcm_check.core.vragenlijst import Plek, Verwijzing, Vragenlijst
from bcm_check.prompts.sessie import Sessie

TOETSEN = "0-4 antwoord · w weet niet · n n.v.t. · t terug · Enter verder · o opmerking · b bewijs · ? uitleg · q pauze"
BALK, BALK_ASCII = "█░", "#."
WELKOM = (
    "Met deze vragen ziet u hoe lang uw organisatie doorgaat als stroom, internet, water of mensen uitvallen, "
    "en wat u daar het eerst aan doet.",
    "",
    "· Meedoen is vrijwillig. Er is geen goed of fout, geen toezicht en geen straf.",
    "· Uw antwoorden staan alleen in het bestand op deze computer. Er gaat niets naar buiten.",
    "· Alleen wie u dat bestand of een rapport geeft, ziet uw antwoorden.",
    "· Alles wat de tool schrijft, draagt het label {label}{meaning}.",
    "· Noem functies en aantallen, geen namen van personen.",
    "· U mag altijd stoppen. Elk antwoord is direct bewaard; later gaat u verder waar u was.",
)
_MEANINGS = {
    "TLP:AMBER+STRICT": ": alleen voor uw eigen organisatie",
    "TLP:AMBER": ": voor uw organisatie en wie het nodig heeft",
    "TLP:GREEN": ": voor de gemeenschap, niet openbaar",
    "TLP:CLEAR": ": vrij te delen",
    "TLP:RED": ": alleen voor de aanwezigen",
}


def welcome(label: str) -> list[str]:
    """Return the first screen: what it is for, that it is voluntary, who sees the answers, and that nothing leaves."""
    return [line.format(label=label, meaning=_MEANINGS.get(label, "")) for line in WELKOM]


def place(gesprek: Gesprek, plek: Plek) -> str:
    """Return where we are: pillar, number of the question, time left."""
    asked = [each.vraag.id for each in gesprek.gesteld]
    number = asked.index(plek.vraag.id) + 1 if plek.vraag.id in asked else len(asked)
    left = gesprek.voortgang().minuten
    return f"{plek.pijler.id} {clean_line(plek.pijler.label)} · vraag {number} van {len(asked)} · nog ± {left} min"


def band(uitslag: Uitslag, signs: str = BALK) -> str:
    """Return the score of a pillar with its band, as a bar of two signs (none: no bar) and in figures."""
    value = percent(uitslag.score)
    full = 0 if value is None else int(value / 10 + 0.5)
    drawn = f"{signs[0] * full}{signs[1] * (10 - full)} " if signs else ""
    if value is None:
        return f"{drawn}nog geen score"
    return f"{drawn}{decimal(value)} (band {decimal(percent(uitslag.laag))}–{decimal(percent(uitslag.hoog))})"


def given(gesprek: Gesprek) -> str:
    """Return in short what was answered to the question on the screen."""
    antwoord = gesprek.antwoord
    if antwoord is None:
        return ""
    if antwoord.waarde == "weet_niet":
        what = "weet niet"
    elif antwoord.waarde == "nvt":
        what = f"n.v.t.: {clean_line(antwoord.reden)[:40]}"
    else:
        what = f"niveau {antwoord.waarde}"
    marks = [name for name in ("toelichting", "bewijs", "eigenaar") if getattr(antwoord, name)]
    if antwoord.testdatum is not None:
        marks.append(f"getest {antwoord.testdatum:%d-%m-%Y}")
    return f"Uw antwoord: {what}" + (f" · {', '.join(marks).replace('toelichting', 'opmerking')}" if marks else "")


def explanation(gesprek: Gesprek, plek: Plek) -> Iterator[str]:
    """Yield the help page of a question: why, an example, what counts as evidence, where it comes from."""
    vraag, lijst = plek.vraag, gesprek.vragenlijst
    soort = gesprek.antwoorden.organisatie.type
    if vraag.waarom:
        yield f"Waarom: {clean_line(vraag.waarom)}"
    if soort in vraag.voorbeelden:
        yield f"Voorbeeld: {clean_line(vraag.voorbeelden[soort])}"
    if vraag.bewijs:
        yield f"Bewijs: {clean_line('; '.join(vraag.bewijs))}"
    if vraag.bronnen:
        yield f"Bronnen: {clean_line('; '.join(_source(lijst, each) for each in vraag.bronnen))}"
    if len(lijst.groepen(vraag.id)) > 1:
        yield f"Deze vraag telt mee in {' en '.join(lijst.groepen(vraag.id))}."
    if vraag.kritiek and lijst.knock_out:
        low, cap = lijst.knock_out.onder, clean_line(lijst.niveaunaam[lijst.knock_out.plafond])
        yield f"Kritieke vraag: onder niveau {low} komt de pijler niet hoger dan {cap}."


def _source(lijst: Vragenlijst, verwijzing: Verwijzing) -> str:
    bron = lijst.bron[verwijzing.bron]
    doubt = " (te verifiëren)" if "te_verifieren" in (bron.zekerheid, verwijzing.zekerheid) else ""
    return f"{bron.naam} {verwijzing.plaats}".strip() + doubt


def summary(sessie: Sessie, pijler: str, signs: str = BALK) -> Iterator[str]:
    """Yield the summary at the end of a pillar: score, level, what caps it, and where most is to be gained."""
    scores = sessie.scores()
    uitslag = scores.pijlers[pijler]
    lijst = sessie.gesprek.vragenlijst
    yield f"Pijler {pijler} {clean_line(uitslag.naam)} is klaar."
    yield ""
    yield f"Score  {band(uitslag, signs)}"
    if uitslag.niveau is not None:
        yield f"Niveau {clean_line(lijst.niveaunaam[uitslag.niveau])}"
    if uitslag.plafond is not None:
        names = ", ".join(f"{name} {scores.bladen[name].vraag.titel}" for name in uitslag.plafond.vragen)
        yield f"       Begrensd door: {clean_line(names)}"
    yield ""
    yield from _weakest(sessie, pijler)


def _weakest(sessie: Sessie, pijler: str) -> Iterator[str]:
    gesprek, scores = sessie.gesprek, sessie.scores()
    lijst = gesprek.vragenlijst
    wanted = ambition(lijst, gesprek.antwoorden, pijler)
    here = [scores.bladen[plek.vraag.id] for plek in lijst.plekken if plek.pijler.id == pijler]
    low = [blad for blad in here if blad.toestand in ("beantwoord", "weet_niet") and blad.geteld < wanted]
    if not low:
        yield f"Alle beantwoorde vragen staan op uw ambitie (niveau {wanted}) of hoger."
        return
    yield "Hier is het meest te winnen:"
    for blad in sorted(low, key=lambda each: (not each.vraag.kritiek, each.geteld))[:3]:
        state = "weet niet" if blad.toestand == "weet_niet" else f"niveau {blad.geteld}"
        yield f"· {clean_line(blad.vraag.titel)} ({state})"


def ending(sessie: Sessie, signs: str = BALK) -> Iterator[str]:
    """Yield the last screen: the total, each pillar, and what is still open."""
    scores = sessie.scores()
    done = sessie.gesprek.voortgang()
    yield "U bent aan het eind van de vragen."
    yield ""
    yield f"Totaal  {band(scores.totaal, signs)}"
    for name, uitslag in scores.pijlers.items():
        pijler = next(each for each in sessie.gesprek.vragenlijst.pijlers if each.id == name)
        yield f"{name:<7} {band(uitslag, signs)}  {clean_line(pijler.label)}"
    yield ""
    if done.gedaan < done.totaal:
        yield f"Nog niet beantwoord: {done.totaal - done.gedaan} van de {done.totaal} vragen. Met t gaat u terug."
    unknown = scores.totaal.aantallen["weet_niet"]
    if unknown:
        yield f"Weet niet: {unknown}. Elk daarvan komt als uitzoekactie in het plan."
