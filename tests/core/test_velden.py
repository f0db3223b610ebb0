"""The small types that decide what a text in a file means."""

from fractions import Fraction

import pytest
from pydantic import TypeAdapter, ValidationError

from bcm_check.core.velden import Bereik, BereikVeld, Gewicht, Id, JaNee

JA_NEE, GEWICHT, BEREIK, ID = (TypeAdapter(one) for one in (JaNee, Gewicht, BereikVeld, Id))


def test_yes_and_no_are_only_these():
    assert [JA_NEE.validate_python(value) for value in ("ja", "nee", True, False)] == [True, False, True, False]
    for value in ("no", "yes", "on", "true", "Ja", "", 1, 0, None):
        with pytest.raises(ValidationError, match="ja-of-nee"):
            JA_NEE.validate_python(value)


@pytest.mark.parametrize(
    ("value", "meant"),
    [("2", 2), (2, 2), ("1.5", Fraction(3, 2)), ("1,5", Fraction(3, 2)), (0.25, Fraction(1, 4)), ("1000", 1000),
     (" 3/2 ", Fraction(3, 2)), (Fraction(7, 3), Fraction(7, 3))],
)  # fmt: skip
def test_a_weight(value, meant):
    assert GEWICHT.validate_python(value) == meant
    assert Fraction(GEWICHT.dump_python(Fraction(meant))) == meant


@pytest.mark.parametrize(
    "value", ["0", "0/3", "3/0", "-1", "inf", "nan", "1e308", 1e308, "1001", "10000", "1/2/3", "", "een", None, True]
)
def test_what_is_no_weight(value):
    with pytest.raises(ValidationError, match="gewicht"):
        GEWICHT.validate_python(value)


@pytest.mark.parametrize(
    ("value", "meant", "shown"),
    [
        ("2-4", (2, 4), "2-4"),
        ("2 – 4", (2, 4), "2-4"),
        ("3", (3, 3), "3"),
        (3, (3, 3), "3"),
        (Bereik(1, 2), (1, 2), "1-2"),
    ],
)
def test_a_range(value, meant, shown):
    found = BEREIK.validate_python(value)
    assert found == meant
    assert str(found) == BEREIK.dump_python(found) == shown


@pytest.mark.parametrize(
    ("value", "word"), [("4-2", "bereik-omgekeerd"), ("2-", "bereik"), ("a", "bereik"), ("-1", "bereik")]
)
def test_what_is_no_range(value, word):
    with pytest.raises(ValidationError, match=word):
        BEREIK.validate_python(value)


def test_ids():
    for good in ("P1.1.2", "a", "M-stroom_1", "9", "x" * 60):
        assert ID.validate_python(good) == good
    for bad in ("", "../x", ".a", "a.", "-a", "a b", "é", "x" * 61, "a/b", "a\n"):
        with pytest.raises(ValidationError):
            ID.validate_python(bad)
