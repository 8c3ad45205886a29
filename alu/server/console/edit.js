// One dialog to add a target and to change one: only what was changed is sent.

import { api, button, by, make } from "./api.js";
import { on, open } from "./dialogs.js";

let old = null; // the target as it is stored; null where one is added
let rows = [];

export function startEdit(after) {
  on("edit", write, after);
}

/** Open the dialog for the target of that id, or for a new one. */
export async function editTarget(id) {
  open("edit");
  by("force-row").hidden = true;
  old = null;
  fill({ name: "", aliases: [], facts: [], description: "", kind: "entity", policy: "strict", reason: "", expires: null });
  by("edit-title").textContent = id ? "Change the target" : "Add a target";
  by("facts-label").textContent = id ? "More facts, one a line" : "Facts, one a line";
  by("edit-send").textContent = id ? "Save" : "Add";
  by("name").focus();
  if (!id) return;
  by("edit-send").disabled = true; // nothing may be sent before the target is here
  try {
    old = await api("GET", `/v1/targets/${encodeURIComponent(id)}`);
    fill(old);
    by("edit-send").disabled = false;
  } catch (error) {
    by("edit-error").textContent = error.message;
  }
}

function fill(target) {
  by("edit-send").disabled = false;
  for (const field of ["name", "description", "kind", "policy", "reason"]) by(field).value = target[field];
  by("aliases").value = target.aliases.join("\n");
  by("expires").value = day(target.expires);
  rows = target.facts.map(factRow);
  by("stored-facts").replaceChildren(...rows.map((row) => row.element));
  by("stored-facts-label").hidden = !rows.length;
}

/** Return the fields of a stored fact, and what they come to. */
function factRow(fact, number) {
  const name = `Fact ${number + 1}`;
  const asked = make("input", { value: fact.question ?? "", placeholder: "The question that it answers, if any", ariaLabel: `${name}: the question that it answers` });
  const text = make("textarea", { rows: 2, value: fact.text, required: true, ariaLabel: name });
  const row = { fact: () => ({ ...fact, text: text.value, question: asked.value.trim() || null }) };
  const drop = button("Drop", () => {
    rows = rows.filter((other) => other !== row);
    row.element.remove();
    by("facts").focus();
  }, { ariaLabel: `Drop fact ${number + 1}` });
  row.element = make("li", {}, make("div", {}, asked, text), drop);
  return row;
}

const lines = (id) => by(id).value.split("\n").map((line) => line.trim()).filter(Boolean);
const two = (number) => String(number).padStart(2, "0");

/** Return the day here of a moment, as a date field has it. */
function day(time) {
  if (!time) return "";
  const date = new Date(time);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

const end = (date) => (date ? new Date(`${date}T23:59:59`).toISOString() : null);

function entered() {
  const values = {
    name: by("name").value.trim(), aliases: lines("aliases"), description: by("description").value,
    facts: [...rows.map((row) => row.fact()), ...lines("facts").map((text) => ({ text }))],
    kind: by("kind").value, policy: by("policy").value, reason: by("reason").value,
  };
  if (by("expires").value !== day(old?.expires)) values.expires = end(by("expires").value);
  return values;
}

async function write() {
  const force = by("force").checked ? "?force=true" : "";
  try {
    if (!old) return await api("POST", `/v1/targets${force}`, entered());
    const same = (name, value) => JSON.stringify(value) === JSON.stringify(old[name]);
    const changes = Object.fromEntries(Object.entries(entered()).filter(([name, value]) => !same(name, value)));
    return await api("PATCH", `/v1/targets/${encodeURIComponent(old.id)}${force}`, changes);
  } catch (error) {
    by("force-row").hidden = error.status !== 422; // a name of everybody's questions
    throw error;
  }
}
