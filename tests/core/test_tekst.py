"""Text made safe to show, and numbers as a reader sees them."""

import sys
import unicodedata
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcm_check.core.tekst import clean, clean_line, decimal, fold, percent, personal, tenths

from .lists import few

# Each plane ends with two places that are no characters, and there are 32 more.
NO_CHARACTERS = {plane + end for plane in range(0, 0x110000, 0x10000) for end in (0xFFFE, 0xFFFF)} | {
    *range(0xFDD0, 0xFDF0)
}
# Invisible, though Unicode calls them letters or marks: fillers, joiners, variation selectors.
INVISIBLE = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180f\u3164\ufe00\ufe0f\uffa0\U000e0100\U000e01ef"
HOSTILE_KINDS = ("Cc", "Cf", "Cs", "Zl", "Zp")


def test_no_character_that_steers_or_hides_survives():
    for number in range(sys.maxunicode + 1):
        char = chr(number)
        if char == "\n":
            continue
        if unicodedata.category(char) in HOSTILE_KINDS or number in NO_CHARACTERS or char in INVISIBLE:
            assert char not in clean(char), f"{number:04X}"


def test_everything_that_can_be_seen_stays():
    for number in range(sys.maxunicode + 1):
        char = chr(number)
        if unicodedata.category(char) in ("Ll", "Lu", "Nd", "Po", "Pd", "Sc", "Sm", "Zs"):
            assert clean(char) is char, f"{number:04X}"


@few(200)
@given(st.text(st.characters()))
def test_cleaning_twice_is_cleaning_once(text):
    once = clean(text)
    assert clean(once) is once


@few(50)
@given(st.text(st.sampled_from("abz ÀéïöüßŒ€–—…„”‘’×•½ₓ\n-_.,;:!?()[]{}<>|`*#@&%$=+'\"0123456789")))
def test_ordinary_dutch_text_comes_back_as_the_same_object(text):
    assert clean(text) is text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[31mrood", "a⟨001B⟩[31mrood"),
        ("a\u202egnp.exe", "a⟨202E⟩gnp.exe"),
        ("een\r\ntwee\rdrie\u2028vier\x0bvijf", "een\ntwee\ndrie\nvier\nvijf"),
        ("a\tb", "a b"),
        ("\ud800", "⟨D800⟩"),
        ("nul\x00", "nul⟨0000⟩"),
        ("zero\u200bwidth", "zero⟨200B⟩width"),
        ("\U000e0041", "⟨E0041⟩"),
    ],
)
def test_what_is_hidden_is_shown(text, shown):
    assert clean(text) == shown


def test_one_line_has_no_line_ends_and_no_runs_of_blanks():
    assert clean_line("  een\r\n twee\t\tdrie\x1b ") == "een twee drie⟨001B⟩"


def test_names_that_look_the_same_fold_to_the_same():
    assert fold("Één Straße") == fold("een STRASSE") == "een strasse"
    assert fold("a") != fold("b")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Fraction(1, 16), 6.3),  # 6.25
        (Fraction(5, 16), 31.3),  # 31.25
        (Fraction(1, 80), 1.3),  # 1.25
        (Fraction(9, 80), 11.3),  # 11.25
        (Fraction(1, 2000), 0.1),  # 0.05
        (Fraction(1, 2001), 0.0),
        (Fraction(2, 3), 66.7),
        (Fraction(1, 3), 33.3),
        (Fraction(1999, 2000), 100.0),  # 99.95
        (Fraction(0), 0.0),
        (Fraction(1), 100.0),
    ],
)
def test_percent_rounds_half_up(value, shown):
    assert percent(value) == shown


@few(100)
@given(st.fractions(0, 1))
def test_percent_is_never_more_than_half_a_tenth_off(value):
    off = Fraction(tenths(value), 1000) - value
    assert -Fraction(1, 2000) < off <= Fraction(1, 2000)


def test_no_score_is_not_zero():
    assert percent(None) is None
    assert (decimal(None), decimal(None, "–"), decimal(66.7), decimal(0.0)) == ("geen score", "–", "66,7", "0,0")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("mail jan.de-vries@voorbeeldveen.nl", "een e-mailadres"),
        ("bel 06-12345678", "een telefoonnummer"),
        ("bel 06 12 34 56 78", "een telefoonnummer"),
        ("bel 0612345678.", "een telefoonnummer"),
        ("bel 0592-123456", "een telefoonnummer"),
        ("bel (0592) 12 34 56", "een telefoonnummer"),
        ("bel +31 6 12345678", "een telefoonnummer"),
        ("bel +31 (0)6 12345678", "een telefoonnummer"),
        ("bel 0031612345678", "een telefoonnummer"),
        ("server 192.168.1.20", "een IP-adres"),
        ("kenteken AB-123-C", "een kenteken"),
        ("kenteken 12-ABC-3", "een kenteken"),
        ("kenteken 12-AB-34", "een kenteken"),
        ("kenteken A-123-BC", "een kenteken"),
        ("het hoofd bedrijfsvoering", None),
        ("vraag P1.1.2 op 31-03-2026", None),
        ("versie 2026.1.2", None),
        ("500.000 inwoners, 72 uur, 3 liter", None),
        ("de 06-nummers van de meldkamer", None),
        ("factuur 201234567890123", None),
        ("@home", None),
        ("", None),
    ],
)
def test_what_looks_like_personal_data(text, found):
    assert personal(text) == found
