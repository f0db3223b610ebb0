"""The tables that both results of a region have: the public summary and the closed annex.

How much a figure may give away is decided in `onderdrukking.py`. In public a table shows nothing but figures from
there: no order, no choice of rows and no sum is made from the exact numbers. Of a pillar its median band is told, and
of one of its questions how many have not taken the first step.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from .aanbod import NETWERK, Bod, offers
from .gezamenlijk import MEESTE, Gezamenlijke
from .onderdrukking import BAND, STAPPEN, Regels, safe_count, safe_part, safe_quantile, safe_share
from .regiobeeld import ALLE, HOOFDLIJST, NORMSCENARIO, URENRASTER, Groep, Regiobeeld, histogram
from .regiotabel import EVERY, WEG, Bron, Cel, Tabel, Tabelrij, cell, euro, group_name, ordered, percent, span
from .vragenlijst import Maatregel

UREN: Final = (0, 1, 2, 4, 8, 12, 24, 48, 72)
NA_EEN_DAG: Final = 24
JOINT: Final = "gezamenlijk"
MEESTE_OORZAKEN: Final = 5  # of a scenario other than that of the norm
KWARTEN: Final = ((1, 2, "mediaan"), (1, 4, "laagste kwart"), (3, 4, "hoogste kwart"))


def score_cell(value: int | None, n: int | None, regels: Regels) -> Cel:
    """Return the cell of a score: in public its band."""
    if value is None:
        return WEG
    return Cel(f"{value // 10}–{(value + BAND) // 10}" if regels.rond else value / 10, n)


def coverage(bron: Bron, regels: Regels, shown: Iterable[Groep]) -> Tabel:
    """Return who took part, of how many that were invited."""
    rows = []
    for groep in ordered(shown, bron):
        invited = bron.regio.genodigden.get(groep.naam) if groep.dimensie == "sector" else None
        if groep == EVERY and bron.regio.genodigden:
            invited = sum(bron.regio.genodigden.values())
        count = cell(safe_count(bron.beeld.aantal(groep), regels))
        rows.append(Tabelrij("/".join(groep), group_name(groep, bron), (count, Cel(invited if invited else "–"))))
    text = "Groepen die te klein zijn, staan er niet bij: dan zou te zien zijn om wie het gaat."
    if regels.rond:
        text += " Deelnemers zijn afgerond op vijf, uitgenodigden niet."
    text += " Een gebied is iedereen die daar werkt, en niet de gemeente zelf. Uitgenodigd is geteld per sector."
    return Tabel("dekking", "Wie deed mee", ("Deelnemers", "Uitgenodigd"), tuple(rows), "aantal", text)


def pillars(bron: Bron, regels: Regels, shown: Iterable[Groep]) -> Tabel:
    """Return median and quartiles of each pillar for each group; the whole beside them only in the closed annex."""
    nodes = [*([] if regels.rond else ["totaal"]), *(pijler.id for pijler in bron.lijst.pijlers)]
    rows = []
    for groep in ordered(shown, bron):
        cells: list[Cel] = []
        for node in nodes:
            bins = bron.beeld.scores.get((groep, f"{HOOFDLIJST}:{node}"))
            n = safe_count(sum(bins), regels) if bins is not None else None
            for part, whole, _ in KWARTEN:
                value = safe_quantile(bins, part, whole, regels) if bins is not None else None
                cells.append(score_cell(value, n, regels))
        rows.append(Tabelrij("/".join(groep), group_name(groep, bron), tuple(cells)))
    kolommen = tuple(f"{node.capitalize()} {what}" for node in nodes for _, _, what in KWARTEN)
    text = (
        "Scores van 0 tot 100. De helft scoort hoogstens de mediaan, een kwart hoogstens het laagste kwart en drie "
        "kwart hoogstens het hoogste kwart."
    )
    return Tabel("pijlers", "Scores per pijler", kolommen, tuple(rows), "%", text)


def norm(bron: Bron, regels: Regels) -> Tabel:
    """Return the share of organisations of which all critical processes last 72 hours, of all together.

    By group, in public, there would be more edges at which a yes or no may stand. In the closed annex the heat map has
    who lasts: a few of a small group could be found in it, by what is told and by what is left out.
    """
    name = "/".join(EVERY)
    lasting, known = (bron.beeld.tellers[what, *EVERY] for what in ("norm", "uren"))
    share = safe_share(lasting, known, regels, eerder=bron.published_share("norm", name))
    row = Tabelrij(name, group_name(EVERY, bron), (cell(percent(share), safe_count(known, regels)),))
    text = f"Het aandeel waarvan alle kritieke processen 72 uur doorgaan als de stroom uitvalt ({NORMSCENARIO})."
    return Tabel("norm", "Wie haalt 72 uur", ("Aandeel",), (row,), "%", text)


def causes(bron: Bron, regels: Regels) -> Tabel:
    """Return by what work stops: of the scenario of the norm, and in the closed annex the first of every other."""
    rows = list(_causes_of(bron, regels, NORMSCENARIO))
    if not regels.rond:
        for scenario in bron.ketens.scenarios:
            if scenario.id != NORMSCENARIO:
                rows += list(_causes_of(bron, regels, scenario.id))[:MEESTE_OORZAKEN]
    text = "Bij welk deel van de deelnemers stopt minstens één kritiek proces hierdoor, als de stroom 72 uur uitvalt."
    if not regels.rond:
        text += " Daaronder hetzelfde voor andere scenario's."
    return Tabel("oorzaken", "Waardoor werk stopt", ("Aandeel",), tuple(rows), "%", text, "Waardoor")


def _causes_of(bron: Bron, regels: Regels, scenario: str) -> Iterator[Tabelrij]:
    """Yield the causes of a scenario, most first as published; in public none of the lowest step: that may be none."""
    count, known = bron.beeld.tellers, bron.beeld.tellers["uren", "alle", ALLE]
    shares = {
        key[2]: share
        for key, value in count.items()
        if key[:2] == ("oorzaak", scenario)
        and (share := safe_share(value, known, regels, eerder=bron.published_share("oorzaken", key[2]))) is not None
        and not (regels.rond and share <= STAPPEN[0])
    }
    for name in sorted(shares, key=lambda each: (-shares[each], each)):
        title = bron.ketens.namen.get(name, name)
        normal = scenario == NORMSCENARIO
        yield Tabelrij(
            name if normal else f"{scenario}/{name}",
            title if normal else f"{scenario}: {title}",
            (cell(percent(shares[name]), safe_count(known, regels)),),
        )


class Donker(NamedTuple):
    """Of a scenario: how many critical processes are dark at each hour of the grid, and how many there are."""

    op_uur: list[int]
    geheel: int

    def at(self, hour: int, leden: int, regels: Regels, eerder: float | None = None) -> Cel:
        """Return the cell of an hour; `leden` organisations are behind it, and `eerder` was published last."""
        share = safe_share(self.op_uur[hour], self.geheel, regels, leden, eerder)
        return cell(percent(share), safe_count(self.geheel, regels))


def dark_of(beeld: Regiobeeld, scenario: str) -> Donker:
    """Return how many processes of all organisations are dark at each hour of a scenario."""
    dark = [0] * (URENRASTER + 1)
    for (name, _), bins in beeld.klok.items():
        if name == scenario:
            dark = [one + other for one, other in zip(dark, bins, strict=True)]
    whole = sum(value for key, value in beeld.tellers.items() if key[:2] == ("loopt", scenario))
    return Donker(dark, whole)


def clock(bron: Bron, regels: Regels) -> Tabel:
    """Return which share of the critical processes is dark at each hour: in the closed annex for each process too."""
    rows: list[Tabelrij] = []
    members = bron.beeld.tellers["uren", "alle", ALLE]
    for scenario in bron.ketens.scenarios:
        dark = dark_of(bron.beeld, scenario.id)
        cells = tuple(
            dark.at(hour, members, regels, bron.published_share("klok", scenario.id, at))
            for at, hour in enumerate(UREN)
        )
        rows.append(Tabelrij(scenario.id, f"{scenario.id} {scenario.naam}", cells))
        if not regels.rond and scenario.id == NORMSCENARIO:
            rows += _clock_of_processes(bron, regels, scenario.id)
    text = (
        "Welk deel van de kritieke processen van alle deelnemers samen op dat uur stilligt. Wat minder goed doorgaat, "
        "telt niet als stil. Een scenario dat alleen vertraagt of pas later begint, staat hier dus op bijna niets."
    )
    kolommen = tuple(f"uur {hour}" for hour in UREN)
    return Tabel("klok", "De klok van de regio", kolommen, tuple(rows), "%", text, "Scenario")


def _clock_of_processes(bron: Bron, regels: Regels, scenario: str) -> Iterator[Tabelrij]:
    """Yield the processes of enough organisations; those left out are together enough too, or there are none."""
    counts = {each.id: bron.beeld.tellers["loopt", scenario, each.id] for each in bron.ketens.processen}
    shown = sorted((name for name, count in counts.items() if count >= regels.minstens), key=lambda each: counts[each])
    while shown and 0 < sum(counts.values()) - sum(counts[name] for name in shown) < regels.minstens:
        shown.pop(0)
    for proces in bron.ketens.processen:
        if proces.id in shown:
            bins, count = bron.beeld.klok.get((scenario, proces.id)), counts[proces.id]
            shares = [safe_share(bins[hour] if bins is not None else 0, count, regels) for hour in UREN]
            cells = tuple(cell(percent(share), count) for share in shares)
            yield Tabelrij(f"{scenario}/{proces.id}", f"   {proces.naam}", cells)


def themes(bron: Bron, regels: Regels) -> Tabel:
    """Return for each theme of the risk profile the share that is dark after a day, in the worst of its scenarios."""
    members = bron.beeld.tellers["uren", "alle", ALLE]
    found: dict[str, list[Cel]] = {}
    for scenario in bron.ketens.scenarios:
        before = bron.published_share("klok", scenario.id, UREN.index(NA_EEN_DAG))
        figure = dark_of(bron.beeld, scenario.id).at(NA_EEN_DAG, members, regels, before)
        for thema in scenario.thema[:1]:
            if isinstance(figure.waarde, float):
                found.setdefault(thema, []).append(figure)
    rows = [Tabelrij(thema, thema, (max(cells, key=_worth),)) for thema, cells in sorted(found.items())]
    text = (
        "Het deel van de kritieke processen dat na 24 uur stilligt, in het zwaarste scenario van dit thema. Een "
        "pandemie werkt pas later; dat is hier niet te zien. Een thema dat er niet staat, heeft geen scenario."
    )
    return Tabel("themas", "Thema's van het risicoprofiel", ("Ligt stil na 24 uur",), tuple(rows), "%", text, "Thema")


def _worth(cel: Cel) -> float:
    return cel.waarde if isinstance(cel.waarde, float) else -1.0


class Samen(NamedTuple):
    """A joint measure as it is shown: how many need it, half-days alone, together and saved (from, to), who has it."""

    maatregel: Maatregel
    nodig: int
    los: tuple[float, float]
    samen: tuple[float, float]
    hebben: int | None

    @property
    def bespaart(self) -> tuple[float, float]:
        """What doing it together saves: of the figures as they are shown, so that a row adds up."""
        return round(self.los[0]) - round(self.samen[0]), round(self.los[1]) - round(self.samen[1])


def chosen(bron: Bron, regels: Regels, together: Sequence[Gezamenlijke]) -> list[Samen]:
    """Return the joint measures that may be shown, most saving first: all made from the number as it is shown.

    In public one of each pillar, and only first steps: then nobody is told to be at one level of a question, and no
    pillar is told of by several of its questions. Once published a measure stays the one of its pillar. Which one it is
    depends on the numbers by quarters only: a choice between numbers that are close would tell of two questions.
    """
    found = [shown for each in together if (shown := _as_shown(bron, regels, each)) is not None]
    found.sort(key=lambda each: (-sum(each.bespaart), each.maatregel.id))
    if not regels.rond:
        return found
    best: dict[str, Samen] = {}
    first_steps = _first_steps(bron)
    weights = {each.maatregel.id: _weight(bron, each) for each in together}
    for each in sorted(found, key=lambda one: (-weights[one.maatregel.id], one.maatregel.id)):
        pijler = first_steps.get(each.maatregel.id)
        if pijler is not None and bron.gekozen.get(pijler, each.maatregel.id) == each.maatregel.id:
            best.setdefault(pijler, each)
    return [each for each in found if each in best.values()]


def _weight(bron: Bron, each: Gezamenlijke) -> float:
    """Return what a measure saves an organisation (half-days), for how many quarters of all."""
    quarters = 4 * each.nodig // bron.beeld.aantal(EVERY) + 1
    return quarters * sum(each.maatregel.dagdelen) * (1 - _keeps(bron, each.maatregel))


def _keeps(bron: Bron, maatregel: Maatregel) -> float:
    """Return which share of the work stays with each when it is done together."""
    return float(bron.regio.uitrol.ja if maatregel.gezamenlijk.kan == "ja" else bron.regio.uitrol.deels)


def picked(bron: Bron, tabellen: Iterable[Tabel]) -> dict[str, str]:
    """Return which joint measure is shown of each pillar."""
    first_steps = _first_steps(bron)
    shown = [rij.id for tabel in tabellen if tabel.id == JOINT for rij in tabel.rijen]
    return {first_steps[name]: name for name in shown if name in first_steps}


def _as_shown(bron: Bron, regels: Regels, each: Gezamenlijke) -> Samen | None:
    whole = bron.beeld.aantal(EVERY)
    count = safe_part(each.nodig, whole, regels, bron.published(JOINT, each.maatregel.id))
    if count is None:
        return None
    keeps = _keeps(bron, each.maatregel)
    low, high = each.maatregel.dagdelen
    together = (low * (1 + count * keeps), high * (1 + count * keeps))
    return Samen(each.maatregel, count, (low * count, high * count), together, each.hebben)


def _first_steps(bron: Bron) -> dict[str, str]:
    """Return the pillar of each measure that is the first step of one question, and of no other."""
    found: dict[str, str] = {}
    seen: set[str] = set()
    for plek in bron.lijst.plekken:
        first = min((stap.naar for stap in plek.vraag.maatregelen), default=0)
        for stap in plek.vraag.maatregelen:
            if stap.naar == first and stap.id not in seen:
                found[stap.id] = plek.pijler.id
            else:
                found.pop(stap.id, None)
            seen.add(stap.id)
    return found


def joint_table(bron: Bron, regels: Regels, measures: Sequence[Samen]) -> Tabel:
    """Return what can be done one time for all, in half-days and euro: in the closed annex what saves most."""
    tarief = bron.regio.tarief
    rows = []
    for each in measures if regels.rond else measures[:MEESTE]:
        spans = (each.los, each.samen, each.bespaart)
        cells = [Cel(each.nodig), *(Cel(span(*pair)) for pair in spans)]
        if tarief is not None:
            cells.append(Cel(euro(each.bespaart[0] * tarief.van, each.bespaart[1] * tarief.tot)))
        cells += [Cel(each.maatregel.actielijn or "–"), Cel(each.maatregel.gezamenlijk.vorm or "–")]
        if not regels.rond:
            cells.append(Cel("–" if each.hebben is None else each.hebben))
        rows.append(Tabelrij(each.maatregel.id, each.maatregel.titel, tuple(cells)))
    kolommen = [
        *("Nodig bij", "Ieder apart", "Eén keer samen", "Bespaart"),
        *(["Bespaart in euro"] if tarief is not None else []),
        *("Actielijn", "Vorm"),
        *([] if regels.rond else ["Heeft het al"]),
    ]
    share = (bron.regio.uitrol.ja, bron.regio.uitrol.deels)
    text = (
        f"In dagdelen van vier uur. Aanname: samen kost één keer het werk, en daarna houdt ieder zelf nog {share[0]} "
        f"deel (of {share[1]} deel waar het maar deels samen kan). Alleen eigen werk: aanschaf komt er nog bij."
    )
    if tarief is not None:
        text += f" Een dagdeel is {euro(tarief.van, tarief.tot, 1)} euro, een aanname van de regio."
    if regels.rond:
        text += " Van elke pijler staat er hoogstens één maatregel in, en alleen een eerste stap."
    elif len(measures) > MEESTE:
        text += " Hier staat wat het meeste bespaart."
    return Tabel(JOINT, "Wat één keer kan voor allen", tuple(kolommen), tuple(rows), "dagdelen", text, "Maatregel")


def lines_table(bron: Bron, regels: Regels, measures: Iterable[Samen], progress: dict[str, Cel]) -> Tabel:
    """Return for each line of action its joint measures, and in the closed annex how far its questions are.

    In public only of those in the list: a count of all would tell of several questions of a pillar.
    """
    names = {
        line.id: f"{line.id} {line.naam}{' (voorstel)' if line.voorstel else ''}" for line in bron.lijst.actielijnen
    }
    by_line: dict[str, list[Samen]] = {}
    for each in measures:
        by_line.setdefault(each.maatregel.actielijn or "", []).append(each)
    rows = []
    for line in sorted({*by_line, *progress} - {""}):
        found = by_line.get(line, [])
        cells = [Cel(len(found)), Cel(found[0].maatregel.titel if found else "–")]
        if not regels.rond:
            cells.append(progress.get(line, WEG))
        rows.append(Tabelrij(line, names.get(line, line), tuple(cells)))
    kolommen = ["Maatregelen die samen kunnen", "Levert het meeste op"]
    text = "Alleen maatregelen uit de lijst van wat één keer kan voor allen; elke lijn kan er meer hebben."
    if not regels.rond:
        kolommen.append("Antwoorden op basisniveau")
        text = f"Alle maatregelen die samen kunnen en die {regels.minstens} of meer deelnemers nodig hebben. "
        text += "Antwoorden op basisniveau: de eerste stap is gezet."
    return Tabel("actielijnen", "Per actielijn", tuple(kolommen), tuple(rows), "aantal", text, "Actielijn")


def offers_table(bron: Bron, regels: Regels) -> Tabel:
    """Return what is offered; in public only by how many: one large offer would be most of a sum."""
    rows = []
    asked = sum(count for (name, _), count in bron.beeld.lijsten.items() if name == NETWERK)
    for bod in offers(bron.beeld):
        count = safe_part(bod.organisaties, asked, regels)
        if count is not None:
            soon = bod.binnen_een_dag if regels.rond or bod.snel is None else bod.snel.organisaties
            cells = [Cel(count), cell(safe_count(soon, regels))]
            if not regels.rond:
                cells += [Cel(f"{bod.hoeveel} {bod.eenheid}"), _amount_soon(bod, regels), Cel(bod.pijler6)]
            rows.append(Tabelrij(bod.vraag, bod.naam, tuple(cells)))
    closed = () if regels.rond else ("Samen", "Samen binnen een dag", "Te vragen voor")
    within = "Daarvan hoogstens binnen een dag" if regels.rond else "Daarvan binnen een dag"
    kolommen = ("Organisaties", within, *closed)
    text = (
        "Wat organisaties anderen kunnen bieden naast wat zij zelf nodig hebben: een aanbod om over te praten, geen "
        "belofte."
    )
    return Tabel("aanbod", "Wat de regio kan bieden", kolommen, tuple(rows), "aantal", text, "Aanbod")


def _amount_soon(bod: Bod, regels: Regels) -> Cel:
    """Return how much is there within a day; not where those that come later are so few that theirs could be found."""
    if bod.snel is None:
        return Cel("–")
    later = bod.organisaties - bod.snel.organisaties
    if bod.snel.organisaties < regels.minstens or 0 < later < regels.minstens:
        return WEG
    return Cel(f"{bod.snel.hoeveel} {bod.eenheid}")


def trend(bron: Bron, regels: Regels) -> Tabel:
    """Return the median of each pillar then and now, for those that took part both times.

    Nothing is told where those that came or went are so few that the difference would be them.
    """
    then, now = _rows_by_code(bron.eerder), _rows_by_code(bron.beeld)
    panel = sorted(then.keys() & now.keys())
    rows = []
    around = [len(each) - len(panel) for each in (then, now)]
    if len(panel) >= regels.minstens and all(rest == 0 or rest >= regels.minstens for rest in around):
        for pijler in bron.lijst.pijlers:
            cells = []
            for moment in (then, now):
                scores = [moment[code][pijler.id] for code in panel if pijler.id in moment[code]]
                value = safe_quantile(_bins(scores), 1, 2, regels)
                cells.append(score_cell(value, safe_count(len(scores), regels), regels))
            rows.append(Tabelrij(pijler.id, f"{pijler.id} {pijler.naam}", tuple(cells)))
    text = "De mediaan van wie beide keren meedeed: alleen dan is het een vergelijking."
    return Tabel("trend", "Sinds de vorige keer", ("Vorige keer", "Nu"), tuple(rows), "%", text, "Pijler")


def _rows_by_code(beeld: Regiobeeld | None) -> dict[str, Mapping[str, int]]:
    rows = (beeld.rijen or {}).values() if beeld is not None else ()
    return {rij.code: rij.scores for rij in rows if rij.lijst == HOOFDLIJST}


def _bins(scores: Iterable[int]) -> array[int]:
    bins = histogram()
    for score in scores:
        bins[score] += 1
    return bins
