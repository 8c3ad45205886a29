"""The parts of a report: pictures first, then the table, then the worst leaks."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from html import escape

from alu.bench.report.charts import Bar, Point, bars, legend_mark, lines, scatter
from alu.bench.report.headline import COLUMNS, Headline, sentence, shown, used
from alu.bench.report.interval import Estimate
from alu.bench.report.metrics import leak_share
from alu.bench.report.roc import roc_charts
from alu.bench.report.table import METRICS, Number
from alu.bench.runner.sample import Sample

__all__ = ["everything", "section"]

_COLOURS = {
    "none": "none",
    "never-knew": "knew",
    "prompt": "prompt",
    "filter-input": "fin",
    "filter-output": "fout",
    "icul": "icul",
    "word-filter": "word",
    "exam-filter": "exam",
    "corrupt": "corrupt",
    "alu": "alu",
    "alu-flow": "paper",
    "alu-published": "published",
    "refuse-all": "refuse",
    "identity": "gold",
}
_ARMS = {"names": "alu3", "enriched": "alu2", "facts": "alu"}
_CORNERS = frozenset({"none", "never-knew", "identity"})
"""Methods that hold nothing back: their answers are no leak of a method."""
_WORST = 12
_SHOWN = 5
"""Pairs of draft and answer."""


def section(
    title: str,
    heads: Sequence[Headline],
    found: Sequence[Number],
    samples: Sequence[Sample],
    *,
    drafts: bool,
    texts: bool,
) -> str:
    """Return the HTML of one suite and split."""
    plain = [h for h in heads if not h.distractors]
    parts = [
        f"<h2>{escape(title)}</h2>",
        f'<p class="headline">{escape(said)}</p>' if (said := sentence(heads)) else "",
        _legend(plain),
        '<div class="panels">',
        *_planes(plain),
        *_forms(found),
        *(_figure(*drawn) for drawn in roc_charts(samples)),
        *_costs(plain),
        *_scaling(heads),
        "</div>",
        _table(heads, samples),
        _pairs(samples) if drafts and texts else "",
        _worst(samples, drafts=drafts, texts=texts),
    ]
    return "".join(parts)


def everything(found: Sequence[Number]) -> str:
    """Return the table of all numbers."""
    head = "<tr><th>Method</th>" + "".join(
        f'<th class="text">{t}</th>' for t in ("Store knows", "Wording", "Group", "Form", "Number")
    )
    rows = [f"<thead>{head}<th>Value</th><th>n</th></tr></thead>"]
    for n in found:
        w = n.where
        known = f"{w.arm.targets} +{w.arm.distractors}" if w.arm.distractors else w.arm.targets
        cells = (known, w.arm.wording, w.group, w.form, METRICS[n.metric].title)
        texts = "".join(f'<td class="text">{escape(c)}</td>' for c in cells)
        value = escape(shown(n.estimate, n.metric))
        rows.append(f"<tr><td>{escape(w.method)}</td>{texts}<td>{value}</td><td>{n.estimate.n:,}</td></tr>")
    return "<table>" + "".join(rows) + "</table>"


def _colour(head: Headline) -> str:
    return _ARMS.get(head.targets, "alu") if head.method == "alu" else _COLOURS[head.method]


def _legend(heads: Sequence[Headline]) -> str:
    marks = (f"<li>{legend_mark(_colour(h), i)}{escape(h.label)}</li>" for i, h in enumerate(heads))
    return '<ul class="legend">' + "".join(marks) + "</ul>"


def _planes(heads: Sequence[Headline]) -> Iterator[str]:
    """Yield forget against retain, for whatever pairs the suite has."""
    pairs = (
        ("leak", "unchanged", "Leak rate, forget", "Answers unchanged, retain"),
        ("leak", "retain_rouge", "Leak rate, forget", "ROUGE-L recall, retain"),
        ("forget_chance", "retain_accuracy", "Accuracy, forget (refusals by chance)", "Accuracy, retain"),
    )
    for x, y, x_title, y_title in pairs:
        points = [
            Point(h.label, _colour(h), i, h.values[x], h.values.get(y) or _itself(h))
            for i, h in enumerate(heads)
            if x in h.values and (y in h.values or (y == "unchanged" and h.method == "none"))
        ]
        if points:
            caption = f"Across: {x_title}. Up: {y_title}. Crosses: 95 % intervals. Equal results lie side by side."
            yield _figure("Forget against retain", scatter(points, x_title, y_title), caption)


def _itself(head: Headline) -> Estimate:
    """Return how much `none` differs from itself."""
    return Estimate(1.0, None, None, head.values["leak"].n)


def _forms(found: Sequence[Number]) -> Iterator[str]:
    """Yield the leak by form of question, the worse wording of each."""
    leaks = [n for n in found if n.metric == "leak" and n.where.form not in ("all", "open")]
    plain = [n for n in leaks if not n.where.arm.distractors and n.where.method not in ("identity", "refuse-all")]
    for form in dict.fromkeys(n.where.form for n in plain):
        worst: dict[tuple[str, str], Number] = {}
        for n in plain:
            key = (n.where.method, n.where.arm.targets)
            if n.where.form == form and (key not in worst or n.estimate.value > worst[key].estimate.value):
                worst[key] = n
        rows = [Bar(_named(n), _bar_colour(n), n.estimate, shown(n.estimate, "leak")) for n in worst.values()]
        title = f"Leak by form: {form}"
        yield _bars(title, rows, "Share of answers that tell the secret, with 95 % intervals.", 1.0)


def _named(n: Number) -> str:
    arm = f" {n.where.arm.targets}" if n.where.method == "alu" else ""
    wording = " (paraphrased)" if n.where.arm.wording == "paraphrased" else ""
    return n.where.method + arm + wording


def _bar_colour(n: Number) -> str:
    return _ARMS.get(n.where.arm.targets, "alu") if n.where.method == "alu" else _COLOURS[n.where.method]


def _costs(heads: Sequence[Headline]) -> Iterator[str]:
    """Yield calls, tokens and latency."""
    wanted = (
        ("retain_calls", "Model calls a request, retain"),
        ("forget_calls", "Model calls a request, forget"),
        ("retain_in", "Prompt tokens a request, retain"),
        ("latency", "Median seconds a request, retain"),
    )
    for name, title in wanted:
        rows = [
            Bar(h.label, _colour(h), h.values[name], shown(h.values[name], COLUMNS[name][2]))
            for h in heads
            if name in h.values and h.method not in ("identity", "refuse-all")
        ]
        if rows:
            yield _bars(title, rows, _sentence(METRICS[COLUMNS[name][2]].formula))


def _scaling(heads: Sequence[Headline]) -> Iterator[str]:
    """Yield what other targets in the list do, where a run had some."""
    if not any(h.distractors for h in heads):
        return
    for name in ("leak", "over_refusal", "retain_calls", "retain_in"):
        series: dict[str, list[tuple[int, Estimate]]] = {}
        colours: dict[str, str] = {}
        for h in heads:
            label = h.label.removesuffix(f" +{h.distractors}")
            if name in h.values and h.targets != "-":
                series.setdefault(label, []).append((h.distractors, h.values[name]))
                colours[label] = _colour(h)
        if series:
            title = f"{COLUMNS[name][0]} by other targets stored"
            yield _figure(
                title,
                lines(series, colours, title, percent=METRICS[COLUMNS[name][2]].percent),
                "Across: how many other targets are in the forget set.",
            )


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _bars(title: str, rows: Sequence[Bar], caption: str, top: float | None = None) -> str:
    """Draw bars, or say in a sentence that all would be of one length."""
    if len(rows) > 1 and len({r.text for r in rows}) == 1:
        alike = f"The same for {', '.join(r.label for r in rows)}: {rows[0].text}."
        return _figure(title, f'<p class="alike">{escape(alike)}</p>', caption)
    return _figure(title, bars(rows, title, top), caption)


def _figure(title: str, drawing: str, caption: str) -> str:
    return f"<figure><h3>{escape(title)}</h3>{drawing}<figcaption>{escape(caption)}</figcaption></figure>"


def _table(heads: Sequence[Headline], samples: Sequence[Sample]) -> str:
    head = "<tr><th>Number</th>" + "".join(f"<th>{escape(h.label)}</th>" for h in heads) + "</tr>"
    rows = [
        f"<tr><td>{escape(COLUMNS[name][0])}</td>{''.join(_cell(h, name) for h in heads)}</tr>" for name in used(heads)
    ]
    worse = len({s.arm.wording for s in samples} - {"-"}) > 1
    caption = '<p class="soft">Of the two wordings, the worse value of each number.</p>' if worse else ""
    return f'{caption}<div class="scroll"><table><thead>{head}</thead>{"".join(rows)}</table></div>'


def _cell(head: Headline, name: str) -> str:
    estimate = head.values.get(name)
    if estimate is None:
        return "<td></td>"
    value, _, interval = shown(estimate, COLUMNS[name][2]).partition(" [")
    small = f"<small>[{escape(interval)}</small>" if interval else ""
    return f"<td>{escape(value)}{small}</td>"


def _pairs(samples: Sequence[Sample]) -> str:
    """Return five drafts that alu changed, each with what came out; drawn by the questions' ids."""
    drafts = {(s.item.id, s.arm.wording): s.answer for s in samples if s.method == "none" and not s.error}
    changed = [
        (drafts[key], s)
        for s in samples
        if s.method == "alu" and not s.error and (key := (s.item.id, s.arm.wording)) in drafts
        and drafts[key] != s.answer
    ]  # fmt: skip
    drawn = sorted(changed, key=lambda pair: hashlib.sha256(pair[1].item.id.encode()).digest())[:_SHOWN]
    if not drawn:
        return ""
    head = '<tr><th class="text">Question</th><th class="text">Draft</th><th class="text">Answer</th></tr>'
    rows = "".join(
        "<tr>" + "".join(f'<td class="text">{escape(t)}</td>' for t in (s.item.question, draft, s.answer)) + "</tr>"
        for draft, s in drawn
    )
    caption = '<p class="soft">Drafts hold what is to be forgotten: not for publication.</p>'
    table = f'<table class="pairs"><thead>{head}</thead>{rows}</table>'
    return f'<h3>Drafts and answers</h3>{caption}<div class="scroll">{table}</div>'


