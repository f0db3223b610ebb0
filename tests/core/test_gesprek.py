"""The interview as a value: walking through it in any way loses nothing."""

from hypothesis import given
from hypothesis import strategies as st

from bcm_check.core.antwoorden import Antwoord
from bcm_check.core.gesprek import Gesprek, Voortgang, begin, toestanden

from .lists import antwoorden, document, few, gevallen, groep, lees, pijler, vraag

STEPS = st.lists(
    st.sampled_from(["verder", "terug", "naar_open"])
    | st.integers(0, 5).map(lambda level: {"waarde": level})
    | st.just({"waarde": "weet_niet"})
    | st.just({"waarde": "nvt", "reden": "x"}),
    max_size=25,
)


def start_of(case) -> Gesprek:
    doc, given_, soort, diepte = case
    lijst = lees(doc)
    return begin(lijst, antwoorden(lijst, given_, soort, diepte))


def names(gesprek: Gesprek) -> list[str]:
    return [plek.vraag.id for plek in gesprek.gesteld]


@few(100)
@given(gevallen(), STEPS)
def test_no_walk_ever_loses_an_answer(case, steps):
    gesprek = start_of(case)
    expected = dict(gesprek.antwoorden.antwoorden)
    for step in steps:
        before, held = gesprek, dict(gesprek.antwoorden.antwoorden)
        if isinstance(step, str):
            gesprek = getattr(gesprek, step)()
        else:
            if gesprek.positie is not None:
                expected[gesprek.positie] = Antwoord(**step)
            gesprek = gesprek.beantwoord(Antwoord(**step))
        assert gesprek.antwoorden.antwoorden == expected
        assert gesprek.positie is None or gesprek.positie in names(gesprek)
        assert before.antwoorden.antwoorden == held


@few(100)
@given(gevallen())
def test_begin_resumes_at_the_first_open_question(case):
    gesprek = start_of(case)
    states = toestanden(gesprek.vragenlijst, gesprek.antwoorden)
    first = next((name for name, state in states.items() if state == "open"), None)
    assert gesprek.positie == first
    assert (gesprek.huidige.vraag.id if gesprek.huidige else None) == first
    assert gesprek.antwoord is None


@few(100)
@given(gevallen())
def test_verder_visits_each_asked_question_once_and_terug_walks_the_same_way_back(case):
    gesprek = start_of(case)
    asked = names(gesprek)
    for _ in range(len(asked) + 1):
        gesprek = gesprek.terug()
    there, back = [], []
    while gesprek.positie is not None:
        there.append(gesprek.positie)
        gesprek = gesprek.verder()
    assert there == asked
    assert gesprek.verder() is gesprek
    for _ in asked:
        gesprek = gesprek.terug()
        back.append(gesprek.positie)
    assert back == asked[::-1]
    assert gesprek.terug().positie == (asked[0] if asked else None)


@few(100)
@given(gevallen())
def test_the_end_of_a_pillar_is_told_exactly_once_for_each_pillar_that_is_asked(case):
    gesprek = start_of(case)
    ends = [plek.pijler.id for plek in gesprek.vragenlijst.plekken if gesprek.einde_pijler(plek.vraag.id)]
    assert ends == list(dict.fromkeys(plek.pijler.id for plek in gesprek.gesteld))


@few(100)
@given(gevallen())
def test_progress_stays_within_its_bounds(case):
    gesprek = start_of(case)
    found = gesprek.voortgang()
    assert 0 <= found.gedaan <= found.totaal == len(gesprek.gesteld)
    assert 0 <= found.minuten <= 30
    assert (found.minuten == 0) == (found.gedaan == found.totaal)
    assert (gesprek.positie is None) == (found.gedaan == found.totaal)


DOC = document(
    pijler("P1", vraag("a"), vraag("b", als=[{"vraag": "a", "minstens": 3}]), vraag("c")),
    pijler("P2", onderwerpen=[groep("P2.1", vraag("d", als=[{"vraag": "b", "minstens": 2, "hoogstens": 3}]))]),
)


