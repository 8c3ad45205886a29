// What was done to the targets: searched, paged, saved as CSV.

import { button, by, make, moment, plural, save } from "./api.js";
import { showReceipt } from "./drawer.js";
import { actionOf } from "./evidence.js";
import { cell, Listing } from "./listing.js";

let listing;

export function startHistory() {
  listing = new Listing("events", { path: "/v1/targets/history/search", wanted, row, words: (list) => plural(list.total, "event"), nothing });
  by("events-csv").addEventListener("click", async () => {
    try {
      await save("/v1/targets/history/export", wanted(), "history.csv");
    } catch (error) {
      by("events-count").textContent = error.message;
    }
  });
  return { refresh: () => listing.refresh() };
}

const wanted = () => ({ search: by("events-search").value.trim(), action: by("events-action").value });

function nothing() {
  const { search, action } = wanted();
  if (!search && !action) return ["Nothing has been done yet: what is added, changed or removed is listed here."];
  const clear = button("Show all", () => { by("events-filter").reset(); listing.first(); by("events-search").focus(); });
  return ["Nothing of the kind was done. Ids, references and who did it are searched. ", clear];
}

function row(event) {
  return make("tr", { role: "row" },
    cell("When", moment(event.time), "when"), cell("What", actionOf(event.action)),
    cell("Target", button(event.target_id, () => showReceipt(event.target_id), { className: "link id", title: "Show its receipt" }), "id main"),
    cell("Who", event.who || "not known"), cell("Reference", event.reason), cell("Version", event.version, "number"));
}
