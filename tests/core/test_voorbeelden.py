"""Two worked examples, computed by hand; the whole sum stands beside each number."""

from fractions import Fraction

from bcm_check.core.beoordeling import assess
from bcm_check.core.scores import score
from bcm_check.core.tekst import percent
from bcm_check.core.toetsing import check

from .lists import DAG, antwoorden, document, groep, lees, maatregel, pijler, vraag

EEN = document(
    pijler(
        "P1",
        onderwerpen=[
            groep("P1.1", vraag("P1.1.1", gewicht=2, kritiek="ja"), vraag("P1.1.2", gewicht=4), gewicht=2),
            groep("P1.2", vraag("P1.2.1"), vraag("P1.2.2"), vraag("P1.2.3")),
        ],
    ),
    pijler("P2", onderwerpen=[groep("P2.1", vraag("P2.1.1"), vraag("P2.1.2", telt_ook_in=["P1.2"]))]),
    profielen=[
        {"id": "drenthe", "naam": "Drenthe", "gewichten": {"P1": "3/2"}},
        {"id": "gelijk", "naam": "Gelijk"},
    ],
    veroudering=[{"maanden": 12, "niveau": 3}, {"maanden": 24, "niveau": 2}],
    knock_out={"onder": 2, "plafond": 1},
)
# On 31 March 2026 these count as:
GEGEVEN_EEN = {
    "P1.1.1": 1,  # 1/4, and critical: under 2, so the level name of P1 is held at 1
    "P1.1.2": 4,  # no test date: counts as 3, 3/4
    "P1.2.1": "weet_niet",  # 0 in laag and score, 1 in hoog
    "P1.2.2": {"waarde": "nvt", "reden": "Geen eigen gebouw."},  # left out
    # P1.2.3 is not answered: 0 in laag, left out of score, 1 in hoog
    "P2.1.1": {"waarde": 4, "testdatum": "2024-03-30"},  # 24 months and a day ago: counts as 2, 2/4
    "P2.1.2": 3,  # 3/4, in P2.1 and in P1.2
}


def test_first_example_with_overlap_weights_ageing_and_a_knock_out():
    lijst = lees(EEN)
    assert check(lijst) == []
    given = antwoorden(lijst, GEGEVEN_EEN)
    drenthe, gelijk = score(lijst, given, DAG, "drenthe"), score(lijst, given, DAG, "gelijk")
    p1, p2 = drenthe.pijlers["P1"], drenthe.pijlers["P2"]
    p11, p12 = p1.delen
    # P1.1: weights 2 and 4. (2 * 1/4 + 4 * 3/4) / (2 + 4) = (1/2 + 3) / 6 = 7/12; everything is known.
    assert (p11.laag, p11.score, p11.hoog) == (Fraction(7, 12),) * 3
    # P1.2: P1.2.1 (weet niet), P1.2.3 (open) and the guest P2.1.2 (3/4); P1.2.2 (n.v.t.) is left out.
    #   laag  (0 + 0 + 3/4) / 3 = 1/4      score (0 + 3/4) / 2 = 3/8      hoog (1 + 1 + 3/4) / 3 = 11/12
    assert (p12.laag, p12.score, p12.hoog) == (Fraction(1, 4), Fraction(3, 8), Fraction(11, 12))
    # P1: weights 2 and 1.
    #   laag  (2 * 7/12 + 1/4) / 3   = (14/12 + 3/12) / 3  = 17/36
    #   score (2 * 7/12 + 3/8) / 3   = (28/24 + 9/24) / 3  = 37/72
    #   hoog  (2 * 7/12 + 11/12) / 3 = (14/12 + 11/12) / 3 = 25/36
    assert (p1.laag, p1.score, p1.hoog) == (Fraction(17, 36), Fraction(37, 72), Fraction(25, 36))
    # P2 is P2.1: (2/4 + 3/4) / 2 = 5/8.
    assert (p2.laag, p2.score, p2.hoog) == (Fraction(5, 8),) * 3
    # Levels: P1 37/72 * 4 = 2.06 is level 2, but P1.1.1 holds it at 1; P2 5/8 * 4 = 2.5 is level 2.
    assert (p1.niveau, p1.plafond.niveau, p1.plafond.vragen) == (1, 1, ("P1.1.1",))
    assert (p2.niveau, p2.plafond) == (2, None)
    # Counts: P1 has three answers (P1.1.1, P1.1.2, P2.1.2), one weet niet, one n.v.t., one open.
    assert [p1.aantallen[state] for state in ("beantwoord", "weet_niet", "nvt", "open")] == [3, 1, 1, 1]
    # The total counts P2.1.2 once: four answers.
    assert [drenthe.totaal.aantallen[state] for state in ("beantwoord", "weet_niet", "nvt", "open")] == [4, 1, 1, 1]
    # Total under drenthe: P1 weighs 3/2 and P2 weighs 1, together 5/2.
    #   laag  (3/2 * 17/36 + 5/8) * 2/5 = (17/24 + 15/24) * 2/5 = 32/24 * 2/5 = 8/15
    #   score (3/2 * 37/72 + 5/8) * 2/5 = (37/48 + 30/48) * 2/5 = 67/48 * 2/5 = 67/120
    #   hoog  (3/2 * 25/36 + 5/8) * 2/5 = (25/24 + 15/24) * 2/5 = 40/24 * 2/5 = 2/3
    totaal = drenthe.totaal
    assert (totaal.laag, totaal.score, totaal.hoog) == (Fraction(8, 15), Fraction(67, 120), Fraction(2, 3))
    # 8/15 = 53.33 %, 67/120 = 55.83 %, 2/3 = 66.67 %
    assert [percent(end) for end in (totaal.laag, totaal.score, totaal.hoog)] == [53.3, 55.8, 66.7]
    # Total under gelijk, over 144:
    #   laag  (17/36 + 5/8) / 2 = (68 + 90) / 288 = 158/288 = 79/144
    #   score (37/72 + 5/8) / 2 = (37 + 45) / 144 = 82/144 = 41/72
    #   hoog  (25/36 + 5/8) / 2 = (50 + 45) / 144 = 95/144
    totaal = gelijk.totaal
    assert (totaal.laag, totaal.score, totaal.hoog) == (Fraction(79, 144), Fraction(41, 72), Fraction(95, 144))
    assert drenthe.bladen["P1.1.2"].waarom == "niveau 4 zonder testdatum telt als 3"
    assert drenthe.bladen["P2.1.1"].waarom == "test ouder dan 24 maanden telt als 2"


