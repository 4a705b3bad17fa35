"""Two kinds of plots as SVG: bars to compare, curves to see growth. Nothing else is needed."""

import math
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

import msgspec

WIDTH, MARGIN, ROW, NAME = 720, 16, 26, 210
HEIGHT, LEFT, BOTTOM = 340, 64, 44
COLOURS = ("#3b6ea5", "#d1783c", "#4f9a62", "#8d5fa8", "#a8893b", "#b5485d")
_LARGE = ((1_000_000, 1_000_000, "M"), (1_000, 1_000, "k"))
_STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#555}.t{font-weight:600;font-size:15px}"
    "@media(prefers-color-scheme:dark){text{fill:#bbb}}"
)


class Bar(msgspec.Struct, frozen=True):
    """A bar of one or several parts, side by side."""

    name: str
    parts: tuple[float, ...]


class Curve(msgspec.Struct, frozen=True):
    """Points from left to right."""

    name: str
    points: tuple[tuple[float, float], ...]


def bars(title: str, unit: str, found: Sequence[Bar], legend: Sequence[str] = ()) -> str:
    """Draw bars below each other, as long as they are large; each is written beside its bar."""
    longest = max(sum(bar.parts) for bar in found) or 1.0
    room = WIDTH - NAME - 2 * MARGIN - 90
    top = 56 + (22 if legend else 0)
    drawn = [_text(MARGIN, 28, f"{title} ({unit})", "t"), *_legend(legend, 52)]
    for number, bar in enumerate(found):
        y = top + number * ROW
        drawn.append(_text(MARGIN + NAME - 8, y + 13, bar.name, anchor="end"))
        drawn += _bar(bar, MARGIN + NAME, y, room / longest)
    return _drawing(top + len(found) * ROW + MARGIN, drawn)


def curves(title: str, across: str, up: str, found: Sequence[Curve]) -> str:
    """Draw curves over a logarithmic axis; the upright one begins at nought."""
    xs = [math.log10(x) for curve in found for x, _ in curve.points]
    low, high = min(xs), max(xs)
    top = max(y for curve in found for _, y in curve.points) or 1.0
    y0, y1 = HEIGHT - BOTTOM, 84.0

    def place(x: float, y: float) -> tuple[float, float]:
        share = (math.log10(x) - low) / (high - low or 1.0)
        return LEFT + share * (WIDTH - LEFT - 2 * MARGIN), y0 - y / top * (y0 - y1)

    drawn = [_text(MARGIN, 28, title, "t"), *_legend([curve.name for curve in found], 52)]
    drawn.append(_line(LEFT, y0, WIDTH - MARGIN, y0))
    for share in (0.5, 1.0):
        y = y0 - share * (y0 - y1)
        drawn += [
            _line(LEFT, y, WIDTH - MARGIN, y, "#8884"),
            _text(LEFT - 8, y + 4, _short(share * top), anchor="end"),
        ]
    for x in sorted({x for curve in found for x, _ in curve.points}):
        drawn.append(_text(place(x, 0)[0], y0 + 18, _short(x), anchor="middle"))
    drawn.append(_text(WIDTH - MARGIN, HEIGHT - 8, f"{across}; up: {up}", anchor="end"))
    for number, curve in enumerate(found):
        drawn += _curve([place(x, y) for x, y in curve.points], COLOURS[number % len(COLOURS)])
    return _drawing(HEIGHT, drawn)


def _bar(bar: Bar, x: float, y: float, scale: float) -> Iterator[str]:
    for number, part in enumerate(bar.parts):
        colour = COLOURS[number % len(COLOURS)]
        yield f'<rect x="{x:.1f}" y="{y}" width="{part * scale:.1f}" height="18" fill="{colour}"/>'
        x += part * scale
    yield _text(x + 6, y + 13, _short(sum(bar.parts)))


def _curve(points: Sequence[tuple[float, float]], colour: str) -> Iterator[str]:
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
    for x, y in points:
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>'


def _legend(names: Sequence[str], y: float) -> Iterator[str]:
    x = float(MARGIN)
    for number, name in enumerate(names):
        colour = COLOURS[number % len(COLOURS)]
        yield f'<rect x="{x:.0f}" y="{y - 10:.0f}" width="12" height="12" fill="{colour}"/>'
        yield _text(x + 18, y, name)
        x += 40 + 7.2 * len(name)


def _text(x: float, y: float, text: str, kind: str = "", anchor: str = "start") -> str:
    shown = f' class="{kind}"' if kind else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{shown}>{escape(text)}</text>'


def _line(x1: float, y1: float, x2: float, y2: float, colour: str = "#888") -> str:
    return f'<line x1="{x1}" y1="{y1:.1f}" x2="{x2}" y2="{y2:.1f}" stroke="{colour}"/>'


def _short(number: float) -> str:
    for least, size, letter in _LARGE:
        if number >= least:
            return f"{number / size:.3g}{letter}"
    return f"{number:.3g}"


def _drawing(height: float, parts: Sequence[str]) -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}">'
    return "\n".join([head, f"<style>{_STYLE}</style>", *parts, "</svg>\n"])
