// A field that suggests nodes during typing, after the combobox pattern of the ARIA practices.

/** @import { IndexNode } from "./api.js" */
import { el, quiet, say } from "./dom.js";
import { fold, search } from "./names.js";

/**
 * `kept` is the title to which the field returns. Without it, the field is cleared after a choice.
 * @typedef {object} Options
 * @property {ReadonlyMap<string, IndexNode>} nodes
 * @property {string[]} kinds
 * @property {(id: string) => void} picked
 * @property {() => string} [kept]
 */

export class Combobox {
  /** @type {IndexNode[]} */
  #offered = [];
  #at = 0;

  /**
   * @param {HTMLInputElement} input
   * @param {Options} options
   */
  constructor(input, options) {
    this.input = input;
    this.options = options;
    const label = { "aria-label": "Found", hidden: true };
    this.list = el("ul", { role: "listbox", id: `${input.id}-list`, class: "offers", ...label });
    const roles = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", autocomplete: "off" };
    for (const [key, value] of Object.entries({ ...roles, "aria-controls": this.list.id })) {
      input.setAttribute(key, value);
    }
    input.after(this.list);
    input.addEventListener("input", () => (input.value ? this.#offer() : this.#close()));
    input.addEventListener("focus", () => options.kept && input.select());
    input.addEventListener("blur", () => this.#leave());
    input.addEventListener("keydown", (event) => this.#press(event));
  }

  #offer() {
    this.#offered = search(this.options.nodes.values(), this.input.value, this.options.kinds);
    this.#at = 0;
    this.list.replaceChildren(...this.#offered.map((node, place) => this.#option(node, place)));
    this.list.hidden = !this.#offered.length;
    this.input.setAttribute("aria-expanded", String(this.#offered.length > 0));
    this.input.removeAttribute("aria-activedescendant");
    this.#light();
    if (!this.#offered.length) say("No matches");
  }

  /**
   * @param {IndexNode} node
   * @param {number} place
   */
  #option(node, place) {
    const on = {
      pointerdown: (/** @type {Event} */ event) => event.preventDefault(),
      click: () => this.#pick(node),
    };
    const attributes = { role: "option", id: `${this.list.id}-${place}`, "data-id": node.id, on };
    return el("li", attributes, el("span", {}, node.title), quiet(this.#describe(node)));
  }

  /** @param {IndexNode} node */
  #describe(node) {
    const key = fold(this.input.value);
    const [title, ...others] = node.names;
    const alias = title.includes(key) ? undefined : others.find((name) => name.includes(key));
    return alias ? `${node.kind}, ${alias}` : node.kind;
  }

  #light() {
    for (const [place, option] of [...this.list.children].entries()) {
      option.setAttribute("aria-selected", String(place === this.#at));
    }
    if (this.#offered.length) this.input.setAttribute("aria-activedescendant", `${this.list.id}-${this.#at}`);
  }

  /** @param {number} step */
  #move(step) {
    const count = this.#offered.length;
    this.#at = (this.#at + step + count) % Math.max(count, 1);
    this.#light();
  }

  /** @param {IndexNode} node */
  #pick(node) {
    this.input.value = this.options.kept ? node.title : "";
    this.#close();
    this.options.picked(node.id);
  }

  #close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  #leave() {
    this.#close();
    if (!this.options.kept) return;
    if (this.input.value) this.input.value = this.options.kept();
    else this.options.picked("");
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    const isOpen = !this.list.hidden;
    /** @type {Map<string, () => void>} */
    const actions = new Map([
      ["ArrowDown", () => (isOpen ? this.#move(1) : this.#offer())],
      ["ArrowUp", () => this.#move(-1)],
      ["Enter", () => isOpen && this.#pick(this.#offered[this.#at])],
    ]);
    if (isOpen) actions.set("Escape", () => this.#close());
    const act = actions.get(event.key);
    if (!act) return;
    act();
    event.preventDefault();
  }
}
