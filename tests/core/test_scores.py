"""The scores: an independent recomputation agrees, and the laws that make a number worth trusting."""

import copy
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bcm_check.core import toetsing
from bcm_check.core.beoordeling import assess, with_equal
from bcm_check.core.scores import ROOT_GRID, Blad, Scores, Uitslag, _root, geometric, score, under, value_of

from .lists import (
    DAG,
    METHODEN,
    SOORTEN,
    VERS,
    antwoorden,
    document,
    documenten,
    een_antwoord,
    few,
    gegeven,
    gevallen,
    groep,
    groepen_van,
    lees,
    pijler,
    vraag,
    vragen_van,
)
from .oracle import GRID, Oracle

WITHOUT_ORDER = tuple(methode for methode in METHODEN if methode != "cumulatief")
ONLY_MEANS = {"methoden": ("gemiddelde", "minimum", "meetkundig"), "hidden": False}


def scores_of(doc, given_, soort="gemeente", diepte="volledig", profiel="drenthe") -> Scores:
    lijst = lees(doc)
    return score(lijst, antwoorden(lijst, given_, soort, diepte), DAG, profiel)


def every(scores: Scores) -> Iterator[Uitslag]:
    """Yield every node: the total, the tracks, and each pillar with all groups below."""
    yield scores.totaal
    yield from scores.sporen.values()
    todo = list(scores.pijlers.values())
    while todo:
        node = todo.pop()
        yield node
        todo += [part for part in node.delen if not isinstance(part, Blad)]


def bands(scores: Scores) -> dict[str, tuple]:
    return {node.id: (node.laag, node.score, node.hoog) for node in every(scores)}


@few(300)
@given(gevallen())
def test_an_independent_recomputation_agrees(case):
    doc, given_, soort, diepte = case
    lijst = lees(doc)
    assert toetsing.check(lijst) == []
    plain = Oracle(doc, given_, soort, diepte, DAG)
    names = [one["id"] for one in doc["pijlers"]]
    for profiel in ("drenthe", "gelijk"):
        ours = scores_of(doc, given_, soort, diepte, profiel)
        assert {name: blad.toestand for name, blad in ours.bladen.items()} == plain.states
        found = bands(ours)
        for name, ends in plain.ends.items():
            assert found[name] == tuple(ends.values()), name
        assert list(found["totaal"]) == plain.together(names, doc["methode"], profiel)
        assert ours.totaal.aantallen == plain.counts(names)
        for spoor in doc["sporen"]:
            members = [one["id"] for one in doc["pijlers"] if one["spoor"] == spoor["id"]]
            assert list(found[spoor["id"]]) == plain.together(members, spoor["methode"], profiel)
            assert ours.sporen[spoor["id"]].aantallen == plain.counts(members)
        for name in names:
            level, low = plain.plafond(name)
            node = ours.pijlers[name]
            assert (node.niveau, node.plafond.vragen if node.plafond else ()) == (level, low)
            assert node.aantallen == plain.counts([name])


@few(60)
@given(gevallen())
def test_under_another_profile_is_scored_under_it(case):
    doc, given_, soort, diepte = case
    lijst = lees(doc)
    answers = antwoorden(lijst, given_, soort, diepte)
    one, other = (score(lijst, answers, DAG, profiel) for profiel in ("drenthe", "gelijk"))
    assert (under(lijst, one, "gelijk"), under(lijst, other, "drenthe")) == (other, one)


@few(100)
@given(gevallen())
def test_the_parts_as_they_are_explained_add_up_to_the_score(case):
    doc, given_, soort, diepte = case
    len(doc["schaal"]) - 1
    for node in every(scores_of(doc, given_, soort, diepte)):
        rows = [(value_of(part, node.methode), weight) for part, weight in zip(node.delen, node.gewichten, strict=True)]
        known = [(value, weight) for value, weight in rows if value is not None]
        if node.score is None:
            # in a cumulative row an open step shows as 0 also where nothing is known yet
            assert not known or (node.methode == "cumulatief" and not any(value for value, _ in known))
        elif node.methode in ("gemiddelde", "som"):
            assert node.score == sum(value * weight for value, weight in known) / sum(weight for _, weight in known)
        elif node.methode == "minimum":
            assert node.score == min(value for value, _ in known)
        elif node.methode == "cumulatief":
            full = [value == 1 for value, _ in known]
            assert node.score == Fraction([*full, False].index(False), len(full))
        else:
            assert min(value for value, _ in known) <= node.score <= max(value for value, _ in known)


