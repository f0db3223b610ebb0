"""From what pydantic reports to Dutch faults: a code, a sentence, a path, and a near miss where there is one."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from types import UnionType
from typing import Any

from pydantic import BaseModel, ValidationError

from bcm_check.core.errors import Fault, Path
from bcm_check.core.tekst import clean_line
from bcm_check.core.toetsing import near

if typing.TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_SHOWN = 60
MOST = 2_000  # faults that pydantic may find before we stop telling them apart: each takes time and memory

# The fault codes and their Dutch, by the type of what pydantic found. `{…}` comes from its context.
_TEXTS = {
    "missing": ("ontbreekt", 'Hier ontbreekt "{name}".'),
    "string_type": ("geen-tekst", 'Bij "{name}" hoort een tekst.'),
    "string_too_short": ("lege-tekst", '"{name}" mag niet leeg zijn.'),
    "string_too_long": ("te-lang", '"{name}" is te lang: hoogstens {max_length} tekens.'),
    "string_pattern_mismatch": (
        "ongeldig-id",
        '"{value}" kan geen id zijn: alleen letters, cijfers, punt, streepje en _ (hoogstens 60).',
    ),
    "int_parsing": ("geen-getal", 'Bij "{name}" hoort een heel getal, niet "{value}".'),
    "int_type": ("geen-getal", 'Bij "{name}" hoort een heel getal.'),
    "int_from_float": ("geen-getal", 'Bij "{name}" hoort een heel getal.'),
    "greater_than": ("te-klein", '"{name}" moet groter zijn dan {gt}.'),
    "greater_than_equal": ("te-klein", '"{name}" moet minstens {ge} zijn.'),
    "less_than_equal": ("te-groot", '"{name}" mag hoogstens {le} zijn.'),
    "literal_error": ("onbekende-waarde", '"{value}" past niet bij "{name}"; kies uit {choices}.'),
    "tuple_type": ("geen-lijst", 'Bij "{name}" hoort een lijst (regels met een streepje).'),
    "dict_type": ("geen-sleutels", 'Bij "{name}" horen sleutels met waarden.'),
    "model_type": ("geen-sleutels", 'Bij "{name}" horen sleutels met waarden.'),
    "model_attributes_type": ("geen-sleutels", 'Bij "{name}" horen sleutels met waarden.'),
    "too_short": ("te-weinig", '"{name}" mag niet leeg zijn.'),
    "date_from_datetime_parsing": ("geen-datum", 'Bij "{name}" hoort een datum als 2026-03-31.'),
    "date_parsing": ("geen-datum", 'Bij "{name}" hoort een datum als 2026-03-31.'),
    "date_type": ("geen-datum", 'Bij "{name}" hoort een datum als 2026-03-31.'),
    "recursion_loop": ("kring", '"{name}" verwijst naar zichzelf.'),
}
# What our own types refuse (core/velden.py, core/antwoorden.py), by the word they raise.
_OWN = {
    "ja-of-nee": ("geen-ja-nee", 'Bij "{name}" hoort ja of nee, niet "{value}".'),
    "gewicht": ("geen-gewicht", '"{name}" is een getal groter dan 0 tot en met 1000, zoals 2, 1.5 of 3/2.'),
    "uren": ("geen-uren", 'Bij "{name}" horen uren vanaf 0, zoals 2, 2,5, "30 min" of "3 dagen".'),
    "datum": ("geen-datum", 'Bij "{name}" hoort een datum als 2026-03-31.'),
    "punten": ("geen-punten", 'Bij "{name}" horen punten van 0 tot en met 1000, zoals 1, 0.25 of 1/4.'),
    "bereik": ("geen-bereik", 'Bij "{name}" hoort een getal of een bereik, zoals 2 of 2-4.'),
    "bereik-omgekeerd": ("bereik-omgekeerd", 'Bij "{name}" is het eerste getal groter dan het tweede.'),
    "waarde": ("geen-waarde", '"{name}" is een niveau, weet_niet of nvt.'),
}


def from_pydantic(error: ValidationError, model: type[BaseModel], *, show_values: bool) -> list[Fault]:
    """Return each thing that pydantic found as a fault. `show_values` is off for answers: a fault never quotes them."""
    if error.error_count() > MOST:
        return [Fault("te-veel-fouten", f"Hier zijn meer dan {MOST} fouten gevonden. Is dit wel het goede bestand?")]
    found = list(dict.fromkeys(_fault(detail, model, show_values) for detail in error.errors(include_url=False)))
    above = {fault.path[:length] for fault in found for length in range(len(fault.path))}
    # A list whose items are all wrong also reads as too short: only the items are worth telling.
    return [fault for fault in found if not (fault.code == "te-weinig" and fault.path in above)]


def _fault(detail: ErrorDetails, model: type[BaseModel], show_values: bool) -> Fault:
    path = real_path(detail["loc"])
    name = str(path[-1]) if path else "document"
    if detail["type"] == "extra_forbidden":
        known = fields_at(model, path[:-1])
        return Fault(
            "onbekende-sleutel",
            f'De sleutel "{clean_line(name)[:_SHOWN]}" bestaat hier niet.{near(name[:_SHOWN], known)}',
            path,
        )
    context = dict(detail.get("ctx", {}))
    if detail["type"] == "value_error":
        code, template = _OWN.get(str(context.get("error", "")), ("ongeldig", '"{name}" klopt niet.'))
    else:
        code, template = _TEXTS.get(detail["type"], ("ongeldig", '"{name}" klopt niet.'))
    value = _shown(detail["input"]) if show_values else "…"
    choices = str(context.pop("expected", "")).replace("'", "").replace(" or ", ", ")
    return Fault(code, template.format(name=clean_line(name)[:_SHOWN], value=value, choices=choices, **context), path)


def real_path(loc: Path) -> Path:
    """Return a path of pydantic's without what it put there for itself: the branch of a union, the mark of a key."""
    return tuple(
        part for part in loc if part not in ("[key]", "int") and not str(part).startswith(("literal[", "function-"))
    )


def _shown(value: object) -> str:
    text = clean_line(str(value)) if isinstance(value, str | int | float | bool) else "iets anders"
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def fields_at(model: type[BaseModel], path: Path) -> tuple[str, ...]:
    """Return the keys that may stand at a path of a document of this model."""
    here: Any = model
    for part in path:
        here = _below(here, part)
    return tuple(here.model_fields) if isinstance(here, type) and issubclass(here, BaseModel) else ()


def _below(annotation: Any, part: int | str) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        field = annotation.model_fields.get(str(part))
        return _unwrapped(field.annotation) if field else None
    arguments = [argument for argument in typing.get_args(annotation) if argument is not Ellipsis]
    return _unwrapped(arguments[-1]) if arguments else None


def _unwrapped(annotation: Any) -> Any:
    """Return what an optional type holds when it is there."""
    if typing.get_origin(annotation) in (typing.Union, UnionType):
        return next(_real(typing.get_args(annotation)), annotation)
    return annotation


def _real(arguments: tuple[Any, ...]) -> Iterator[Any]:
    return (argument for argument in arguments if argument is not type(None))