TWEE = document(
    pijler(
        "P1",
        methode="minimum",
        onderwerpen=[
            groep("A", vraag("a1"), vraag("a2")),
            groep("B", vraag("b1"), vraag("b2"), methode="meetkundig"),
        ],
    ),
    pijler(
        "P2",
        vraag("q1", maatregelen=[{"id": "M1", "naar": 3}, {"id": "M2", "naar": 4}]),
        methode="som",
        onderwerpen=[
            groep("C", vraag("c1"), vraag("c2"), vraag("c3"), vraag("c4"), methode="cumulatief"),
            groep("D", vraag("d1", kritiek="ja", maatregelen=[{"id": "M1", "naar": 2}]), vraag("d2"), methode="som"),
        ],
    ),
    maatregelen=[maatregel("M1", dagdelen="2-6"), maatregel("M2", dagdelen="1", vereist=["M1"])],
)
GEGEVEN_TWEE = {
    "a1": 3,  # a2 is open
    "b1": 1,
    "b2": 4,  # this list has no rule for ageing: a 4 is a 4
    "q1": 2,
    "c1": 4,
    "c2": 4,
    "c3": 3,
    "c4": 4,
    "d1": 1,
    "d2": "weet_niet",
}


def test_second_example_with_the_other_methods_and_the_plan():
    lijst = lees(TWEE)
    assert check(lijst) == []
    given = antwoorden(lijst, GEGEVEN_TWEE).model_copy(update={"ambitie": {"P2": 4}})
    beoordeling = assess(lijst, given, DAG)
    p1, p2 = beoordeling.scores.pijlers.values()
    # A: laag (3/4 + 0) / 2 = 3/8, score 3/4, hoog (3/4 + 1) / 2 = 7/8.   B: root of 1/4 * 1 = 1/2.
    # P1, the lowest: laag min(3/8, 1/2), score min(3/4, 1/2), hoog min(7/8, 1/2).
    assert (p1.laag, p1.score, p1.hoog) == (Fraction(3, 8), Fraction(1, 2), Fraction(1, 2))
    # C: c1 and c2 are full, c3 is not: 2 of 4, though c4 is full.   D: 1 point of 8 (hoog: 1 + 4 of 8).
    # P2, points: q1 gives 2 of 4, C gives 2/4 of one scale = 2 of 4, D gives 1 of 8 (hoog 5 of 8).
    #   laag and score (2 + 2 + 1) / 16 = 5/16      hoog (2 + 2 + 5) / 16 = 9/16
    assert (p2.laag, p2.score, p2.hoog) == (Fraction(5, 16), Fraction(5, 16), Fraction(9, 16))
    assert percent(p2.score) == 31.3  # 31.25, half up
    # Total: laag (6/16 + 5/16) / 2 = 11/32, score (8/16 + 5/16) / 2 = 13/32, hoog (8/16 + 9/16) / 2 = 17/32.
    totaal = beoordeling.scores.totaal
    assert (totaal.laag, totaal.score, totaal.hoog) == (Fraction(11, 32), Fraction(13, 32), Fraction(17, 32))
    # The plan. P2 wants 4: q1 stands at 2, so M1 takes it to 3 and M2 to 4; M1 also takes d1 from 1 to 2.
    #   M1: P2 gets (3 + 2 + 2) / 16 = 7/16, 2/16 more; half of that in the total: 1/16. It is critical (d1).
    #   M2: from 3 to 4 on q1: 1/16 in P2, 1/32 in the total.
    # a1 (3 with ambition 3) is no gap; b1 (1), c3 (3 with ambition 4) have no measure; d2 must be found out.
    regels = beoordeling.plan.regels
    assert [(regel.maatregel.id, regel.winst, regel.kritiek) for regel in regels] == [
        ("M1", Fraction(1, 16), True),
        ("M2", Fraction(1, 32), False),
    ]
    assert [(jump.vraag.id, jump.van, jump.naar) for jump in regels[0].sprongen] == [("q1", 2, 3), ("d1", 1, 2)]
    assert [plek.vraag.id for plek in beoordeling.plan.zonder_maatregel] == ["b1", "c3"]
    assert [plek.vraag.id for plek in beoordeling.plan.uitzoekacties] == ["d2"]
