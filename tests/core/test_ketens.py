"""The format of the dependency graph: what it takes, what it refuses and where, and the graph that comes of it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from bcm_check.core.eigen import RONDEN, Duur
from bcm_check.core.errors import Fault
from bcm_check.core.ketens import Ketens, check, grips, is_there, minutes_of, schema, set_up
from bcm_check.core.uitval import SCENARIO, Behoefte, Greep, run
from bcm_check.core.velden import Uren

from .lists import few

Doc = dict[str, Any]
UREN = TypeAdapter(Uren)


def middel(name: str, *needs: Doc, **more: Any) -> Doc:
    """A resource as it stands in a file."""
    return {"id": name, "naam": name, "behoeften": list(needs), **more}


def nodig(*names: str, **more: Any) -> Doc:
    """A need as it stands in a file."""
    return {"een_van": list(names), **more}


def scenario(name: str, *takes: Doc, **more: Any) -> Doc:
    """A scenario as it stands in a file."""
    return {"id": name, "naam": name, "treft": list(takes), **more}


def document(**more: Any) -> Doc:
    """A sound graph file: power, a mast that lasts 2 hours (0,5 to 3), a login, and a process."""
    return {
        "formaat": "1",
        "id": "proef",
        "versie": "2026.1",
        "titel": "Proef",
        "middelen": [
            middel("stroom"),
            middel("mobiel", nodig("stroom", uren={"min": "0,5", "verwacht": "2", "max": "3"})),
            middel("cloud", nodig("mobiel")),
        ],
        "processen": [middel("burgerzaken", nodig("cloud", uren="4"), mtpd="24")],
        "scenarios": [scenario("SC1", {"middel": "stroom", "tot": "72"})],
        "inzichten": [{"id": "K1", "tekst": "Let op.", "valt": ["cloud"], "blijft": ["stroom"], "binnen": "24"}],
        **more,
    }


def faults(**more: Any) -> list[Fault]:
    """Return the faults of the sound file with something changed."""
    return check(Ketens.model_validate(document(**more)))


def places(found: list[Fault]) -> list[tuple[str, tuple[str | int, ...]]]:
    """Return the code and path of each fault."""
    return [(fault.code, fault.path) for fault in found]


# Faults between the parts.


def test_a_sound_file_has_no_faults():
    assert faults() == []


def test_an_id_is_used_once_whatever_its_capitals_and_kind():
    found = faults(processen=[middel("STROOM")], scenarios=[scenario("cloud", {"middel": "stroom"})])
    assert places(found) == [("dubbel-id", ("processen", 0, "id")), ("dubbel-id", ("scenarios", 0, "id"))]
    assert "STROOM" in found[0].tekst


def test_a_group_without_members():
    found = faults(processen=[middel("p", nodig("cloud"), nodig())])
    assert places(found) == [("lege-groep", ("processen", 0, "behoeften", 1))]


def test_a_node_that_needs_itself():
    found = faults(processen=[middel("p", nodig("cloud", "p"))])
    assert places(found) == [("eigen-behoefte", ("processen", 0, "behoeften", 0, "een_van", 1))]


def test_a_need_for_what_does_not_exist_names_what_may_be_meant():
    found = faults(processen=[middel("p", nodig("mobiel", "clout")), middel("q", nodig("p"))])
    assert places(found) == [
        ("onbekende-verwijzing", ("processen", 0, "behoeften", 0, "een_van", 1)),
        ("onbekende-verwijzing", ("processen", 1, "behoeften", 0, "een_van", 0)),  # a process leans on middelen only
    ]
    assert 'Bedoelt u "cloud"?' in found[0].tekst
    assert "Bedoelt" not in found[1].tekst


@pytest.mark.parametrize(
    ("duur", "wrong"),
    [
        ({"min": 3, "verwacht": 2}, True),
        ({"verwacht": 2, "max": 1}, True),
        ({"min": 2, "verwacht": 2, "max": 2}, False),
        ({"min": "30 min", "verwacht": "0,5"}, False),
    ],
)
def test_a_range_goes_up(duur, wrong):
    given = nodig("cloud", uren=duur, bij_antwoord=[{"vraag": "P1", "niveau": 1, "uren": duur}])
    here = ("processen", 0, "behoeften", 0)
    expected = [(*here, "uren"), (*here, "bij_antwoord", 0, "uren")] if wrong else []
    assert places(faults(processen=[middel("p", given)])) == [("bereik-omgekeerd", path) for path in expected]


@pytest.mark.parametrize(
    ("herstel", "wrong"),
    [
        ({"min": 3, "verwacht": 2}, True),
        ({"verwacht": 2, "max": 1}, True),
        ({"min": 2, "verwacht": 2, "max": 2}, False),
        ({"min": 1, "verwacht": 2, "max": 3}, False),
    ],
)
def test_a_recovery_goes_up(herstel, wrong):
    found = faults(middelen=[*document()["middelen"], middel("water", herstel=herstel)])
    assert places(found) == ([("bereik-omgekeerd", ("middelen", 3, "herstel"))] if wrong else [])
    assert [fault.tekst for fault in found] == ["water: min, verwacht en max lopen niet op."] * wrong


def test_a_scenario_takes_something_that_exists_for_some_time():
    found = faults(
        scenarios=[
            scenario("SC1"),
            scenario("SC2", {"middel": "stroom", "van": 8, "tot": 8}, {"middel": "strom", "van": 2, "tot": 1}),
        ]
    )
    assert places(found) == [
        ("scenario-leeg", ("scenarios", 0, "treft")),
        ("bereik-omgekeerd", ("scenarios", 1, "treft", 0)),
        ("onbekende-verwijzing", ("scenarios", 1, "treft", 1, "middel")),
        ("bereik-omgekeerd", ("scenarios", 1, "treft", 1)),
    ]
    assert 'Bedoelt u "stroom"?' in found[2].tekst


def test_a_scenario_takes_no_process():
    assert places(faults(scenarios=[scenario("SC1", {"middel": "burgerzaken"})])) == [
        ("onbekende-verwijzing", ("scenarios", 0, "treft", 0, "middel"))
    ]


def test_a_card_names_what_exists():
    card = {"id": "K1", "tekst": "Let op.", "valt": ["cloud", "clout"], "blijft": ["burgerzakn"], "binnen": 24}
    found = faults(inzichten=[card])
    assert places(found) == [
        ("onbekende-verwijzing", ("inzichten", 0, "valt", 1)),
        ("onbekende-verwijzing", ("inzichten", 0, "blijft", 0)),
    ]
    assert 'Bedoelt u "burgerzaken"?' in found[1].tekst


def test_every_fault_is_reported_at_once():
    broken = [middel("p", nodig(), nodig("p"), nodig("x"), nodig("cloud", uren={"min": 2, "verwacht": 1}))]
    found = faults(middelen=[*document()["middelen"], middel("CLOUD")], processen=broken, scenarios=[scenario("SC1")])
    assert [fault.code for fault in found] == [
        "dubbel-id",
        "lege-groep",
        "eigen-behoefte",
        "onbekende-verwijzing",
        "bereik-omgekeerd",
        "scenario-leeg",
    ]


# Hours as people type them.


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("2,5", 150),
        ("2.5", 150),
        ("3 dagen", 3 * 24 * 60),
        ("1 dag", 24 * 60),
        ("30 min", 30),
        ("30 minuten", 30),
        ("1 minuut", 1),
        ("2 weken", 14 * 24 * 60),
        (" 4 uur ", 240),
        ("4u", 240),
        ("72h", 72 * 60),
        (72, 72 * 60),
        (0.25, 15),
        ("0", 0),
        ("0,0083", 0),
        ("0,0084", 1),
        ("366 dagen", 366 * 24 * 60),
    ],
)
def test_hours_in_every_usual_spelling(typed, minutes):
    assert UREN.validate_python(typed) == minutes


@pytest.mark.parametrize(
    "typed",
    [
        "-1",
        -1,
        "oneindig",
        float("inf"),
        float("nan"),
        1e9,
        "1e9",
        "367 dagen",
        "",
        "uur",
        "2-3",
        "2,5,1",
        True,
        None,
        [],
    ],
)
def test_hours_that_are_none(typed):
    with pytest.raises(ValidationError, match="uren"):
        UREN.validate_python(typed)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (2, (120, 120, 120)),
        ("30 min", (30, 30, 30)),
        (0.5, (30, 30, 30)),
        ({"verwacht": 2}, (120, 120, 120)),
        ({"min": 1, "verwacht": 2}, (60, 120, 120)),
        ({"verwacht": 2, "max": "1 dag"}, (120, 120, 1440)),
        ({"min": 0, "verwacht": "2,5", "max": 3}, (0, 150, 180)),
    ],
)
def test_a_duration_from_one_number_or_with_an_end_left_out(typed, expected):
    duur = Duur.model_validate(typed)
    assert tuple(map(duur.minuten, RONDEN)) == expected == (duur.min, duur.verwacht, duur.max)


@pytest.mark.parametrize("typed", [{"min": 1, "max": 2}, {}, {"verwacht": 1, "meest": 2}, "-1", True, None, [1, 2, 3]])
def test_a_duration_without_an_expected_number_is_refused(typed):
    with pytest.raises(ValidationError):
        Duur.model_validate(typed)


@pytest.mark.parametrize(
    "wrong",
    [
        {"formaat": "2"},
        {"extra": 1},
        {"middelen": [middel("een naam met spaties")]},
        {"processen": [middel("p", mtpd="oneindig")]},
        {"processen": [middel("p", gewicht=0)]},
        {"scenarios": [scenario("SC1", {"middel": "stroom", "van": "-1"})]},
    ],
)
def test_a_file_that_is_not_of_this_form(wrong):
    with pytest.raises(ValidationError):
        Ketens.model_validate(document(**wrong))


def test_the_schema_names_every_part():
    assert set(schema()["properties"]) == set(Ketens.model_fields)


def test_a_copy_of_a_graph_remembers_nothing_of_it():
    file = Ketens.model_validate(document())
    file.onthouden["x"] = dict(file.namen)
    copied = file.model_copy(update={"processen": ()})
    assert copied.namen == {"stroom": "stroom", "mobiel": "mobiel", "cloud": "cloud"}
    assert copied.onthouden == {}
    assert file.model_copy() == file


# From a file to a graph.


def ketens(**more: Any) -> Ketens:
    """Return a sound file, changed."""
    found = Ketens.model_validate(document(**more))
    assert check(found) == []
    return found


def falls(file: Ketens, *names: str, uren: int = 72, ronde: Any = "verwacht", niveaus: Any = None) -> dict[str, int]:
    """Run scenarios of a file; return the minute of the first failure of all that fell."""
    opzet = set_up(file, ronde, niveaus or {})
    verloop = run(opzet.graaf, grips(opzet, [one for one in file.scenarios if one.id in names]), uren * 60)
    found = {name: verloop.eerste(number) for name, number in opzet.nummer.items()}
    return {name: fall.van for name, fall in found.items() if fall is not None}


@pytest.mark.parametrize(("ronde", "mast"), [("pessimistisch", 30), ("verwacht", 120), ("optimistisch", 180)])
def test_a_round_takes_its_own_end_of_each_range(ronde, mast):
    expected = {"stroom": 0, "mobiel": mast, "cloud": mast, "burgerzaken": mast + 240}
    assert falls(ketens(), "SC1", ronde=ronde) == expected


def test_set_up_numbers_the_nodes_as_they_stand():
    opzet = set_up(ketens(), "verwacht", {})
    assert opzet.graaf.namen == ("stroom", "mobiel", "cloud", "burgerzaken")
    assert opzet.nummer == {"stroom": 0, "mobiel": 1, "cloud": 2, "burgerzaken": 3}
    assert opzet.graaf.behoeften[3] == (Behoefte((2,), 240),)
    assert opzet.ontbreekt == ()


def test_recovery_belongs_to_the_round_and_to_middelen():
    herstel = {"min": 0, "verwacht": 1, "max": "90 min"}
    file = ketens(middelen=[middel("stroom", herstel=herstel)], processen=[middel("p")], inzichten=[])
    assert [set_up(file, ronde, {}).graaf.herstel for ronde in RONDEN] == [(90, 0), (60, 0), (0, 0)]  # darkest first


def test_set_up_keeps_only_the_processes_of_a_kind():
    file = ketens(
        processen=[middel("allen"), middel("raad", voor=["gemeente"]), middel("bed", voor=["zorg", "thuis"])],
        inzichten=[],
    )

    def kept(soort: str | None) -> list[str]:
        return list(set_up(file, "verwacht", {}, soort=soort).graaf.namen[3:])

    assert kept("gemeente") == ["allen", "raad"]
    assert kept("thuis") == ["allen", "bed"]
    assert kept("onderwijs") == ["allen"]
    assert kept(None) == ["allen", "raad", "bed"]


def test_a_second_node_is_up_while_the_first_runs_as_usual():
    """It leans on the first, on the second of what stops it, and on the first of what only hinders it."""
    file = ketens(processen=[middel("p", nodig("cloud"), nodig("stroom", soort="verminderd", uren=1))], inzichten=[])
    usual, both = (set_up(file, "verwacht", {}, verminderd=more).graaf for more in (False, True))
    assert usual.behoeften[3] == both.behoeften[3] == (Behoefte((2,), 0),)
    assert both.behoeften[7] == (Behoefte((3,), 0), Behoefte((6,), 0), Behoefte((0,), 60))
    assert both.namen == usual.namen * 2
    assert both.herstel == (*usual.herstel, 0, 0, 0, 0)


# Answers of the organisation.

EIGEN = [
    middel("net"),
    middel("aggregaat", aanwezig={"vraag": "P1.1.2", "niveau": 3}),
    middel("stroom", nodig("net", "aggregaat")),
]


@pytest.mark.parametrize(
    ("niveaus", "there"), [({}, False), ({"P1.1.2": 2}, False), ({"P1.1.2": 3}, True), ({"P1.1.2": 4}, True)]
)
def test_an_own_provision_is_there_from_its_level_on(niveaus, there):
    file = ketens(middelen=EIGEN, processen=[], inzichten=[], scenarios=[scenario("SC1", {"middel": "net"})])
    assert is_there(file.middelen[1], niveaus) is there
    assert is_there(file.middelen[0], niveaus) is True
    opzet = set_up(file, "verwacht", niveaus)
    assert opzet.ontbreekt == (() if there else (1,))
    assert grips(opzet, []) == [Greep(1, 0, None)][: not there]
    assert ("stroom" in falls(file, "SC1", niveaus=niveaus)) is not there
    assert "stroom" not in falls(file, niveaus=niveaus), "without a scenario the mains are enough"


def test_what_is_not_there_is_not_blamed_unless_it_was_the_only_one():
    lone = middel("noodpost", nodig("aggregaat"))
    file = ketens(middelen=[*EIGEN, lone], processen=[], inzichten=[], scenarios=[scenario("SC1", {"middel": "net"})])
    without, with_it = (set_up(file, "verwacht", {"P1.1.2": level}).graaf.behoeften[2:] for level in (0, 3))
    assert without == ((Behoefte((0,), 0),), (Behoefte((1,), 0),))
    assert with_it == ((Behoefte((0, 1), 0),), (Behoefte((1,), 0),))
    assert falls(file) == {"aggregaat": 0, "noodpost": 0}
    opzet = set_up(file, "verwacht", {})
    assert run(opzet.graaf, grips(opzet, file.scenarios), 60).keten(2) == (0, 2)


@pytest.mark.parametrize(
    ("niveaus", "expected"),
    [
        ({}, (60, 120, 180)),
        ({"P1": 1}, (60, 120, 180)),
        ({"P1": 2}, (480, 480, 480)),
        ({"P1": 3}, (480, 1440, 4320)),
        ({"P2": 1}, (60, 120, 180)),
        ({"P1": 3, "P2": 1}, (480, 1440, 4320)),
    ],
)
def test_a_need_lasts_as_long_as_the_answers_earn(niveaus, expected):
    earned = [
        {"vraag": "P1", "niveau": 2, "uren": 8},
        {"vraag": "P1", "niveau": 3, "uren": {"min": 2, "verwacht": "1 dag", "max": "3 dagen"}},
        {"vraag": "P2", "niveau": 1, "uren": "10 min"},
    ]
    need = nodig("cloud", uren={"min": 1, "verwacht": 2, "max": 3}, bij_antwoord=earned)
    file = ketens(processen=[middel("p", need)], inzichten=[])
    assert tuple(minutes_of(file.processen[0].behoeften[0], ronde, niveaus) for ronde in RONDEN) == expected
    assert tuple(set_up(file, ronde, niveaus).graaf.behoeften[3][0].buffer for ronde in RONDEN) == expected


@few(60)
@given(st.data())
def test_what_was_set_up_for_others_changes_nothing(data: st.DataObject):
    """A graph that remembers gives what one without a memory gives, whichever levels came before."""
    file = ketens(
        middelen=[
            *EIGEN,
            middel("mobiel", nodig("stroom", uren={"min": 1, "verwacht": 2, "max": 3})),
            middel("accu", aanwezig=een_niveau("P2", 1)),
        ],
        processen=[
            middel("p", nodig("mobiel", "accu", uren=1, bij_antwoord=[{**een_niveau("P1", 2), "uren": 8}])),
            middel("q", nodig("aggregaat", soort="verminderd"), voor=["zorg"]),
        ],
        inzichten=[],
    )
    levels = st.dictionaries(st.sampled_from(["P1", "P2", "P1.1.2"]), st.integers(0, 4))
    for _ in range(8):
        args = file, data.draw(st.sampled_from(RONDEN)), data.draw(levels)
        more = {"soort": data.draw(st.sampled_from([None, "zorg", "gemeente"])), "verminderd": data.draw(st.booleans())}
        assert set_up(*args, **more) == set_up(file.model_copy(), *args[1:], **more)


def een_niveau(vraag: str, niveau: int) -> Doc:
    """A level of a question as it stands in a file."""
    return {"vraag": vraag, "niveau": niveau}


# Scenarios.


def test_scenarios_together_are_all_they_take():
    file = ketens(
        scenarios=[
            scenario("SC1", {"middel": "stroom", "tot": "72"}),
            scenario("SC4", {"middel": "cloud", "van": "30 min"}, {"middel": "stroom", "van": 1, "tot": 2}),
        ]
    )
    opzet = set_up(file, "verwacht", {})
    assert grips(opzet, file.scenarios) == [Greep(0, 0, 72 * 60), Greep(2, 30, None), Greep(0, 60, 120)]
    assert falls(file, "SC1", "SC4") == {"stroom": 0, "mobiel": 120, "cloud": 30, "burgerzaken": 270}


def test_a_graph_in_which_nothing_ever_fails():
    lone = [middel("stroom"), middel("eiland", nodig("stroom", "zon")), middel("zon")]
    file = ketens(middelen=lone, processen=[middel("p", nodig("eiland"))], inzichten=[])
    assert falls(file) == {}
    assert falls(file, "SC1", uren=366 * 24) == {"stroom": 0}, "the scenario takes what it takes, and that is all"


def test_a_scenario_without_effect_within_the_run():
    file = ketens(scenarios=[scenario("LAAT", {"middel": "stroom", "van": "3 dagen"})])
    assert falls(file, "LAAT", uren=72) == {}
    assert falls(file, "LAAT", uren=168) == {"stroom": 4320, "mobiel": 4440, "cloud": 4440, "burgerzaken": 4680}


def test_a_graph_of_nothing():
    file = ketens(middelen=[], processen=[], scenarios=[], inzichten=[])
    opzet = set_up(file, "verwacht", {})
    assert run(opzet.graaf, grips(opzet, []), 60).uitval == ()


def test_the_cause_of_a_failure_can_be_read_back_to_the_scenario():
    file = ketens()
    opzet = set_up(file, "verwacht", {})
    verloop = run(opzet.graaf, grips(opzet, file.scenarios), 72 * 60)
    assert [opzet.graaf.namen[node] for node in verloop.keten(3)] == ["stroom", "mobiel", "cloud", "burgerzaken"]
    first = verloop.eerste(0)
    assert first is not None
    assert first.oorzaak == SCENARIO
