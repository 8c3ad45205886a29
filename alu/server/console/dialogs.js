// Dialogs: opened with a clean form, closed when what they do has worked; else they say why not.

import { by } from "./api.js";

export function open(what) {
  by(`${what}-form`).reset();
  by(`${what}-error`).textContent = "";
  by(`${what}-dialog`).showModal();
}

/** Run `action` when the form of a dialog is sent; if that worked, run `after` and, unless it returned true, close; else say why not. */
export function on(what, action, after) {
  by(`${what}-form`).addEventListener("submit", async (event) => {
    event.preventDefault();
    const pressed = event.submitter;
    if (pressed) pressed.disabled = true;
    try {
      if ((await action()) !== true) by(`${what}-dialog`).close();
      await after();
    } catch (error) {
      by(`${what}-error`).textContent = [error.message, ...(error.problems ?? [])].join("\n");
    } finally {
      if (pressed) pressed.disabled = false;
    }
  });
}

export function startDialogs() {
  for (const closer of document.querySelectorAll("[data-close]")) {
    closer.addEventListener("click", () => closer.closest("dialog").close());
  }
}
