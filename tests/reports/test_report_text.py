"""The Markdown: escaped everywhere, the same tree whatever the texts, and one golden file."""

import dataclasses
import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from bcm_check.core.tekst import clean, clean_line
from bcm_check.reports.text import escape, finalize, quote, render

GOLDEN = Path(__file__).parent / "golden" / "klein.md"
HOSTILE = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "# kop",
    "## kop",
    "1. een",
    "12) twee",
    "- punt",
    "* punt",
    "> citaat",
    "a|b|c",
    "|---|",
    "[red]x[/red]",
    "{{ 7*7 }}",
    "{% raw %}",
    "<script>alert(1)</script>",
    "<!-- ",
    "&lt;b&gt;",
    "`code`",
    "```\nx\n```",
    "~~weg~~",
    "~~~\nx",
    "**vet** _schuin_ __x__",
    "![a](b)",
    "[a](http://b.nl)",
    "[a]: http://b",
    "http://kwaad.nl",
    "www.kwaad.nl",
    "===",
    "---",
    "***",
    "a\n===",
    "a\n---",
    "a\n\nb\n\n    code",
    "\ttab",
    "    vier",
    "a\\",
    "\\|",
    "a\\|b",
    "\\\\|",
    "a  \nb",
    "x\n> y\n- z",
    "\x1b[31mrood\x1b[0m",
    "a\x00b",
    "\u202eomgekeerd",
    "\ufeff",
    "\r\n",
    "\x85x",
    "\u2028x",
    "$x$",
    "^a^",
    ": definitie",
    "| a | b |\n|---|---|\n| c | d |",
    "%titel",
    "#N/A",
    "_x0041_",
    "é ü ñ 日本 😀",
    "'tekst",
    "a@b.nl",
    "1" * 400,
    "x" * 5000,
)
COUNTED = ("text", "softbreak", "hardbreak", "text_special")


def tree(markdown: str) -> list[tuple[str, ...]]:
    """Return the structure of a document: its tokens without the texts, runs of text as one."""
    found: list[tuple[str, ...]] = []
    for token in parse(markdown):
        found.append((token.type, token.tag, token.markup if token.type != "inline" else "", str(sorted(token.attrs))))
        kinds = ["text" if child.type in COUNTED else child.type for child in token.children or []]
        found.append(
            tuple(kind for at, kind in enumerate(kinds) if at == 0 or kind != "text" or kinds[at - 1] != "text")
        )
    return found


def parse(markdown: str) -> list[Token]:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)


def shown(markdown: str) -> str:
    """Return the text of one inline piece as a reader sees it."""
    (inline,) = [token for token in parse(f"x {markdown}") if token.type == "inline"]
    kinds = {child.type for child in inline.children or []}
    assert kinds <= {"text", "softbreak"}, kinds
    return "".join(child.content for child in inline.children or [])[2:]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_free_text_never_changes_the_tree(maak, sjablonen, hostile):
    assert tree(render(maak(hostile), sjablonen)) == tree(
        render(maak("veilig" if clean(hostile).strip() else ""), sjablonen)
    )


@pytest.mark.parametrize("hostile", HOSTILE)
def test_texts_of_a_questionnaire_never_change_the_tree(maak, sjablonen, hostile):
    assert tree(render(maak(inhoud=hostile), sjablonen)) == tree(render(maak(inhoud="veilig"), sjablonen))


@pytest.mark.parametrize("hostile", HOSTILE)
def test_text_comes_back(maak, sjablonen, hostile):
    inlines = [token for token in parse(render(maak(hostile), sjablonen)) if token.type == "inline"]
    texts = [
        " ".join("".join(" " if c.type.endswith("break") else c.content for c in t.children or []).split())
        for t in inlines
    ]
    wanted = clean_line(hostile)
    assert not wanted or texts.count(wanted) >= 3 * 7  # three free fields in seven answers


def test_a_text_of_100_kb_stays_one_quote(maak, sjablonen):
    line = f"| a `b` <c> {'tekst ' * 30}\n"
    text = line * (100_000 // len(line)) + "slot"
    assert tree(render(maak(text), sjablonen)) == tree(render(maak("veilig"), sjablonen))


@pytest.mark.parametrize("tlp", ["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"])
def test_first_line_is_the_label(maak, sjablonen, tlp):
    assert render(maak(tlp=tlp), sjablonen).split("\n", 1)[0] == tlp


def test_parts_stand_in_the_order_of_reading(maak, sjablonen):
    heads = re.findall(r"^## (.+)$", render(maak(), sjablonen), re.MULTILINE)
    assert heads == [
        "Samenvatting voor het management", "Uitkomst per pijler", "Op welk uur stopt wat",
        "Verbeterplan: hier begint u mee", "De andere maatregelen, per termijn", "Gaten zonder maatregel", "Uitzoeken",
        "Niet van toepassing en nog open", "Alle antwoorden", "Verantwoording",
    ]  # fmt: skip


def test_a_band_without_width_is_left_out_behind_the_total(maak, sjablonen):
    rapport = maak()
    assert "\n\nTotaal ████░░░░░░ 35,0 (band 25,0–63,1)\n\n" in render(rapport, sjablonen)
    known = dataclasses.replace(rapport, totaal=dataclasses.replace(rapport.totaal, laag=35.0, hoog=35.0))
    assert "\n\nTotaal ████░░░░░░ 35,0\n\n" in render(known, sjablonen)


def test_a_list_without_hours_has_no_section(maak, sjablonen):
    text = render(dataclasses.replace(maak(), uren=None), sjablonen)
    assert "Op welk uur" not in text
    assert "## Verbeterplan: hier begint u mee" in text


def test_the_table_of_hours_has_a_bar_an_hour_and_a_cause(maak, sjablonen):
    lines = render(maak(), sjablonen).splitlines()
    hours = "uur 1 | uur 0–4,5 | 24 uur | 4 uur | minstens 46,75 uur"
    balie = f"| Balie | {'░' * 12}┃{'░' * 23} | {hours} | Stroom → Computers → Balie |"
    assert [line for line in lines if line.startswith("| Balie | ░")] == [balie]
    assert f"| Markt | {'▒' * 36} | houdt het vol | vol te houden | 8 uur | – | – | – |" in lines


def test_golden(maak, sjablonen):
    text = render(maak(), sjablonen)
    if os.environ.get("BCM_GOLDEN"):
        GOLDEN.write_text(text, encoding="utf-8", newline="\n")
    assert text == GOLDEN.read_text(encoding="utf-8")


@given(st.text(max_size=60))
def test_escaped_text_shows_exactly_itself(text):
    line = clean_line(text)
    assert shown(escape(text)) == line


@given(st.text(alphabet="ab |\\`*_[]<>#=-+1.)~\n>!&", max_size=40))
def test_quoted_text_is_one_quoted_paragraph(text):
    body = quote(clean(text).strip())
    kinds = [token.type for token in parse(f"x\n\n> {body}\n\nx")] if body else []
    inside = ["blockquote_open", "paragraph_open", "inline", "paragraph_close", "blockquote_close"]
    plain = ["paragraph_open", "inline", "paragraph_close"]
    assert kinds == (plain + inside + plain if body else [])


@pytest.mark.parametrize("value", [None, True, 0.5])
def test_a_value_without_words_is_refused(value):
    with pytest.raises(TypeError):
        finalize(value)