@few(100)
@given(gevallen())
def test_score_lies_in_its_band_and_the_band_in_zero_to_one(case):
    for node in every(scores_of(*case)):
        if node.laag is None:
            assert (node.score, node.hoog) == (None, None)
        else:
            assert 0 <= node.laag <= node.hoog <= 1
            assert node.score is None or node.laag <= node.score <= node.hoog


@few(100)
@given(gevallen(hidden=False), st.data())
def test_answering_an_open_question_never_leaves_the_old_band(case, data):
    doc, given_, soort, diepte = case
    still_open = [one["id"] for one in vragen_van(doc) if one["id"] not in given_]
    assume(still_open)
    before = bands(scores_of(doc, given_, soort, diepte))
    name = data.draw(st.sampled_from(still_open))
    answer = data.draw(een_antwoord(len(doc["schaal"]) - 1).filter(lambda one: one["waarde"] != "nvt"))
    after = bands(scores_of(doc, {**given_, name: answer}, soort, diepte))
    for node, (laag, _, hoog) in before.items():
        assert (laag is None and after[node][0] is None) or laag <= after[node][0] <= after[node][2] <= hoog


@few(100)
@given(gevallen(hidden=False, methoden=WITHOUT_ORDER), st.data())
def test_saying_that_an_open_question_is_not_ours_never_leaves_the_old_band(case, data):
    doc, given_, soort, diepte = case
    still_open = [one["id"] for one in vragen_van(doc) if one["id"] not in given_]
    assume(still_open)
    before = bands(scores_of(doc, given_, soort, diepte))
    name = data.draw(st.sampled_from(still_open))
    after = bands(scores_of(doc, {**given_, name: {"waarde": "nvt", "reden": "x"}}, soort, diepte))
    for node, (laag, _, hoog) in before.items():
        assert after[node][0] is None or laag <= after[node][0] <= after[node][2] <= hoog


@few(100)
@given(gevallen(full=True))
def test_the_band_is_a_point_when_all_is_known(case):
    doc, given_, soort, diepte = case
    known = {name: one if one["waarde"] != "weet_niet" else {"waarde": 0} for name, one in given_.items()}
    for node in every(scores_of(doc, known, soort, diepte)):
        assert node.laag == node.score == node.hoog


@few(100)
@given(gevallen(hidden=False), st.data())
def test_raising_one_level_never_lowers_any_score(case, data):
    doc, given_, soort, diepte = case
    top = len(doc["schaal"]) - 1
    fresh = {
        name: {**answer, "testdatum": VERS} if "testdatum" in answer else answer for name, answer in given_.items()
    }
    lower = [name for name, answer in fresh.items() if isinstance(answer["waarde"], int) and answer["waarde"] < top]
    assume(lower)
    name = data.draw(st.sampled_from(lower))
    level = data.draw(st.integers(fresh[name]["waarde"] + 1, top))
    before = bands(scores_of(doc, fresh, soort, diepte))
    after = bands(scores_of(doc, {**fresh, name: {"waarde": level, "testdatum": VERS}}, soort, diepte))
    for node, ends in before.items():
        for old, new in zip(ends, after[node], strict=True):
            assert old is None or old <= new


@few(100)
@given(gevallen(methoden=WITHOUT_ORDER, hidden=False), st.randoms(use_true_random=False))
def test_the_order_of_questions_does_not_matter(case, chance):
    doc, given_, soort, diepte = case
    shuffled = copy.deepcopy(doc)
    for group in [*shuffled["pijlers"], *groepen_van(shuffled)]:
        chance.shuffle(group["vragen"])
        chance.shuffle(group["onderwerpen"])
    assert bands(scores_of(shuffled, given_, soort, diepte)) == bands(scores_of(doc, given_, soort, diepte))


