"""The impact analysis as a conversation: every answer kept, back and stop at any moment, unclear hours asked again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bcm_check.core.eigen import Duur, Eigen
from bcm_check.core.ketens import Ketens
from bcm_check.core.tijdlijn import Vraagstelling
from bcm_check.prompts.bia import ONDUIDELIJK, Bia, duration, own_id

GRAAF = Ketens.model_validate(
    {
        "formaat": 1,
        "id": "proef",
        "versie": "1",
        "titel": "Proef",
        "middelen": [
            {"id": "net", "naam": "Net"},
            {"id": "it", "naam": "Computers", "behoeften": [{"een_van": ["net"], "uren": 2}]},
        ],
        "processen": [
            {"id": "balie", "naam": "Balie", "voor": ["gemeente"], "mtpd": 4, "behoeften": [{"een_van": ["it"]}]},
            {"id": "post", "naam": "Post", "voor": ["gemeente"], "behoeften": [{"een_van": ["net"]}]},
        ],
        "scenarios": [{"id": "SC", "naam": "Net weg", "treft": [{"middel": "net"}]}],
    }
)


def talk(*typed: str, eigen: Eigen | None = None) -> tuple[Eigen, list[Eigen], list[str], list[str]]:
    """Hold the conversation; return the outcome, every state that was kept, what was said, and what was asked."""
    words: Iterator[str] = iter((*typed, *["q"] * 3))
    kept: list[Eigen] = []
    said: list[str] = []
    asked: list[str] = []

    def read(text: str) -> str:
        asked.append(text)
        return next(words)

    vraag = Vraagstelling(GRAAF, {}, "gemeente", GRAAF.scenarios, 72 * 60)
    found = Bia(GRAAF, vraag, eigen or Eigen(), kept.append, read, said.append).run()
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
    assert said.count(ONDUIDELIJK) == 1
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
        found, _, said, _ = talk(wrong, "2,1", "q")
        assert "Typ nummers van 1 tot en met 2, zoals 1,3,4." in said
        assert list(found.processen) == ["post", "balie"]


def test_a_process_of_their_own() -> None:
    found, _, said, _ = talk("e", "Kaarten & zo", "5", "2", "", *[""] * 5, "3", "6", "q")
    assert "Toegevoegd: Kaarten & zo." in said
    own = found.processen["eigen_kaarten_zo"]
    assert (own.naam, own.mtpd) == ("Kaarten & zo", 180)
    assert own.leunt_op == {"it": Duur(min="6", verwacht="6", max="6")}
    assert list(found.processen) == ["balie", "post", "eigen_kaarten_zo"]
    assert talk("e", "", "q")[0] == Eigen()
    assert talk("e", "Naam", "", "q")[0] == Eigen()


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
