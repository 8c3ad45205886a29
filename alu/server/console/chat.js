// The chat, and next to it the path of each answer: what the server sends admins under `alu`.

import { api, make } from "./api.js";

const by = (id) => document.getElementById(id);
const LABELS = {
  draft: "Draft", look_up: "Look-up", screen: "Screen", audit: "Audit", rewrite: "Rewrite",
  critic: "Critic", compose: "Compose", release: "Release gate", fault: "Fault",
};
const VERDICTS = {
  clean: "as the model said it", rewritten: "rewritten", refused: "withheld",
  failed_closed: "withheld, a check failed", bypassed: "unchecked, a check failed",
};
const SOURCES = {
  question: "the question", clause: "a part of the question", thread: "the turns it follows up on",
  passage: "a passage", draft: "the draft", tool_call: "a tool call", release: "the text to release",
  audit: "the audit's ruling", screen: "the screen's ruling",
};
const WHOLE = ["release", "audit", "screen"];
const MOST = 20;

let said = [];
let running = null;

export function startChat() {
  by("ask").addEventListener("submit", (event) => {
    event.preventDefault();
    ask();
  });
  by("question").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      by("ask").requestSubmit();
    }
  });
  by("stop").addEventListener("click", () => running?.abort());
  by("new").addEventListener("click", clear);
}

async function ask() {
  const question = by("question").value.trim();
  if (!question || running) return;
  by("question").value = "";
  add("user", question);
  const waiting = add("assistant waiting", "…");
  const asked = [...said, { role: "user", content: question }];
  busy(new AbortController());
  const ours = running;
  try {
    const reply = await api("POST", "/v1/chat/completions", { model: "alu", messages: asked }, ours.signal);
    const message = reply.choices[0].message;
    const text = message.content ?? message.refusal ?? "";
    if (ours.signal.aborted) return;
    said = [...asked, { role: "assistant", content: text }];
    waiting.replaceWith(answer(text, reply.alu));
  } catch (error) {
    const text = error.name === "AbortError" ? "Stopped." : error.message;
    waiting.replaceWith(make("p", { className: "turn failed", role: "alert" }, text));
  } finally {
    if (running === ours) busy(null);
    by("turns").scrollTop = by("turns").scrollHeight;
    by("question").focus();
  }
}

function busy(controller) {
  running = controller;
  by("send").disabled = Boolean(controller);
  by("stop").hidden = !controller;
}

function clear() {
  running?.abort();
  busy(null);
  said = [];
  by("turns").replaceChildren(by("no-turns") ?? make("p", { className: "empty" }, "Ask the model something."));
  by("path").replaceChildren(make("p", { className: "empty" }, "Every answer shows here which stages it went through."));
  by("question").focus();
}

function add(kind, text) {
  by("turns").querySelector(".empty")?.remove();
  const turn = make("p", { className: `turn ${kind}` }, text);
  by("turns").append(turn);
  by("turns").scrollTop = by("turns").scrollHeight;
  return turn;
}

/** Return an answer's element; with a path it is a button that shows the path again. */
function answer(text, alu) {
  if (!alu) return make("p", { className: "turn assistant" }, text);
  const turn = make("button", { className: "turn assistant", type: "button", title: "Show the path of this answer" }, text);
  const choose = () => {
    for (const other of by("turns").querySelectorAll("button")) other.setAttribute("aria-pressed", other === turn);
    by("path").replaceChildren(...path(alu));
  };
  turn.addEventListener("click", choose);
  queueMicrotask(choose);
  return turn;
}

function path(alu) {
  const run = alu.runs[0];
  const slowest = Math.max(...run.stages.map((s) => s.usage.seconds), 0.001);
  const stages = run.stages.map((stage) => {
    const { calls, seconds, prompt_tokens, completion_tokens } = stage.usage;
    const cost = calls ? ` · ${plural(calls, "call")} · ${prompt_tokens} + ${completion_tokens} tokens` : "";
    return make("li", {},
      make("span", {}, LABELS[stage.name] ?? stage.name),
      make("span", { className: "time" }, time(seconds)),
      make("span", { className: "more" }, stage.outcome + cost),
      make("meter", { min: 0, max: slowest, value: seconds, ariaLabel: `${stage.name}: ${time(seconds)}` }));
  });
  const facts = {
    Time: time(alu.seconds), "Added by alu": `${alu.overhead_ms} ms`, "Model calls": run.usage.calls,
    Tokens: `${run.usage.prompt_tokens} + ${run.usage.completion_tokens}`,
    Matched: run.matched.join(", ") || "nothing", Trace: alu.trace,
  };
  if (run.blocked) facts.Gate = "held a text back";
  return [
    make("p", {}, make("span", { className: `verdict ${run.verdict}` }, VERDICTS[run.verdict] ?? run.verdict)),
    make("ol", { className: "stages" }, ...stages),
    make("dl", {}, ...Object.entries(facts).flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, String(value))])),
    ...why(run.evidence),
  ];
}

/** Return what was found: for which target, by which channel, where, and how strongly; sentences count from 1. */
function why(evidence) {
  if (!evidence.length) return [];
  const rows = evidence.slice(0, MOST).map((found) => {
    const sentence = WHOLE.includes(found.source) ? "" : `, sentence ${found.sentence + 1}`;
    const where = `${found.channel} · in ${SOURCES[found.source] ?? found.source}${sentence}`;
    return make("li", {},
      make("span", { className: "target" }, found.target),
      make("span", { className: "score", title: "score, from 0 to 1" }, found.score.toFixed(2)),
      make("span", { className: "more" }, where + (found.disguised ? " · disguised" : "")));
  });
  const more = evidence.length - rows.length;
  return [
    make("h3", {}, "Why"),
    make("ul", { className: "why", ariaLabel: "Why" }, ...rows),
    ...(more ? [make("p", { className: "empty" }, `and ${more} more`)] : []),
  ];
}

const time = (seconds) => (seconds < 1 ? `${(seconds * 1000).toFixed(1)} ms` : `${seconds.toFixed(2)} s`);
const plural = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;
