// A table that is searched and paged by the server: its rows, its count, what to say where it is empty or fails.

import { api, button, by, make } from "./api.js";

const PAGE = 50;
const PATIENCE = 150; // milliseconds without a key before a search is sent

/** Make a cell; `label` is the column's name, which small screens show before it. */
export function cell(label, content, className = "") {
  const made = make("td", { className, role: "cell" }, ...(Array.isArray(content) ? content : [content instanceof Node ? content : String(content ?? "")]));
  made.dataset.label = label;
  return made;
}

const FOCUSED = "button, input";

/** Return which row has the focus, and on which of its controls. */
function place(rows) {
  const row = document.activeElement.closest("tr");
  return row && rows.contains(row) ? { row: row.id, nth: [...row.querySelectorAll(FOCUSED)].indexOf(document.activeElement) } : null;
}

export class Listing {
  /**
   * @param name ids on the page begin with it: -rows, -count, -empty, -pager, and -filter, a form.
   * @param path where to POST what `wanted()` gives, with limit and offset.
   * @param row makes a table row of an item.
   * @param words says how many there are: (list) => text.
   * @param nothing says what to do where there is none: (list) => texts and elements.
   */
  constructor(name, { path, wanted, row, words, nothing }) {
    Object.assign(this, { name, path, wanted, row, words, nothing, offset: 0, asked: 0, data: [] });
    this.back = button("Back", () => this.turn(-PAGE));
    this.page = make("span");
    this.forward = button("Forward", () => this.turn(PAGE));
    by(`${name}-pager`).append(this.back, this.page, this.forward);
    const filter = by(`${name}-filter`);
    filter.addEventListener("submit", (event) => event.preventDefault());
    filter.addEventListener("input", () => {
      clearTimeout(this.typing);
      this.typing = setTimeout(() => this.first(), PATIENCE);
    });
  }

  first() {
    this.offset = 0;
    return this.refresh();
  }

  turn(step) {
    this.offset = Math.max(0, this.offset + step);
    return this.refresh();
  }

  /** Ask anew; only the latest reply is shown. */
  async refresh() {
    const asked = (this.asked += 1);
    try {
      const list = await api("POST", this.path, { ...this.wanted(), limit: PAGE, offset: this.offset });
      if (asked !== this.asked) return;
      if (!list.data.length && this.offset) return await this.first(); // the last page has gone
      this.fill(list);
    } catch (error) {
      if (asked === this.asked) this.fail(error);
    }
  }

  fill(list) {
    this.data = list.data;
    const focused = place(by(`${this.name}-rows`));
    by(`${this.name}-rows`).replaceChildren(...list.data.map((item) => this.row(item)));
    if (focused) (by(focused.row)?.querySelectorAll(FOCUSED)[focused.nth] ?? by(`${this.name}-filter`).querySelector(FOCUSED)).focus();
    by(`${this.name}-count`).textContent = this.words(list);
    by(`${this.name}-empty`).replaceChildren(...(list.data.length ? [] : this.nothing(list)));
    by(`${this.name}-table`).hidden = !list.data.length;
    this.back.disabled = this.offset === 0;
    this.forward.disabled = this.offset + PAGE >= list.total;
    this.page.textContent = list.total ? `${this.offset + 1}–${this.offset + list.data.length} of ${list.total.toLocaleString()}` : "";
    by(`${this.name}-pager`).hidden = list.total <= PAGE;
  }

  fail(error) {
    by(`${this.name}-rows`).replaceChildren();
    by(`${this.name}-table`).hidden = true;
    by(`${this.name}-count`).textContent = "";
    by(`${this.name}-pager`).hidden = true;
    by(`${this.name}-empty`).replaceChildren(make("span", { className: "error", role: "alert" }, error.message), " ", button("Try again", () => this.refresh()));
  }
}