def test_the_order_of_questions_does_matter_for_cumulatief():
    one, two = vraag("a"), vraag("b")
    given_ = {"a": 4, "b": 0}
    assert scores_of(document(pijler("P", one, two, methode="cumulatief")), given_).totaal.score == Fraction(1, 2)
    assert scores_of(document(pijler("P", two, one, methode="cumulatief")), given_).totaal.score == 0


@few(100)
@given(documenten(methoden=WITHOUT_ORDER, tops=tuple(range(1, 21))), st.data())
def test_all_levels_equal_gives_exactly_that_level(doc, data):
    top = len(doc["schaal"]) - 1
    level = data.draw(st.integers(0, top))
    same = {one["id"]: {"waarde": level, "testdatum": VERS} for one in vragen_van(doc)}
    for node in every(scores_of(doc, same)):
        if node.score is not None:
            assert node.score == Fraction(level, top)
            assert node.niveau is None or node.plafond or node.niveau == level


def plain(blad):
    return blad.toestand, blad.gegeven, blad.geteld, blad.waarom, blad.keuze, blad.band


def flat(found):
    """All that a calculation found, as values: two questionnaires that are read apart have leaves of their own."""
    nodes = [(n.id, n.laag, n.score, n.hoog, n.niveau, n.plafond, dict(n.aantallen)) for n in every(found)]
    return nodes, {name: plain(blad) for name, blad in found.bladen.items()}


@few(100)
@given(gevallen(hidden=False), st.data())
def test_nvt_never_changes_the_score_of_the_others(case, data):
    doc, given_, soort, diepte = case
    name = data.draw(st.sampled_from([one["id"] for one in vragen_van(doc)]))
    without = {**given_, name: {"waarde": "nvt", "reden": "x"}}
    before, after = scores_of(doc, given_, soort, diepte), scores_of(doc, without, soort, diepte)
    others = [[(k, plain(b)) for k, b in each.bladen.items() if k != name] for each in (before, after)]
    assert others[0] == others[1]
    touched = set(lees(doc).groepen(name)) | set(lees(doc).pijlers_van(name))
    for node_id, ends in bands(after).items():
        above = any(home == node_id or home.startswith(f"{node_id}.") for home in touched)
        if not above and node_id not in ("totaal", "S1", "S2"):
            assert ends == bands(before)[node_id]


def _without(doc, name):
    """The same document without one question, or None where that leaves an empty list."""
    less = copy.deepcopy(doc)
    for group in [*less["pijlers"], *groepen_van(less)]:
        group["vragen"] = [one for one in group["vragen"] if one["id"] != name]
    return less if vragen_van(less) else None


@few(100)
@given(gevallen(**ONLY_MEANS), st.data())
def test_nvt_is_the_same_as_a_question_that_does_not_exist(case, data):
    doc, given_, soort, diepte = case
    name = data.draw(st.sampled_from([one["id"] for one in vragen_van(doc)]))
    less = _without(doc, name)
    assume(less)
    out = {key: answer for key, answer in given_.items() if key != name}
    nvt = {**given_, name: {"waarde": "nvt", "reden": "x"}}
    assert bands(scores_of(doc, nvt, soort, diepte)) == bands(scores_of(less, out, soort, diepte))


@few(100)
@given(gevallen(**ONLY_MEANS), st.data())
def test_an_unanswered_question_changes_nothing_in_the_score(case, data):
    doc, given_, soort, diepte = case
    still_open = [one["id"] for one in vragen_van(doc) if one["id"] not in given_]
    assume(still_open)
    less = _without(doc, data.draw(st.sampled_from(still_open)))
    assume(less)
    before, after = bands(scores_of(doc, given_, soort, diepte)), bands(scores_of(less, given_, soort, diepte))
    assert {name: ends[1] for name, ends in before.items()} == {name: ends[1] for name, ends in after.items()}


