"""What another window wrote is looked at before it is merged: whose it is, and whether it fits."""

from __future__ import annotations

import pytest
from walks import KLEIN, Keeper, Plain, Walk, filled, session

from bcm_check.core.antwoorden import Antwoorden, Herkomst
from bcm_check.core.errors import ChangedUnderneath

THEIRS = filled(P1_2_2=2)
OTHERS = {
    "naam": THEIRS.model_copy(update={"organisatie": THEIRS.organisatie.model_copy(update={"naam": "Ander"})}),
    "type": THEIRS.model_copy(update={"organisatie": THEIRS.organisatie.model_copy(update={"type": "zorg"})}),
    "lijst": THEIRS.model_copy(update={"vragenlijst": Herkomst(id="anders", versie=KLEIN.versie)}),
    "nieuwer": THEIRS.model_copy(update={"vragenlijst": Herkomst(id=KLEIN.id, versie="2")}),
}


def changed(theirs: Antwoorden) -> Keeper:
    return Keeper(ChangedUnderneath("x is intussen veranderd."), theirs=theirs)


@pytest.mark.parametrize("theirs", OTHERS.values(), ids=OTHERS)
def test_what_is_not_ours_is_never_merged_nor_overwritten(theirs: Antwoorden) -> None:
    keeper = changed(theirs)
    sessie = session(keeper)
    sessie.kies(1)
    sessie.voeg_samen()
    sessie.bewaar()
    sessie.kies(2)
    assert (keeper.kept, sessie.bewaard, sessie.geweigerd, sessie.verschillen) == ([], False, True, ())
    assert sessie.regel.startswith("NIET bewaard: ")


@pytest.mark.parametrize("theirs", OTHERS.values(), ids=OTHERS)
def test_the_user_can_only_stop(theirs: Antwoorden) -> None:
    keeper = changed(theirs)
    walk = Walk(session(keeper), "1", "s", "2", "q")
    for screen in walk.screens[:3]:
        assert "U kunt alleen stoppen." in screen
        assert "s samenvoegen" not in screen
        assert "NIET bewaard" in screen
    assert (walk.ended, walk.early, keeper.kept) == ("pauze", True, [])
    keeper = changed(theirs)
    lines = Plain(session(keeper), "1", "s", "2")
    assert "NIET bewaard" in lines.text
    assert lines.lines[-2] == "Druk op Enter om te stoppen. "
    assert (lines.ended, keeper.kept) == ("pauze", [])


def test_another_organisation_is_said_in_one_sentence() -> None:
    sessie = session(changed(OTHERS["naam"]))
    sessie.kies(1)
    assert "een andere organisatie of vragenlijst; er is niets overschreven." in sessie.regel


def test_what_does_not_fit_goes_to_the_archive_and_is_told() -> None:
    theirs = filled(P1_1_2=9, P9_9_9=1, P1_2_2=2)
    keeper = changed(theirs)
    walk = Walk(session(keeper), "1", "s")
    assert {name: antwoord.waarde for name, antwoord in keeper.last.items()} == {"P1.1.1": 1, "P1.2.2": 2}
    assert [piece.vraag for piece in keeper.kept[-1].archief] == ["P1.1.2", "P9.9.9"]
    for screen in walk.screens:
        assert "gaan naar het archief: P1.1.2, P9.9.9." in " ".join(screen.split())


def test_what_does_not_fit_is_told_in_plain_lines_too() -> None:
    keeper = changed(filled(P1_1_1=1, P9_9_9=1))
    assert "gaan naar het archief: P9.9.9." in Plain(session(keeper), "1", "q").text
    assert [piece.vraag for piece in keeper.kept[-1].archief] == ["P9.9.9"]
