"""What the interview says, in plain lines; the screens only arrange them."""

from __future__ import annotations

from collections.abc import Iterator

from bcm_check.core.antwoorden import Antwoord, in_words
from bcm_check.core.gesprek import Gesprek
from bcm_check.core.plan import ambition
from bcm_check.core.scores import Blad, Uitslag
from bcm_check.core.tekst import clean_line, decimal, percent
from bcm_check.core.vraag import Verwijzing, Vraag
from bcm_check.core.vragenlijst import Plek, Vragenlijst
from bcm_check.prompts.sessie import BIJ_NIVEAU, VRAGEN_OM, Sessie, Veld, opties

BALK, BALK_ASCII = "█░", "#."
_LONG = 160  # so much of an answer is shown under its question
_DIGIT = 9  # the highest number that one key can choose
_BIG = 10**9  # the widest bound of a number: as good as none
_OVER_ORGANISATIE = (
    "Met deze vragen ziet u hoe lang uw organisatie doorgaat als stroom, internet, water of mensen uitvallen, "
    "en wat u daar het eerst aan doet."
)
WELKOM = (
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


def welcome(vragenlijst: Vragenlijst, label: str) -> list[str]:
    """Return the first screen: what it is for, that it is voluntary, who sees the answers, and that nothing leaves.

    A list that knows no kinds of organisation is about something else (one building), so it introduces itself.
    """
    own = not vragenlijst.doelgroepen and vragenlijst.uitleg
    lines = (line.format(label=label, meaning=_MEANINGS.get(label, "")) for line in WELKOM)
    return [clean_line(vragenlijst.uitleg) if own else _OVER_ORGANISATIE, "", *lines]


def place(gesprek: Gesprek, plek: Plek) -> str:
    """Return where we are: pillar, number of the question, time left."""
    asked = [each.vraag.id for each in gesprek.gesteld]
    number = asked.index(plek.vraag.id) + 1 if plek.vraag.id in asked else len(asked)
    left = gesprek.voortgang().minuten
    return f"{plek.pijler.id} {clean_line(plek.pijler.label)} · vraag {number} van {len(asked)} · nog ± {left} min"


def band(uitslag: Uitslag, signs: str = BALK) -> str:
    """Return the score of a pillar with its band, as a bar of two signs (none: no bar) and in figures."""
    if uitslag.laag is None:
        return "geen score"  # nothing here can count: a bar would look like 0
    value = percent(uitslag.score)
    full = 0 if value is None else int(value / 10 + 0.5)
    drawn = f"{signs[0] * full}{signs[1] * (10 - full)} " if signs else ""
    if value is None:
        return f"{drawn}nog geen score"
    return f"{drawn}{decimal(value)} (band {decimal(percent(uitslag.laag))}–{decimal(percent(uitslag.hoog))})"


def standing(sessie: Sessie, signs: str = BALK) -> str:
    """Return how the pillar of the question on the screen stands, or that this question does not count."""
    plek, stand = sessie.gesprek.huidige, sessie.stand()
    if plek is None or stand is None:
        return ""
    counts = band(stand, signs) if plek.vraag.telt else "deze vraag telt niet mee in een score"
    return f"Pijler {plek.pijler.id}: {counts}"


def wanted(vraag: Vraag) -> str:
    """Return how the answer to a question is typed, or nothing where one points at it."""
    if opties(vraag):
        return ""
    if vraag.soort == "tekst":
        return "Typ uw antwoord in woorden"
    unit = f" ({clean_line(vraag.eenheid)})" if vraag.eenheid else ""
    bounds = f" vanaf {vraag.minstens}" if vraag.minstens else ""
    if vraag.hoogstens < _BIG:
        bounds = f" van {vraag.minstens} tot en met {vraag.hoogstens}"
    return f"Typ een getal{unit}{bounds}"


def invited(vraag: Vraag) -> str:
    """Return how to begin typing an answer: words need Enter first, because letters are keys too."""
    return "Druk op Enter en typ uw antwoord in woorden." if vraag.soort == "tekst" else f"{wanted(vraag)}."


def asked(veld: Veld, vraag: Vraag, *, known: bool = False) -> str:
    """Return what stands before a field that is open; `known` when something stands in it already."""
    if veld == "antwoord":
        return f"{wanted(vraag)}:"
    return again(veld) if known and veld in BIJ_NIVEAU else VRAGEN_OM[veld]


def again(veld: Veld, known: str = "") -> str:
    """Return how an owner or a test date that is known is asked anew; in plain lines it stands there in brackets."""
    question, _, _ = VRAGEN_OM[veld].partition(" (Enter")
    now = f" [{_short(known, _LONG)}]" if known else ""
    return f"{question}{now} (Enter = zo laten, alleen - = wissen):"


def keys(vraag: Vraag, antwoord: Antwoord | None) -> str:
    """Return the keys that work on a question, as they stand at the foot of the screen."""
    numbers = [optie.nummer for optie in opties(vraag)]
    if numbers:
        way = f"{numbers[0]}-{numbers[-1]} antwoord" if numbers[-1] <= _DIGIT else f"{numbers[0]}-9 of pijltjes"
        answer, on = way, "Enter verder"
    else:
        first = "cijfers antwoord" if vraag.soort == "getal" else "Enter antwoord typen"
        answer, on = "Enter aanpassen" if typed(vraag, antwoord) else first, "v verder"
    return f"{answer} · w weet niet · n n.v.t. · t terug · {on} · o opmerking · b bewijs · ? uitleg · q pauze"


def plain_keys(vraag: Vraag) -> str:
    """Return what can be typed at a question in plain lines."""
    numbers = [optie.nummer for optie in opties(vraag)]
    answer = f"Typ {numbers[0]} tot en met {numbers[-1]}, " if numbers else f"{wanted(vraag)}, of alleen "
    return (
        f"{answer}w (weet niet), n (n.v.t.), t (terug), v (verder), o (opmerking), b (bewijs), ? (uitleg) of q (pauze)."
    )


def typed(vraag: Vraag, antwoord: Antwoord | None) -> str:
    """Return an answer as it stands in its field, ready to be changed: a number with its comma, a text."""
    if antwoord is None or opties(vraag) or antwoord.waarde in ("weet_niet", "nvt"):
        return ""
    text = str(antwoord.waarde)
    return text.replace(".", ",") if vraag.soort == "getal" else clean_line(text)


def given(gesprek: Gesprek) -> str:
    """Return in short what was answered to the question on the screen."""
    plek, antwoord = gesprek.huidige, gesprek.antwoord
    if plek is None or antwoord is None:
        return ""
    what = _short(in_words(plek.vraag, antwoord), _LONG)
    if antwoord.waarde == "nvt":
        what += f": {_short(antwoord.reden, 40)}"
    marks = [name for name in ("toelichting", "bewijs", "eigenaar") if getattr(antwoord, name)]
    if antwoord.testdatum is not None:
        marks.append(f"getest {antwoord.testdatum:%d-%m-%Y}")
    return f"Uw antwoord: {what}" + (f" · {', '.join(marks).replace('toelichting', 'opmerking')}" if marks else "")


def _short(text: str, most: int) -> str:
    line = clean_line(text)
    return line if len(line) <= most else f"{line[: most - 1]}…"


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
    goal = ambition(lijst, gesprek.antwoorden, pijler)
    here = [scores.bladen[plek.vraag.id] for plek in lijst.plekken if plek.pijler.id == pijler and plek.vraag.telt]
    shares = [(blad, blad.deel()) for blad in here]
    known = [(blad, share) for blad, share in shares if share is not None]
    low = [(blad, share) for blad, share in known if share * lijst.hoogste < goal]
    if not known:
        yield "Hier zijn geen antwoorden die meetellen in een score."
    elif not low:
        yield f"Alle beantwoorde vragen staan op uw ambitie (niveau {goal}) of hoger."
    else:
        yield "Hier is het meest te winnen:"
        for blad, _ in sorted(low, key=lambda each: (not each[0].vraag.kritiek, each[1]))[:3]:
            yield f"· {clean_line(blad.vraag.titel)} ({_state(blad)})"


def _state(blad: Blad) -> str:
    if blad.toestand == "weet_niet":
        return "weet niet"
    if blad.vraag.soort == "schaal":
        return f"niveau {blad.geteld}"
    number = next((optie.nummer for optie in opties(blad.vraag) if str(optie.waarde) == blad.keuze), "?")
    return f"antwoord {number} van {len(blad.vraag.keuzes)}"


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
    unknown = sum(blad.toestand == "weet_niet" for blad in scores.bladen.values())
    if unknown:
        yield f"Weet niet: {unknown}. Elk daarvan komt als uitzoekactie in het plan."
