"""Contributions of invented organisations, for the tests of every layer."""

from __future__ import annotations

from datetime import date
from typing import Any

from bcm_check.core.antwoorden import Herkomst
from bcm_check.core.bijdrage import Bijdrage


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
