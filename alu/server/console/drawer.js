// All that is kept of one target: its facts, what it flags of ordinary prompts, where it was found lately, its receipt.

import { api, button, by, keep, make, moment, plural, terms } from "./api.js";
import { actionOf, chip, evidenceList, wordOf } from "./evidence.js";

const LATELY = 10;
let shown = "";

/** Open the drawer; `more` has `edit` and `remove`, for a list of targets behind it. */
export async function showTarget(id, more) {
  shown = id;
  by("drawer-title").textContent = "…";
  for (const part of ["drawer-do", "drawer-facts", "drawer-flagged", "drawer-found"]) by(part).replaceChildren();
  if (!by("drawer-dialog").open) by("drawer-dialog").showModal();
  const wait = make("p", { className: "empty" }, "Trying it on the ordinary prompts that ship with alu…");
  by("drawer-flagged").append(wait);
  await Promise.all([
    part("drawer-facts", id, () => facts(id, more)),
    part("drawer-flagged", id, () => flagged(id)),
    part("drawer-found", id, () => found(id)),
  ]);
}

/** Fill a part of the drawer, unless another target is shown by then. */
async function part(where, id, read) {
  let content;
  try {
    content = await read();
  } catch (error) {
    content = [make("p", { className: "error", role: "alert" }, error.message)];
  }
  if (shown === id) by(where).replaceChildren(...content);
}

async function facts(id, more) {
  const target = await api("GET", `/v1/targets/${encodeURIComponent(id)}`);
  if (shown !== id) return [];
  by("drawer-title").textContent = target.name;
  const leave = (then) => () => { by("drawer-dialog").close(); then(target); };
  by("drawer-do").replaceChildren(
    button("Edit…", leave(() => more.edit(target.id))), button("Remove…", leave(more.remove), { className: "quiet" }),
    button("Receipt…", () => showReceipt(target.id)));
  const lines = target.facts.map((fact) => make("li", {},
    ...(fact.question ? [make("span", { className: "more" }, fact.question), make("br")] : []), fact.text,
    ...(fact.origin === "model" ? [make("span", { className: "more" }, " (the model said so)")] : [])));
  return [
    terms({
      Kind: target.kind, Policy: target.policy, "Other names": target.aliases.join(" · "),
      "Forms found too": target.derive ? target.forms.join(" · ") : "none, they are off", Description: target.description,
      Reference: target.reason, Added: moment(target.created), "Enforced until": moment(target.expires) || "no end", Id: target.id,
    }),
    make("h3", {}, lines.length ? plural(lines.length, "fact") : "No facts: only its names are found"),
    make("ul", { className: "facts" }, ...lines),
    ...(target.examples.length ? [make("h3", {}, "Examples"), make("ul", { className: "facts" }, ...target.examples.map((e) => make("li", {}, e)))] : []),
  ];
}

async function flagged(id) {
  const report = await api("GET", `/v1/targets/${encodeURIComponent(id)}/flagged`);
  const share = `${(report.flagged * 100).toFixed(1)} % of the ordinary prompts that ship with alu`;
  const said = [...report.refusals, ...report.warnings];
  return [
    make("h3", {}, "Flagged of ordinary prompts"),
    make("p", {}, report.flagged ? `${share}${report.prompts.length ? ", such as:" : ""}` : "None of those that ship with alu."),
    make("ul", { className: "facts" }, ...report.prompts.map((prompt) => make("li", {}, prompt.length > 200 ? `${prompt.slice(0, 200)}…` : prompt))),
    ...(said.length ? [make("ul", { className: "problems" }, ...said.map((text) => make("li", {}, text)))] : []),
  ];
}

async function found(id) {
  const [list, key] = await Promise.all([api("POST", "/v1/activity/search", { target: id, limit: LATELY }), api("GET", "/v1/key")]);
  const none = key.activity === "off" ? "Not known: the setting activity is off." : `In no request of the last ${key.activity_days} days.`;
  return [
    make("h3", {}, list.total ? `Found in ${plural(list.total, "request")}` : "Found in requests"),
    ...(list.data.length ? [] : [make("p", { className: "empty" }, none)]),
    ...list.data.map((entry) => make("details", {},
      make("summary", {}, `${moment(entry.time)} `, chip(entry.verdict)),
      ...evidenceList(entry.evidence.filter((e) => e.target === id), `Evidence of ${moment(entry.time)}`))),
  ];
}

const NAMES = { enforced: "enforced", expired: "expired, no longer enforced", removed: "removed" };

/** Show the receipt of a target that is stored, or of one that is gone. */
export async function showReceipt(id) {
  by("receipt-do").replaceChildren();
  by("receipt").replaceChildren();
  by("receipt-dialog").showModal();
  try {
    const receipt = await api("GET", `/v1/targets/${encodeURIComponent(id)}/receipt`);
    const requests = Object.entries(receipt.requests).map(([verdict, count]) => `${count} ${wordOf(verdict)}`).join(" · ");
    by("receipt").replaceChildren(
      terms({
        Target: receipt.target, Reference: receipt.reference, State: NAMES[receipt.state], Since: moment(receipt.since), Until: moment(receipt.until),
        Policy: receipt.policy, "Facts stored": receipt.facts, Requests: requests || (receipt.activity === "off" ? "not kept" : "none"),
        "Kept for": receipt.activity === "off" ? "" : `${receipt.activity_days} days`, "List version": receipt.list_version, alu: receipt.alu,
        Made: moment(receipt.made), Digest: receipt.digest,
      }),
      make("h3", {}, "What was done"),
      make("ul", { className: "facts" }, ...receipt.events.map((e) => make("li", {}, `${moment(e.time)}: ${actionOf(e.action)}, by ${e.who || "nobody named"}${e.reason ? `, ${e.reason}` : ""}`))),
      make("h3", {}, "What is not promised"),
      make("ul", { className: "facts" }, ...receipt.not_promised.map((text) => make("li", {}, text))));
    const file = new Blob([JSON.stringify(receipt, null, 2)], { type: "application/json" });
    by("receipt-do").replaceChildren(button("Print…", () => print()), button("Save", () => keep(file, `receipt-${id}.json`)));
  } catch (error) {
    by("receipt").replaceChildren(make("p", { className: "error", role: "alert" }, error.message));
  }
}
