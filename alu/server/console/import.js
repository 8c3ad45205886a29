// Import of a file: nothing is added before it was seen.

import { api, by, make, plural } from "./api.js";
import { on, open } from "./dialogs.js";
import { cell } from "./listing.js";

let file = null;

export function startImport(after) {
  by("open-import").addEventListener("click", () => { unread(); open("import"); });
  on("import", () => send({ skip_bad: true }), after);
  by("file").addEventListener("change", read);
  by("format").addEventListener("change", preview);
}

function unread() {
  file = null;
  by("preview").hidden = true;
  by("import").disabled = true;
  by("import").textContent = "Add";
}

async function read() {
  unread();
  const [chosen] = by("file").files;
  if (!chosen) return;
  const ending = chosen.name.split(".").pop().toLowerCase();
  if ([...by("format").options].some((option) => option.value === ending)) by("format").value = ending;
  file = chosen;
  await preview();
}

async function preview() {
  if (!file) return;
  try {
    show(await send({ dry_run: true }));
    by("import-error").textContent = "";
  } catch (error) {
    by("preview").hidden = true;
    by("import").disabled = true;
    by("import-error").textContent = error.message;
  }
}

function show(found) {
  const bad = found.problems.length;
  const first = found.data.length < found.total ? `, the first ${found.data.length} below` : "";
  const columns = found.columns.filter((column) => column.header)
    .map((column) => `${column.header} → ${column.field || "left out"}`);
  by("preview-count").textContent =
    (columns.length ? `Columns: ${columns.join(", ")}. ` : "") +
    `${found.total} good${first}` + (bad ? `, ${bad} that cannot be added:` : "");
  by("problems").replaceChildren(...found.problems.map((problem) => make("li", {}, problem)));
  by("problems").hidden = !bad;
  by("preview-rows").replaceChildren(...found.data.map((target) => make("tr", { role: "row" },
    cell("Name", target.name, "main"), cell("Other names", target.aliases.join(" · ")), cell("Kind", target.kind), cell("Facts", target.facts, "number"))));
  by("import").disabled = found.total === 0;
  by("import").textContent = bad ? `Add the ${plural(found.total, "good one")}` : `Add ${found.total}`;
  by("preview").hidden = false;
}

async function send(how) {
  const query = new URLSearchParams({ format: by("format").value, ...how });
  return api("POST", `/v1/targets/import?${query}`, file);
}
