"""Typer in Dutch: help pages and usage errors. Typer's own words are fixed English and differ per release.

Only the classes that typer offers for subclassing are used, and the exceptions are told apart by their names: its
copy of click is private.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

_MANY_DOTS = "…"


def _record(param: Any) -> tuple[str, str] | None:
    """Return a parameter as a row of a help page: how it is written, and what it does."""
    if getattr(param, "hidden", False):
        return None
    needed = " (verplicht)" if param.required else ""
    text = f"{getattr(param, 'help', None) or ''}{needed}"
    if param.param_type_name == "argument":
        return _metavar(param), text
    names = ", ".join(sorted(param.opts, key=len, reverse=True))
    value = "" if param.is_flag else f" {param.metavar or param.name.upper()}"
    return f"{names}{value}", text


def _metavar(param: Any) -> str:
    name = param.metavar or param.name.upper()
    return f"{name}{_MANY_DOTS}" if param.nargs == -1 and not name.endswith(_MANY_DOTS) else name


def _help_page(command: Any, ctx: Any, formatter: Any) -> None:
    params = command.get_params(ctx)
    arguments = [param for param in params if param.param_type_name == "argument"]
    options = [param for param in params if param.param_type_name != "argument"]
    usage = [_metavar(param) if param.required else f"[{_metavar(param)}]" for param in arguments]
    if hasattr(command, "commands"):
        usage.append("COMMANDO …")
    if options:
        usage.append("[OPTIES]")
    formatter.write_usage(ctx.command_path, " ".join(usage), prefix="Gebruik: ")
    command.format_help_text(ctx, formatter)
    _section(formatter, "Argumenten", [_record(param) for param in arguments])
    _section(formatter, "Opties", [_record(param) for param in options])
    if hasattr(command, "commands"):
        shown = [(name, each) for name, each in command.commands.items() if not each.hidden]
        _section(formatter, "Commando's", [(name, each.get_short_help_str(200)) for name, each in shown])
    if command.epilog:
        formatter.write_paragraph()
        formatter.write_text(command.epilog)


def _section(formatter: Any, title: str, rows: list[tuple[str, str] | None]) -> None:
    kept = [row for row in rows if row is not None]
    if kept:
        with formatter.section(title):
            formatter.write_dl(kept)


class DutchCommand(TyperCommand):
    """A command whose help page is Dutch."""

    def get_help_option(self, ctx: Any) -> Any:
        """Return the help option, with Dutch words."""
        return _dutch_help(super().get_help_option(ctx))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help page."""
        _help_page(self, ctx, formatter)


class DutchGroup(TyperGroup):
    """A group of commands whose help page is Dutch."""

    def get_help_option(self, ctx: Any) -> Any:
        """Return the help option, with Dutch words."""
        return _dutch_help(super().get_help_option(ctx))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help page."""
        _help_page(self, ctx, formatter)


def _dutch_help(option: Any) -> Any:
    if option is not None:
        option.help = "Toon deze uitleg."
    return option


def worded(error: typer.TyperException) -> str:
    """Return what typer refused as one Dutch sentence, with where to find help."""
    kind = type(error).__name__
    ctx = getattr(error, "ctx", None)
    place = ctx.command_path if ctx is not None else "bcm-check"
    return f"{_what(kind, error, ctx)} Typ `{place} --help` voor uitleg."


def _what(kind: str, error: Any, ctx: Any) -> str:
    message = str(getattr(error, "message", error))
    name = _name(getattr(error, "param", None))
    if kind == "MissingParameter":
        return f"{name} ontbreekt."
    if kind == "NoSuchOption":
        return f"De optie {error.option_name} bestaat niet.{_near(error.option_name, _options(ctx))}"
    if kind == "BadOptionUsage":
        needs = "heeft geen waarde nodig" if "does not take" in message else "heeft een waarde nodig"
        return f"De optie {error.option_name} {needs}."
    if kind == "BadParameter":
        return f"{name} heeft een waarde die niet klopt."
    command = re.search(r"No such command '(.*?)'", message)
    if command:
        known = list(getattr(ctx.command, "commands", {})) if ctx is not None else []
        return f'Het commando "{command[1]}" bestaat niet.{_near(command[1], known)}'
    if kind == "UsageError" and "Missing command" in message:
        return "Er ontbreekt een commando."
    extra = re.search(r"extra arguments?.*\((.*)\)", message)
    if extra:
        return f'"{extra[1]}" is te veel: dit commando verwacht hier niets meer.'
    return "Dit commando is niet goed gebruikt."


def _name(param: Any) -> str:
    if param is None:
        return "Een waarde"
    return f"Het argument {_metavar(param)}" if param.param_type_name == "argument" else f"De optie {param.opts[0]}"


def _options(ctx: Any) -> list[str]:
    return [name for param in ctx.command.get_params(ctx) for name in param.opts] if ctx is not None else []


def _near(word: str, known: list[str]) -> str:
    close = get_close_matches(word, known, n=1, cutoff=0.6)
    return f" Bedoelt u {close[0]}?" if close else ""
