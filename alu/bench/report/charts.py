"""Charts as inline SVG: narrow enough for a phone, coloured by the page's own variables."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape
from typing import NamedTuple

from alu.bench.report.interval import Estimate

__all__ = ["Bar", "Curve", "Point", "bars", "curves", "legend_mark", "lines", "scatter"]

WIDTH = 360
_LEFT, _RIGHT, _TOP, _BOTTOM = 54, 14, 12, 40
_SIDE = WIDTH - _LEFT - _RIGHT
_ROW, _THICK = 34, 9
_SHAPES = ("circle", "square", "diamond", "triangle")


class Point(NamedTuple):
    """A method in a plane."""

    label: str
    colour: str
    """The name of a CSS variable."""
    shape: int
    x: Estimate
    y: Estimate


class Bar(NamedTuple):
    """A method with one value."""

    label: str
    colour: str
    value: Estimate
    text: str


class Curve(NamedTuple):
    """Shares over shares, and the point at which a method works."""

    label: str
    colour: str
    points: Sequence[tuple[float, float]]
    """Each 0 to 1, from left to right."""
    works: tuple[float, float]


def curves(drawn: Sequence[Curve], x_title: str, y_title: str, right: float) -> str:
    """Draw curves of shares, 0 to 1 upwards and 0 to `right` across, each with a dot where its method works."""
    body = [_grid(0.0, right), _titles(x_title, y_title)]
    names = _apart({c.label: _y(c.points[-1][1], 0.0) for c in drawn})
    for c in drawn:
        path = "L".join(f"{_x(x / right):.1f} {_y(y, 0.0):.1f}" for x, y in c.points)
        across, up = _x(c.works[0] / right), _y(c.works[1], 0.0)
        caption = escape(f"{c.label}: {c.works[1]:.1%} at {c.works[0]:.1%}")
        name = f'<text class="label" x="{_LEFT + _SIDE - 4}" y="{names[c.label] + 16:.1f}" text-anchor="end">'
        body.append(
            f'<g class="mark line" style="--c:var(--{c.colour})"><title>{caption}</title><path d="M{path}"/>'
            f'<circle cx="{across:.1f}" cy="{up:.1f}" r="5"/>{name}{escape(c.label)}</text></g>'
        )
    return _svg(_TOP + _SIDE + _BOTTOM, body, f"{y_title} against {x_title}")


def scatter(points: Sequence[Point], x_title: str, y_title: str) -> str:
    """Draw shares, 0 to 1, with their intervals as crosses; the upper left is the good corner."""
    low = min((p.y.low if p.y.low is not None else p.y.value for p in points), default=0)
    floor = max(0.0, min(0.9, int(low * 10) / 10)) if low > 0.5 else 0.0
    body = [_grid(floor), _titles(x_title, y_title)]
    body.append(f'<text class="good" x="{_LEFT + 8}" y="{_TOP + 24}">better</text>')
    body += [_cross(p, floor) for p in points]
    places: list[tuple[float, float]] = []
    for p in points:
        places.append(_free(_x(p.x.value), _y(p.y.value, floor), places))
        body.append(_mark(p, *places[-1]))
    return _svg(_TOP + _SIDE + _BOTTOM, body, f"{y_title} against {x_title}")


def bars(rows: Sequence[Bar], title: str, top: float | None = None) -> str:
    """Draw horizontal bars with intervals, the label above each; `top` is the right end of the scale."""
    highest = top or max((r.value.high or r.value.value for r in rows), default=1) or 1
    body = [_bar(row, i * _ROW, highest) for i, row in enumerate(rows)]
    return _svg(len(rows) * _ROW + 4, body, title)


def lines(
    series: Mapping[str, Sequence[tuple[int, Estimate]]],
    colours: Mapping[str, str],
    title: str,
    *,
    percent: bool,
    log: bool = False,
) -> str:
    """Draw values over counts, these evenly spaced or, with `log`, by their size; each series is named at its end."""
    counts = sorted({count for points in series.values() for count, _ in points})
    highest = _nice(max((e.value for points in series.values() for _, e in points), default=1), percent=percent)
    marks = [math.log10(count) if log else i for i, count in enumerate(counts)]
    step = (_SIDE - 90) / (marks[-1] - marks[0] or 1)
    place = {count: _LEFT + (mark - marks[0]) * step for count, mark in zip(counts, marks, strict=True)}
    body = [_rule(_height(v / highest), _tick(v, percent=percent)) for v in (0, highest / 2, highest)]
    body += [
        f'<text class="tick" x="{x:.1f}" y="{_TOP + 164}" text-anchor="middle">{count:,}</text>'
        for count, x in place.items()
    ]
    names = _apart({label: _height(points[-1][1].value / highest) for label, points in series.items()})
    for label, points in series.items():
        path = [(place[c], _height(e.value / highest)) for c, e in points]
        body.append(_line(label, colours[label], path, names[label]))
    return _svg(_TOP + 180, body, title)


def _svg(height: float, body: Sequence[str], title: str) -> str:
    drawn = "".join(body)
    return f'<svg viewBox="0 0 {WIDTH} {height:.0f}" role="img" aria-label="{escape(title)}">{drawn}</svg>'


def _x(share: float) -> float:
    return _LEFT + min(1.0, max(0.0, share)) * _SIDE


def _y(share: float, floor: float) -> float:
    return _TOP + (1 - (min(1.0, max(floor, share)) - floor) / (1 - floor)) * _SIDE


def _height(part: float) -> float:
    return _TOP + (1 - part) * 145


def _grid(floor: float, right: float = 1.0) -> str:
    drawn = []
    for part in (0, 0.25, 0.5, 0.75, 1):
        x, share = _x(part), floor + part * (1 - floor)
        y = _y(share, floor)
        drawn.append(f'<path class="grid" d="M{x:.1f} {_TOP}V{_TOP + _SIDE}M{_LEFT} {y:.1f}H{_LEFT + _SIDE}"/>')
        across = _tick(part * right, percent=True)
        drawn.append(f'<text class="tick" x="{x:.1f}" y="{_TOP + _SIDE + 15}" text-anchor="middle">{across}</text>')
        text = f"{share:.0%}" if floor == 0 else f"{share:.1%}"
        drawn.append(f'<text class="tick" x="{_LEFT - 5}" y="{y + 4:.1f}" text-anchor="end">{text}</text>')
    return "".join(drawn)


def _titles(x_title: str, y_title: str) -> str:
    middle = _TOP + _SIDE / 2
    return (
        f'<text class="axis" x="{_LEFT + _SIDE / 2}" y="{_TOP + _SIDE + 34}" text-anchor="middle">{escape(x_title)}'
        f'</text><text class="axis" transform="translate(10 {middle}) rotate(-90)" text-anchor="middle">'
        f"{escape(y_title)}</text>"
    )


def _cross(p: Point, floor: float) -> str:
    """Draw the intervals of a point."""
    x, y = _x(p.x.value), _y(p.y.value, floor)
    cross = ""
    if p.x.low is not None and p.x.high is not None:
        cross += f"M{_x(p.x.low):.1f} {y:.1f}H{_x(p.x.high):.1f}"
    if p.y.low is not None and p.y.high is not None:
        cross += f"M{x:.1f} {_y(p.y.low, floor):.1f}V{_y(p.y.high, floor):.1f}"
    return f'<g class="mark" style="--c:var(--{p.colour})"><path d="{cross}"/></g>' if cross else ""


def _mark(p: Point, x: float, y: float) -> str:
    caption = f"{p.label}: {p.x.value:.1%}, {p.y.value:.1%}"
    style = f'style="--c:var(--{p.colour})"'
    return f'<g class="mark" {style}><title>{escape(caption)}</title>{_shape(p.shape, x, y)}</g>'


def _free(x: float, y: float, taken: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Return a free place next to those taken, so that methods with equal results are all visible."""
    step = 12 if x < _LEFT + _SIDE / 2 else -12
    while any(abs(x - a) < 8 and abs(y - b) < 8 for a, b in taken):
        x += step
    return x, y


