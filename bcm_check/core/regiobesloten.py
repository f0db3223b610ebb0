"""The tables that only the closed annex has: subjects, levels, single organisations, locations, suppliers, people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import ceil

from .aanbod import POULE, areas, points
from .concentratie import LEVERT, concentration, double_claims
from .gezamenlijk import MEESTE, Bedrag, Gezamenlijke, add_up, divided, keys, shared_gaps
from .onderdrukking import Regels, safe_count, safe_quantile
from .regiobeeld import HOOFDLIJST, NORMSCENARIO
from .regiotabel import EVERY, Bron, Cel, Tabel, Tabelrij, cell, euro, percent, span
from .regiotabellen import Samen, score_cell

MEESTE_VOORLOPERS = 3
EVERY_AREA = "alle-gemeenten"


def closed_tables(
    bron: Bron, regels: Regels, measures: Sequence[Samen], together: Sequence[Gezamenlijke]
) -> Iterator[Tabel]:
    """Yield what only the closed annex has; `measures` are the joint ones that are shown, of all `together`."""
    yield _sums(bron, together)
    yield _gaps(bron, regels, together)
    if measures:
        codes = {each.maatregel.id: each.codes for each in together}
        yield _division(bron, regels, measures[0], codes[measures[0].maatregel.id])
    yield _subjects(bron, regels)
    yield _levels(bron, regels)
    yield _heat(bron)
    yield _areas(bron)
    yield _locations(bron)
    yield _suppliers(bron)
    yield _double(bron, regels)


def progress_of_lines(bron: Bron, regels: Regels) -> dict[str, Cel]:
    """Return for each line of action which share of the answers has taken the first step of its question."""
    count = bron.beeld.tellers
    found: dict[str, list[tuple[int, int]]] = {}
    for plek in bron.lijst.plekken:
        stappen = plek.vraag.maatregelen
        lines = {bron.lijst.maatregel[stap.id].actielijn for stap in stappen if stap.id in bron.lijst.maatregel}
        levels = {niveau: count["niveau", plek.vraag.id, str(niveau)] for niveau in range(21)}
        whole = sum(levels.values())
        if whole < regels.minstens:
            continue
        first = min(stap.naar for stap in stappen) if stappen else 0
        there = sum(here for niveau, here in levels.items() if niveau >= first)
        for line in lines - {None}:
            found.setdefault(str(line), []).append((there, whole))
    return {
        line: Cel(100 * sum(there for there, _ in each) / sum(whole for _, whole in each), sum(n for _, n in each))
        for line, each in found.items()
    }


def _sums(bron: Bron, together: Sequence[Gezamenlijke]) -> Tabel:
    """Return the effort of all plans, and what of it can be done together: these are the sums of the single plans."""
    som, tarief = add_up(bron.beeld, bron.lijst, together), bron.regio.tarief

    def cells(each: Bedrag) -> tuple[Cel, ...]:
        days = Cel(span(float(each.van), float(each.tot)))
        if tarief is None:
            return (days,)
        return days, Cel(euro(float(each.van) * tarief.van, float(each.tot) * tarief.tot))

    rows = (
        Tabelrij("plannen", "Alle plannen bij elkaar", cells(som.plannen)),
        Tabelrij("kan_samen", "Daarvan kan samen", cells(som.kan_samen)),
        Tabelrij("samen", "Als dat samen gebeurt", cells(som.samen)),
        Tabelrij("bespaart", "Dat bespaart", cells(som.bespaart)),
    )
    kolommen = ("Dagdelen", *(["Euro"] if tarief is not None else []))
    text = "Alle maatregelen uit alle plannen. Alleen eigen werk in dagdelen van vier uur: aanschaf komt er nog bij."
    return Tabel("optelling", "Alle plannen opgeteld", kolommen, rows, "dagdelen", text, "Wat")


def _gaps(bron: Bron, regels: Regels, together: Sequence[Gezamenlijke]) -> Tabel:
    """Return the first steps that most municipalities have not taken, with who could share or lead."""
    known = [rij for rij in (bron.beeld.rijen or {}).values() if rij.lijst == HOOFDLIJST]
    names = {rij.code: rij.naam or bron.ids.get(rij.code, "?") for rij in known}
    rows = []
    for each in shared_gaps(together, bron.lijst)[:MEESTE]:
        if safe_count(each.gemeenten, regels) is not None:
            ahead = ", ".join(names[code] for code in each.voorlopers[:MEESTE_VOORLOPERS])
            alone, once = ((round(float(one.van)), round(float(one.tot))) for one in (each.los, each.samen))
            figures = (alone, once, (alone[0] - once[0], alone[1] - once[1]))
            cells = (
                Cel(each.gemeenten),
                Cel(each.nodig),
                *(Cel(span(*pair)) for pair in figures),
                Cel("–" if each.hebben is None else each.hebben),
                Cel(ahead or "–"),
            )
            rows.append(Tabelrij(each.maatregel.id, each.maatregel.titel, cells))
    kolommen = (
        *("Gemeenten", "Alle deelnemers", "Ieder apart", "Eén keer samen", "Bespaart"),
        *("Heeft het al", "Kan voortrekken of delen"),
    )
    text = (
        "Eerste stappen die de meeste gemeenten nog niet hebben gezet en die samen kunnen, in dagdelen. In de laatste "
        f"kolom staan er hoogstens {MEESTE_VOORLOPERS}: wie het verst is het eerst, met een code van deze uitgave."
    )
    return Tabel("gedeeld", "Wat gemeenten samen missen", kolommen, tuple(rows), "dagdelen", text, "Maatregel")


def _division(bron: Bron, regels: Regels, first: Samen, codes: Sequence[str]) -> Tabel:
    """Return what each kind would pay of one joint measure, at its highest, by three keys; each adds up to the whole.

    Who did not tell its inhabitants or employees has no part by that key. By kind and not by organisation: a part by
    inhabitants tells which municipality it is, and so that it needs the measure.
    """
    tarief = bron.regio.tarief
    total = ceil(first.samen[1] * (tarief.tot if tarief is not None else 1))
    parts = {name: divided(total, found)[0] for name, found in keys(codes, bron.beeld).items()}
    rows = tuple(
        Tabelrij(soort, soort, (Cel(len(members)), *(_part(part, members) for part in parts.values())))
        for soort, members in _kinds(bron, regels, codes).items()
    )
    unit = "euro" if tarief is not None else "dagdelen"
    whole = f"{total:,}".replace(",", ".")
    text = (
        f"Voorbeeld voor de maatregel die het meeste bespaart: {first.maatregel.titel}. Samen hoogstens {whole} {unit} "
        "aan eigen werk; aanschaf komt er nog bij. Een streepje: wie dat getal niet heeft, betaalt daarnaar niet."
    )
    kolommen = ("Aantal", "Gelijk", "Naar inwoners", "Naar medewerkers")
    return Tabel("verdeling", "Hoe de kosten te verdelen", kolommen, rows, unit, text, "Soort")


def _part(parts: Mapping[str, int], members: Sequence[str]) -> Cel:
    return Cel(sum(parts.get(code, 0) for code in members) or "–")


def _kinds(bron: Bron, regels: Regels, codes: Sequence[str]) -> dict[str, list[str]]:
    """Return those codes by the name of their kind, largest first; kinds that are too small are put together."""
    kinds = {rij.code: rij.soort for rij in (bron.beeld.rijen or {}).values() if rij.lijst == HOOFDLIJST}
    names = {each.id: each.naam for each in bron.lijst.doelgroepen}
    found: dict[str, list[str]] = {}
    for code in codes:
        found.setdefault(names.get(kinds.get(code, ""), kinds.get(code, "?")), []).append(code)
    ordered = dict(sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0])))
    rest: list[str] = []
    while ordered and (0 < len(rest) < regels.minstens or len(ordered[list(ordered)[-1]]) < regels.minstens):
        rest += ordered.popitem()[1]
    return {**ordered, **({"Andere soorten": rest} if rest else {})}


def _subjects(bron: Bron, regels: Regels) -> Tabel:
    """Return the median of each subject.

    Not in public: a subject often rests on one question of an organisation, and several would narrow its pillar.
    """
    rows = []
    for pijler in bron.lijst.pijlers:
        for onderwerp in pijler.onderwerpen:
            bins = bron.beeld.scores.get((EVERY, f"{HOOFDLIJST}:{onderwerp.id}"))
            if bins is not None:
                value, n = safe_quantile(bins, 1, 2, regels), safe_count(sum(bins), regels)
                rows.append(Tabelrij(onderwerp.id, f"{onderwerp.id} {onderwerp.naam}", (score_cell(value, n, regels),)))
    text = "Scores van 0 tot 100. De helft scoort hoogstens de mediaan."
    return Tabel("punten", "Scores per onderwerp", ("Mediaan",), tuple(rows), "%", text, "Onderwerp")


def _levels(bron: Bron, regels: Regels) -> Tabel:
    """Return how the answers to each critical question are spread over its levels."""
    count = bron.beeld.tellers
    asked = [plek.vraag for plek in bron.lijst.plekken if plek.vraag.kritiek and plek.vraag.niveaus]
    top = max((len(vraag.niveaus) for vraag in asked), default=0)
    rows = []
    for vraag in asked:
        levels = [count["niveau", vraag.id, str(niveau)] for niveau in range(top)]
        whole = sum(levels)
        if whole >= regels.minstens:
            shares = [Cel(round(100 * here / whole, 1), whole) for here in levels]
            unknown = Cel(count["weet_niet", vraag.id])
            rows.append(Tabelrij(vraag.id, f"{vraag.id} {vraag.titel}", (*shares, unknown)))
    kolommen = (*(f"niveau {niveau}" for niveau in range(top)), "Weet niet (aantal)")
    text = f"Welk deel van wie een kritieke vraag beantwoordde, op welk niveau is. {_scale(bron)}"
    return Tabel("niveaus", "Kritieke vragen", kolommen, tuple(rows), "%", text, "Vraag")


def _scale(bron: Bron) -> str:
    """Return what the levels are called and mean, in one sentence: who was not in an interview never saw them."""
    found = []
    for trede in sorted(bron.lijst.schaal, key=lambda each: each.niveau):
        text = trede.uitleg.strip().removesuffix(".")
        if text[1:2].islower():  # a word, and not an abbreviation
            text = text[0].lower() + text[1:]
        found.append(f"{trede.niveau} {trede.naam}{f' ({text})' if text else ''}")
    return f"De niveaus: {'; '.join(found)}."


def _heat(bron: Bron) -> Tabel:
    pijlers = [pijler.id for pijler in bron.lijst.pijlers]
    rows = []
    known = [rij for rij in (bron.beeld.rijen or {}).values() if rij.lijst == HOOFDLIJST]
    for rij in sorted(known, key=lambda each: bron.ids.get(each.code, "")):
        cells = [Cel(percent(rij.scores.get(name))) for name in ("totaal", *pijlers)]
        stop = Cel(f"uur {rij.eerste_stop // 60}" if rij.eerste_stop is not None else "–")
        name = bron.ids.get(rij.code, "?")
        rows.append(Tabelrij(name, rij.naam or name, (*cells, stop)))
    kolommen = ("Totaal", *pijlers, "Eerste proces stopt")
    text = "Elke regel is één organisatie, met een code van deze uitgave. Een naam staat er alleen als zij dat wilde."
    text += (
        f" Scores van 0 tot 100, en het uur waarop bij {NORMSCENARIO} het eerste proces stopt (–: geen, of onbekend)."
    )
    return Tabel("hittekaart", "Organisaties en pijlers", kolommen, tuple(rows), "%", text, "Organisatie")


def _areas(bron: Bron) -> Tabel:
    rows = tuple(
        Tabelrij(
            each.gemeente,
            each.gemeente,
            tuple(
                Cel("–" if value is None else value)
                for value in (each.punten, each.richtgetal, each.geschikt, each.plaatsen, each.inwoners)
            ),
        )
        for each in areas(bron.beeld, bron.regio)
        if each.punten or each.inwoners
    )
    if rows:
        rows = (*rows, Tabelrij(EVERY_AREA, "Alle gemeenten", tuple(_total(rows, at) for at in range(5))))
    kolommen = ("Noodsteunpunten", "Bij 1 per 5.000 inwoners", "Geschikt", "Plaatsen binnen", "Inwoners")
    text = (
        "Geschikt: stroom, water en verbinding gaan 72 uur mee, er is een warme ruimte, en er zijn minstens "
        f"{POULE} mensen voor een rooster van drie dagen. 1 per 5.000: een richtgetal."
    )
    return Tabel("noodsteunpunten", "Noodsteunpunten per gemeente", kolommen, rows, "aantal", text, "Gemeente")


def _total(rows: Sequence[Tabelrij], at: int) -> Cel:
    """Return the sum of a column, of what is known."""
    known = [each.cellen[at].waarde for each in rows]
    return Cel(sum(round(each) for each in known if isinstance(each, int | float)))


def _locations(bron: Bron) -> Tabel:
    """Return the locations one by one, numbered: their ids would lead from a location's name to its scores above."""
    rows = tuple(
        Tabelrij(
            f"locatie-{number}",
            each.naam or f"Locatie {number}",
            (
                Cel(each.gemeente or "–"),
                Cel("ja" if each.geschikt else "nee"),
                Cel(each.zwakste),
                Cel("–" if each.uren is None else each.uren),
                Cel(each.plaatsen),
            ),
        )
        for number, each in enumerate(points(bron.beeld), start=1)
    )
    heads = ("Gemeente", "Geschikt", "Zwakste functie", "Uren", "Plaatsen")
    text = "De zwakste eerst. Een streepje bij uren: niet bekend, of iets wat niet in uren gaat."
    return Tabel("locaties", "Noodsteunpunten een voor een", heads, rows, "aantal", text, "Locatie")