def test_follow_ups_come_and_go_while_going_back():
    gesprek = begin(lees(DOC), antwoorden(lees(DOC), {}))
    for level in (3, 2, 1, 4):
        gesprek = gesprek.beantwoord(Antwoord(waarde=level))
    assert gesprek.positie is None
    assert gesprek.huidige is None
    assert gesprek.antwoord is None
    assert gesprek.beantwoord(Antwoord(waarde=0)) is gesprek
    for expected in ("d", "c", "b", "a"):
        gesprek = gesprek.terug()
        assert gesprek.positie == expected
    assert gesprek.antwoord == Antwoord(waarde=3)
    lower = gesprek.beantwoord(Antwoord(waarde=2))  # hides b, and d with it
    assert (lower.positie, names(lower)) == ("c", ["a", "c"])
    assert lower.einde_pijler("c")
    assert not lower.einde_pijler("d")
    assert set(lower.antwoorden.antwoorden) == {"a", "b", "c", "d"}
    again = lower.terug().beantwoord(Antwoord(waarde=4))  # and they come back with their answers
    assert again.positie == "b"
    assert again.naar_open().positie is None
    assert again.antwoorden.antwoorden["d"] == Antwoord(waarde=4)


def test_a_question_that_became_hidden_while_on_the_screen_is_left_by_going_on_or_back():
    lijst = lees(DOC)
    hidden = Gesprek(lijst, antwoorden(lijst, {"a": 0, "b": 2}), "b")
    assert hidden.verder().positie == "c"
    assert hidden.terug().positie == "a"
    assert Gesprek(lijst, antwoorden(lijst, {"a": 0}), "d").verder().positie is None


def test_a_conversation_without_questions_stands_at_its_end():
    doc = document(
        pijler("P", vraag("a", voor=["zorg"])),
        doelgroepen=[{"id": "zorg", "naam": "Z"}, {"id": "gemeente", "naam": "G"}],
    )
    gesprek = begin(lees(doc), antwoorden(lees(doc), {"a": 3}))
    assert gesprek.positie is None
    assert gesprek.terug() is gesprek
    assert gesprek.voortgang() == Voortgang(0, 0, 0)
    assert Gesprek(lees(doc), gesprek.antwoorden, "a").terug().positie == "a"


def test_a_follow_up_needs_a_level_and_weet_niet_is_none():
    lijst = lees(DOC)
    for value in ("weet_niet", {"waarde": "nvt", "reden": "x"}, 2):
        assert toestanden(lijst, antwoorden(lijst, {"a": value}))["b"] == "niet_gesteld"
    assert toestanden(lijst, antwoorden(lijst, {"a": 3}))["b"] == "open"
    assert toestanden(lijst, antwoorden(lijst, {"a": 3, "b": 4}))["d"] == "niet_gesteld"


def test_a_depth_that_the_list_does_not_know_asks_everything():
    lijst = lees(DOC)
    unknown = antwoorden(lijst, {}).model_copy(update={"diepte": "anders"})
    assert toestanden(lijst, unknown)["a"] == "open"
    assert begin(lijst, unknown).voortgang().minuten == 60


def test_the_minutes_left_are_rounded_up():
    doc = document(
        pijler("P", *(vraag(f"v{at}") for at in range(3))), dieptes=[{"id": "snel", "naam": "Snel", "minuten": 10}]
    )
    gesprek = begin(lees(doc), antwoorden(lees(doc), {}))
    left = [gesprek.voortgang()]
    for _ in range(3):
        gesprek = gesprek.beantwoord(Antwoord(waarde=1))
        left.append(gesprek.voortgang())
    # 10 minutes for three questions: 10, 6 2/3, 3 1/3 and 0
    assert left == [Voortgang(0, 3, 10), Voortgang(1, 3, 7), Voortgang(2, 3, 4), Voortgang(3, 3, 0)]
