// The chat, and next to it the path of each answer: what the server sends admins under `alu`.

import { api, button, by, make, plural, terms } from "./api.js";
import { chip, evidenceList } from "./evidence.js";
import { markdown } from "./markdown.js";

const LABELS = {
  draft: "Draft", look_up: "Look-up", screen: "Screen", audit: "Audit", rewrite: "Rewrite",
  critic: "Critic", compose: "Compose", release: "Release gate", fault: "Fault",
};

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
  add(make("p", { className: "turn user" }, question));
  const waiting = add(make("p", { className: "turn waiting" }, "…"));
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
    if (ours.signal.aborted && running !== ours) return;
    waiting.replaceWith(failed(error, question));
  } finally {
    if (running === ours) busy(null);
    by("turns").scrollTop = by("turns").scrollHeight;
    by("question").focus();
  }
}

/** Say what went wrong, and leave the question where it can be sent again. */
function failed(error, question) {
  if (!by("question").value) by("question").value = question;
  const text = error.name === "AbortError" ? "Stopped." : error.message;
  const next = error.status === 401 ? "Use “API key…” above." : "Your question is in the field again.";
  return make("p", { className: "turn failed", role: "alert" }, text, make("br"), next);
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
  by("turns").replaceChildren(make("p", { className: "empty" }, "Ask the model something. What is to be forgotten stays out of the answer."));
  by("path").replaceChildren(make("p", { className: "empty" }, "Every answer shows here which stages it went through."));
  by("question").focus();
}

function add(turn) {
  by("turns").querySelector(".empty")?.remove();
  by("turns").append(turn);
  by("turns").scrollTop = by("turns").scrollHeight;
  return turn;
}

/** Return an answer's element; with a path it has its verdict, and a button that shows the path again. */
function answer(text, alu) {
  const turn = make("article", { className: "turn assistant", ariaLabel: "Answer" }, make("div", { className: "text" }, ...markdown(text)));
  if (!alu) return turn;
  const choose = () => {
    for (const other of by("turns").querySelectorAll("[aria-pressed]")) other.setAttribute("aria-pressed", other === show);
    by("path").replaceChildren(...path(alu));
  };
  const show = button("Path", choose, { ariaPressed: "false", title: "Show the path of this answer" });
  turn.append(make("footer", {}, chip(alu.runs[0].verdict), show));
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
  return [
    make("p", {}, chip(run.verdict)),
    make("ol", { className: "stages" }, ...stages),
    terms({
      Time: time(alu.seconds), "Added by alu": `${alu.overhead_ms} ms`, "Model calls": run.usage.calls,
      Tokens: `${run.usage.prompt_tokens} + ${run.usage.completion_tokens}`,
      Matched: run.matched.join(", ") || "nothing", Trace: alu.trace,
      Gate: run.blocked ? "held a text back" : "",
    }),
    ...(run.evidence.length ? [make("h3", {}, "Why"), ...evidenceList(run.evidence)] : []),
  ];
}

const time = (seconds) => (seconds < 1 ? `${(seconds * 1000).toFixed(1)} ms` : `${seconds.toFixed(2)} s`);