@few(100)
@given(gevallen(), st.data())
def test_hidden_answers_do_not_count_and_read_as_unanswered(case, data):
    doc, given_, soort, diepte = case
    before = scores_of(doc, given_, soort, diepte)
    hidden = [name for name, blad in before.bladen.items() if blad.toestand.startswith("niet_")]
    assume(hidden)
    other = {name: data.draw(een_antwoord(len(doc["schaal"]) - 1)) for name in hidden}
    gone = {name: answer for name, answer in given_.items() if name not in hidden}
    assert flat(scores_of(doc, gone, soort, diepte)) == flat(before)
    assert flat(scores_of(doc, {**given_, **other}, soort, diepte)) == flat(before)


@pytest.mark.parametrize("hide", [{"voor": ["zorg"]}, {"diepte": "volledig"}, {"als": [{"vraag": "a", "minstens": 3}]}])
def test_a_follow_up_of_a_hidden_question_is_hidden_too(hide):
    doc = document(
        pijler("P", vraag("a"), vraag("b", **hide), vraag("c", als=[{"vraag": "b", "minstens": 0}]), vraag("d")),
        dieptes=[{"id": name, "naam": name, "minuten": 9} for name in ("snel", "volledig")],
        doelgroepen=[{"id": name, "naam": name} for name in SOORTEN],
    )
    found = scores_of(doc, {"a": 2, "b": 4, "c": 4, "d": 1}, diepte="snel")
    assert found.totaal.score == Fraction(3, 8)  # (2/4 + 1/4) / 2: b is hidden, and c with it
    assert found.bladen["c"].toestand == "niet_gesteld"
    seen = scores_of(doc, {"a": 3, "b": 4, "c": 4, "d": 1}, soort="zorg", diepte="volledig")
    assert seen.totaal.score == Fraction(12, 16)


@few(100)
@given(gevallen(), st.sampled_from([Fraction(2), Fraction(5), Fraction(1, 2)]))
def test_scaling_all_weights_changes_nothing(case, factor):
    doc, given_, soort, diepte = case
    scaled = copy.deepcopy(doc)
    for one in [*vragen_van(scaled), *groepen_van(scaled)]:
        one["gewicht"] = Fraction(one["gewicht"]) * factor
    scaled["profielen"][0]["gewichten"] = {
        one["id"]: Fraction(doc["profielen"][0]["gewichten"].get(one["id"], 1)) * factor for one in doc["pijlers"]
    }
    assert bands(scores_of(scaled, given_, soort, diepte)) == bands(scores_of(doc, given_, soort, diepte))


@few(100)
@given(gevallen())
def test_a_knock_out_only_ever_lowers_a_level_name_and_never_a_number(case):
    doc, given_, soort, diepte = case
    free = {key: value for key, value in doc.items() if key != "knock_out"}
    held, loose = scores_of(doc, given_, soort, diepte), scores_of(free, given_, soort, diepte)
    assert bands(held) == bands(loose)
    for name, node in held.pijlers.items():
        other = loose.pijlers[name]
        assert other.plafond is None
        if node.plafond is None:
            assert node.niveau == other.niveau
        else:
            assert node.niveau == node.plafond.niveau == doc["knock_out"]["plafond"] < other.niveau
            assert all(held.bladen[one].geteld < doc["knock_out"]["onder"] for one in node.plafond.vragen)