def _shape(number: int, x: float, y: float) -> str:
    kind = _SHAPES[number % len(_SHAPES)]
    if kind == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5.5"/>'
    if kind == "square":
        return f'<rect x="{x - 5:.1f}" y="{y - 5:.1f}" width="10" height="10"/>'
    corners = ((0, -7), (7, 0), (0, 7), (-7, 0)) if kind == "diamond" else ((0, -6.5), (6.5, 5.5), (-6.5, 5.5))
    return '<polygon points="' + " ".join(f"{x + a:.1f},{y + b:.1f}" for a, b in corners) + '"/>'


def legend_mark(colour: str, shape: int) -> str:
    """Return a point as a legend shows it."""
    mark = f'<g class="mark" style="--c:var(--{colour})">{_shape(shape, 8, 8)}</g>'
    return f'<svg class="key" viewBox="0 0 16 16">{mark}</svg>'


def _bar(row: Bar, top: float, highest: float) -> str:
    long = max(1.5, (WIDTH - 4) * min(1.0, row.value.value / highest))
    whisker, y = "", top + 24 + _THICK / 2
    if row.value.low is not None and row.value.high is not None:
        ends = [(WIDTH - 4) * min(1.0, max(0.0, e / highest)) for e in (row.value.low, row.value.high)]
        whisker = f'<path class="whisker" d="M{ends[0]:.1f} {y}H{ends[1]:.1f}"/>'
    return (
        f'<text class="label" x="0" y="{top + 17}">{escape(row.label)}</text>'
        f'<text class="value" x="{WIDTH - 2}" y="{top + 17}" text-anchor="end">{escape(row.text)}</text>'
        f'<rect class="track" x="0" y="{top + 24}" width="{WIDTH - 4}" height="{_THICK}" rx="3"/>'
        f'<rect class="bar" style="--c:var(--{row.colour})" x="0" y="{top + 24}" width="{long:.1f}" '
        f'height="{_THICK}" rx="3"/>{whisker}'
    )


