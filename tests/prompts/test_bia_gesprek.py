"""The impact analysis as a conversation: every answer kept, back and stop at any moment, unclear hours asked again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bcm_check.core.eigen import Duur, Eigen
from bcm_check.core.ketens import Ketens
from bcm_check.core.vraagstelling import Vraagstelling
from bcm_check.prompts.bia import EEN_GETAL, ONDUIDELIJK, Bia, duration, own_id, say

GRAAF = Ketens.model_validate(
    {
        "formaat": 1,
        "id": "proef",
        "versie": "1",
        "titel": "Proef",
        "middelen": [
            {"id": "net", "naam": "Net"},
            {"id": "it", "naam": "Computers", "behoeften": [{"een_van": ["net"], "uren": 2}]},
            {"id": "zaal", "naam": "Zaal"},
        ],
        "processen": [
            {"id": "balie", "naam": "Balie", "voor": ["gemeente"], "mtpd": 4, "behoeften": [{"een_van": ["it"]}]},
            {"id": "post", "naam": "Post", "voor": ["gemeente"], "behoeften": [{"een_van": ["net"]}]},
        ],
        "scenarios": [{"id": "SC", "naam": "Net weg", "treft": [{"middel": "net"}]}],
    }
)


TWEE = Eigen.model_validate({"processen": {"post": {"leunt_op": {"net": None, "zaal": None}}}})


def talk(
    *typed: str, eigen: Eigen | None = None, ketens: Ketens = GRAAF, breed: bool = False
) -> tuple[Eigen, list[Eigen], list[str], list[str]]:
    """Hold the conversation; return the outcome, every state that was kept, what was said, and what was asked."""
    words: Iterator[str] = iter((*typed, *["q"] * 3))
    kept: list[Eigen] = []
    said: list[str] = []
    asked: list[str] = []

    def read(text: str) -> str:
        asked.append(text)
        return next(words)

    vraag = Vraagstelling(ketens, {}, "gemeente", ketens.scenarios, 72 * 60)
    found = Bia(ketens, vraag, eigen or Eigen(), kept.append, read, said.append, breed=breed).run()
    assert not kept or kept[-1] == found
    return found, kept, said, asked


def test_enter_leaves_everything_as_it_is() -> None:
    found, kept, _, asked = talk("", *[""] * 5)
    assert (found, kept) == (Eigen(), [])
    assert len(asked) == 1 + 3 + 2  # the choice, then balie: limit, it, net behind it; post: limit, net


def test_each_answer_is_kept_at_once() -> None:
    found, kept, _, _ = talk("1", "1,5", "", "1/2/3", "q")
    assert len(kept) == 3
    assert found.processen["balie"].mtpd == 90
    assert found.uren == {"it": {"net": Duur(min="1", verwacht="2", max="3")}}


@pytest.mark.parametrize("typed", ["straks", "1/2", "3/2/1", "-4", "9999999", "2/4/8"])
def test_unclear_hours_are_told_and_asked_again(typed: str) -> None:
    found, kept, said, asked = talk("2", typed, "3 dagen", "q")
    assert said.count(EEN_GETAL if typed == "2/4/8" else ONDUIDELIJK) == 1
    assert asked[1] == asked[2]
    assert found.processen["post"].mtpd == 3 * 24 * 60
    assert len(kept) == 2


def test_back_within_a_process_and_to_the_one_before() -> None:
    _, _, said, asked = talk("", "", "t", "", "", "", "t", "q")
    assert asked[1] == asked[3]
    assert [line for line in said if line.startswith("Proces")] == [
        "Proces 1 van 2: Balie",
        "Proces 2 van 2: Post",
        "Proces 1 van 2: Balie",
    ]


def test_a_choice_that_is_none_is_asked_again() -> None:
    for wrong in ("0", "3", "1,x", "1 2 9"):
        found, _, said, _ = talk(wrong, "2", "q")
        assert "Typ nummers van 1 tot en met 2, zoals 1,3,4." in said
        assert list(found.processen) == ["post"]
        assert talk("2,1", "q")[0] == Eigen()  # all of them is no choice


def test_a_process_of_their_own() -> None:
    found, _, said, _ = talk("e", "Kaarten & zo", "5", "2", "", *[""] * 5, "3", "6", "q")
    assert "Toegevoegd: Kaarten & zo." in said
    own = found.processen["eigen_kaarten_zo"]
    assert (own.naam, own.mtpd) == ("Kaarten & zo", 180)
    assert own.leunt_op == {"it": None}
    assert found.uren == {"eigen_kaarten_zo": {"it": Duur(min="6", verwacht="6", max="6")}}
    assert list(found.processen) == ["balie", "post", "eigen_kaarten_zo"]
    assert talk("e", "", "q")[0] == Eigen()
    assert talk("e", "Naam", "", "q")[0] == Eigen()
    assert list(talk("e", "t", "1", "q")[0].processen) == ["balie"]
    assert list(talk("e", "Naam", "t", "1", "q")[0].processen) == ["balie"]


def test_what_is_said_of_one_of_their_own_goes_with_it_and_that_is_told() -> None:
    found, _, said, _ = talk("e", "Kaarten", "2", "1", "q")
    assert "Uw opgave over Kaarten vervalt: dat proces staat niet meer in uw keuze." in said
    assert list(found.processen) == ["balie"]


def test_a_process_can_do_without_and_back_undoes_that() -> None:
    """Post needs net and zaal here: net is taken away and comes back by `t`, with its hours; then zaal goes."""
    found, kept, _, _ = talk("2", "", "4", "t", "n", "t", "", "", eigen=TWEE)
    assert found.processen["post"].leunt_op == {"net": None, "zaal": None}
    assert found.uren == {"post": {"net": Duur(min="4", verwacht="4", max="4")}}
    assert kept[-2].processen["post"].leunt_op == {"zaal": None}
    assert kept[-2].uren == {}
    found, _, _, _ = talk("2", "", "", "n", eigen=TWEE)
    assert found.processen["post"].leunt_op == {"net": None}
    _, _, said, _ = talk("2", "n", "", "n", "", eigen=Eigen())
    assert "Dat kan alleen bij iets wat dit proces zelf nodig heeft." in said
    assert any("Eén ding moet er overblijven." in line for line in said)


def test_back_to_the_standard() -> None:
    found, kept, said, _ = talk("", "1,5", "", "6", "t", "-", "", "-", "q")
    assert found == Eigen()
    assert kept[1].processen["balie"].mtpd == 90
    assert "Hoe lang mag dit stilliggen? Nu: 1 uur en 30 minuten; uw eigen opgave (standaard: 4 uur)." in said
    assert "Hoe lang gaat Computers door zonder Net? Nu: 6 uur; uw eigen opgave (standaard: 2 uur)." in said


def test_what_two_processes_share_is_asked_once() -> None:
    _, _, said, _ = talk("e", "Kaarten", "2", "1,3", *[""] * 6)
    assert sum(line.startswith("Hoe lang gaat Computers door zonder Net?") for line in said) == 1
    assert said[-1].startswith("Hoe lang gaat dit proces door zonder Computers?")


def test_a_question_names_all_that_must_be_gone() -> None:
    ketens = GRAAF.model_copy(
        update={
            "processen": tuple(
                proces.model_copy(
                    update={"behoeften": (proces.behoeften[0].model_copy(update={"een_van": ("it", "net")}),)}
                )
                for proces in GRAAF.processen
            )
        }
    )
    _, _, said, _ = talk("1", "", "q", ketens=ketens)
    assert any("door zonder Computers en Net?" in line for line in said)


def test_a_long_list_stands_in_two_columns_and_fits_the_screen(capsys: pytest.CaptureFixture[str]) -> None:
    many = tuple(GRAAF.middelen[0].model_copy(update={"id": f"m{at}", "naam": "Naam " * 12}) for at in range(33))
    ketens = GRAAF.model_copy(update={"middelen": (*GRAAF.middelen, *many)})
    _, _, wide, _ = talk("e", "Kaarten", "q", ketens=ketens, breed=True)
    rows = [line for line in wide if "Naam Naam" in line]
    assert len(rows) == 18
    assert max(map(len, rows)) <= 79
    _, _, plain, _ = talk("e", "Kaarten", "q", ketens=ketens)
    assert len([line for line in plain if "Naam Naam" in line]) == 33
    say("  woord " * 30 + "\x1b[2J")
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert max(map(len, out.splitlines())) < 80


def test_a_hostile_name_is_cleaned() -> None:
    found, _, said, _ = talk("e", "\x1b[31mrood\x07", "1", "q")
    (own,) = [each for each in found.processen.values() if each.naam]
    assert "\x1b" not in own.naam
    assert not any("\x1b" in line for line in said)


def test_what_can_be_typed_as_a_time() -> None:
    assert duration("2,5") == Duur(min="150 min", verwacht="150 min", max="150 min")
    assert duration("30 min/1/2 dagen") == Duur(min="30 min", verwacht="1", max="2 dagen")
    assert duration("oneindig") is None


def test_an_id_of_their_own_is_always_new() -> None:
    assert own_id("Post!", []) == "eigen_post"
    assert own_id("Post", ["eigen_post", "EIGEN_POST_2"]) == "eigen_post_3"
    assert own_id("…", []) == "eigen_proces"
