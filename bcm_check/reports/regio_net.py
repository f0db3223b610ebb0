"""Who counts on which supplier, for the closed annex: as GraphML, as CSV and as a picture that needs no program.

Names are text of others: they are cleaned and escaped, and a cell never becomes a formula.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from bcm_check.core.concentratie import Band
from bcm_check.core.tekst import clean_line

ROW, LEFT, RIGHT, TOP = 22, 330, 700, 60
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def graphml(banden: Sequence[Band], ids: Mapping[str, str], tlp: str) -> bytes:
    """Return the network as GraphML: suppliers and organisations as nodes, an edge for each that counts on one."""
    suppliers, organisations = _nodes(banden, ids)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f"<!-- {tlp} -->",
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
        '<key id="naam" for="node" attr.name="naam" attr.type="string"/>',
        '<key id="soort" for="node" attr.name="soort" attr.type="string"/>',
        '<key id="vraag" for="edge" attr.name="vraag" attr.type="string"/>',
        '<graph id="netwerk" edgedefault="directed">',
    ]
    for kind, start, names in (("leverancier", "l", suppliers), ("organisatie", "o", organisations)):
        for at, name in enumerate(names):
            data = f'<data key="naam">{escape(name)}</data><data key="soort">{kind}</data>'
            lines.append(f"<node id={quoteattr(f'{start}{at}')}>{data}</node>")
    for number, band in enumerate(banden):
        ends = f"o{organisations.index(ids.get(band.code, '?'))}", f"l{suppliers.index(clean_line(band.leverancier))}"
        lines.append(
            f'<edge id="b{number}" source="{ends[0]}" target="{ends[1]}">'
            f'<data key="vraag">{escape(clean_line(band.vraag))}</data></edge>'
        )
    return "\n".join([*lines, "</graph>", "</graphml>", ""]).encode("utf-8")


def table(banden: Sequence[Band], ids: Mapping[str, str], tlp: str) -> bytes:
    """Return the network as a table that a spreadsheet opens: one row for each organisation and supplier."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([tlp, "", "", ""])
    writer.writerow(["organisatie", "vraag", "leverancier", "zeker dezelfde naam"])
    for band in banden:
        row = (ids.get(band.code, "?"), band.vraag, band.leverancier, "ja" if band.zeker else "nee")
        writer.writerow([_cell(text) for text in row])
    return out.getvalue().encode("utf-8-sig")


def _cell(text: str) -> str:
    clean = clean_line(text)
    return f"'{clean}" if clean.startswith(_FORMULA) else clean


def picture(banden: Sequence[Band], ids: Mapping[str, str], tlp: str) -> bytes:
    """Return the network as a drawing: suppliers on the left, most used first; organisations on the right."""
    suppliers, organisations = _nodes(banden, ids)
    used = {name: sum(clean_line(band.leverancier) == name for band in banden) for name in suppliers}
    left = sorted(suppliers, key=lambda name: (-used[name], name))
    height = TOP + ROW * max(len(left), len(organisations), 1) + 20
    places = {("l", name): (LEFT, TOP + ROW * at) for at, name in enumerate(left)}
    places |= {("o", name): (RIGHT, TOP + ROW * at) for at, name in enumerate(organisations)}
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="900" height="{height}" font-family="sans-serif" '
        'font-size="12">',
        f'<text x="20" y="24" font-weight="bold">{escape(tlp)} · Wie rekent op welke leverancier</text>',
    ]
    for band in banden:
        (x1, y1), (x2, y2) = (
            places["l", clean_line(band.leverancier)],
            places["o", ids.get(band.code, "?")],
        )
        dash = "" if band.zeker else ' stroke-dasharray="4 3"'
        lines.append(f'<line x1="{x1 + 6}" y1="{y1}" x2="{x2 - 6}" y2="{y2}" stroke="#666" stroke-width="0.7"{dash}/>')
    for name in left:
        x, y = places["l", name]
        label = escape(f"{name[:40]} ({used[name]})")
        lines.append(f'<circle cx="{x}" cy="{y}" r="{min(9, 3 + used[name])}" fill="#c05020"/>')
        lines.append(f'<text x="{x - 14}" y="{y + 4}" text-anchor="end">{label}</text>')
    for name in organisations:
        x, y = places["o", name]
        lines.append(
            f'<circle cx="{x}" cy="{y}" r="4" fill="#1f3a68"/><text x="{x + 10}" y="{y + 4}">{escape(name)}</text>'
        )
    return "\n".join([*lines, "</svg>", ""]).encode("utf-8")


def _nodes(banden: Sequence[Band], ids: Mapping[str, str]) -> tuple[list[str], list[str]]:
    suppliers = sorted({clean_line(band.leverancier) for band in banden})
    return suppliers, sorted({ids.get(band.code, "?") for band in banden})
