// Verdicts, actions and evidence in words: the same in the chat, in the activity and with each target.

import { make } from "./api.js";

const VERDICTS = {
  clean: "as the model said it", rewritten: "rewritten", refused: "withheld",
  failed_closed: "withheld, a check failed", bypassed: "unchecked, a check failed", observed: "only observed, would be held",
};
const SOURCES = {
  question: "the question", clause: "a part of the question", thread: "the turns it follows up on",
  passage: "a passage", draft: "the draft", tool_call: "a tool call", release: "the text to release",
  audit: "the audit's ruling", screen: "the screen's ruling",
};
const ACTIONS = { add: "added", change: "changed", remove: "removed" };
const WHOLE = ["release", "audit", "screen"];
const MOST = 20;

export const wordOf = (verdict) => VERDICTS[verdict] ?? verdict;
export const actionOf = (action) => ACTIONS[action] ?? action;
export const chip = (verdict) => make("span", { className: `verdict ${verdict}` }, wordOf(verdict));

/** Return what was found: for which target, by which channel, where, and how strongly; sentences count from 1. */
export function evidenceList(evidence, label = "Why") {
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
    make("ul", { className: "why", ariaLabel: label }, ...rows),
    ...(more ? [make("p", { className: "empty" }, `and ${more} more`)] : []),
  ];
}
