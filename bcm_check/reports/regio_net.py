"""Who counts on which supplier, for the closed annex: as GraphML, as CSV and as a picture that needs no program.

Names are text of others: they are cleaned and escaped, and a cell never becomes a formula. The same network gives the
same bytes.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple
from xml.sax.saxutils import escape

from bcm_check.core.concentratie import Band
from bcm_check.core.tekst import clean_line

from .cellen import FORMULA

ROW, LEFT, RIGHT, TOP, WIDTH = 22, 400, 720, 84, 900
LETTERS: Final = 48  # of a name in the picture; the whole name stands in the other two
GROOTST: Final = 11  # the radius of a supplier that many count on
ONBEKEND: Final = "?"


class Net(NamedTuple):
    """Suppliers, most used first, and organisations, those of the same supplier together; each tie by its places."""

    leveranciers: tuple[str, ...]
    gebruik: tuple[int, ...]  # how many organisations count on each supplier
    organisaties: tuple[str, ...]
    lijnen: tuple[tuple[int, int, str, bool], ...]  # organisation, supplier, question, surely the same name


def network(banden: Sequence[Band], ids: Mapping[str, str]) -> Net:
    """Return the network of ties; `ids` is what organisations are called in this edition."""
    ties = sorted({(ids.get(each.code, ONBEKEND), _name(each), clean_line(each.vraag), each.zeker) for each in banden})
    users: dict[str, set[str]] = {}
    for code, name, _, _ in ties:
        users.setdefault(name, set()).add(code)
    suppliers = sorted(users, key=lambda name: (-len(users[name]), name))
    place = {name: at for at, name in enumerate(suppliers)}
    reach: dict[str, list[int]] = {}
    for code, name, _, _ in ties:
        reach.setdefault(code, []).append(place[name])
    organisations = sorted(reach, key=lambda code: (sum(reach[code]) / len(reach[code]), code))
    spot = {code: at for at, code in enumerate(organisations)}
    lines = tuple((spot[code], place[name], vraag, zeker) for code, name, vraag, zeker in ties)
    return Net(tuple(suppliers), tuple(len(users[name]) for name in suppliers), tuple(organisations), lines)


def _name(band: Band) -> str:
    return clean_line(band.leverancier)


def graphml(banden: Sequence[Band], ids: Mapping[str, str], tlp: str) -> bytes:
    """Return the network as GraphML: suppliers and organisations as nodes, an edge for each that counts on one."""
    net = network(banden, ids)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f"<!-- {tlp} -->",
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
        '<key id="naam" for="node" attr.name="naam" attr.type="string"/>',
        '<key id="soort" for="node" attr.name="soort" attr.type="string"/>',
        '<key id="vraag" for="edge" attr.name="vraag" attr.type="string"/>',
        '<key id="zeker" for="edge" attr.name="zeker" attr.type="boolean"/>',
        '<graph id="netwerk" edgedefault="directed">',
    ]
    for kind, start, names in (("leverancier", "l", net.leveranciers), ("organisatie", "o", net.organisaties)):
        for at, name in enumerate(names):
            data = f'<data key="naam">{escape(name)}</data><data key="soort">{kind}</data>'
            lines.append(f'<node id="{start}{at}">{data}</node>')
    for number, (user, used, vraag, zeker) in enumerate(net.lijnen):
        data = f'<data key="vraag">{escape(vraag)}</data><data key="zeker">{str(zeker).lower()}</data>'
        lines.append(f'<edge id="b{number}" source="o{user}" target="l{used}">{data}</edge>')
    return "\n".join([*lines, "</graph>", "</graphml>", ""]).encode("utf-8")


def table(banden: Sequence[Band], ids: Mapping[str, str], tlp: str) -> bytes:
    """Return the network as a table that a spreadsheet opens: one row for each organisation and supplier."""
    net = network(banden, ids)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([tlp, "", "", ""])
    writer.writerow(["organisatie", "vraag", "leverancier", "zeker dezelfde naam"])
    for user, used, vraag, zeker in net.lijnen:
        row = (net.organisaties[user], vraag, net.leveranciers[used], "ja" if zeker else "nee")
        writer.writerow([f"'{text}" if text.startswith(FORMULA) else text for text in row])
    return out.getvalue().encode("utf-8-sig")


def picture(banden: Sequence[Band], ids: Mapping[str, str], tlp: str) -> bytes:
    """Return the network as a drawing: suppliers on the left, most used first; organisations on the right."""
    net = network(banden, ids)
    rows = max(len(net.leveranciers), len(net.organisaties), 1)
    height = TOP + ROW * rows + 20
    left = _spread(len(net.leveranciers), rows)
    right = _spread(len(net.organisaties), rows)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" '
        'font-family="sans-serif" font-size="12">',
        f"<title>{escape(tlp)} Wie rekent op welke leverancier</title>",
        '<rect width="100%" height="100%" fill="#ffffff"/>',
        f'<text x="20" y="24" font-weight="bold">{escape(tlp)} · Wie rekent op welke leverancier</text>',
        '<text x="20" y="44" fill="#444">Tussen haakjes: hoeveel organisaties. '
        "Een streepjeslijn: de namen lijken op elkaar, maar het kan een ander zijn.</text>",
    ]
    for user, used, _, zeker in net.lijnen:
        dash = "" if zeker else ' stroke-dasharray="4 3"'
        ends = f'x1="{LEFT}" y1="{left[used]}" x2="{RIGHT}" y2="{right[user]}"'
        lines.append(f'<line {ends} stroke="#777" stroke-width="0.8"{dash}/>')
    for at, name in enumerate(net.leveranciers):
        size = min(GROOTST, 3 + net.gebruik[at])
        short = name if len(name) <= LETTERS else f"{name[: LETTERS - 1]}…"
        label = escape(f"{short} ({net.gebruik[at]})")
        lines.append(f'<circle cx="{LEFT}" cy="{left[at]}" r="{size}" fill="#c05020"/>')
        lines.append(f'<text x="{LEFT - 16}" y="{left[at] + 4}" text-anchor="end">{label}</text>')
    for at, name in enumerate(net.organisaties):
        lines.append(f'<circle cx="{RIGHT}" cy="{right[at]}" r="4" fill="#1f3a68"/>')
        lines.append(f'<text x="{RIGHT + 10}" y="{right[at] + 4}">{escape(name)}</text>')
    return "\n".join([*lines, "</svg>", ""]).encode("utf-8")


def _spread(count: int, rows: int) -> tuple[int, ...]:
    """Return the heights of so many points, evenly over the rows of the longest side."""
    return tuple(TOP + ROW * rows * (2 * at + 1) // (2 * count) for at in range(count))
