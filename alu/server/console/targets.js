// The table of targets: search, select, remove many with a reason, export.

import { api, button, by, make, plural, save } from "./api.js";
import { on, open } from "./dialogs.js";
import { showTarget } from "./drawer.js";
import { editTarget, startEdit } from "./edit.js";
import { startImport } from "./import.js";
import { cell, Listing } from "./listing.js";

/** What the drawer of a target can do with it. */
export const DRAWER = { edit: editTarget, remove: (target) => askToRemove([target]) };

const selected = new Map(); // ids of what is selected, over all pages, and names
let removing = [];
let listing;

/** Start the view; `changed` shows anew whatever view is open. */
export function startTargets(changed) {
  listing = new Listing("targets", { path: "/v1/targets/search", wanted: () => ({ search: search() }), row, words, nothing });
  startEdit(changed);
  startImport(() => listing.first());
  by("open-add").addEventListener("click", () => editTarget(null));
  by("export").addEventListener("change", exportAll);
  by("select-page").addEventListener("change", (event) => {
    for (const target of listing.data) event.target.checked ? selected.set(target.id, target.name) : selected.delete(target.id);
    refresh();
  });
  by("remove-selected").addEventListener("click", () => askToRemove([...selected].map(([id, name]) => ({ id, name }))));
  on("remove", remove, () => removed(changed));
  return { refresh };
}

const search = () => by("search").value.trim(); // sent in the body: an address may be logged on its way

function refresh() {
  showSelection();
  return listing.refresh();
}

function words(list) {
  const found = search() ? `${list.total.toLocaleString()} of ` : "";
  return `${found}${plural(list.stored, "target")} · version ${list.version}`;
}

function nothing(list) {
  if (!list.stored) return ["Nothing is to be forgotten yet: add a target, or import a file."];
  const clear = button("Clear the search", () => {
    by("search").value = "";
    listing.first();
    by("search").focus();
  });
  return [`Nothing found for “${search()}”, and ${plural(list.stored, "target")} stored. Names, other names, ids and references are searched, facts are not. `, clear];
}

function row(target) {
  const box = make("input", { type: "checkbox", checked: selected.has(target.id), ariaLabel: `Select ${target.name}` });
  box.addEventListener("change", () => {
    box.checked ? selected.set(target.id, target.name) : selected.delete(target.id);
    showSelection();
  });
  return make("tr", { role: "row", id: `target-${target.id}` },
    cell("Select", box, "select"),
    cell("Name", button(target.name, () => showTarget(target.id, DRAWER), { className: "link", title: "Show all that is kept of it" }), "main"),
    cell("Other names", target.aliases.join(" · ")), cell("Kind", target.kind), cell("Facts", target.facts, "number"),
    cell("Policy", target.policy), cell("Reference", target.reason),
    cell("Until", target.expires ? new Date(target.expires).toLocaleDateString() : "no end", "when"),
    cell("Do", [
      button("Edit…", () => editTarget(target.id), { ariaLabel: `Edit ${target.name}` }), " ",
      button("Remove…", () => askToRemove([target]), { ariaLabel: `Remove ${target.name}` }),
    ], "do"));
}

function showSelection() {
  by("selection").hidden = !selected.size;
  by("selection-count").textContent = `${selected.size.toLocaleString()} selected`;
  by("select-page").checked = listing.data.length > 0 && listing.data.every((target) => selected.has(target.id));
}

function askToRemove(targets) {
  removing = targets;
  open("remove");
  by("remove-name").textContent = targets.length === 1 ? targets[0].name : plural(targets.length, "target");
  by("remove-what").textContent = targets.length === 1 ? "it" : "them";
}

async function remove() {
  await api("POST", "/v1/targets/remove", { ids: removing.map((target) => target.id), reason: by("remove-reason").value.trim() });
}

async function removed(changed) {
  for (const target of removing) selected.delete(target.id);
  await changed();
  (by("targets").hidden ? document.querySelector("[role=tab][aria-selected=true]") : by("search")).focus(); // its row is gone
}

async function exportAll(event) {
  const format = event.target.value;
  event.target.value = "";
  if (!format) return;
  try {
    await save("/v1/targets/export", { search: search(), format }, `targets.${format}`);
  } catch (error) {
    by("targets-count").textContent = error.message;
  }
}
