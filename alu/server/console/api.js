// Requests to the server that sent this page.

const KEY = "alu-key";

export function useKey(key) {
  key ? sessionStorage.setItem(KEY, key) : sessionStorage.removeItem(KEY);
}

/** Take the token of an address that `alu serve` printed, and leave it in no history. */
export function takeToken() {
  const token = new URLSearchParams(location.hash.slice(1)).get("token");
  if (!token) return;
  useKey(token);
  history.replaceState(null, "", location.pathname);
}

export class ApiError extends Error {
  constructor(status, error) {
    super(error?.message ?? `the server answered ${status}`);
    this.status = status;
    this.problems = error?.problems ?? [];
  }
}

/** Send a request and return the JSON of its reply; throws an ApiError. `body` is a text, or becomes JSON. */
export async function api(method, path, body, signal) {
  return (await send(method, path, body, signal)).json().catch(() => ({}));
}

/** Send a request and let the browser save what comes. */
export async function save(path, body, name) {
  const response = await send("POST", path, body);
  keep(await response.blob(), name);
}

/** Let the browser save a file. */
export function keep(blob, name) {
  const link = make("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

async function send(method, path, body, signal) {
  const headers = {};
  const key = sessionStorage.getItem(KEY);
  if (key) headers.Authorization = `Bearer ${key}`;
  const raw = body === undefined || typeof body === "string" || body instanceof Blob; // bytes: in their own encoding
  if (body !== undefined) headers["Content-Type"] = raw ? "text/plain" : "application/json";
  const sent = raw ? body : JSON.stringify(body);
  let response;
  try {
    response = await fetch(path, { method, headers, body: sent, signal });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ApiError(0, { message: "the server cannot be reached: see whether `alu serve` still runs, then try again" });
  }
  if (response.ok) return response;
  const reply = await response.json().catch(() => ({}));
  throw new ApiError(response.status, reply.error);
}

/** Make an element with attributes and children (texts or elements). */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    name in element ? (element[name] = value) : element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

export const by = (id) => document.getElementById(id);

/** Make a button that does `action`. */
export function button(text, action, attributes = {}) {
  const made = make("button", { type: "button", className: "quiet", ...attributes }, text);
  made.addEventListener("click", action);
  return made;
}

export const plural = (count, noun) => `${count.toLocaleString()} ${noun}${count === 1 ? "" : "s"}`;
export const moment = (time) => (time ? new Date(time).toLocaleString() : "");

/** Make a list of terms and what they are; those without a value are left out. */
export function terms(pairs) {
  const there = Object.entries(pairs).filter(([, value]) => value !== "" && value !== null && value !== undefined);
  return make("dl", {}, ...there.flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, value instanceof Node ? value : String(value))]));
}