def _suppliers(bron: Bron) -> Tabel:
    rows = tuple(
        Tabelrij(
            f"{each.vraag}/{each.naam}",
            each.naam,
            (
                Cel(LEVERT.get(each.vraag, each.vraag)),
                Cel(each.aantal),
                Cel("ja" if each.zeker else "twijfel: de namen lijken op elkaar"),
                Cel("; ".join(each.schrijfwijzen)),
            ),
        )
        for each in concentration(bron.beeld)
    )
    kolommen = ("Levert", "Organisaties", "Zeker dezelfde", "Zo geschreven")
    text = "Alleen van wie de namen mochten worden gedeeld."
    title = "Leveranciers waar meer organisaties op rekenen"
    return Tabel("concentratie", title, kolommen, rows, "aantal", text, "Leverancier")


def _double(bron: Bron, regels: Regels) -> Tabel:
    rows = tuple(
        Tabelrij(
            each.vraag,
            each.naam,
            (
                cell(safe_count(each.organisaties, regels)),
                cell(safe_count(each.personen, regels)),
                Cel(each.uitgeleend),
            ),
        )
        for each in double_claims(bron.beeld)
    )
    heads = ("Organisaties", "Mensen met een tweede taak", "Mensen die samen worden uitgeleend")
    text = (
        "Zoveel mensen hebben ook elders een taak in een crisis. Of het dezelfde zijn als wie organisaties samen "
        "uitlenen, is niet bekend; één mens kan op meer regels staan."
    )
    return Tabel("dubbel", "Mensen op wie dubbel wordt gerekend", heads, rows, "aantal", text, "Tweede taak")
