"""The product as one pure function: from a questionnaire, answers and a day to an assessment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from .antwoorden import Antwoorden
from .plan import VOORPAGINA, Verbeterplan, make_plan
from .scores import Blad, Scores, score, under
from .vragenlijst import Plek, Profiel, Vragenlijst

GELIJK = "gelijk"
NVT_GRENS = Fraction(1, 5)


@dataclass(frozen=True, slots=True)
class Beoordeling:
    """Everything that follows from one organisation's answers on one day; `gelijk`: its scores under equal weights."""

    vragenlijst: Vragenlijst
    antwoorden: Antwoorden
    peildatum: date
    scores: Scores
    gelijk: Scores
    plan: Verbeterplan
    meldingen: tuple[str, ...]

    @property
    def zelfde_volgorde(self) -> bool:
        """Whether the first measures are the same, in the same order, under equal weights: it takes a second plan."""
        if self.gelijk is self.scores:
            return True
        return _first(self.plan) == _first(make_plan(self.vragenlijst, self.antwoorden, self.gelijk))

    @property
    def nvt(self) -> tuple[tuple[Plek, str], ...]:
        """The questions answered `nvt`, each with its reason."""
        given = self.antwoorden.antwoorden
        return tuple((plek, given[plek.vraag.id].reden) for plek in self._in_state("nvt"))

    @property
    def open(self) -> tuple[Plek, ...]:
        """The questions that are asked and not yet answered."""
        return tuple(self._in_state("open"))

    def _in_state(self, state: str) -> Iterator[Plek]:
        return (plek for plek in self.vragenlijst.plekken if self.scores.bladen[plek.vraag.id].toestand == state)


def assess(vragenlijst: Vragenlijst, antwoorden: Antwoorden, datum: date, profiel: str | None = None) -> Beoordeling:
    """Assess an organisation on a day under a profile (the first one of the questionnaire by default)."""
    lijst = with_equal(vragenlijst)
    scores = score(lijst, antwoorden, datum, profiel)
    equal = scores if scores.profiel.id == GELIJK else under(lijst, scores, GELIJK)
    plan = make_plan(lijst, antwoorden, scores)
    return Beoordeling(lijst, antwoorden, datum, scores, equal, plan, tuple(_remarks(lijst, antwoorden, scores)))


def with_equal(vragenlijst: Vragenlijst) -> Vragenlijst:
    """Return the questionnaire with the profile of equal weights, which every result is shown beside."""
    if any(profiel.id == GELIJK for profiel in vragenlijst.profielen):
        return vragenlijst
    equal = Profiel(id=GELIJK, naam="Gelijk")
    return vragenlijst.model_copy(update={"profielen": (*vragenlijst.profielen, equal)})


def _first(plan: Verbeterplan) -> list[str]:
    return [regel.maatregel.id for regel in plan.regels[:VOORPAGINA]]


def _remarks(lijst: Vragenlijst, antwoorden: Antwoorden, scores: Scores) -> Iterator[str]:
    for uitslag in scores.pijlers.values():
        asked = sum(uitslag.aantallen[state] for state in ("beantwoord", "weet_niet", "nvt", "open"))
        left_out = uitslag.aantallen["nvt"]
        if asked and Fraction(left_out, asked) > NVT_GRENS:
            yield (
                f"In pijler {uitslag.id} {'is' if left_out == 1 else 'zijn'} {left_out} van de {asked} vragen n.v.t. "
                "Dat is meer dan 20%: de score zegt dan minder."
            )
    for name, blad in scores.bladen.items():
        if blad.toestand == "beantwoord" and blad.waarom:
            yield f"{name} ({blad.vraag.titel}): {blad.waarom}."
    without = [name for name, blad in scores.bladen.items() if _lacks_owner(lijst, antwoorden, name, blad)]
    if without:
        yield f"Zonder eigenaar (een functie) op een hoog niveau: {', '.join(without)}."


def _lacks_owner(lijst: Vragenlijst, antwoorden: Antwoorden, name: str, blad: Blad) -> bool:
    high = blad.gegeven is not None and blad.gegeven >= lijst.hoogste - 1
    return high and not antwoorden.antwoorden[name].eigenaar.strip()
