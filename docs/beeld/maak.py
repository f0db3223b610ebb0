"""Make gesprek.svg: run the real interview on a pseudo-terminal of 80 by 24, press some keys, draw what stands there.

From the top of the checkout, with the `test` extra installed: `python docs/beeld/maak.py`. Nothing is drawn by hand,
so the picture cannot show a screen that the program does not have.
"""

from __future__ import annotations

import os
import sys
import tempfile
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape

import pexpect
import pyte

COLUMNS, ROWS = 80, 24
WIDTH, HEIGHT, MARGIN, BAR = 8.4, 19.0, 14.0, 30.0  # of a character, of a line, around the text, of the title bar
INK, PAPER, BACK = "#e6e6e6", "#1b1f24", "#2b3138"
FONT = "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, 'Liberation Mono', monospace"
TITLE = "bcm-check start"
START = [
    "start",
    "voorbeeldveen.bcm.json",
    "--naam",
    "Gemeente Voorbeeldveen",
    "--type",
    "gemeente",
    "--diepte",
    "snel",
]
KEYS = ("\r", "2", "3", "Hoofd facilitair\r", "1", "t", "t")  # begin, three answers and an owner, two questions back


def screen_after(keys: tuple[str, ...], more: list[str]) -> pyte.Screen:
    """Return the screen of the real program after these keys."""
    screen = pyte.Screen(COLUMNS, ROWS)
    stream = pyte.Stream(screen)
    environment = {**os.environ, "TERM": "xterm-256color", "PYTHONPATH": str(Path.cwd())}
    environment.pop("NO_COLOR", None)
    with tempfile.TemporaryDirectory() as folder:
        child = pexpect.spawn(
            sys.executable, ["-m", "bcm_check", *START, *more], cwd=folder, env=environment, encoding="utf-8",
            dimensions=(ROWS, COLUMNS),
        )  # fmt: skip
        wait = 10.0
        for key in ("", *keys):
            child.send(key)
            while True:
                try:
                    stream.feed(child.read_nonblocking(65536, timeout=wait))
                except pexpect.TIMEOUT:
                    break
                wait = 0.6
        child.terminate(force=True)
    return screen


def draw(screen: pyte.Screen) -> str:
    """Return the screen as SVG: plain text in a frame, no script, no outside address."""
    wide, high = COLUMNS * WIDTH + 2 * MARGIN, ROWS * HEIGHT + 2 * MARGIN + BAR
    spoken = escape("\n".join(line.rstrip() for line in screen.display).rstrip())
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:g} {high:g}" role="img">',
        f"<title>{TITLE}</title>",
        f"<desc>{spoken}</desc>",
        f'<rect width="{wide:g}" height="{high:g}" rx="8" fill="{PAPER}"/>',
        f'<path d="M0 {BAR:g}V8a8 8 0 0 1 8-8h{wide - 16:g}a8 8 0 0 1 8 8v{BAR - 8:g}z" fill="{BACK}"/>',
        f'<g font-family="{FONT}" font-size="14" fill="{INK}">',
        f'<text x="{wide / 2:g}" y="20" text-anchor="middle">{TITLE}</text>',
    ]
    for row in range(ROWS):
        parts.extend(_line(screen, row))
    return "\n".join([*parts, "</g>", "</svg>", ""])


def _line(screen: pyte.Screen, row: int) -> list[str]:
    cells = [(at, screen.buffer[row][at]) for at in range(COLUMNS)]
    parts = []
    for (reverse, bold), run in groupby(cells, key=lambda cell: (cell[1].reverse, cell[1].bold)):
        piece = list(run)
        text = "".join(cell.data for _, cell in piece)
        if not text.strip() and not reverse:
            continue
        x, y, length = MARGIN + piece[0][0] * WIDTH, BAR + MARGIN + row * HEIGHT, len(text) * WIDTH
        if reverse:
            parts.append(f'<rect x="{x:g}" y="{y:g}" width="{length:g}" height="{HEIGHT:g}" fill="{INK}"/>')
        look = (f' fill="{PAPER}"' if reverse else "") + (' font-weight="bold"' if bold else "")
        parts.append(
            f'<text x="{x:g}" y="{y + 14:g}" textLength="{length:g}" lengthAdjust="spacingAndGlyphs" '
            f'xml:space="preserve"{look}>{escape(text)}</text>'
        )
    return parts


if __name__ == "__main__":
    Path("docs/beeld/gesprek.svg").write_text(draw(screen_after(KEYS, sys.argv[1:])), encoding="utf-8")
