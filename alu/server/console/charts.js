// Charts of the activity as inline SVG; the numbers are in a table below, for whoever cannot see them.

import { by, make } from "./api.js";
import { wordOf } from "./evidence.js";

const WIDE = 320;
const HIGH = 90;
const VERDICTS = ["clean", "rewritten", "refused", "failed_closed", "bypassed", "observed"];
const NS = "http://www.w3.org/2000/svg";

function draw(tag, attributes, ...children) {
  const made = document.createElementNS(NS, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** Show a summary: its periods with verdicts, calls, tokens and times. */
export function showCharts({ hours, data }) {
  const some = VERDICTS.filter((verdict) => data.some((period) => period.verdicts[verdict]));
  const charts = [
    bars("Verdicts", data, some.map((verdict) => [wordOf(verdict), verdict, (p) => p.verdicts[verdict] ?? 0])),
    bars("Calls of models", data, [["calls", "first", (p) => p.calls]]),
    bars("Tokens", data, [["read", "first", (p) => p.prompt_tokens], ["written", "second", (p) => p.completion_tokens]]),
    lines("Time, ms", data, [["half within", "first", (p) => p.p50], ["19 in 20 within", "second", (p) => p.p95]]),
  ];
  by("charts").replaceChildren(...charts);
  by("charts-numbers").replaceChildren(...data.map((p) => make("tr", {},
    ...[label(p.start, hours), ...VERDICTS.map((v) => p.verdicts[v] ?? 0), p.calls, p.prompt_tokens, p.completion_tokens, p.p50, p.p95]
      .map((value, n) => (n ? make("td", { className: "number" }, String(value)) : make("th", { scope: "row" }, value))))));
}

const label = (start, hours) => (hours > 48 ? new Date(start).toLocaleDateString() : new Date(start).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" }));

/** Return a chart: its title, what the colours mean, and what `shapes` draws up to the highest value. */
function chart(title, series, top, total, shapes) {
  const known = `${title}: ${series.map(([name], n) => `${name} ${total[n].toLocaleString()}`).join(", ") || "nothing"}`;
  const svg = draw("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, role: "img", "aria-label": known, preserveAspectRatio: "none" }, ...shapes);
  const legend = series.map(([name, kind], n) => make("span", { className: `key ${kind}` }, `${name} ${total[n].toLocaleString()}`));
  return make("figure", {}, make("figcaption", {}, make("strong", {}, title), make("span", { className: "top" }, `highest ${top.toLocaleString()}`)), svg, make("p", { className: "legend" }, ...legend));
}

function bars(title, data, series) {
  const top = Math.max(0, ...data.map((p) => series.reduce((sum, [, , value]) => sum + value(p), 0)));
  const width = WIDE / data.length;
  const shapes = data.flatMap((period, n) => {
    let y = HIGH;
    return series.map(([, kind, value]) => {
      const height = top ? (value(period) / top) * HIGH : 0;
      y -= height;
      return draw("rect", { class: `bar-${kind}`, x: n * width + 1, y, width: width - 2, height });
    });
  });
  const total = series.map(([, , value]) => data.reduce((sum, p) => sum + value(p), 0));
  return chart(title, series, top, total, shapes);
}

function lines(title, data, series) {
  const top = Math.max(0, ...data.flatMap((p) => series.map(([, , value]) => value(p))));
  const width = WIDE / data.length;
  const shapes = series.map(([, kind, value]) => {
    const points = data.map((p, n) => `${(n + 0.5) * width},${top ? HIGH - 2 - (value(p) / top) * (HIGH - 4) : HIGH - 2}`);
    return draw("polyline", { class: `line-${kind}`, points: points.join(" ") });
  });
  const total = series.map(([, , value]) => Math.max(0, ...data.map(value)));
  return chart(title, series, top, total, shapes);
}
