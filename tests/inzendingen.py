"""Contributions of invented organisations, for the tests of every layer."""

from __future__ import annotations

from datetime import date
from typing import Any

from bcm_check.core.antwoorden import Herkomst
from bcm_check.core.bijdrage import Bijdrage, Uurstuk
from bcm_check.files import bijdragen


def bijdrage(number: int, **more: Any) -> Bijdrage:
    """Return a contribution of an organisation with this number."""
    usual: dict[str, Any] = {
        "code": f"{number:020x}",
        "teller": 1,
        "peildatum": date(2026, 3, 1),
        "lijst": Herkomst(id="weerbaarheid", versie="1"),
        "soort": "gemeente",
        "diepte": "snel",
        "scores": {"totaal": 500},
    }
    return Bijdrage(**(usual | more))


def contribution(number: int, **more: Any) -> bytes:
    """Return the bytes of a contribution of a care organisation: no two give the same figures."""
    usual: dict[str, Any] = {
        "soort": "zorg",
        "scores": {"totaal": 400 + number, "P1": 100 + number},
        "niveaus": {"P1.1.1": number % 5},
        "uren": {"SC1": {"zorg_thuis": Uurstuk(uit=((60 * number, None),), oorzaak="it")}},
    }
    return bijdragen.dump(bijdrage(number, **(usual | more)))
