// The console: what it shows is set as text, never as HTML, so that no name or answer can run in the page.

import { setKept, startActivity } from "./activity.js";
import { api, by, takeToken, useKey } from "./api.js";
import { startChat } from "./chat.js";
import { startDialogs } from "./dialogs.js";
import { startHistory } from "./history.js";
import { startTargets } from "./targets.js";

const tabs = [...document.querySelectorAll("[role=tab]")];

function show(tab) {
  for (const other of tabs) {
    const chosen = other === tab;
    other.setAttribute("aria-selected", chosen);
    other.tabIndex = chosen ? 0 : -1;
    by(other.getAttribute("aria-controls")).hidden = !chosen;
  }
  views[tab.id]?.refresh();
}

/** Show anew what the view that is open shows. */
const shown = () => views[tabs.find((tab) => tab.tabIndex === 0).id]?.refresh();

for (const tab of tabs) {
  tab.addEventListener("click", () => show(tab));
  tab.addEventListener("keydown", (event) => {
    const there = tabs.filter((t) => !t.hidden);
    const at = there.indexOf(tab);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1 + there.length, Home: 0, End: there.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    there[next % there.length].focus();
    show(there[next % there.length]);
  });
}

async function whoAmI() {
  const key = await api("GET", "/v1/key");
  allow(key.role);
  setKept(key);
  const whose = key.id === "local" ? "this machine, no key needed" : `${key.name} (${key.role})`;
  by("who").textContent = `${whose} · namespace ${key.namespace}`;
}

/** Show what a role may see. */
function allow(role) {
  for (const part of document.querySelectorAll("[data-for]")) part.hidden = !part.dataset.for.split(" ").includes(role);
}

by("change-key").addEventListener("click", () => by("key-dialog").showModal());
by("key-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  useKey(by("key").value.trim());
  try {
    await whoAmI();
    by("key-error").textContent = "";
    by("key").value = "";
    by("key-dialog").close();
    show(tabs[0]);
    by("question").focus();
  } catch (error) {
    by("key-error").textContent = error.message;
  }
});

takeToken();
startDialogs();
startChat();
const views = { "tab-targets": startTargets(shown), "tab-history": startHistory(), "tab-activity": startActivity() };
try {
  await whoAmI();
} catch (error) {
  allow("nobody");
  by("who").textContent = error.message;
  if (error.status === 401) by("key-dialog").showModal();
}
if (document.activeElement === document.body) by("question").focus(); // not earlier: a key pressed now finds every handler