def _rule(y: float, text: str) -> str:
    return (
        f'<path class="grid" d="M{_LEFT} {y:.1f}H{_LEFT + _SIDE - 90}"/>'
        f'<text class="tick" x="{_LEFT - 5}" y="{y + 4:.1f}" text-anchor="end">{text}</text>'
    )


def _nice(value: float, *, percent: bool) -> float:
    """Return a round number at or above `value`; shares end at 5 % at the least, and at 100 %."""
    if percent:
        return next(top for top in (0.05, 0.1, 0.25, 0.5, 1.0) if value <= top or top == 1.0)
    unit = 10.0 ** math.floor(math.log10(value)) if value > 0 else 1.0
    return next(m * unit for m in (1, 2, 5, 10) if value <= m * unit)


def _tick(value: float, *, percent: bool) -> str:
    if percent:
        return f"{value:.1%}" if value % 0.01 else f"{value:.0%}"
    return f"{value:,.0f}" if value >= 10 else f"{value:.2g}"


def _apart(heights: Mapping[str, float]) -> dict[str, float]:
    """Return the heights of labels, moved down where two would overlap."""
    placed: dict[str, float] = {}
    last = -100.0
    for label, height in sorted(heights.items(), key=lambda pair: pair[1]):
        last = placed[label] = max(height, last + 14)
    over = max(0.0, last - (_TOP + 150))
    return {label: height - over for label, height in placed.items()}


def _line(label: str, colour: str, points: Sequence[tuple[float, float]], label_y: float) -> str:
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>' for x, y in points)
    name = f'<text class="label" x="{points[-1][0] + 9:.1f}" y="{label_y + 4:.1f}">{escape(label)}</text>'
    return f'<g class="mark line" style="--c:var(--{colour})"><path d="{path}"/>{dots}{name}</g>'