@few(100)
@given(st.data(), st.sampled_from(WITHOUT_ORDER))
def test_profiles_agree_when_all_pillars_are_equal(data, methode):
    one = data.draw(documenten(hidden=False, guests=False))
    first = one["pijlers"][0]
    answers = data.draw(gegeven({**one, "pijlers": [first]}))
    pillars, all_answers = [], {}
    for at in range(1, 5):
        twin = copy.deepcopy({**first, "id": f"P{at}"})
        for group in groepen_van({"pijlers": [twin]}):
            group["id"] = f"{group['id']}-{at}"
        for each in vragen_van({"pijlers": [twin]}):
            if each["id"] in answers:
                all_answers[f"{each['id']}-{at}"] = answers[each["id"]]
            each["id"] = f"{each['id']}-{at}"
        pillars.append(twin)
    weights = {"P1": "3/2", "P2": "3/2", "P4": "2"}
    doc = {**one, "pijlers": pillars, "methode": methode, "profielen": [
        {"id": "drenthe", "naam": "D", "gewichten": weights}, {"id": "gelijk", "naam": "G"}]}  # fmt: skip
    drenthe, gelijk = (scores_of(doc, all_answers, profiel=name).totaal for name in ("drenthe", "gelijk"))
    assert (drenthe.laag, drenthe.score, drenthe.hoog) == (gelijk.laag, gelijk.score, gelijk.hoog)


def test_a_node_without_scored_children_has_no_score_which_is_not_zero():
    doc = document(pijler("P", vraag("a")), pijler("Q", onderwerpen=[groep("Q.1")]))
    found = scores_of(doc, {"a": {"waarde": "nvt", "reden": "x"}})
    assert {node.score for node in every(found)} == {None}
    assert found.pijlers["Q"].niveau is None
    assert scores_of(doc, {"a": 0}).totaal.score == 0


def test_an_open_step_breaks_a_cumulative_row():
    doc = document(pijler("P", vraag("a"), vraag("b"), vraag("c"), methode="cumulatief"))
    found = scores_of(doc, {"a": 4, "c": 4}).totaal
    assert (found.laag, found.score, found.hoog) == (Fraction(1, 3), Fraction(1, 3), 1)
    assert scores_of(doc, {}).totaal.score is None


def test_an_unknown_profile_reads_as_the_first():
    doc = document(pijler("P", vraag("a")))
    assert scores_of(doc, {"a": 1}, profiel="bestaat-niet").profiel.id == "gelijk"


@few(100)
@given(st.integers(0, 10**40), st.integers(1, 30))
def test_a_root_is_the_largest_whole_number_whose_power_fits(value, degree):
    root = _root(value, degree)
    assert root**degree <= value < (root + 1) ** degree


def test_the_grid_of_roots_holds_every_level_of_every_scale():
    assert ROOT_GRID == GRID
    assert all(ROOT_GRID % top == 0 for top in range(1, 21))


@few(100)
@given(st.lists(st.tuples(st.integers(0, 20), st.just(20), st.integers(1, 9)), min_size=1, max_size=6))
def test_a_geometric_mean_lies_between_the_lowest_and_the_mean(parts):
    low = min(Fraction(top, under) for top, under, _ in parts)
    mean = sum(Fraction(top, under) * weight for top, under, weight in parts) / sum(weight for *_, weight in parts)
    assert low <= geometric(parts) <= mean


def test_heavy_weights_of_a_geometric_mean_stay_quick_and_right():
    parts = [(1, 4, 500), (4, 4, 500)]
    assert geometric(parts) == Fraction(1, 2) == geometric([(1, 4, 1), (4, 4, 1)])
    steps = [geometric([(1, 4, weight), (4, 4, 1000 - weight)]) for weight in (1, 250, 500, 750, 999)]
    assert all(later < earlier for earlier, later in pairwise(steps))


def test_the_equal_profile_always_stands_beside():
    doc = document(pijler("P", vraag("a")), pijler("Q", vraag("b")))
    doc["profielen"] = [{"id": "drenthe", "naam": "D", "gewichten": {"P": 3}}]
    lijst = lees(doc)
    found = assess(lijst, antwoorden(lijst, {"a": 4, "b": 0}), DAG)
    assert (found.scores.totaal.score, found.gelijk.totaal.score) == (Fraction(3, 4), Fraction(1, 2))
    assert (found.scores.profiel.id, found.gelijk.profiel.id) == ("drenthe", "gelijk")
    twice = with_equal(with_equal(lijst))
    assert [profiel.id for profiel in twice.profielen] == ["drenthe", "gelijk"]
