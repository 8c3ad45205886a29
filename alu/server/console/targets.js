// The table of targets: add, import with a preview, remove with a reason; and the history.

import { api, make } from "./api.js";

const by = (id) => document.getElementById(id);
const PAGE = 50;

let offset = 0;
let removing = null;
let file = null;

export function startTargets() {
  let typing;
  by("search").addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(() => { offset = 0; refresh(); }, 150);
  });
  by("back").addEventListener("click", () => { offset -= PAGE; refresh(); });
  by("forward").addEventListener("click", () => { offset += PAGE; refresh(); });
  by("open-add").addEventListener("click", () => { by("force-row").hidden = true; open("add"); });
  by("open-import").addEventListener("click", () => { unread(); open("import"); });
  on("add", add);
  on("import", bring);
  on("remove", remove);
  by("file").addEventListener("change", read);
  by("format").addEventListener("change", preview);
  return { refresh };
}

function open(what) {
  by(`${what}-form`).reset();
  by(`${what}-error`).textContent = "";
  by(`${what}-dialog`).showModal();
}

/** Run `action` when the form of a dialog is sent; close it if that worked, else say why not. */
function on(what, action) {
  by(`${what}-form`).addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = event.submitter;
    button.disabled = true;
    try {
      await action();
      by(`${what}-dialog`).close();
      await refresh();
    } catch (error) {
      by(`${what}-error`).textContent = [error.message, ...(error.problems ?? [])].join("\n");
    } finally {
      button.disabled = false;
    }
  });
}

async function refresh() {
  try {
    const search = by("search").value.trim();  // in the body: an address may be logged on its way
    fill(await api("POST", "/v1/targets/search", { limit: PAGE, offset, search }));
  } catch (error) {
    by("count").textContent = error.message;
  }
}

function fill(list) {
  by("target-rows").replaceChildren(...list.data.map((target) => row(target, removal(target))));
  by("count").textContent = `${list.total} ${list.total === 1 ? "target" : "targets"} · version ${list.version}`;
  by("no-targets").hidden = list.total > 0;
  by("back").disabled = offset === 0;
  by("forward").disabled = offset + PAGE >= list.total;
  by("page").textContent = list.total ? `${offset + 1}–${Math.min(offset + PAGE, list.total)}` : "";
}

function row(target, button) {
  const cells = [cell(target.name), cell(target.aliases.join(" · ")), cell(target.kind), cell(target.facts, "number")];
  if (button) {
    const expires = target.expires ? new Date(target.expires).toLocaleDateString() : "never";
    cells.push(cell(target.policy), cell(target.reason), cell(expires, "when"), make("td", {}, button));
  }
  return make("tr", {}, ...cells);
}

const cell = (text, className = "") => make("td", { className }, String(text));

function removal(target) {
  const button = make("button", { className: "quiet", type: "button", ariaLabel: `Remove ${target.name}` }, "Remove…");
  button.addEventListener("click", () => {
    removing = target;
    open("remove");
    by("remove-name").textContent = target.name;
  });
  return button;
}

async function remove() {
  const query = new URLSearchParams({ reason: by("remove-reason").value.trim() });
  await api("DELETE", `/v1/targets/${encodeURIComponent(removing.id)}?${query}`);
}

const lines = (id) => by(id).value.split("\n").map((line) => line.trim()).filter(Boolean);

async function add() {
  const expires = by("expires").value;
  try {
    await api("POST", `/v1/targets${by("force").checked ? "?force=true" : ""}`, {
      name: by("name").value, aliases: lines("aliases"), facts: lines("facts").map((text) => ({ text })),
      description: by("description").value, kind: by("kind").value, policy: by("policy").value,
      reason: by("reason").value, ...(expires && { expires: new Date(`${expires}T23:59:59`).toISOString() }),
    });
  } catch (error) {
    by("force-row").hidden = error.status !== 422;  // a name of everybody's questions
    throw error;
  }
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
  by("preview-rows").replaceChildren(...found.data.map((target) => row(target)));
  by("import").disabled = found.total === 0;
  by("import").textContent = bad ? `Add the ${found.total} good ones` : `Add ${found.total}`;
  by("preview").hidden = false;
}

async function bring() {
  await send({ skip_bad: true });
  offset = 0;
}

async function send(how) {
  const query = new URLSearchParams({ format: by("format").value, ...how });
  return api("POST", `/v1/targets/import?${query}`, file);
}

export async function showHistory() {
  const list = await api("GET", "/v1/targets/history?limit=200");
  by("event-rows").replaceChildren(...list.data.map((event) => make("tr", {},
    cell(new Date(event.time).toLocaleString(), "when"), cell(event.action), cell(event.target_id, "id"),
    cell(event.who), cell(event.reason), cell(event.version, "number"))));
  by("no-events").hidden = list.total > 0;
}