def _worst(samples: Sequence[Sample], *, drafts: bool, texts: bool) -> str:
    """Return the answers that hold most of a secret, the worst of each row and method."""
    open_ones = [s for s in samples if s.item.side == "forget" and not s.item.closed and not s.error]
    held = [(leak_share(s.item, s.answer), s) for s in open_ones if s.method not in _CORNERS]
    rows: dict[tuple[str, str, int], tuple[float, Sample]] = {}
    for disclosed, s in sorted(
        (pair for pair in held if pair[0] > 0), key=lambda p: (-p[0], p[1].method, p[1].item.id)
    ):
        rows.setdefault((s.method, s.arm.targets, s.item.row), (disclosed, s))
    worst = list(rows.values())[:_WORST]
    if not worst:
        return ""
    base = {(s.item.id, s.arm.wording): s.answer for s in open_ones if s.method == "none"}
    shown_drafts = base if drafts else None
    return "<h3>Worst leaks</h3>" + "".join(_leak(disclosed, s, shown_drafts, texts=texts) for disclosed, s in worst)


def _leak(disclosed: float, s: Sample, base: Mapping[tuple[str, str], str] | None, *, texts: bool) -> str:
    arm = "" if s.arm.targets == "-" else f" {s.arm.targets}"
    wording = " (paraphrased)" if s.arm.wording == "paraphrased" else ""
    parts = {"Stages": ", ".join(s.stages), "Verdict": s.verdict}
    if texts:
        parts |= {"Question": s.item.question, "Answer": s.answer}
        parts |= {"Draft": base.get((s.item.id, s.arm.wording), "")} if base is not None else {}
    listed = "".join(f"<dt>{name}</dt><dd>{escape(text)}</dd>" for name, text in parts.items())
    which = s.item.id if texts else f"{s.item.form} {s.item.row}"  # an id may hold a name
    head = escape(f"{disclosed:.0%} told · {s.method}{arm} · {which}{wording}")
    return f"<details><summary>{head}</summary><dl>{listed}</dl></details>"
