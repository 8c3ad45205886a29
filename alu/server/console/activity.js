// What was answered, where it is kept: the review queue, all requests, and charts.

import { api, button, by, make, moment, plural, terms } from "./api.js";
import { showCharts } from "./charts.js";
import { showTarget } from "./drawer.js";
import { chip, evidenceList } from "./evidence.js";
import { cell, Listing } from "./listing.js";
import { DRAWER } from "./targets.js";

const VIEWS = { open: { open: true }, all: {}, touched: { touched: true } };
const RULINGS = { right: "rightly held", wrong: "wrongly held" };
let listing;
let kept = { activity: "off", activity_days: 0, role: "user" };

export function startActivity() {
  listing = new Listing("activity", { path: "/v1/activity/search", wanted, row, words, nothing });
  by("activity-hours").addEventListener("change", charts);
  return { refresh };
}

/** Take what `/v1/key` says of what is kept. */
export function setKept(key) {
  kept = key;
  const days = plural(key.activity_days, "day");
  by("activity-kept").textContent = {
    off: "Nothing is kept: the setting activity is off.",
    ids: `Ids, verdicts and costs are kept for ${days}, and no text.`,
    texts: `Question and draft of what touched a target are kept for ${days}: they hold what is to be forgotten.`,
  }[key.activity];
}

async function refresh() {
  await Promise.all([listing.refresh(), charts()]);
}

async function charts() {
  by("charts-part").hidden = kept.activity === "off";
  if (kept.activity === "off") return;
  try {
    showCharts(await api("GET", `/v1/activity/summary?hours=${by("activity-hours").value}`));
  } catch (error) {
    by("charts").replaceChildren(make("p", { className: "error", role: "alert" }, error.message));
  }
}

function wanted() {
  const view = by("activity-view").value;
  const found = by("activity-search").value.trim();
  const [name, value] = found.includes(":") ? found.split(/:\s*/, 2) : ["target", found];
  const field = { key: "who", trace: "trace", target: "target" }[name.toLowerCase()] ?? "target";
  return { ...(VIEWS[view] ?? { verdicts: [view] }), ...(value && { [field]: value }) };
}

function words(list) {
  return by("activity-view").value === "open" ? `${plural(list.total, "answer")} to review` : plural(list.total, "request");
}

function nothing() {
  if (kept.activity === "off") return ["To see requests here, set activity = \"ids\" in the settings (or ALU_ACTIVITY=ids) and start alu serve anew."];
  if (by("activity-search").value.trim()) return ["No request of the kind. Enter a target's id, or key: or trace: and an id."];
  if (by("activity-view").value === "open") return ["The review queue is empty: nothing was held back that nobody has looked at."];
  return [`No request of the kind in the last ${plural(kept.activity_days, "day")}.`];
}

function row(entry) {
  return make("tr", { role: "row", id: `entry-${entry.id}` },
    cell("When", button(moment(entry.time), () => showEntry(entry), { className: "link", title: "Show the request" }), "when main"),
    cell("Key", entry.key || entry.who || "none"), cell("Verdict", chip(entry.verdict)), cell("Targets", targets(entry)),
    cell("Time", `${entry.milliseconds.toLocaleString()} ms`, "number"), cell("Calls", entry.calls, "number"),
    cell("Tokens", `${entry.prompt_tokens} + ${entry.completion_tokens}`, "number"),
    cell("Review", rulings(entry), "do"));
}

/** Return the targets that a request touched: for an admin each is a button that shows it. */
function targets(entry) {
  const known = new Map(entry.targets.map((target) => [target.id, target]));
  if (!entry.matched.length) return "none";
  return entry.matched.flatMap((id, n) => {
    const target = known.get(id);
    const gap = n ? [" · "] : [];
    if (!target?.name) return [...gap, make("span", { className: "id" }, target?.reason ? `${id} (${target.reason})` : id)];
    return [...gap, button(target.name, () => showTarget(id, DRAWER), { className: "link", title: "Show the target" })];
  });
}

function rulings(entry) {
  if (entry.ruling) return [`${RULINGS[entry.ruling]}, ${entry.ruled_by} `, button("Undo", () => rule(entry, ""), { ariaLabel: `Undo the review of ${moment(entry.time)}` })];
  if (entry.verdict === "clean") return "";
  const of = `the answer of ${moment(entry.time)}`;
  return [
    button("Right", () => rule(entry, "right"), { ariaLabel: `Right to hold back ${of}` }), " ",
    button("Wrong", () => rule(entry, "wrong"), { ariaLabel: `Wrong to hold back ${of}` }),
  ];
}

async function rule(entry, ruling) {
  const place = listing.data.indexOf(entry);
  try {
    await api("PUT", `/v1/activity/${entry.id}/ruling`, { ruling });
    by("entry-dialog").close();
    await listing.refresh();
  } catch (error) {
    by("activity-count").textContent = error.message;
  }
  const next = by("activity-rows").children[Math.min(Math.max(place, 0), by("activity-rows").children.length - 1)];
  (next?.querySelector(".do button") ?? by("activity-view")).focus(); // on to the next one
}

function showEntry(entry) {
  by("entry").replaceChildren(
    terms({
      Verdict: chip(entry.verdict), When: moment(entry.time), Key: entry.key || entry.who, Targets: make("span", {}, ...[targets(entry)].flat()),
      Time: `${entry.milliseconds} ms`, Calls: entry.calls, Tokens: `${entry.prompt_tokens} + ${entry.completion_tokens}`, Trace: entry.trace,
    }),
    ...(entry.evidence.length ? [make("h3", {}, "Why"), ...evidenceList(entry.evidence)] : []),
    ...text("Question", entry.question), ...text("Draft", entry.draft));
  by("entry-do").replaceChildren(...[rulings(entry)].flat());
  by("entry-dialog").showModal();
}

const text = (title, content) => (content ? [make("h3", {}, title), make("p", { className: "quoted" }, content)] : []);
