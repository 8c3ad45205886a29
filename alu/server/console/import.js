// Import of a file: nothing is added before it was seen, and what each column of a table is can be said.

import { api, by, make, plural } from "./api.js";
import { on, open } from "./dialogs.js";
import { cell } from "./listing.js";

const ENDINGS = { tsv: "csv" };
const UNKNOWN = "?";
const LEFT_OUT = "-";
const FIELDS = {
  name: "name", first_name: "first name", middle_name: "middle name", last_name: "last name", aliases: "other names", facts: "facts",
  description: "description", reason: "reference", kind: "kind", policy: "policy", expires: "enforced until", examples: "examples", id: "id",
};

let file = null;
let said = new Map(); // what somebody chose for a column, by its number
let asked = 0;

export function startImport(after) {
  by("open-import").addEventListener("click", () => { unread(); open("import"); by("encoding-part").hidden = true; });
  on("import", add, after);
  by("file").addEventListener("change", read);
  for (const choice of [by("format"), by("encoding")]) choice.addEventListener("change", () => { forget(); preview(); });
}

function forget() {
  said = new Map();
  by("columns").replaceChildren();
}

function unread() {
  file = null;
  forget();
  by("preview").hidden = true;
  by("import").disabled = true;
  by("import").parentElement.hidden = false;
  by("import").textContent = "Add";
  by("import-close").textContent = "Cancel";
}

async function read() {
  unread();
  const [chosen] = by("file").files;
  if (!chosen) return;
  const ending = chosen.name.split(".").pop().toLowerCase();
  const format = ENDINGS[ending] ?? ending;
  if ([...by("format").options].some((option) => option.value === format)) by("format").value = format;
  file = chosen;
  await preview();
}

async function preview() {
  if (!file) return;
  by("encoding-part").hidden = !["csv", "txt"].includes(by("format").value);
  by("import").disabled = true; // what is shown may be of another choice
  const ours = (asked += 1);
  try {
    const found = await send({ dry_run: true });
    if (ours !== asked) return; // another choice was made meanwhile
    show(found);
    by("import-error").textContent = "";
  } catch (error) {
    if (ours !== asked) return;
    by("preview").hidden = true;
    by("import-error").textContent = error.message;
  }
}

function show(found) {
  const bad = found.problems.length;
  const first = found.data.length < found.total ? `, the first ${found.data.length} below` : "";
  const unknown = found.columns.some((column) => column.field === UNKNOWN);
  by("preview-count").textContent = unknown
    ? "Say what each column marked “?” is, or leave it out."
    : `${found.total} good${first}` + (bad ? `, ${bad} that cannot be added:` : "");
  showColumns(found.columns.filter((column) => column.header));
  by("problems").replaceChildren(...[...found.problems, ...found.warnings].map((problem) => make("li", {}, problem)));
  by("problems").hidden = !(bad || found.warnings.length) || unknown;
  by("preview-table").hidden = !found.total;
  by("preview-rows").replaceChildren(...found.data.map((target) => make("tr", { role: "row" },
    cell("Name", target.name, "main"), cell("Other names", target.aliases.join(" · ")), cell("Kind", target.kind), cell("Facts", target.facts, "number"))));
  by("import").disabled = found.total === 0;
  by("import").textContent = !found.total ? "Add" : bad ? `Add the ${plural(found.total, "good one")}` : `Add ${found.total}`;
  by("preview").hidden = false;
}

/** Add what is good; return whether the dialog stays, to say which rows were left out. */
async function add() {
  const { added, problems } = await send({ skip_bad: true });
  if (!problems.length) return false;
  forget();
  by("preview-count").textContent = `${added} added, ${plural(problems.length, "row")} left out:`;
  by("problems").replaceChildren(...problems.map((problem) => make("li", {}, problem)));
  by("preview-table").hidden = true;
  by("import").parentElement.hidden = true;
  by("import-close").textContent = "Close";
  by("problems").focus();
  return true;
}

/** Show a choice for each column; one that is there stays, so that whoever types in it is not cut short. */
function showColumns(columns) {
  for (const { number, header, field } of columns) {
    let choice = by(`column-${number}`);
    if (!choice) {
      const options = { ...(field === UNKNOWN && { [UNKNOWN]: "?" }), [LEFT_OUT]: "left out", ...FIELDS };
      choice = make("select", { id: `column-${number}` }, ...Object.entries(options).map(([value, text]) => make("option", { value }, text)));
      choice.addEventListener("change", () => { said.set(number, choice.value); preview(); });
      by("columns").append(make("div", {}, make("label", { htmlFor: choice.id }, header), choice));
    }
    if (!said.has(number)) choice.value = field || LEFT_OUT;
  }
}

async function send(how) {
  const query = new URLSearchParams({ format: by("format").value, ...how });
  if (by("encoding").value && !by("encoding-part").hidden) query.set("encoding", by("encoding").value);
  for (const [number, field] of said) if (field !== UNKNOWN) query.append("column", `${number}=${field}`);
  return api("POST", `/v1/targets/import?${query}`, file);
}
