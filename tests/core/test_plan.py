"""The plan: no gap without its measure, nothing before what it needs, and gains that a second sum agrees with."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from bcm_check.core.antwoorden import Antwoorden
from bcm_check.core.beoordeling import Beoordeling, assess
from bcm_check.core.plan import Planregel, Winstrekening, ambition, effort, gain, path_of
from bcm_check.core.vragenlijst import Maatregel

from .lists import DAG, antwoorden, document, few, gevallen, lees, maatregel, pijler, vraag, vragen_van
from .oracle import Oracle

MEASURES = [f"M{number}" for number in range(1, 7)]


@st.composite
def plans(draw: st.DrawFn, circles: bool = False, **more):
    """Draw a case with measures: each question names some steps, and a measure may need others first."""
    doc, given_, soort, diepte = draw(gevallen(**more))
    top = len(doc["schaal"]) - 1
    measures = []
    for at, name in enumerate(MEASURES):
        others = MEASURES if circles else MEASURES[:at]
        vereist = draw(st.lists(st.sampled_from(others), max_size=2, unique=True)) if others else []
        low = draw(st.integers(0, 4))
        measures.append(maatregel(name, dagdelen=f"{low}-{low + draw(st.integers(1, 9))}", vereist=vereist))
    doc["maatregelen"] = measures
    for one in vragen_van(doc):
        steps = draw(st.lists(st.tuples(st.sampled_from(MEASURES), st.integers(1, top)), max_size=3))
        one["maatregelen"] = [{"id": name, "naar": level} for name, level in steps]
    ambitie = {one["id"]: draw(st.integers(0, top)) for one in doc["pijlers"] if draw(st.booleans())}
    lijst = lees(doc)
    answers = antwoorden(lijst, given_, soort, diepte).model_copy(update={"ambitie": ambitie})
    return doc, given_, assess(lijst, answers, DAG)


def gaps(beoordeling: Beoordeling) -> dict[str, int]:
    """The questions whose counted level lies under the ambition of their pillar, with that ambition."""
    lijst, answers = beoordeling.vragenlijst, beoordeling.antwoorden
    wanted = {plek.vraag.id: answers.ambitie.get(plek.pijler.id, lijst.hoogste - 1) for plek in lijst.plekken}
    return {
        name: wanted[name]
        for name, blad in beoordeling.scores.bladen.items()
        if blad.toestand == "beantwoord" and blad.geteld < wanted[name]
    }


@few(70)
@given(plans())
def test_every_gap_is_lifted_by_a_measure_or_named_as_having_none(case):
    _, _, beoordeling = case
    plan = beoordeling.plan
    lifted = {name for regel in plan.regels for name in regel.vragen}
    bare = {plek.vraag.id for plek in plan.zonder_maatregel}
    assert lifted | bare == set(gaps(beoordeling))
    assert not lifted & bare
    for name in gaps(beoordeling):
        blad = beoordeling.scores.bladen[name]
        known = any(stap.naar > blad.geteld for stap in blad.vraag.maatregelen)
        assert known == (name in lifted)


@few(70)
@given(plans())
def test_each_measure_occurs_once_and_ranks_count_from_one(case):
    regels = case[2].plan.regels
    measures = [regel.maatregel.id for regel in regels]
    assert len(set(measures)) == len(measures)
    assert [regel.rang for regel in regels] == list(range(1, len(regels) + 1))
    for regel in regels:
        assert len(set(regel.vragen)) == len(regel.vragen)
        assert all(jump.van < jump.naar for jump in regel.sprongen)


@few(70)
@given(plans())
def test_every_weet_niet_becomes_something_to_find_out(case):
    _, _, beoordeling = case
    states = {name: blad.toestand for name, blad in beoordeling.scores.bladen.items()}
    asked = [plek.vraag.id for plek in beoordeling.plan.uitzoekacties]
    assert asked == [name for name, state in states.items() if state == "weet_niet"]


@few(70)
@given(plans())
def test_gains_are_never_negative_and_a_second_sum_agrees(case):
    doc, given_, beoordeling = case
    answers: Antwoorden = beoordeling.antwoorden
    names = [one["id"] for one in doc["pijlers"]]

    def total(levels: dict[str, int]) -> Fraction:
        plain = Oracle(doc, given_, answers.organisatie.type, answers.diepte, DAG, levels)
        return plain.together(names, doc["methode"], "drenthe")[1] or Fraction(0)

    for regel in beoordeling.plan.regels:
        before = {jump.vraag.id: jump.van for jump in regel.sprongen}
        after = {jump.vraag.id: jump.naar for jump in regel.sprongen}
        assert regel.winst == total(after) - total(before) >= 0


def _needs(regels) -> dict[str, set[str]]:
    """What stands in the plan and must come before each measure: its own `vereist`, and lower steps."""
    present = {regel.maatregel.id for regel in regels}
    found = {}
    for regel in regels:
        first = set(regel.maatregel.vereist) & present
        for jump in regel.sprongen:
            for other in regels:
                lower = [one for one in other.sprongen if one.vraag.id == jump.vraag.id and one.naar <= jump.van]
                first |= {other.maatregel.id} if lower else set()
        found[regel.maatregel.id] = first - {regel.maatregel.id}
    return found


def _acyclic(needs: dict[str, set[str]]) -> bool:
    left = dict(needs)
    while left:
        free = [name for name, first in left.items() if not first & left.keys()]
        if not free:
            return False
        for name in free:
            del left[name]
    return True


@few(70)
@given(plans(circles=False))
def test_nothing_comes_before_what_it_needs_and_critical_comes_first_where_it_can(case):
    regels = case[2].plan.regels
    needs = _needs(regels)
    if not _acyclic(needs):
        return  # lower steps and `vereist` can contradict each other: the next test
    place = {regel.maatregel.id: regel.rang for regel in regels}
    for name, first in needs.items():
        assert all(place[one] < place[name] for one in first)
    urgent = {regel.maatregel.id for regel in regels if regel.kritiek}
    for _ in regels:
        urgent |= {one for name in urgent for one in needs[name]}
    assert all(place[name] <= len(urgent) for name in urgent)


@few(70)
@given(plans(circles=True))
def test_measures_that_wait_for_each_other_all_stand_in_the_plan(case):
    regels = case[2].plan.regels
    assert {name for regel in regels for name in regel.vragen} >= {
        name
        for name in gaps(case[2])
        if any(stap.naar > case[2].scores.bladen[name].geteld for stap in case[2].scores.bladen[name].vraag.maatregelen)
    }


STEPS = [{"id": f"M{level}", "naar": level} for level in (1, 2, 3, 4)]


def plan_of(*vragen, given_, ambitie=None, measures=None, **more):
    doc = document(pijler("P", *vragen), maatregelen=measures or [maatregel(name) for name in MEASURES], **more)
    lijst = lees(doc)
    answers = antwoorden(lijst, given_)
    if ambitie is not None:
        answers = answers.model_copy(update={"ambitie": {"P": ambitie}})
    return assess(lijst, answers, DAG).plan


def order(plan) -> list[str]:
    return [regel.maatregel.id for regel in plan.regels]


def test_steps_go_up_one_by_one_to_the_ambition():
    one = vraag("a", maatregelen=STEPS[::-1])
    assert order(plan_of(one, given_={"a": 0})) == ["M1", "M2", "M3"]
    assert order(plan_of(one, given_={"a": 1}, ambitie=4)) == ["M2", "M3", "M4"]
    assert order(plan_of(one, given_={"a": 3})) == []


def test_ambition_four_asks_for_the_step_to_four_also_where_the_test_is_too_old():
    rules = [{"maanden": 12, "niveau": 3}, {"maanden": 24, "niveau": 2}]
    one = vraag("a", maatregelen=STEPS)
    for answer, expected in [
        ({"waarde": 4}, ["M4"]),
        ({"waarde": 4, "testdatum": "2025-03-30"}, ["M4"]),
        ({"waarde": 4, "testdatum": "2024-03-30"}, ["M3", "M4"]),
        ({"waarde": 4, "testdatum": "2025-03-31"}, []),
    ]:
        assert order(plan_of(one, given_={"a": answer}, ambitie=4, veroudering=rules)) == expected


def test_a_gap_whose_only_steps_lie_above_the_ambition_gets_the_first_of_them():
    one = lees(document(pijler("P", vraag("a", maatregelen=STEPS[2:])), maatregelen=[maatregel("M3"), maatregel("M4")]))
    a = one.plekken[0].vraag
    assert [stap.naar for stap in path_of(a, 0, 2)] == [3]
    assert path_of(a, 4, 4) == ()
    assert ambition(one, antwoorden(one, {}), "P") == 3


def test_a_measure_that_a_question_names_twice_is_one_jump():
    steps = [{"id": "M1", "naar": 2}, {"id": "M1", "naar": 3}]
    (regel,) = plan_of(vraag("a", maatregelen=steps), given_={"a": 1}).regels
    assert [(jump.van, jump.naar) for jump in regel.sprongen] == [(1, 3)]
    assert regel.winst == Fraction(1, 2)


def test_two_measures_to_the_same_level_share_their_start():
    steps = [{"id": "M1", "naar": 2}, {"id": "M2", "naar": 2}, {"id": "M3", "naar": 3}]
    found = {r.maatregel.id: r.sprongen[0] for r in plan_of(vraag("a", maatregelen=steps), given_={"a": 0}).regels}
    assert [(jump.van, jump.naar) for jump in found.values()] == [(0, 2), (0, 2), (2, 3)]


def test_what_a_critical_measure_needs_comes_before_a_better_bargain():
    measures = [maatregel("M1", dagdelen=1), maatregel("M2", dagdelen=9), maatregel("M3", dagdelen=9, vereist=["M2"])]
    vragen = [vraag(f"v{at}", kritiek=at == 3, maatregelen=[{"id": f"M{at}", "naar": 3}]) for at in (1, 2, 3)]
    plan = plan_of(*vragen, given_={"v1": 0, "v2": 2, "v3": 0}, measures=measures)
    assert order(plan) == ["M2", "M3", "M1"]
    assert [regel.kritiek for regel in plan.regels] == [False, True, False]


def test_a_circle_starts_with_its_best_measure():
    measures = [maatregel("M1", dagdelen=9, vereist=["M2"]), maatregel("M2", dagdelen=1, vereist=["M1"])]
    vragen = [vraag(f"v{at}", maatregelen=[{"id": f"M{at}", "naar": 3}]) for at in (1, 2)]
    assert order(plan_of(*vragen, given_={"v1": 0, "v2": 0}, measures=measures)) == ["M2", "M1"]


def test_a_follow_up_that_a_measure_would_bring_up_does_not_make_its_gain_negative():
    follow = vraag("b", als=[{"vraag": "a", "minstens": 3}])
    plan = plan_of(vraag("a", maatregelen=STEPS[2:3]), follow, given_={"a": 2, "b": 0})
    assert plan.regels[0].winst == Fraction(1, 4)  # from 2/4 to 3/4; with b it would be (3/4 + 0) / 2 - 2/4 < 0


def test_effort_is_the_middle_and_never_nothing():
    def of(dagdelen: str) -> Fraction:
        return effort(Maatregel.model_validate(maatregel("M1", dagdelen=dagdelen)))

    assert (of("2-5"), of("3"), of("0")) == (Fraction(7, 2), 3, Fraction(1, 2))


def test_the_order_under_equal_weights_is_compared():
    doc = document(
        pijler("P", vraag("a", maatregelen=[{"id": "M1", "naar": 3}])),
        pijler("Q", vraag("b", maatregelen=[{"id": "M2", "naar": 3}])),
        maatregelen=[maatregel("M1", dagdelen=3), maatregel("M2", dagdelen=2)],
        profielen=[{"id": "drenthe", "naam": "D", "gewichten": {"P": 2}}, {"id": "gelijk", "naam": "G"}],
    )
    lijst = lees(doc)
    answers = antwoorden(lijst, {"a": 0, "b": 0})
    assert not assess(lijst, answers, DAG).zelfde_volgorde
    assert assess(lijst, answers, DAG, "gelijk").zelfde_volgorde


@few(150)
@given(plans())
def test_a_gain_by_shares_is_the_gain_of_the_whole_sum_worked_out_again(case):
    _, _, beoordeling = case
    for scores in (beoordeling.scores, beoordeling.gelijk):
        winst = Winstrekening(beoordeling.vragenlijst, scores)
        for regel in beoordeling.plan.regels:
            assert winst.of(regel.sprongen) == gain(beoordeling.vragenlijst, scores, regel.sprongen)


def plain_order(regels: list[Planregel]) -> list[str]:
    """The order by its own words: of what waits for nothing the best, or the best of all where all wait."""
    ends = {(sprong.vraag.id, sprong.naar, regel.maatregel.id) for regel in regels for sprong in regel.sprongen}
    waits = {}
    for regel in regels:
        lower = {name for vraag, naar, name in ends for s in regel.sprongen if vraag == s.vraag.id and naar <= s.van}
        waits[regel.maatregel.id] = ({*regel.maatregel.vereist} | lower) - {regel.maatregel.id}
    urgent = {regel.maatregel.id for regel in regels if regel.kritiek}
    for _ in regels:
        urgent |= {first for name in urgent for first in waits.get(name, ())}
    # what is worth as much stands in the order in which the questions name it
    listed = {regel.maatregel.id: at for at, regel in enumerate(sorted(regels, key=lambda regel: regel.rang))}
    key = {
        regel.maatregel.id: (regel.maatregel.id not in urgent, -regel.winst / effort(regel.maatregel))
        for regel in regels
    }
    order: list[str] = []
    left = sorted(key, key=listed.__getitem__)
    while left:
        free = [name for name in left if not waits[name] & set(left)]
        order.append(min(free or left, key=key.__getitem__))
        left.remove(order[-1])
    return order


@few(100)
@given(plans(circles=True))
def test_the_order_is_the_plain_one(case):
    regels = case[2].plan.regels
    assert plain_order(list(regels)) == [regel.maatregel.id for regel in regels]
