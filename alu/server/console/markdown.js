// Markdown of an answer as elements: every text is set as text, no picture is loaded, and only web links are links.

import { make } from "./api.js";

const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const HEADING = /^ {0,3}#{1,6}\s+(.*?)\s*#*$/;
const RULE = /^ {0,3}([-*_])(?: *\1){2,} *$/;
const ITEM = /^( *)(?:[-*+]|(\d{1,9})[.)])\s+(.*)$/;
const QUOTE = /^ {0,3}> ?(.*)$/;
const TABLE = /^ {0,3}\|.*\|\s*$/;
const DASHES = /^ {0,3}\|(?:\s*:?-+:?\s*\|)+\s*$/;
// no alternative can look further than to the next mark of its own kind, so that a long line costs its length
const INLINE =
  /`([^`\n]+)`|\*\*([^*\n]+)\*\*|__([^_\n]+)__|~~([^~\n]+)~~|\*([^*\s][^*\n]*)\*|\b_([^_\n]+)_\b|(!?)\[([^[\]\n]*)\]\(([^()\s]+)\)/g;

/** Return the elements that show `text`; one that is nested too deeply is shown as it is. */
export function markdown(text) {
  try {
    return blocks(text.replaceAll("\r\n", "\n").split("\n"));
  } catch {
    return [make("p", {}, text)];
  }
}

function blocks(lines) {
  const found = [];
  let at = 0;
  const take = (wanted) => {
    const start = at;
    while (at < lines.length && wanted(lines[at])) at += 1;
    return lines.slice(start, at);
  };
  while (at < lines.length) {
    const line = lines[at];
    const fence = FENCE.exec(line)?.[1];
    if (fence) {
      at += 1;
      const code = take((l) => !l.trim().startsWith(fence));
      at += 1;
      found.push(make("pre", { tabIndex: 0 }, make("code", {}, code.join("\n"))));
    } else if (!line.trim()) at += 1;
    else if (RULE.test(line)) { at += 1; found.push(make("hr")); }
    else if (HEADING.test(line)) { at += 1; found.push(make("p", { className: "heading" }, ...inline(HEADING.exec(line)[1]))); }
    else if (QUOTE.test(line)) found.push(make("blockquote", {}, ...blocks(take((l) => QUOTE.test(l)).map((l) => QUOTE.exec(l)[1]))));
    else if (TABLE.test(line) && DASHES.test(lines[at + 1] ?? "")) found.push(table(take((l) => TABLE.test(l))));
    else if (ITEM.test(line)) found.push(list(take((l) => ITEM.test(l) || /^ {2,}\S/.test(l))));
    else found.push(make("p", {}, ...inline(take((l) => l.trim() && !starts(l)).join("\n"))));
  }
  return found;
}

const starts = (line) => [FENCE, HEADING, QUOTE, ITEM, RULE].some((form) => form.test(line));

/** Return a list; what is indented below an item is within it. */
function list(lines) {
  const [, indent, number] = ITEM.exec(lines[0]);
  const items = [];
  for (const line of lines) {
    const item = ITEM.exec(line);
    if (item && item[1].length <= indent.length) items.push([item[3]]);
    else items.at(-1).push(line.slice(indent.length + 2));
  }
  const made = items.map(([first, ...rest]) => make("li", {}, ...inline(first), ...blocks(rest)));
  return number ? make("ol", { start: Number(number) }, ...made) : make("ul", {}, ...made);
}

function table([head, , ...rows]) {
  const cells = (line) => line.trim().slice(1, -1).split("|").map((cell) => inline(cell.trim()));
  return make("table", {},
    make("thead", {}, make("tr", {}, ...cells(head).map((cell) => make("th", { scope: "col" }, ...cell)))),
    make("tbody", {}, ...rows.map((row) => make("tr", {}, ...cells(row).map((cell) => make("td", {}, ...cell))))));
}

function inline(text) {
  const found = [];
  let after = 0;
  for (const match of text.matchAll(INLINE)) {
    const [whole, code, bold, bold2, gone, slanted, slanted2, picture, label, address] = match;
    found.push(text.slice(after, match.index));
    after = match.index + whole.length;
    if (code) found.push(make("code", {}, code));
    else if (bold ?? bold2) found.push(make("strong", {}, ...inline(bold ?? bold2)));
    else if (gone) found.push(make("del", {}, ...inline(gone)));
    else if (slanted ?? slanted2) found.push(make("em", {}, ...inline(slanted ?? slanted2)));
    else found.push(link(label || address, address, picture));
  }
  return [...found, text.slice(after)].filter((part) => part !== "");
}

/** Return a link to a page, and any other address as text; a picture is a link too, since to load it would tell its host. */
function link(label, address, picture) {
  if (!/^https?:\/\//i.test(address)) return `${label} (${address})`;
  const text = picture ? `picture: ${label}` : label;
  return make("a", { href: address, target: "_blank", rel: "noopener noreferrer nofollow", title: address }, text);
}
