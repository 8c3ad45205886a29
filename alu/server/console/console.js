// The console: what it shows is set as text, never as HTML, so that no name or answer can run in the page.

import { api, takeToken, useKey } from "./api.js";
import { startChat } from "./chat.js";
import { showHistory, startTargets } from "./targets.js";

const by = (id) => document.getElementById(id);
const tabs = [...document.querySelectorAll("[role=tab]")];

function show(tab) {
  for (const other of tabs) {
    const chosen = other === tab;
    other.setAttribute("aria-selected", chosen);
    other.tabIndex = chosen ? 0 : -1;
    by(other.getAttribute("aria-controls")).hidden = !chosen;
  }
  if (tab.id === "tab-targets") targets.refresh();
  if (tab.id === "tab-history") showHistory();
}

for (const tab of tabs) {
  tab.addEventListener("click", () => show(tab));
  tab.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const there = tabs.filter((t) => !t.hidden);
    const next = there[(there.indexOf(tab) + step + there.length) % there.length];
    next.focus();
    show(next);
  });
}

for (const button of document.querySelectorAll("[data-close]")) {
  button.addEventListener("click", () => button.closest("dialog").close());
}

async function whoAmI() {
  const key = await api("GET", "/v1/key");
  const admin = key.role === "admin";
  for (const part of document.querySelectorAll("[data-admin]")) part.hidden = !admin;
  const whose = key.id === "local" ? "this machine, no key needed" : `${key.name} (${key.role})`;
  by("who").textContent = `${whose} · namespace ${key.namespace}`;
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
  } catch (error) {
    by("key-error").textContent = error.message;
  }
});

takeToken();
const targets = startTargets();
startChat();
try {
  await whoAmI();
} catch (error) {
  for (const part of document.querySelectorAll("[data-admin]")) part.hidden = true;
  by("who").textContent = error.message;
  if (error.status === 401) by("key-dialog").showModal();
}
