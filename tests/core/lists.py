"""Small questionnaires and answers for the tests: a builder by hand, and strategies that draw them at random.

A questionnaire is drawn as a plain document (what a YAML file holds), so that a test can recompute everything from
the document alone, without the types of the core.
"""

from datetime import date
from functools import cache
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from bcm_check.core.antwoorden import Antwoord, Antwoorden, Organisatie, new
from bcm_check.core.vragenlijst import Vragenlijst

DAG = date(2026, 3, 31)
VERS = "2026-03-01"
Doc = dict[str, Any]

METHODEN = ("gemiddelde", "som", "minimum", "cumulatief", "meetkundig")
SOORTEN = ("gemeente", "zorg")
DIEPTES = ("snel", "volledig")


def few(examples: int) -> settings:
    """Settings that keep a property quick; the examples themselves may take what they need."""
    quick = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    return settings(max_examples=examples, deadline=None, suppress_health_check=quick)


def vraag(name: str, top: int = 4, **more: Any) -> Doc:
    """A question as it stands in a file."""
    levels = {level: f"Niveau {level}." for level in range(top + 1)}
    return {"id": name, "titel": name, "vraag": f"Hoe staat het met {name}?", "niveaus": levels, **more}


def maatregel(name: str, **more: Any) -> Doc:
    """A measure as it stands in a file."""
    texts = {key: f"{key} van {name}" for key in ("titel", "waarom", "hoe", "eerste_stap", "actiehouder")}
    usual = {"dagdelen": "2-4", "kosten": "1-2", "horizon": "0-3", "gezamenlijk": {"kan": "nee"}}
    return {"id": name, **texts, **usual, **more}


def document(*pijlers: Doc, top: int = 4, **more: Any) -> Doc:
    """A whole questionnaire as it stands in a file."""
    schaal = [{"niveau": level, "naam": f"Trede {level}"} for level in range(top + 1)]
    head = {"formaat": 1, "id": "proef", "versie": "1", "titel": "Proef", "schaal": schaal}
    return {**head, "pijlers": list(pijlers), **more}


def pijler(name: str, *vragen: Doc, **more: Any) -> Doc:
    """A pillar as it stands in a file."""
    return {"id": name, "naam": f"Pijler {name}", "vragen": list(vragen), **more}


def groep(name: str, *vragen: Doc, **more: Any) -> Doc:
    """A group of questions as it stands in a file."""
    return {"id": name, "naam": f"Groep {name}", "vragen": list(vragen), **more}


def lees(doc: Doc) -> Vragenlijst:
    """Make the questionnaire of a document."""
    return Vragenlijst.model_validate(doc)


def antwoorden(lijst: Vragenlijst, given: dict[str, Any], soort: str = "gemeente", diepte: str = "") -> Antwoorden:
    """Make an answer file: an answer is a level or a dict with its fields."""
    empty = new(lijst, Organisatie(naam="Voorbeeldveen", type=soort), diepte or lijst.dieptes[-1].id)
    full = {
        name: Antwoord(**(value if isinstance(value, dict) else {"waarde": value})) for name, value in given.items()
    }
    return empty.model_copy(update={"antwoorden": full})


def vragen_van(doc: Doc) -> list[Doc]:
    """Return every question of a document, in its order."""
    found: list[Doc] = []

    def walk(group: Doc) -> None:
        found.extend(group.get("vragen", []))
        for below in group.get("onderwerpen", []):
            walk(below)

    for one in doc["pijlers"]:
        walk(one)
    return found


def groepen_van(doc: Doc) -> list[Doc]:
    """Return every group of a document below its pillars."""
    found: list[Doc] = []

    def walk(group: Doc) -> None:
        for below in group.get("onderwerpen", []):
            found.append(below)
            walk(below)

    for one in doc["pijlers"]:
        walk(one)
    return found


_WEIGHTS = st.sampled_from(["1", "1", "2", "3", "3/2", "0.5"])
_HEADS = st.tuples(_WEIGHTS, st.booleans())


