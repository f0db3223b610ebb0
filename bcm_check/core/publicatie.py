"""What of a region's picture is shown to whom: the tables of the public summary and of the closed annex.

How much a figure may give away is decided in `onderdrukking.py`. An edition is frozen: a group is published anew only
when five or more of its members joined or left; until then its figures of the last edition are repeated. There is no
ranking of municipalities: groups stand in the order of the alphabet.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

from pydantic import Field

from .aanbod import areas, offers, points
from .concentratie import concentration, double_claims
from .gezamenlijk import MEESTE, Gezamenlijke, joint
from .ketens import Ketens
from .onderdrukking import BAND, BESLOTEN, OPENBAAR, Regels, safe_count, safe_quantile, safe_share, shown_groups
from .regio import Regio
from .regiobeeld import ALLE, HOOFDLIJST, NORMSCENARIO, URENRASTER, Groep, Regiobeeld
from .velden import Deel, Regel
from .vragenlijst import Vragenlijst

Soort = Literal["openbaar", "besloten"]
MINSTE_WISSELING: Final = 5
UREN: Final = (0, 1, 2, 4, 8, 12, 24, 48, 72)
EVERY: Final = Groep("alle", ALLE)
MEESTE_PROCESSEN: Final = 20  # of one kind of organisation: so many can one organisation change in a sum
MERKEN: Final = {"alle": "Alle deelnemers", "soort": "Soort", "sector": "Sector", "gemeente": "Gebied"}


class Cel(NamedTuple):
    """A figure of a table. A suppressed one has no value. `n` is the number behind it, as it may be shown."""

    waarde: float | str | None
    n: int | None = None
    onderdrukt: bool = False


WEG: Final = Cel(None, None, onderdrukt=True)


class Tabelrij(NamedTuple):
    """A row: the group or thing that it is about (`id` for programs, `naam` for people), and a cell a column."""

    id: str
    naam: str
    cellen: tuple[Cel, ...]


@dataclass(frozen=True, slots=True)
class Tabel:
    """A table of a publication. `kolommen` name the cells; `eenheid` is what they count (%, uur, dagdelen, euro)."""

    id: str
    titel: str
    kolommen: tuple[str, ...]
    rijen: tuple[Tabelrij, ...]
    eenheid: str = ""
    uitleg: str = ""
    over: str = "Groep"  # what its rows are about


@dataclass(frozen=True, slots=True)
class Publicatie:
    """Everything that one of the two results shows, before it is laid out."""

    soort: Soort
    tlp: str
    tabellen: tuple[Tabel, ...]
    zinnen: tuple[str, ...] = ()  # the findings in words, most important first
    besluiten: tuple[str, ...] = ()  # the decisions that are asked

    def tabel(self, naam: str) -> Tabel | None:
        """Return a table by its id."""
        return next((each for each in self.tabellen if each.id == naam), None)


class Uitgegeven(Deel):
    """What was published of a group: by whom it was made up, and its figures by table (None: suppressed)."""

    leden: tuple[Regel, ...] = Field(default=(), max_length=1000)
    aantal: int = Field(ge=0)
    cijfers: dict[Regel, tuple[float | str | None, ...]] = Field(default_factory=dict, max_length=5000)


class Editie(Deel):
    """What must be remembered of a public edition to make the next one safe.

    It holds the codes of the members of each group (random, made of nothing), so it belongs in the closed folder.
    """

    formaat: Literal["bcm-check-editie"] = "bcm-check-editie"
    versie: Literal[1] = 1
    groepen: dict[Regel, Uitgegeven] = Field(default_factory=dict, max_length=5000)


class Bron(NamedTuple):
    """What a publication is made from: the picture, the content that names things, and the lists of the region."""

    beeld: Regiobeeld
    lijst: Vragenlijst
    ketens: Ketens
    regio: Regio
    ids: Mapping[str, str] = MappingProxyType({})  # a random id of this edition for the code of each organisation


def publish(bron: Bron, soort: Soort, vorige: Editie | None = None) -> tuple[Publicatie, Editie]:
    """Return one of the two results, and what to remember of it (of the closed one nothing)."""
    regels = OPENBAAR if soort == "openbaar" else BESLOTEN
    shown = shown_groups(bron.beeld, regels)
    together = joint(bron.beeld, bron.lijst, bron.regio)
    tabellen = [
        _coverage(bron, regels, shown),
        _scores(bron, regels, shown, [pijler.id for pijler in bron.lijst.pijlers]),
        _points(bron, regels),
        _norm(bron, regels, shown),
        _causes(bron, regels),
        _clock(bron, regels),
        _themes(bron, regels),
        _joint(bron, regels, together),
        _lines(bron, regels, together),
        _offers(bron, regels),
        *(_closed(bron, regels) if soort == "besloten" else ()),
    ]
    editie = Editie()
    if soort == "openbaar":
        tabellen, editie = _frozen(bron.beeld, shown, tabellen, vorige)
    tlp = "TLP:CLEAR" if soort == "openbaar" else "TLP:AMBER"
    kept = tuple(each for each in map(_with_figures, tabellen) if each.rijen)
    publicatie = Publicatie(soort, tlp, kept, tuple(_findings(bron, regels, kept)), tuple(_decisions(regels, together)))
    return publicatie, editie


def _with_figures(tabel: Tabel) -> Tabel:
    """Return a table without the rows of which nothing may be shown."""
    return replace(tabel, rijen=tuple(rij for rij in tabel.rijen if not all(cel.onderdrukt for cel in rij.cellen)))


def group_name(groep: Groep, bron: Bron) -> str:
    """Return a group as people read it."""
    if groep.dimensie == "alle":
        return MERKEN["alle"]
    names = {"soort": {each.id: each.naam for each in bron.lijst.doelgroepen}}
    names["sector"] = {each.id: each.naam for each in bron.regio.sectoren}
    return f"{MERKEN[groep.dimensie]}: {names.get(groep.dimensie, {}).get(groep.naam, groep.naam)}"


def _ordered(shown: Iterable[Groep], bron: Bron) -> list[Groep]:
    order = list(MERKEN)
    return sorted(shown, key=lambda each: (order.index(each.dimensie), group_name(each, bron).casefold()))


def _percent(thousandths: int | None) -> float | None:
    return None if thousandths is None else thousandths / 10


def _score(value: int | None, n: int | None, regels: Regels) -> Cel:
    """Return the cell of a score: in public its band."""
    if value is None:
        return WEG
    return Cel(f"{value // 10}–{(value + BAND) // 10}" if regels.rond else value / 10, n)


def _cell(value: float | None, n: int | None = None) -> Cel:
    return Cel(value, n) if value is not None else WEG


# -- tables -----------------------------------------------------------------------------------------------------------


def _coverage(bron: Bron, regels: Regels, shown: Iterable[Groep]) -> Tabel:
    rows = []
    for groep in _ordered(shown, bron):
        count = safe_count(bron.beeld.aantal(groep), regels)
        invited = bron.regio.genodigden.get(groep.naam) if groep.dimensie == "sector" else None
        if groep == EVERY and bron.regio.genodigden:
            invited = sum(bron.regio.genodigden.values())
        rows.append(
            Tabelrij("/".join(groep), group_name(groep, bron), (_cell(count), Cel(invited if invited else "–")))
        )
    text = "Groepen die te klein zijn, staan er niet bij: dan zou te zien zijn om wie het gaat."
    return Tabel("dekking", "Wie deed mee", ("Deelnemers", "Uitgenodigd"), tuple(rows), "aantal", text)


def _scores(bron: Bron, regels: Regels, shown: Iterable[Groep], nodes: list[str]) -> Tabel:
    """Return median and quartiles of each node for each group."""
    rows = []
    for groep in _ordered(shown, bron):
        cells: list[Cel] = []
        for node in ("totaal", *nodes):
            bins = bron.beeld.scores.get((groep, f"{HOOFDLIJST}:{node}"))
            n = safe_count(sum(bins), regels) if bins is not None else None
            for part, whole in ((1, 2), (1, 4), (3, 4)):
                value = safe_quantile(bins, part, whole, regels) if bins is not None else None
                cells.append(_score(value, n, regels))
        rows.append(Tabelrij("/".join(groep), group_name(groep, bron), tuple(cells)))
    kolommen = tuple(
        f"{node} {what}" for node in ("Totaal", *nodes) for what in ("mediaan", "laagste kwart", "hoogste kwart")
    )
    text = (
        "Scores van 0 tot 100. De helft scoort hoogstens de mediaan, een kwart hoogstens het laagste kwart en drie "
        "kwart hoogstens het hoogste kwart."
    )
    return Tabel("pijlers", "Scores per pijler", kolommen, tuple(rows), "%", text)


def _points(bron: Bron, regels: Regels) -> Tabel:
    rows = []
    for pijler in bron.lijst.pijlers:
        for onderwerp in pijler.onderwerpen:
            bins = bron.beeld.scores.get((EVERY, f"{HOOFDLIJST}:{onderwerp.id}"))
            if bins is None:
                continue
            value = safe_quantile(bins, 1, 2, regels)
            rows.append(
                Tabelrij(
                    onderwerp.id,
                    f"{onderwerp.id} {onderwerp.naam}",
                    (_score(value, safe_count(sum(bins), regels), regels),),
                )
            )
    return Tabel("punten", "Scores per onderwerp", ("Mediaan",), tuple(rows), "%", over="Onderwerp")


def _norm(bron: Bron, regels: Regels, shown: Iterable[Groep]) -> Tabel:
    rows = []
    for groep in _ordered(shown, bron):
        known = bron.beeld.tellers["uren", groep.dimensie, groep.naam]
        lasting = bron.beeld.tellers["norm", groep.dimensie, groep.naam]
        share = safe_share(lasting, known, regels)
        rows.append(
            Tabelrij("/".join(groep), group_name(groep, bron), (_cell(_percent(share), safe_count(known, regels)),))
        )
    text = f"Het aandeel waarvan alle kritieke processen 72 uur doorgaan als de stroom uitvalt ({NORMSCENARIO})."
    return Tabel("norm", "Wie haalt 72 uur", ("Aandeel",), tuple(rows), "%", text)


def _causes(bron: Bron, regels: Regels) -> Tabel:
    count, known = bron.beeld.tellers, bron.beeld.tellers["uren", "alle", ALLE]
    causes = {key[2]: value for key, value in count.items() if key[:2] == ("oorzaak", NORMSCENARIO)}
    rows = [
        Tabelrij(name, bron.ketens.namen.get(name, name), (_cell(_percent(share), safe_count(known, regels)),))
        for name in sorted(causes, key=lambda each: (-causes[each], each))
        if (share := safe_share(causes[name], known, regels)) is not None
    ]
    text = "Bij welk deel van de deelnemers stopt minstens één kritiek proces hierdoor, als de stroom 72 uur uitvalt."
    return Tabel("oorzaken", "Waardoor werk stopt", ("Aandeel",), tuple(rows), "%", text, "Waardoor")


def _clock(bron: Bron, regels: Regels) -> Tabel:
    """Return which share of the critical processes is dark at each hour: in the closed annex for each process too."""
    rows: list[Tabelrij] = []
    for scenario in bron.ketens.scenarios:
        dark, running = _dark(bron.beeld, scenario.id)
        takers = max((count for _, count in running.values()), default=0)
        if not takers:
            continue
        whole = sum(count for _, count in running.values())
        cells = [
            _cell(_percent(safe_share(dark[hour], whole, regels, _most(running))), safe_count(whole, regels))
            for hour in UREN
        ]
        if bron.beeld.aantal(EVERY) >= regels.minstens:
            rows.append(Tabelrij(scenario.id, f"{scenario.id} {scenario.naam}", tuple(cells)))
        if regels is BESLOTEN and scenario.id == NORMSCENARIO:
            rows += _clock_of_processes(bron, regels, scenario.id)
    text = "Welk deel van de kritieke processen van alle deelnemers samen op dat uur stilligt."
    kolommen = tuple(f"uur {hour}" for hour in UREN)
    return Tabel("klok", "De klok van de regio", kolommen, tuple(rows), "%", text, "Scenario")


def _most(running: Mapping[str, object]) -> int:
    """Return how many processes one organisation can have at most: what one of them can change in a sum."""
    return max(len(running), 1)


def _clock_of_processes(bron: Bron, regels: Regels, scenario: str) -> Iterator[Tabelrij]:
    for proces in bron.ketens.processen:
        count = bron.beeld.tellers["loopt", scenario, proces.id]
        bins = bron.beeld.klok.get((scenario, proces.id))
        if count < regels.minstens:
            continue
        cells = [
            _cell(_percent(safe_share(bins[hour] if bins is not None else 0, count, regels)), count) for hour in UREN
        ]
        yield Tabelrij(f"{scenario}/{proces.id}", f"   {proces.naam}", tuple(cells))


def _dark(beeld: Regiobeeld, scenario: str) -> tuple[list[int], dict[str, tuple[str, int]]]:
    """Return how many processes are dark at each hour of the grid, and how many organisations have each process."""
    dark = [0] * (URENRASTER + 1)
    running = {key[2]: (scenario, value) for key, value in beeld.tellers.items() if key[:2] == ("loopt", scenario)}
    for (name, _), bins in beeld.klok.items():
        if name == scenario:
            dark = [one + other for one, other in zip(dark, bins, strict=True)]
    return dark, running


def _themes(bron: Bron, regels: Regels) -> Tabel:
    """Return for each theme of the risk profile the share that is dark after a day, in the worst of its scenarios."""
    found: dict[str, list[tuple[int, int]]] = {}
    for scenario in bron.ketens.scenarios:
        dark, running = _dark(bron.beeld, scenario.id)
        whole = sum(count for _, count in running.values())
        for thema in scenario.thema[:1]:
            if whole:
                found.setdefault(thema, []).append((dark[24], whole))
    rows = []
    for thema, shares in sorted(found.items()):
        part, whole = max(shares, key=lambda each: each[0] / each[1])
        if bron.beeld.aantal(EVERY) >= regels.minstens:
            cell = _cell(_percent(safe_share(part, whole, regels, MEESTE_PROCESSEN)), safe_count(whole, regels))
            rows.append(Tabelrij(thema, thema, (cell,)))
    text = "Het deel van de kritieke processen dat na 24 uur stilligt, in het zwaarste scenario van dit thema."
    return Tabel("themas", "Thema's van het risicoprofiel", ("Ligt stil na 24 uur",), tuple(rows), "%", text, "Thema")


def _joint(bron: Bron, regels: Regels, together: Iterable[Gezamenlijke]) -> Tabel:
    rows: list[Tabelrij] = []
    for each in together:
        count = safe_count(each.nodig, regels)
        if count is None or len(rows) >= MEESTE:
            continue
        scale = each.nodig if not regels.rond else count
        factor = scale / each.nodig
        cells = [Cel(count)]
        for amount in (each.los, each.samen, each.bespaart):
            cells.append(Cel(_span(float(amount.van) * factor, float(amount.tot) * factor)))
        cells.append(Cel(each.maatregel.actielijn or "–"))
        cells.append(Cel(each.maatregel.gezamenlijk.vorm or "–"))
        if not regels.rond:
            cells.append(Cel(len(each.voorlopers)))
        rows.append(Tabelrij(each.maatregel.id, each.maatregel.titel, tuple(cells)))
    kolommen = ("Nodig bij", "Ieder apart", "Eén keer samen", "Bespaart", "Actielijn", "Vorm")
    share = (bron.regio.uitrol.ja, bron.regio.uitrol.deels)
    text = (
        f"In dagdelen van vier uur. Aanname: samen kost één keer het werk, en daarna houdt ieder zelf nog {share[0]} "
        f"deel (of {share[1]} deel waar het maar deels samen kan)."
    )
    more = ("Heeft het al",) if not regels.rond else ()
    return Tabel(
        "gezamenlijk", "Wat één keer kan voor allen", (*kolommen, *more), tuple(rows), "dagdelen", text, "Maatregel"
    )


def _span(low: float, high: float) -> str:
    first, last = round(low), round(high)
    return str(first) if first == last else f"{first}–{last}"


def _lines(bron: Bron, regels: Regels, together: Iterable[Gezamenlijke]) -> Tabel:
    names = {
        line.id: f"{line.id} {line.naam}{' (voorstel)' if line.voorstel else ''}" for line in bron.lijst.actielijnen
    }
    by_line: dict[str, list[Gezamenlijke]] = {}
    for each in together:
        if each.maatregel.actielijn and safe_count(each.nodig, regels) is not None:
            by_line.setdefault(each.maatregel.actielijn, []).append(each)
    rows = [
        Tabelrij(line, names.get(line, line), (Cel(len(found)), Cel(found[0].maatregel.titel)))
        for line, found in sorted(by_line.items())
    ]
    kolommen = ("Maatregelen die samen kunnen", "Levert het meeste op")
    return Tabel("actielijnen", "Per actielijn", kolommen, tuple(rows), "aantal", over="Actielijn")


def _offers(bron: Bron, regels: Regels) -> Tabel:
    rows = []
    for bod in offers(bron.beeld):
        count = safe_count(bod.organisaties, regels)
        if count is not None:
            amount = bod.hoeveel if not regels.rond else round(bod.hoeveel * count / bod.organisaties / 5) * 5
            cells = (Cel(count), Cel(f"{amount} {bod.eenheid}"), _cell(safe_count(bod.binnen_een_dag, regels)))
            rows.append(Tabelrij(bod.vraag, bod.naam, cells))
    kolommen = ("Organisaties", "Samen", "Daarvan binnen een dag")
    text = "Wat organisaties anderen kunnen bieden: een aanbod om over te praten, geen belofte."
    return Tabel("aanbod", "Wat de regio kan bieden", kolommen, tuple(rows), "aantal", text, "Aanbod")


def _locations(bron: Bron) -> Iterator[Tabel]:
    """Yield the noodsteunpunten: by municipality, and one by one."""
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
    kolommen = ("Noodsteunpunten", "Bij 1 per 5.000 inwoners", "Geschikt", "Plaatsen binnen", "Inwoners")
    text = (
        "Geschikt: stroom, water en verbinding gaan 72 uur mee, en er is een warme ruimte. 1 per 5.000: een richtgetal."
    )
    yield Tabel("noodsteunpunten", "Noodsteunpunten per gemeente", kolommen, rows, "aantal", text, "Gemeente")
    single = tuple(
        Tabelrij(
            bron.ids.get(each.code, "?"),
            each.naam or bron.ids.get(each.code, "?"),
            (
                Cel(each.gemeente or "–"),
                Cel("ja" if each.geschikt else "nee"),
                Cel(each.zwakste),
                Cel("–" if each.uren is None else each.uren),
                Cel(each.plaatsen),
            ),
        )
        for each in points(bron.beeld)
    )
    heads = ("Gemeente", "Geschikt", "Zwakste functie", "Uren", "Plaatsen")
    yield Tabel("locaties", "Noodsteunpunten een voor een", heads, single, "aantal", "", "Locatie")


def _closed(bron: Bron, regels: Regels) -> Iterator[Tabel]:
    """Yield what only the closed annex has: organisations side by side, suppliers, people with two tasks."""
    yield _heat(bron)
    yield from _locations(bron)
    titels = {"": ""}
    rows = tuple(
        Tabelrij(
            f"{each.vraag}/{each.naam}",
            each.naam,
            (
                Cel(titels.get(each.vraag, each.vraag)),
                Cel(each.aantal),
                Cel("ja" if each.zeker else "twijfel: de namen lijken op elkaar"),
                Cel("; ".join(each.schrijfwijzen)),
            ),
        )
        for each in concentration(bron.beeld)
    )
    kolommen = ("Vraag", "Organisaties", "Zeker dezelfde", "Zo geschreven")
    text = "Alleen van wie de namen mochten worden gedeeld."
    yield Tabel(
        "concentratie", "Leveranciers waar meer organisaties op rekenen", kolommen, rows, "aantal", text, "Leverancier"
    )
    claims = tuple(
        Tabelrij(
            each.vraag,
            each.naam,
            (
                _cell(safe_count(each.organisaties, regels)),
                _cell(safe_count(each.personen, regels)),
                Cel(each.uitgeleend),
            ),
        )
        for each in double_claims(bron.beeld)
    )
    heads = ("Organisaties", "Mensen met een tweede taak", "Mensen die samen worden uitgeleend")
    text = "Op deze mensen rekenen in een crisis twee organisaties tegelijk."
    yield Tabel("dubbel", "Mensen op wie dubbel wordt gerekend", heads, claims, "aantal", text, "Tweede taak")


def _heat(bron: Bron) -> Tabel:
    pijlers = [pijler.id for pijler in bron.lijst.pijlers]
    rows = []
    known = [rij for rij in (bron.beeld.rijen or {}).values() if rij.lijst == HOOFDLIJST]
    for rij in sorted(known, key=lambda each: bron.ids.get(each.code, "")):
        cells = [Cel(_percent(rij.scores.get(name))) for name in ("totaal", *pijlers)]
        stop = Cel(f"uur {rij.eerste_stop // 60}" if rij.eerste_stop is not None else "–")
        name = bron.ids.get(rij.code, "?")
        rows.append(Tabelrij(name, rij.naam or name, (*cells, stop)))
    kolommen = ("Totaal", *pijlers, "Eerste proces stopt")
    text = "Elke regel is één organisatie, met een code van deze uitgave. Een naam staat er alleen als zij dat wilde."
    return Tabel("hittekaart", "Organisaties en pijlers", kolommen, tuple(rows), "%", text, "Organisatie")


# -- editions ---------------------------------------------------------------------------------------------------------


def _frozen(
    beeld: Regiobeeld, shown: Iterable[Groep], tabellen: list[Tabel], vorige: Editie | None
) -> tuple[list[Tabel], Editie]:
    """Repeat the figures of groups that hardly changed since they were published; return the tables and the edition."""
    members = _members(beeld)
    known = vorige.groepen if vorige is not None else {}
    groepen: dict[str, Uitgegeven] = {}
    repeated: set[str] = set()
    for name, groep in {"/".join(each): each for each in sorted(shown)}.items():
        before, now = known.get(name), members.get(name, frozenset())
        if before is not None and _changed(before, now, beeld.aantal(groep)) < MINSTE_WISSELING:
            groepen[name] = before
            repeated.add(name)
        else:
            groepen[name] = Uitgegeven(leden=tuple(sorted(now)), aantal=beeld.aantal(groep))
    made = [_settled(tabel, groepen, repeated) for tabel in tabellen]
    return made, Editie(groepen={**known, **groepen})


def _settled(tabel: Tabel, groepen: dict[str, Uitgegeven], repeated: Collection[str]) -> Tabel:
    """Write down the figures of a table as published, or repeat those of a row whose group hardly changed."""
    rows = []
    for rij in tabel.rijen:
        name = rij.id if rij.id in groepen else "/".join(EVERY)
        key = f"{tabel.id}|{rij.id}"
        if name in repeated:
            old = groepen[name].cijfers.get(key)
            if old is not None:
                rows.append(rij._replace(cellen=tuple(Cel(value, None, value is None) for value in old)))
        elif name in groepen:
            figures = {**groepen[name].cijfers, key: tuple(_kept(cel.waarde) for cel in rij.cellen)}
            groepen[name] = groepen[name].model_copy(update={"cijfers": figures})
            rows.append(rij)
    return replace(tabel, rijen=tuple(rows))


def _kept(waarde: float | str | None) -> float | str | None:
    return float(waarde) if isinstance(waarde, int) else waarde


def _members(beeld: Regiobeeld) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for rij in (beeld.rijen or {}).values():
        if rij.lijst == HOOFDLIJST:
            for dimensie, name in (
                ("alle", ALLE),
                ("soort", rij.soort),
                ("sector", rij.sector),
                ("gemeente", rij.gemeente),
            ):
                if name or dimensie == "alle":
                    found.setdefault(f"{dimensie}/{name}", set()).add(rij.code)
    return {name: frozenset(codes) for name, codes in found.items()}


def _changed(before: Uitgegeven, now: frozenset[str], count: int) -> int:
    """Return how many joined or left; where no codes are kept, how much the number differs: at least so many."""
    if not now or not before.leden:
        return abs(count - before.aantal)
    return len(now.symmetric_difference(before.leden))


# -- in words ---------------------------------------------------------------------------------------------------------


def _findings(bron: Bron, regels: Regels, tabellen: Iterable[Tabel]) -> Iterator[str]:
    by_id = {each.id: each for each in tabellen}
    count = safe_count(bron.beeld.aantal(EVERY), regels)
    if count is None:
        yield "Er deden te weinig organisaties mee om iets te laten zien."
        return
    about = "ongeveer " if regels.rond else ""
    yield f"Er deden {about}{count} organisaties mee."
    weakest = _weakest(bron, regels)
    if weakest:
        yield f"De laagste mediaan hebben: {weakest}."
    norm = by_id["norm"].rijen[0].cellen[0] if "norm" in by_id else WEG
    if norm.waarde is not None:
        among = f" (van {about}{norm.n} deelnemers)" if norm.n else ""
        yield f"{about.capitalize()}{norm.waarde:g}%{among} houdt alle kritieke processen 72 uur zonder stroom gaande."
    if "oorzaken" in by_id:
        names = [rij.naam.lower() for rij in by_id["oorzaken"].rijen[:3]]
        yield f"Werk stopt het vaakst door: {', '.join(names)}."
    if "gezamenlijk" in by_id:
        row = by_id["gezamenlijk"].rijen[0]
        yield f"Het meeste is samen te winnen met: {row.naam} (bespaart {row.cellen[3].waarde} dagdelen)."


def _weakest(bron: Bron, regels: Regels) -> str:
    medians = {}
    for pijler in bron.lijst.pijlers:
        bins = bron.beeld.scores.get((EVERY, f"{HOOFDLIJST}:{pijler.id}"))
        value = safe_quantile(bins, 1, 2, regels) if bins is not None else None
        if value is not None:
            medians[f"{pijler.id} ({pijler.label})"] = value
    low = min(medians.values(), default=0)
    found = [name for name, value in medians.items() if value == low]
    return ", ".join(found) if medians and len(found) < len(medians) else ""


def _decisions(regels: Regels, together: Iterable[Gezamenlijke]) -> Iterator[str]:
    """Yield the decisions that are asked: the joint measures that save most, five at most."""
    for each in [one for one in together if safe_count(one.nodig, regels) is not None][:5]:
        form = f" Vorm: {each.maatregel.gezamenlijk.vorm}." if each.maatregel.gezamenlijk.vorm else ""
        yield f"Neem samen: {each.maatregel.titel}.{form}"