@st.composite
def documenten(
    draw: st.DrawFn,
    methoden: tuple[str, ...] = METHODEN,
    hidden: bool = True,
    guests: bool = True,
    tops: tuple[int, ...] = (4, 4, 1, 3, 5),
) -> Doc:
    """Draw a questionnaire. With `hidden`, some questions have an audience, a depth or a condition."""
    top = draw(st.sampled_from(tops))
    methode = st.sampled_from(methoden)
    count = [0]

    def some_vragen(least: int, most: int) -> list[Doc]:
        made = []
        for _ in range(draw(st.integers(least, most))):
            count[0] += 1
            gewicht, kritiek = draw(_HEADS)
            made.append(vraag(f"v{count[0]}", top, gewicht=gewicht, kritiek=kritiek))
        return made

    def group(name: str, depth: int) -> Doc:
        below = [group(f"{name}.{at}", depth - 1) for at in range(draw(st.integers(0, 1 if depth else 0)))]
        return groep(
            name, *some_vragen(0 if below else 1, 3), methode=draw(methode), gewicht=draw(_WEIGHTS), onderwerpen=below
        )

    pillars = []
    for at in range(1, draw(st.integers(1, 3)) + 1):
        groups = [group(f"P{at}.{number}", 1) for number in range(1, draw(st.integers(0, 2)) + 1)]
        spoor = draw(st.sampled_from(["S1", "S2"]))
        vragen = some_vragen(0 if groups else 1, 2)
        pillars.append(pijler(f"P{at}", *vragen, onderwerpen=groups, methode=draw(methode), spoor=spoor))
    weights = {one["id"]: draw(_WEIGHTS) for one in pillars if draw(st.booleans())}
    doc = document(
        *pillars,
        top=top,
        methode=draw(methode),
        sporen=[{"id": name, "naam": name, "methode": draw(methode)} for name in ("S1", "S2")],
        profielen=[{"id": "drenthe", "naam": "D", "gewichten": weights}, {"id": "gelijk", "naam": "G"}],
        veroudering=draw(st.sampled_from([[], [{"maanden": at * 12, "niveau": min(4 - at, top)} for at in (1, 2)]])),
        knock_out={"onder": min(2, top), "plafond": draw(st.integers(0, min(2, top) - 1))},
        doelgroepen=[{"id": soort, "naam": soort} for soort in SOORTEN],
        dieptes=[{"id": diepte, "naam": diepte, "minuten": 30} for diepte in DIEPTES],
    )
    if guests:
        _add_guests(draw, doc)
    if hidden:
        _add_hiding(draw, doc, top)
    return doc


def _add_guests(draw: st.DrawFn, doc: Doc) -> None:
    names = [group["id"] for group in groepen_van(doc)]
    home = {one["id"]: group["id"] for group in groepen_van(doc) for one in group["vragen"]}
    for one in vragen_van(doc):
        others = [name for name in names if name != home.get(one["id"])]
        if others and draw(st.integers(0, 3)) == 0:
            one["telt_ook_in"] = draw(st.lists(st.sampled_from(others), min_size=1, max_size=2, unique=True))


def _add_hiding(draw: st.DrawFn, doc: Doc, top: int) -> None:
    before: list[str] = []
    for one in vragen_van(doc):
        kind = draw(st.integers(0, 5))
        if kind == 1:
            one["voor"] = [draw(st.sampled_from(SOORTEN))]
        elif kind == 2:
            one["diepte"] = draw(st.sampled_from(DIEPTES))
            one["diepte_voor"] = {"zorg": draw(st.sampled_from(DIEPTES))}
        elif kind == 3 and before:
            low = draw(st.integers(0, top))
            one["als"] = [
                {"vraag": draw(st.sampled_from(before)), "minstens": low, "hoogstens": draw(st.integers(low, top))}
            ]
        before.append(one["id"])


_DAYS = [None, DAG, *(date(2025, 3, day) for day in (30, 31)), *(date(2024, 3, day) for day in (30, 31))]


@cache
def een_antwoord(top: int) -> st.SearchStrategy[Doc]:
    """Draw one answer: mostly a level, with a test date on either side of the borders of 12 and 24 months."""
    levels = [{"waarde": level, "testdatum": day} for level in range(top + 1) for day in _DAYS]
    aside = [{"waarde": "weet_niet"}, {"waarde": "nvt", "reden": "Niet bij ons."}]
    return st.sampled_from(levels + aside * (top + 1))


@st.composite
def gegeven(draw: st.DrawFn, doc: Doc, full: bool = False) -> dict[str, Doc]:
    """Draw answers to some questions of a document, or to all of them (`full`)."""
    top = len(doc["schaal"]) - 1
    found = {}
    for one in vragen_van(doc):
        if full or draw(st.integers(0, 4)):
            found[one["id"]] = draw(een_antwoord(top))
    return found


@st.composite
def gevallen(draw: st.DrawFn, full: bool = False, **more: Any) -> tuple[Doc, dict[str, Doc], str, str]:
    """Draw a document with answers, a kind of organisation and a depth."""
    doc = draw(documenten(**more))
    return doc, draw(gegeven(doc, full=full)), draw(st.sampled_from(SOORTEN)), draw(st.sampled_from(DIEPTES))
